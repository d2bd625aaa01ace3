"""What a grammar file says, as read and before it is compiled for one release: statements and notes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from junosim.schema.node import Kind
    from junosim.schema.types import EnumWord, Pattern, TypeSpec

Releases: TypeAlias = "frozenset[str] | None"
Rule: TypeAlias = tuple[str, str]


@dataclass(slots=True)
class Statement:
    """A statement; `releases` is None when it stands in all. `settings` holds `default`, `help`, `rpc`, …"""

    kind: Kind
    name: str
    line: int
    releases: Releases = None
    written: tuple[NamedType, ...] = ()
    type: TypeSpec | None = None
    keys: tuple[str, ...] = ()
    shapes: frozenset[str] = frozenset()
    settings: dict[str, str] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    body: list[Member] = field(default_factory=list)
    is_command: bool = False


@dataclass(slots=True)
class Include:
    """The members of a fragment; `file` is None for a fragment of the same file."""

    file: str | None
    fragment: str
    line: int
    releases: Releases = None


@dataclass(slots=True)
class Choice:
    """A choice, or with `is_case` one of its cases."""

    name: str
    body: list[Member]
    releases: Releases = None
    is_case: bool = False


@dataclass(slots=True)
class Guarded:
    """Members that stand in some releases only."""

    releases: Releases
    body: list[Member]


@dataclass(slots=True)
class Order:
    """Another order of some members; `names` are as `member_name` gives them."""

    names: list[str]
    line: int
    releases: Releases = None


@dataclass(slots=True)
class Must:
    """A commit rule in the body of the statement that bears it."""

    rule: Rule


Member: TypeAlias = Statement | Include | Choice | Guarded | Order | Must


@dataclass(slots=True)
class GrammarFile:
    """All of one file: fragments, top-level statements (commands), named types, releases."""

    fragments: dict[str, list[Member]] = field(default_factory=dict)
    statements: list[Member] = field(default_factory=list)
    enums: dict[str, tuple[EnumWord, ...]] = field(default_factory=dict)
    patterns: dict[str, Pattern] = field(default_factory=dict)
    releases: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Note:
    """One line of an annotation file: a path of XML names and `*`, and facts by name."""

    path: tuple[str, ...]
    facts: dict[str, Any]
    line: int
    releases: Releases = None


@dataclass(slots=True)
class NamedType:
    """A type as written: the pattern is still a name, the base may be the name of an enumeration."""

    spec: TypeSpec
    pattern: str | None
    line: int


def member_name(member: Member) -> str:
    """The name of a member in an `order` list: `a`, `include b`, `choice c`."""
    if isinstance(member, Statement):
        return member.name
    if isinstance(member, Include):
        return f"include {member.fragment}"
    if isinstance(member, Choice):
        return f"choice {member.name}"
    return ""
