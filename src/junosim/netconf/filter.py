"""Subtree filters (RFC 6241, section 6) over a configuration tree.

What is not asked for is never looked at, let alone written: a filter makes another tree, which shares with the first
one all that it takes as a whole, and that tree is written. Names are local ones, since Junos goes by these whatever
the namespace. The keys of a list entry stand in it as its leaves do and are there wherever a part of the entry is;
the key of a list that has one alone may be called `name`, whatever its name is (vendor documentation).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from junosim.config.formats import fields
from junosim.config.tree import Branch, Denied, Entries, Item, Keys, Leaf, Mark, Values
from junosim.netconf.reading import local_name, text_of
from junosim.slices import Beat

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from junosim.netconf.reading import XmlElement
    from junosim.schema.node import Node
    from junosim.slices import Slices

ROOT: Final = "configuration"
NAME: Final = "name"
_MARKS: Final = {"inactive": Mark.INACTIVE, "protect": Mark.PROTECTED}


@dataclass(frozen=True, slots=True)
class Wanted:
    """One element of a filter.

    text        a content match node: what the leaf of this name must hold; None for the two other kinds of nodes
    attributes  those without a namespace, all of which the element must have
    matches     the content match nodes in a containment node
    rest        its other nodes; a node that has neither these nor matches nor a text is a selection node
    """

    name: str
    text: str | None = None
    attributes: tuple[tuple[str, str], ...] = ()
    matches: tuple[Wanted, ...] = ()
    rest: tuple[Wanted, ...] = ()

    @property
    def is_selection(self) -> bool:
        """True for a node that takes all there is below its name."""
        return self.text is None and not self.matches and not self.rest


def read(element: XmlElement, beat: Beat) -> Slices[Wanted]:
    """One element of a filter, or `filter` itself, with all below it."""
    if beat.due():
        yield
    attributes = tuple((str(key), str(value)) for key, value in element.attrib.items() if str(key)[0] != "{")
    matches: list[Wanted] = []
    rest: list[Wanted] = []
    for part in element.iterchildren("*"):
        one = yield from read(part, beat)
        (rest if one.text is None else matches).append(one)
    text = text_of(element) if not (matches or rest) else ""
    return Wanted(local_name(element), text or None, attributes, tuple(matches), tuple(rest))


@dataclass(frozen=True, slots=True)
class Selector:
    """Takes from a tree what filters ask for; with `mask`, secrets are compared as they are shown."""

    mask: bool = False
    beat: Beat = field(default_factory=Beat)

    def root(self, root: Branch, wanted: Iterable[Wanted]) -> Slices[Branch]:
        """What the elements in `filter` take from a configuration, which may be nothing: those of its name."""
        found = yield from self._branch(root, [one for one in wanted if one.name == ROOT])
        return Branch(root.node) if found is None else found

    def _item(self, item: Item, wanted: Sequence[Wanted]) -> Slices[Item | None]:
        """What several nodes of the same name take together from the statement of that name."""
        if isinstance(item, Entries):
            return (yield from self._entries(item, wanted))
        if isinstance(item, Branch):
            return (yield from self._branch(item, wanted))
        texts: set[str | None] = set()
        for one in wanted:
            if self.beat.due():
                yield
            if not _has_attributes(item, one):
                continue
            if one.is_selection or (one.rest and isinstance(item, Denied)):
                return item
            texts.add(one.text)
        if isinstance(item, Values):
            return self._values(item, texts)
        return item if self._holds(item, texts) else None

    def _values(self, values: Values, texts: set[str | None]) -> Values | None:
        """Of a leaf-list the values that are asked for by content match nodes."""
        kept = tuple(
            value for value in values.values if fields.shown(values.node, value, mask=self.mask) in texts
        )
        return Values(values.node, kept, values.mark, values.comment) if kept else None

    def _entries(self, entries: Entries, wanted: Sequence[Wanted]) -> Slices[Entries | None]:
        """Entries that are named by their keys are looked up, all others tried."""
        named: dict[Keys, list[Wanted]] = {}
        others: list[Wanted] = []
        for one in wanted:
            if self.beat.due(1 + len(one.matches)):
                yield
            keys = self._keys(entries.node, one)
            (others if keys is None else named.setdefault(keys, [])).append(one)
        candidates: Iterable[Keys] = entries.entries if others or len(named) > 1 else named
        kept: dict[Keys, Branch] = {}
        for keys in candidates:
            if self.beat.due():
                yield
            asked = [*named.get(keys, ()), *others] if named else others
            entry = entries.entries.get(keys)
            found = (yield from self._branch(entry, asked)) if entry is not None and asked else None
            if found is not None:
                kept[keys] = found
        if not kept:
            return None
        is_whole = len(kept) == len(entries.entries) and all(
            kept[keys] is entry for keys, entry in entries.entries.items()
        )
        return entries if is_whole else Entries(entries.node, kept)

    def _keys(self, node: Node, one: Wanted) -> Keys | None:
        """The keys of the only entry that a node can take, if it says so by its content matches."""
        if fields.CHOICE in node.keys or (
            self.mask and any(node.by_name[name].is_secret for name in node.keys)
        ):
            return None
        said = {match.name: match.text for match in one.matches}
        keys = tuple(said.get(_said_as(node, name, said)) for name in node.keys)
        return tuple(key for key in keys if key is not None) if keys and None not in keys else None

    def _branch(self, branch: Branch, wanted: Sequence[Wanted]) -> Slices[Branch | None]:
        """What several nodes take together from a container, or from an entry of a list."""
        active: dict[str, list[Wanted]] = {}
        keys = self._key_fields(branch)
        for one in wanted:
            if self.beat.due():
                yield
            if one.text is not None or not _has_attributes(branch, one):
                continue
            if not (yield from self._fits(branch, keys, one)):
                continue
            if not one.rest:
                return branch  # by itself, or by content matches that have nothing beside them
            for part in (*one.matches, *one.rest):
                if self.beat.due():
                    yield
                active.setdefault(part.name, []).append(part)
        children: dict[str, Item] = {}
        for name, parts in active.items():
            item = branch.children.get(name)
            found = None if item is None else (yield from self._item(item, parts))
            if found is not None:
                children[name] = found
        names_key = any(name in keys and any(map(_fits_key, parts)) for name, parts in active.items())
        if not children and not names_key:
            return None
        return Branch(branch.node, branch.keys, children, branch.mark, branch.comment)

    def _key_fields(self, branch: Branch) -> dict[str, str | None]:
        """The keys of an entry by all names that filters may call them."""
        if not branch.keys:
            return {}
        found = {name: value for _, name, value in fields.key_fields(branch, mask=self.mask)}
        if len(branch.keys) == 1 and NAME not in found and NAME not in branch.node.by_name:
            found[NAME] = next(iter(found.values()), None)
        return found

    def _fits(self, branch: Branch, keys: dict[str, str | None], one: Wanted) -> Slices[bool]:
        """True when all content match nodes of a node hold for a level, whose keys are these."""
        for match in one.matches:
            if self.beat.due():
                yield
            if not self._matches(branch, keys, match):
                return False
        return True

    def _matches(self, branch: Branch, keys: dict[str, str | None], match: Wanted) -> bool:
        """True when one content match node holds for a level."""
        if match.name in keys:
            return not match.attributes and keys[match.name] == match.text
        item = branch.children.get(match.name)
        if isinstance(item, Leaf | Values) and _has_attributes(item, match):
            return self._holds(item, {match.text})
        return False

    def _holds(self, item: Leaf | Values, texts: set[str | None]) -> bool:
        """True when a leaf has a value that content match nodes ask for, or a leaf-list has it too."""
        if isinstance(item, Denied):
            return False
        values = item.values if isinstance(item, Values) else (item.value,)
        return any(
            value is not None and fields.shown(item.node, value, mask=self.mask) in texts for value in values
        )


def _fits_key(part: Wanted) -> bool:
    """True when a node takes the key of its name, which has no attributes; that its value is right is known."""
    return not part.attributes and (part.is_selection or part.text is not None)


def _said_as(node: Node, key: str, said: dict[str, str | None]) -> str:
    """How a filter calls a key of a list."""
    is_alone = len(node.keys) == 1 and key not in said and NAME not in node.by_name
    return NAME if is_alone else key


def _has_attributes(item: Item, one: Wanted) -> bool:
    """True when an element has all attributes that a node asks for: its marks, as it is written."""
    mark = Mark.NONE if isinstance(item, Entries) else item.mark
    return all(value == name and bool(mark & _MARKS.get(name, Mark.NONE)) for name, value in one.attributes)
