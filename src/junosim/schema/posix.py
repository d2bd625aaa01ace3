"""POSIX extended regular expressions, run by RE2 in linear time.

RE2 differs from POSIX in three places that the model's patterns use: inside brackets a backslash is an
ordinary character, `{,n}` means `{0,n}`, and a full stop matches a newline too. `\\<` has no counterpart.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol

import re2

_CACHE = 4096


class Compiled(Protocol):
    """What is used of a compiled pattern."""

    def search(self, text: str) -> object | None:
        """A match anywhere in the text, or None."""
        ...


class BadPattern(ValueError):
    """A pattern that RE2 does not take: a syntax error, or back-references."""


def translate(pattern: str) -> str:
    """The same pattern in RE2's syntax. Raises BadPattern for an unbalanced bracket."""
    out: list[str] = []
    place = 0
    while place < len(pattern):
        char = pattern[place]
        if char == "\\" and place + 1 < len(pattern):
            out.append(pattern[place : place + 2])
            place += 2
        elif char == "[":
            end = _bracket_end(pattern, place)
            out.append(_bracket(pattern[place:end]))
            place = end
        elif pattern.startswith("{,", place):
            out.append("{0,")
            place += 2
        else:
            out.append(char)
            place += 1
    return "".join(out)


def has_empty_branch(pattern: str) -> bool:
    """True where a side of `|`, or all of a pattern, is empty, which FreeBSD's library refuses; `()` may be."""
    if not pattern:
        return True
    before, depth, place = "|", 0, 0
    while place < len(pattern):
        char = pattern[place]
        if char == "[":
            place = _bracket_end(pattern, place) - 1
        elif char == "\\":
            place += 1
        elif pattern.startswith("()", place):
            char, place = "", place + 1
        elif (char == "|" and before in "|(") or (char == ")" and depth and before == "|"):
            return True
        depth += (char == "(") - (char == ")")
        before = char or "()"
        place += 1
    return before == "|"


def _bracket_end(pattern: str, start: int) -> int:
    """The place after the bracket that closes the one at `start`."""
    place = start + 1
    if pattern.startswith("^", place):
        place += 1
    if pattern.startswith("]", place):
        place += 1
    while place < len(pattern):
        if pattern.startswith("[:", place):
            end = pattern.find(":]", place + 2)
            if end < 0:
                raise BadPattern(pattern)
            place = end + 2
        elif pattern[place] == "]":
            return place + 1
        else:
            place += 1
    raise BadPattern(pattern)


def _bracket(text: str) -> str:
    """One bracket expression with what RE2 would read otherwise escaped."""
    negated = text.startswith("[^")
    body = text[2:-1] if negated else text[1:-1]
    out = ["[^" if negated else "["]
    place = 0
    while place < len(body):
        if body.startswith("[:", place):
            end = body.index(":]", place) + 2
            out.append(body[place:end])
            place = end
            continue
        out.append("\\" + body[place] if body[place] in "\\[]^" else body[place])
        place += 1
    return "".join(out) + "]"


@lru_cache(maxsize=_CACHE)
def compiled(pattern: str) -> Compiled:
    """The compiled pattern; its `search` answers a match or None. Raises BadPattern."""
    options = re2.Options()
    options.log_errors = False
    options.dot_nl = True
    options.never_capture = True
    try:
        found: Compiled = re2.compile(translate(pattern), options)
    except re2.error as error:
        raise BadPattern(pattern) from error
    return found
