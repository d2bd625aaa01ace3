"""The regular expressions of operators: POSIX extended syntax, matched by RE2 in linear time."""

from __future__ import annotations

import re
from typing import Final

import re2  # type: ignore[import-untyped]

from junosim.errors import JunosimError
from junosim.schema import posix

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
_BACK_REFERENCE: Final = re.compile(r"invalid escape sequence: \\[1-9]")


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
        options = re2.Options()
        options.posix_syntax = True
        options.case_sensitive = case_sensitive
        options.log_errors = False
        try:
            self._compiled = re2.compile(posix.translate(pattern), options)
        except posix.BadPattern:
            raise BadPattern(pattern, _BRACKETS) from None
        except re2.error as error:
            raise BadPattern(pattern, _reason(error)) from None

    def found_in(self, line: str) -> bool:
        """Say whether the pattern matches anywhere in the line."""
        return self._compiled.search(line) is not None


def _reason(error: re2.error) -> str:
    said = error.args[0] if error.args else ""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    if _BACK_REFERENCE.search(text):
        return "invalid backreference number"
    return next((reason for part, reason in _REASONS if part in text), "invalid regular expression")
