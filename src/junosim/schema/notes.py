"""Annotations: what people say about statements, by path, laid over the statements of a release.

The notes of one file become a tree of overlays, words as branches. An overlay is plain data, so that it is cached
like the statements: `{"f": {fact: value}, "c": {word: overlay}}`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from junosim.schema.node import Flag, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from junosim.schema.node import Node
    from junosim.schema.statements import Note
    from junosim.schema.types import TypeSpec

FLAGS = {
    "secret": Flag.SECRET,
    "hidden": Flag.HIDDEN,
    "unique": Flag.UNIQUE,
    "one-line": Flag.ONE_LINE,
    "quoted": Flag.QUOTED,
    "joined": Flag.JOINED,
    "always-grouped": Flag.ALWAYS_GROUPED,
}
HOLDS_FOR = {
    "joined": (Kind.CONTAINER,),
    "one-line": (Kind.CONTAINER, Kind.LIST),
    "quoted": (Kind.LEAF, Kind.LEAF_LIST),
    "always-grouped": (Kind.LIST,),
}
_NOT_ATTRIBUTES = frozenset({"type", "flags", "word", "unit", "default", "value-help", "as-root"})


@dataclass(slots=True)
class Overlay:
    """What is said about one statement, and about the ones below it."""

    facts: dict[str, Any] = field(default_factory=dict)
    below: dict[str, Overlay] = field(default_factory=dict)

    def to_data(self) -> dict[str, Any]:
        """The plain form."""
        return {"f": self.facts, "c": {word: child.to_data() for word, child in self.below.items()}}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Overlay:
        """The overlay of a plain form."""
        return cls(dict(data["f"]), {word: cls.from_data(child) for word, child in data["c"].items()})

    def child(self, word: str) -> tuple[Overlay, ...]:
        """What is said about the statement `word` below: nothing or one overlay; the same objects each time."""
        found = self.below.get(word)
        return () if found is None else (found,)


NOTHING = Overlay()


def overlay_of(notes: Iterable[Note], release: str) -> Overlay:
    """All notes that hold in `release`; a later line adds to and wins over an earlier one."""
    top = Overlay()
    for note in notes:
        if note.releases is not None and release not in note.releases:
            continue
        here = top
        for word in note.path:
            here = here.below.setdefault(word, Overlay())
        for name, value in note.facts.items():
            if isinstance(value, dict):
                here.facts.setdefault(name, {}).update(value)
            else:
                here.facts[name] = value
    return top


def apply(facts: Mapping[str, Any], node: Node) -> None:
    """Change a node that nobody has seen yet as the facts say."""
    for name in facts.get("flags", ()):
        if node.kind in HOLDS_FOR.get(name, Kind):
            node.flags |= FLAGS[name]
    node.word = facts.get("word", node.word)
    node.unit = facts.get("unit", node.unit)
    if "type" in facts and node.type is not None:
        node.type = replace(node.type, base=facts["type"])
    node.default = facts.get("default", node.default)
    helps = facts.get("value-help")
    if helps and node.type is not None:
        node.type = _with_helps(node.type, helps)
    attributes = {name: value for name, value in facts.items() if name not in _NOT_ATTRIBUTES}
    if attributes:
        node.attributes = {**node.attributes, **attributes}


def _with_helps(spec: TypeSpec, helps: Mapping[str, str]) -> TypeSpec:
    words = tuple(replace(word, help=helps.get(word.word, word.help)) for word in spec.words)
    return replace(spec, words=words, members=tuple(_with_helps(member, helps) for member in spec.members))
