"""The history of csh on a line: `!!`, `!$`, `!3`, `!-2`, `!ls`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from junosim.shell.language.dialect import ShellError

if TYPE_CHECKING:
    from collections.abc import Sequence

_EVENT: Final = re.compile(r"\\!|'[^']*'|!(!|\$|-?[0-9]{1,6}|[^\s=(!\"';|&<>]+)")
LONGEST: Final = 64 * 1024
"""Characters of a line after that."""


def recalled(line: str, earlier: Sequence[str]) -> str:
    """The line with what it recalls of `earlier` lines, oldest first. Raises ShellError."""
    if "!" not in line:
        return line
    size = len(line)

    def event(found: re.Match[str]) -> str:
        nonlocal size
        word = found[1]
        if word is None:
            return "!" if found[0] == "\\!" else found[0]
        text = _entry(word, earlier)
        size += len(text)
        if size > LONGEST:
            raise ShellError("Line too long.\n")
        return text

    return _EVENT.sub(event, line)


def _entry(word: str, earlier: Sequence[str]) -> str:
    if not earlier:
        raise ShellError(f"{'0' if word in ('!', '$') else word}: Event not found.\n")
    if word == "!":
        return earlier[-1]
    if word == "$":
        return earlier[-1].split()[-1]
    if re.fullmatch(r"-?[0-9]+", word):
        number = int(word)
        index = len(earlier) + number if number < 0 else number - 1
        if 0 <= index < len(earlier):
            return earlier[index]
    else:
        for text in reversed(earlier):
            if text.startswith(word):
                return text
    raise ShellError(f"{word}: Event not found.\n")
