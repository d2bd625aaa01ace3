"""Equality of trees: the same statements, values, order where it counts, marks and comments."""

from __future__ import annotations

from junosim.config.tree import Branch, Entries, Item, Leaf, Values
from junosim.schema.node import Flag


def equal(one: Item | None, other: Item | None) -> bool:
    """True when both hold the same; shared parts are taken as equal without a look."""
    if one is other:
        return True
    if one is None or other is None or one.node is not other.node:
        return False
    if isinstance(one, Entries):
        return isinstance(other, Entries) and _equal_entries(one, other)
    if isinstance(other, Entries) or one.mark != other.mark or one.comment != other.comment:
        return False
    if isinstance(one, Branch):
        return (
            isinstance(other, Branch)
            and one.keys == other.keys
            and one.children.keys() == other.children.keys()
            and all(equal(item, other.children[name]) for name, item in one.children.items())
        )
    if isinstance(one, Leaf):
        return isinstance(other, Leaf) and one.value == other.value
    return isinstance(other, Values) and one.values == other.values


def _equal_entries(one: Entries, other: Entries) -> bool:
    if one.entries.keys() != other.entries.keys():
        return False
    if one.node.flags & Flag.USER_ORDERED and list(one.entries) != list(other.entries):
        return False
    return all(equal(entry, other.entries[keys]) for keys, entry in one.entries.items())
