"""What differs between two trees: found by identity, so that the cost is that of what changed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from junosim.config.tree import Branch, Entries, Item, Leaf, Values
from junosim.schema.node import Flag, Node
from junosim.schema.walk import Step
from junosim.slices import Beat, collected, finish, without_pauses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.schema.walk import Path
    from junosim.slices import Slices


class Kind(Enum):
    """What happened to a statement."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"  # another value
    MARKED = "marked"  # another mark or comment
    MOVED = "moved"  # the entries of an ordered list stand in another order; the path names the list


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: `old` and `new` are the items at `path`, None where there is none.

    An added or removed container or list entry is one change, with all below it.
    """

    path: Path
    kind: Kind
    old: Item | None
    new: Item | None


@dataclass(frozen=True, slots=True)
class Changes:
    """All differences between two trees."""

    changes: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.changes)

    def __iter__(self) -> Iterator[Change]:
        return iter(self.changes)

    def __len__(self) -> int:
        return len(self.changes)

    def of(self, kind: Kind) -> tuple[Change, ...]:
        """The changes of one kind."""
        return tuple(change for change in self.changes if change.kind is kind)


def diff(old: Branch, new: Branch) -> Changes:
    """The differences that lead from `old` to `new`."""
    return finish(diff_in_slices(old, new))


def diff_in_slices(old: Branch, new: Branch) -> Slices[Changes]:
    """The same in slices."""
    return Changes(tuple((yield from collected(_branches(old, new, (), Beat())))))


def differ(old: Branch, new: Branch) -> bool:
    """True when there is any difference; stops at the first."""
    return next(without_pauses(_branches(old, new, (), Beat())), None) is not None


def same(old: Item | None, new: Item | None) -> bool:
    """True when two items at the same place do not differ."""
    if old is None or new is None or old is new:
        return old is new
    return next(without_pauses(_items(old, new, (), old.node, Beat())), None) is None


def _branches(old: Branch, new: Branch, path: Path, beat: Beat) -> Iterator[Change | None]:
    if old is new:
        return
    if old.mark != new.mark or old.comment != new.comment:
        yield Change(path, Kind.MARKED, old, new)
    for name, item in old.children.items():
        other = new.children.get(name)
        if other is not item:
            yield from _items(item, other, path, item.node, beat)
    for name, item in new.children.items():
        if name not in old.children:
            yield from _items(None, item, path, item.node, beat)


def _items(old: Item | None, new: Item | None, path: Path, node: Node, beat: Beat) -> Iterator[Change | None]:
    if isinstance(old, Entries) or isinstance(new, Entries):
        assert not isinstance(old, Branch | Leaf | Values)
        assert not isinstance(new, Branch | Leaf | Values)
        yield from _entries(old, new, path, node, beat)
    elif isinstance(old, Branch) and isinstance(new, Branch):
        yield from _branches(old, new, (*path, Step(node, new.keys)), beat)
    elif old is None or new is None:
        yield Change((*path, Step(node)), Kind.REMOVED if new is None else Kind.ADDED, old, new)
    else:
        yield from _simple(old, new, (*path, Step(node)))


def _simple(old: Item, new: Item, path: Path) -> Iterator[Change]:
    if isinstance(old, Leaf) and isinstance(new, Leaf):
        same = old.value == new.value
    else:
        same = isinstance(old, Values) and isinstance(new, Values) and old.values == new.values
    if not same:
        yield Change(path, Kind.CHANGED, old, new)
        return
    assert isinstance(old, Leaf | Values)
    assert isinstance(new, Leaf | Values)
    if old.mark != new.mark or old.comment != new.comment:
        yield Change(path, Kind.MARKED, old, new)


def _entries(
    old: Entries | None, new: Entries | None, path: Path, node: Node, beat: Beat
) -> Iterator[Change | None]:
    before = old.entries if old is not None else {}
    after = new.entries if new is not None else {}
    for keys, entry in before.items():
        other = after.get(keys)
        if other is not entry and beat.due():
            yield None
        if other is None:
            yield Change((*path, Step(node, keys)), Kind.REMOVED, entry, None)
        elif other is not entry:
            yield from _branches(entry, other, (*path, Step(node, keys)), beat)
    for keys, entry in after.items():
        if keys not in before:
            if beat.due():
                yield None
            yield Change((*path, Step(node, keys)), Kind.ADDED, None, entry)
    if node.flags & Flag.USER_ORDERED and is_reordered(before, after):
        yield Change((*path, Step(node)), Kind.MOVED, old, new)


def is_reordered(before: dict[tuple[str, ...], Branch], after: dict[tuple[str, ...], Branch]) -> bool:
    """True when the entries that both hold stand in another order."""
    kept_before = [keys for keys in before if keys in after]
    kept_after = [keys for keys in after if keys in before]
    return kept_before != kept_after


def changed_items(old: Branch, new: Branch) -> Slices[frozenset[int]]:
    """The ids of all items of `new` that differ from `old` or hold something that does; none if nothing differs."""
    found: set[int] = set()
    beat = Beat()
    for change in _branches(old, new, (), beat):
        if change is None or beat.due():
            yield
        if change is None:
            continue
        item: Item | None = new
        found.add(id(new))
        for step in change.path:
            item = item.children.get(step.node.name) if isinstance(item, Branch) else None
            if isinstance(item, Entries):
                found.add(id(item))
                item = item.entries.get(step.values)
            if item is not None:
                found.add(id(item))
        if change.kind is Kind.ADDED and item is not None:
            for part in _items_in(item):
                found.add(id(part))
                if beat.due():
                    yield
    return frozenset(found)


def _items_in(item: Item) -> Iterator[Item]:
    yield item
    if isinstance(item, Branch):
        for child in item.children.values():
            yield from _items_in(child)
    elif isinstance(item, Entries):
        for entry in item.entries.values():
            yield from _items_in(entry)
