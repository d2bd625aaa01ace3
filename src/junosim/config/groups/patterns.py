"""The wildcards of groups: `<*>`, `<ge-*>`, `<[a-z]*>`, and which names they stand for.

They are those of a UNIX shell: `*` is any text, `?` one character, `[…]` one of a set with ranges, complemented by a
leading `!`. A `[` without its `]` stands for itself. A `*` also takes `/`, as names of interfaces hold it.

RE2 matches them, as users type both patterns and names: what a match costs has to grow with the two lengths alone.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, Protocol

import re2

from junosim.schema.values import is_wildcard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.config.tree import Keys


_SPECIAL: Final = frozenset('*?["')
_MEMORY: Final = 1 << 20  # bytes of one compiled pattern and of what its matches remember
_NO_MEMBER: Final = r"[^\x00-\x{10FFFF}]"


class _Compiled(Protocol):
    """What is used of RE2's patterns."""

    def fullmatch(self, text: str) -> object | None: ...


def has_wildcard(keys: Keys) -> bool:
    """True when an entry with these keys stands for others."""
    return any(is_wildcard(key) for key in keys)


def fits(pattern: Keys, keys: Keys) -> bool:
    """True when an entry of a group with the keys `pattern` speaks about the entry `keys`."""
    return all(_fits(wanted, key) for wanted, key in zip(pattern, keys, strict=True))


def _fits(wanted: str, key: str) -> bool:
    if not is_wildcard(wanted):
        return wanted == key
    start, star, end = wanted[1:-1].partition("*")
    if star and _SPECIAL.isdisjoint(start) and _SPECIAL.isdisjoint(end):  # most of them: `<*>`, `<ge-*>`
        return len(key) >= len(start) + len(end) and key.startswith(start) and key.endswith(end)
    pattern = _compiled(wanted[1:-1])
    return pattern is not None and pattern.fullmatch(key) is not None


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> _Compiled | None:
    """None for a pattern of thousands of wildcards, which is too large: it stands for no name."""
    if len(pattern) > 1 and pattern[0] == pattern[-1] == '"':
        pattern = pattern[1:-1]  # `<"ge-0/0/[0-3]">`: quotes within the brackets are allowed
    options = re2.Options()
    options.dot_nl = True
    options.log_errors = False
    options.max_mem = _MEMORY
    try:
        found: _Compiled = re2.compile("".join(_parts(pattern)), options)
    except re2.error:
        return None
    return found


def _parts(pattern: str) -> Iterator[str]:
    """The pattern as parts of a regular expression; runs of `*` are one, as they mean the same."""
    at = 0
    while at < len(pattern):
        char = pattern[at]
        end = _end_of_set(pattern, at) if char == "[" else 0
        if end:
            yield _set(pattern[at + 1 : end])
            at = end + 1
            continue
        if char == "*":
            while pattern[at + 1 : at + 2] == "*":
                at += 1
            yield ".*"
        else:
            yield "." if char == "?" else re2.escape(char)
        at += 1


def _end_of_set(pattern: str, start: int) -> int:
    """Where the `]` of a set stands; one right at its beginning is a member. 0 if there is none."""
    first = start + 1
    if pattern[first : first + 1] == "!":
        first += 1
    return max(pattern.find("]", first + 1), 0)


def _set(body: str) -> str:
    complement = body.startswith("!")
    members = "".join(_range(first, last) for first, last in _ranges(body[complement:]))
    if not members:
        return "." if complement else _NO_MEMBER  # only ranges that go backwards: no member at all
    return f"[{'^' if complement else ''}{members}]"


def _ranges(body: str) -> Iterator[tuple[str, str]]:
    """The members of a set as (first, last); a `-` at either end is a member itself."""
    at = 0
    while at < len(body):
        if body[at + 1 : at + 2] == "-" and at + 2 < len(body):
            yield body[at], body[at + 2]
            at += 3
        else:
            yield body[at], body[at]
            at += 1


def _range(first: str, last: str) -> str:
    return f"{re2.escape(first)}-{re2.escape(last)}" if first <= last else ""
