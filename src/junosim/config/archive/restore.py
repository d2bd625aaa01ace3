"""Trees made of the lines that `records` writes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias

from junosim.config.edit import own_child, own_entries
from junosim.config.tree import Branch, Entries, Item, Leaf, Mark, Values
from junosim.schema.node import Kind, Node
from junosim.schema.walk import Step

if TYPE_CHECKING:
    from collections.abc import Iterable

    from junosim.config.tree import Keys, Owner

Json: TypeAlias = Any


def restored(old: Branch, lines: Iterable[str]) -> Branch:
    """The tree that the lines make of `old`, which stays as it is; the two share what is the same.

    Raises ValueError for lines that do not fit the language or the tree.
    """
    patch = _Patch(old)
    try:
        for line in lines:
            patch.apply(json.loads(line))
    except (KeyError, TypeError, IndexError, AttributeError) as problem:
        raise ValueError(f"does not fit: {problem}") from problem
    return patch.root


class _Patch:
    """A copy of a tree that lines are applied to."""

    __slots__ = ("_above", "_owner", "_parent", "root")

    def __init__(self, old: Branch) -> None:
        self._owner: Owner = object()
        self.root = old.own(self._owner)
        # the place of the last line: the next one is mostly beside it
        self._above: list[Json] = []
        self._parent = self.root

    def apply(self, line: dict[str, Json]) -> None:
        """Do what one line says."""
        at, owner = line["at"], self._owner
        if "@" in line:
            _decorate(self._branch(at), line["@"])
            return
        *above, last = at
        if above != self._above:
            self._above, self._parent = above, self._branch(above)
        parent = self._parent
        step = _step(parent.node, last)
        if "order" in line:
            entries = own_entries(parent, step.node, owner)
            entries.entries = {keys: entries.entries[keys] for keys in map(tuple, line["order"])}
        elif "gone" in line:
            _remove(parent, step, owner)
        elif step.node.kind is Kind.LIST:
            entries = own_entries(parent, step.node, owner)
            entries.entries[step.values] = _entry(step.node, step.values, line["is"])
            if "after" in line:
                _place(entries, step.values, line["after"])
        else:
            parent.children[step.node.name] = _item(step.node, line["is"])

    def _branch(self, at: list[Json]) -> Branch:
        """The container or entry at a path, to be changed in place."""
        branch = self.root
        for part in at:
            branch = own_child(branch, _step(branch.node, part), self._owner)
        return branch


def _step(above: Node, part: Json) -> Step:
    name, keys = (part, ()) if isinstance(part, str) else (part[0], tuple(part[1:]))
    return Step(above.by_name[name], keys)


def _remove(parent: Branch, step: Step, owner: Owner) -> None:
    if step.node.kind is Kind.LIST:
        entries = own_entries(parent, step.node, owner)
        del entries.entries[step.values]
        if entries.entries:
            return
    del parent.children[step.node.name]


def _place(entries: Entries, keys: Keys, after: list[str] | None) -> None:
    """Put the last entry behind that of the keys `after`, or first."""
    order = list(entries.entries)
    order.pop()
    order.insert(0 if after is None else order.index(tuple(after)) + 1, keys)
    entries.entries = {key: entries.entries[key] for key in order}


def _decorate(branch: Branch, decoration: Json) -> None:
    mark, branch.comment = decoration
    branch.mark = Mark(mark)


def _item(node: Node, record: Json) -> Item:
    """The statement of a record."""
    if node.kind is Kind.LIST:
        return Entries(node, {tuple(keys): _entry(node, tuple(keys), below) for keys, below in record})
    if node.kind is Kind.CONTAINER:
        return _entry(node, (), record)
    mark, comment, plain = _unwrapped(record)
    if node.kind is Kind.LEAF:
        return Leaf(node, plain, mark, comment)
    return Values(node, tuple(plain), mark, comment)


def _entry(node: Node, keys: Keys, record: Json) -> Branch:
    mark, comment, plain = _unwrapped(record)
    below = {name: _item(node.by_name[name], part) for name, part in plain.items()}
    return Branch(node, keys, below, mark, comment)


def _unwrapped(record: Json) -> tuple[Mark, str | None, Json]:
    """Marks, comment and the statement itself."""
    if isinstance(record, dict) and "@" in record:
        mark, comment = record["@"]
        return Mark(mark), comment, record["="]
    return Mark.NONE, None, record
