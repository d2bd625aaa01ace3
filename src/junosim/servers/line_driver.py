"""Drives the console line of one device: input in turn, a timer, and passwords that are checked by workers."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from typing import TYPE_CHECKING, Final

from junosim.access.passwords import REFUSAL
from junosim.servers.supervisor import Supervisor

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.clock import Clock
    from junosim.console.line import ConsoleLine
    from junosim.servers.workers import Workers

_log = logging.getLogger(__name__)

BACKLOG: Final = 64 * 1024
"""Bytes of input that wait before those who are attached are not read from any more."""

_PIECE: Final = 4096  # bytes of input at a time, so that other devices have their turn


class LineDriver:
    """Gives the line what was typed, a piece or a slice of its work in each turn of the event loop.

    `is_full` tells whether nobody who is attached takes more output: then the session on the line waits, the device
    does not. `hold` is called with True when there is too much input, with False when there may be more.
    """

    __slots__ = (
        "_ahead", "_checks", "_clock", "_hold", "_is_checking", "_is_full", "_is_held", "_line", "_loop", "_name",
        "_queued", "_timer", "_waiting", "_workers",
    )  # fmt: skip

    def __init__(
        self,
        line: ConsoleLine,
        clock: Clock,
        workers: Workers,
        name: str,
        *,
        is_full: Callable[[], bool],
        hold: Callable[[bool], None],
    ) -> None:
        self._line = line
        self._clock = clock
        self._workers = workers
        self._name = name
        self._is_full = is_full
        self._hold = hold
        self._loop: asyncio.AbstractEventLoop | None = None
        self._timer: asyncio.Handle | None = None
        self._checks = Supervisor()
        self._is_checking = False
        self._waiting: deque[bytes] = deque()
        self._queued = 0
        self._ahead = 0  # bytes given to a session that is behind with its work
        self._is_held = False

    def start(self) -> None:
        """Begin; on the event loop that runs."""
        self._loop = asyncio.get_running_loop()
        self.look()

    async def stop(self) -> None:
        """End; what was typed and not looked at is lost. May be repeated."""
        self._loop = None
        self._cancel()
        self._waiting.clear()
        self._queued = 0
        await self._checks.close()

    def take(self, data: bytes) -> None:
        """Somebody typed."""
        for start in range(0, len(data), _PIECE):
            self._waiting.append(data[start : start + _PIECE])
        self._queued += len(data)
        if self._timer is None or not self._is_behind:
            self._turn()
        self._regulate()

    def look(self) -> None:
        """Look anew at what is due: the clock was moved, output is taken again, something has happened."""
        if self._loop is None:
            return
        self._cancel()
        if self._can_feed or (self._is_behind and not self._is_full()):
            self._timer = self._loop.call_soon(self._turn)
            return
        due = self._line.deadline()
        if due is not None and not self._is_behind:
            self._timer = self._loop.call_later(due - self._clock.monotonic(), self._turn)

    def begin_anew(self) -> None:
        """Forget who was logged in and what was typed."""
        self._waiting.clear()
        self._queued = self._ahead = 0
        self._guarded(self._line.restart)
        self._after()

    def hang_up(self) -> None:
        """Nobody is attached any more."""
        self._guarded(self._line.hang_up)
        self._after()

    # ------------------------------------------------------------------ inside

    @property
    def _is_behind(self) -> bool:
        due = self._line.deadline()
        return due is not None and due <= self._clock.monotonic()

    @property
    def _can_feed(self) -> bool:
        """What is typed waits here, where it is bounded, while the line looks at nothing."""
        return (
            bool(self._waiting)
            and not (self._is_checking or self._line.is_busy)
            and not self._is_full()
            and self._ahead <= BACKLOG
        )

    def _turn(self) -> None:
        """Do one thing: give the line a piece of input, and if there is none to give, a slice of its time."""
        if self._loop is None:
            return
        self._cancel()
        if self._can_feed:
            data = self._waiting.popleft()
            self._queued -= len(data)
            self._ahead += len(data)
            self._guarded(lambda: self._line.feed(data))
        elif self._is_behind and not self._is_full():
            self._guarded(self._line.wake)
        self._after()

    def _after(self) -> None:
        if not self._is_behind:
            self._ahead = 0
        self._begin_check()
        self._regulate()
        self.look()

    def _guarded(self, action: Callable[[], None]) -> None:
        """The line's one fault boundary: what fails there ends the session, and nobody else feels it."""
        try:
            action()
        except Exception:
            _log.exception("%s: the session on the console failed and is closed", self._name)
            try:
                self._line.restart()
            except Exception:
                _log.exception("%s: the console failed while its session was closed", self._name)

    def _regulate(self) -> None:
        hold = self._queued > BACKLOG
        if hold != self._is_held:
            self._is_held = hold
            self._hold(hold)

    def _begin_check(self) -> None:
        if self._is_checking or self._loop is None:
            return
        check = self._line.take_check()
        if check is not None:
            self._is_checking = True
            self._checks.start(self._check(check), f"console {self._name}")

    async def _check(self, check: Callable[[], bool]) -> None:
        refusal = asyncio.get_running_loop().time() + REFUSAL
        fits = False
        try:
            fits = await self._workers.run(check)
            if not fits:
                await asyncio.sleep(refusal - asyncio.get_running_loop().time())
        finally:
            self._is_checking = False
            if self._loop is not None:
                self._guarded(lambda: self._line.checked(check, fits=fits))
                self._after()

    def _cancel(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
