"""Who may see and who may change which statements of the configuration.

A statement asks for the permission flags that annotations give it (`view`, `control`), or for those of the nearest
statement it lies in that has some; without any it is free. The patterns of a login class come before the flags
(`config.statement_patterns`): what they allow may be seen and changed without a flag, what they deny neither seen nor
changed with any. What somebody may change is decided on the difference between two trees, so that it does not matter
by which command the difference was made.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from junosim.config.diff import Change, Kind, diff_in_slices
from junosim.config.edit import stands_alone
from junosim.config.groups.definitions import APPLY, EXCEPT, GROUPS
from junosim.config.redaction import Redaction
from junosim.config.sight import TOP, Place, Sight
from junosim.config.statement_patterns import PatternReader, StatementPatterns
from junosim.config.tree import Branch, Entries, Item, Leaf, Mark, Values
from junosim.schema.node import Kind as NodeKind
from junosim.schema.walk import Step
from junosim.slices import Beat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
_SECRET_CONTROL: Final = "secret-control"  # asked for beside the flag of the level that a secret is in
_APPLYING: Final = frozenset({APPLY, EXCEPT})
NO_PATTERNS: Final = StatementPatterns()


@lru_cache(maxsize=64)
def authority_of(permissions: frozenset[str], patterns: StatementPatterns = NO_PATTERNS) -> Authority:
    """The authority that permission flags and patterns give, as a login class has them (`access.classes`)."""
    return Authority(permissions, patterns)


class Authority:
    """What one set of permission flags, with the patterns of a class, lets its holder see and change."""

    def __init__(self, permissions: frozenset[str], patterns: StatementPatterns = NO_PATTERNS) -> None:
        reader = PatternReader(patterns) if patterns else None
        self._seeing = Sight(permissions, "view", _may_see, reader)
        self._changing = Sight(permissions, "control", _may_change, reader, _SECRET_CONTROL)
        self.unrestricted = _ALL in permissions and reader is None
        self.sees_secrets = not permissions.isdisjoint({_ALL, _SECRET})

    def sees(self, path: Path, node: Node) -> bool:
        """True when the statement `node` in the hierarchy `path`, or some statement below it, may be seen."""
        return self.unrestricted or self._seeing.reaches(path, node)

    def may_name(self, path: Path) -> bool:
        """False for a list entry, at the end of a path, whose name may not be told."""
        node, keys = path[-1].node, path[-1].values
        return node.kind is not NodeKind.LIST or not keys or self.seen_entries(path)(keys)

    def seen_entries(self, path: Path) -> Callable[[Keys], bool]:
        """What tells by its keys whether an entry of the list at the end of a path may be seen.

        None may be whose key is a secret, by who may not see secrets.
        """
        if self.unrestricted:
            return lambda _keys: True
        node = path[-1].node
        if not self.sees_secrets and any(node.by_name[name].is_secret for name in node.keys):
            return lambda _keys: False
        sight, above = self._seeing, self._seeing.at(path[:-1])
        return lambda keys: sight.covers(sight.step(above, node, keys))

    def changes(self, path: Path, node: Node) -> bool:
        """True when the statement `node` in the hierarchy `path`, or some statement below it, may be changed."""
        return self.unrestricted or self._changing.reaches(path, node)

    def view(self, root: Branch) -> Slices[Branch]:
        """The tree as its holder may see it: `Denied` stands for what is hidden.

        Of a level that is hidden but for some statements, these alone are left; of list entries that are hidden by
        their names nothing is.
        """
        if self.unrestricted:
            return root
        return (yield from Redaction(self._seeing).branch(root, TOP))

    def refused(self, old: Branch, new: Branch) -> Slices[Path | None]:
        """The first statement that differs between two trees and may not be changed; None when there is none."""
        if self.unrestricted or old is new:
            return None
        judge = _Judge(self._changing)
        for change in (yield from diff_in_slices(old, new)):
            found = yield from judge.change(change)
            if found is not None:
                return found
        return None


def applies_otherwise(old: Branch, new: Branch) -> Slices[bool]:
    """True when groups, or where they are applied, differ between two trees."""
    return any(
        change.path[:1] and (change.path[0].node.name == GROUPS or _names_groups(change))
        for change in (yield from diff_in_slices(old, new))
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


@dataclass(frozen=True, slots=True)
class _Judge:
    """Finds what a difference changes that is not covered.

    A container that means nothing by itself is no statement: it comes and goes with what it holds. A new list entry
    is one, unless it only leads to what a pattern allows.
    """

    sight: Sight
    beat: Beat = field(default_factory=Beat)

    def change(self, change: Change) -> Slices[Path | None]:
        """The first statement of one difference that is not covered."""
        path, place = change.path, self.sight.at(change.path)
        if change.kind in (Kind.ADDED, Kind.REMOVED):
            item = change.old if change.new is None else change.new
            assert item is not None
            return (yield from self._whole(item, path, place, is_new=change.kind is Kind.ADDED))
        if not self.sight.covers(place):
            return path
        if change.kind is not Kind.MARKED:
            return None
        return (yield from self._marked(change, place))

    def _marked(self, change: Change, place: Place) -> Slices[Path | None]:
        """A mark counts for all that it stands above, a comment for its statement alone."""
        old, new = change.old, change.new
        assert isinstance(old, Branch | Leaf | Values)
        assert isinstance(new, Branch | Leaf | Values)
        if not (old.mark ^ new.mark) & (Mark.INACTIVE | Mark.PROTECTED):
            return None
        for item in (new, old):
            found = yield from self._whole(item, change.path, place)
            if found is not None:
                return found
        return None

    def _whole(self, item: Item, path: Path, place: Place, *, is_new: bool = False) -> Slices[Path | None]:
        """The first statement at or below an item, which stands at `path`, that is not covered."""
        if self.beat.due():
            yield
        covered = self.sight.covers(place)
        if covered and not self.sight.differs_below(place, item.node):
            return None
        if not isinstance(item, Branch):
            return None if covered else path
        leads_on = is_new and _only_leads_on(item) and self.sight.leads_on(place)
        if not covered and _means_something(item) and not leads_on:
            return path
        for child in item.children.values():
            for step, part in _parts(child):
                below = self.sight.step(place, step.node, step.values)
                found = yield from self._whole(part, (*path, step), below, is_new=is_new)
                if found is not None:
                    return found
        return None


def _parts(item: Item) -> Iterator[tuple[Step, Item]]:
    """The statements that an item of a level stands for, each with its step: of a list all entries."""
    if isinstance(item, Entries):
        for keys, entry in item.entries.items():
            yield Step(item.node, keys), entry
    else:
        yield Step(item.node), item


def _means_something(branch: Branch) -> bool:
    """True for what is a statement even without the ones below it, or carries a mark or comment."""
    marked = bool(branch.mark) or branch.comment is not None
    return marked or branch.node.kind is NodeKind.LIST or stands_alone(branch.node)


def _only_leads_on(branch: Branch) -> bool:
    """True for a list entry that holds something and says nothing itself."""
    return (
        branch.node.kind is NodeKind.LIST
        and bool(branch.children)
        and not branch.mark
        and branch.comment is None
    )
