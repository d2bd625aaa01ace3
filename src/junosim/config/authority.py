"""Who may see and who may change which statements of the configuration.

A statement asks for the permission flags that annotations give it (`view`, `control`), or for those of the nearest
statement it lies in that has some; without any it is free. What somebody may change is decided on the difference
between two trees, so that it does not matter by which command the difference was made.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from junosim.config.diff import Change, Kind, diff
from junosim.config.edit import stands_alone
from junosim.config.groups.definitions import APPLY, EXCEPT, GROUPS
from junosim.config.tree import Branch, Denied, Entries, Item, Leaf, Mark, Values
from junosim.schema.node import Kind as NodeKind
from junosim.schema.walk import Step
from junosim.slices import Beat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from junosim.config.tree import Keys
    from junosim.schema.node import Node
    from junosim.schema.walk import Path
    from junosim.slices import Slices

_ALL: Final = "all"
_CONTROL: Final = "control"  # may change whatever asks for a flag that ends in `-control`
_CONTROL_SUFFIX: Final = "-control"
_VIEW_CONFIGURATION: Final = "view-configuration"
_MAINTENANCE: Final = "maintenance"  # is no part of `view-configuration` (vendor documentation)
_SECRET: Final = "secret"
_APPLYING: Final = frozenset({APPLY, EXCEPT})


@lru_cache(maxsize=64)
def authority_of(permissions: frozenset[str]) -> Authority:
    """The authority that a set of permission flags gives, as a login class has them (`access.classes`)."""
    return Authority(permissions)


class Authority:
    """What one set of permission flags lets its holder see and change."""

    def __init__(self, permissions: frozenset[str]) -> None:
        self._seeing = _Sight(permissions, "view", _may_see)
        self._changing = _Sight(permissions, "control", _may_change)
        self.unrestricted = _ALL in permissions
        self.sees_secrets = not permissions.isdisjoint({_ALL, _SECRET})

    def sees(self, path: Path, node: Node) -> bool:
        """True when the statement `node` in the hierarchy `path`, or some statement below it, may be seen."""
        return self._seeing.reaches(path, node)

    def may_see(self, path: Path) -> bool:
        """True when the statement at the end of a path may be seen itself."""
        return self._seeing.covers(self._seeing.flag_at(path))

    def changes(self, path: Path, node: Node) -> bool:
        """True when the statement `node` in the hierarchy `path`, or some statement below it, may be changed."""
        return self._changing.reaches(path, node)

    def view(self, root: Branch) -> Slices[Branch]:
        """The tree as its holder may see it: `Denied` stands for what is hidden.

        Of a level that is hidden but for some statements, these alone are left.
        """
        if self.unrestricted:
            return root
        return (yield from _Redaction(self._seeing).branch(root, None))

    def refused(self, old: Branch, new: Branch) -> Path | None:
        """The first statement that differs between two trees and may not be changed; None when there is none."""
        if self.unrestricted or old is new:
            return None
        judge = _Judge(self._changing)
        found = (judge.change(change) for change in diff(old, new))
        return next((path for path in found if path is not None), None)


def applies_otherwise(old: Branch, new: Branch) -> bool:
    """True when groups, or where they are applied, differ between two trees."""
    return any(
        change.path[:1] and (change.path[0].node.name == GROUPS or _names_groups(change))
        for change in diff(old, new)
    )


def _names_groups(change: Change) -> bool:
    if change.path[-1].node.name in _APPLYING:
        return True
    if change.kind in (Kind.CHANGED, Kind.MOVED):
        return False
    return any(item is not None and _applies(item) for item in (change.old, change.new))


def _applies(item: Item) -> bool:
    """True when groups are applied in an item or below it."""
    if isinstance(item, Entries):
        return any(_applies(entry) for entry in item.entries.values())
    if not isinstance(item, Branch):
        return item.node.name in _APPLYING
    return any(_applies(child) for child in item.children.values())


def _may_see(permissions: frozenset[str], flag: str) -> bool:
    return (
        not permissions.isdisjoint({flag, _ALL})
        or (_VIEW_CONFIGURATION in permissions and flag != _MAINTENANCE)
        or (_CONTROL in permissions and flag != _MAINTENANCE)
    )


def _may_change(permissions: frozenset[str], flag: str) -> bool:
    return not permissions.isdisjoint({flag, _ALL}) or (
        _CONTROL in permissions and flag.endswith(_CONTROL_SUFFIX)
    )


class _Sight:
    """Which statements one set of permissions covers; `attribute` is where they say what they ask for.

    What lies below a node is found out once for each node: nodes are shared, and say the same wherever they stand.
    """

    def __init__(
        self, permissions: frozenset[str], attribute: str, grants: Callable[[frozenset[str], str], bool]
    ) -> None:
        self._permissions = permissions
        self._attribute = attribute
        self._grants = grants
        self._known: dict[str, bool] = {}
        self._below: dict[tuple[Node, bool], bool] = {}

    def flag(self, node: Node, inherited: str | None) -> str | None:
        """The flag that a statement asks for, in a level that asks for `inherited`."""
        return node.attributes.get(self._attribute, inherited)

    def flag_at(self, path: Path) -> str | None:
        """The flag of the statement at the end of a path."""
        for step in reversed(path):
            flag = step.node.attributes.get(self._attribute)
            if flag is not None:
                return flag
        return None

    def covers(self, flag: str | None) -> bool:
        """True when what asks for this flag is covered."""
        if flag is None:
            return True
        found = self._known.get(flag)
        if found is None:
            found = self._known[flag] = self._grants(self._permissions, flag)
        return found

    def reaches(self, path: Path, node: Node) -> bool:
        """True when the statement is covered, or one below it that asks for a flag of its own is."""
        flag = node.attributes.get(self._attribute)
        return self.covers(self.flag_at(path) if flag is None else flag) or self.some_below(
            node, covered=True
        )

    def some_below(self, node: Node, *, covered: bool) -> bool:
        """True when a statement below the node asks for a flag of its own that is covered, or not `covered`."""
        found = self._below.get((node, covered))
        return self._search(node, covered) if found is None else found

    def _search(self, node: Node, covered: bool) -> bool:
        """Look at the nodes below, each once: the language is a graph."""
        seen = {node}
        waiting = [node]
        while waiting:
            for child in waiting.pop().children:
                if child in seen:
                    continue
                flag = child.attributes.get(self._attribute)
                known = self._below.get((child, covered))
                if known or (flag is not None and self.covers(flag) is covered):
                    self._below[node, covered] = True
                    return True
                seen.add(child)
                if known is None and child.has_children:
                    waiting.append(child)
        for searched in seen:
            self._below[searched, covered] = False
        return False


@dataclass(frozen=True, slots=True)
class _Redaction:
    """Makes the view of a tree; what holds nothing hidden is shared with it."""

    sight: _Sight
    beat: Beat = field(default_factory=Beat)

    def branch(self, branch: Branch, flag: str | None) -> Slices[Branch]:
        """A branch whose own statement asks for `flag`."""
        if self.beat.due():
            yield
        covered = self.sight.covers(flag)
        children: dict[str, Item] = {}
        changed = False
        for name, item in branch.children.items():
            seen = yield from self._item(item, self.sight.flag(item.node, flag))
            if isinstance(seen, Denied) and not covered:
                seen = None
            changed = changed or seen is not item
            if seen is not None:
                children[name] = seen
        if not changed:
            return branch
        return Branch(branch.node, branch.keys, children, branch.mark, branch.comment)

    def _item(self, item: Item, flag: str | None) -> Slices[Item | None]:
        covered = self.sight.covers(flag)
        if not self.sight.some_below(item.node, covered=not covered):
            return item if covered else Denied(item.node)
        if isinstance(item, Branch):
            seen = yield from self.branch(item, flag)
            return seen if covered or seen.children else Denied(item.node)
        if isinstance(item, Entries):
            return (yield from self._entries(item, flag, covered=covered))
        return item if covered else Denied(item.node)

    def _entries(self, entries: Entries, flag: str | None, *, covered: bool) -> Slices[Item]:
        """Entries of a hidden list are left where they hold something that may be seen."""
        seen: dict[Keys, Branch] = {}
        for keys, entry in entries.entries.items():
            seen[keys] = yield from self.branch(entry, flag)
        if covered:
            if all(entry is entries.entries[keys] for keys, entry in seen.items()):
                return entries
            return Entries(entries.node, seen)
        kept = {keys: entry for keys, entry in seen.items() if entry.children}
        return Entries(entries.node, kept) if kept else Denied(entries.node)


@dataclass(frozen=True, slots=True)
class _Judge:
    """Finds what a difference changes that is not covered.

    A container that means nothing by itself is no statement: it comes and goes with what it holds.
    """

    sight: _Sight

    def change(self, change: Change) -> Path | None:
        """The first statement of one difference that is not covered."""
        path, flag = change.path, self.sight.flag_at(change.path)
        if change.kind in (Kind.ADDED, Kind.REMOVED):
            item = change.old if change.new is None else change.new
            assert item is not None
            return self._whole(item, path, flag)
        if change.kind is Kind.MARKED:
            return self._marked(change.old, change.new, path, flag)
        return None if self.sight.covers(flag) else path

    def _marked(self, old: Item | None, new: Item | None, path: Path, flag: str | None) -> Path | None:
        """A mark counts for all that it stands above, a comment for its statement alone."""
        assert isinstance(old, Branch | Leaf | Values)
        assert isinstance(new, Branch | Leaf | Values)
        if not self.sight.covers(flag):
            return path
        if (old.mark ^ new.mark) & (Mark.INACTIVE | Mark.PROTECTED):
            return self._whole(new, path, flag) or self._whole(old, path, flag)
        return None

    def _whole(self, item: Item, path: Path, flag: str | None) -> Path | None:
        """The first statement at or below an item, which stands at `path`, that is not covered."""
        covered = self.sight.covers(flag)
        if covered and not self.sight.some_below(item.node, covered=False):
            return None
        if not isinstance(item, Branch):
            return None if covered else path
        if not covered and _means_something(item):
            return path
        return self._any(item.children.values(), path, flag)

    def _any(self, items: Iterable[Item], path: Path, flag: str | None) -> Path | None:
        for item in items:
            own = self.sight.flag(item.node, flag)
            if isinstance(item, Entries):
                for keys, entry in item.entries.items():
                    found = self._whole(entry, (*path, Step(item.node, keys)), own)
                    if found is not None:
                        return found
            else:
                found = self._whole(item, (*path, Step(item.node)), own)
                if found is not None:
                    return found
        return None


def _means_something(branch: Branch) -> bool:
    """True for what is a statement even without the ones below it, or carries a mark or comment."""
    marked = bool(branch.mark) or branch.comment is not None
    return marked or branch.node.kind is NodeKind.LIST or stands_alone(branch.node)
