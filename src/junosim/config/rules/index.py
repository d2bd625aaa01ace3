"""The places of the schema that occur in the trees seen so far, the rules borne there, and what those rules read.

It never forgets a place: that a tree does not have it any more costs a look at nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from junosim.config.rules import compiled
from junosim.config.rules.evaluate import Spot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.config.rules.compiled import Names, NodePath, Rule
    from junosim.config.tree import Branch
    from junosim.schema.node import Node
    from junosim.schema.walk import Path

NOT_CHECKED = ("groups",)  # what they hold counts where it is inherited


class Place:
    """One place of the schema, with the rules of the statement there."""

    __slots__ = ("_below", "_index", "path", "rules")

    def __init__(self, index: Index, path: NodePath) -> None:
        self._index = index
        self._below: dict[str, Place] = {}
        self.path = path
        self.rules: tuple[Rule, ...] = index.rules_at(path)

    def below(self, node: Node) -> Place:
        """The place of a statement one level down."""
        found = self._below.get(node.name)
        if found is None:
            found = self._below[node.name] = Place(self._index, (*self.path, node))
            self._index.register(found)
        return found

    @property
    def names(self) -> Names:
        """The names from the top."""
        return tuple(node.name for node in self.path)


@dataclass(frozen=True, slots=True)
class Reader:
    """A rule that reads a place: its bearer stands below the ancestor at `depth` that both have in common."""

    depth: int
    place: Place
    rule: Rule


class Index:
    """What is known about one language; grows with the trees that are walked."""

    def __init__(self, root: Node) -> None:
        self._root = root
        self._readers: dict[Names, list[Reader]] = {}
        self.top = Place(self, ())

    def rules_at(self, path: NodePath) -> tuple[Rule, ...]:
        """The rules that the statement at `path` bears."""
        return compiled.rules_at(self._root, path) if path else ()

    def register(self, place: Place) -> None:
        """Note what the rules of a place read. Above the start of a path a change comprises the bearer itself."""
        for rule in place.rules:
            for depth, names in set(compiled.places_read(rule)):
                for length in range(depth + 1, len(names) + 1):
                    self._readers.setdefault(names[:length], []).append(Reader(depth, place, rule))

    def readers(self, path: Path) -> list[Reader]:
        """The rules for which it counts that the statement at `path` came, went or changed."""
        return self._readers.get(tuple(step.node.name for step in path), [])

    def place(self, path: Path) -> Place:
        """The place of a path."""
        place = self.top
        for step in path:
            place = place.below(step.node)
        return place

    def spots(self, spot: Spot) -> Iterator[tuple[Spot, Place]]:
        """All active statements that bear rules, from `spot` on downwards."""
        stack = [(spot, self.place(spot.path))]
        while stack:
            here, place = stack.pop()
            if place.rules:
                yield here, place
            stack += reversed(
                [
                    (below, place.below(below.item.node))
                    for below in here.below()
                    if here.path or below.item.node.name not in NOT_CHECKED
                ]
            )

    def learn(self, root: Branch) -> None:
        """Know all places of a tree."""
        for _ in self.spots(Spot((), root, ())):
            pass
