"""The inherited views of the trees of one device, kept from one commit to the next."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from junosim.config.groups.conditions import Circumstances
from junosim.config.groups.definitions import GROUPS, Definitions, Source
from junosim.config.groups.view import Expansion, Last, Origins, Seen
from junosim.config.rules import defaults

if TYPE_CHECKING:
    from junosim.config.tree import Branch

JUNOS_DEFAULTS = "junos-defaults"
_KEPT_VIEWS = 4  # before and after a commit, and a candidate that was checked


@dataclass(frozen=True, slots=True)
class _View:
    """One tree, the groups that were in force in it, and its view."""

    groups: Definitions
    seen: Seen


class Inheritance:
    """What the trees of one device mean with all that they inherit. Trees that are given must not change any more.

    The view of a tree without groups is the tree itself. It is asked for often: what was seen last costs nothing,
    and a tree that shares its branches with the last one costs what differs. A group that counts at some times
    only is looked at anew whenever the view is asked for.
    """

    def __init__(self, device: Circumstances | None = None) -> None:
        self._device = Circumstances() if device is None else device
        self._kept: deque[_View] = deque(maxlen=_KEPT_VIEWS)

    def view(self, root: Branch) -> Branch:
        """The tree with inherited statements in their places, without groups and without `apply-groups`."""
        if GROUPS not in root.children:
            return root
        known = next((view for view in self._kept if view.seen.raw is root), None)
        if known is not None and not known.groups.timed:
            return known.seen.view
        groups = Definitions(root, self._device)
        if known is not None and groups.agrees_with(known.groups):
            return known.seen.view
        last = known or (self._kept[-1] if self._kept else None)
        if last is None:
            seen = Expansion(groups).root(root, Last())
        else:
            unchanged = groups.agrees_with(last.groups)
            seen = Expansion(groups, unchanged=unchanged).root(root, Last(last.seen.raw, last.seen))
        if known is not None:
            self._kept.remove(known)
        self._kept.append(_View(groups, seen))
        return seen.view

    def explained(self, root: Branch, *, with_defaults: bool = False) -> tuple[Branch, Origins]:
        """The view of a tree that may still change, made for this call alone, and where its statements come from.

        With `with_defaults` it also inherits what every device has without being told.
        """
        hidden = defaults.tree(root.node) if with_defaults else None
        above = () if hidden is None else (Source(hidden, (JUNOS_DEFAULTS,)),)
        origins = Origins()
        seen = Expansion(Definitions(root, self._device), origins=origins).root(root, Last(), above)
        return seen.view, origins
