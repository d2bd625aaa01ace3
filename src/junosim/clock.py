"""The clock that every part is given: the system's, or one that a test advances by hand."""

from __future__ import annotations

import time
from copy import copy
from typing import Protocol


class Clock(Protocol):
    """Time as the device sees it. Wall time and the monotonic time advance together."""

    def time(self) -> float:
        """Seconds since the epoch, UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds on a scale that never goes back; deadlines are on this scale."""
        ...

    def own(self) -> Clock:
        """A clock for one device on the same monotonic scale, which can be set without the others."""
        ...

    def set_time(self, seconds: float) -> None:
        """Set the wall time; the monotonic time, and with it every deadline, does not notice."""
        ...

    @property
    def offset(self) -> float:
        """Seconds by which `set_time` has moved the wall time."""
        ...

    def reset(self) -> None:
        """Undo what `set_time` did."""
        ...


class SystemClock:
    """The host's clock, plus the offset that `set date` on the device has made."""

    __slots__ = ("_offset",)

    def __init__(self) -> None:
        self._offset = 0.0

    def time(self) -> float:
        """Seconds since the epoch, UTC."""
        return time.time() + self._offset

    def monotonic(self) -> float:
        """Seconds on the host's monotonic scale."""
        return time.monotonic()

    def own(self) -> SystemClock:
        """A clock for one device."""
        return SystemClock()

    def set_time(self, seconds: float) -> None:
        """Set the wall time of the device; the host's stays as it is."""
        self._offset = seconds - time.time()

    @property
    def offset(self) -> float:
        """Seconds from the host's wall time."""
        return self._offset

    def reset(self) -> None:
        """Back to the host's time."""
        self._offset = 0.0


class ManualClock:
    """A clock that stands still until `advance` is called; the base of tests without sleeping.

    `start` is in seconds since the epoch (default 2020-07-08 07:00:00 UTC).
    """

    __slots__ = ("_offset", "_passed", "_start")

    def __init__(self, start: float = 1594191600.0) -> None:
        self._start = start
        self._offset = 0.0
        self._passed = [0.0]  # shared by all clocks of this scale

    def time(self) -> float:
        """Seconds since the epoch, UTC."""
        return self._start + self._offset + self._passed[0]

    def monotonic(self) -> float:
        """Seconds advanced so far."""
        return self._passed[0]

    def own(self) -> ManualClock:
        """A clock for one device; advancing either advances both."""
        return copy(self)

    def set_time(self, seconds: float) -> None:
        """Set the wall time of this clock alone."""
        self._offset = seconds - self._start - self._passed[0]

    @property
    def offset(self) -> float:
        """Seconds from the time it began with, and what has passed since."""
        return self._offset

    def reset(self) -> None:
        """Back to the time it began with, and what has passed since."""
        self._offset = 0.0

    def advance(self, seconds: float) -> None:
        """Let time pass. Raises ValueError for a negative amount."""
        if seconds < 0:
            raise ValueError("time does not go back")
        self._passed[0] += seconds
