"""The inherited view of a tree, made anew only where the tree or the groups changed.

What stands in the tree has precedence over what is inherited, an inner `apply-groups` over an outer one, and a group
over those named after it. All values of a leaf-list, and all entries of a list, are inherited; they follow the local
ones. What the choices of a local statement exclude is not inherited. Inactive statements count as absent.

Beside the view stands a record (`Seen`) of each place where groups have a say. With it the next view is made from
the last one: where a branch is the same object and the groups say the same about it, so is its view.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from junosim.config.edit import excludes, stands_alone
from junosim.config.groups.definitions import APPLY, EXCEPT, GROUPS, is_active, same
from junosim.config.groups.patterns import has_wildcard
from junosim.config.tree import Branch, Entries, Item, Keys, Leaf, Mark, Values
from junosim.schema.node import Kind
from junosim.schema.values import is_wildcard

if TYPE_CHECKING:
    from collections.abc import Iterable

    from junosim.config.groups.definitions import Definitions, Place, Sources
    from junosim.schema.node import Node

_NOT_IN_VIEW = frozenset({GROUPS, APPLY, EXCEPT})


@dataclass(slots=True, eq=False)
class Seen:
    """How the view of a branch came about; made where groups have a say in it or below.

    raw      the branch of the tree, None where all of it is inherited
    above    what the groups applied above said about the place
    sources  what counted in it
    applies  true when there are `apply-groups` in it or below
    """

    raw: Branch | None
    above: Sources
    sources: Sources
    view: Branch
    applies: bool
    below: dict[str, Seen | SeenList] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class SeenList:
    """The same for all entries of a list; `sources` is what counted in the branch that holds it."""

    raw: Entries | None
    sources: Sources
    view: Entries
    applies: bool
    below: dict[Keys, Seen]


@dataclass(frozen=True, slots=True)
class Last:
    """What stood at a place when the last view was made, and its record; without one, groups had no say there."""

    raw: Item | None = None
    seen: Seen | SeenList | None = None

    def below(self, name: str) -> Last:
        """The same for one child."""
        raw = self.raw.children.get(name) if isinstance(self.raw, Branch) else None
        seen = self.seen.below.get(name) if isinstance(self.seen, Seen) else None
        return Last(raw, seen)


@dataclass(slots=True)
class Origins:
    """Where inherited items come from, by their ids; `values` for those values of a leaf-list that are inherited."""

    items: dict[int, str] = field(default_factory=dict)
    values: dict[int, dict[str, str]] = field(default_factory=dict)


class Expansion:
    """Makes one view. `unchanged` says that the groups in force are those with which the last view was made.

    With `origins`, no inherited item is shared, and where each comes from is noted there.
    """

    def __init__(
        self, groups: Definitions, *, unchanged: bool = False, origins: Origins | None = None
    ) -> None:
        self._groups = groups
        self._unchanged = unchanged
        self._origins = origins

    def root(self, raw: Branch, last: Last, above: Sources = ()) -> Seen:
        """The record of the view of a whole tree."""
        return self._branch(raw, raw.node, (), above, last, ()) or Seen(raw, above, above, raw, applies=False)

    # ------------------------------------------------------------------ a container or list entry

    def _branch(
        self, raw: Branch | None, node: Node, keys: Keys, above: Sources, last: Last, place: Place
    ) -> Seen | None:
        """The record of a branch; None where groups have no say in it, nor below."""
        if last.raw is raw and self._stands(last.seen, above):
            assert not isinstance(last.seen, SeenList)
            return last.seen
        sources = self._groups.inherited(raw, above, place)
        local = raw.children if raw is not None else {}
        applies = APPLY in local or EXCEPT in local
        seen = Seen(raw, above, sources, Branch(node, keys), applies)
        children = self._local(local, seen, last, place)
        for name in _names(sources):
            if name not in children and name not in _NOT_IN_VIEW and name in node.by_name:
                self._inherit(name, children, seen, last, place)
        for name, item in local.items():
            if name not in children and name not in _NOT_IN_VIEW:
                children[name] = item  # inactive, and nothing stands in for it
        if raw is None:
            seen.view.children = children
            return seen
        if len(local) == len(children) and all(children.get(name) is item for name, item in local.items()):
            seen.view = raw
            return seen if sources or applies or seen.below else None
        seen.view.children, seen.view.mark, seen.view.comment = children, raw.mark, raw.comment
        return seen

    def _stands(self, seen: Seen | SeenList | None, above: Sources) -> bool:
        """True when the record of a branch that is still the same can be used again."""
        if seen is None:
            return not above
        assert isinstance(seen, Seen)
        return same(seen.above, above) and (self._unchanged or not (seen.applies or self._groups.nesting))

    def _local(self, local: dict[str, Item], seen: Seen, last: Last, place: Place) -> dict[str, Item]:
        """The active statements of the tree, with what they inherit."""
        children: dict[str, Item] = {}
        for name, item in local.items():
            if name in _NOT_IN_VIEW or not is_active(item):
                continue
            if isinstance(item, Leaf):
                children[name] = item
            elif isinstance(item, Values):
                children[name] = self._values(name, item, item.node, seen.sources)
            else:
                children[name] = self._below(name, item, item.node, seen, last, place) or item
        return children

    def _inherit(self, name: str, children: dict[str, Item], seen: Seen, last: Last, place: Place) -> None:
        """Add a statement that only groups have."""
        node = seen.view.node.by_name[name]
        if any(excludes(node, other.node) for other in children.values()):
            return
        if node.has_children:
            made = self._below(name, None, node, seen, last, place)
            if made is not None:
                children[name] = made
            return
        for source in seen.sources:
            item = source.branch.children.get(name)
            if isinstance(item, Leaf) and is_active(item):
                children[name] = self._leaf(item, node, source.chain[-1])
                return
            if isinstance(item, Values) and is_active(item):
                children[name] = self._values(name, None, node, seen.sources)
                return

    def _below(
        self, name: str, raw: Branch | Entries | None, node: Node, seen: Seen, last: Last, place: Place
    ) -> Branch | Entries | None:
        """The view of a container or list below a branch; None where that is the one of the tree, if any."""
        found: Seen | SeenList | None
        if node.kind is Kind.CONTAINER:
            assert not isinstance(raw, Entries)
            found = self._container(raw, node, seen.sources, last.below(name), (*place, (name, ())))
        else:
            assert not isinstance(raw, Branch)
            found = self._entries(raw, node, seen.sources, last.below(name), place)
        if found is None:
            return None
        seen.below[name] = found
        seen.applies = seen.applies or found.applies
        return found.view

    def _container(
        self, raw: Branch | None, node: Node, sources: Sources, last: Last, place: Place
    ) -> Seen | None:
        below = self._groups.below(sources, place) if sources else ()
        if raw is None and not below:
            return None
        found = self._branch(raw, node, (), below, last, place)
        if raw is None and found is not None:
            if not found.view.children and not stands_alone(node):
                return None
            self._note(found.view, below[0].chain[-1])
        return found

    # ------------------------------------------------------------------ the entries of a list

    def _entries(
        self, raw: Entries | None, node: Node, sources: Sources, last: Last, place: Place
    ) -> SeenList | None:
        """The record of a list; None where groups have no say in it, nor below."""
        known = last.seen
        assert not isinstance(known, Seen)
        speaks = any(isinstance(source.branch.children.get(node.name), Entries) for source in sources)
        steady = self._unchanged and (not speaks if known is None else same(known.sources, sources))
        below = self._local_entries(raw, node, sources if speaks else (), last, place, steady=steady)
        if speaks:
            self._inherit_entries(raw, node, sources, last, below, place)
        if not below and not speaks:
            return None
        return _list(raw, node, sources, below)

    def _local_entries(
        self, raw: Entries | None, node: Node, sources: Sources, last: Last, place: Place, *, steady: bool
    ) -> dict[Keys, Seen]:
        """The records of the entries of the tree; `steady`: unless they changed, they are those of the last time."""
        local = raw.entries if raw is not None else {}
        before = last.raw.entries if isinstance(last.raw, Entries) else {}
        known = last.seen.below if isinstance(last.seen, SeenList) else {}
        below = {keys: seen for keys, seen in known.items() if seen.raw is not None and keys in local}
        for keys, entry in local.items():
            old = before.get(keys)
            if old is entry and (steady or (not sources and keys not in known)):
                continue
            below.pop(keys, None)
            if is_active(entry):
                here = (*place, (node.name, keys))
                above = self._groups.below(sources, here) if sources else ()
                found = self._branch(entry, node, keys, above, Last(old, known.get(keys)), here)
                if found is not None:
                    below[keys] = found
        return below

    def _inherit_entries(
        self,
        raw: Entries | None,
        node: Node,
        sources: Sources,
        last: Last,
        below: dict[Keys, Seen],
        place: Place,
    ) -> None:
        """Add the entries that only groups have; those with wildcards stand for others and are none."""
        local = raw.entries if raw is not None else {}
        known = last.seen.below if isinstance(last.seen, SeenList) else {}
        for source in sources:
            item = source.branch.children.get(node.name)
            for keys, entry in item.entries.items() if isinstance(item, Entries) else ():
                taken = keys in below or (keys in local and is_active(local[keys]))
                if taken or has_wildcard(keys) or not is_active(entry):
                    continue
                here = (*place, (node.name, keys))
                before = known.get(keys)
                last_one = Last(None, before) if before is not None and before.raw is None else _NEVER
                found = self._branch(None, node, keys, self._groups.below(sources, here), last_one, here)
                assert found is not None
                below[keys] = found
                self._note(found.view, source.chain[-1])

    # ------------------------------------------------------------------ leaves

    def _leaf(self, item: Leaf, node: Node, group: str) -> Leaf:
        shared = item.node is node and not item.mark and item.comment is None and self._origins is None
        leaf = item if shared else Leaf(node, item.value)
        self._note(leaf, group)
        return leaf

    def _values(self, name: str, raw: Values | None, node: Node, sources: Sources) -> Values:
        """A leaf-list: the local values, then those of the groups; wildcards among them stand for no value."""
        added: dict[str, str] = {}
        local = raw.values if raw is not None else ()
        for source in sources:
            item = source.branch.children.get(name)
            if isinstance(item, Values) and is_active(item):
                for value in item.values:
                    if value not in local and not is_wildcard(value):
                        added.setdefault(value, source.chain[-1])
        if raw is not None and not added:
            return raw
        mark, comment = (raw.mark, raw.comment) if raw is not None else (Mark.NONE, None)
        values = Values(node, (*local, *added), mark, comment)
        if self._origins is not None:
            self._origins.values[id(values)] = added
        return values

    def _note(self, item: Branch | Leaf, group: str) -> None:
        if self._origins is not None:
            self._origins.items[id(item)] = group


def _list(raw: Entries | None, node: Node, sources: Sources, below: dict[Keys, Seen]) -> SeenList:
    """The record of a list from those of its entries: the entries of the tree in their order, then inherited ones."""
    local = raw.entries if raw is not None else {}
    applies = any(seen.applies for seen in below.values())
    if raw is not None and all(local.get(keys) is seen.view for keys, seen in below.items()):
        return SeenList(raw, sources, raw, applies, below)
    view = dict(local)
    view.update((keys, seen.view) for keys, seen in below.items())
    return SeenList(raw, sources, Entries(node, view), applies, below)


def _names(sources: Sources) -> Iterable[str]:
    """All names that sources have, each once, those of the first source first."""
    if len(sources) == 1:
        return sources[0].branch.children
    return dict.fromkeys(name for source in sources for name in source.branch.children)


_NEVER = Last()
