"""How an inherited view came about: a record for each place where groups have a say, kept for the next view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from junosim.config.tree import Branch, Entries, Item, Keys

if TYPE_CHECKING:
    from collections.abc import Iterable

    from junosim.config.groups.definitions import Sources
    from junosim.schema.node import Node

_FEW = 64  # so many branches are inherited anew in less than a millisecond
NO_ENTRIES: dict[Keys, Branch] = {}


@dataclass(slots=True, eq=False)
class Seen:
    """How the view of a branch came about; made where groups have a say in it or below.

    raw      the branch of the tree, None where all of it is inherited
    above    what the groups applied above said about the place
    sources  what counted in it
    applies  true when there are `apply-groups` in it or below
    wrong    true when one of these names a group that nobody defined
    size     how many records there were at and below it
    below    those below it; None where they were so few that they are made anew rather than kept
    """

    raw: Branch | None
    above: Sources
    sources: Sources
    view: Branch
    applies: bool = False
    wrong: bool = False
    size: int = 1
    below: dict[str, Seen | SeenList] | None = None

    def add(self, name: str, found: Seen | SeenList) -> None:
        """Note the record of a container or list below."""
        if self.below is None:
            self.below = {}
        self.below[name] = found
        self.applies = self.applies or found.applies
        self.wrong = self.wrong or found.wrong
        self.size += found.size

    def settled(self) -> Seen:
        """This record, when it is complete."""
        if self.size < _FEW and not self.wrong:
            self.below = None
        return self


@dataclass(slots=True, eq=False)
class SeenList:
    """The same for a list; `sources` is what counted in the branch that holds it, `inherited` its other entries."""

    raw: Entries | None
    sources: Sources
    view: Entries
    below: dict[Keys, Seen]
    inherited: dict[Keys, Seen]
    applies: bool
    wrong: bool
    size: int


@dataclass(frozen=True, slots=True)
class Last:
    """What stood at a place when the last view was made, and its record; without one, groups had no say there.

    Where nothing stood, or nothing is known any more, both are None.
    """

    raw: Item | None = None
    seen: Seen | SeenList | None = None

    def below(self, name: str) -> Last:
        """The same for one child."""
        raw = self.raw.children.get(name) if isinstance(self.raw, Branch) else None
        if not isinstance(self.seen, Seen):
            return Last(raw)
        return NEVER if self.seen.below is None else Last(raw, self.seen.below.get(name))


NEVER = Last()
"""Nothing stood there, or it is not known any more."""


def listed(
    raw: Entries | None,
    node: Node,
    sources: Sources,
    below: dict[Keys, Seen],
    inherited: dict[Keys, Seen],
) -> SeenList:
    """The record of a list from those of its entries: those of the tree in their order, then inherited ones."""
    local = raw.entries if raw is not None else NO_ENTRIES
    applies, wrong, size = _sums((*below.values(), *inherited.values()))
    if raw is not None and not inherited and all(local[keys] is seen.view for keys, seen in below.items()):
        return SeenList(raw, sources, raw, below, inherited, applies, wrong, size)
    view = dict(local)
    view.update((keys, seen.view) for keys, seen in below.items())
    view.update((keys, seen.view) for keys, seen in inherited.items())
    return SeenList(raw, sources, Entries(node, view), below, inherited, applies, wrong, size)


def patched(
    raw: Entries | None,
    known: SeenList,
    below: dict[Keys, Seen],
    inherited: dict[Keys, Seen],
    fresh: list[Keys],
) -> SeenList:
    """The record of a list that differs from the known one in the entries `fresh` alone."""
    local = raw.entries if raw is not None else NO_ENTRIES
    view = dict(known.view.entries)
    for keys in fresh:
        view[keys] = below[keys].view if keys in below else local[keys]
    view.update((keys, seen.view) for keys, seen in inherited.items())
    applies, wrong, size = _sums(below[keys] for keys in fresh if keys in below)
    wrong = wrong or (known.wrong and any(seen.wrong for seen in below.values()))
    entries, applies = Entries(known.view.node, view), applies or known.applies
    return SeenList(raw, known.sources, entries, below, inherited, applies, wrong, max(size, known.size))


def _sums(records: Iterable[Seen]) -> tuple[bool, bool, int]:
    """Whether one of the records applies groups, whether one is wrong, and their size."""
    applies, wrong, size = False, False, 1
    for seen in records:
        applies, wrong, size = applies or seen.applies, wrong or seen.wrong, size + seen.size
    return applies, wrong, size
