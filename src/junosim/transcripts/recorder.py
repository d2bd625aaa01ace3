"""Writes down what the sessions of a device exchange with their clients, but for what is typed unseen."""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING, Final

from junosim.device.sessions import Hangup
from junosim.transcripts.steps import (
    Ended,
    InputEnded,
    Login,
    Resized,
    Shown,
    Transcript,
    Typed,
    Vanished,
    Waited,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from junosim.clock import Clock
    from junosim.device.sessions import ByteSession, Effect
    from junosim.transcripts.steps import Step

_REACH: Final = 1000  # steps back in which a reply that is given now may have been typed
_CHARACTERS: Final = re.compile(rb"[^\r\n\x03\x04]")
_LAST_LINE: Final = re.compile(rb"[^\r\n]+(?=[\r\n]*\Z)")


def masked(typed: bytes, reply: bytes) -> bytes:
    """What was typed, with stars for all lines that are the reply.

    One that was edited while it was typed is in no line as it is: then the last line that was typed goes.
    """
    if not reply:
        return typed
    line = _line(reply)
    if line.search(typed) is None:
        if _line(b"*" * len(reply)).search(typed):  # typed ahead, and hidden with one like it
            return typed
        line = _LAST_LINE
    return line.sub(lambda match: _CHARACTERS.sub(b"*", match[0]), typed)


def _line(text: bytes) -> re.Pattern[bytes]:
    """Finds a text that was typed as a whole line, or broken off behind it."""
    return re.compile(rb"(?<![^\r\n\x03\x04])" + re.escape(text) + rb"(?![^\r\n\x03\x04])")


class Recorder:
    """Gathers the steps of all sessions of one device. `head` is a transcript without steps; time is that of `clock`.

    `keep` is called with the transcript so far whenever a session has ended.
    """

    def __init__(self, head: Transcript, clock: Clock, keep: Callable[[Transcript], None]) -> None:
        self._head = head
        self._clock = clock
        self._keep = keep
        self._steps: list[Step] = []
        self._noted = clock.monotonic()
        self._sessions = 0

    @property
    def transcript(self) -> Transcript:
        """What was exchanged so far."""
        return self._head.with_steps(self._steps)

    def record(self, session: ByteSession, login: Login, hidden: list[str] | None = None) -> ByteSession:
        """The same session, written down from now on; the number in `login` is replaced by the next one.

        Replies that the session finds in `hidden`, and takes from there, are written as stars.
        """
        self._sessions += 1
        self.note(Login(self._sessions, login.user, login.terminal, login.columns, login.rows, login.command))
        return RecordedSession(session, self._sessions, self, [] if hidden is None else hidden)

    def note(self, step: Step) -> int:
        """Write a step down, after the whole seconds that have passed since the one before; its number."""
        passed = int(self._clock.monotonic() - self._noted)
        if passed:
            self._noted += passed
            self._steps.append(Waited(passed))
        self._steps.append(step)
        return len(self._steps) - 1

    def mask(self, numbers: Sequence[int], reply: str) -> None:
        """Put stars in the place of a reply among what was typed in the steps of these numbers."""
        typed = [step for number in numbers if isinstance(step := self._steps[number], Typed)]
        data = masked(b"".join(step.data for step in typed), reply.encode("utf-8", "surrogateescape"))
        for number, step in zip(numbers, typed, strict=True):
            self._steps[number] = Typed(step.session, data[: len(step.data)])
            data = data[len(step.data) :]

    def keep(self) -> None:
        """Hand over the transcript so far."""
        self._keep(self.transcript)


class RecordedSession:
    """A session that does what the one behind it does, and tells its recorder."""

    __slots__ = ("_has_ended", "_hidden", "_number", "_recorder", "_session", "_typed")

    def __init__(self, session: ByteSession, number: int, recorder: Recorder, hidden: list[str]) -> None:
        self._session = session
        self._number = number
        self._recorder = recorder
        self._hidden = hidden
        self._typed: deque[int] = deque(maxlen=_REACH)
        self._has_ended = False

    def feed(self, data: bytes) -> None:
        """Take bytes the client sent."""
        self._typed.append(self._recorder.note(Typed(self._number, data)))
        self._session.feed(data)
        self._mask()

    def _mask(self) -> None:
        """Hide the replies that were given unseen since the last time."""
        while self._hidden:
            self._recorder.mask(self._typed, self._hidden.pop(0))

    def output(self) -> bytes:
        """Take the bytes to send."""
        data = self._session.output()
        if data:
            self._recorder.note(Shown(self._number, data))
        return data

    def effects(self) -> list[Effect]:
        """Take what the server has to do."""
        effects = self._session.effects()
        for effect in effects:
            if isinstance(effect, Hangup):
                self._has_ended = True
                self._recorder.note(Ended(self._number, effect.status))
        return effects

    def deadline(self) -> float | None:
        """When to call `wake`."""
        return self._session.deadline()

    def wake(self) -> None:
        """Do what is due."""
        self._session.wake()
        self._mask()

    def resize(self, columns: int, rows: int) -> None:
        """The client's window changed."""
        self._recorder.note(Resized(self._number, columns, rows))
        self._session.resize(columns, rows)

    def eof(self) -> None:
        """The client will send no more."""
        self._recorder.note(InputEnded(self._number))
        self._session.eof()
        self._mask()

    def closed(self) -> None:
        """The connection is gone."""
        self._session.closed()
        if not self._has_ended:
            self._recorder.note(Vanished(self._number))
        self._recorder.keep()
