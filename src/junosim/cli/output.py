"""Where the lines of a command go: to the terminal as they are, or through the pager when a screen is full.

Most outputs fit on a screen, so the pager is made only when one does not.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from junosim.cli.pager import Pager

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from junosim.cli.terminal import Terminal


class State(Enum):
    """What something that shows lines can do now."""

    RUNNING = "running"
    WAITING = "waiting"  # for the user
    DONE = "done"


class CommandOutput:
    """The output of one command. `length` is the screen length, 0 for no paging; `width` its columns, 0 for any.

    With `hold` the end of the output is shown in the pager. `save` is what the pager writes a file with. `pager` is
    None until a screen was full.
    """

    __slots__ = ("_length", "_lines", "_save", "_terminal", "_width", "pager")

    def __init__(
        self,
        terminal: Terminal,
        length: int,
        width: int,
        *,
        hold: bool,
        save: Callable[[str, Sequence[str]], str] | None = None,
    ) -> None:
        self._terminal = terminal
        self._length = length
        self._width = width
        self._lines: list[str] = []
        self._save = save
        self.pager: Pager | None = Pager(length, width, hold=True, save=save) if hold and length else None

    def resize(self, length: int, width: int) -> None:
        """The terminal has another size; output that is not paged stays so."""
        if not (self._length and length):
            return
        self._length, self._width = length, width
        if self.pager is not None:
            self.pager.resize(length, width)

    @property
    def is_full(self) -> bool:
        """True when the pager takes no more lines before the user has pressed a key, or has left it."""
        return self.pager is not None and not self.pager.wants

    def add(self, lines: list[str]) -> None:
        """Take lines, without their line ends."""
        if self.pager is not None:
            for line in lines:
                self.pager.feed(line)
            return
        self._lines = self._lines + lines if self._lines else lines
        if self._length and not self._fits(lines):
            self._open_pager()

    def show(self) -> None:
        """Let the user see what came so far, though there may be more."""
        if self.pager is None and self._length and self._lines:
            self._open_pager()
        self.write()

    def end(self) -> None:
        """The output is complete."""
        if self.pager is not None:
            self.pager.end()
        self.write()

    def _fits(self, lines: list[str]) -> bool:
        """True while all lines stand on one screen (which is one line less than its length), none of them wrapped."""
        fills = len(self._lines) >= self._length
        return not fills and (not self._width or max(map(len, lines), default=0) <= self._width)

    def _open_pager(self) -> None:
        self.pager = Pager(self._length, self._width, save=self._save)
        lines, self._lines = self._lines, []
        self.add(lines)

    def advance(self) -> State:
        """Let the pager do what it can without more lines, or have the terminal ask the user for what it wants.

        Waits for no one: says whether there is more to do, a key to wait for, or nothing left. Not before a screen
        was full.
        """
        pager = self.pager
        assert pager is not None
        if pager.finished:
            return State.DONE
        if pager.is_working:
            pager.go_on()
            return State.RUNNING
        if pager.wants:
            return State.RUNNING
        if pager.question is not None:
            self._terminal.ask(pager.question)
        else:
            self._terminal.read_keys(pager.prompt)
        return State.WAITING

    def write(self) -> None:
        """Send what was taken to the terminal, as far as the pager lets it."""
        if self.pager is not None:
            self._terminal.write(self.pager.output())
        elif self._lines:
            self._terminal.write("\n".join(self._lines) + "\n")
            self._lines = []
