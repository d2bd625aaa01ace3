"""Shows the line being edited with nothing but text, backspaces, carriage returns and spaces.

The painter knows what stands on the screen line and sends the difference to what should stand there. Text
never reaches the last column, so that no terminal wraps it: a longer line is shown as prompt, `...` and tail.
"""

from __future__ import annotations

from typing import Final

ELLIPSIS: Final = "..."
STEP: Final = 10
"""Free columns after a line was shifted to make room (our guess); an eighth of the room on wide screens."""
LEAST_ROOM: Final = 24
"""Columns for text beside the prompt that are assumed even on a narrower screen."""
MOST_ROOM: Final = 8192
"""Columns for text on a screen without a width: bounds what one key in a very long line sends."""


class Painter:
    """The screen line of one terminal. `columns` <= 0 means a screen as wide as any command (`MOST_ROOM`)."""

    __slots__ = ("_column", "_out", "_prompt", "_shown", "_start", "columns")

    def __init__(self, out: bytearray, columns: int) -> None:
        self._out = out
        self.columns = columns
        self.forget()

    def forget(self) -> None:
        """Stand on a fresh, empty screen line."""
        self._prompt = ""
        self._shown = ""
        self._column = 0
        self._start = 0

    @property
    def prompt(self) -> str:
        """The prompt that stands at the left edge."""
        return self._prompt

    def begin(self, prompt: str, text: str, cursor: int) -> None:
        """Show prompt and text on a fresh screen line."""
        self.forget()
        self._prompt = prompt
        if prompt:
            self._send(prompt)
        if text:
            self.show(text, cursor)

    def append(self, text: str, run: str) -> None:
        """Show `text`, which is what is shown with `run` added at its end; the cursor is at the end.

        The same as showing it character by character, but the common case costs no comparison.
        """
        done = len(text) - len(run)
        room = self._room()
        if not self._start and self._column == len(self._shown) == done and len(text) <= room:
            self._send(run)
            self._shown = text
            self._column = len(text)
            return
        if self._column != len(self._shown) or self._column != self._offset(done):
            self.show(text, len(text))
            return
        while done < len(text):
            piece = text[done : done + room - self._column]
            if piece:
                self._send(piece)
                self._shown += piece
                self._column += len(piece)
                done += len(piece)
            else:
                done += 1
                self._show_part(text, done, done)

    def show(self, text: str, cursor: int) -> None:
        """Make the screen line show `text` with the cursor before character `cursor`."""
        self._show_part(text, len(text), cursor)

    def change_prompt(self, prompt: str, text: str, cursor: int) -> None:
        """Show another prompt and text in place of what the screen line shows."""
        width = len(self._prompt) + len(self._shown)
        self._prompt = prompt
        self._start = self._choose_start(cursor)
        self._redraw(self._visible(text, len(text)), self._offset(cursor), width)

    def redraw(self, text: str, cursor: int) -> None:
        """Send the whole screen line again."""
        self.change_prompt(self._prompt, text, cursor)

    def refit(self, columns: int, text: str, cursor: int) -> None:
        """The screen has other columns now: show the line anew if it does not fit, or if more of it does."""
        self.columns = columns
        if self._start or len(self._shown) != len(text) or len(self._shown) > self._room():
            self._start = 0
            self.redraw(text, cursor)

    def to_end(self) -> None:
        """Move behind the last shown character."""
        self._move(len(self._shown))

    def _show_part(self, text: str, end: int, cursor: int) -> None:
        start = self._choose_start(cursor)
        shifted = start != self._start
        self._start = start
        visible = self._visible(text, end)
        column = self._offset(cursor)
        if shifted:
            self._redraw(visible, column, len(self._prompt) + len(self._shown))
        else:
            self._change(visible, column)

    def _room(self) -> int:
        """Columns for text on the screen line; one column always stays free."""
        if self.columns <= 0:
            return MOST_ROOM
        return max(self.columns - 1 - len(self._prompt), LEAST_ROOM)

    def _choose_start(self, cursor: int) -> int:
        """Return the first character to show: the present one if the cursor is on the screen then."""
        room = self._room()
        hidden = self._start > 0 and cursor <= self._start
        if not hidden and self._offset(cursor) <= room:
            return self._start
        free = max(STEP, room // 8)
        if cursor <= room - free:
            return 0
        return cursor - (room - free - len(ELLIPSIS))

    def column_of(self, index: int) -> int:
        """Return the screen column of character `index` of the line; the left edge of the text if it is hidden."""
        return len(self._prompt) + max(self._offset(index), 0)

    def _offset(self, cursor: int) -> int:
        """Return the column of a character, counted from the end of the prompt."""
        return cursor - self._start + len(ELLIPSIS) if self._start else cursor

    def _visible(self, text: str, end: int) -> str:
        room = self._room()
        if not self._start:
            return text[: min(end, room)]
        return ELLIPSIS + text[self._start : min(end, self._start + room - len(ELLIPSIS))]

    def _redraw(self, visible: str, column: int, width: int) -> None:
        """Send prompt and text over a screen line of which `width` columns were used."""
        self._out += b"\r"
        self._send(self._prompt + visible)
        if self.columns > 0:  # what stood there may have been wider than the screen is now
            width = min(width, self.columns - 1)
        padding = max(width - len(self._prompt) - len(visible), 0)
        self._out += b" " * padding + b"\b" * padding
        self._shown = visible
        self._column = len(visible)
        self._move(column)

    def _change(self, visible: str, column: int) -> None:
        """Send the least that turns what is shown into `visible`."""
        old = self._shown
        if visible != old:
            first = _common_prefix(old, visible)
            self._move(first)
            self._shown = visible
            last = len(visible)
            if len(visible) == len(old):
                last -= _common_suffix(old, visible)
            self._send(visible[first:last])
            padding = max(len(old) - len(visible), 0)
            self._out += b" " * padding
            self._column = last
            self._out += b"\b" * padding
        self._move(column)

    def _move(self, column: int) -> None:
        """Move the cursor to a column of the shown text."""
        if column < self._column:
            self._out += b"\b" * (self._column - column)
        else:
            self._send(self._shown[self._column : column])
        self._column = column

    def _send(self, text: str) -> None:
        """Send text; what could act on a terminal (from a prompt, or a value that was completed) becomes `?`."""
        if not text.isprintable():
            text = "".join(char if char.isprintable() else "?" for char in text)
        self._out += text.encode("utf-8", "replace")


def _common_prefix(one: str, other: str) -> int:
    if other.startswith(one):
        return len(one)
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length


def _common_suffix(one: str, other: str) -> int:
    return _common_prefix(one[::-1], other[::-1])
