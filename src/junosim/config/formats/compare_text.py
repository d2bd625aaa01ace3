"""The differences of two trees as `show | compare` prints them.

A header `[edit …]` names each level with differences; below it `-` and `+` lines hold the statements that went
and came, `!` those that were moved or marked, and blank ones a sibling that shows the place. The indent after
the sign is the depth of the statement below the level that is compared, one more for what can have children.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from junosim.config import layout
from junosim.config.formats import shape
from junosim.config.formats.text import TextWriter
from junosim.config.lookup import lookup
from junosim.config.tree import Branch, Entries, Item, Leaf, Mark, Values
from junosim.schema.node import Flag, Node
from junosim.schema.quoting import quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from junosim.schema.walk import Path

_Keys: TypeAlias = tuple[str, ...]
_Single: TypeAlias = Branch | Leaf | Values
_CONTEXT = " { ... }"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where statements stand: the header, their depth below the compared level, their parent, words joined to them.

    `grouped` is true among entries whose list word is part of the header.
    """

    words: tuple[str, ...]
    depth: int
    parent: Node
    before: str = ""
    grouped: bool = False

    def below(self, head: Sequence[str], node: Node) -> _Place:
        """The place of the statements in the container or list entry with the words `head` that stands here."""
        joined = tuple(self.before.split())
        return _Place((*self.words, *joined, *head), self.depth + 1 + len(joined), node)

    def joined(self, node: Node) -> _Place:
        """The place of the members of `family`, which share its line."""
        return _Place(self.words, self.depth, node, f"{self.before}{node.word} ")

    def group(self, node: Node) -> _Place:
        """The place of the entries of a list that is shown in one pair of braces."""
        joined = tuple(self.before.split())
        return _Place((*self.words, *joined, node.word), self.depth + len(joined), self.parent, grouped=True)

    def indent(self, node: Node) -> str:
        """The blanks after the sign, before a statement of that node."""
        return " " * (self.depth + 1 + node.has_children)


@dataclass(slots=True)
class _Report:
    """Collects lines; a header is printed when the level changes."""

    lines: list[str] = field(default_factory=list)
    _level: tuple[str, ...] | None = None

    def add(self, words: tuple[str, ...], line: str) -> None:
        if words != self._level:
            self.lines.append(f"[{' '.join(('edit', *words))}]")
            self._level = words
        self.lines.append(line)


