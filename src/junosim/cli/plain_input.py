"""Lines of a client without a terminal, as a script sends them: no echo, no editing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from junosim.cli.keys import ENTER
from junosim.cli.line import MAX_LENGTH
from junosim.cli.terminal_events import Answer, EndOfInput, Enter, Mode

if TYPE_CHECKING:
    from junosim.cli.keys import KeyReader
    from junosim.cli.terminal_events import Event

_RUN: Final = re.compile(r"[^\x00-\x08\x0a-\x1f\x7f-\x9f\ufffd]+")


class PlainInput:
    """Reads lines from `reader`; what is no text is dropped, a line that is too long is cut and says so."""

    __slots__ = ("_line", "_reader")

    def __init__(self, reader: KeyReader) -> None:
        self._reader = reader
        self._line = ""

    def next(self, mode: Mode) -> Event | None:
        """The next line, as what `mode` wants; Ctrl-d at its start ends the input. None when there is no more yet."""
        while True:
            run = self._reader.run(_RUN)
            if run:
                self._line += run[: MAX_LENGTH + 1 - len(self._line)]
                continue
            key = self._reader.press()
            if key is None:
                return None
            if key == ENTER:
                return self._event(mode)
            if key == "c-d" and not self._line:
                return EndOfInput()

    def unfinished(self, mode: Mode) -> Event | None:
        """The last line, if it lacks its line end."""
        return self._event(mode) if self._line else None

    def _event(self, mode: Mode) -> Event:
        text, self._line = self._line, ""
        kind = Answer if mode in {Mode.QUESTION, Mode.SECRET} else Enter
        return kind(text[:MAX_LENGTH], len(text) > MAX_LENGTH)
