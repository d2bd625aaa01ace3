"""The line being typed, and the editing keys that change it: an Emacs set, as a table from key to function.

Words are what stands between spaces (our guess: Junos names hold `-`, `/`, `.` and `:`). prompt_toolkit's
`Document` finds them; its `Buffer` would cost 7 µs a key and give nothing else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from prompt_toolkit.document import Document

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MAX_LENGTH: Final = 64 * 1024
"""Characters a command line may have."""


class Line:
    """Text, cursor and what was killed last. `remember_kills` is off while a secret is typed.

    Attributes: `text`, the whole line; `cursor`, the number of characters before the cursor.
    """

    __slots__ = ("cursor", "killed", "remember_kills", "text")

    def __init__(self) -> None:
        self.text = ""
        self.cursor = 0
        self.killed = ""
        self.remember_kills = True

    @property
    def document(self) -> Document:
        """Text and cursor as prompt_toolkit's value, for finding words."""
        return Document(self.text, self.cursor)

    def set(self, text: str, cursor: int | None = None) -> None:
        """Replace the line; the cursor goes to its end unless given."""
        self.text = text
        self.cursor = len(text) if cursor is None else cursor

    def clear(self) -> None:
        """Start an empty line."""
        self.text = ""
        self.cursor = 0

    def insert(self, text: str) -> None:
        """Insert before the cursor."""
        self.text = self.text[: self.cursor] + text + self.text[self.cursor :]
        self.cursor += len(text)

    def move(self, by: int) -> None:
        """Move the cursor, as far as the line goes."""
        self.cursor = min(max(self.cursor + by, 0), len(self.text))

    def replace(self, start: int, end: int, text: str) -> None:
        """Put `text` in the place of the characters from start to end, and the cursor behind it."""
        self.set(self.text[:start] + text + self.text[end:], start + len(text))

    def kill(self, start: int, end: int) -> None:
        """Remove the characters from start to end; `yank` brings them back."""
        if start < end:
            if self.remember_kills:
                self.killed = self.text[start:end]
            self.replace(start, end, "")


def line_start(line: Line, _count: int) -> None:
    """Ctrl-a."""
    line.move(-line.cursor)


def line_end(line: Line, _count: int) -> None:
    """Ctrl-e."""
    line.move(len(line.text))


def back_char(line: Line, count: int) -> None:
    """Ctrl-b."""
    line.move(-count)


def forward_char(line: Line, count: int) -> None:
    """Ctrl-f."""
    line.move(count)


def back_word(line: Line, count: int) -> None:
    """Esc-b."""
    line.move(_word_left(line, count) - line.cursor)


def forward_word(line: Line, count: int) -> None:
    """Esc-f."""
    line.move(_word_right(line, count) - line.cursor)


def delete_left(line: Line, count: int) -> None:
    """Backspace."""
    line.replace(max(line.cursor - count, 0), line.cursor, "")


def delete_right(line: Line, count: int) -> None:
    """Ctrl-d on a line that is not empty."""
    cursor = line.cursor
    line.replace(cursor, cursor + count, "")


def kill_to_end(line: Line, _count: int) -> None:
    """Ctrl-k."""
    line.kill(line.cursor, len(line.text))


def kill_line(line: Line, _count: int) -> None:
    """Ctrl-u, Ctrl-x."""
    line.kill(0, len(line.text))


def kill_word_left(line: Line, count: int) -> None:
    """Ctrl-w, Esc-Backspace."""
    line.kill(_word_left(line, count), line.cursor)


def kill_word_right(line: Line, count: int) -> None:
    """Esc-d."""
    line.kill(line.cursor, _word_right(line, count))


def yank(line: Line, count: int) -> None:
    """Ctrl-y."""
    text = line.killed * count
    if len(line.text) + len(text) <= MAX_LENGTH:
        line.insert(text)


def transpose(line: Line, _count: int) -> None:
    """Ctrl-t: exchange the characters around the cursor, at the end of the line the two before it."""
    text, cursor = line.text, line.cursor
    if len(text) < 2 or cursor == 0:
        return
    right = min(cursor, len(text) - 1)
    line.set(text[: right - 1] + text[right] + text[right - 1] + text[right + 1 :], right + 1)


def transpose_words(line: Line, _count: int) -> None:
    """Esc-t: exchange the words around the cursor, at the end of the line the last two."""
    words = [(found.start(), found.end()) for found in re.finditer(r"\S+", line.text)]
    right = next((index for index, (_, end) in enumerate(words) if end > line.cursor), len(words) - 1)
    if right < 1:
        return
    (start, end), (after, last) = words[right - 1], words[right]
    text = line.text
    line.set(text[:start] + text[after:last] + text[end:after] + text[start:end] + text[last:], last)


def upper_word(line: Line, count: int) -> None:
    """Esc-u."""
    _change_words(line, count, str.upper)


def lower_word(line: Line, count: int) -> None:
    """Esc-l."""
    _change_words(line, count, str.lower)


def capital_word(line: Line, count: int) -> None:
    """Esc-c."""
    _change_words(line, count, str.title)


EDITING_KEYS: Final[Mapping[str, Callable[[Line, int], None]]] = {
    "c-a": line_start,
    "home": line_start,
    "c-e": line_end,
    "end": line_end,
    "c-b": back_char,
    "left": back_char,
    "c-f": forward_char,
    "right": forward_char,
    "escape b": back_word,
    "c-left": back_word,
    "escape f": forward_word,
    "c-right": forward_word,
    "backspace": delete_left,
    "c-d": delete_right,
    "delete": delete_right,
    "c-k": kill_to_end,
    "c-u": kill_line,
    "c-x": kill_line,
    "c-w": kill_word_left,
    "escape backspace": kill_word_left,
    "escape d": kill_word_right,
    "c-y": yank,
    "c-t": transpose,
    "escape t": transpose_words,
    "escape u": upper_word,
    "escape l": lower_word,
    "escape c": capital_word,
}
"""Key -> function of (line, repeat count). A new key is a function and a row."""

MUST_CHANGE: Final = frozenset(
    {
        *("c-b", "left", "c-f", "right", "escape b", "c-left", "escape f", "c-right"),
        *("backspace", "c-d", "delete", "c-t", "escape t"),
    }
)
"""Keys that ring the bell when they can change nothing (our guess: as other Emacs-like editors do)."""


def _word_left(line: Line, count: int) -> int:
    """Return where the word left of the cursor starts; the start of the line when there is none."""
    by = line.document.find_previous_word_beginning(count=count, WORD=True)
    return 0 if by is None else line.cursor + by


def _word_right(line: Line, count: int) -> int:
    """Return where the word right of the cursor ends; the end of the line when there is none."""
    by = line.document.find_next_word_ending(include_current_position=True, count=count, WORD=True)
    return len(line.text) if by is None else line.cursor + by


def _change_words(line: Line, count: int, change: Callable[[str], str]) -> None:
    start, end = line.cursor, _word_right(line, count)
    changed = change(line.text[start:end])
    if len(changed) == end - start:
        line.replace(start, end, changed)


def in_quotes(text: str) -> bool:
    r"""Say whether the end of `text` lies inside `"…"`; `\"` does not count."""
    if "\\" in text:
        text = text.replace("\\\\", "").replace('\\"', "")
    return text.count('"') % 2 == 1
