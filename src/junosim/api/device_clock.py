"""The clock of a running device, for tests that move it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.clock import ManualClock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from junosim.assemble.serve import ServedDevice
    from junosim.clock import Clock


class DeviceClock:
    """What time it is on a device; one that was started with a `ManualClock` can be moved.

    What is due on the way happens at its time and in its order, with the sessions that are open: warnings, the end
    of idle sessions, reboots, self-tests, commits that nobody confirmed.
    """

    def __init__(
        self,
        served: ServedDevice,
        call: Callable[[Callable[[], bool]], bool],
        deadlines: Callable[[], Iterable[float | None]],
    ) -> None:
        self._served = served
        self._call = call
        self._deadlines = deadlines

    def time(self) -> float:
        """Seconds since the epoch, UTC, as the device counts them."""
        return self._clock.time()

    def monotonic(self) -> float:
        """Seconds on the scale of the deadlines."""
        return self._clock.monotonic()

    def advance(self, seconds: float) -> None:
        """Let time pass.

        Raises TypeError for a device that runs on the host's clock, ValueError for a negative amount.
        """
        clock = self._manual()
        if seconds < 0:
            raise ValueError("time does not go back")
        end = clock.monotonic() + seconds
        while self._call(lambda: self._step(clock, end)):
            pass

    def _step(self, clock: ManualClock, end: float) -> bool:
        """Do one thing that is due, or move on to the next one; False at the end.

        Every step is a call of its own, so that what the sessions of clients have to do is done in between.
        """
        device = self._served.device
        now = clock.monotonic()
        due = device.next_due()
        if due is not None and due <= now:
            device.do_due()
            return True
        if now >= end:
            return False
        coming = (deadline for deadline in self._deadlines() if deadline is not None and now < deadline < end)
        clock.advance(min(coming, default=end) - now)
        device.alarm()
        return True

    @property
    def _clock(self) -> Clock:
        return self._served.device.clock

    def _manual(self) -> ManualClock:
        clock = self._clock
        if not isinstance(clock, ManualClock):
            raise TypeError("only a device that was started with a ManualClock can be moved in time")
        return clock
