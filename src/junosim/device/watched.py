"""Statements whose commit others have to hear of: serial ports and services that are switched on or off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.config.query import find

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from junosim.config.transition import Transition
    from junosim.errors import Problem

_WATCHED: Final = (("system", "ports"), ("system", "services", "ssh"))


class Watched:
    """The subscriber that calls `alarm` when anything below `system ports` or `system services ssh` has changed."""

    __slots__ = ("_alarm",)

    def __init__(self, alarm: Callable[[], None]) -> None:
        self._alarm = alarm

    def prepare(self, _transition: Transition) -> Iterable[Problem]:
        """Nothing stands against it."""
        return ()

    def apply(self, transition: Transition) -> None:
        """Look whether all is what it was."""
        if any(find(transition.old, *path) is not find(transition.new, *path) for path in _WATCHED):
            self._alarm()
