"""A statement of a tree, and where it stands. Items know no parent, so the branches on the way are kept with it.

What is inactive counts as absent everywhere here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from junosim.config.lookup import child
from junosim.config.tree import Branch, Entries, Item, Leaf, Mark, Values
from junosim.schema.walk import Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from junosim.schema.walk import Path


_NAME = re.compile(r"[^\s()!&|]+")


class Spot(NamedTuple):
    """A container, the root, a list entry, a leaf or a leaf-list; `above` are the branches from the root to it."""

    item: Branch | Leaf | Values
    above: tuple[Branch, ...] = ()

    @property
    def levels(self) -> tuple[Branch, ...]:
        """The branches from the root, this one included if it is one."""
        return (*self.above, self.item) if isinstance(self.item, Branch) else self.above

    @property
    def path(self) -> Path:
        """The path of the statement, without the value of a leaf."""
        if not self.above:
            return ()
        item = self.item
        steps = [Step(branch.node, branch.keys) for branch in self.above[1:]]
        return (*steps, Step(item.node, item.keys if isinstance(item, Branch) else ()))

    def named(self, name: str) -> Iterator[Spot]:
        """The active statements of one name, one level down; the entries of a list one by one."""
        item = self.item.children.get(name) if isinstance(self.item, Branch) else None
        if item is None:
            return
        levels = self.levels
        if isinstance(item, Entries):
            for entry in item.entries.values():
                if not entry.mark & Mark.INACTIVE:
                    yield Spot(entry, levels)
        elif not item.mark & Mark.INACTIVE:
            yield Spot(item, levels)

    def step(self, step: Step) -> Spot | None:
        """The active statement that `step` leads to; of a leaf only the name counts."""
        if not isinstance(self.item, Branch):
            return None
        found = child(self.item, step if step.node.has_children else Step(step.node))
        if found is None or isinstance(found, Entries) or found.mark & Mark.INACTIVE:
            return None
        return Spot(found, self.levels)

    def bearers(self, key: int = 0) -> Iterator[Bearer]:
        """What a rule is evaluated for here: each value of a leaf-list by itself, an entry with one of its keys.

        Of a policy expression it is each policy that it names.
        """
        item = self.item
        if isinstance(item, Branch):
            yield Bearer(item, (*self.above, item), item.keys[key] if item.keys else None)
        elif isinstance(item, Values):
            for value in item.values:
                for name in _names(item, value):
                    yield Bearer(item, self.above, name)
        elif item.value is None:
            yield Bearer(item, self.above, None)
        else:
            for name in _names(item, item.value):
                yield Bearer(item, self.above, name)


def _names(item: Leaf | Values, value: str) -> Iterable[str]:
    spec = item.node.type
    if value.startswith(("(", "!")) and spec is not None and spec.base == "policy-algebra":
        return _NAME.findall(value)
    return (value,)


class Bearer(NamedTuple):
    """A statement that bears rules: the branches from the root to it (itself too, if it is one), and its value."""

    item: Item
    levels: tuple[Branch, ...]
    value: str | None

    def key(self, name: str) -> str | None:
        """The first key of the innermost list entry on the way whose list is called `name`."""
        for level in reversed(self.levels):
            if level.node.name == name and level.keys:
                return level.keys[0]
        return None


def spot_at(root: Branch, path: Path) -> Spot | None:
    """The active statement at a path."""
    spot: Spot | None = Spot(root)
    for step in path:
        spot = spot.step(step) if spot is not None else None
    return spot
