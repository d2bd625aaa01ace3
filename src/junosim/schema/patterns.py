"""The regular expressions of operators: POSIX extended syntax, matched by RE2 in linear time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Protocol

import re2

from junosim.errors import JunosimError
from junosim.schema import posix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_BRACKETS: Final = "brackets ([ ]) not balanced"
_REASONS: Final = (
    ("missing ]", _BRACKETS),
    ("missing )", "parentheses not balanced"),
    ("unexpected )", "parentheses not balanced"),
    ("repetition operator", "repetition-operator operand invalid"),
    ("repetition size", "invalid repetition count(s)"),
    ("class range: [:", "invalid character class"),
    ("character class range", "invalid character range"),
    ("character class", "invalid character class"),
    ("trailing \\", "trailing backslash (\\)"),
    ("pattern too large", "out of memory"),
)
"""What RE2 says -> what the regular expression library of FreeBSD, on which Junos runs, says."""
_EMPTY: Final = "empty (sub)expression"
_LETTER: Final = re.compile(r"(\\\\)|\\([A-Za-z<>])|(\[\^?\]?(?:\[:[a-z]*:\]|[^]])*\])")
"""Escaped letters, and what hides backslashes: two of them, and brackets."""
_NO_GROUP: Final = "invalid backreference number"
_TEMPLATE: Final = re.compile(r"(\\.)|(&)|([^\\&]+|\\\Z)", re.DOTALL)
_RANGE: Final = 200  # bytes of the texts between which matches lie
_BACK_REFERENCE: Final = re.compile(r"invalid escape sequence: \\[1-9]")


class _Compiled(Protocol):
    """What is used of RE2's patterns."""

    groups: int

    def search(self, text: str) -> re.Match[str] | None: ...

    def sub(self, repl: Callable[[re.Match[str]], str], text: str) -> str: ...

    def possiblematchrange(self, maxlen: int) -> tuple[bytes, bytes]: ...


class BadPattern(JunosimError):
    """A pattern that is no regular expression, or uses what RE2 cannot do; `reason` is the library's text."""

    def __init__(self, pattern: str, reason: str) -> None:
        super().__init__(f"{pattern}: {reason}")
        self.pattern = pattern
        self.reason = reason


class Pattern:
    """A compiled pattern. Case does not matter unless asked for (vendor text, see docs/fidelity.md)."""

    __slots__ = ("_compiled",)

    def __init__(self, pattern: str, *, case_sensitive: bool = False) -> None:
        """Compile. Raises BadPattern."""
        self._compiled = _compiled(pattern, case_sensitive=case_sensitive)

    def found_in(self, line: str) -> bool:
        """Say whether the pattern matches anywhere in the line."""
        return self._compiled.search(line) is not None


class LongestPattern:
    """A compiled pattern that tells how much of a line it matches: from the left, the most that it can."""

    __slots__ = ("_compiled", "_range", "is_anchored")

    def __init__(self, pattern: str) -> None:
        """Compile; case does not matter. Raises BadPattern."""
        self._compiled = _compiled(pattern, case_sensitive=False, longest=True)
        self._range = _range(pattern)
        self.is_anchored = pattern.startswith("^")

    def span(self, line: str) -> tuple[int, int] | None:
        """Where in the line the match begins and ends, None when there is none."""
        found = self._compiled.search(line)
        return None if found is None else found.span()

    def may_match_from(self, beginning: str) -> bool:
        """False when no text that begins so can match from its beginning on; True may be said too often."""
        if self._range is None:
            return True
        low, high = self._range
        start = beginning.lower().encode()
        return start <= high and (start >= low or low.startswith(start))


def _range(pattern: str) -> tuple[bytes, bytes] | None:
    """Between which texts all lie that match from their beginning on; None for a pattern that is not so simple."""
    if not pattern.islower():
        return None
    whole = pattern if pattern.endswith("$") else f"({pattern}).*"
    try:
        return _compiled(whole, case_sensitive=True, longest=True).possiblematchrange(_RANGE)
    except re2.error:
        return None


class Substitution:
    """What `replace pattern A with B` makes of a text: the longest matches of A become B.

    In B, `\\1` to `\\9` stand for what the groups of A match and `&` for all of it; a backslash before another
    character gives that character (vendor documentation). Case matters.
    """

    __slots__ = ("_compiled", "_parts")

    def __init__(self, pattern: str, template: str) -> None:
        """Compile. Raises BadPattern, also for a group that the pattern does not have."""
        self._compiled = _compiled(pattern, case_sensitive=True, longest=True)
        self._parts = tuple(_template_parts(template))
        if any(isinstance(part, int) and part > self._compiled.groups for part in self._parts):
            raise BadPattern(pattern, _NO_GROUP)

    def __call__(self, text: str) -> str:
        """The text with all matches replaced."""
        return self._compiled.sub(self._expanded, text)

    def _expanded(self, found: re.Match[str]) -> str:
        return "".join((found.group(part) or "") if isinstance(part, int) else part for part in self._parts)


def _template_parts(template: str) -> Iterator[str | int]:
    """The pieces of a replacement: texts, and numbers of groups (0 for the whole match)."""
    for escaped, whole, text in _TEMPLATE.findall(template):
        if escaped:
            yield int(escaped[1]) if escaped[1] in "123456789" else escaped[1]
        else:
            yield 0 if whole else text


def _compiled(pattern: str, *, case_sensitive: bool, longest: bool = False) -> _Compiled:
    options = re2.Options()
    options.posix_syntax = True
    options.longest_match = longest
    options.case_sensitive = case_sensitive
    options.log_errors = False
    try:
        if posix.has_empty_branch(pattern):
            raise BadPattern(pattern, _EMPTY)
        found: _Compiled = re2.compile(posix.translate(_without_classes(pattern)), options)
    except posix.BadPattern:
        raise BadPattern(pattern, _BRACKETS) from None
    except re2.error as error:
        raise BadPattern(pattern, _reason(error)) from None
    return found


def _without_classes(pattern: str) -> str:
    r"""The pattern with escaped letters bare: `\d` is a d in this syntax, and no class."""
    return _LETTER.sub(lambda found: found[2] or found[0], pattern)


def _reason(error: re2.error) -> str:
    said = error.args[0] if error.args else ""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    if _BACK_REFERENCE.search(text):
        return _NO_GROUP
    return next((reason for part, reason in _REASONS if part in text), "invalid regular expression")
