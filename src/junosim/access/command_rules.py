"""What the expressions of a login class say about command lines: `allow-commands`, `deny-commands` and their lists.

A line is always the whole command with its words spelled out. The two single expressions are looked for anywhere in
it, upper and lower case alike; where both are found the longer match decides, and of two equal ones the permission
[vendor documentation]. The expressions of the lists hold from the beginning of the line on, and a denial there
outweighs every permission [vendor documentation].
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.schema.patterns import BadPattern, LongestPattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.access.classes import Expressions

_NOTHING: Final = -1
_MOST_BRANCHES: Final = 64


class CommandRules:
    """The expressions of one class, compiled. What is no expression allows nothing and denies everything."""

    __slots__ = ("_allow", "_allow_branches", "_allow_each", "_deny", "_deny_each", "_deny_grows")

    def __init__(self, expressions: Expressions) -> None:
        self._allow = _compiled(expressions.allow, fallback=None)
        self._deny = _compiled(expressions.deny, fallback="")
        self._allow_each = tuple(_each(expressions.allow_each, fallback=None))
        self._deny_each = tuple(_each(expressions.deny_each, fallback=""))
        self._allow_branches = tuple(_each(_branches(expressions.allow or ""), fallback=None))
        denials = (expressions.deny or "", *expressions.deny_each)
        self._deny_grows = not any("$" in pattern for pattern in denials)

    def verdict(self, line: str) -> bool | None:
        """True for a line that is allowed, False for one that is denied, None where the permission flags decide."""
        if any(_begins(pattern, line) for pattern in self._deny_each):
            return False
        if any(_begins(pattern, line) for pattern in self._allow_each):
            return True
        allowed, denied = _length(self._allow, line), _length(self._deny, line)
        return None if allowed == denied == _NOTHING else allowed >= denied

    def may_allow_below(self, line: str) -> bool:
        """False when no longer line that begins with these words can be allowed; True may be said too often.

        That an expression matches within a value alone is not considered.
        """
        beginning = f"{line} "
        if any(pattern.may_match_from(beginning) for pattern in self._allow_each):
            return True
        return any(
            pattern.may_match_from(beginning)
            or (not pattern.is_anchored and any(map(pattern.may_match_from, _tails(beginning))))
            for pattern in self._allow_branches
        )

    def denies_below(self, line: str) -> bool:
        """True when a line that is denied has nothing but denied ones below it, but for those allowed there."""
        return self._deny_grows and self.verdict(line) is False


def _compiled(pattern: str | None, *, fallback: str | None) -> LongestPattern | None:
    """The pattern, or for what is none the fallback: None, or "" for one that is found everywhere."""
    if pattern is None:
        return None
    try:
        return LongestPattern(pattern)
    except BadPattern:
        return None if fallback is None else LongestPattern("()")


def _each(patterns: tuple[str, ...], *, fallback: str | None) -> Iterator[LongestPattern]:
    for pattern in patterns:
        found = _compiled(pattern, fallback=fallback)
        if found is not None:
            yield found


def _begins(pattern: LongestPattern, line: str) -> bool:
    found = pattern.span(line)
    return found is not None and found[0] == 0


def _length(pattern: LongestPattern | None, line: str) -> int:
    """How much of the line the pattern matches, `_NOTHING` when it does not."""
    found = None if pattern is None else pattern.span(line)
    return _NOTHING if found is None else found[1] - found[0]


def _branches(pattern: str) -> tuple[str, ...]:
    """The alternatives of a pattern, those in its groups multiplied out: `a|b(c|d)` is `a`, `bc` and `bd`.

    A pattern of too many is left as it is.
    """
    found, waiting = [], [pattern] if pattern else []
    while waiting:
        parts, group = _split(waiting.pop())
        if len(parts) > 1:
            waiting += parts
        elif group is None:
            found += parts
        else:
            before, inner, after = group
            waiting += [before + alternative + after for alternative in _split(inner)[0]]
        if len(found) + len(waiting) > _MOST_BRANCHES:
            return (pattern,)
    return tuple(found)


def _split(pattern: str) -> tuple[list[str], tuple[str, str, str] | None]:
    """The alternatives at the top of a pattern; and its first group that is not repeated, with what is around it."""
    parts, group, depth, opened, start = [], None, 0, 0, 0
    is_escaped = in_bracket = False
    for place, char in enumerate(pattern):
        if is_escaped or char == "\\":
            is_escaped = not is_escaped
        elif in_bracket or char == "[":
            in_bracket = char != "]"
        elif char == "(":
            opened, depth = (place if depth == 0 else opened), depth + 1
        elif char == ")":
            depth -= 1
            if depth == 0 and group is None and pattern[place + 1 : place + 2] not in tuple("*+?{"):
                group = pattern[:opened], pattern[opened + 1 : place], pattern[place + 1 :]
        elif char == "|" and depth == 0:
            parts.append(pattern[start:place])
            start = place + 1
    return [*parts, pattern[start:]], group


def _tails(line: str) -> Iterator[str]:
    """What is left of a line after one or more of its words."""
    place = line.find(" ")
    while 0 <= place < len(line) - 1:
        yield line[place + 1 :]
        place = line.find(" ", place + 1)
