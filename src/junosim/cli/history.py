"""The commands a session remembers, one history per mode."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

LENGTH: Final = 100
"""How many commands are kept (our guess, see docs/fidelity.md)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One command and when it was entered, in seconds since the epoch."""

    text: str
    time: float


class History:
    """The last `LENGTH` commands, oldest first; a command equal to the one before is kept once.

    Index 0 is the oldest. `len(history)` stands for the line being typed.
    """

    __slots__ = ("_entries",)

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=LENGTH)

    def add(self, text: str, time: float = 0.0) -> None:
        """Remember a command, unless it is blank or the same as the last."""
        if text.strip() and not (self._entries and self._entries[-1].text == text):
            self._entries.append(Entry(text, time))

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries)

    def __getitem__(self, index: int) -> str:
        return self._entries[index].text

    def search(self, pattern: str, before: int) -> int | None:
        """Return the index of the newest command before index `before` that holds `pattern`."""
        for index in range(min(before, len(self)) - 1, -1, -1):
            if pattern in self[index]:
                return index
        return None

    def last_word(self, nth: int) -> str:
        """Return the last word of the nth newest command (1 is the newest); "" when there is none."""
        if not 1 <= nth <= len(self):
            return ""
        return self[len(self) - nth].split()[-1]
