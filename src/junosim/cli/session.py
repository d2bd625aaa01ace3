"""One CLI session: bytes of the client in, bytes and effects out (see `device.sessions.ByteSession`).

The session is an automaton of three states: it reads a line, a `Job` runs the command of the line, or it has
ended. Work is done in slices, so that a long command or a long paste leaves other sessions their turn.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from junosim.cli import audited, faults
from junosim.cli.command_line import CommandLine
from junosim.cli.commands import reporting
from junosim.cli.commands.configuring import leave as leave_configuration
from junosim.cli.commands.operating import timestamp
from junosim.cli.context import Context
from junosim.cli.greeting import class_greeting, greeting
from junosim.cli.idle import IdleTimer
from junosim.cli.job import Job
from junosim.cli.output import State
from junosim.cli.terminal import Terminal
from junosim.cli.terminal_events import EndOfInput
from junosim.cli.words import split_commands
from junosim.device import login_lines, session_log
from junosim.device.file_names import home_of
from junosim.device.load import COMMAND_WORK
from junosim.device.sessions import Effect, Hangup
from junosim.operations.cli_settings import CliSettings

if TYPE_CHECKING:
    from junosim.cli.command import Command
    from junosim.device.device import Device
    from junosim.device.logins import Login
    from junosim.device.sessions import Enter

_DUMB: Final = "dumb"  # a terminal that has no pager [our choice of its name: that of terminfo]
_SLICE: Final = 0.002  # seconds of work before other sessions get their turn


class CliSession:
    """One user's session on `device`.

    With `command` (an exec channel) the commands in it, separated by `;`, are run and the session ends. `pty` is
    False for exec channels and scripts: there is no echo, no prompt and no paging. `idle_timeout` (minutes) is
    the one of the login class. `terminal` is one that is shared with other sessions, in one of which this one may be
    started: then it `greets` nobody, and begins in a `directory` that is not the home.
    """

    def __init__(
        self,
        device: Device,
        login: Login,
        *,
        columns: int = 0,
        rows: int = 0,
        term: str = "unknown",
        pty: bool = True,
        command: str | None = None,
        idle_timeout: int = 0,
        terminal: Terminal | None = None,
        greets: bool = True,
        directory: str = "",
    ) -> None:
        self._device = device
        self._login = login
        self._terminal = terminal or Terminal(device.clock, columns, rows, is_pty=pty)
        self._terminal.width = None
        self._window = self._terminal.columns, self._terminal.rows
        settings = CliSettings(
            screen_length=0 if term == _DUMB or command is not None else self._terminal.rows,
            screen_width=self._terminal.columns, idle_timeout=idle_timeout, terminal=term,
            directory=directory or home_of(login.user), prompt=device.prompt_of(login),
        )  # fmt: skip
        self._context = Context(device, login, settings, interactive=pty)
        self._idle = IdleTimer(idle_timeout if pty else 0, device.clock.monotonic())
        self._line = CommandLine(self._context, self._terminal, is_typed=command is None)
        self._job: Job | None = None
        self._untold = ""
        self._queued = deque(split_commands(command)) if command is not None else None
        self._effects: list[Effect] = []
        self._is_open = True
        self._has_work = False
        self._is_away = False
        self._has_terminal()
        session_log.cli_began(device, login)
        self._start(greets=greets)

    # ------------------------------------------------------------------ the protocol of the server

    def feed(self, data: bytes) -> None:
        """Take bytes the client sent."""
        if not self._is_open:
            return
        self._catch_up()
        if not self._is_open:
            return
        self._device.logins.touch(self._login)
        self._idle.touch(self._device.clock.monotonic(), self._timeout)
        self._terminal.queue(data)
        self._advance()

    def eof(self) -> None:
        """The client sends no more; the session ends once it has worked off what came before."""
        self._terminal.queue_eof()
        self._advance()

    def output(self) -> bytes:
        """Take the bytes to send."""
        return self._terminal.take_output()

    def effects(self) -> list[Effect]:
        """Take what the server has to do."""
        if not self._effects:
            return []
        effects, self._effects = self._effects, []
        return effects

    def deadline(self) -> float | None:
        """When to call `wake`; in the past while there is work left."""
        if not self._is_open:
            return None
        if self._has_work or self._login.inbox or self._login.expelled or self._shows_monitor:
            return self._device.clock.monotonic()
        idle, device = self._idle.deadline(), self._device.deadline()
        first = device if idle is None or (device is not None and device < idle) else idle
        job = None if self._job is None else self._job.deadline
        return job if first is None or (job is not None and job < first) else first

    def wake(self) -> None:
        """Do one more slice of work, and what the idle timer and the device's deadline ask for."""
        if not self._is_open:
            return
        self._catch_up()
        if not self._is_open:
            return
        text, ends = self._idle.due(self._device.clock.monotonic())
        if ends:
            self._terminal.write(f"\n\a{text}\n")
            self._device.audit.write(login_lines.idle_timeout(self._login.user), self._login.cli)
            self._end(1)
            return
        if text is not None:
            self._terminal.announce(f"\a{text}\n")
        self._advance()

    def resize(self, columns: int, rows: int) -> None:
        """The client's window changed; what the user has set with `set cli` stays."""
        self._terminal.resize(columns, rows)
        self._follow_window()

    @property
    def login(self) -> Login:
        """Whose session it is."""
        return self._login

    @property
    def directory(self) -> str:
        """Where its user stands in the file tree."""
        return self._context.settings.directory

    def entered(self) -> Enter | None:
        """Take what is to have the terminal now."""
        found, self._context.entering = self._context.entering, None
        return found

    def resume(self, status: int) -> None:
        """The session that had the terminal meanwhile has ended; its exit status is nobody's business here."""
        self._is_away = False
        self._idle.touch(self._device.clock.monotonic(), self._timeout)
        if self._login.expelled or self._context.ended:
            self._end(1 if self._login.expelled else 0)
            return
        self._has_terminal()
        self._terminal.width = None
        self._follow_window()
        if self._queued is None:
            self._line.start()
        self._has_work = True

    def _has_terminal(self) -> None:
        """Others see what runs on the terminal now."""
        if self._terminal.is_pty:
            self._login.runs("" if self._login.outer is None else "cli")

    def _follow_window(self) -> None:
        """Take over the size of the window, but for what the user has set."""
        terminal, settings = self._terminal, self._context.settings
        before, self._window = self._window, (terminal.columns, terminal.rows)
        if settings.screen_width == before[0]:
            settings.screen_width = terminal.columns
        if settings.screen_length == before[1]:
            settings.screen_length = terminal.rows
        for shown in (self._job, self._line.listing):
            if shown is not None:
                shown.resize(settings.screen_length, settings.screen_width)

    def closed(self) -> None:
        """The connection is gone: free the locks, the candidate and the terminal."""
        self._is_open = False
        job, self._job = self._job, None
        try:
            if job is not None:
                job.cancel()
        finally:  # whatever the job did: no lock may outlive its session
            self._tell_line()
            self._context.monitor.stop()
            self._context.editing = None
            session_log.cli_ended(self._device, self._login)
            self._device.disconnect(self._login)

    @property
    def _shows_monitor(self) -> bool:
        """Whether there are new lines of what is watched, and a prompt that they can stand before."""
        return self._context.monitor.has_lines and self._job is None and self._line.listing is None

    def _catch_up(self) -> None:
        """Let the device do what is due, and show the messages it has for this terminal."""
        self._device.wake()
        while self._login.inbox:
            self._terminal.announce(f"\a{self._login.inbox.popleft()}\n")
        if self._shows_monitor:
            self._terminal.announce(self._context.monitor.take())
        if self._login.expelled:
            self._end(1)

    # ------------------------------------------------------------------ slices of work

    def _advance(self) -> None:
        """Work until there is nothing to do without more input, or the slice is over."""
        clock = self._device.clock
        end = clock.monotonic() + _SLICE
        while self._is_open:
            if not self._step():
                self._has_work = self._is_open and self._terminal.has_input and not self._is_away
                return
            if clock.monotonic() > end:
                self._has_work = self._is_open
                return
        self._has_work = False

    def _step(self) -> bool:
        """Do the next thing; False when input is needed first, or another session has the terminal."""
        if self._is_away:
            return False
        if self._job is not None:
            return self._step_job(self._job)
        if self._line.completing is not None or self._line.listing is not None:
            try:
                return self._step_completion()
            except Exception:
                self._line.listing = None
                self._show_fault()
                return True
        if self._queued is not None:
            self._next_queued()
            return True
        event = self._terminal.next()
        if event is None:
            return False
        try:
            if isinstance(event, EndOfInput):
                if event.final:
                    self._end(0)
            elif (command := self._line.take(event)) is not None:
                self._run(command)
        except Exception:
            self._show_fault()
        return True

    def _show_fault(self) -> None:
        """Report the fault being handled: one in reading a line is as bad as one in a command, and no worse."""
        self._terminal.finish_line(remember=False)
        self._terminal.write(f"{faults.report(self._device, self._login.user)}\n")
        self._line.start()

    def _step_job(self, job: Job) -> bool:
        event = self._terminal.next()
        if event is not None:
            in_text = job.reads_text
            job.take(event)
            if isinstance(event, EndOfInput) and event.final and self._queued is None:
                if not in_text:
                    self._end(0)
                    return True
                self._context.ended = True  # once the text is worked off
        state = job.advance()
        if job.is_working:
            self._idle.hold()
        else:
            self._idle.go_on(self._device.clock.monotonic())
        if state is State.DONE:
            self._finish_command()
        return state is not State.WAITING or event is not None

    def _step_completion(self) -> bool:
        """Find what a key of completion asks for, or show it."""
        listing = self._line.listing
        if listing is None:
            self._line.advance()
            return True
        event = self._terminal.next()
        if isinstance(event, EndOfInput) and event.final:
            self._end(0)
            return True
        if event is not None:
            listing.take(event)
        state = listing.advance()
        if state is State.DONE:
            self._line.end_listing(listing)
        return state is not State.WAITING or event is not None

    # ------------------------------------------------------------------ begin and end

    def _start(self, *, greets: bool) -> None:
        if self._queued is not None:
            self._advance()
            return
        if self._terminal.is_pty and greets:
            self._terminal.write(greeting(self._device, self._login) + class_greeting(self._context))
        self._line.start(blank=False)

    def _end(self, status: int) -> None:
        self._is_open = False
        if self._context.editing is not None:
            leave_configuration(self._context)
        self._effects.append(Hangup(status))

    def _next_queued(self) -> None:
        assert self._queued is not None
        if not self._queued or self._context.ended:
            self._end(0)
        elif (command := self._line.read(self._queued.popleft())) is not None:
            self._run(command)

    def _run(self, command: Command) -> None:
        """Start what was entered."""
        self._device.worked(COMMAND_WORK)
        self._untold = command.shown
        if not reporting.is_told_behind(command):
            self._tell_line()
        stamp = timestamp(self._context)
        if stamp:
            self._terminal.write(f"{stamp}\n")
        self._job = Job(self._context, self._terminal, command)

    def _tell_line(self) -> None:
        """Log the line that was entered, once."""
        line, self._untold = self._untold, ""
        if line:
            audited.tell(self._context, line)

    def _finish_command(self) -> None:
        self._job = None
        self._tell_line()
        now = self._device.clock.monotonic()
        self._idle.go_on(now)
        self._idle.touch(now, self._timeout)
        if self._login.expelled:  # by itself: what was typed ahead is not for it any more
            self._end(1)
        elif self._context.entering is not None:
            self._is_away = True
        elif self._queued is not None:
            return
        elif self._context.ended:
            self._end(0)
        else:
            self._line.start()

    @property
    def _timeout(self) -> int:
        return self._context.settings.idle_timeout if self._terminal.is_pty else 0
