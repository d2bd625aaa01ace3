"""The view of a tree for somebody who may not see all of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from junosim.config.tree import Branch, Denied, Entries, Item
from junosim.slices import Beat

if TYPE_CHECKING:
    from junosim.config.sight import Place, Sight
    from junosim.config.tree import Keys
    from junosim.slices import Slices


@dataclass(frozen=True, slots=True)
class Redaction:
    """Makes the view of a tree; what holds nothing hidden is shared with it."""

    sight: Sight
    beat: Beat = field(default_factory=Beat)

    def branch(self, branch: Branch, place: Place) -> Slices[Branch]:
        """A branch that stands at `place`."""
        if self.beat.due():
            yield
        covered = self.sight.covers(place)
        children: dict[str, Item] = {}
        changed = False
        for name, item in branch.children.items():
            seen = yield from self._item(item, place)
            if isinstance(seen, Denied) and not covered:
                seen = None
            changed = changed or seen is not item
            if seen is not None:
                children[name] = seen
        if not changed:
            return branch
        comment = branch.comment if covered else None
        return Branch(branch.node, branch.keys, children, branch.mark, comment)

    def _item(self, item: Item, above: Place) -> Slices[Item | None]:
        place = self.sight.step(above, item.node)
        covered = self.sight.covers(place)
        if not self.sight.differs_below(place, item.node):
            return item if covered else Denied(item.node)
        if isinstance(item, Branch):
            seen = yield from self.branch(item, place)
            return seen if covered or seen.children else Denied(item.node)
        if isinstance(item, Entries):
            return (yield from self._entries(item, above, covered=covered))
        return item if covered else Denied(item.node)

    def _entries(self, entries: Entries, above: Place, *, covered: bool) -> Slices[Item]:
        """Entries that are hidden are left where they hold something that may be seen."""
        kept: dict[Keys, Branch] = {}
        for keys, entry in entries.entries.items():
            place = self.sight.step(above, entries.node, keys)
            seen = yield from self.branch(entry, place)
            if seen.children or self.sight.covers(place):
                kept[keys] = seen
        if all(kept.get(keys) is entry for keys, entry in entries.entries.items()):
            return entries
        return Entries(entries.node, kept) if kept or covered else Denied(entries.node)
