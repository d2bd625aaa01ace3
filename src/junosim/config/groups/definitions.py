"""The groups of one configuration that count, and what they say about a place.

A place is given by the names and keys from the root down. What a group says about it is found by going down in the
group likewise: a list entry is matched by the entry with its keys and by all whose wildcards fit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from junosim.config.groups import conditions, ranges
from junosim.config.groups.patterns import fits, has_wildcard
from junosim.config.query import branch, leaf_values
from junosim.config.tree import Branch, Entries, Keys, Mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from junosim.config.groups.conditions import Circumstances
    from junosim.config.tree import Item

GROUPS, APPLY, EXCEPT = "groups", "apply-groups", "apply-groups-except"

JUNOS_DEFAULTS = "junos-defaults"
_NODE = "${node}"  # stands for the group of this node in a cluster
PREDEFINED = frozenset({JUNOS_DEFAULTS, _NODE})
_INTERFACES = ((ranges.INTERFACES, ()),)
_UNMARKED = Mark.NONE

Place: TypeAlias = "tuple[tuple[str, Keys], ...]"


@dataclass(frozen=True, slots=True)
class Origin:
    """The group, or the interface range, that a statement comes from."""

    name: str
    is_range: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """What a group says about one place.

    branch      the container or list entry of the group that fits the place
    chain       the names of the group and, before it, of those whose own `apply-groups` led to it
    in_range    the name of the interface range that it is instead of a group
    """

    branch: Branch
    chain: tuple[str, ...]
    in_range: str = ""

    @property
    def origin(self) -> Origin:
        """What inherited statements are said to come from."""
        return Origin(self.in_range or self.chain[-1], is_range=bool(self.in_range))


Sources: TypeAlias = tuple[Source, ...]  # the first has precedence


def same(one: Sources, other: Sources) -> bool:
    """True when both say the same, by the identity of what the groups hold."""
    return one is other or (
        len(one) == len(other)
        and all(a.branch is b.branch and a.chain == b.chain for a, b in zip(one, other, strict=True))
    )


def is_active(item: Item) -> bool:
    """True for what is not marked inactive."""
    return isinstance(item, Entries) or item.mark is _UNMARKED or not item.mark & Mark.INACTIVE


def defined(root: Branch) -> dict[str, Branch]:
    """The groups of a configuration by name, whether they count now or not."""
    entries = root.children.get(GROUPS)
    if not isinstance(entries, Entries):
        return {}
    return {keys[0]: entry for keys, entry in entries.entries.items() if is_active(entry)}


class Definitions:
    """The groups in force in a configuration, on a device in these circumstances.

    `last` are those of a similar tree; what both have is taken from there.
    """

    def __init__(self, root: Branch, device: Circumstances, last: Definitions | None = None) -> None:
        groups = defined(root)
        self.names = frozenset(groups) | PREDEFINED
        self.in_force = {
            name: group for name, group in groups.items() if conditions.holds(group, root, device)
        }
        self.timed = any(conditions.depends_on_time(group) for group in groups.values())
        self._wild: dict[int, tuple[tuple[Keys, Branch], ...]] = {}
        self._known: dict[tuple[tuple[int, int], ...], Sources] = {}
        self._chains: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._nesting: bool | None = None
        self._ranges = dict(_ranges_of(root, last))

    def agrees_with(self, other: Definitions) -> bool:
        """True when the same groups are defined, and those in force are the same, by identity."""
        mine, theirs = self.in_force, other.in_force
        return (
            self.names == other.names
            and mine.keys() == theirs.keys()
            and all(group is theirs[name] for name, group in mine.items())
        )

    @property
    def nesting(self) -> bool:
        """True when a group applies another one, or an interface range applies one."""
        if self._nesting is None:
            held = (*self.in_force.values(), *(wanted for wanted, _ in self._ranges.values()))
            self._nesting = any(next(applications(branch), None) for branch in held)
        return self._nesting

    def inherited(self, branch: Branch | None, above: Sources, place: Place) -> Sources:
        """What counts in a branch: the groups that it applies itself, then those applied above it.

        `above` is what the latter say about the place; `apply-groups-except` takes some of it away. At `interfaces`
        and below, interface ranges count before all groups.
        """
        if branch is not None and place == _INTERFACES and self._ranges:
            above = (*self._ranges_in(branch), *above)
        if branch is None or not (APPLY in branch.children or EXCEPT in branch.children):
            return above
        first = (source for source in above if source.in_range)
        own = (source for name in leaf_values(branch, APPLY) for source in self._at(name, place, ()))
        excepted = leaf_values(branch, EXCEPT)
        kept = (source for source in above if not any(name in excepted for name in source.chain))
        return _without_repetition((*first, *own, *kept))

    def _ranges_in(self, interfaces: Branch) -> Iterator[Source]:
        """The interface ranges of a configuration, in their order."""
        for wanted in ranges.ranges(interfaces):
            yield Source(self._ranges[id(wanted)][1], (), wanted.keys[0])

    def unknown(self, branch: Branch) -> tuple[str, ...]:
        """The groups that a branch applies and that nobody defined."""
        return tuple(name for name in leaf_values(branch, APPLY) if name not in self.names)

    def below(self, sources: Sources, place: Place) -> Sources:
        """What sources say about the place one step below theirs, where their own `apply-groups` count too.

        Places about which the same is said get the same tuple, as there may be very many of them.
        """
        name, keys = place[-1]
        matching = [
            (source, branch)
            for source in sources
            for branch in self._matching(source.branch.children.get(name), keys)
        ]
        if not matching:
            return ()
        key = tuple((id(branch), id(source.chain)) for source, branch in matching)
        found = self._known.get(key)
        if found is None:
            found = tuple(Source(branch, source.chain, source.in_range) for source, branch in matching)
            self._known[key] = found
        return self._nested(found, place)

    def _at(self, name: str, place: Place, chain: tuple[str, ...]) -> Sources:
        """What the group `name` says about a place; nothing where it is one that led here."""
        group = self.in_force.get(name)
        if group is None or name in chain:
            return ()
        chain = self._chains.setdefault((*chain, name), (*chain, name))
        found = self._nested((Source(group, chain),), ())
        for depth in range(1, len(place) + 1):
            found = self.below(found, place[:depth])
        return found

    def _nested(self, sources: Sources, place: Place) -> Sources:
        """Sources, each followed by what the groups say that it applies, without those that it excepts."""
        if not any(APPLY in source.branch.children or EXCEPT in source.branch.children for source in sources):
            return sources
        found: list[Source] = []
        for source in sources:
            found.append(source)
            for name in leaf_values(source.branch, APPLY):
                found += self._at(name, place, source.chain)
        for source in sources:
            excepted = leaf_values(source.branch, EXCEPT)
            if excepted:
                found = [other for other in found if not _led_to(source, other, excepted)]
        return _without_repetition(found)

    def _matching(self, item: Item | None, keys: Keys) -> Iterator[Branch]:
        """The active branches of a group that fit: the one with these keys first, then wildcards in their order."""
        if isinstance(item, Branch):
            if is_active(item):
                yield item
        elif isinstance(item, Entries):
            exact = item.entries.get(keys)
            if exact is not None and is_active(exact):
                yield exact
            for pattern, entry in self._wildcards(item):
                if fits(pattern, keys):
                    yield entry

    def _wildcards(self, entries: Entries) -> tuple[tuple[Keys, Branch], ...]:
        found = self._wild.get(id(entries))
        if found is None:
            found = self._wild[id(entries)] = tuple(
                (keys, entry)
                for keys, entry in entries.entries.items()
                if has_wildcard(keys) and is_active(entry)
            )
        return found


def _ranges_of(root: Branch, last: Definitions | None) -> Iterator[tuple[int, tuple[Branch, Branch]]]:
    """Each interface range, by its id, with what it says at `interfaces`."""
    known = last._ranges if last is not None else {}  # noqa: SLF001 - the same class
    interfaces = branch(root, ranges.INTERFACES)
    for wanted in ranges.ranges(interfaces):
        assert interfaces is not None
        found = known.get(id(wanted))
        yield id(wanted), found or (wanted, ranges.as_applied(wanted, interfaces))


def applications(branch: Branch) -> Iterator[str]:
    """The names in all active `apply-groups` of a branch and what it holds."""
    for item in branch.children.values():
        if item.node.name == APPLY:
            yield from leaf_values(branch, APPLY)
        elif isinstance(item, Branch):
            if is_active(item):
                yield from applications(item)
        elif isinstance(item, Entries):
            for entry in item.entries.values():
                if is_active(entry):
                    yield from applications(entry)


def _led_to(source: Source, other: Source, excepted: tuple[str, ...]) -> bool:
    """True when `other` was reached through `source` by one of these groups."""
    depth = len(source.chain)
    return other.chain[:depth] == source.chain and any(name in excepted for name in other.chain[depth:])


def _without_repetition(sources: Iterable[Source]) -> Sources:
    found: dict[int, Source] = {}
    for source in sources:
        found.setdefault(id(source.branch), source)
    return tuple(found.values())
