"""What `wildcard delete` means: the statements of one level whose names a pattern matches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from junosim.config.formats import shape
from junosim.config.lookup import lookup
from junosim.config.tree import Branch, Entries, Item, Leaf, Values
from junosim.schema.walk import Step
from junosim.slices import Beat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from junosim.schema.node import Node
    from junosim.schema.walk import Path
    from junosim.slices import Slices


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


def matches(root: Branch, place: Place, fits: Callable[[str], bool]) -> Slices[list[Match]]:
    """The statements at `place` whose names fit, in the order in which they are shown."""
    level = lookup(root, place.hierarchy)
    if not isinstance(level, Branch):
        return []
    named: Iterator[tuple[str, Step] | None] = iter(())
    if place.node is None:
        named = (each for item in shape.ordered(level) for each in _names(item))
    elif (item := level.children.get(place.node.name)) is not None:
        named = _members(item, place.keys)
    found, beat = [], Beat()
    for each in named:
        if each is None or beat.due():
            yield
        if each is not None and fits(each[0]):
            found.append(Match(each[0], (*place.hierarchy, each[1])))
    return found


def _names(item: Item) -> Iterator[tuple[str, Step] | None]:
    """The name of a statement of a level: its word, or those of its entries where no word is typed."""
    if item.node.has_no_word:
        yield from _members(item, ())
    else:
        yield item.node.word, Step(item.node)


def _members(item: Item, keys: tuple[str, ...]) -> Iterator[tuple[str, Step] | None]:
    """The entries of a list by the key that follows `keys`, the values of a leaf or leaf-list."""
    node = item.node
    if isinstance(item, Entries):
        for entry in (yield from shape.in_order(item)):
            if entry.keys[: len(keys)] == keys and len(entry.keys) > len(keys):
                yield entry.keys[len(keys)], Step(node, entry.keys)
    elif isinstance(item, Values):
        for value in item.values:
            yield value, Step(node, (value,))
    elif isinstance(item, Leaf) and item.value is not None:
        yield item.value, Step(node, (item.value,))
