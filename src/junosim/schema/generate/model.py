"""Statements of one or several releases, between facts files and grammar files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.schema.types import TypeSpec

Releases: TypeAlias = frozenset[str]
Orders: TypeAlias = list[tuple[Releases, tuple[str, ...]]]  # `order` lines


@dataclass(frozen=True, slots=True)
class Head:
    """Everything about a statement but what stands below it; equal heads of two releases become one line.

    kind      `box`, `list`, `leaf`, `leaves`, `flag`; `choice` and `include` have a name only
    shapes    words of the grammar language, in the order they are written
    settings  (word, value) pairs: `default`, `unit`, `max`
    """

    kind: str
    name: str
    type: TypeSpec | None = None
    keys: tuple[str, ...] = ()
    shapes: tuple[str, ...] = ()
    settings: tuple[tuple[str, str], ...] = ()
    rules: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Statement:
    """A statement with its members, and the releases it stands in."""

    head: Head
    releases: Releases
    members: list[Statement] = field(default_factory=list)
    orders: Orders = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str]:
        """What two statements of one body must agree in to be the same in two releases."""
        kind = self.head.kind
        return (kind if kind in ("choice", "include") else "statement", self.head.name)

    @property
    def order_name(self) -> str:
        """The name in an `order` line."""
        kind = self.head.kind
        return f"{kind} {self.head.name}" if kind in ("choice", "include") else self.head.name

    def walk(self) -> Iterator[Statement]:
        """This statement and all below it, without those of included fragments."""
        yield self
        for member in self.members:
            yield from member.walk()


@dataclass(slots=True)
class Fragment:
    """A named body, and the releases that have it (one may have it empty)."""

    name: str
    releases: Releases
    members: list[Statement] = field(default_factory=list)
    orders: Orders = field(default_factory=list)


@dataclass(slots=True)
class Language:
    """All statements of some releases; `top` is the body of the root."""

    releases: Releases
    titles: dict[str, str]
    fragments: dict[str, Fragment]
    top: Fragment
