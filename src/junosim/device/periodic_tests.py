"""The self-tests that a device runs by itself while it works in FIPS mode: at the times of its configuration.

system fips self-test periodic     at these times, in the time zone of the device
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.config.query import branch, leaf_text
from junosim.device.error_state import conclude
from junosim.device.self_tests import Run
from junosim.device.time_zones import zone_named
from junosim.fips.schedule import Schedule, schedule_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import tzinfo

    from junosim.config.transition import Transition
    from junosim.config.tree import Branch
    from junosim.device.device import Device
    from junosim.errors import Problem
    from junosim.fips.selftest import Line

_WHERE: Final = ("system", "fips", "self-test")
_MINUTE: Final = 60.0
_JUMP: Final = 1.0  # seconds by which wall time and monotonic time part when somebody sets the clock
_EARLY: Final = 0.001  # seconds: a timer may come that much before its time


class PeriodicTests:
    """The schedule of one device, and the run that is going on.

    When somebody sets the clock, what lies between the old and the new time is left out, but for what is due in the
    very minute that it was set to [g]. Time that passes while nobody looks is not left out.
    """

    __slots__ = ("_device", "_done", "_due", "_offset", "_root", "_run", "_steps", "_timing")

    def __init__(self, device: Device) -> None:
        self._device = device
        self.forget()

    def forget(self) -> None:
        """The device boots: no run goes on, and the schedule is read anew."""
        self._root: Branch | None = None
        self._timing: tuple[Schedule, tzinfo] | None = None
        self._offset = 0.0
        self._due: float | None = None
        self._done: float | None = None
        self._run: Run | None = None
        self._steps: Iterator[Line | None] = iter(())

    def next_due(self) -> float | None:
        """When `do_due` has something to do, on the clock's monotonic scale; None outside FIPS mode."""
        clock = self._device.clock
        if not self._device.lifecycle.state.in_fips_mode:
            return None
        if self._run is not None:
            return clock.monotonic()
        self.look()
        return None if self._due is None else clock.monotonic() + self._due - clock.time()

    def do_due(self) -> None:
        """Begin a run at its time, or compute one test of the run that goes on."""
        due = self.next_due()
        if due is None or due > self._device.clock.monotonic() + _EARLY:
            return
        if self._run is None:
            self._done = self._due
            self._due = self._following(max(self._device.clock.time(), self._due or 0.0))
            self.begin()
            return
        for _ in self._steps:
            return  # one test has been computed
        run, self._run = self._run, None
        conclude(self._device, run)

    def begin(self) -> None:
        """Begin a run now, unless one goes on."""
        if self._run is None:
            self._run = Run(self._device, self._device.next_pid())
            self._steps = iter(self._run)
            self._device.alarm()

    def key_made(self) -> None:
        """A key pair was made."""
        device = self._device
        if not device.lifecycle.state.in_fips_mode:
            return
        configuration = device.committer.inheritance.view(device.stores.committed.root)
        if leaf_text(configuration, *_WHERE, "after-key-generation") == "enable":
            self.begin()

    def prepare(self, _transition: Transition) -> Iterable[Problem]:
        """A commit: nothing stands against it."""
        return ()

    def apply(self, transition: Transition) -> None:
        """A commit was made: the next time may be another one."""
        if branch(transition.old, "system") is not branch(transition.new, "system"):
            self.look()
            self._device.alarm()

    def look(self) -> None:
        """Find the next time anew if another configuration is in force, or the clock was set."""
        device = self._device
        root, now = device.stores.committed.root, device.clock.time()
        offset = now - device.clock.monotonic()
        known, jumped = self._root is not None, abs(offset - self._offset) > _JUMP
        if root is self._root and not jumped:
            return
        before = self._timing
        if root is not self._root:
            self._timing = _timing_of(device.committer.inheritance.view(root))
        self._root, self._offset = root, offset
        if not known or before != self._timing:
            self._due = self._following(now)
        elif jumped:
            self._due = self._following(now // _MINUTE * _MINUTE - _EARLY)
            if self._due is not None and self._due == self._done and self._due <= now:
                self._due = self._following(now)

    def _following(self, after: float) -> float | None:
        return None if self._timing is None else self._timing[0].next_due(after, self._timing[1])


def _timing_of(configuration: Branch) -> tuple[Schedule, tzinfo] | None:
    """The schedule with the time zone it is meant in; None without one."""
    schedule = schedule_of(lambda name: leaf_text(configuration, *_WHERE, "periodic", name))
    return (
        None if schedule is None else (schedule, zone_named(leaf_text(configuration, "system", "time-zone")))
    )
