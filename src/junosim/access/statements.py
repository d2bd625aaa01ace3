"""Read single statements of a committed configuration; what is inactive counts as absent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.config.tree import Branch, Entries, Leaf, Mark, Values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.config.tree import Item


def active(branch: Branch | None, name: str) -> Item | None:
    """The statement `name` right below `branch`."""
    item = branch.children.get(name) if branch is not None else None
    if item is None or (not isinstance(item, Entries) and item.mark & Mark.INACTIVE):
        return None
    return item


def container(branch: Branch | None, *names: str) -> Branch | None:
    """The container at the path `names` below `branch`."""
    for name in names:
        item = active(branch, name)
        branch = item if isinstance(item, Branch) else None
    return branch


def value(branch: Branch | None, name: str) -> str | None:
    """The value of a leaf right below `branch`; None too for a bare keyword."""
    item = active(branch, name)
    return item.value if isinstance(item, Leaf) else None


def values(branch: Branch | None, name: str) -> tuple[str, ...]:
    """The values of a leaf-list right below `branch`."""
    item = active(branch, name)
    return item.values if isinstance(item, Values) else ()


def entries(branch: Branch | None, name: str) -> Iterator[Branch]:
    """The entries of a list right below `branch`, in the order of input."""
    item = active(branch, name)
    if isinstance(item, Entries):
        yield from (found for found in item.entries.values() if not found.mark & Mark.INACTIVE)


def entry(branch: Branch | None, key: str, *names: str) -> Branch | None:
    """The entry with one key in the list at the path `names`."""
    item = active(container(branch, *names[:-1]), names[-1])
    found = item.entries.get((key,)) if isinstance(item, Entries) else None
    return None if found is None or found.mark & Mark.INACTIVE else found
