"""When a device that knows nobody gets its first account: root, with a password or a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.config.query import branch
from junosim.device.lifecycle import State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from junosim.config.transition import Transition
    from junosim.config.tree import Branch
    from junosim.device.lifecycle import Lifecycle
    from junosim.errors import Problem


def has_root(configuration: Branch) -> bool:
    """True when root has an authentication: the device is set up."""
    return branch(configuration, "system", "root-authentication") is not None


class Awakening:
    """The subscriber that ends the amnesiac state with the first commit, and so opens the network services."""

    __slots__ = ("_lifecycle",)

    def __init__(self, lifecycle: Lifecycle) -> None:
        self._lifecycle = lifecycle

    def prepare(self, _transition: Transition) -> Iterable[Problem]:
        """Nothing stands against it."""
        return ()

    def apply(self, transition: Transition) -> None:
        """Look whether there is a root now."""
        if self._lifecycle.state is State.AMNESIAC and has_root(transition.new):
            self._lifecycle.enter(State.RUNNING)