@dataclass(slots=True)
class _Comparer:
    report: _Report
    writer: TextWriter

    # ------------------------------------------------------------------ levels

    def level(self, old: Branch, new: Branch, place: _Place, outer: _Place | None = None) -> None:
        """All differences between two branches in display order, but for their own words and marks.

        `outer` is where the branch itself stands: invisible leaves are shown on its line.
        """
        changed = _changed(old, new)
        if any(shape.is_loose(item) for item in changed.children.values()):
            self._loose(old, new, place, outer, changed)
        for sample in shape.ordered(changed):
            self._pair(
                old.children.get(sample.node.name), new.children.get(sample.node.name), sample.node, place
            )

    def _loose(self, old: Branch, new: Branch, place: _Place, outer: _Place | None, changed: Branch) -> None:
        """Invisible leaves that changed: the line they stand on goes and comes as a whole."""
        one, other = self._loose_line(old, place, outer), self._loose_line(new, place, outer)
        for item in list(changed.children.values()):
            if shape.is_loose(item):
                del changed.children[item.node.name]
        for sign, line in (("-", one), ("+", other)):
            if line is None or one == other:
                continue
            node, at, text, carrier = line
            self._add(sign, node, at, at.before + text)
            if carrier and not (carrier in old.children and carrier in new.children):
                changed.children.pop(carrier, None)

    def _loose_line(
        self, branch: Branch, place: _Place, outer: _Place | None
    ) -> tuple[Node, _Place, str, str] | None:
        """The line on which the invisible leaves of a branch stand: its node, place, text, and who carries them."""
        arranged = shape.level_of(branch)
        for statement in arranged.statements:
            item = statement.item
            if statement.values and isinstance(item, Branch):
                text = self.writer.loose(self._head(item, place), statement.values, branch.node)
                return item.node, place, text, item.node.name
        if not arranged.values:
            return None
        head = self._head(branch, outer) if outer else ()
        return branch.node, outer or place, self.writer.loose(head, arranged.values, branch.node), ""

    def _pair(self, old: Item | None, new: Item | None, node: Node, place: _Place) -> None:
        if isinstance(old, Entries) or isinstance(new, Entries):
            self._entries(
                old if isinstance(old, Entries) else None,
                new if isinstance(new, Entries) else None,
                node,
                place,
            )
        elif isinstance(old, Branch) and isinstance(new, Branch):
            self._both(old, new, place)
        elif layout.is_joined(node) and isinstance(old or new, Branch):
            self._both(_or_empty(old, node), _or_empty(new, node), place)
        else:
            self._simple(old, new, place)

    def _both(self, old: Branch, new: Branch, place: _Place) -> None:
        """A container or list entry that both trees hold."""
        node = new.node
        if layout.is_joined(node) and (old.children or new.children):
            self.level(old, new, place.joined(node))
            return
        self._marks(old, new, place)
        self.level(old, new, place.below(self._head(new, place), node), place)

    def _simple(self, old: Item | None, new: Item | None, place: _Place) -> None:
        """A leaf that changed, or anything that came or went."""
        if isinstance(old, Leaf | Values) and isinstance(new, Leaf | Values) and _value(old) == _value(new):
            self._marks(old, new, place)
            return
        for sign, item in (("-", old), ("+", new)):
            if item is not None:
                for line in self._whole(item, place):
                    self._add(sign, item.node, place, line)

    # ------------------------------------------------------------------ lists

    def _entries(self, old: Entries | None, new: Entries | None, node: Node, place: _Place) -> None:
        before = old.entries if old else {}
        after = new.entries if new else {}
        grouped = layout.is_grouped(node)
        if grouped and not (before and after):
            self._simple(old, new, place)
            return
        if grouped:
            place = place.group(node)
        if node.flags & Flag.USER_ORDERED:
            self._ordered_entries(before, after, place)
            return
        touched = [keys for keys, entry in before.items() if after.get(keys) is not entry]
        touched += [keys for keys in after if keys not in before]
        samples = Entries(node, {keys: after.get(keys) or before[keys] for keys in touched})
        for entry in shape.ordered_entries(samples):
            self._entry(before.get(entry.keys), after.get(entry.keys), place)

    def _ordered_entries(
        self, before: dict[_Keys, Branch], after: dict[_Keys, Branch], place: _Place
    ) -> None:
        moved = _moved(before, after)
        order = _merged(before, after)
        last: _Keys | None = None  # the entry before, in the new order
        shown: _Keys | None = None  # the last entry that the report names
        for index, keys in enumerate(order):
            old, new = before.get(keys), after.get(keys)
            if new is None:
                self._entry(old, None, place)
                continue
            if old is None or keys in moved:
                if last is not None and shown != last:
                    self._line(" ", after[last], place, _CONTEXT)
                if old is None:
                    self._entry(None, new, place)
                else:
                    self._line("!", new, place, _CONTEXT)
                if last is None:
                    self._context_after(order[index + 1 :], before, after, place)
                shown = keys
            if old is not None and old is not new:
                size = len(self.report.lines)
                self._entry(old, new, place)
                shown = keys if len(self.report.lines) > size else shown
            last = keys

    def _context_after(
        self, rest: list[_Keys], before: dict[_Keys, Branch], after: dict[_Keys, Branch], place: _Place
    ) -> None:
        """A new first entry shows its place by the entry that follows it."""
        follower = next((keys for keys in rest if keys in after), None)
        if follower is not None and follower in before:
            self._line(" ", after[follower], place, _CONTEXT)

    def _entry(self, old: Branch | None, new: Branch | None, place: _Place) -> None:
        if old is not None and new is not None:
            self._both(old, new, place)
        else:
            self._simple(old, new, place)

    # ------------------------------------------------------------------ lines

    def _marks(self, old: _Single, new: _Single, place: _Place) -> None:
        """Marks and comments that differ."""
        if old.comment != new.comment:
            for sign, item in (("-", old), ("+", new)):
                if item.comment is not None:
                    for line in f"/* {item.comment} */".split("\n"):
                        self._add(sign, item.node, place, line)
            self._line(" ", new, place, _CONTEXT)
        for mark, on, off in (
            (Mark.INACTIVE, "inactive: ", "active: "),
            (Mark.PROTECTED, "protect: ", "unprotect: "),
        ):
            if (old.mark ^ new.mark) & mark:
                self._line("!", new, place, _CONTEXT, on if new.mark & mark else off)

    def _line(self, sign: str, item: _Single, place: _Place, end: str = "", prefix: str = "") -> None:
        """One line about an item that is not shown in full."""
        head = " ".join(self._head(item, place)) + (end if isinstance(item, Branch) else ";")
        self._add(sign, item.node, place, prefix + place.before + head)

    def _add(self, sign: str, node: Node, place: _Place, line: str) -> None:
        self.report.add(place.words, sign + place.indent(node) + line)

    def _whole(self, item: Item, place: _Place) -> Iterator[str]:
        """All lines of an item that came or went."""
        if place.grouped and isinstance(item, Branch):
            return self.writer.entry(item)
        return self.writer.item(item, place.parent, before=place.before)

    def _head(self, item: _Single, place: _Place) -> tuple[str, ...]:
        """The words of an item below the header it stands under."""
        mask = self.writer.mask
        if isinstance(item, Leaf):
            return shape.leaf_words(item, place.parent, mask=mask)
        if isinstance(item, Values):
            return (item.node.word, *shape.values_words(item))
        return (
            shape.key_words(item, mask=mask)
            if place.grouped
            else shape.head_words(item, place.parent, mask=mask)
        )


