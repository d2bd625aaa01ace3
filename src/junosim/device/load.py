"""The load averages of the Routing Engine, from the work the device is really given.

A load average is the number of runnable processes, damped exponentially over 1, 5 and 15 minutes. Each piece
of work raises it by what so many seconds of one busy process would have; in between it decays to the load of
an idle Routing Engine. Nothing is sampled, so an idle device costs nothing.
"""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

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
        pairs = zip(self.averages(now), _PERIODS, strict=True)
        self._values = _triple(value + 1 - exp(-seconds / period) for value, period in pairs)
        self._time = now

    def averages(self, now: float) -> tuple[float, float, float]:
        """The averages over 1, 5 and 15 minutes."""
        passed = max(0.0, now - self._time)
        pairs = zip(self._values, _PERIODS, strict=True)
        return _triple(self._idle + (value - self._idle) * exp(-passed / period) for value, period in pairs)


def _triple(values: Iterable[float]) -> tuple[float, float, float]:
    one, five, fifteen = values
    return one, five, fifteen
