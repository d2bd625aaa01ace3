"""The clock that every part is given: the system's, or one that a test advances by hand."""

from __future__ import annotations

import time
from typing import Protocol


class Clock(Protocol):
    """Time as the device sees it. Wall time and the monotonic time advance together."""

    def time(self) -> float:
        """Seconds since the epoch, UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds on a scale that never goes back; deadlines are on this scale."""
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


class ManualClock:
    """A clock that stands still until `advance` is called; the base of tests without sleeping.

    `start` is in seconds since the epoch (default 2020-07-08 07:00:00 UTC).
    """

    __slots__ = ("_monotonic", "_start")

    def __init__(self, start: float = 1594191600.0) -> None:
        self._start = start
        self._monotonic = 0.0

    def time(self) -> float:
        """Seconds since the epoch, UTC."""
        return self._start + self._monotonic

    def monotonic(self) -> float:
        """Seconds advanced so far."""
        return self._monotonic

    def advance(self, seconds: float) -> None:
        """Let time pass. Raises ValueError for a negative amount."""
        if seconds < 0:
            raise ValueError("time does not go back")
        self._monotonic += seconds
