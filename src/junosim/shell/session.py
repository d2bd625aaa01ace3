"""One shell on a terminal: bytes of the client in, bytes and effects out (see `device.sessions.StackedSession`).

It reads a line with the line editor of the CLI, and runs it in slices.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from junosim.cli import faults, messages
from junosim.cli.history import History
from junosim.cli.idle import IdleTimer
from junosim.cli.output import State
from junosim.cli.terminal_events import Answer, EndOfInput, Enter, Interrupt, Key, Question, Space, Tab
from junosim.device import sessions
from junosim.device.load import COMMAND_WORK
from junosim.device.sessions import Effect, Hangup
from junosim.shell.language.completion import completed
from junosim.shell.language.dialect import ShellError
from junosim.shell.language.events import recalled
from junosim.shell.language.interpreter import run
from junosim.shell.language.stream import Complaint, Input, Nested, Paging, Shown, Sleep
from junosim.shell.prompt import prompt
from junosim.shell.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Generator

    from junosim.cli.terminal import Terminal
    from junosim.cli.terminal_events import Event
    from junosim.device.logins import Login
    from junosim.shell.language.shell import Shell
    from junosim.shell.language.stream import Item

_SLICE: Final = 0.002  # seconds of work before other sessions get their turn
_INTERRUPTED: Final = 130  # exit status after Ctrl-C
_AUTO_LOGOUT: Final = "auto-logout"  # csh
_PASTE_END: Final = "\b\b"  # a terminal driver takes back the `^D` that it has shown


@dataclass(slots=True)
class _Run:
    """A line that is being carried out; `waits` is what it cannot go on without."""

    items: Generator[Item, None, None]
    waits: Input | Nested | None = None
    until: float | None = None


class ShellSession:
    """A shell on `terminal`. With `command` it carries out that alone, without a prompt, and ends.

    A login shell `owns_login`: its end is that of the login. At its prompt it waits at most `idle_timeout` minutes
    for a key, for ever with 0.
    """

    def __init__(
        self,
        shell: Shell,
        terminal: Terminal,
        *,
        command: str | None = None,
        owns_login: bool = False,
        idle_timeout: int = 0,
    ) -> None:
        self._shell = shell
        self._device = shell.machine.device
        self._terminal = terminal
        self._history = History()
        self._screen = Screen(terminal, shell)
        self._run: _Run | None = None
        self._request: sessions.Enter | None = None
        self._effects: list[Effect] = []
        self._only = command
        self._owns_login = owns_login
        self._is_open = True
        self._has_work = True
        self._input_ended = False
        self._timeout = idle_timeout if terminal.is_pty and command is None else 0
        self._idle = IdleTimer(self._timeout, self._device.clock.monotonic(), ())
        self._has_terminal()
        history = self._history  # a function that knew the session would lie in a ring with it
        shell.history = lambda: [(entry.text, entry.time) for entry in history]
        if command is None:
            self._read_line()
        else:
            self._start(command)

    @property
    def login(self) -> Login:
        """The login that the shell belongs to."""
        return self._shell.machine.login

    def _has_terminal(self) -> None:
        """Others see what runs on the terminal now."""
        if self._terminal.is_pty:
            name = self._shell.dialect.name
            self.login.runs(f"-{name} ({name})" if self._shell.is_login else name)

    # ------------------------------------------------------------------ the protocol of the server

    def feed(self, data: bytes) -> None:
        """Take bytes the client sent."""
        if not self._is_open:
            return
        self._catch_up()
        if not self._is_open:
            return
        self._device.logins.touch(self.login)
        self._idle.touch(self._device.clock.monotonic(), self._timeout)
        self._terminal.queue(data)
        self._advance()

    def eof(self) -> None:
        """The client sends no more; the shell ends once it has worked off what came before."""
        self._terminal.queue_eof()
        self._advance()

    def output(self) -> bytes:
        """Take the bytes to send."""
        return self._terminal.take_output()

    def effects(self) -> list[Effect]:
        """Take what the server has to do."""
        effects, self._effects = self._effects, []
        return effects

    def deadline(self) -> float | None:
        """When to call `wake`; in the past while there is work left."""
        if not self._is_open:
            return None
        if self._has_work or self.login.inbox or self.login.expelled:
            return self._device.clock.monotonic()
        until = self._run.until if self._run is not None else None
        due = (until, self._device.deadline(), self._idle.deadline())
        return min((moment for moment in due if moment is not None), default=None)

    def wake(self) -> None:
        """Do one more slice of work."""
        if not self._is_open:
            return
        self._catch_up()
        if self._is_open and self._idle.due(self._device.clock.monotonic())[1]:
            self._terminal.finish_line(_AUTO_LOGOUT, remember=False)
            self._end(1)
        if self._is_open:
            self._advance()

    def resize(self, columns: int, rows: int) -> None:
        """The client's window changed."""
        self._terminal.resize(columns, rows)

    def closed(self) -> None:
        """The shell is over, or the connection is gone: what runs is stopped."""
        self._is_open = False
        try:
            self._stop()
        finally:
            if self._owns_login:
                self._device.disconnect(self.login)

    @property
    def directory(self) -> str:
        """Where its user stands in the file tree."""
        return self._shell.directory

    def entered(self) -> sessions.Enter | None:
        """Take what is to have the terminal now."""
        found, self._request = self._request, None
        return found

    def resume(self, status: int) -> None:
        """The session that had the terminal meanwhile has ended."""
        if self.login.expelled:
            self._end(1)
            return
        if self._run is not None and isinstance(self._run.waits, Nested):
            self._run.waits.status = status
            self._run.waits = None
        self._has_work = True
        self._idle.touch(self._device.clock.monotonic(), self._timeout)
        self._has_terminal()

    def _catch_up(self) -> None:
        """Let the device do what is due, and show the messages it has for this terminal."""
        self._device.wake()
        while self.login.inbox:
            self._terminal.announce(f"\a{self.login.inbox.popleft()}\n")
        if self.login.expelled:
            self._end(1)

    # ------------------------------------------------------------------ slices of work

    def _advance(self) -> None:
        """Work until there is nothing to do without more input, or the slice is over."""
        clock = self._device.clock
        end = clock.monotonic() + _SLICE
        while self._is_open:
            if not self._step():
                self._has_work = self._is_open and self._terminal.has_input and not self._is_away
                break
            if clock.monotonic() > end:
                self._has_work = self._is_open
                break
        else:
            self._has_work = False
        if self._run is not None and self._run.waits is None and not self._screen.is_full:
            self._idle.hold()
        else:
            self._idle.go_on(clock.monotonic())
        self._screen.show()

    @property
    def _is_away(self) -> bool:
        """True while another session has the terminal."""
        return self._run is not None and isinstance(self._run.waits, Nested)

    def _step(self) -> bool:
        """Do the next thing; False when input is needed first, or time has to pass."""
        if self._is_away:
            return False
        event = self._terminal.next()
        if event is not None:
            self._take(event)
        if self._run is None or not self._is_open:
            return event is not None
        return self._go_on(self._run) or event is not None

    def _go_on(self, running: _Run) -> bool:
        """Run a little further; False when the run waits for something."""
        if running.waits is not None:
            return False
        if self._screen.is_full:
            return self._screen.advance() is not State.WAITING
        if running.until is not None:
            if running.until > self._device.clock.monotonic():
                return False
            running.until = None
        try:
            item = next(running.items, None)
            if item is None:
                self._finish()
            else:
                self._carry_out(running, item)
        except Exception:
            self._terminal.write(f"{faults.report(self._device, self._shell.person.name)}\n")
            self._stop()
            self._finish()
        return True

    def _carry_out(self, running: _Run, item: Item) -> None:
        """Do what a program asks for."""
        if isinstance(item, str):
            self._screen.write(item)
        elif isinstance(item, Complaint | Shown):
            self._screen.write(item.text)
        elif isinstance(item, Sleep):
            running.until = self._device.clock.monotonic() + item.seconds
        elif isinstance(item, Paging):
            if item.on:
                self._screen.page()
            else:
                self._screen.end_page()
        elif isinstance(item, Input):
            if self._input_ended:
                return
            running.waits = item
            if item.prompt:
                self._terminal.ask(item.prompt, hidden=item.hidden)
            else:
                self._terminal.start_text()
        elif isinstance(item, Nested):
            running.waits = item
            self._request = sessions.Enter(item.kind, item.user, item.command, is_login=item.is_login)

    # ------------------------------------------------------------------ events of the terminal

    def _take(self, event: Event) -> None:
        running = self._run
        if isinstance(event, Interrupt):
            self._interrupt()
        elif running is None:
            self._take_at_prompt(event)
        elif isinstance(running.waits, Input):
            self._take_input(running, running.waits, event)
        elif isinstance(event, Key):
            if event.name == "c-c":
                self._interrupt()
            else:
                self._screen.key(event.name)
        elif isinstance(event, Answer):
            self._screen.answer(event.text)
        elif isinstance(event, EndOfInput) and event.final:
            self._end(0)

    def _take_at_prompt(self, event: Event) -> None:
        terminal = self._terminal
        if isinstance(event, Enter):
            terminal.finish_line()
            if event.overlong:
                terminal.write(f"{messages.LINE_TOO_LONG}\n")
                self._read_line()
            else:
                self._enter(event.text)
        elif isinstance(event, Question | Space):
            terminal.insert("?" if isinstance(event, Question) else " ")
        elif isinstance(event, Tab):
            text = completed(self._shell, event.text[: event.cursor])
            if text:
                terminal.insert(text)
            if not text.endswith((" ", "/")):
                terminal.bell()
        elif isinstance(event, EndOfInput):
            farewell = self._shell.dialect.farewell[self._shell.is_login]
            terminal.finish_line(farewell.rstrip("\n"), remember=False)
            self._end(self._shell.status)

    def _enter(self, line: str) -> None:
        """A line was entered."""
        if self._shell.dialect.has_events:
            try:
                earlier = [entry.text for entry in self._history][:-1]
                meant = recalled(line, earlier)
            except ShellError as problem:
                self._terminal.write(str(problem))
                self._read_line()
                return
            if meant != line:
                self._terminal.write(f"{meant}\n")
                line = meant
        self._start(line)

    def _take_input(self, running: _Run, wanted: Input, event: Event) -> None:
        """A line for a program that reads the terminal."""
        terminal = self._terminal
        if isinstance(event, Enter | Answer):
            terminal.finish_line(remember=False)
            wanted.text = event.text
        elif isinstance(event, EndOfInput):
            if wanted.prompt:
                terminal.finish_line(remember=False)
            elif terminal.is_pty:
                terminal.end_text()
                terminal.write(_PASTE_END)
            self._input_ended = event.final
        else:
            return
        running.waits = None

    def _interrupt(self) -> None:
        """Ctrl-C: drop the line, or stop what runs."""
        running = self._run
        if running is None or isinstance(running.waits, Input):
            self._terminal.finish_line("^C", remember=False)
        else:
            self._terminal.write("^C\n")
        self._stop()
        self._shell.status = _INTERRUPTED if self._shell.dialect.has_io_numbers else 1
        self._finish()

    # ------------------------------------------------------------------ begin and end

    def _start(self, line: str) -> None:
        """Carry out a line."""
        if not line.strip():
            self._read_line()
            return
        self._device.worked(COMMAND_WORK)
        self._shell.columns = self._terminal.window if self._terminal.is_pty else 0
        self._run = _Run(run(self._shell, line))

    def _finish(self) -> None:
        """The line is carried out: the next one, or the end."""
        self._run = None
        self._screen.close()
        if self._only is not None or (self._input_ended and not self._shell.ended):
            self._end(self._shell.status)
        elif self._shell.ended:
            if self._terminal.is_pty:
                self._terminal.write(self._shell.dialect.farewell[self._shell.is_login])
            self._end(self._shell.status)
        else:
            self._read_line()

    def _read_line(self) -> None:
        terminal = self._terminal
        terminal.history = self._history
        terminal.complete_on_space = False
        terminal.start_line(prompt(self._shell))

    def _stop(self) -> None:
        running, self._run = self._run, None
        if running is not None:
            running.items.close()

    def _end(self, status: int) -> None:
        if self._is_open:
            self._is_open = False
            self._stop()
            self._effects.append(Hangup(status))
