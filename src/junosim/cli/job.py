"""One command being run: its routine, the questions it asks, the pipes and the pager its output goes through.

Here is the one fault boundary of a command: a bug in a handler becomes an internal error on this session alone.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final, Literal

from junosim.cli import faults, messages, pipes
from junosim.cli.commands import handled_pipes, routine
from junosim.cli.context import PAUSE, Ask, Interrupted, ReadText, Wait
from junosim.cli.file_pipes import file_stages, screen_writer
from junosim.cli.output import CommandOutput, State
from junosim.cli.pager_text import bad_pattern
from junosim.cli.refusals import refusal
from junosim.cli.session_pipes import REFRESH_INTERVAL, session_stages
from junosim.cli.terminal_events import Answer, EndOfInput, Enter, Interrupt, Key
from junosim.cli.text_input import TextInput
from junosim.errors import JunosimError
from junosim.schema.patterns import BadPattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from junosim.cli.command import Command
    from junosim.cli.context import Context, Output
    from junosim.cli.terminal import Terminal
    from junosim.cli.terminal_events import Event

_CHUNK: Final = 32  # lines after which the session looks at the clock


class _End(Enum):
    """Stands behind the last thing that a routine yields."""

    END = "end"


_END: Final = _End.END


class Job:
    """Runs `command` on `terminal`; `advance` does a little and says what comes next."""

    __slots__ = (
        "_again",
        "_ask",
        "_command",
        "_context",
        "_interval",
        "_output",
        "_piped",
        "_reply",
        "_routine",
        "_state",
        "_terminal",
        "_text",
        "_until",
    )

    def __init__(self, context: Context, terminal: Terminal, command: Command) -> None:
        self._context = context
        self._terminal = terminal
        self._command = command
        self._routine = routine(context, command)
        self._reply: str | Exception | None = None
        self._until: float | None = None
        self._ask: Ask | None = None
        self._text: TextInput | None = None
        self._state = State.RUNNING
        self._piped: Iterator[Output] | None = None
        settings, names = context.settings, [call.name for call in command.pipes]
        refresh = command.pipe("refresh") if names else None
        self._interval = None if refresh is None else int(refresh.arguments.get("interval", REFRESH_INTERVAL))
        self._again: float | None = None
        unpaged = not terminal.is_pty or "no-more" in names or refresh is not None
        length = 0 if unpaged else settings.screen_length
        self._output = CommandOutput(
            terminal, length, settings.screen_width, hold="hold" in names, save=screen_writer(context)
        )
        if names:
            self._guarded(self._connect)

    def _connect(self) -> State:
        """Put the pipes behind the routine."""
        context = self._context
        stages = {**pipes.STAGES, **file_stages(context), **session_stages(context)}
        piped = [call for call in self._command.pipes if call.name != "refresh"]
        handled = handled_pipes(self._command)
        if any(call.name not in stages and call.name not in handled for call in piped):
            self._fail(messages.not_valid_on(context.device.platform.model))
            return State.DONE
        screen = max(context.settings.screen_length - 1, 1)
        calls = [(call.name, call.arguments) for call in piped if call.name in stages]
        if calls:
            self._piped = pipes.through(self._unattended(), calls, screen, stages)
        if self._interval is not None:
            self._output.add([messages.refreshed(context.device.local_time())])
        return State.RUNNING

    def _repeat(self) -> State:
        """Run the command once more, as `refresh` asks for."""
        self._again = None
        self._routine = routine(self._context, self._command)
        return self._connect()

    # ------------------------------------------------------------------ from outside

    def advance(self) -> State:
        """Run a little further. Never raises: what goes wrong is said on the terminal, and the job is done."""
        now = self._context.device.clock.monotonic() if self.deadline is not None else 0.0
        if self._again is not None and self._again <= now:
            self._guarded(self._repeat)
        if self._until is not None and self._until <= now:
            self._until, self._state = None, State.RUNNING
        if self._state is State.RUNNING:
            self._guarded(self._run)
        return self._state

    def resize(self, length: int, width: int) -> None:
        """The terminal has another size."""
        self._output.resize(length, width)

    @property
    def deadline(self) -> float | None:
        """When the command goes on, or is to be run once more, on the clock's monotonic scale; None for never."""
        return self._again if self._until is None else self._until

    @property
    def is_working(self) -> bool:
        """True while nothing is wanted of the user: no answer, no text, no key for the pager.

        A command that is done again and again (`| refresh`) only shows something meanwhile.
        """
        if self._interval is not None or self._state is State.DONE:
            return False
        return self._state is State.RUNNING or self._until is not None

    @property
    def reads_text(self) -> bool:
        """True while the user enters lines of text, which the end of the input ends."""
        return self._text is not None

    def take(self, event: Event) -> None:
        """An event while the job runs: an answer, a line of the text asked for, or a key for the pager."""
        if isinstance(event, Interrupt):
            self._interrupt()
        elif self._text is not None:
            self._take_text(self._text, event)
        elif isinstance(event, Answer):
            self._answer(event.text)
        elif isinstance(event, EndOfInput):
            self._answer("")
        elif isinstance(event, Key) and self._output.pager is not None:
            if self._output.pager.key(event.name):
                self._state = State.RUNNING
            else:
                self._terminal.bell()

    def _interrupt(self) -> None:
        """Ctrl-C: drop the question, the text, or the rest of the output; a command that waits may end in its way."""
        self._output.show()
        if self._until is not None:
            self._terminal.write("^C\n")
            self._until, self._reply, self._state = None, Interrupted(), State.RUNNING
            return
        if self._ask is not None or self._text is not None:
            self._terminal.finish_line("^C", remember=False)
        else:
            self._terminal.write("^C\n")
        self.cancel()

    def cancel(self) -> None:
        """Stop: Ctrl-C, or the client is gone."""
        self._again = self._until = None
        self._routine.close()
        self._state = State.DONE

    def _guarded(self, step: Callable[[], State]) -> None:
        try:
            self._state = step()
        except BadPattern as problem:
            self._fail(bad_pattern(problem))
        except JunosimError as problem:
            self._fail("\n".join(refusal(self._context, problem)))
        except Exception:
            self._fail(faults.report(self._context.device, self._context.login.user))

    # ------------------------------------------------------------------ output

    def _run(self) -> State:
        output = self._output
        for _ in range(_CHUNK):
            if output.is_full:
                return self._stop()
            item = next(self._piped, _END) if self._piped is not None else self._next_item()
            if item is _END:
                output.end()
                if self._interval is not None:
                    self._again = self._context.device.clock.monotonic() + self._interval
                    return State.WAITING
                return self._stop() if output.pager is not None else State.DONE
            if item is PAUSE:
                break
            if isinstance(item, Ask):
                return self._question(item)
            if isinstance(item, ReadText):
                return self._read_text(item)
            if isinstance(item, Wait):
                output.show()
                self._until = item.deadline
                return State.WAITING
            output.add(item if isinstance(item, list) else [item])
        output.show()
        return State.RUNNING

    def _stop(self) -> State:
        """The pager wants a key or a text, more lines, or is done."""
        self._output.show()
        state = self._output.advance()
        if state is State.DONE:
            self._routine.close()
        return state

    def _fail(self, text: str) -> None:
        self._again = None
        self._output.end()
        self._terminal.write(f"{text}\n")
        self._state = State.DONE

    def _next_item(self) -> Output | Literal[_End.END]:
        """The next thing the routine yields, `_END` at its end."""
        reply, self._reply = self._reply, None
        try:
            if isinstance(reply, Exception):
                return self._routine.throw(reply)
            return next(self._routine) if reply is None else self._routine.send(reply)
        except StopIteration:
            return _END

    def _unattended(self) -> Iterator[Output]:
        """What the routine yields, for pipes: its questions get their default answers.

        There is a pause after some lines, as a pipe may take any number of them before it gives one.
        """
        passed = 0
        while (item := self._next_item()) is not _END:
            if isinstance(item, Ask):
                self._reply = item.default or ""
                continue
            for line in item if isinstance(item, list) else [item]:
                yield line
                passed += 1
                if not passed % _CHUNK:
                    yield PAUSE

    # ------------------------------------------------------------------ questions

    def _question(self, ask: Ask) -> State:
        self._output.show()
        if not self._context.interactive and ask.default is not None:
            self._reply = ask.default
            return State.RUNNING
        self._ask = ask
        self._terminal.ask(ask.prompt, hidden=ask.hidden)
        return State.WAITING

    def _read_text(self, wanted: ReadText) -> State:
        self._output.show()
        self._text = TextInput()
        self._terminal.write(f"{wanted.prompt}\n")
        self._terminal.start_text()
        return State.WAITING

    def _take_text(self, text: TextInput, event: Event) -> None:
        """A line of the text, or its end."""
        if isinstance(event, Enter):
            text.add(event.text, overlong=event.overlong)
            self._terminal.finish_line(remember=False)
            self._terminal.start_text()
        elif isinstance(event, EndOfInput):
            self._terminal.end_text()
            self._text, self._reply, self._state = None, text.result(), State.RUNNING

    def _answer(self, text: str) -> None:
        ask, pager = self._ask, self._output.pager
        if ask is None:
            self._terminal.finish_line(remember=False)
            if pager is not None:
                pager.answer(text)
                self._state = State.RUNNING
            return
        if ask.default is None:
            self._terminal.finish_line(remember=False)
            self._resume(text)
            return
        word = _yes_or_no(text, ask.default)
        if word is None:
            self._terminal.bell()
            self._terminal.finish_line(remember=False)
            self._terminal.ask(ask.prompt)
            return
        self._terminal.finish_line(f"{word[len(text.strip()) :]} ", remember=False)
        self._resume(word)

    def _resume(self, reply: str) -> None:
        self._ask, self._reply, self._state = None, reply, State.RUNNING


def _yes_or_no(text: str, default: str) -> str | None:
    """The word that an answer stands for; None when it is neither."""
    typed = text.strip().lower()
    if not typed:
        return default
    return next((word for word in ("yes", "no") if word.startswith(typed)), None)
