"""Reads RPC facts: one operational command a block, with its arguments (the generator's input).

    R get-interface-information "show interfaces" from=22.4R1 out=interface-information
     f level-extra {detail,terse,brief,descriptions}
     + command-forwarding
    G command-forwarding
    P P1 "^[a-zA-Z0-9_-]{1,63}$" "message"

An `R` line names the RPC and, in quotes, the words of its command (`-` when they are not known). The lines
below it are its arguments, indented by one blank for each level: KIND NAME [TYPE] [ATTRIBUTE…] with the kinds
and types of the configuration facts. `G` opens a group that a `+` line refers to; `P` lines hold the patterns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from junosim.errors import GrammarError
from junosim.schema.read import unquoted

if TYPE_CHECKING:
    from collections.abc import Iterable

_RPC = re.compile(r'R (\S+) (?:"([^"]*)"|-)')
_PATTERN = re.compile(r'P (P\d+) (".*") (".*")$')
_REFERENCE = re.compile(r",?(P\d+)\)")


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument, or a group of them.

    kind        `f` a leaf, `L` a leaf-list, `c` a container, `?` a choice among `members`, `+` a named group
    type        the type as written (`u32(0..49)*`), "" for a container or choice; a pattern is taken out of it
    attributes  what follows: `req`, `dep`, `user`; `def=…` and `unit=…` with their values
    pattern     regular expression and message; one that must not match starts with `!`
    """

    kind: str
    name: str
    type: str = ""
    attributes: tuple[str, ...] = ()
    members: tuple[Argument, ...] = ()
    pattern: tuple[str, str] | None = None

    def attribute(self, name: str) -> str | None:
        """The value of an attribute: "" for a bare one, None when it is absent."""
        for attribute in self.attributes:
            key, _, value = attribute.partition("=")
            if key == name:
                return value
        return None


@dataclass(frozen=True, slots=True)
class Rpc:
    """One RPC; `words` are those of its command, empty when no source gives them."""

    name: str
    words: tuple[str, ...]
    arguments: tuple[Argument, ...]


@dataclass(slots=True)
class RpcFacts:
    """The content of one file."""

    rpcs: list[Rpc] = field(default_factory=list)
    groups: dict[str, tuple[Argument, ...]] = field(default_factory=dict)


@dataclass(slots=True)
class _Block:
    """An unindented line and the argument lines below it, each with its depth and line number."""

    head: str
    number: int
    lines: list[tuple[int, str, int]] = field(default_factory=list)


def read(lines: Iterable[str]) -> RpcFacts:
    """Read a file of RPC facts. Raises GrammarError with the line number."""
    blocks = _blocks(lines)
    patterns = {}
    for block in blocks:
        if match := _PATTERN.match(block.head):
            patterns[match[1]] = (unquoted(match[2]), unquoted(match[3]))
    facts = RpcFacts()
    for block in blocks:
        arguments = _members(block.lines, 0, len(block.lines), 1, patterns)
        if rpc := _RPC.match(block.head):
            facts.rpcs.append(Rpc(rpc[1], tuple((rpc[2] or "").split()), arguments))
        elif block.head.startswith("G "):
            facts.groups[block.head.split()[1]] = arguments
        elif not _PATTERN.match(block.head):
            raise GrammarError(f"line {block.number}: {block.head!r} is no line of RPC facts")
    return facts


def _blocks(lines: Iterable[str]) -> list[_Block]:
    blocks: list[_Block] = []
    for number, raw in enumerate(lines, 1):
        line = raw.rstrip("\n")
        if line.startswith("#") or not line.strip():
            continue
        stripped = line.lstrip(" ")
        if stripped == line:
            blocks.append(_Block(line, number))
        elif blocks:
            blocks[-1].lines.append((len(line) - len(stripped), stripped, number))
        else:
            raise GrammarError(f"line {number}: an argument without an RPC")
    return blocks


def _members(
    block: list[tuple[int, str, int]], start: int, end: int, depth: int, patterns: dict[str, tuple[str, str]]
) -> tuple[Argument, ...]:
    found = []
    position = start
    while position < end:
        level, text, number = block[position]
        if level != depth:
            raise GrammarError(f"line {number}: indented by {level}, expected {depth}")
        stop = position + 1
        while stop < end and block[stop][0] > depth:
            stop += 1
        members = _members(block, position + 1, stop, depth + 1, patterns)
        found.append(_argument(text, number, members, patterns))
        position = stop
    return tuple(found)


def _argument(
    text: str, number: int, members: tuple[Argument, ...], patterns: dict[str, tuple[str, str]]
) -> Argument:
    kind, *words = text.split()
    if kind not in ("f", "L", "c", "?", "+") or not words:
        raise GrammarError(f"line {number}: {text!r} is no argument")
    if kind not in ("f", "L"):
        return Argument(kind, words[0], "", tuple(words[1:]), members)
    if len(words) < 2:
        raise GrammarError(f"line {number}: argument {words[0]!r} has no type")
    reference = _REFERENCE.search(words[1])
    pattern = patterns.get(reference[1]) if reference else None
    if reference and pattern is None:
        raise GrammarError(f"line {number}: pattern {reference[1]} is not in this file")
    plain = _REFERENCE.sub(")", words[1]).replace("()", "")
    return Argument(kind, words[0], plain, tuple(words[2:]), (), pattern)
