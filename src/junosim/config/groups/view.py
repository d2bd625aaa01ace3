"""The inherited view of a tree, made anew only where the tree or the groups changed.

What stands in the tree has precedence over what is inherited, an inner `apply-groups` over an outer one, and a group
over those named after it. All values of a leaf-list, and all entries of a list, are inherited; they follow the local
ones. What the choices of a local statement exclude is not inherited. Inactive statements count as absent.

Beside the view stands a record (`config.groups.records`) of each place where groups have a say. With it the next view
is made from the last one: where a branch is the same object and the groups say the same about it, so is its view.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from junosim.config.edit import excludes, stands_alone
from junosim.config.groups.definitions import APPLY, EXCEPT, GROUPS, is_active, same
from junosim.config.groups.late import LateBranch
from junosim.config.groups.patterns import has_wildcard
from junosim.config.groups.ranges import RANGE
from junosim.config.groups.records import NEVER, NO_ENTRIES, Last, Seen, SeenList, listed, patched
from junosim.config.tree import Branch, Entries, Item, Keys, Leaf, Mark, Values
from junosim.schema.node import Kind
from junosim.schema.values import is_wildcard
from junosim.slices import Beat, finish

if TYPE_CHECKING:
    from collections.abc import Iterable

    from junosim.config.groups.definitions import Definitions, Origin, Place, Sources
    from junosim.schema.node import Node
    from junosim.slices import Slices

_NOT_IN_VIEW = frozenset({GROUPS, APPLY, EXCEPT, "apply-flags"})
_NOT_EXPLAINED = _NOT_IN_VIEW | {RANGE}  # rules still ask for interface ranges; a view that is shown has none


@dataclass(slots=True)
class Origins:
    """Where inherited items come from, by their ids; `values` for those values of a leaf-list that are inherited."""

    items: dict[int, Origin] = field(default_factory=dict)
    values: dict[int, dict[str, Origin]] = field(default_factory=dict)

    def follow(self, root: Branch, part: Branch) -> None:
        """Say of the branches of `part`, which was made of `root` and shares what it takes as a whole, the same."""
        if part is root:
            return
        for name, item in part.children.items():
            before = root.children.get(name)
            if item is before:
                continue
            if isinstance(item, Entries) and isinstance(before, Entries):
                for keys, entry in item.entries.items():
                    self._follow(before.entries.get(keys), entry)
            else:
                self._follow(before, item)

    def _follow(self, before: Item | None, item: Item) -> None:
        if item is before or before is None:
            return
        known, values = self.items.get(id(before)), self.values.get(id(before))
        if known is not None:
            self.items[id(item)] = known
        if values is not None:
            self.values[id(item)] = values
        if isinstance(item, Branch) and isinstance(before, Branch):
            self.follow(before, item)


class Expansion:
    """Makes one view. `unchanged` says that the groups in force are those with which the last view was made.

    With `origins` it is one to be shown: no inherited item is shared, where each comes from is noted there as soon as
    somebody looks at it, and records are of no use. With `only`, what the tree has beside the way to that place is
    left as it is.
    """

    def __init__(
        self,
        groups: Definitions,
        *,
        unchanged: bool = False,
        origins: Origins | None = None,
        only: Place = (),
    ) -> None:
        self._groups = groups
        self._unchanged = unchanged
        self._origins = origins
        self._hidden = _NOT_IN_VIEW if origins is None else _NOT_EXPLAINED
        self._only = only
        self._beat = Beat()

    def root(self, raw: Branch, last: Last, above: Sources = ()) -> Slices[Seen]:
        """The record of the view of a whole tree."""
        found = yield from self._branch(raw, raw.node, (), above, last, ())
        return found or Seen(raw, above, above, raw)

    # ------------------------------------------------------------------ a container or list entry

    def _branch(
        self, raw: Branch | None, node: Node, keys: Keys, above: Sources, last: Last, place: Place
    ) -> Slices[Seen | None]:
        """The record of a branch; None where groups have no say in it, nor below."""
        if last.raw is raw and self._stands(last.seen, above):
            assert not isinstance(last.seen, SeenList)
            return last.seen
        if self._beat.due():
            yield
        local = raw.children if raw is not None else _NOTHING
        applies = APPLY in local or EXCEPT in local
        if raw is not None and not above and not applies and GROUPS not in local and RANGE not in local:
            return (yield from self._untouched(raw, last, place))
        sources = self._groups.inherited(raw, above, place)
        wrong = raw is not None and applies and bool(self._groups.unknown(raw))
        seen = Seen(raw, above, sources, Branch(node, keys), applies, wrong)
        children = yield from self._local(local, seen, last, place)
        for name in _names(sources):
            if name not in children and name not in self._hidden and name in node.by_name:
                yield from self._inherit(name, children, seen, last, place)
        for name, item in local.items():
            if name not in children and name not in self._hidden:
                children[name] = item  # inactive, and nothing stands in for it
        if raw is None:
            seen.view.children = children
            return seen.settled()
        if len(local) == len(children) and all(children.get(name) is item for name, item in local.items()):
            seen.view = raw
            return seen.settled() if sources or applies or seen.below else None
        seen.view.children, seen.view.mark, seen.view.comment = children, raw.mark, raw.comment
        return seen.settled()

    def _untouched(self, raw: Branch, last: Last, place: Place) -> Slices[Seen | None]:
        """The record of a branch in which no group counts, unless one is applied somewhere below."""
        seen = Seen(raw, (), (), raw)
        for name, item in raw.children.items():
            if isinstance(item, Branch | Entries) and is_active(item):
                yield from self._below(name, item, item.node, seen, last, place)
        if seen.below is None:
            return None
        seen.view = Branch(raw.node, raw.keys, dict(raw.children), raw.mark, raw.comment)
        seen.view.children.update((name, found.view) for name, found in seen.below.items())
        return seen.settled()

    def _stands(self, seen: Seen | SeenList | None, above: Sources) -> bool:
        """True when the record of a branch that is still the same can be used again."""
        if seen is None:
            return not above
        assert isinstance(seen, Seen)
        return same(seen.above, above) and (self._unchanged or not (seen.applies or self._groups.nesting))

    def _local(self, local: dict[str, Item], seen: Seen, last: Last, place: Place) -> Slices[dict[str, Item]]:
        """The active statements of the tree, with what they inherit."""
        children: dict[str, Item] = {}
        for name, item in local.items():
            if name in self._hidden or not is_active(item):
                continue
            if isinstance(item, Leaf):
                children[name] = item
            elif isinstance(item, Values):
                children[name] = self._values(name, item, item.node, seen.sources)
            else:
                made = yield from self._below(name, item, item.node, seen, last, place)
                children[name] = made or item
        return children

    def _inherit(
        self, name: str, children: dict[str, Item], seen: Seen, last: Last, place: Place
    ) -> Slices[None]:
        """Add a statement that only groups have."""
        node = seen.view.node.by_name[name]
        if any(excludes(node, other.node) for other in children.values()):
            return
        if node.has_children:
            made = yield from self._below(name, None, node, seen, last, place)
            if made is not None:
                children[name] = made
            return
        for source in seen.sources:
            item = source.branch.children.get(name)
            if isinstance(item, Leaf) and is_active(item) and not is_wildcard(item.value or ""):
                children[name] = self._leaf(item, node, source.origin)
                return
            if isinstance(item, Values) and is_active(item):
                children[name] = self._values(name, None, node, seen.sources)
                return

    def _below(
        self, name: str, raw: Branch | Entries | None, node: Node, seen: Seen, last: Last, place: Place
    ) -> Slices[Branch | Entries | None]:
        """The view of a container or list below a branch; None where that is the one of the tree, if any."""
        if raw is not None and len(place) < len(self._only) and self._only[len(place)][0] != name:
            return None
        found: Seen | SeenList | None
        if node.kind is Kind.CONTAINER:
            assert not isinstance(raw, Entries)
            found = yield from self._container(
                raw, node, seen.sources, last.below(name), (*place, (name, ()))
            )
        else:
            assert not isinstance(raw, Branch)
            found = yield from self._entries(raw, node, seen.sources, last.below(name), place)
        if found is None:
            return None
        seen.add(name, found)
        return found.view

    def _container(
        self, raw: Branch | None, node: Node, sources: Sources, last: Last, place: Place
    ) -> Slices[Seen | None]:
        below = self._groups.below(sources, place) if sources else ()
        if raw is None and not below:
            return None
        found = yield from self._branch(raw, node, (), below, last, place)
        if raw is None and found is not None:
            if not found.view.children and not stands_alone(node):
                return None
            self._note(found.view, below[0].origin)
        return found

    # ------------------------------------------------------------------ the entries of a list

    def _entries(
        self, raw: Entries | None, node: Node, sources: Sources, last: Last, place: Place
    ) -> Slices[SeenList | None]:
        """The record of a list; None where groups have no say in it, nor below."""
        known = last.seen
        assert not isinstance(known, Seen)
        speaks = any(node.name in source.branch.children for source in sources)
        steady = not speaks if known is None else self._unchanged and same(known.sources, sources)
        local = raw.entries if raw is not None else NO_ENTRIES
        before = last.raw.entries if isinstance(last.raw, Entries) else NO_ENTRIES
        below = dict(known.below) if known is not None else {}
        fresh = [keys for keys, entry in local.items() if before.get(keys) is not entry]
        if not steady:
            fresh = [keys for keys in local if speaks or keys in below or before.get(keys) is not local[keys]]
        if len(place) < len(self._only) and self._only[len(place)][1]:
            fresh = [keys for keys in fresh if keys == self._only[len(place)][1]]
        in_order = list(before) == list(local)
        for keys in () if in_order else [keys for keys in below if keys not in local]:
            del below[keys]
        for keys in fresh:
            was = Last(before.get(keys), below.pop(keys, None))
            found = yield from self._entry(local[keys], sources if speaks else (), was, place)
            if found is not None:
                below[keys] = found
        inherited = _NO_RECORDS
        if speaks:
            inherited = yield from self._inherited(local, node, sources, known, place)
        if not below and (not speaks or (raw is None and not inherited)):
            return None
        if known is not None and steady and known.view is not known.raw and in_order:
            return patched(raw, known, below, inherited, fresh)
        return listed(raw, node, sources, below, inherited)

    def _entry(self, entry: Branch, sources: Sources, last: Last, place: Place) -> Slices[Seen | None]:
        """The record of an entry of the tree."""
        if not is_active(entry):
            return None
        here = (*place, (entry.node.name, entry.keys))

        def look() -> Slices[Seen | None]:
            above = self._groups.below(sources, here) if sources else ()
            return self._branch(entry, entry.node, entry.keys, above, last, here)

        if self._origins is None:
            return (yield from look())
        if self._beat.due():
            yield
        if not sources and not entry.children:
            return None

        def children() -> dict[str, Item]:
            found = finish(look())
            return (entry if found is None else found.view).children

        return Seen(entry, (), (), LateBranch(entry, children))

    def _inherited(
        self, local: dict[Keys, Branch], node: Node, sources: Sources, known: SeenList | None, place: Place
    ) -> Slices[dict[Keys, Seen]]:
        """The entries that only groups have; those with wildcards stand for others and are none."""
        inherited: dict[Keys, Seen] = {}
        for source in sources:
            item = source.branch.children.get(node.name)
            for keys, entry in item.entries.items() if isinstance(item, Entries) else ():
                taken = keys in inherited or (keys in local and is_active(local[keys]))
                if taken or has_wildcard(keys) or not is_active(entry):
                    continue
                here = (*place, (node.name, keys))
                was = Last(None, known.inherited.get(keys)) if known is not None else NEVER
                found = yield from self._branch(
                    None, node, keys, self._groups.below(sources, here), was, here
                )
                assert found is not None
                inherited[keys] = found
                self._note(found.view, source.origin)
        return inherited or _NO_RECORDS

    # ------------------------------------------------------------------ leaves

    def _leaf(self, item: Leaf, node: Node, origin: Origin) -> Leaf:
        shared = item.node is node and not item.mark and item.comment is None and self._origins is None
        leaf = item if shared else Leaf(node, item.value)
        self._note(leaf, origin)
        return leaf

    def _values(self, name: str, raw: Values | None, node: Node, sources: Sources) -> Values:
        """A leaf-list: the local values, then those of the groups; wildcards among them stand for no value."""
        added: dict[str, Origin] = {}
        local = raw.values if raw is not None else ()
        for source in sources:
            item = source.branch.children.get(name)
            if isinstance(item, Values) and is_active(item):
                for value in item.values:
                    if value not in local and not is_wildcard(value):
                        added.setdefault(value, source.origin)
        if raw is not None and not added:
            return raw
        mark, comment = (raw.mark, raw.comment) if raw is not None else (Mark.NONE, None)
        values = Values(node, (*local, *added), mark, comment)
        if self._origins is not None:
            self._origins.values[id(values)] = added
        return values

    def _note(self, item: Branch | Leaf, origin: Origin) -> None:
        if self._origins is not None:
            self._origins.items[id(item)] = origin


def _names(sources: Sources) -> Iterable[str]:
    """All names that sources have, each once, those of the first source first."""
    if len(sources) == 1:
        return sources[0].branch.children
    return dict.fromkeys(name for source in sources for name in source.branch.children)


_NOTHING: dict[str, Item] = {}
_NO_RECORDS: dict[Keys, Seen] = {}
