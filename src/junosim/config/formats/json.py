"""The JSON form of a configuration, as releases from 16.1 on write it.

A statement is a member of the object of its level; entries of a list are an array of objects whose brackets
stand in the column of the name, values of a leaf-list an array in one line, what has nothing below it is
`[null]`. Attributes are in `"@"` of an object and in `"@NAME"` beside a leaf. A blank follows a comma also at the
end of a line, as captures of 18.2 to 22.2 have it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from junosim.config import comments
from junosim.config.formats import fields, shape
from junosim.config.tree import Branch, Entries, Item, Leaf, Mark, Values
from junosim.slices import without_pauses

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from junosim.schema.node import Node
    from junosim.slices import Lines

INDENT = 4
NOTHING = "[null]"
_MORE = ", "  # ends a member that others follow
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)\Z", re.ASCII)
_INTEGER_TYPE = re.compile(r"[iu](8|16|32|64)\Z")
# Text in the model, but bare in captures: the name of a unit, and VLANs.
_NUMBERED_LIST = "unit"
_NUMBERED_LEAVES = frozenset({"vlan-id"})


@dataclass(frozen=True, slots=True)
class JsonWriter:
    """Writes trees as members of objects; `mask` hides secrets from those who may not see them."""

    mask: bool = False

    def level(self, branch: Branch, pad: str = "", before: tuple[str, ...] = ()) -> Lines:
        """The members of the object of a branch; `before` are members (lines without a comma) in front of them."""
        items = shape.ordered(branch)
        heads = [*before, *self._keys(branch)]
        for head in heads[: len(heads) if items else -1]:
            yield pad + head + _MORE
        if heads and not items:
            yield pad + heads[-1]
        for place, item in enumerate(items, 1):
            yield from self._item(item, pad, _MORE if place < len(items) else "")

    def object(self, branch: Branch, pad: str, head: str, end: str) -> Lines:
        """An object with the attributes and members of a branch; `head` is its name, `end` what follows it."""
        yield f"{pad}{head}{{"
        inner = pad + " " * INDENT
        attributes = _attributes(branch)
        if attributes:
            yield from attribute_lines(
                "@", attributes, inner, _MORE if branch.keys or branch.children else ""
            )
        yield from self.level(branch, inner)
        yield f"{pad}}}{end}"

    def _keys(self, branch: Branch) -> Iterator[str]:
        for leaf, name, value in fields.key_fields(branch, mask=self.mask) if branch.keys else ():
            numbered = branch.node.name == _NUMBERED_LIST
            yield f"{_text(name)} : {NOTHING if value is None else _value(leaf, value, numbered=numbered)}"

    def _item(self, item: Item, pad: str, end: str) -> Lines:
        name = item.node.name
        if isinstance(item, Entries):
            entries = yield from shape.in_order(item)
            yield f"{pad}{_text(name)} : ["
            for place, entry in enumerate(entries, 1):
                yield from self.object(entry, pad, "", _MORE if place < len(entries) else "")
            yield f"{pad}]{end}"
        elif isinstance(item, Branch) and item.children:
            yield from self.object(item, pad, f"{_text(name)} : ", end)
        else:
            attributes = _attributes(item)
            if attributes:
                yield from attribute_lines(f"@{name}", attributes, pad, _MORE)
            yield f"{pad}{_text(name)} : {self._leaf(item)}{end}"

    def _leaf(self, item: Branch | Leaf | Values) -> str:
        if isinstance(item, Values):
            shown = [fields.shown(item.node, value, mask=self.mask) for value in item.values]
            return f"[{', '.join(_value(item.node, value) for value in shown)}]"
        if isinstance(item, Branch) or item.value is None:
            return NOTHING
        return _value(item.node, fields.shown(item.node, item.value, mask=self.mask))


def _value(leaf: Node, value: str, *, numbered: bool = False) -> str:
    """A value: bare where it is an integer by its type (or is `numbered`) and is written as one, else a string."""
    numbered = numbered or leaf.name in _NUMBERED_LEAVES
    numbered = numbered or (leaf.type is not None and _INTEGER_TYPE.match(leaf.type.base) is not None)
    return value if numbered and _INTEGER.match(value) else _text(value)


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _attributes(item: Branch | Leaf | Values) -> dict[str, str | bool]:
    """Marks and comment."""
    found: dict[str, str | bool] = {}
    if item.mark & Mark.PROTECTED:
        found["protect"] = True
    if item.mark & Mark.INACTIVE:
        found["inactive"] = True
    if item.comment is not None:
        found["comment"] = comments.shown(item.comment)
    return found


def attribute_lines(name: str, attributes: Mapping[str, str | bool], pad: str, end: str) -> Iterator[str]:
    """The object of attributes with the name `@` or `@NAME`."""
    yield f"{pad}{_text(name)} : {{"
    for place, (word, value) in enumerate(attributes.items(), 1):
        shown = json.dumps(value, ensure_ascii=False)
        yield f"{pad}{' ' * INDENT}{_text(word)} : {shown}{_MORE if place < len(attributes) else ''}"
    yield f"{pad}}}{end}"


def lines(branch: Branch, *, mask: bool = False) -> Iterator[str]:
    """The JSON form of a tree, without line ends: an object with the one member `configuration`."""
    return without_pauses(configuration(branch, {}, None, mask=mask))


def configuration(
    root: Branch, attributes: Mapping[str, str], version: str | None, *, mask: bool = False
) -> Lines:
    """As `lines`, with the attributes of the configuration and the release in the member `version`."""
    outer, inner = " " * INDENT, " " * (2 * INDENT)
    stated = version is not None and "version" not in root.children
    before = (f'"version" : {_text(version or "")}',) if stated else ()
    yield "{"
    yield f'{outer}"configuration" : {{'
    if attributes:
        yield from attribute_lines("@", attributes, inner, _MORE if before or root.children else "")
    yield from JsonWriter(mask).level(root, inner, before)
    yield f"{outer}}}"
    yield "}"
