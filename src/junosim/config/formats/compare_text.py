"""The differences of two trees as `show | compare` prints them.

A header `[edit …]` names each level with differences; below it `-` and `+` lines hold the statements that went
and came, `!` those that were moved or marked, and blank ones a sibling that shows the place. The indent after
the sign is the depth of the statement below the level that is compared, one more for what can have children.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from junosim.config import comments, layout
from junosim.config.formats import shape
from junosim.config.formats.text import TextWriter
from junosim.config.lookup import lookup
from junosim.config.tree import Branch, Entries, Item, Leaf, Mark, Values
from junosim.schema.node import Flag, Node
from junosim.slices import Beat, without_pauses

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from junosim.schema.walk import Path
    from junosim.slices import Lines

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
class _Comparer:
    """Writes the lines, with a header whenever the level changes, and counts them; looks at trees in slices."""

    writer: TextWriter
    count: int = 0
    _level: tuple[str, ...] | None = None
    _beat: Beat = field(default_factory=Beat)

    # ------------------------------------------------------------------ levels

    def level(self, old: Branch, new: Branch, place: _Place) -> Lines:
        """All differences between two branches in display order, but for their own words and marks."""
        if self._beat.due():
            yield None
        changed = _changed(old, new)
        if any(shape.is_loose(item) for item in changed.children.values()):
            yield from self._loose(old, new, place, changed)
        for sample in shape.ordered(changed):
            yield from self._pair(
                old.children.get(sample.node.name), new.children.get(sample.node.name), sample.node, place
            )

    def _loose(self, old: Branch, new: Branch, place: _Place, changed: Branch) -> Lines:
        """Invisible leaves that changed: the line they stand on goes and comes as a whole."""
        levels = [shape.level_of(old), shape.level_of(new)]
        carriers = {each.item.node.name for level in levels for each in level.statements if each.values}
        one, other = (
            list(without_pauses(self._loose_lines(level, carriers, new.node, place))) for level in levels
        )
        if one != other:
            for sign, lines in (("-", one), ("+", other)):
                for node, line in lines:
                    yield from self._add(sign, node, place, line)
            for name in carriers & changed.children.keys():
                del changed.children[name]
        for name, item in list(changed.children.items()):
            if shape.is_loose(item):
                del changed.children[name]

    def _loose_lines(
        self, level: shape.Level, carriers: set[str], parent: Node, place: _Place
    ) -> Iterator[tuple[Node, str] | None]:
        """The lines of the invisible leaves of a level, and of the statements that carry such."""
        if level.values:
            yield level.values[0].node, place.before + self.writer.loose((), level.values, parent)
        for each in level.statements:
            if each.item.node.name in carriers:
                for line in self.writer.statement(each, parent, before=place.before):
                    yield None if line is None else (each.item.node, line)

    def _pair(self, old: Item | None, new: Item | None, node: Node, place: _Place) -> Lines:
        if isinstance(old, Entries) or isinstance(new, Entries):
            yield from self._entries(
                old if isinstance(old, Entries) else None,
                new if isinstance(new, Entries) else None,
                node,
                place,
            )
        elif isinstance(old, Branch) and isinstance(new, Branch):
            yield from self._both(old, new, place)
        elif layout.is_joined(node) and isinstance(old or new, Branch):
            yield from self._both(_or_empty(old, node), _or_empty(new, node), place)
        else:
            yield from self._simple(old, new, place)

    def _both(self, old: Branch, new: Branch, place: _Place) -> Lines:
        """A container or list entry that both trees hold."""
        node = new.node
        if layout.is_joined(node) and (old.children or new.children):
            yield from self.level(old, new, place.joined(node))
        elif _is_line_of_values(old, new):
            yield from self._simple(old, new, place)
        else:
            yield from self._marks(old, new, place)
            yield from self.level(old, new, place.below(self._head(new, place), node))

    def _simple(self, old: Item | None, new: Item | None, place: _Place) -> Lines:
        """A leaf that changed, or anything that came or went."""
        if isinstance(old, Leaf | Values) and isinstance(new, Leaf | Values) and _value(old) == _value(new):
            yield from self._marks(old, new, place)
            return
        for sign, item in (("-", old), ("+", new)):
            if item is not None:
                for line in self._whole(item, place):
                    if line is None:
                        yield None
                    else:
                        yield from self._add(sign, item.node, place, line)

    # ------------------------------------------------------------------ lists

    def _entries(self, old: Entries | None, new: Entries | None, node: Node, place: _Place) -> Lines:
        before = old.entries if old else {}
        after = new.entries if new else {}
        grouped = layout.is_grouped(node)
        if grouped and not (before and after):
            yield from self._simple(old, new, place)
            return
        if grouped:
            place = place.group(node)
        if node.flags & Flag.USER_ORDERED:
            yield from self._ordered_entries(before, after, place)
            return
        touched = [keys for keys, entry in before.items() if after.get(keys) is not entry]
        touched += [keys for keys in after if keys not in before]
        samples = Entries(node, {keys: after.get(keys) or before[keys] for keys in touched})
        for entry in (yield from shape.in_order(samples)):
            yield from self._entry(before.get(entry.keys), after.get(entry.keys), place)

    def _ordered_entries(
        self, before: dict[_Keys, Branch], after: dict[_Keys, Branch], place: _Place
    ) -> Lines:
        """Entries that came or moved stand behind the one that they follow, which the report names before them.

        What comes first of all has none to follow; it stands before the next one that stays.
        """
        moved = moved_entries(before, after)
        last: _Keys | None = None  # the entry before, in the new order
        shown: _Keys | None = None  # the last entry that the report names
        gone: list[Branch] = []  # what went from here, not yet reported
        leading = False  # new entries stand above, with nothing before them
        for keys in _merged(before, after):
            if self._beat.due():
                yield None
            old, new = before.get(keys), after.get(keys)
            if new is None:
                gone.append(before[keys])
                continue
            if old is not None and keys not in moved:
                yield from self._went(gone, place)
                if leading:
                    yield from self._context(new, place)
                    shown, leading = keys, False
            else:
                if last is not None and shown != last:
                    yield from self._context(after[last], place)
                yield from self._went(gone, place)
                if old is not None:
                    yield from self._line("!", new, place, _CONTEXT)
                else:
                    yield from self._simple(None, new, place)
                    leading = leading or last is None
                shown = keys
            if old is not None and old is not new:
                count = self.count
                yield from self._both(old, new, place)
                shown = keys if self.count > count else shown
            last = keys
        yield from self._went(gone, place)

    def _went(self, gone: list[Branch], place: _Place) -> Lines:
        for entry in gone:
            yield from self._simple(entry, None, place)
        gone.clear()

    def _entry(self, old: Branch | None, new: Branch | None, place: _Place) -> Lines:
        if old is not None and new is not None:
            return self._both(old, new, place)
        return self._simple(old, new, place)

    # ------------------------------------------------------------------ lines

    def _marks(self, old: _Single, new: _Single, place: _Place) -> Iterator[str]:
        """Marks and comments that differ."""
        if old.comment != new.comment:
            for sign, item in (("-", old), ("+", new)):
                if item.comment is not None:
                    for line in comments.shown(item.comment).split("\n"):
                        yield from self._add(sign, item.node, place, line)
            yield from self._context(new, place)
        for mark, on, off in (
            (Mark.INACTIVE, "inactive: ", "active: "),
            (Mark.PROTECTED, "protect: ", "unprotect: "),
        ):
            if (old.mark ^ new.mark) & mark:
                yield from self._line("!", new, place, _CONTEXT, " " + (on if new.mark & mark else off))

    def _context(self, item: _Single, place: _Place) -> Iterator[str]:
        """The line of a sibling, with its marks, that shows a place."""
        return self._line(" ", item, place, _CONTEXT, shape.marks_of(item))

    def _line(
        self, sign: str, item: _Single, place: _Place, end: str = "", prefix: str = ""
    ) -> Iterator[str]:
        """One line about an item that is not shown in full."""
        head = " ".join(self._head(item, place)) + (end if isinstance(item, Branch) else ";")
        return self._add(sign, item.node, place, prefix + place.before + head)

    def _add(self, sign: str, node: Node, place: _Place, line: str) -> Iterator[str]:
        if place.words != self._level:
            self._level = place.words
            yield f"[{' '.join(('edit', *place.words))}]"
        self.count += 1
        yield sign + place.indent(node) + line

    def _whole(self, item: Item, place: _Place) -> Lines:
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
            words = shape.values_words(item)
            return (item.node.word, *(words if len(words) == 1 else ("[", *words, "]")))
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


def moved_entries(before: dict[_Keys, Branch], after: dict[_Keys, Branch]) -> set[_Keys]:
    """The entries that are no longer in their turn: taken in the new order, each before the next old one.

    So reports the device it [captures]: an entry that sinks is not named, those that it lets pass are.
    """
    moved: set[_Keys] = set()
    waiting = iter([keys for keys in before if keys in after])
    turn = next(waiting, None)
    for keys in after:
        if keys not in before:
            continue
        while turn in moved:
            turn = next(waiting, None)
        if keys == turn:
            turn = next(waiting, None)
        else:
            moved.add(keys)
    return moved


def _is_line_of_values(old: Branch, new: Branch) -> bool:
    """True when invisible leaves changed that are all which a statement holds: its line goes and comes.

    Not so for an entry of an ordered list, which would lose its place.
    """
    if new.keys and new.node.flags & Flag.USER_ORDERED:
        return False
    if not all(shape.is_loose(item) for each in (old, new) for item in each.children.values()):
        return False
    return _loose_values(old) != _loose_values(new)


def _loose_values(branch: Branch) -> dict[str, str | None]:
    return {name: item.value for name, item in branch.children.items() if isinstance(item, Leaf)}


def lines(old: Branch, new: Branch, base: Path = (), *, mask: bool = False) -> Iterator[str]:
    """The lines of `show | compare` at the hierarchy `base`; none when nothing differs there."""
    return without_pauses(compared(old, new, base, mask=mask))


def compared(old: Branch, new: Branch, base: Path = (), *, mask: bool = False) -> Lines:
    """The same in slices."""
    one, other = lookup(old, base), lookup(new, base)
    sample = other if other is not None else one
    if sample is None or one is other:
        return iter(())
    level = base if isinstance(sample, Branch) else base[:-1]
    node = level[-1].node if level else new.node
    left, right = (_level_branch(item, node) for item in (one, other))
    words = tuple(_words_to(level, new.node, mask=mask))
    return _Comparer(TextWriter(mask)).level(left, right, _Place(words, 0, node))


def _words_to(path: Path, parent: Node, *, mask: bool) -> Iterator[str]:
    """The words of a hierarchy as they stand in a header, each quoted where its level asks for it."""
    for step in path:
        yield from shape.head_words(Branch(step.node, step.values), parent, mask=mask)
        parent = step.node


def _level_branch(item: Item | None, node: Node) -> Branch:
    """The level to compare: a branch, or one that holds only the leaf or list that was asked for."""
    if item is None:
        return Branch(node)
    return item if isinstance(item, Branch) else Branch(node, children={item.node.name: item})
