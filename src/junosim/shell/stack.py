"""Sessions within sessions on one terminal (a shell in the CLI, the CLI in root's shell), as one to the server."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

from junosim.device.sessions import Hangup

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.clock import Clock
    from junosim.device.sessions import Effect, Enter, StackedSession

DEEPEST: Final = 16
"""Sessions within each other [our choice]."""


class SessionStack:
    """The innermost session has the terminal; when it ends, the one around it goes on.

    `enter` makes the session that another one asks for; None refuses it. The end of the outermost is the end.
    """

    __slots__ = ("_clock", "_effects", "_enter", "_has_changed", "_no_more_input", "_sessions")

    def __init__(
        self,
        outermost: StackedSession,
        enter: Callable[[StackedSession, Enter], StackedSession | None],
        clock: Clock,
    ) -> None:
        self._sessions = [outermost]
        self._enter = enter
        self._clock = clock
        self._effects: list[Effect] = []
        self._has_changed = False
        self._no_more_input = False
        self._settle()

    @property
    def top(self) -> StackedSession:
        """The session that has the terminal."""
        return self._sessions[-1]

    def feed(self, data: bytes) -> None:
        """Take bytes the client sent."""
        self.top.feed(data)
        self._settle()

    def output(self) -> bytes:
        """Take the bytes to send; all sessions share one terminal."""
        return self.top.output()

    def effects(self) -> list[Effect]:
        """Take what the server has to do."""
        if not self._effects:
            return []
        effects, self._effects = self._effects, []
        return effects

    def deadline(self) -> float | None:
        """When to call `wake`; at once after another session got the terminal, as keys may be typed ahead."""
        return self._clock.monotonic() if self._has_changed else self.top.deadline()

    def wake(self) -> None:
        """Let the innermost session do what is due."""
        self._has_changed = False
        self.top.wake()
        self._settle()

    def resize(self, columns: int, rows: int) -> None:
        """The client's window changed; the other sessions look at it when they have the terminal again."""
        self.top.resize(columns, rows)

    def eof(self) -> None:
        """The client sends no more: no session will read any more."""
        self._no_more_input = True
        self.top.eof()
        self._settle()

    def closed(self) -> None:
        """The connection is gone: all sessions end, the innermost first."""
        with ExitStack() as ends:
            for session in self._sessions:
                ends.callback(session.closed)

    def _settle(self) -> None:
        """Do what the innermost session asks for: let another one in, or give the terminal back."""
        wanted = self.top.entered()
        if wanted is not None:
            inner = self._enter(self.top, wanted) if len(self._sessions) < DEEPEST else None
            if inner is None:
                self.top.resume(1)
            else:
                self._sessions.append(inner)
            self._changed()
            return
        for effect in self.top.effects():
            if isinstance(effect, Hangup) and len(self._sessions) > 1:
                ended = self._sessions.pop()
                ended.closed()
                self.top.resume(effect.status)
                self._changed()
                return
            self._effects.append(effect)

    def _changed(self) -> None:
        self._has_changed = True
        if self._no_more_input:
            self.top.eof()
            # What comes of it is settled at the next call, which is due at once.
