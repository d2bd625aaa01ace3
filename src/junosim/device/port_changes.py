"""Serial ports that a commit switches on or off: who serves them looks at them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.config.query import find

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from junosim.config.transition import Transition
    from junosim.errors import Problem


class PortChanges:
    """The subscriber that calls `alarm` when anything below `system ports` has changed."""

    __slots__ = ("_alarm",)

    def __init__(self, alarm: Callable[[], None]) -> None:
        self._alarm = alarm

    def prepare(self, _transition: Transition) -> Iterable[Problem]:
        """Nothing stands against it."""
        return ()

    def apply(self, transition: Transition) -> None:
        """Look whether the ports are what they were."""
        if find(transition.old, "system", "ports") is not find(transition.new, "system", "ports"):
            self._alarm()
