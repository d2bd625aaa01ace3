"""Merging two sets of changes to one configuration, statement by statement: `configure private` and `update`.

`base` is what a private candidate started from, `mine` what it holds now, `theirs` what is committed by now. The
model, for every statement (a leaf, the head of a container or of a list entry, a list of values):

- changed by one side only, or by both in the same way: that change counts;
- changed by both in different ways: a conflict. What belongs to a statement are its value, its marks and its
  comment; the head of a container or of an entry has marks and comment only;
- deleted by one side while the other changed it, or anything in it: a conflict;
- members of different cases of one choice, brought in by the two sides: a conflict;
- a list of values: what each side added is there, what either removed is not;
- the order of values, and of the entries of a list that the user orders: the side that put them in another order
  counts, with what the other side added behind its neighbour there. Different orders on both sides are a conflict.

In a conflict the result holds what `mine` has, so that the user goes on from there. A container that is left empty
goes, unless it means something. Trees are compared by identity first: what both sides left alone costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar

from junosim.config.diff import same
from junosim.config.edit import excludes, stands_alone
from junosim.config.lookup import words_of
from junosim.config.tree import Branch, Entries, Item, Mark, Values
from junosim.errors import Problem
from junosim.schema.node import Flag
from junosim.schema.walk import Step

if TYPE_CHECKING:
    from collections.abc import Collection

    from junosim.schema.walk import Path

_Key = TypeVar("_Key")
_Some = TypeVar("_Some", "Item | None", "Branch | None")

MISMATCH: Final = "statement does not match patch"
"""What is said of a conflict: the text of a patch that does not fit."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The tree that comes of it, and the statements in conflict, in the order in which they were found."""

    root: Branch
    conflicts: tuple[Path, ...]

    def problems(self) -> tuple[Problem, ...]:
        """The conflicts as they are reported: level, statement, text."""
        return tuple(_problem(path) for path in self.conflicts)


def merge(base: Branch, mine: Branch, theirs: Branch) -> Merged:
    """Bring the changes from `base` to `mine` and those from `base` to `theirs` together. Changes none of them."""
    if theirs is base or mine is theirs:
        return Merged(mine, ())
    if mine is base:
        return Merged(theirs, ())
    work = _Merge()
    return Merged(work.branches(base, mine, theirs, ()), tuple(work.conflicts))


def _problem(path: Path) -> Problem:
    if not path:
        return Problem((), "", MISMATCH)
    return Problem(words_of(path[:-1]), " ".join(words_of(path[-1:])), MISMATCH)


