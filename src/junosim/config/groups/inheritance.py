"""The inherited views of the trees of one device, kept from one commit to the next."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from junosim.config.groups.conditions import Circumstances
from junosim.config.groups.definitions import GROUPS, JUNOS_DEFAULTS, Definitions, Source
from junosim.config.groups.ranges import INTERFACES, ranges
from junosim.config.groups.records import Last, Seen
from junosim.config.groups.view import Expansion, Origins
from junosim.config.query import branch
from junosim.config.rules import defaults
from junosim.schema.walk import Step
from junosim.slices import finish

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.config.tree import Branch
    from junosim.schema.walk import Path
    from junosim.slices import Slices

_KEPT_VIEWS = 4  # before and after a commit, and a candidate that was checked


@dataclass(frozen=True, slots=True, eq=False)
class _View:
    """One tree, the groups that were in force in it, and its view."""

    groups: Definitions
    seen: Seen


class Inheritance:
    """What the trees of one device mean with all that they inherit. Trees that are given must not change any more.

    The view of a tree without groups and interface ranges is the tree itself. It is asked for often: what was seen
    last costs nothing, and a tree that shares its branches with the last one costs what differs. A group that counts
    at some times only is looked at anew whenever the view is asked for.
    """

    def __init__(self, device: Circumstances | None = None) -> None:
        self._device = Circumstances() if device is None else device
        self._kept: deque[_View] = deque(maxlen=_KEPT_VIEWS)
        self._plain: Branch | None = None  # the last tree that inherits nothing

    def view(self, root: Branch) -> Branch:
        """The tree with inherited statements in their places, without groups and without `apply-groups`."""
        if root is self._plain:  # every reader of the configuration comes here
            return root
        return finish(self.view_in_slices(root))

    def view_in_slices(self, root: Branch) -> Slices[Branch]:
        """The same in slices."""
        if _inherits(root):
            return (yield from self._look(root)).seen.view
        self._plain = root
        return root

    def unknown(self, root: Branch) -> Iterator[tuple[Path, str]]:
        """Where a tree applies groups that nobody defined, and their names. Groups themselves are not looked into."""
        if _inherits(root):
            view = finish(self._look(root))  # known, when a commit asks
            yield from _unknown(view.seen, (), view.groups)

    def _look(self, root: Branch) -> Slices[_View]:
        known = next((view for view in self._kept if view.seen.raw is root), None)
        if known is not None and not known.groups.timed:
            return known
        last = known or (self._kept[-1] if self._kept else None)
        groups = Definitions(root, self._device, None if last is None else last.groups)
        if known is not None and groups.agrees_with(known.groups):
            return known
        if last is None:
            seen = yield from Expansion(groups).root(root, Last())
        else:
            unchanged = groups.agrees_with(last.groups)
            seen = yield from Expansion(groups, unchanged=unchanged).root(
                root, Last(last.seen.raw, last.seen)
            )
        if known is not None and known in self._kept:  # it may have gone meanwhile
            self._kept.remove(known)
        view = _View(groups, seen)
        self._kept.append(view)
        return view

    def explained(
        self, root: Branch, path: Path = (), *, with_defaults: bool = False
    ) -> Slices[tuple[Branch, Origins]]:
        """The view of a tree that may still change, made for this call alone, and where its statements come from.

        It is right at and below `path` only. With `with_defaults` it also inherits what every device has without
        being told.
        """
        hidden = defaults.tree(root.node) if with_defaults else None
        if hidden is None and not _inherits(root):
            return root, Origins()
        above = () if hidden is None else (Source(hidden, (JUNOS_DEFAULTS,)),)
        origins, only = Origins(), tuple((step.node.name, step.values) for step in path)
        expansion = Expansion(Definitions(root, self._device), origins=origins, only=only)
        return (yield from expansion.root(root, Last(), above)).view, origins


def _inherits(root: Branch) -> bool:
    """True when a tree has groups or interface ranges."""
    return GROUPS in root.children or bool(ranges(branch(root, INTERFACES)))


def _unknown(seen: Seen, path: Path, groups: Definitions) -> Iterator[tuple[Path, str]]:
    """What is wrong at and below a place, found by going to where the records say that something is."""
    if not seen.wrong:
        return
    if seen.raw is not None:
        yield from ((path, name) for name in groups.unknown(seen.raw))
    for found in (seen.below or {}).values():
        if isinstance(found, Seen):
            yield from _unknown(found, (*path, Step(found.view.node)), groups)
        elif found.wrong:
            for keys, entry in found.below.items():
                yield from _unknown(entry, (*path, Step(found.view.node, keys)), groups)
