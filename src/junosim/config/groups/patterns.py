"""The wildcards of groups: `<*>`, `<ge-*>`, `<[a-z]*>`, and which names they stand for.

They are those of a UNIX shell: `*` is any text, `?` one character, `[…]` one of a set with ranges, complemented by a
leading `!`. A `[` without its `]` stands for itself. A `*` also takes `/`, as names of interfaces hold it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from junosim.schema.values import is_wildcard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.config.tree import Keys


def has_wildcard(keys: Keys) -> bool:
    """True when an entry with these keys stands for others."""
    return any(is_wildcard(key) for key in keys)


def fits(pattern: Keys, keys: Keys) -> bool:
    """True when an entry of a group with the keys `pattern` speaks about the entry `keys`."""
    return all(_fits(wanted, key) for wanted, key in zip(pattern, keys, strict=True))


def _fits(wanted: str, key: str) -> bool:
    if not is_wildcard(wanted):
        return wanted == key
    return _compiled(wanted[1:-1]).fullmatch(key) is not None


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    if len(pattern) > 1 and pattern[0] == pattern[-1] == '"':
        pattern = pattern[1:-1]  # `<"ge-0/0/[0-3]">`: quotes within the brackets are allowed
    return re.compile("".join(_parts(pattern)), re.DOTALL)


def _parts(pattern: str) -> Iterator[str]:
    """The pattern as parts of a regular expression; runs of `*` are one, so that matching stays cheap."""
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
            yield "." if char == "?" else re.escape(char)
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
        return "." if complement else "(?!)"  # only ranges that go backwards: no member at all
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
    return f"{re.escape(first)}-{re.escape(last)}" if first <= last else ""
