"""Waiting for a moment on the clock of a device, which may be moved by hand."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.clock import Clock


class Alarm:
    """Calls somebody once a moment has come; `look` is to be called when the clock was moved.

    One that waits costs a timer of the event loop. A timer that was set for an earlier moment stays, and looks again.
    One that does not wait knows nobody, so that its owner is freed as soon as it is let go.
    """

    __slots__ = ("_clock", "_due", "_timer", "moment")

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._due: Callable[[], object] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self.moment: float | None = None

    def set(self, moment: float, due: Callable[[], object]) -> None:
        """Call `due` at this moment of the monotonic scale, and at no other one; on the loop that runs."""
        self.moment, self._due = moment, due
        if self._timer is None:
            self.look()

    def cancel(self) -> None:
        """Wait no more; harmless when repeated."""
        self.moment = self._due = None
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def look(self) -> None:
        """See whether the moment has come."""
        moment, due = self.moment, self._due
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if moment is None or due is None:
            return
        left = moment - self._clock.monotonic()
        if left > 0:
            self._timer = asyncio.get_running_loop().call_later(left, self.look)
        else:
            self.cancel()
            due()


class Pause:
    """Lets one task at a time wait for a moment. Whoever is cancelled meanwhile leaves nothing behind."""

    __slots__ = ("_alarm", "_clock", "_over")

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._over: asyncio.Future[None] | None = None
        self._alarm = Alarm(clock)

    async def until(self, moment: float) -> None:
        """Return once the moment has come, at once if it is past."""
        if moment <= self._clock.monotonic():
            return
        over = self._over = asyncio.get_running_loop().create_future()
        self._alarm.set(moment, self._end)
        try:
            await over
        finally:
            if self._over is over:  # else another task waits by now
                self._over = None
                self._alarm.cancel()

    @property
    def deadline(self) -> float | None:
        """The moment that is waited for; None while nobody waits."""
        return self._alarm.moment

    def look(self) -> None:
        """The clock was moved."""
        self._alarm.look()

    def _end(self) -> None:
        if self._over is not None and not self._over.done():
            self._over.set_result(None)