@dataclass(slots=True)
class _Merge:
    """One merge: collects the conflicts on the way."""

    conflicts: list[Path] = field(default_factory=list)

    def items(self, base: Item | None, mine: Item | None, theirs: Item | None, path: Path) -> Item | None:
        """What becomes of one child, by its XML name; `path` is that of the branch it is in."""
        if base is theirs or mine is theirs:
            return mine
        if base is mine:
            return theirs
        some = mine or theirs
        assert some is not None
        inner = (*path, Step(some.node))
        if isinstance(some, Entries):
            return self._entries(
                _entries_of(base, some), _entries_of(mine, some), _entries_of(theirs, some), path
            )
        if isinstance(mine, Branch) and isinstance(theirs, Branch):
            merged = self.branches(base if isinstance(base, Branch) else None, mine, theirs, inner)
            return merged if merged.children or stands_alone(merged.node) else None
        if isinstance(mine, Values) and isinstance(theirs, Values):
            return self._values(base if isinstance(base, Values) else None, mine, theirs, inner)
        return self._whole(base, mine, theirs, inner)

    def _whole(self, base: _Some, mine: _Some, theirs: _Some, path: Path) -> _Some:
        """A statement that counts as one: one that is missing on a side, or a leaf."""
        if same(base, mine) and not same(base, theirs):
            return theirs
        if not same(base, theirs) and not same(mine, theirs):
            self.conflicts.append(path)
        return mine

    def branches(self, base: Branch | None, mine: Branch, theirs: Branch, path: Path) -> Branch:
        """Two branches at the same place, both of which are others than `base`, if there is one."""
        before = {} if base is None else base.children
        children: dict[str, Item] = {}
        for name in dict.fromkeys((*theirs.children, *mine.children)):
            item = self.items(before.get(name), mine.children.get(name), theirs.children.get(name), path)
            if item is not None:
                children[name] = item
        self._settle_choices(children, mine, path)
        mark, comment = self._head(base, mine, theirs, path)
        return Branch(mine.node, mine.keys, children, mark, comment)

    def _entries(self, base: Entries, mine: Entries, theirs: Entries, path: Path) -> Entries | None:
        """The entries of one list."""
        before, here, there = base.entries, mine.entries, theirs.entries
        touched = [keys for keys, entry in here.items() if before.get(keys) is not entry]
        touched += [keys for keys in before if keys not in here]
        merged = dict(there)
        for keys in touched:
            step = Step(mine.node, keys)
            entry = self._entry(before.get(keys), here.get(keys), there.get(keys), (*path, step))
            if entry is None:
                merged.pop(keys, None)
            else:
                merged[keys] = entry
        if not merged:
            return None
        if mine.node.flags & Flag.USER_ORDERED:
            order = self._order(tuple(before), tuple(here), tuple(there), merged, (*path, Step(mine.node)))
            merged = {keys: merged[keys] for keys in order}
        return Entries(mine.node, merged)

    def _entry(
        self, base: Branch | None, mine: Branch | None, theirs: Branch | None, path: Path
    ) -> Branch | None:
        if base is theirs or mine is theirs:
            return mine
        if mine is None or theirs is None:
            return self._whole(base, mine, theirs, path)
        return self.branches(base, mine, theirs, path)

    def _values(self, base: Values | None, mine: Values, theirs: Values, path: Path) -> Values | None:
        """The values of one list, and its marks and comment."""
        before = () if base is None else base.values
        here, there = set(mine.values), set(theirs.values)
        gone = {value for value in before if value not in here or value not in there}
        kept = (here | there) - gone
        mark, comment = self._head(base, mine, theirs, path)
        if not kept:
            return None
        values = self._order(before, mine.values, theirs.values, kept, path)
        return Values(mine.node, tuple(values), mark, comment)

    def _head(
        self, base: Branch | Values | None, mine: Branch | Values, theirs: Branch | Values, path: Path
    ) -> tuple[Mark, str | None]:
        """The marks and the comment."""
        before = None if base is None else (base.mark, base.comment)
        here, there = (mine.mark, mine.comment), (theirs.mark, theirs.comment)
        if here == before:
            return there
        if there not in (before, here):
            self.conflicts.append(path)
        return here

    def _order(
        self,
        base: tuple[_Key, ...],
        mine: tuple[_Key, ...],
        theirs: tuple[_Key, ...],
        kept: Collection[_Key],
        path: Path,
    ) -> list[_Key]:
        """The order of what was kept."""
        wanted = set(kept)
        common = [key for key in base if key in wanted]
        known = set(common)
        here, there = ([key for key in side if key in known] for side in (mine, theirs))
        moved_here, moved_there = here != common, there != common
        if moved_here and moved_there and here != there:
            self.conflicts.append(path)
        first, second = (mine, theirs) if moved_here else (theirs, mine)
        return _interleaved([key for key in first if key in wanted], [key for key in second if key in wanted])

    def _settle_choices(self, children: dict[str, Item], mine: Branch, path: Path) -> None:
        """Take out what the other side brought in of a choice in which this one has another case."""
        if not any(item.node.choices for item in children.values()):
            return
        own = [item.node for name, item in children.items() if name in mine.children]
        for name in [name for name in children if name not in mine.children]:
            node = children[name].node
            if any(excludes(node, other) for other in own):
                del children[name]
                self.conflicts.append((*path, Step(node)))


def _entries_of(item: Item | None, other: Entries) -> Entries:
    """The entries of the same list as `other`; none where there is no item."""
    return item if isinstance(item, Entries) else Entries(other.node)


def _interleaved(first: list[_Key], second: list[_Key]) -> list[_Key]:
    """All of `first` in its order; what only `second` has stands behind its neighbour there.

    Where both have put something at the same place, that of `first` comes first.
    """
    present = set(first)
    added = [key for key in second if key not in present]
    if not added:
        return first
    shared = set(second)
    behind: dict[_Key | None, list[_Key]] = {}
    neighbour: _Key | None = None
    for key in second:
        if key in present:
            neighbour = key
        else:
            behind.setdefault(neighbour, []).append(key)
    order: list[_Key] = []
    waiting = behind.get(None, [])
    for key in first:
        if key in shared:
            order += waiting
            waiting = behind.get(key, [])
        order.append(key)
    return order + waiting
