"""The incremental search backwards through the history (Ctrl-r)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from junosim.cli.history import History

SEARCH_PROMPT: Final = "(history-search)'{pattern}': "
"""What stands in the place of the prompt (our guess, see docs/fidelity.md)."""
_LONGEST: Final = 256
_SHOWN: Final = 30


class HistorySearch:
    """A search that began on the line `text`, `cursor` under `prompt`; `result` is the line it stands on."""

    __slots__ = ("_history", "_index", "_pattern", "cursor", "prompt", "text")

    def __init__(self, history: History, text: str, cursor: int, prompt: str) -> None:
        self._history = history
        self._index: int | None = None
        self._pattern = ""
        self.text = text
        self.cursor = cursor
        self.prompt = prompt

    @property
    def search_prompt(self) -> str:
        """The prompt to show while searching."""
        return SEARCH_PROMPT.format(pattern=self._pattern[-_SHOWN:])

    @property
    def result(self) -> tuple[str, int]:
        """The command found and the place of the pattern in it; the original line when there is none."""
        if self._index is None:
            return self.text, self.cursor
        text = self._history[self._index]
        return text, text.find(self._pattern)

    def extend(self, char: str) -> bool:
        """Add a character to the pattern; False when no command holds it (then nothing changes)."""
        if len(self._pattern) >= _LONGEST:
            return False
        start = len(self._history) if self._index is None else self._index + 1
        return self._find(self._pattern + char, start)

    def shorten(self) -> bool:
        """Remove the last character of the pattern; False when there is none."""
        if not self._pattern:
            return False
        self._pattern = self._pattern[:-1]
        if not self._pattern:
            self._index = None
            return True
        return self._find(self._pattern, len(self._history))

    def again(self) -> bool:
        """Go to the next older command that holds the pattern; False when there is none."""
        if not self._pattern or self._index is None:
            return False
        return self._find(self._pattern, self._index)

    def _find(self, pattern: str, before: int) -> bool:
        index = self._history.search(pattern, before)
        if index is None:
            return False
        self._pattern, self._index = pattern, index
        return True
