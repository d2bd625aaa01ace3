"""What a word may be at one place of a line: keywords, and values of a type."""

from __future__ import annotations

from dataclasses import dataclass

from junosim.schema import values
from junosim.schema.node import Kind, Node


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing the next word may be: a keyword, or with `word` None a value of the type of `leaf`.

    `node` is the statement it would begin or complete; `leaf` differs from it for the key of a list. A keyword is
    a statement's own word, or one word of an enumeration. What is not `listed` is accepted all the same.
    """

    node: Node
    leaf: Node
    word: str | None
    help: str
    listed: bool = True


def slot_leaf(slot: Node) -> Node:
    """The leaf whose type a word must fit to fill an invisible leaf, or to be the first key of such a list."""
    return slot.by_name[slot.keys[0]] if slot.kind is Kind.LIST else slot


def words_of(node: Node) -> tuple[str, ...]:
    """The keywords that a value of this leaf may be (also those inside a union)."""
    return tuple(word.word for word in values.enumerated(node.type)) if node.type else ()


def value_choices(node: Node, leaf: Node, prefix: str) -> list[Choice]:
    """The values that `leaf` takes: its keywords, and one entry for all others."""
    if leaf.type is None:
        return []
    texts = leaf.attributes
    found = [
        Choice(
            node, leaf, word.word, word.help or texts.get("value-help " + word.word, ""), not word.deprecated
        )
        for word in values.enumerated(leaf.type)
        if word.word.startswith(prefix)
    ]
    if values.is_open(leaf.type):
        found.append(Choice(node, leaf, None, texts.get("help") or node.help))
    return found
