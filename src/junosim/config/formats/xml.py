"""The XML form of a configuration: one element a statement, four columns a level, one line a leaf."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from junosim.config import comments
from junosim.config.formats import fields, shape
from junosim.config.groups.view import Origins
from junosim.config.tree import Branch, Entries, Item, Leaf, Mark, Values
from junosim.schema.node import Kind
from junosim.slices import without_pauses
from junosim.text import xml_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from junosim.config.groups.definitions import Origin
    from junosim.slices import Lines

INDENT = 4
PAD = " " * (2 * INDENT)
CHANGED = ' junos:changed="changed"'
KEY = ' junos:key="key"'
GROUP, RANGE = "group", "interface-range"
SOURCES = frozenset({GROUP, RANGE})


@dataclass(frozen=True, slots=True)
class XmlWriter:
    """Writes trees as elements; `mask` hides secrets from those who may not see them.

    `changed` are the ids of items whose elements say that they, or something in them, have changed. `origins` tells
    of inherited statements where they come from, for the kinds of sources in `told`. With `names_keys`, the keys of
    list entries are marked as such.
    """

    mask: bool = False
    changed: frozenset[int] = frozenset()
    origins: Origins = field(default_factory=Origins)
    told: frozenset[str] = SOURCES
    names_keys: bool = False

    def level(self, branch: Branch, pad: str = "") -> Lines:
        """The lines of what a branch holds, the keys of an entry first."""
        key = KEY if self.names_keys else ""
        for _, name, value in fields.key_fields(branch, mask=self.mask) if branch.keys else ():
            yield f"{pad}{leaf_line(name, value, key)}"
        for item in shape.ordered(branch):
            yield from self._item(item, pad)

    def _item(self, item: Item, pad: str) -> Lines:
        if isinstance(item, Entries):
            for entry in (yield from shape.in_order(item)):
                yield from self._branch(entry, pad)
        elif isinstance(item, Branch):
            yield from self._branch(item, pad)
        else:
            yield from _comment(item, pad)
            name, attributes = item.node.name, self.attributes(item)
            inherited = self.origins.values.get(id(item)) if isinstance(item, Values) else None
            for value in item.values if isinstance(item, Values) else (item.value,):
                text = None if value is None else fields.shown(item.node, value, mask=self.mask)
                origin = "" if inherited is None else self._origin(inherited.get(value or ""))
                yield f"{pad}{leaf_line(name, text, attributes + origin)}"

    def _branch(self, branch: Branch, pad: str) -> Lines:
        name = branch.node.name
        yield from _comment(branch, pad)
        yield f"{pad}<{name}{self.attributes(branch)}>"
        yield from self.level(branch, pad + " " * INDENT)
        yield f"{pad}</{name}>"

    def attributes(self, item: Branch | Leaf | Values) -> str:
        """Marks, that the item has changed, and what it was inherited from."""
        protect = ' protect="protect"' if item.mark & Mark.PROTECTED else ""
        inactive = ' inactive="inactive"' if item.mark & Mark.INACTIVE else ""
        changed = CHANGED if id(item) in self.changed else ""
        return protect + inactive + changed + self._origin(self.origins.items.get(id(item)))

    def _origin(self, known: Origin | None) -> str:
        kind = "" if known is None else RANGE if known.is_range else GROUP
        return "" if known is None or kind not in self.told else f' junos:{kind}="{xml_text(known.name)}"'


def leaf_line(name: str, value: str | None, attributes: str = "") -> str:
    """The element of a leaf; None is the value of one that has none."""
    if value is None:
        return f"<{name}{attributes}/>"
    return f"<{name}{attributes}>{xml_text(value)}</{name}>"


def _comment(item: Branch | Leaf | Values, pad: str) -> Iterator[str]:
    if item.comment is not None:
        text = xml_text(comments.shown(item.comment), lines=True)
        yield from f"{pad}<junos:comment>{text}</junos:comment>".split("\n")


def lines(branch: Branch, *, mask: bool = False) -> Iterator[str]:
    """The XML form of what a branch holds, without line ends and without an element around it."""
    return without_pauses(XmlWriter(mask).level(branch))


def configuration(
    root: Branch,
    attributes: Mapping[str, str],
    version: str | None,
    writer: XmlWriter | None = None,
    *,
    pad: str = PAD,
) -> Lines:
    """The element `configuration` with these attributes; `version` is the release in its first element.

    What it holds stands `pad` further right: eight columns in captures of the CLI.
    """
    assert root.node.kind is Kind.CONTAINER
    writer = writer or XmlWriter()
    given = "".join(f' {name}="{xml_text(value)}"' for name, value in attributes.items())
    yield f"<configuration{given}{CHANGED if writer.changed else ''}>"
    if version is not None and "version" not in root.children:
        yield f"{pad}<version>{xml_text(version)}</version>"
    yield from writer.level(root, pad)
    yield "</configuration>"
