"""The text form of an inherited view, which says of each inherited statement where it comes from.

##
## 'one' was inherited from group 'node'
##
host-name one;
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from junosim.config.formats import shape
from junosim.config.formats.text import TextWriter, comment_above
from junosim.config.groups.view import Origins
from junosim.config.tree import Branch, Entries, Item, Leaf, Values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.config.groups.definitions import Origin
    from junosim.slices import Slices


class Style(Enum):
    """How origins are told: in a block above the line, in lines without the frame, behind the line, or not at all."""

    FULL = "full"
    BRIEF = "brief"
    TERSE = "terse"
    SILENT = "no-comments"


@dataclass(frozen=True, slots=True)
class InheritedTextWriter(TextWriter):
    """Writes a view as text. Entries that are inherited stand behind those of the tree [as captured]."""

    origins: Origins = field(default_factory=Origins)
    style: Style = Style.FULL

    def _told(
        self, line: str, pad: str, item: Branch | Leaf | Values, *beside: Leaf, whole: bool = False
    ) -> Iterator[str]:
        remarks: list[str] = []
        if self.style is not Style.SILENT:
            remarks += self._remarks(item, whole=whole)
            remarks += (remark for leaf in beside for remark in self._remarks(leaf))
        yield from comment_above(item, pad)
        if remarks and self.style is Style.TERSE:
            yield f"{line} ## {', '.join(remarks)}"
            return
        frame = [f"{pad}##"] if remarks and self.style is Style.FULL else []
        yield from (*frame, *(f"{pad}## {remark}" for remark in remarks), *frame)
        yield line

    def _ordered(self, entries: Entries) -> Slices[list[Branch]]:
        ordered = yield from shape.in_order(entries)
        inherited = [entry for entry in entries.entries.values() if id(entry) in self.origins.items]
        return [entry for entry in ordered if id(entry) not in self.origins.items] + inherited

    def _remarks(self, item: Item, *, whole: bool = False) -> Iterator[str]:
        """Where a statement comes from; with `whole` all below it too."""
        known = self.origins.items.get(id(item))
        if known is not None:
            yield _remark(self._name(item), known)
        if isinstance(item, Values):
            for value, origin in self.origins.values.get(id(item), {}).items():
                yield _remark(value, origin)
        if whole and isinstance(item, Branch):
            for child in shape.ordered(item):
                for part in shape.ordered_entries(child) if isinstance(child, Entries) else [child]:
                    yield from self._remarks(part, whole=True)

    def _name(self, item: Item) -> str:
        """What a statement is called: its key, its value, or its word."""
        secret = self.mask and item.node.is_secret
        if isinstance(item, Branch) and item.keys:
            return " ".join(item.keys)
        if isinstance(item, Leaf) and item.value is not None:
            return shape.MASK if secret else item.value
        return item.node.word


def _remark(name: str, origin: Origin) -> str:
    if origin.is_range:
        return f"'{name}' was expanded from interface-range '{origin.name}'"
    return f"'{name}' was inherited from group '{origin.name}'"
