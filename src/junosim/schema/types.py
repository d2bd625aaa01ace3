"""Value types: what a leaf takes, as data. `junosim.schema.values` checks texts against them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pattern:
    """A POSIX extended regular expression that a text must match, or with `negated` must not match."""

    regex: str
    message: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class EnumWord:
    """One word of an enumeration, with the rules that hold when it is used, and its help text."""

    word: str
    deprecated: bool = False
    rules: tuple[tuple[str, str], ...] = ()
    help: str = ""


@dataclass(frozen=True, slots=True)
class TypeSpec:
    """The type of a value.

    base      `str`, `secret`, `u8` … `i64`, `dec2` (a decimal with that many places), `enum`, `literal` (one
              word, in `words`), `union` (of `members`), or the name of a Junos type (`ipaddr`,
              `interface-name`, `time`, …)
    ranges    (low, high) pairs as written in the grammar: the range of a number or the length of a string
    wildcard  also takes `<wildcard>` (in groups) or `$variable` (in dynamic profiles)
    """

    base: str
    ranges: tuple[tuple[str, str], ...] = ()
    pattern: Pattern | None = None
    words: tuple[EnumWord, ...] = ()
    members: tuple[TypeSpec, ...] = ()
    wildcard: bool = False
