"""Interface ranges: which interfaces a range names, and what it says about them.

To these a range is like a group that is applied at `interfaces`: what it holds is inherited by its members, which
come into being by that. A range counts more than any group, and more than the ranges behind it.
"""

from __future__ import annotations

import re
from itertools import islice, product
from typing import TYPE_CHECKING

from junosim.config.query import entries, leaf_text
from junosim.config.tree import Branch, Entries

if TYPE_CHECKING:
    from collections.abc import Iterator

RANGE, MEMBER, MEMBER_RANGE = "interface-range", "member", "member-range"
INTERFACES, INTERFACE = "interfaces", "interface"
MAXIMUM = 5000
"""How many members a range can have [our choice]."""

_NUMBERS = range(48)  # what `*` stands for, whatever the hardware has
_WILD = re.compile(r"(\*|\?|\[[^\]]*\])")
_NAME = re.compile(r"([a-z]+-?)((?:\d+/)*)(\d+)")


def ranges(interfaces: Branch | None) -> tuple[Branch, ...]:
    """The active ranges below `interfaces`, in their order."""
    return entries(interfaces, RANGE)


def members(wanted: Branch) -> tuple[str, ...]:
    """The interfaces of a range, each once, in order; no more than one above the maximum."""
    found = dict.fromkeys(islice(_members(wanted), MAXIMUM + 1))
    return tuple(found)


def as_applied(wanted: Branch, interfaces: Branch) -> Branch:
    """What a group would hold at `interfaces` that says of each member what the range says."""
    node = interfaces.node.by_name[INTERFACE]
    known = members(wanted)[:MAXIMUM]
    below = Entries(node, {(name,): wanted for name in known})
    return Branch(interfaces.node, (), {INTERFACE: below} if known else {})


def _members(wanted: Branch) -> Iterator[str]:
    for member in entries(wanted, MEMBER):
        yield from _matching(member.keys[0])
    for member in entries(wanted, MEMBER_RANGE):
        first = member.keys[0]
        yield from _between(first, leaf_text(member, "end-range") or first)


def _matching(pattern: str) -> Iterator[str]:
    """The names that a pattern stands for: `*` is any number up to 47, `[0-3,7]` those it lists."""
    parts = _WILD.split(pattern)
    if not parts[0][:1].isalpha():
        return  # wildcards for the type of an interface are none
    for chosen in product(*(_choices(part) for part in parts)):
        yield "".join(chosen)


def _choices(part: str) -> list[str]:
    if part == "*":
        return [str(number) for number in _NUMBERS]
    if part == "?":
        return [str(number) for number in range(10)]
    if not part.startswith("["):
        return [part]
    found = []
    for item in part[1:-1].replace(" ", "").split(","):
        low, _, high = item.partition("-")
        if low.isdecimal() and (high or low).isdecimal():
            found += [
                str(number) for number in range(int(low), min(int(high or low), int(low) + MAXIMUM) + 1)
            ]
    return found


def _between(first: str, last: str) -> Iterator[str]:
    """The interfaces from one to another of the same type, by slot, PIC and port.

    Where the ends differ in more than the port, all slots between them count with the PICs that the ends name and
    those between these, and 48 ports each [our choice].
    """
    start, end = _NAME.fullmatch(first), _NAME.fullmatch(last)
    if start is None or end is None or start[1] != end[1] or start[2].count("/") != end[2].count("/"):
        yield from dict.fromkeys((first, last))
        return
    low, high = _numbers(start), _numbers(end)
    axes = [range(min(a, b), max(a, b) + 1) for a, b in zip(low[:-1], high[:-1], strict=True)]
    ports = range(low[-1], high[-1] + 1) if low[:-1] == high[:-1] else _NUMBERS
    for place in product(*axes, ports):
        if low <= place <= high:
            yield start[1] + "/".join(map(str, place))


def _numbers(found: re.Match[str]) -> tuple[int, ...]:
    return tuple(int(number) for number in (found[2] + found[3]).split("/"))
