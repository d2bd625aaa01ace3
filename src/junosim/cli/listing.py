"""A list of possible completions on its way to the terminal: through the pager when it is longer than the screen."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from junosim.cli.output import CommandOutput, State
from junosim.cli.terminal_events import Answer, EndOfInput, Interrupt, Key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from junosim.cli.terminal import Terminal
    from junosim.cli.terminal_events import Event
    from junosim.operations.cli_settings import CliSettings

_CHUNK: Final = 32  # lines after which the session looks at the clock


class Listing:
    """Shows `lines`; then the line that asked for them is to be read on: `text`, with the cursor at `cursor`."""

    __slots__ = ("_lines", "_output", "_state", "_terminal", "cursor", "text")

    def __init__(
        self, terminal: Terminal, settings: CliSettings, lines: Iterable[str], text: str, cursor: int | None
    ) -> None:
        self._terminal = terminal
        self.text = text
        self.cursor = cursor
        self._state = State.RUNNING
        length = settings.screen_length if terminal.is_pty else 0
        self._output = CommandOutput(terminal, length, settings.screen_width, hold=False)
        self._lines = iter(lines)

    def resize(self, length: int, width: int) -> None:
        """The terminal has another size."""
        self._output.resize(length, width)

    def advance(self) -> State:
        """Show a little more; says whether the user has to press a key first."""
        if self._state is State.RUNNING:
            self._state = self._next()
        return self._state

    def _next(self) -> State:
        output = self._output
        if not output.is_full:
            lines = list(islice(self._lines, _CHUNK))
            if lines:
                output.add(lines)
                return State.RUNNING
            output.end()
        output.write()
        return State.DONE if output.pager is None else output.advance()

    def take(self, event: Event) -> None:
        """A key for the pager, the reply to its question, or Ctrl-C, which drops the rest."""
        if isinstance(event, Interrupt):
            self._terminal.finish_line("^C", remember=False)
            self._state = State.DONE
            return
        pager = self._output.pager
        if pager is None:  # nothing was asked for
            return
        self._state = State.RUNNING
        if isinstance(event, Key):
            if not pager.key(event.name):
                self._terminal.bell()
        elif isinstance(event, Answer | EndOfInput):
            self._terminal.finish_line(remember=False)
            pager.answer(event.text if isinstance(event, Answer) else "")
