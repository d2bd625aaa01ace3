"""Entries of a view that is shown: what they inherit is looked up when somebody looks into them.

A view of a large tree takes long to make, and a terminal is to show its beginning at once and leave time to others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.config.tree import Branch

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.config.tree import Item


class LateBranch(Branch):
    """A branch like `entry` whose children `make` gives, once they are asked for."""

    __slots__ = ("_made", "_make")

    def __init__(self, entry: Branch, make: Callable[[], dict[str, Item]]) -> None:
        self._make: Callable[[], dict[str, Item]] | None = make
        self._made: dict[str, Item] = {}
        super().__init__(entry.node, entry.keys, {}, entry.mark, entry.comment)

    @property
    def children(self) -> dict[str, Item]:
        """The children, which are made now if this is the first look."""
        if self._make is not None:
            make, self._make = self._make, None
            self._made = make()
        return self._made

    @children.setter
    def children(self, children: dict[str, Item]) -> None:
        """Take what the constructor of a branch sets; nothing else may."""
        self._made = children
