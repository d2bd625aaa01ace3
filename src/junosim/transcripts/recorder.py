"""Writes down what the sessions of a device exchange with their clients."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    from collections.abc import Callable

    from junosim.clock import Clock
    from junosim.device.sessions import ByteSession, Effect
    from junosim.transcripts.steps import Step


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

    def record(self, session: ByteSession, login: Login) -> ByteSession:
        """The same session, written down from now on; the number in `login` is replaced by the next one."""
        self._sessions += 1
        self.note(Login(self._sessions, login.user, login.terminal, login.columns, login.rows, login.command))
        return RecordedSession(session, self._sessions, self)

    def note(self, step: Step) -> None:
        """Write a step down, after the whole seconds that have passed since the one before."""
        passed = int(self._clock.monotonic() - self._noted)
        if passed:
            self._noted += passed
            self._steps.append(Waited(passed))
        self._steps.append(step)

    def keep(self) -> None:
        """Hand over the transcript so far."""
        self._keep(self.transcript)


class RecordedSession:
    """A session that does what the one behind it does, and tells its recorder."""

    __slots__ = ("_has_ended", "_number", "_recorder", "_session")

    def __init__(self, session: ByteSession, number: int, recorder: Recorder) -> None:
        self._session = session
        self._number = number
        self._recorder = recorder
        self._has_ended = False

    def feed(self, data: bytes) -> None:
        """Take bytes the client sent."""
        self._recorder.note(Typed(self._number, data))
        self._session.feed(data)

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

    def resize(self, columns: int, rows: int) -> None:
        """The client's window changed."""
        self._recorder.note(Resized(self._number, columns, rows))
        self._session.resize(columns, rows)

    def eof(self) -> None:
        """The client will send no more."""
        self._recorder.note(InputEnded(self._number))
        self._session.eof()

    def closed(self) -> None:
        """The connection is gone."""
        self._session.closed()
        if not self._has_ended:
            self._recorder.note(Vanished(self._number))
        self._recorder.keep()
