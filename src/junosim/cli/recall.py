"""What the history keys put on the line: earlier commands, and words of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.cli.line import MAX_LENGTH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.cli.history import History
    from junosim.cli.line import Line


class Recall:
    """A walk through `history` that begins at the line being typed. Each step says whether there was one."""

    __slots__ = ("_index", "_kept", "_offered", "_used", "_word", "history")

    def __init__(self, history: History) -> None:
        self.history = history
        self.restart()

    def restart(self) -> None:
        """A new line begins, behind all commands."""
        self._index = len(self.history)
        self._kept = ""
        self.end_words()

    def end_words(self) -> None:
        """The next word is the first again: another key was pressed in between."""
        self._used = 0
        self._word = ""
        self._offered: Iterator[str] | None = None

    def step(self, line: Line, by: int) -> bool:
        """Show the command so many places further (negative: earlier), behind the last what was typed before."""
        return self._go(line, self._index + by)

    def oldest(self, line: Line) -> bool:
        """Show the first command of the history."""
        return self._go(line, 0)

    def newest(self, line: Line) -> bool:
        """Show what was typed before the walk."""
        return self._go(line, len(self.history))

    def _go(self, line: Line, index: int) -> bool:
        if not 0 <= index <= len(self.history) or index == self._index:
            return False
        if self._index == len(self.history):
            self._kept = line.text
        self._index = index
        line.set(self._kept if index == len(self.history) else self.history[index])
        return True

    def last_word(self, line: Line) -> bool:
        """Insert the last word of the last command; again, put that of the one before in its place."""
        word = self.history.last_word(self._used + 1)
        earlier = self.history.last_word(self._used) if self._used else ""
        if not word or not _replace_left(line, len(earlier), word):
            return False
        self._used += 1
        return True

    def complete_word(self, line: Line) -> bool:
        """Spell the word before the cursor out as in an earlier command; again, as in one before that."""
        if self._offered is None:
            self._word = line.text[: line.cursor].rpartition(" ")[2]
            self._offered = self._words_with(self._word)
        word = next(self._offered, None)
        if word is None or not _replace_left(line, len(self._word), word):
            return False
        self._word = word
        return True

    def _words_with(self, prefix: str) -> Iterator[str]:
        """The longer words that begin so, the latest first, each once; none for an empty beginning."""
        seen = {prefix}
        for index in range(len(self.history) - 1 if prefix else -1, -1, -1):
            for word in reversed(self.history[index].split()):
                if word.startswith(prefix) and word not in seen:
                    seen.add(word)
                    yield word


def _replace_left(line: Line, count: int, text: str) -> bool:
    """Put a text in the place of so many characters before the cursor; False if the line would be too long."""
    if len(line.text) - count + len(text) > MAX_LENGTH:
        return False
    line.replace(line.cursor - count, line.cursor, text)
    return True
