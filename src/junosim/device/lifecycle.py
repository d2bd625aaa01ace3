"""What a device is doing between power-on and power-off: its states, the ways between them, and their pace.

The states and what may follow them are one table. What happens on the way (the text on the console, the work of a
boot) is a *script*: a generator that does its part and yields how many seconds pass until it goes on. Scripts know no
timer: `deadline` says when the next step is due, `wake` does it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeAlias

from junosim.errors import JunosimError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from junosim.clock import Clock


class State(StrEnum):
    """One state of the device; its text is as good as the member (`State.FIPS == "fips"`).

    OFF            no power, or switched off by its software
    BOOTING        loader, kernel and daemons start
    SELF_TEST      the power-on self-tests of FIPS mode run
    AMNESIAC       up, with nobody but root and no password: the console alone lets in
    RUNNING        up, outside FIPS mode
    FIPS           up in FIPS mode, all services
    FIPS_RECOVERY  up in FIPS mode without IPsec, since the self-tests of a services card failed
    PANIC          a self-test failed: the kernel stops and boots again, for ever
    SHUTTING_DOWN  sessions and daemons are being ended
    HALTED         the operating system has stopped, a key on the console boots it
    ZEROIZING      everything is being erased
    """

    OFF = "off"
    BOOTING = "booting"
    SELF_TEST = "self-test"
    AMNESIAC = "amnesiac"
    RUNNING = "running"
    FIPS = "fips"
    FIPS_RECOVERY = "fips-recovery"
    PANIC = "panic"
    SHUTTING_DOWN = "shutting-down"
    HALTED = "halted"
    ZEROIZING = "zeroizing"

    @property
    def is_up(self) -> bool:
        """True when users can log in on the console."""
        return self in _UP

    @property
    def serves(self) -> bool:
        """True when the management network is up: SSH and NETCONF answer."""
        return self in _UP and self is not State.AMNESIAC

    @property
    def in_fips_mode(self) -> bool:
        """True while the device works in FIPS mode."""
        return self in (State.FIPS, State.FIPS_RECOVERY)


_UP: Final = frozenset({State.AMNESIAC, State.RUNNING, State.FIPS, State.FIPS_RECOVERY})
_LEAVES_UP: Final = frozenset({State.SHUTTING_DOWN, State.ZEROIZING, State.PANIC, State.OFF})

NEXT: Final[Mapping[State, frozenset[State]]] = {
    State.OFF: frozenset({State.BOOTING}),
    State.BOOTING: frozenset({State.SELF_TEST, State.AMNESIAC, State.RUNNING, State.PANIC, State.OFF}),
    State.SELF_TEST: frozenset({State.FIPS, State.FIPS_RECOVERY, State.PANIC, State.OFF}),
    State.AMNESIAC: _LEAVES_UP | {State.RUNNING},
    State.RUNNING: _LEAVES_UP,
    State.FIPS: _LEAVES_UP | {State.FIPS_RECOVERY},
    State.FIPS_RECOVERY: _LEAVES_UP,
    State.PANIC: frozenset({State.BOOTING, State.OFF}),
    State.SHUTTING_DOWN: frozenset({State.BOOTING, State.HALTED, State.OFF}),
    State.HALTED: frozenset({State.BOOTING, State.OFF}),
    State.ZEROIZING: frozenset({State.BOOTING, State.OFF}),
}
"""The states that may follow each state; without power everything ends at once."""


class LifecycleError(JunosimError):
    """A state that cannot follow the present one, or an order that the present state cannot carry out."""


@dataclass(frozen=True, slots=True)
class Real:
    """Seconds that pass whatever the pace is: what repeats itself without end must not spin."""

    seconds: float


Step: TypeAlias = "float | Real"
Script: TypeAlias = Iterator[Step]


class Lifecycle:
    """The state of one device and the script that moves it.

    `pace` is a factor on all waiting of the scripts: 1 is the time a real device takes, 0 none at all. `watchers` are
    called with each new state.
    """

    __slots__ = ("_clock", "_due", "_script", "_state", "_steps", "pace", "watchers")

    def __init__(self, clock: Clock, pace: float = 0.0) -> None:
        self._clock = clock
        self._state = State.OFF
        self._script: Script | None = None
        self._due = 0.0
        self._steps = False
        self.pace = pace
        self.watchers: list[Callable[[State], None]] = []

    @property
    def state(self) -> State:
        """What the device is doing."""
        return self._state

    @property
    def is_settled(self) -> bool:
        """True when no script runs: the state lasts until somebody does something."""
        return self._script is None

    def begin_as(self, state: State) -> None:
        """Take a state without the way to it: a device is made as it is when its boot is over."""
        self._state = state

    def enter(self, state: State) -> None:
        """Change the state. Raises LifecycleError when it cannot follow the present one."""
        if state not in NEXT[self._state]:
            raise LifecycleError(f"a device that is {self._state.value} cannot become {state.value}")
        self._state = state
        for watcher in tuple(self.watchers):
            watcher(state)

    def run(self, script: Script) -> None:
        """Begin a script, in the place of the one that runs; its first step is due at once."""
        self._script = script
        self._due = self._clock.monotonic()

    def stop(self) -> None:
        """Break the script off: the power is gone."""
        self._script = None

    def deadline(self) -> float | None:
        """When the next step is due, on the clock's monotonic scale; None when the state lasts."""
        return None if self._script is None else self._due

    def wake(self) -> bool:
        """Do one step if it is due; True when another one is due by now."""
        script, now = self._script, self._clock.monotonic()
        if script is None or self._steps or self._due > now:
            return False
        self._steps = True
        try:
            step = next(script, None)
        finally:
            self._steps = False
        if self._script is not script:  # the step began another script, or switched the power off
            return self._script is not None and self._due <= now
        if step is None:
            self._script = None
            return False
        wait = step.seconds if isinstance(step, Real) else step * self.pace
        self._due = self._due + wait if wait else now
        return self._due <= now

    def settle(self) -> None:
        """Do all steps that are due."""
        while self.wake():
            pass
