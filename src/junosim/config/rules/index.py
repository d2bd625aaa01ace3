"""The places of the schema that occur in the trees seen so far, the rules borne there, and what those rules read.

It never forgets a place: that a tree does not have it any more costs a look at nothing.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from junosim.config.rules import compiled
from junosim.config.tree import Branch, Entries, Mark
from junosim.slices import Beat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.config.rules.compiled import Names, NodePath, Route, Rule
    from junosim.config.rules.spots import Spot
    from junosim.schema.constraints import Harm
    from junosim.schema.node import Node
    from junosim.schema.walk import Path

NOT_CHECKED = ("groups",)  # what they hold counts where it is inherited


class Place:
    """One place of the schema, with the rules of the statement there.

    `is_bare` tells that there are none, and that nothing stands below that could have some.
    """

    __slots__ = ("_below", "_index", "is_bare", "path", "rules")

    def __init__(self, index: Index, path: NodePath) -> None:
        self._index = index
        self._below: dict[str, Place] = {}
        self.path = path
        self.rules: tuple[Rule, ...] = compiled.rules_at(index.root, path)
        index.register(self)
        node = path[-1] if path else index.root
        self.is_bare = not self.rules and (
            not node.has_children
            or (
                all(not child.has_children for child in node.children)
                and all(not self.below(child).rules for child in node.children if child.name not in node.keys)
            )
        )

    def below(self, node: Node) -> Place:
        """The place of a statement one level down."""
        found = self._below.get(node.name)
        if found is None:
            found = self._below[node.name] = Place(self._index, (*self.path, node))
        return found

    @property
    def names(self) -> Names:
        """The names from the top."""
        return tuple(node.name for node in self.path)


class Reader(NamedTuple):
    """A rule that reads what stands at some names, and what of that may break it."""

    place: Place
    rule: Rule
    route: Route
    harm: Harm


class Index:
    """What is known about one language; grows with the trees that are walked."""

    def __init__(self, root: Node) -> None:
        self.root = root
        self._readers: dict[Names, list[Reader]] = {}
        self.top = Place(self, ())

    def register(self, place: Place) -> None:
        """Note what the rules of a place read. Above the start of a path a change comprises the bearer itself."""
        for rule in place.rules:
            for found in compiled.dependencies(rule):
                for length in range(found.route.depth + 1, len(found.names) + 1):
                    reader = Reader(place, rule, found.route, found.harm)
                    self._readers.setdefault(found.names[:length], []).append(reader)

    def readers(self, path: Path) -> list[Reader]:
        """The rules for which it may count that the statement at `path` came or went."""
        return self._readers.get(tuple(step.node.name for step in path), [])

    def place(self, path: Path) -> Place:
        """The place of a path."""
        place = self.top
        for step in path:
            place = place.below(step.node)
        return place

    def spots(self, spot: Spot) -> Iterator[tuple[Spot, Place] | None]:
        """All active statements that bear rules, from `spot` on downwards, and pauses."""
        levels = [iter([(spot, self.place(spot.path))])]
        beat = Beat()
        while levels:
            found = next(levels[-1], None)
            if found is None:
                levels.pop()
                continue
            if beat.due():
                yield None
            here, place = found
            if place.rules:
                yield found
            if isinstance(here.item, Branch):
                levels.append(_below(here, here.item, place))


def _below(spot: Spot, branch: Branch, place: Place) -> Iterator[tuple[Spot, Place]]:
    """The active statements one level down, but for those that neither bear rules nor hold something that does."""
    make, levels = type(spot), spot.levels
    for name, item in branch.children.items():
        if not place.path and name in NOT_CHECKED:
            continue
        below = place.below(item.node)
        if below.is_bare:
            continue
        for each in item.entries.values() if isinstance(item, Entries) else (item,):
            if not each.mark & Mark.INACTIVE:
                yield make(each, levels), below


@lru_cache(maxsize=8)
def index_of(root: Node) -> Index:
    """The index of a language, which all devices that speak it share."""
    return Index(root)
