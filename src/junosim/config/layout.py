"""How a statement is laid out, by the flags of its node (docs/facts-format.md, "Shape")."""

from __future__ import annotations

from junosim.schema.node import Flag, Kind, Node


def is_joined(node: Node) -> bool:
    """True for `family`, which shares a line with each of its members."""
    return bool(node.flags & Flag.JOINED)


def is_one_line(node: Node) -> bool:
    """True for a statement that is always shown in one line."""
    return bool(node.flags & Flag.ONE_LINE)


def is_grouped(node: Node, count: int = 1) -> bool:
    """True for a list whose `count` entries are shown in one pair of braces under its word.

    A list that is always one line is grouped from its second entry on; any other one always [our choice: the
    source says that entries may be grouped, not when].
    """
    if node.kind is not Kind.LIST or node.has_no_word:
        return False
    if node.flags & Flag.ALWAYS_GROUPED:
        return True
    return bool(node.flags & Flag.HOMOGENEOUS) and (count > 1 or not node.flags & Flag.ONE_LINE)
