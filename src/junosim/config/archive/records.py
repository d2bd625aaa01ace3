"""Trees and their differences as JSON, one object a line; nothing of a tree is lost or guessed.

    {"at": ["system", ["login"], ["user", "lab"]], "is": …}  the statement at a path becomes this
    {…, "after": ["a"]}                  and stands behind that entry of its ordered list; null: first
    {"at": […], "gone": true}            there is no such statement
    {"at": […], "@": [1, "why"]}         a container or entry has these marks and this comment
    {"at": […, "term"], "order": [["a"], ["b"]]}  the entries of a list stand in this order

A path names each statement by its XML name, a list entry as a list of name and keys. A statement is written as the
value of a leaf (null for a bare keyword), the list of values of a leaf-list, an object of what a container or entry
holds, a list of [keys, entry] for a list. Marks and a comment wrap it: {"@": [marks, comment], "=": statement}.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias

from junosim.config.diff import Change, Kind, diff, is_reordered
from junosim.config.lookup import lookup
from junosim.config.tree import Branch, Entries, Item, Leaf, Values
from junosim.schema.node import Flag
from junosim.schema.walk import Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.config.tree import Keys
    from junosim.schema.walk import Path

Json: TypeAlias = Any  # what json.dumps takes; its nesting cannot be told to the type checker

_HEAVY = 200  # statements of a container or entry from which on those in it get lines of their own
_FEW = 8  # entries put into an ordered list each with its place; more, and the order is given as a whole


def lines(old: Branch, new: Branch) -> Iterator[str]:
    """The lines that make `new` of `old`; with an empty `old`, all of `new`. The cost is that of what differs."""
    places = _Places(old, new)
    moved: list[Path] = []
    for change in diff(old, new):
        if change.kind is Kind.MOVED:
            moved.append(change.path)
        else:
            yield from _change(change, places)
    for path in (*moved, *places.orders):
        entries = lookup(new, path)
        assert isinstance(entries, Entries)
        yield _line({"at": _at(path), "order": [list(keys) for keys in entries.entries]})


def weigh(item: Item, limit: int) -> int:
    """How many statements an item holds; stops to count beyond `limit`."""
    if isinstance(item, Leaf):
        return 1
    if isinstance(item, Values):
        return len(item.values)
    weight = 1
    for below in item.children.values() if isinstance(item, Branch) else item.entries.values():
        weight += weigh(below, limit - weight)
        if weight > limit:
            break
    return weight


def _change(change: Change, places: _Places) -> Iterator[str]:
    at = _at(change.path)
    if change.kind is Kind.REMOVED:
        yield _line({"at": at, "gone": True})
    elif change.kind is Kind.MARKED and isinstance(change.new, Branch):
        yield _line({"at": at, "@": _decoration(change.new)})
    else:
        assert change.new is not None
        yield from _given(at, change.new, places.of(change))


def _given(at: list[Json], item: Item, more: dict[str, Json]) -> Iterator[str]:
    """The lines of one statement; those of a heavy one are its own and those of what it holds."""
    if isinstance(item, Entries):
        for keys, entry in item.entries.items():
            yield from _given([*at[:-1], [item.node.name, *keys]], entry, {})
    elif isinstance(item, Branch) and weigh(item, _HEAVY) > _HEAVY:
        alone = Branch(item.node, item.keys, {}, item.mark, item.comment)
        yield _line({"at": at, "is": _record(alone), **more})
        for name, below in item.children.items():
            yield from _given([*at, name], below, {})
    else:
        yield _line({"at": at, "is": _record(item), **more})


class _Places:
    """Where the entries go that are put into ordered lists which both trees have."""

    def __init__(self, old: Branch, new: Branch) -> None:
        self._old, self._new = old, new
        self._known: dict[int, dict[Keys, Keys | None]] = {}
        self.orders: list[Path] = []  # lists whose order is better given as a whole

    def of(self, change: Change) -> dict[str, Json]:
        """What the line of an added entry says of its place; nothing when it is the last."""
        step = change.path[-1]
        if change.kind is not Kind.ADDED or not step.node.keys or not step.node.flags & Flag.USER_ORDERED:
            return {}
        path = (*change.path[:-1], Step(step.node))
        new = lookup(self._new, path)
        assert isinstance(new, Entries)
        if id(new) not in self._known:
            self._known[id(new)] = self._find(lookup(self._old, path), new, path)
        places = self._known[id(new)]
        if step.values not in places:
            return {}
        before = places[step.values]
        return {"after": None if before is None else list(before)}

    def _find(self, old: Item | None, new: Entries, path: Path) -> dict[Keys, Keys | None]:
        if not isinstance(old, Entries) or is_reordered(old.entries, new.entries):
            return {}  # all are new, or the order is given anyway
        order = list(new.entries)
        last = max((place for place, keys in enumerate(order) if keys in old.entries), default=-1)
        within = [place for place in range(last) if order[place] not in old.entries]
        if len(within) > _FEW:
            self.orders.append(path)
            return {}
        return {order[place]: order[place - 1] if place else None for place in within}


def _at(path: Path) -> list[Json]:
    return [
        [step.node.name, *step.values] if step.values and step.node.keys else step.node.name for step in path
    ]


def _record(item: Item) -> Json:
    """One statement with all below it."""
    plain: Json
    if isinstance(item, Entries):
        return [[list(keys), _record(entry)] for keys, entry in item.entries.items()]
    if isinstance(item, Branch):
        plain = {name: _record(below) for name, below in item.children.items()}
    else:
        plain = item.value if isinstance(item, Leaf) else list(item.values)
    if item.mark or item.comment is not None:
        return {"@": _decoration(item), "=": plain}
    return plain


def _decoration(item: Branch | Leaf | Values) -> list[Json]:
    return [int(item.mark), item.comment]


def _line(content: dict[str, Json]) -> str:
    return json.dumps(content) + "\n"
