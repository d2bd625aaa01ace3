"""The log files that one session watches: their new lines wait here until the terminal is at its prompt.

A line costs those who watch it, and nobody else; of lines that a terminal does not take, only the last are kept.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_LINES: Final = 1000
"""New lines that wait for a terminal; of more, the last [our choice]."""

MOST_FILES: Final = 50
"""Files that one session watches [our choice]."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A file that is watched; `stop` ends it."""

    path: str
    stop: Callable[[], None]


class Monitor:
    """What one session watches, by the names that the user gave. `is_shown` is False while Esc-Q has it hidden."""

    __slots__ = ("_last", "_lines", "files", "is_shown")

    def __init__(self) -> None:
        self.files: dict[str, Watched] = {}
        self.is_shown = True
        self._lines: deque[tuple[str, str]] = deque(maxlen=MOST_LINES)
        self._last = ""

    @property
    def has_lines(self) -> bool:
        """Whether there are lines to be shown."""
        return bool(self._lines)

    def add(self, name: str, line: str) -> bool:
        """Take a new line of a file; True when it is the first that waits."""
        if not self.is_shown:
            return False
        self._lines.append((name, line))
        return len(self._lines) == 1

    def take(self) -> str:
        """All lines that wait, with a head where they are of another file than the line before."""
        shown = []
        for name, line in self._lines:
            if name != self._last:
                self._last = name
                shown.append(f"*** {name} ***")
            shown.append(line)
        self._lines.clear()
        return "".join(f"{line}\n" for line in shown)

    def toggle(self) -> bool:
        """Hide what comes, or show it again; whether it is shown now."""
        self.is_shown = not self.is_shown
        self._lines.clear()
        return self.is_shown

    def stop(self, name: str | None = None) -> None:
        """Watch a file no longer; without a name, none."""
        for chosen in [name] if name is not None else list(self.files):
            watched = self.files.pop(chosen, None)
            if watched is not None:
                watched.stop()
        if not self.files:
            self._lines.clear()
        self._last = ""
