"""The terminal of a session, without I/O: client bytes in, events for the session and client bytes out.

    terminal.queue(data)                      # from the server
    while (event := terminal.next()) is not None:
        …                                     # the session acts: insert, write, finish_line, start_line …
    channel.write(terminal.take_output())

Keys after an event stay queued until `next` is called again. What is sent are printable characters, CR, LF,
backspace and bell, never an escape sequence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from junosim.cli.keys import BAD_INPUT, PRINTABLE, KeyReader
from junosim.cli.line_editor import BELL, Editor
from junosim.cli.outlet import Outlet
from junosim.cli.painter import Painter
from junosim.cli.plain_input import PlainInput
from junosim.cli.terminal_events import Answer, EndOfInput, Event, Interrupt, Key, Mode

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.cli.history import History
    from junosim.clock import Clock

DEFAULT_COLUMNS: Final = 80
DEFAULT_ROWS: Final = 24
_SLICE: Final = 256 * 1024
"""Bytes of output after which `next` lets the session send them before more keys are processed."""

_COMMAND_RUN: Final = re.compile(r"[^\x00-\x1f\x7f-\x9f\ufffd?]+")
_WORD_RUN: Final = re.compile(r"[^\x00-\x1f\x7f-\x9f\ufffd? ]+")


class Terminal:
    """One user's terminal, or (`is_pty` False) the plain input and output of a script.

    `columns` and `rows` are those of the client's window, 0 where unknown. The clock dates the history.
    Public attributes: `is_pty`; `confide`, which is told of each reply that is not echoed, also of one that is broken
    off; `width`, the screen width set by the user (None: the window's; 0: lines are
    never shifted).
    """

    __slots__ = (
        "_awaiting",
        "_clock",
        "_columns",
        "_editor",
        "_eof",
        "_out",
        "_outlet",
        "_plain",
        "_reader",
        "_rows",
        "_waiting",
        "_width",
        "confide",
        "is_pty",
    )

    def __init__(self, clock: Clock, columns: int = 0, rows: int = 0, *, is_pty: bool = True) -> None:
        self._clock = clock
        self.is_pty = is_pty
        self.confide: Callable[[str], None] | None = None
        self._outlet = Outlet(is_pty=is_pty)
        self._out = self._outlet.data
        self._reader = KeyReader()
        self._editor = Editor(Painter(self._out, DEFAULT_COLUMNS), self._out)
        self._plain = PlainInput(self._reader)
        self._eof = False
        self._waiting = True
        self._awaiting = ""
        self._width: int | None = None
        self.resize(columns, rows)

    # -- the screen

    def resize(self, columns: int, rows: int) -> None:
        """The client's window has this size; 0 means unknown."""
        self._columns = columns if columns > 0 else DEFAULT_COLUMNS
        self._rows = rows if rows > 0 else DEFAULT_ROWS
        self._editor.resize(self.columns)

    @property
    def window(self) -> int:
        """Columns of the window, whatever width the user has set."""
        return self._columns

    @property
    def width(self) -> int | None:
        """The screen width the user has set, if any; 0 for no limit."""
        return self._width

    @width.setter
    def width(self, width: int | None) -> None:
        self._width = width
        self._editor.resize(self.columns)

    @property
    def columns(self) -> int:
        """Columns in force: the width set by the user, or the window's; 0 for no limit."""
        return self._columns if self._width is None else self._width

    @property
    def rows(self) -> int:
        """Rows of the window."""
        return self._rows

    # -- input

    @property
    def mode(self) -> Mode:
        """What keys mean now; set by `start_line`, `start_text`, `ask`, `read_keys` and `finish_line`."""
        return self._editor.mode

    @property
    def has_input(self) -> bool:
        """Whether `next` can make progress with what is queued."""
        return not self._waiting

    @property
    def queued(self) -> int:
        """Characters typed ahead; a server should stop reading from the client when this grows."""
        return self._reader.queued

    def queue(self, data: bytes) -> None:
        """Add bytes the client sent. Only flow control (Ctrl-s, Ctrl-q) acts before `next`."""
        self._reader.queue(self._outlet.control(data))
        self._waiting = False

    def queue_eof(self) -> None:
        """The client sends no more: after the queued input comes `EndOfInput(final=True)`, once.

        Without a terminal, a last line that lacks its line end counts as entered.
        """
        self._eof = True
        self._outlet.is_held = False
        self._waiting = False

    def next(self) -> Event | None:
        """Process queued keys up to the next event; None when no event can be had now.

        None with `has_input` still true means that much output has gathered: send it, then call again.
        """
        if not self._reader.queued and not self._eof:
            self._waiting = True
            return None
        is_secret = self.mode is Mode.SECRET
        event = self._dispatch()
        if is_secret and event is not None and self.confide is not None:
            self.confide(event.text if isinstance(event, Answer) else self.text)
        if event is not None or len(self._out) > _SLICE:
            return event
        if self._eof and self.mode is not Mode.BUSY:
            return self._end_of_stream()
        self._waiting = True
        return None

    # -- the line

    @property
    def text(self) -> str:
        """The line being typed."""
        return self._editor.line.text

    @property
    def cursor(self) -> int:
        """The cursor in the line being typed."""
        return self._editor.line.cursor

    @property
    def complete_on_space(self) -> bool:
        """Whether space is an event (`Space`) instead of a character."""
        return self._editor.complete_on_space

    @complete_on_space.setter
    def complete_on_space(self, value: bool) -> None:
        self._editor.complete_on_space = value

    @property
    def history(self) -> History:
        """The history in use; the session gives each CLI mode its own."""
        return self._editor.history

    @history.setter
    def history(self, history: History) -> None:
        self._editor.history = history

    def column_of(self, index: int) -> int:
        """The screen column of character `index` of the line being typed; without a terminal, the index."""
        return self._editor.painter.column_of(index) if self.is_pty else index

    def start_line(self, prompt: str, text: str = "", cursor: int | None = None) -> None:
        """Show a prompt and read a command line that already holds `text`.

        Lines of the prompt before its last one are written as output.
        """
        self._begin(Mode.COMMAND, prompt, text, cursor)

    def start_text(self, prompt: str = "") -> None:
        """Read lines of text in which no character has a meaning of its own (`load … terminal`)."""
        self._begin(Mode.TEXT, prompt)

    def ask(self, prompt: str, *, hidden: bool = False) -> None:
        """Ask a question; the reply comes as `Answer`. A hidden reply is neither echoed nor kept."""
        self._begin(Mode.SECRET if hidden else Mode.QUESTION, prompt)

    def read_keys(self, prompt: str = "") -> None:
        """Give every key as an event `Key`, Ctrl-C (`c-c`) too; `prompt` is what was written to ask for one."""
        self._editor.mode = Mode.KEYS
        self._awaiting = prompt
        self._waiting = False

    def stop_reading(self) -> None:
        """Read no key until something is asked for again; only Ctrl-C is looked for."""
        self._editor.mode = Mode.BUSY

    def insert(self, text: str) -> None:
        """Insert text at the cursor, as if typed but without being looked at."""
        editor = self._editor
        if editor.takes_runs:
            editor.add_run(text)
            return
        editor.line.insert(text)
        editor.repaint()

    def replace(self, start: int, end: int, text: str) -> None:
        """Put `text` in the place of the characters from start to end; the cursor goes behind it."""
        self._editor.line.replace(start, end, text)
        self._editor.repaint()

    def finish_line(self, echo: str = "", *, remember: bool = True) -> None:
        """End the line on the screen: `echo` behind it, then a new line. Until the next start no key is read.

        A command line goes to the history if `remember` is set.
        """
        editor = self._editor
        if remember and editor.mode is Mode.COMMAND:
            editor.history.add(editor.line.text, self._clock.time())
        if self.is_pty:
            if editor.mode is not Mode.SECRET:
                editor.painter.to_end()
            self._out += echo.encode() + b"\r\n"
        editor.mode = Mode.BUSY
        editor.begin("", "", 0)

    def end_text(self) -> None:
        """End the lines of text: `^D` is shown, and what follows comes right behind it. No key is read."""
        if self.is_pty:
            self._out += b"^D"
        self._editor.mode = Mode.BUSY
        self._editor.begin("", "", 0)

    # -- output

    @property
    def is_held(self) -> bool:
        """Whether Ctrl-s holds the output; a session should then produce no more of it."""
        return self._outlet.is_held

    def write(self, text: str) -> None:
        r"""Send output. `\n` becomes CR LF on a terminal; controls that could act there become `?`."""
        self._outlet.write(text)

    def announce(self, text: str) -> None:
        """Write lines that do not belong to the present command, then show again what the user was busy with."""
        if not self.is_pty or self.mode is Mode.BUSY:
            self.write(text)
        elif self.mode is Mode.KEYS:
            self.write(f"\n{text}{self._awaiting}" if self._awaiting else text)
        else:
            self._editor.painter.to_end()
            self.write("\n" + text)
            self._editor.show_again()

    def bell(self) -> None:
        """Ring the bell of a terminal."""
        if self.is_pty:
            self._out += BELL

    def take_output(self) -> bytes:
        """Take the bytes to send; none while the user holds the output."""
        return self._outlet.take()

    # -- inside

    def _begin(self, mode: Mode, prompt: str, text: str = "", cursor: int | None = None) -> None:
        self._editor.mode = mode
        self._waiting = False
        if not self.is_pty:
            return
        before, newline, last = prompt.rpartition("\n")
        if newline:
            self.write(before + newline)
        self._editor.begin(last, text, len(text) if cursor is None else cursor)

    def _dispatch(self) -> Event | None:
        mode = self.mode
        if mode is Mode.BUSY:
            waiting = self.is_pty and self._reader.queued
            return Interrupt() if waiting and self._reader.discard_through("\x03") else None
        if not self.is_pty:
            return self._plain.next(self.mode)
        if mode is Mode.KEYS:
            return self._key()
        return self._edit()

    def _edit(self) -> Event | None:
        editor, reader = self._editor, self._reader
        pattern = PRINTABLE
        if editor.mode is Mode.COMMAND:
            pattern = _WORD_RUN if editor.complete_on_space else _COMMAND_RUN
        while len(self._out) <= _SLICE:
            if editor.takes_runs:
                run = reader.run(pattern)
                if run:
                    editor.add_run(run)
            key = reader.press()
            if key is None:
                return None
            event = editor.press(key)
            if event is not None:
                return event
        return None

    def _key(self) -> Event | None:
        while (key := self._reader.press()) is not None:
            if key and key != BAD_INPUT:
                self._awaiting = ""
                return Key(key)
        return None

    def _end_of_stream(self) -> Event:
        last = None if self.is_pty else self._plain.unfinished(self.mode)
        if last is not None:
            return last
        self._eof = False
        return EndOfInput(final=True)
