"""Where the text of a shell's programs goes: to the terminal, or through the pager while one of them asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.cli.output import CommandOutput, State
from junosim.device.file_names import FileProblem
from junosim.shell.language.tree import bytes_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from junosim.cli.terminal import Terminal
    from junosim.shell.language.shell import Shell


class Screen:
    """The output of one line that was entered. `advance` is to be called while it `is_full`."""

    __slots__ = ("_asks", "_ended", "_pages", "_rest", "_shell", "_terminal")

    def __init__(self, terminal: Terminal, shell: Shell) -> None:
        self._terminal = terminal
        self._shell = shell
        self._pages: CommandOutput | None = None
        self._rest = ""
        self._ended = False
        self._asks = False  # the pager waits for a key, or for an answer

    @property
    def is_full(self) -> bool:
        """True when no more text is to be made before `advance` says so."""
        return self._pages is not None and (self._ended or (self._pages.is_full and not self._was_left))

    @property
    def _was_left(self) -> bool:
        pager = None if self._pages is None else self._pages.pager
        return pager is not None and pager.finished

    def page(self) -> None:
        """Stop at each full screen from now on."""
        terminal = self._terminal
        self._ended = False
        self._pages = CommandOutput(terminal, terminal.rows, terminal.window, hold=False, save=self._save)

    def write(self, text: str) -> None:
        """Show text; what comes after the user has left the pager is dropped."""
        if self._pages is None:
            self._terminal.write(text)
            return
        if self._was_left:
            return
        *lines, self._rest = (self._rest + text).split("\n")
        if lines:
            self._pages.add(lines)

    def end_page(self) -> None:
        """The paged output is complete."""
        if self._pages is None or self._ended:
            return
        if self._rest:
            rest, self._rest = self._rest, ""
            self._pages.add([rest])
        self._ended = True
        self._pages.end()
        if self._pages.pager is None or self._was_left:
            self._pages = None

    def key(self, name: str) -> None:
        """A key for the pager."""
        self._asks = False
        pager = None if self._pages is None else self._pages.pager
        if pager is None or not pager.key(name):
            self._terminal.bell()

    def answer(self, text: str) -> None:
        """The reply to a question of the pager."""
        self._asks = False
        self._terminal.finish_line(remember=False)
        if self._pages is not None and self._pages.pager is not None:
            self._pages.pager.answer(text)

    def advance(self) -> State:
        """Let the pager go on: waiting for the user, running, or done with this output."""
        pages = self._pages
        assert pages is not None
        if self._asks:
            return State.WAITING
        pages.write()
        state = pages.advance()
        self._asks = state is State.WAITING
        if state is State.DONE:  # what is still to come of this output is dropped
            pages.write()
            self._terminal.stop_reading()
            if self._ended:
                self._pages = None
        return state

    def show(self) -> None:
        """Let the user see what came so far."""
        if self._pages is not None:
            self._pages.write()

    def close(self) -> None:
        """Drop the pager and what it holds."""
        self._pages = None
        self._rest = ""
        self._asks = False

    def _save(self, name: str, lines: Sequence[str]) -> str:
        try:
            self._shell.tree.write(name, bytes_of("".join(f"{line}\n" for line in lines)))
        except FileProblem as problem:
            return f"{name}: {problem.reason}"
        return f"{name}: {len(lines)} lines"
