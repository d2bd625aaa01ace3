"""Edits of entries as a whole: rename, copy, insert."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from junosim.config import protection
from junosim.config.edit import last_words, own_entries, own_parent, set_
from junosim.config.lookup import lookup
from junosim.config.tree import Branch, Entries, Item, Keys, Owner, Values
from junosim.errors import ConfigurationError
from junosim.schema.node import Flag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from junosim.schema.walk import Path

_T = TypeVar("_T")


def rename(root: Branch, owner: Owner, path: Path, target: Path) -> Branch:
    """Give a list entry (or one value of a leaf-list) another name, in its place.

    `target` differs from `path` in its last step only. Raises ConfigurationError when the source is missing or
    protected, or the target exists.
    """
    item = _source(root, path, target)
    protection.refuse_below(root, path, "modified")
    root = root.own(owner)
    old, new = path[-1].values, target[-1].values
    parent = own_parent(root, owner, path)
    if isinstance(item, Values):
        names = tuple(new[0] if value == old[0] else value for value in item.values)
        parent.children[item.node.name] = Values(item.node, names, item.mark, item.comment)
        return root
    entries = own_entries(parent, item.node, owner)
    entries.entries = {
        (new if keys == old else keys): (_renamed(entry, new, owner) if keys == old else entry)
        for keys, entry in entries.entries.items()
    }
    return root


def copy(root: Branch, owner: Owner, path: Path, target: Path) -> Branch:
    """Make a second list entry like the one at `path`. Raises ConfigurationError as `rename` does."""
    item = _source(root, path, target)
    root = set_(root, owner, target)
    if isinstance(item, Values):
        return root
    entries = own_entries(own_parent(root, owner, target), item.node, owner)
    new = target[-1].values
    duplicate = _detached(item, owner)
    entries.entries[new] = _renamed(duplicate, new, owner)
    return root


def insert(root: Branch, owner: Owner, path: Path, anchor: Path, *, before: bool) -> Branch:
    """Move an entry of an ordered list to just before or after the entry `anchor`.

    Raises ConfigurationError when one of the two is missing, protected, or the list is not ordered by the user.
    """
    for wanted in (path, anchor):
        if lookup(root, wanted) is None:
            raise ConfigurationError(f"statement '{last_words(wanted)}' not found")
    step, other = path[-1], anchor[-1]
    if step.node is not other.node or not step.node.flags & Flag.USER_ORDERED or not step.values:
        raise ConfigurationError(f"statement '{last_words(path)}' is not in an ordered list")
    protection.refuse_below(root, path, "modified")
    root = root.own(owner)
    parent = own_parent(root, owner, path)
    held = parent.children[step.node.name]
    if isinstance(held, Values):
        values = _moved(list(held.values), step.values[0], other.values[0], before=before)
        parent.children[step.node.name] = Values(held.node, tuple(values), held.mark, held.comment)
        return root
    entries = own_entries(parent, step.node, owner)
    order = _moved(list(entries.entries), step.values, other.values, before=before)
    entries.entries = {keys: entries.entries[keys] for keys in order}
    return root


def reorder(root: Branch, owner: Owner, path: Path, order: Sequence[Keys]) -> Branch:
    """Put the entries of the list at `path`, which exists, in this order; `order` names each of them once."""
    root = root.own(owner)
    entries = own_entries(own_parent(root, owner, path), path[-1].node, owner)
    if list(entries.entries) != order:
        entries.entries = {keys: entries.entries[keys] for keys in order}
    return root


def _source(root: Branch, path: Path, target: Path) -> Branch | Values:
    """The entry or leaf-list that is renamed or copied, after the checks that both share."""
    item = lookup(root, path)
    if item is None or not path:
        raise ConfigurationError(f"statement '{last_words(path)}' not found")
    if not isinstance(item, Branch | Values) or not path[-1].values or path[-1].node is not target[-1].node:
        raise ConfigurationError(f"'{last_words(path)}' has no name to change")
    if lookup(root, target) is not None:
        raise ConfigurationError(f"target '{last_words(target)}' already exists")
    return item


def _renamed(entry: Branch, keys: tuple[str, ...], owner: Owner) -> Branch:
    entry = entry.own(owner)
    entry.keys = keys
    return entry


def _moved(order: list[_T], what: _T, anchor: _T, *, before: bool) -> list[_T]:
    if what == anchor:
        return order
    order.remove(what)
    order.insert(order.index(anchor) + (0 if before else 1), what)
    return order


def _detached(branch: Branch, owner: Owner) -> Branch:
    """A branch that shares nothing that `owner` may change in place: owned parts are copied, frozen ones shared."""
    children = {name: _detached_item(item, owner) for name, item in branch.children.items()}
    return Branch(branch.node, branch.keys, children, branch.mark, branch.comment, owner)


def _detached_item(item: Item, owner: Owner) -> Item:
    if isinstance(item, Branch) and item.owner is owner:
        return _detached(item, owner)
    if isinstance(item, Entries) and item.owner is owner:
        copies = {
            keys: _detached(entry, owner) if entry.owner is owner else entry
            for keys, entry in item.entries.items()
        }
        return Entries(item.node, copies, owner)
    return item
