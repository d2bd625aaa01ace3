"""The life of a running device from outside: its power, what it is doing, and waiting for that."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeAlias

from junosim.device import boot
from junosim.device.lifecycle import LifecycleError, State

if TYPE_CHECKING:
    from collections.abc import Collection

    from junosim.assemble.serve import ServedDevice

Wanted: TypeAlias = "State | str | Collection[State | str] | None"

UP = frozenset(state for state in State if state.is_up)


class LifecycleTimeout(LifecycleError, TimeoutError):
    """A state that was waited for did not come in time; the message says what the device is doing instead."""


def states_of(wanted: Wanted) -> frozenset[State]:
    """The states that are meant: one, some, or with None all in which users can log in. Raises ValueError."""
    if wanted is None:
        return UP
    return frozenset({State(wanted)} if isinstance(wanted, str) else {State(each) for each in wanted})


def start_from(served: ServedDevice, media: str) -> None:
    """Boot from that medium, whatever the device is doing: what is on loses its power first.

    Raises LifecycleError for an unknown medium; the device goes on then.
    """
    boot.check_media(media)
    boot.power_off(served.device)
    boot.power_on(served.device, media)


class Watch:
    """Waits for one of some states, from now on. To be made, and to be ended, on the device's thread."""

    def __init__(self, served: ServedDevice, wanted: frozenset[State]) -> None:
        self._served = served
        self._wanted = wanted
        self.reached: Future[State] = Future()
        served.device.lifecycle.watchers.append(self._look)
        self._look(served.device.lifecycle.state)

    def end(self) -> None:
        """Look no more."""
        self._served.device.lifecycle.watchers.remove(self._look)

    def _look(self, state: State) -> None:
        if state in self._wanted and not self.reached.done():
            self.reached.set_result(state)

    def timeout(self) -> LifecycleTimeout:
        """The error of a wait that took too long."""
        wanted = " or ".join(sorted(self._wanted))
        return LifecycleTimeout(
            f"{self._served.name} is {self._served.device.lifecycle.state}, and has not become {wanted}"
        )
