"""The command line of a session: reads one with `?`, completion and history, and says what is wrong with it.

line.start()                                  # prompt
command = line.take(event)                    # None: not a command yet; `listing` may be on the screen now
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from junosim.cli import audited, complete, help_format, messages
from junosim.cli.command import Grammar
from junosim.cli.history import History
from junosim.cli.listing import Listing
from junosim.cli.names import KnownNames
from junosim.cli.prompt import prompt, prompt_lines
from junosim.cli.reader import LineReader
from junosim.cli.terminal_events import Answer, Enter, Interrupt, Key, Question, Space, Tab, ToggleMonitor
from junosim.cli.visibility import commands_for
from junosim.cli.words import split
from junosim.errors import SyntaxProblem
from junosim.slices import finish

if TYPE_CHECKING:
    from collections.abc import Iterable

    from junosim.cli.command import Command
    from junosim.cli.context import Context
    from junosim.cli.editing import Editing
    from junosim.cli.terminal import Terminal
    from junosim.cli.terminal_events import Event
    from junosim.schema.walk import Path
    from junosim.slices import Slices

_DONE: Final = object()


class CommandLine:
    """The lines of one session on `terminal`. A line that `is_typed` is on the screen; one of an exec request is not.

    `completing` is what Tab or `?` has begun: `advance` goes on with it, and no event is taken before it is
    done. `listing` is what `?` or an ambiguous word has put on the screen; while it is there it takes the events, and
    `end_listing` brings back the line.
    """

    def __init__(self, context: Context, terminal: Terminal, *, is_typed: bool) -> None:
        self._context = context
        self._terminal = terminal
        self._is_typed = is_typed
        self._histories = {False: terminal.history, True: History()}
        self._rights = context.rights
        self._readable, self._changeable = context.readable, context.changeable
        self._names = KnownNames(context)
        self._read_at: Path | None = None
        self._reader = LineReader(self._grammar_of(None))
        self.completing: Slices[None] | None = None
        self.listing: Listing | None = None

    def start(self, text: str = "", cursor: int | None = None, *, blank: bool = True) -> None:
        """Show the prompt and read a line; `blank` puts an empty line before it."""
        terminal, settings = self._terminal, self._context.settings
        terminal.history = self._context.history = self._histories[self._context.editing is not None]
        terminal.complete_on_space = settings.complete_on_space
        if terminal.columns != settings.screen_width:
            terminal.width = settings.screen_width
        above = prompt_lines(self._context)
        terminal.start_line(("\n" if blank else "") + above + prompt(self._context), text, cursor)

    def take(self, event: Event) -> Command | None:
        """A key or a line of the user; the command to run, if it was one."""
        if isinstance(event, Enter):
            return self._enter(event)
        if isinstance(event, Space | Tab | Question):
            self._complete(event)
        elif isinstance(event, Interrupt):
            self._terminal.finish_line("^C", remember=False)
            self.start()
        elif isinstance(event, ToggleMonitor):
            is_shown = self._context.monitor.toggle()
            self._terminal.announce(f"{messages.MONITOR_SHOWN if is_shown else messages.MONITOR_HIDDEN}\n")
        elif isinstance(event, Answer | Key):
            self._terminal.bell()
        return None

    def read(self, line: str) -> Command | None:
        """The command of a line; None when there is something wrong with it, which was said then."""
        try:
            command, last = self._lines().command(line)
        except SyntaxProblem as problem:
            audited.tell_refused(self._context, line, self._lines().grammar)
            self._refuse(line, problem)
            return None
        completion = self._echo(line, last)
        command.shown = audited.shown(line, completion, command)
        self._end_line(completion)
        return command

    def advance(self) -> None:
        """Do a slice of what Tab or `?` has begun."""
        work, self.completing = self.completing, None
        if work is not None and next(work, _DONE) is not _DONE:
            self.completing = work

    def end_listing(self, listing: Listing) -> None:
        """The list was read: show the line again that asked for it."""
        self.listing = None
        self.start(listing.text, listing.cursor, blank=False)

    # ------------------------------------------------------------------ keys

    def _enter(self, event: Enter) -> Command | None:
        if event.text.strip() and not event.overlong and not self._is_comment(event.text):
            return self.read(event.text)
        self._terminal.finish_line(remember=False)
        if event.overlong:
            self._terminal.bell()
            self._write_lines([messages.LINE_TOO_LONG])
        self.start()
        return None

    def _complete(self, event: Space | Tab | Question) -> None:
        before = event.text[: event.cursor]
        if self._is_comment(before):
            self._terminal.insert({Space: " ", Tab: "", Question: "?"}[type(event)])
            return
        if not isinstance(event, Space):
            self.completing = self._completed(event, before)
        elif event.cursor < len(event.text):
            self._terminal.insert(" ")
        else:
            finish(self._shown(self._lines().space(before), event))

    def _completed(self, event: Tab | Question, before: str) -> Slices[None]:
        """Do what Tab or `?` asks for."""
        grammar, configuring = self._lines().grammar, self._context.editing is not None
        key = complete.on_tab if isinstance(event, Tab) else complete.on_help
        outcome = yield from key(grammar, before, self._names, configuring=configuring)
        yield from self._shown(outcome, event)

    def _shown(self, outcome: complete.Outcome, event: Space | Tab | Question) -> Slices[None]:
        """Insert what was found; or show a problem or a listing, then the line again as it was."""
        if outcome.problem is None and outcome.insert:
            self._terminal.insert(outcome.insert)
            return
        listed = yield from help_format.listing(outcome.rows)
        column = self._terminal.column_of(outcome.column)
        self._terminal.finish_line(" " if isinstance(event, Space) else "", remember=False)
        if outcome.problem is not None:
            self._write_problem(outcome.problem, column)
        if outcome.rows or outcome.problem is None:
            self._list(listed, event.text, event.cursor)
            return
        blank = self._context.editing is not None
        if isinstance(event, Space):
            # what is typed or pasted behind the bad word stays apart from it
            self.start(event.text + " ", blank=blank)
        else:
            self.start(event.text, event.cursor, blank=blank)

    def _list(self, lines: Iterable[str], text: str, cursor: int | None = None) -> None:
        """Show a list, through the pager when it is long, then `text` to be typed on."""
        self.listing = Listing(self._terminal, self._context.settings, lines, text, cursor)

    def _is_comment(self, text: str) -> bool:
        """True for a line that says nothing to the device [vendor documentation: in operational mode]."""
        return self._context.editing is None and text.lstrip().startswith("#")

    # ------------------------------------------------------------------ a line

    def _lines(self) -> LineReader:
        """The reader of lines, set to the present mode and level."""
        editing = self._context.editing
        level = None if editing is None else editing.base
        if level is not self._read_at:
            self._read_at = level
            self._reader.against(self._grammar_of(editing))
        return self._reader

    def _grammar_of(self, editing: Editing | None) -> Grammar:
        release = self._context.device.release
        commands = release.commands if editing is None else release.configuration_commands
        grammar = Grammar(
            commands, release.commands, release.pipes, release.configuration,
            visible_command=commands_for(self._rights), rights=self._rights,
            existing_statement=self._context.device.statements,
            visible_statement=self._readable, changeable_statement=self._changeable,
        )  # fmt: skip
        return grammar if editing is None else replace(grammar, base=editing.base, climb=editing.climb)

    def _echo(self, line: str, last: str) -> str:
        """What Enter adds to the line: the rest of an abbreviated last word, and a space."""
        typed = split(line)[-1]
        if self._context.settings.complete_on_space and not typed.quoted and last.startswith(typed.text):
            return last[len(typed.text) :] + " "
        return " "

    def _end_line(self, echo: str = "") -> None:
        if self._is_typed:
            self._terminal.finish_line(echo)

    def _refuse(self, line: str, problem: SyntaxProblem) -> None:
        """Say what is wrong with a line that was entered, and read the next one.

        An ambiguous line comes back to be completed; to a program, which has switched completion off, it does not.
        """
        words, index = split(line), problem.index
        is_ambiguous = problem.kind == "ambiguous"
        column = self._terminal.column_of(complete.caret(self._lines().grammar, words, problem))
        self._end_line()
        self._write_problem(problem, column)
        if is_ambiguous:
            rows = complete.ambiguity(self._lines().grammar, words, index)
            listed = finish(help_format.listing(rows))
            if self._is_typed:
                self._list(listed, line if self._context.settings.complete_on_space else "")
            else:
                self._write_lines(list(listed))
        elif self._is_typed:
            self.start(blank=self._context.editing is not None)

    def _write_problem(self, problem: SyntaxProblem, column: int) -> None:
        self._write_lines([help_format.caret_line(column), messages.syntax_text(problem)])

    def _write_lines(self, lines: list[str]) -> None:
        self._terminal.write("".join(f"{line}\n" for line in lines))
