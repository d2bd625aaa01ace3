"""One CLI session: bytes of the client in, bytes and effects out (see `device.sessions.ByteSession`).

The session is an automaton of three states: it reads a line, a `Job` runs the command of the line, or it has
ended. Work is done in slices, so that a long command or a long paste leaves other sessions their turn.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from junosim.cli import complete, faults, help_format, messages
from junosim.cli.command import Grammar
from junosim.cli.commands.entering import close as leave_configuration
from junosim.cli.commands.operating import timestamp
from junosim.cli.context import Context
from junosim.cli.history import History
from junosim.cli.idle import IdleTimer
from junosim.cli.job import Job
from junosim.cli.listing import Listing
from junosim.cli.names import KnownNames
from junosim.cli.output import State
from junosim.cli.prompt import prompt, prompt_lines
from junosim.cli.reader import LineReader
from junosim.cli.terminal import Terminal
from junosim.cli.terminal_events import Answer, EndOfInput, Enter, Interrupt, Key, Question, Space, Tab
from junosim.cli.visibility import commands_for
from junosim.cli.words import split, split_commands
from junosim.config.query import leaf_text
from junosim.device.file_names import home_of
from junosim.device.load import COMMAND_WORK
from junosim.device.sessions import Effect, Hangup
from junosim.errors import SyntaxProblem
from junosim.operations.cli_settings import CliSettings
from junosim.text import unescaped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from junosim.cli.editing import Editing
    from junosim.cli.terminal_events import Event
    from junosim.device.device import Device
    from junosim.device.logins import Login
    from junosim.schema.walk import Path

_DUMB: Final = "dumb"  # a terminal that has no pager [our choice of its name: that of terminfo]
_SLICE: Final = 0.002  # seconds of work before other sessions get their turn


class CliSession:
    """One user's session on `device`.

    With `command` (an exec channel) the commands in it, separated by `;`, are run and the session ends. `pty` is
    False for exec channels and scripts: there is no echo, no prompt and no paging. `idle_timeout` (minutes) is
    the one of the login class.
    """

    def __init__(
        self,
        device: Device,
        login: Login,
        permissions: frozenset[str],
        *,
        columns: int = 0,
        rows: int = 0,
        term: str = "unknown",
        pty: bool = True,
        command: str | None = None,
        idle_timeout: int = 0,
    ) -> None:
        self._device = device
        self._login = login
        self._terminal = Terminal(device.clock, columns, rows, is_pty=pty)
        settings = CliSettings(
            screen_length=0 if term == _DUMB else self._terminal.rows, screen_width=self._terminal.columns,
            idle_timeout=idle_timeout, terminal=term, directory=home_of(login.user),
        )  # fmt: skip
        self._context = Context(device, login, settings, permissions, interactive=pty)
        self._histories = {False: self._terminal.history, True: History()}
        self._visible_command = commands_for(permissions)
        self._readable, self._changeable = self._context.readable, self._context.changeable
        self._names = KnownNames(self._context)
        self._idle = IdleTimer(idle_timeout if pty else 0, device.clock.monotonic())
        self._read_at: Path | None = None
        self._reader = LineReader(self._grammar_of(None))
        self._job: Job | None = None
        self._listing: Listing | None = None
        self._queued = deque(split_commands(command)) if command is not None else None
        self._effects: list[Effect] = []
        self._is_open = True
        self._has_work = False
        self._start()

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
        if self._has_work or self._login.inbox or self._login.expelled:
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
            self._end(1)
            return
        if text is not None:
            self._terminal.announce(f"\a{text}\n")
        self._advance()

    def resize(self, columns: int, rows: int) -> None:
        """The client's window changed; what the user has set with `set cli` stays."""
        terminal, settings = self._terminal, self._context.settings
        before = terminal.columns, terminal.rows
        terminal.resize(columns, rows)
        if settings.screen_width == before[0]:
            settings.screen_width = terminal.columns
        if settings.screen_length == before[1]:
            settings.screen_length = terminal.rows

    def closed(self) -> None:
        """The connection is gone: free the locks, the candidate and the terminal."""
        self._is_open = False
        job, self._job = self._job, None
        try:
            if job is not None:
                job.cancel()
        finally:  # whatever the job did: no lock may outlive its session
            self._context.editing = None
            self._device.disconnect(self._login)

    def _catch_up(self) -> None:
        """Let the device do what is due, and show the messages it has for this terminal."""
        self._device.wake()
        while self._login.inbox:
            self._terminal.announce(f"\a{self._login.inbox.popleft()}\n")
        if self._login.expelled:
            self._end(1)

    # ------------------------------------------------------------------ slices of work

    def _advance(self) -> None:
        """Work until there is nothing to do without more input, or the slice is over."""
        clock = self._device.clock
        end = clock.monotonic() + _SLICE
        while self._is_open:
            if not self._step():
                self._has_work = self._is_open and self._terminal.has_input
                return
            if clock.monotonic() > end:
                self._has_work = self._is_open
                return
        self._has_work = False

    def _step(self) -> bool:
        """Do the next thing; False when input is needed first."""
        if self._job is not None:
            return self._step_job(self._job)
        if self._listing is not None:
            try:
                return self._step_listing(self._listing)
            except Exception:
                self._listing = None
                self._show_fault()
                return True
        if self._queued is not None:
            self._next_queued()
            return True
        event = self._terminal.next()
        if event is None:
            return False
        try:
            self._handle(event)
        except Exception:
            self._show_fault()
        return True

    def _show_fault(self) -> None:
        """Report the fault being handled: one in reading a line is as bad as one in a command, and no worse."""
        self._terminal.finish_line(remember=False)
        self._write_lines([faults.report(self._context)])
        self._read_line()

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
        if state is State.DONE:
            self._finish_command()
        return state is not State.WAITING or event is not None

    def _step_listing(self, listing: Listing) -> bool:
        event = self._terminal.next()
        if isinstance(event, EndOfInput) and event.final:
            self._end(0)
            return True
        if event is not None:
            listing.take(event)
        state = listing.advance()
        if state is State.DONE:
            self._listing = None
            self._read_line(listing.text, listing.cursor, blank=False)
        return state is not State.WAITING or event is not None

    # ------------------------------------------------------------------ begin and end

    def _start(self) -> None:
        if self._queued is not None:
            self._advance()
            return
        if self._terminal.is_pty:
            earlier = self._login.earlier
            if earlier is not None:
                self._write_lines(
                    [messages.last_login(self._device.local_time(earlier.time), earlier.origin)]
                )
            self._terminal.write(f"{self._device.platform.login_banner}\n")
            announcement = leaf_text(self._device.configuration, "system", "login", "announcement")
            if announcement is not None:
                self._terminal.write(f"{unescaped(announcement)}\n")
        self._read_line(blank=False)

    def _end(self, status: int) -> None:
        self._is_open = False
        if self._context.editing is not None:
            leave_configuration(self._context)
        self._effects.append(Hangup(status))

    def _next_queued(self) -> None:
        assert self._queued is not None
        if self._queued and not self._context.ended:
            self._execute(self._queued.popleft())
        else:
            self._end(0)

    def _finish_command(self) -> None:
        self._job = None
        self._idle.touch(self._device.clock.monotonic(), self._timeout)
        if self._login.expelled:  # by itself: what was typed ahead is not for it any more
            self._end(1)
        elif self._queued is not None:
            return
        elif self._context.ended:
            self._end(0)
        else:
            self._read_line()

    def _read_line(self, text: str = "", cursor: int | None = None, *, blank: bool = True) -> None:
        """Show the prompt and read a line; `blank` puts an empty line before it."""
        terminal, settings = self._terminal, self._context.settings
        terminal.history = self._context.history = self._histories[self._context.editing is not None]
        terminal.complete_on_space = settings.complete_on_space
        if terminal.columns != settings.screen_width:
            terminal.width = settings.screen_width
        above = prompt_lines(self._context)
        terminal.start_line(("\n" if blank else "") + above + prompt(self._context), text, cursor)

    @property
    def _timeout(self) -> int:
        return self._context.settings.idle_timeout if self._terminal.is_pty else 0

    # ------------------------------------------------------------------ events of the terminal

    def _handle(self, event: Event) -> None:
        if isinstance(event, Enter):
            self._enter(event)
        elif isinstance(event, Space | Tab | Question):
            self._complete(event)
        elif isinstance(event, Interrupt):
            self._terminal.finish_line("^C", remember=False)
            self._read_line()
        elif isinstance(event, EndOfInput) and event.final:
            self._end(0)
        elif isinstance(event, Answer | Key):
            self._terminal.bell()

    def _enter(self, event: Enter) -> None:
        if event.overlong:
            self._terminal.finish_line(remember=False)
            self._terminal.bell()
            self._write_lines([messages.LINE_TOO_LONG])
            self._read_line()
        elif event.text.strip() and not self._is_comment(event.text):
            self._execute(event.text)
        else:
            self._terminal.finish_line(remember=False)
            self._read_line()

    def _complete(self, event: Space | Tab | Question) -> None:
        before = event.text[: event.cursor]
        if self._is_comment(before):
            self._terminal.insert({Space: " ", Tab: "", Question: "?"}[type(event)])
            return
        lines = self._lines()
        configuring = self._context.editing is not None
        if isinstance(event, Space):
            if event.cursor < len(event.text):
                self._terminal.insert(" ")
                return
            outcome = lines.space(before)
        elif isinstance(event, Tab):
            outcome = complete.on_tab(lines.grammar, before, self._names, configuring=configuring)
        else:
            outcome = complete.on_help(lines.grammar, before, self._names, configuring=configuring)
        if outcome.problem is None and outcome.insert:
            self._terminal.insert(outcome.insert)
        else:
            self._show_outcome(outcome, event)

    def _show_outcome(self, outcome: complete.Outcome, event: Space | Tab | Question) -> None:
        """Show a problem or a listing, then the line again as it was."""
        column = self._terminal.column_of(outcome.column)
        self._terminal.finish_line(" " if isinstance(event, Space) else "", remember=False)
        if outcome.problem is not None:
            self._write_problem(outcome.problem, column)
        if outcome.rows or outcome.problem is None:
            self._list(help_format.listing(outcome.rows), event.text, event.cursor)
            return
        blank = self._context.editing is not None
        if isinstance(event, Space):
            # what is typed or pasted behind the bad word stays apart from it
            self._read_line(event.text + " ", blank=blank)
        else:
            self._read_line(event.text, event.cursor, blank=blank)

    def _list(self, lines: Iterable[str], text: str, cursor: int | None = None) -> None:
        """Show a list, through the pager when it is long, then `text` to be typed on."""
        self._listing = Listing(self._terminal, self._context.settings, lines, text, cursor)

    def _is_comment(self, text: str) -> bool:
        """True for a line that says nothing to the device [vendor documentation: in operational mode]."""
        return self._context.editing is None and text.lstrip().startswith("#")

    # ------------------------------------------------------------------ executing a line

    def _lines(self) -> LineReader:
        """The reader of lines, set to the present mode and level."""
        editing = self._context.editing
        level = None if editing is None else editing.base
        if level is not self._read_at:
            self._read_at = level
            self._reader.against(self._grammar_of(editing))
        return self._reader

    def _grammar_of(self, editing: Editing | None) -> Grammar:
        release = self._device.release
        commands = release.commands if editing is None else release.configuration_commands
        grammar = Grammar(
            commands, release.commands, release.pipes, release.configuration,
            visible_command=self._visible_command, visible_statement=self._readable,
            changeable_statement=self._changeable,
        )  # fmt: skip
        return grammar if editing is None else replace(grammar, base=editing.base, climb=editing.climb)

    def _execute(self, line: str) -> None:
        """Run a line, or say what is wrong with it."""
        try:
            command, last = self._lines().command(line)
        except SyntaxProblem as problem:
            self._refuse(line, problem)
            return
        self._end_line(self._echo(line, last))
        self._device.worked(COMMAND_WORK)
        stamp = timestamp(self._context)
        if stamp:
            self._write_lines([stamp])
        self._job = Job(self._context, self._terminal, command)

    def _echo(self, line: str, last: str) -> str:
        """What Enter adds to the line: the rest of an abbreviated last word, and a space."""
        typed = split(line)[-1]
        if self._context.settings.complete_on_space and not typed.quoted and last.startswith(typed.text):
            return last[len(typed.text) :] + " "
        return " "

    def _end_line(self, echo: str = "") -> None:
        if self._queued is None:
            self._terminal.finish_line(echo)

    def _refuse(self, line: str, problem: SyntaxProblem) -> None:
        """Say what is wrong with a line that was entered, and read the next one.

        An ambiguous line comes back to be completed; to a program, which has switched completion off, it does not.
        """
        words, index = split(line), problem.index
        is_ambiguous = problem.kind == "ambiguous"
        column = len(line.rstrip()) + 1
        if index < len(words):
            column = words[index].end if is_ambiguous else words[index].start
        column = self._terminal.column_of(column)
        self._end_line()
        self._write_problem(problem, column)
        if is_ambiguous:
            rows = complete.ambiguity(self._lines().grammar, words, index)
            listed = help_format.listing(rows)
            if self._queued is None:
                self._list(listed, line if self._context.settings.complete_on_space else "")
            else:
                self._write_lines(list(listed))
        elif self._queued is None:
            self._read_line(blank=self._context.editing is not None)

    def _write_problem(self, problem: SyntaxProblem, column: int) -> None:
        self._write_lines([help_format.caret_line(column), messages.syntax_text(problem)])

    def _write_lines(self, lines: list[str]) -> None:
        self._terminal.write("".join(f"{line}\n" for line in lines))
