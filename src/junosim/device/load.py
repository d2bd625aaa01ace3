"""The load averages of the Routing Engine, from the work the device is really given.

A load average is the number of runnable processes, damped exponentially over 1, 5 and 15 minutes. Each piece
of work raises it by what so many seconds of one busy process would have; in between it decays to the load of
an idle Routing Engine. Nothing is sampled, so an idle device costs nothing.
"""

from __future__ import annotations

from functools import lru_cache
from math import exp

_PERIODS = (60.0, 300.0, 900.0)
_BOOT_WORK = 90.0  # seconds of one busy process that booting leaves behind
COMMAND_WORK = 0.05  # seconds of one busy process for one command
LOGIN_WORK = 0.5  # the same for one login


class Load:
    """Damped work; times are on the clock's monotonic scale, in seconds."""

    __slots__ = ("_idle", "_time", "_values")

    def __init__(self, idle: float, now: float) -> None:
        self._idle = idle
        self._time = now
        self._values = (idle, idle, idle)
        self.work(_BOOT_WORK, now)

    def work(self, seconds: float, now: float) -> None:
        """One process was busy for that long, just now."""
        one, five, fifteen = self.averages(now)
        more = _raised(seconds)
        self._values = (one + more[0], five + more[1], fifteen + more[2])
        self._time = now

    def averages(self, now: float) -> tuple[float, float, float]:
        """The averages over 1, 5 and 15 minutes."""
        passed, idle = max(0.0, now - self._time), self._idle
        one, five, fifteen = self._values
        return (
            idle + (one - idle) * exp(-passed / _PERIODS[0]),
            idle + (five - idle) * exp(-passed / _PERIODS[1]),
            idle + (fifteen - idle) * exp(-passed / _PERIODS[2]),
        )


@lru_cache(maxsize=16)
def _raised(seconds: float) -> tuple[float, float, float]:
    """By how much so many seconds of one busy process raise the averages."""
    one, five, fifteen = (1 - exp(-seconds / period) for period in _PERIODS)
    return one, five, fifteen