def _changed(old: Branch, new: Branch) -> Branch:
    """The children that are not the same in both, as a branch of them: the new ones, or the old where they went."""
    names = [*new.children, *(name for name in old.children if name not in new.children)]
    children = {
        name: new.children.get(name) or old.children[name]
        for name in names
        if old.children.get(name) is not new.children.get(name)
    }
    return Branch(new.node, children=children)


def _or_empty(item: Item | None, node: Node) -> Branch:
    return item if isinstance(item, Branch) else Branch(node)


def _value(item: Leaf | Values) -> str | tuple[str, ...] | None:
    return item.value if isinstance(item, Leaf) else item.values


def _merged(before: dict[_Keys, Branch], after: dict[_Keys, Branch]) -> list[_Keys]:
    """The entries in the new order, each removed one after the entry it stood behind."""
    followers: dict[_Keys | None, list[_Keys]] = {}
    last: _Keys | None = None
    for keys in before:
        if keys in after:
            last = keys
        else:
            followers.setdefault(last, []).append(keys)
    if not followers:
        return list(after)
    merged = followers.get(None, [])
    for keys in after:
        merged.append(keys)
        merged += followers.get(keys, ())
    return merged


def _moved(before: dict[_Keys, Branch], after: dict[_Keys, Branch]) -> set[_Keys]:
    """The fewest entries that were moved: all that both hold, but for the longest run in the old order."""
    place = {keys: index for index, keys in enumerate(before)}
    kept = [keys for keys in after if keys in place]
    places = [place[keys] for keys in kept]
    if all(one < other for one, other in pairwise(places)):
        return set()
    tails: list[int] = []  # the smallest last place of a rising run of each length
    at: list[int] = []  # index in `kept` of each of those
    previous = [-1] * len(kept)
    for index, where in enumerate(places):
        length = bisect_left(tails, where)
        previous[index] = at[length - 1] if length else -1
        tails[length : length + 1] = [where]
        at[length : length + 1] = [index]
    standing = set()
    index = at[-1]
    while index >= 0:
        standing.add(kept[index])
        index = previous[index]
    return set(kept) - standing


def lines(old: Branch, new: Branch, base: Path = (), *, mask: bool = False) -> Iterator[str]:
    """The lines of `show | compare` at the hierarchy `base`; none when nothing differs there."""
    one, other = lookup(old, base), lookup(new, base)
    sample = other if other is not None else one
    if sample is None or one is other:
        return iter(())
    level = base if isinstance(sample, Branch) else base[:-1]
    node = level[-1].node if level else new.node
    left, right = (_level_branch(item, node) for item in (one, other))
    words = tuple(
        word
        for step in level
        for word in (
            *(() if step.node.has_no_word else (step.node.word,)),
            *(quote(value) for value in step.values if value),
        )
    )
    report = _Report()
    _Comparer(report, TextWriter(mask)).level(left, right, _Place(words, 0, node))
    return iter(report.lines)


def _level_branch(item: Item | None, node: Node) -> Branch:
    """The level to compare: a branch, or one that holds only the leaf or list that was asked for."""
    if item is None:
        return Branch(node)
    return item if isinstance(item, Branch) else Branch(node, children={item.node.name: item})
