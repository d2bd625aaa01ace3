"""The subjects of `help topic` and `help reference`: the words of the configuration statements, without values.

A subject is named by keywords alone (`interfaces unit family inet`): keys and values are left out, and lists and
containers whose own word is not typed are passed through.
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, TypeAlias

from junosim.schema.node import Flag, Kind, Node

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_UNLISTED = Flag.HIDDEN | Flag.DEPRECATED

Chain: TypeAlias = tuple[Node, ...]
"""A statement with those above it, from the top level down; those whose word is not typed included."""


class _Subjects:
    """Makes the node of a subject once for each statement, so that the tree is no larger than the schema."""

    __slots__ = ("_made",)

    def __init__(self) -> None:
        self._made: dict[Node, Node] = {}

    def below(self, statement: Node) -> tuple[Node, ...]:
        found = {chain[-1].word: chain[-1] for chain in reversed(list(_named(statement)))}
        return tuple(self._subject(node) for node in reversed(found.values()))

    def _subject(self, statement: Node) -> Node:
        node = self._made.get(statement)
        if node is None:
            node = self._made[statement] = Node(
                statement.word,
                Kind.CONTAINER,
                flags=statement.flags,
                attributes={**statement.attributes, "help": statement.help},
                expand=partial(self.below, statement),
            )
            node.has_no_word = False
        return node


@lru_cache(maxsize=8)
def subjects(configuration: Node) -> Node:
    """The root of the subjects of a release, given the root of its configuration."""
    return Node("subjects", Kind.CONTAINER, expand=partial(_Subjects().below, configuration))


def find(configuration: Node, words: Iterable[str]) -> Chain | None:
    """The statement that the words of a subject name, None when there is none."""
    chain: Chain = ()
    for word in words:
        level = chain[-1] if chain else configuration
        step = next((found for found in _named(level) if found[-1].word == word), None)
        if step is None:
            return None
        chain += step
    return chain


def substatements(statement: Node) -> tuple[Node, ...]:
    """The listed statements below a statement that are typed with a word, without `apply-groups` and its like."""
    return tuple(chain[-1] for chain in _named(statement))


def _named(statement: Node) -> Iterator[Chain]:
    """The statements below that have a word, each with the wordless ones passed through on the way."""
    for child in statement.children:
        if child.name in statement.keys or child.flags & _UNLISTED or child.order < 0:
            continue
        if not child.has_no_word:
            yield (child,)
        elif child.has_children:
            yield from ((child, *chain) for chain in _named(child))


def typed(node: Node) -> str:
    """How a statement is typed, with `<placeholders>` for its keys and its value."""
    words = [] if node.has_no_word else [node.word]
    if node.kind is Kind.LIST:
        words += [f"<{key}>" for key in node.keys]
    elif node.type is not None and not node.asks:
        words.append(f"<{node.name}>")
    return " ".join(words)


def level_text(chain: Chain) -> str:
    """The hierarchy level `[edit …]` of the statements below `chain`."""
    return f"[{' '.join(('edit', *filter(None, map(typed, chain))))}]"
