"""A text of many lines that a user types or pastes, up to Ctrl-D; what it may cost is bounded."""

from __future__ import annotations

from typing import Final

from junosim.cli import messages
from junosim.errors import ConfigurationError

MOST: Final = 16 * 1024 * 1024
"""Characters a text may have [our choice]: some 300,000 lines of configuration. More is read, but not kept."""


class TextInput:
    """Gathers the lines; `limit` is the most characters that are kept."""

    __slots__ = ("_count", "_limit", "_lines", "_problem", "_size")

    def __init__(self, limit: int = MOST) -> None:
        self._limit = limit
        self._lines: list[str] = []
        self._count = 0
        self._size = 0
        self._problem: str | None = None

    def add(self, line: str, *, overlong: bool = False) -> None:
        """Take a line, without its end; `overlong` says that it was cut."""
        self._count += 1
        if self._problem is not None:
            return
        self._size += len(line) + 1
        if overlong:
            self._problem = messages.text_line_too_long(self._count)
        elif self._size > self._limit:
            self._problem = messages.text_too_long(self._limit)
        else:
            self._lines.append(line)
            return
        self._lines.clear()

    def result(self) -> str | ConfigurationError:
        """The whole text, or why it is refused."""
        if self._problem is not None:
            return ConfigurationError(self._problem)
        return "".join(f"{line}\n" for line in self._lines)
