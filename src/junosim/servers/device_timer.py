"""The timer of one device: what is due without any session is done at its time."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from time import perf_counter
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from junosim.clock import Clock

_log = logging.getLogger(__name__)

_SLICE = 0.002  # seconds of small pieces of work that one turn may take; a larger one is a turn of its own


class Clockwork(Protocol):
    """What a timer drives."""

    @property
    def clock(self) -> Clock:
        """The clock on whose monotonic scale the deadlines lie."""
        ...

    def next_due(self) -> float | None:
        """When something is to be done; None while nothing is waited for."""
        ...

    def do_due(self) -> None:
        """Do one piece of what is due."""
        ...


class Steps:
    """Devices that have something to do now: one piece in each turn of the event loop, whoever it is of.

    Between two of them the loop serves everybody else, however many devices boot at a time.
    """

    __slots__ = ("_is_dealing", "_waiting")

    def __init__(self) -> None:
        self._waiting: deque[DeviceTimer] = deque()
        self._is_dealing = False

    def ask(self, timer: DeviceTimer) -> None:
        """Give the timer a turn behind those who asked before."""
        self._waiting.append(timer)
        if not self._is_dealing:
            self._is_dealing = True
            asyncio.get_running_loop().call_soon(self._deal)

    def _deal(self) -> None:
        self._waiting.popleft().work()
        self._is_dealing = bool(self._waiting)
        if self._is_dealing:
            asyncio.get_running_loop().call_soon(self._deal)


class DeviceTimer:
    """Wakes a device at its deadlines; `steps` is shared by all devices of an event loop."""

    __slots__ = ("_device", "_is_waiting", "_loop", "_steps", "_timer")

    def __init__(self, device: Clockwork, steps: Steps | None = None) -> None:
        self._device = device
        self._steps = steps or Steps()
        self._is_waiting = False  # for its turn
        self._loop: asyncio.AbstractEventLoop | None = None
        self._timer: asyncio.Handle | None = None

    def start(self) -> None:
        """Begin; on the event loop that runs."""
        self._loop = asyncio.get_running_loop()
        self.look()

    def stop(self) -> None:
        """End. May be repeated."""
        self._loop = None
        self._cancel()

    def look(self) -> None:
        """Look at the deadline anew: it may be earlier than it was, or the clock was moved."""
        if self._loop is None or self._is_waiting:
            return
        self._cancel()
        due = self._device.next_due()
        if due is None:
            return
        delay = due - self._device.clock.monotonic()
        if delay > 0:
            self._timer = self._loop.call_later(delay, self.look)
        else:
            self._is_waiting = True
            self._steps.ask(self)

    def work(self) -> None:
        """It is the device's turn: do what is due, for a slice of time."""
        self._is_waiting = False
        if self._loop is None:
            return
        end = perf_counter() + _SLICE
        try:
            while (due := self._device.next_due()) is not None and due <= self._device.clock.monotonic():
                self._device.do_due()
                if perf_counter() > end:
                    break
        except Exception:
            _log.exception("what was due on a device failed")
        self.look()

    def _cancel(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
