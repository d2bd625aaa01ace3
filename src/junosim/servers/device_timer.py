"""The timer of one device: what is due without any session is done at its time."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from junosim.clock import Clock

_log = logging.getLogger(__name__)


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


class DeviceTimer:
    """Wakes a device at its deadlines, one step in each turn of the event loop so that sessions have theirs."""

    __slots__ = ("_device", "_loop", "_timer")

    def __init__(self, device: Clockwork) -> None:
        self._device = device
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
        if self._loop is None:
            return
        self._cancel()
        due = self._device.next_due()
        if due is None:
            return
        delay = due - self._device.clock.monotonic()
        self._timer = (
            self._loop.call_later(delay, self._wake) if delay > 0 else self._loop.call_soon(self._wake)
        )

    def _wake(self) -> None:
        self._timer = None
        try:
            self._device.do_due()
        except Exception:
            _log.exception("what was due on a device failed")
        self.look()

    def _cancel(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
