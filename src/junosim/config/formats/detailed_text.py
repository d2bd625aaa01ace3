"""The text form with what the schema says of each statement, as `| display detail` shows it.

##
## host-name: Name of the device
## require: system
##
host-name r1;
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from junosim.config.formats.text import TextWriter, comment_above
from junosim.config.tree import Branch, Entries, Item, Leaf, Values
from junosim.schema import numbers
from junosim.slices import Beat

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from junosim.schema.node import Node
    from junosim.schema.types import TypeSpec
    from junosim.slices import Slices


@dataclass(frozen=True, slots=True)
class DetailedTextWriter(TextWriter):
    """Writes a tree as text with a block above each statement; `required` are their permissions, by the item's id."""

    required: Mapping[int, str] = field(default_factory=dict)

    def _told(
        self, line: str, pad: str, item: Branch | Leaf | Values, *beside: Leaf, whole: bool = False
    ) -> Iterator[str]:
        facts = [fact for part in (item, *beside) for fact in _facts(part)]
        if whole and isinstance(item, Branch):
            facts += (fact for part in _below(item) for fact in _facts(part))
        permission = self.required.get(id(item))
        yield from comment_above(item, pad)
        yield from (pad + note for note in self.notes.above(item))
        if facts:
            asked = [f"require: {permission}"] if permission is not None else []
            yield from block((*facts, *asked), pad)
        yield line


def block(facts: tuple[str, ...], pad: str = "") -> Iterator[str]:
    """The lines of a block of facts."""
    yield f"{pad}##"
    for fact in facts:
        yield f"{pad}## {fact}"
    yield f"{pad}##"


def described(node: Node) -> Iterator[str]:
    """What the schema says of a statement: its help text, and what its values may be."""
    yield f"{node.word}: {node.help}" if not node.has_no_word else node.help
    leaves = [node.by_name[name] for name in node.keys] if node.keys else [node]
    for leaf in leaves:
        if leaf.type is not None:
            yield from _limits(leaf.type)
        if leaf.unit:
            yield f"units: {leaf.unit.replace('_', ' ')}"


def permissions_in(root: Branch) -> Slices[dict[int, str]]:
    """The permission that each statement of a tree asks for: its own, or that of the nearest one it lies in."""
    found: dict[int, str] = {}
    waiting: list[tuple[Item, str | None]] = [(root, None)]
    beat = Beat()
    while waiting:
        item, inherited = waiting.pop()
        if beat.due():
            yield
        flag = item.node.attributes.get("view", inherited)
        if flag is not None:
            found[id(item)] = flag
        if isinstance(item, Entries):
            waiting += ((entry, flag) for entry in item.entries.values())
        elif isinstance(item, Branch):
            waiting += ((child, flag) for child in item.children.values())
    return found


def _facts(item: Branch | Leaf | Values) -> Iterator[str]:
    """The facts of one statement; a container that only holds others has none."""
    if not isinstance(item, Branch) or item.keys or not item.children:
        yield from described(item.node)


def _below(branch: Branch) -> Iterator[Branch | Leaf | Values]:
    """All statements in a branch, which stand on its line."""
    for item in branch.children.values():
        for part in item.entries.values() if isinstance(item, Entries) else (item,):
            yield part
            if isinstance(part, Branch):
                yield from _below(part)


def _limits(spec: TypeSpec) -> Iterator[str]:
    """The pattern of a string, the ranges of a number."""
    if spec.pattern is not None:
        yield f"match: {'!' if spec.pattern.negated else ''}{spec.pattern.regex}"
    if spec.base in numbers.BOUNDS:
        for low, high in numbers.integer_ranges(spec.base, spec.ranges):
            yield f"range: {low} .. {high}"
    for member in spec.members:
        yield from _limits(member)
