"""Read single statements of a configuration tree by their XML names, without a walk.

After the name of a list stand the entry's keys as a tuple (or one key as a text). Inactive statements, and all
below them, count as absent, as they do for every part of a Junos device. Each function also takes None for a
branch that is absent itself. `config.lookup` finds what a path of the schema names, inactive or not.
"""

from __future__ import annotations

from typing import TypeAlias

from junosim.config.tree import Branch, Entries, Item, Leaf, Mark, Values

PathPart: TypeAlias = str | tuple[str, ...]


def find(tree: Branch | None, *path: PathPart) -> Item | None:
    """The statement at `path` below `tree`, or None when it is absent or inactive."""
    item: Item | None = tree
    for part in path:
        found: Item | None
        if isinstance(item, Branch):
            found = item.children.get(part) if isinstance(part, str) else None
        elif isinstance(item, Entries):
            found = item.entries.get((part,) if isinstance(part, str) else part)
        else:
            return None
        if found is None or (not isinstance(found, Entries) and found.mark & Mark.INACTIVE):
            return None
        item = found
    return item


def branch(tree: Branch | None, *path: PathPart) -> Branch | None:
    """The container or list entry at `path`, or None when it is absent or inactive."""
    item = find(tree, *path)
    return item if isinstance(item, Branch) else None


def leaf_text(tree: Branch | None, *path: PathPart) -> str | None:
    """The value of the leaf at `path`; None when it is absent, inactive, or a bare keyword."""
    item = find(tree, *path)
    return item.value if isinstance(item, Leaf) else None


def leaf_values(tree: Branch | None, *path: PathPart) -> tuple[str, ...]:
    """The values of the leaf-list at `path`; empty when it is absent or inactive."""
    item = find(tree, *path)
    return item.values if isinstance(item, Values) else ()


def entries(tree: Branch | None, *path: PathPart) -> tuple[Branch, ...]:
    """The active entries of the list at `path`, in the order of input."""
    item = find(tree, *path)
    if not isinstance(item, Entries):
        return ()
    return tuple(entry for entry in item.entries.values() if not entry.mark & Mark.INACTIVE)
