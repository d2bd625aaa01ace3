"""Finding a statement in a tree by its path."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from junosim.config.tree import Branch, Entries, Item, Leaf, Values
from junosim.schema.node import Kind

if TYPE_CHECKING:
    from junosim.schema.walk import Path, Step


def lookup(root: Branch, path: Path) -> Item | None:
    """The item at `path`, or None.

    A list step without keys finds all its entries; a leaf (or one value of a leaf-list) that is named with a
    value is found only when it has that value.
    """
    item: Item | None = root
    for step in path:
        if not isinstance(item, Branch):
            return None
        item = child(item, step)
    return item


def child(branch: Branch, step: Step) -> Item | None:
    """The item one step below a branch, or None; the same rules as `lookup`."""
    item = branch.children.get(step.node.name)
    if isinstance(item, Entries):
        return item.entries.get(step.values) if step.values or not step.node.keys else item
    if isinstance(item, Leaf):
        return item if not step.values or step.values[0] == item.value else None
    if isinstance(item, Values):
        return item if not step.values or step.values[0] in item.values else None
    return item


def excerpt(root: Branch, path: Path) -> Branch:
    """The tree that holds the statement at `path` and what it lies in, with marks and keys, and nothing else.

    Without such a statement it is empty. Of a leaf-list it holds all values.
    """
    found = lookup(root, path)
    if found is None:
        return Branch(root.node)
    trail = [lookup(root, path[:depth]) for depth in range(len(path))]
    for holder, step in zip(reversed(trail), reversed(path), strict=True):
        assert isinstance(holder, Branch)
        whole = isinstance(found, Entries) or step.node.kind is not Kind.LIST
        item = found if whole else Entries(step.node, {step.values: cast("Branch", found)})
        found = Branch(holder.node, holder.keys, {step.node.name: item}, holder.mark, holder.comment)
    assert isinstance(found, Branch)
    return found


def words_of(path: Path) -> tuple[str, ...]:
    """A path as typed words, without quotes."""
    return tuple(word for step in path for word in step.words)
