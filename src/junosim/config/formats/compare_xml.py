"""Two trees compared as elements: what leads from one to the other, with the operations of NETCONF.

    <interfaces>
        <interface>
            <name>ge-0/0/0</name>
            <mtu nc:operation="delete"/>
            <mtu nc:operation="create">3000</mtu>
        </interface>
    </interfaces>

What is not marked is where the marked statements stand. A mark or a comment alone is a `merge`; an entry of an
ordered list that came or moved says behind which one it stands (documentation of `compare | display xml`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.config import comments
from junosim.config.formats import fields, shape
from junosim.config.formats.compare_text import moved_entries
from junosim.config.formats.xml import INDENT, PAD, XmlWriter, leaf_line
from junosim.config.tree import Branch, Entries, Item, Leaf, Mark, Values
from junosim.schema.node import Flag
from junosim.slices import Beat, collected
from junosim.text import xml_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.config.tree import Keys
    from junosim.slices import Lines, Slices

SPACES: Final = (
    ' xmlns:nc="urn:ietf:params:xml:ns:netconf:base:1.0" xmlns:yang="urn:ietf:params:xml:ns:yang:1"'
)
_CREATE: Final = ' nc:operation="create"'
_DELETE: Final = ' nc:operation="delete"'
_MERGE: Final = ' nc:operation="merge"'
_MARKS: Final = (
    (Mark.PROTECTED, ' protect="protect"', ' unprotect="unprotect"'),
    (Mark.INACTIVE, ' inactive="inactive"', ' active="active"'),
)


def configuration(
    old: Branch, new: Branch, *, mask: bool = False, attributes: str = "", pad: str = PAD
) -> Lines:
    """The element `configuration` with what `new` has other than `old`; nothing where they are the same."""
    inside = yield from collected(_Comparer(mask).level(old, new, pad))
    if inside:
        yield f"<configuration{attributes}{SPACES}>"
        yield from inside
        yield "</configuration>"


class _Comparer:
    """Writes what leads from one tree to another; `mask` hides secrets."""

    def __init__(self, mask: bool) -> None:
        self._mask = mask
        self._writer = XmlWriter(mask)
        self._beat = Beat()

    def level(self, old: Branch, new: Branch, pad: str) -> Lines:
        """What differs in a container or an entry."""
        if old is new:
            return
        for item in shape.ordered(Branch(new.node, (), {**old.children, **new.children})):
            if self._beat.due():
                yield None
            yield from self._pair(old.children.get(item.node.name), new.children.get(item.node.name), pad)

    def _pair(self, old: Item | None, new: Item | None, pad: str) -> Lines:
        if old is new:
            return
        if isinstance(old, Entries) or isinstance(new, Entries):
            assert not isinstance(old, Branch | Leaf | Values)
            assert not isinstance(new, Branch | Leaf | Values)
            yield from self._entries(old, new, pad)
        elif isinstance(old, Branch) and isinstance(new, Branch):
            yield from self._both(old, new, pad)
        elif isinstance(old, Leaf) and isinstance(new, Leaf) and old.value == new.value:
            yield from self._comment(old, new, pad)
            if note := _metadata(old, new):
                yield pad + self._line(new, new.value, note)
        elif isinstance(old, Values) and isinstance(new, Values):
            yield from self._values(old, new, pad)
        else:
            if old is not None:
                yield from self._deleted(old, pad)
            if new is not None:
                yield from self._created(new, pad)

    def _both(self, old: Branch, new: Branch, pad: str, place: str = "") -> Lines:
        inside = yield from collected(self.level(old, new, pad + " " * INDENT))
        comment = [*self._comment(old, new, pad)]
        note = _metadata(old, new)
        if place:
            note = f"{note or _MERGE}{place}"
        if inside or comment or note:
            yield from comment
            yield f"{pad}<{new.node.name}{note}>"
            yield from self._keys(new, pad + " " * INDENT)
            yield from inside
            yield f"{pad}</{new.node.name}>"

    # ------------------------------------------------------------------ lists

    def _entries(self, old: Entries | None, new: Entries | None, pad: str) -> Lines:
        before = old.entries if old is not None else {}
        after = new.entries if new is not None else {}
        for keys, entry in before.items():
            if keys not in after:
                yield from self._deleted(entry, pad)
        is_ordered = new is not None and bool(new.node.flags & Flag.USER_ORDERED)
        moved = moved_entries(before, after) if is_ordered else set()
        last: Branch | None = None
        for entry in (yield from self._order(before, after, new)):
            if self._beat.due():
                yield None
            held = before.get(entry.keys)
            place = self._place(last) if is_ordered and (entry.keys in moved or held is None) else ""
            if held is None:
                yield from self._created(entry, pad, place)
            else:
                yield from self._both(held, entry, pad, place)
            last = entry

    def _order(
        self, before: dict[Keys, Branch], after: dict[Keys, Branch], new: Entries | None
    ) -> Slices[list[Branch]]:
        """The entries that there are now, in the order of display; of lists without one of their own what differs."""
        if new is None:
            return []
        if new.node.flags & Flag.USER_ORDERED:
            return list(after.values())
        touched = {keys: entry for keys, entry in after.items() if before.get(keys) is not entry}
        return (yield from shape.in_order(Entries(new.node, touched)))

    def _place(self, last: Branch | None) -> str:
        """Behind which entry one stands that came or moved."""
        if last is None:
            return ' yang:insert="first"'
        shown = fields.key_fields(last, mask=self._mask)
        keys = "".join(f"[{name}={_quoted(value or '')}]" for _, name, value in shown)
        return f' yang:insert="after" yang:key="{xml_text(keys)}"'

    def _values(self, old: Values, new: Values, pad: str) -> Lines:
        """Values that went and came; all of them where those that stay have another order."""
        kept = [value for value in old.values if value in new.values]
        if kept != [value for value in new.values if value in old.values]:
            kept = []
        yield from self._comment(old, new, pad)
        for values, operation in ((old, _DELETE), (new, _CREATE)):
            for value in values.values:
                if value not in kept:
                    yield pad + self._line(values, value, operation)
        if (note := _metadata(old, new)) and new.values:
            yield pad + self._line(new, new.values[0], note)

    # ------------------------------------------------------------------ statements as a whole

    def _created(self, item: Item, pad: str, place: str = "") -> Lines:
        note = f"{_CREATE}{place}"
        if isinstance(item, Entries):
            for entry in (yield from shape.in_order(item)):
                yield from self._created(entry, pad)
            return
        yield from self._comment(None, item, pad)
        marks = self._writer.attributes(item)
        if isinstance(item, Branch):
            yield f"{pad}<{item.node.name}{note}{marks}>"
            yield from self._writer.level(item, pad + " " * INDENT)
            yield f"{pad}</{item.node.name}>"
        else:
            for value in item.values if isinstance(item, Values) else (item.value,):
                yield pad + self._line(item, value, note + marks)

    def _deleted(self, item: Item, pad: str) -> Lines:
        if isinstance(item, Entries):
            for entry in (yield from shape.in_order(item)):
                yield from self._deleted(entry, pad)
        elif isinstance(item, Branch) and item.keys:
            yield f"{pad}<{item.node.name}{_DELETE}>"
            yield from self._keys(item, pad + " " * INDENT)
            yield f"{pad}</{item.node.name}>"
        elif isinstance(item, Values):
            for value in item.values:
                yield pad + self._line(item, value, _DELETE)
        else:
            yield f"{pad}<{item.node.name}{_DELETE}/>"

    # ------------------------------------------------------------------ lines

    def _keys(self, entry: Branch, pad: str) -> Iterator[str]:
        for _, name, value in fields.key_fields(entry, mask=self._mask) if entry.keys else ():
            yield pad + leaf_line(name, value)

    def _line(self, item: Leaf | Values, value: str | None, attributes: str) -> str:
        text = None if value is None else fields.shown(item.node, value, mask=self._mask)
        return leaf_line(item.node.name, text, attributes)

    @staticmethod
    def _comment(old: Branch | Leaf | Values | None, new: Branch | Leaf | Values, pad: str) -> Iterator[str]:
        """A comment that went, and one that came."""
        before = None if old is None else old.comment
        if before == new.comment:
            return
        if before is not None:
            yield f"{pad}<junos:comment{_DELETE}/>"
        if new.comment is not None:
            text = xml_text(comments.shown(new.comment), lines=True)
            yield from f"{pad}<junos:comment{_CREATE}>{text}</junos:comment>".split("\n")


def _metadata(old: Branch | Leaf | Values, new: Branch | Leaf | Values) -> str:
    """The attributes of a statement whose marks differ, or whose comment does."""
    said = "".join(on if new.mark & mark else off for mark, on, off in _MARKS if (old.mark ^ new.mark) & mark)
    return f"{_MERGE}{said}" if said or old.comment != new.comment else ""


def _quoted(value: str) -> str:
    """A literal of XPath 1.0, in which a value with both kinds of quotes cannot be."""
    return f'"{value}"' if "'" in value else f"'{value}'"
