"""What `wildcard delete` means: the statements of one level whose names a pattern matches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from junosim.config.formats import shape
from junosim.config.lookup import lookup
from junosim.config.tree import Branch, Entries, Item, Leaf, Values
from junosim.schema.walk import Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from junosim.schema.node import Node
    from junosim.schema.walk import Path


@dataclass(frozen=True, slots=True)
class Place:
    """Where names are looked for: the hierarchy, and the list or leaf in it whose names are meant.

    Without a `node` they are those of the statements of the level, and of the entries that have no word of their
    own. `keys` are the first keys of a list that has several.
    """

    hierarchy: Path
    node: Node | None = None
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """One statement that a pattern matches, and the name it was found by."""

    name: str
    path: Path


def matches(root: Branch, place: Place, fits: Callable[[str], bool]) -> list[Match]:
    """The statements at `place` whose names fit, in the order in which they are shown."""
    level = lookup(root, place.hierarchy)
    if not isinstance(level, Branch):
        return []
    if place.node is None:
        named = [pair for item in shape.ordered(level) for pair in _names(item)]
    else:
        item = level.children.get(place.node.name)
        named = [] if item is None else list(_members(item, place.keys))
    return [Match(name, (*place.hierarchy, step)) for name, step in named if fits(name)]


def _names(item: Item) -> Iterator[tuple[str, Step]]:
    """The name of a statement of a level: its word, or those of its entries where no word is typed."""
    if item.node.has_no_word:
        yield from _members(item, ())
    else:
        yield item.node.word, Step(item.node)


def _members(item: Item, keys: tuple[str, ...]) -> Iterator[tuple[str, Step]]:
    """The entries of a list by the key that follows `keys`, the values of a leaf or leaf-list."""
    node = item.node
    if isinstance(item, Entries):
        for entry in shape.ordered_entries(item):
            if entry.keys[: len(keys)] == keys and len(entry.keys) > len(keys):
                yield entry.keys[len(keys)], Step(node, entry.keys)
    elif isinstance(item, Values):
        for value in item.values:
            yield value, Step(node, (value,))
    elif isinstance(item, Leaf) and item.value is not None:
        yield item.value, Step(node, (item.value,))
