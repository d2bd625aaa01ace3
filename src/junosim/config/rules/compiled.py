"""Rules made ready for one place of the schema: each path becomes the statements it may mean there.

Where the model lacks a statement of a path, the path means nothing, and counts as absent: rules also name statements
of other platforms.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from junosim.schema import constraints
from junosim.schema.constraints import ABSOLUTE, Word
from junosim.schema.node import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.schema.constraints import Expression, Read
    from junosim.schema.node import Node

NodePath: TypeAlias = tuple["Node", ...]
Names: TypeAlias = tuple[str, ...]

# Rules that a guide's own configuration violates, and are therefore not checked: (expression, message).
NOT_ENFORCED = frozenset(
    {
        # The EX4650/QFX5120 guide sets both statements for one file ("Configuring Audit Log Options").
        (
            '(!(".. structured-data"))',
            "'explicit-priority' cannot be configured if 'structured-data' is configured",
        ),
    }
)

# Lists whose entries hold a configuration of their own: absolute paths mean it first [our choice].
_WHOLE = ("logical-systems", "tenants")


@dataclass(frozen=True, slots=True)
class Move:
    """Go to the statement `name`; its keys, or its value, must fit `tests`."""

    name: str
    tests: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """One meaning of a path: from the ancestor of the bearer at `depth` (0 is the root) along `moves`."""

    depth: int
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule at one place.

    place    the path of the bearer; it ends with the key leaf where that is what bears the rule
    word     the value for which an enumeration states it, None if it always holds
    key      for a key leaf, which of the keys it is
    """

    place: NodePath
    expression: Expression
    message: str
    routes: dict[Read, tuple[Route, ...]]
    word: str | None = None
    key: int = 0


def rules_at(root: Node, path: NodePath) -> tuple[Rule, ...]:
    """The rules that the statement at `path` bears, those of its keys included."""
    node = path[-1]
    found = [_rule(root, path, text) for text in _texts(node)]
    if node.kind is Kind.LIST:
        for place, name in enumerate(node.keys):
            leaf = node.by_name[name]
            found += [_rule(root, (*path, leaf), text, place) for text in _texts(leaf)]
    return tuple(found)


def places_read(rule: Rule) -> Iterator[tuple[int, Names]]:
    """What a rule depends on: for each path the depth of its start, and all names from the root."""
    for routes in rule.routes.values():
        for route in routes:
            names = tuple(node.name for node in rule.place[: route.depth])
            yield route.depth, (*names, *(move.name for move in route.moves))


def _texts(node: Node) -> Iterator[tuple[str | None, str, str]]:
    """(value for which it holds or None, expression, message) of the rules in the model."""
    for expression, message in node.rules:
        if (expression, message) not in NOT_ENFORCED:
            yield None, expression, message
    if node.type is not None:
        for spec in (node.type, *node.type.members):
            for word in spec.words:
                for expression, message in word.rules:
                    yield word.word, expression, message


def _rule(root: Node, path: NodePath, text: tuple[str | None, str, str], key: int = 0) -> Rule:
    word, source, message = text
    expression = constraints.parse(source)
    node = path[-1]
    routes = {}
    for read in constraints.reads(expression):
        found = tuple(_routes(root, path, read, of_value=word is not None and node.kind is Kind.LEAF_LIST))
        if not found and node.kind is Kind.LEAF_LIST:
            found = tuple(_routes(root, path, read, of_value=True))
        routes[read] = found
    return Rule(path, expression, message, routes, word, key)


def _routes(root: Node, path: NodePath, read: Read, *, of_value: bool) -> Iterator[Route]:
    """The meanings of a path; `of_value`: it starts from a value of a leaf-list, one level further down."""
    levels = (root, *path)
    for depth in _starts(levels, read, read.up - of_value):
        for moves in _meanings(levels[depth], read.words):
            yield Route(depth, moves)


def _starts(levels: NodePath, read: Read, up: int) -> Iterator[int]:
    """The depths from which a path is read."""
    if read.up != ABSOLUTE:
        if 0 <= up < len(levels):
            yield len(levels) - 1 - up
        return
    yield 0
    if len(levels) > 1 and levels[1].name in _WHOLE:
        yield 1
    first = read.words[0].text if read.words else ""
    if first not in levels[0].by_word and levels[-1].has_children and first in levels[-1].by_word:
        yield len(levels) - 1  # not a path from the top: it is meant from the bearer [our reading]


def _meanings(node: Node, words: tuple[Word, ...]) -> Iterator[tuple[Move, ...]]:
    """All ways in which words name statements below a node."""
    if not words:
        yield ()
        return
    word = words[0]
    named = _named(node, word) if word.kind == "literal" else None
    if named is not None:
        for tests, rest in _values(named, words[1:]):
            yield from _onward(named, tests, rest)
        return
    for slot in _slots(node):
        for tests, rest in _values(slot, words):
            if tests:
                yield from _onward(slot, tests, rest)


def _slots(node: Node) -> tuple[Node, ...]:
    return node.slots if node.has_children else ()


def _onward(node: Node, tests: tuple[Word, ...], rest: tuple[Word, ...]) -> Iterator[tuple[Move, ...]]:
    if rest and not node.has_children:
        return
    for moves in _meanings(node, rest):
        yield (Move(node.name, tests), *moves)


def _values(node: Node, words: tuple[Word, ...]) -> Iterator[tuple[tuple[Word, ...], tuple[Word, ...]]]:
    """How many of the next words are keys or the value of `node`: (these, the rest)."""
    has_value = node.kind is not Kind.CONTAINER and not node.is_flag
    most = max(1, len(node.keys)) if has_value else 0
    least = min(most, len(words), 1)
    for count in range(min(most, len(words)), least - 1, -1):
        yield words[:count], words[count:]


def _named(node: Node, word: Word) -> Node | None:
    if not node.has_children:
        return None
    found = node.by_word.get(word.text)
    if found is None:
        other = node.by_name.get(word.text)
        found = other if other is not None and not other.has_no_word else None
    return found
