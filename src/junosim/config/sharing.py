"""One tree made of the parts of another, wherever the two agree: what `load update` leaves behind.

What is shared is known to be the same without being looked at: a commit checks what is left, and no more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.config.compare import equal
from junosim.config.tree import Branch, Entries, Item
from junosim.schema.node import Flag

if TYPE_CHECKING:
    from collections.abc import Generator

_SLICE = 500  # statements between two yields: about 2 ms


class Sharing:
    """Puts the parts of an old tree into a new one, which nobody else holds yet and which is changed in place."""

    __slots__ = ("_count",)

    def __init__(self) -> None:
        self._count = 0

    def branch(self, old: Branch, new: Branch) -> Generator[None, None, Branch]:
        """The old branch where both say the same, else the new one with what is the same; yields now and then."""
        if old is new:
            return old
        agree = (old.keys, old.mark, old.comment) == (new.keys, new.mark, new.comment)
        agree = agree and len(old.children) == len(new.children)
        for name, item in new.children.items():
            before = old.children.get(name)
            if before is None:
                agree = False
                continue
            shared = yield from self._item(before, item)
            new.children[name] = shared
            agree = agree and shared is before
        return old if agree else new

    def _item(self, old: Item, new: Item) -> Generator[None, None, Item]:
        self._count += 1
        if self._count % _SLICE == 0:
            yield
        if isinstance(old, Branch) and isinstance(new, Branch):
            return (yield from self.branch(old, new))
        if isinstance(old, Entries) and isinstance(new, Entries):
            return (yield from self._entries(old, new))
        return old if equal(old, new) else new

    def _entries(self, old: Entries, new: Entries) -> Generator[None, None, Entries]:
        if old is new:
            return old
        agree = len(old.entries) == len(new.entries)
        if agree and new.node.flags & Flag.USER_ORDERED:
            agree = all(one == other for one, other in zip(old.entries, new.entries, strict=True))
        for keys, entry in new.entries.items():
            before = old.entries.get(keys)
            if before is None:
                agree = False
                continue
            self._count += 1
            if self._count % _SLICE == 0:
                yield
            shared = yield from self.branch(before, entry)
            new.entries[keys] = shared
            agree = agree and shared is before
        return old if agree else new
