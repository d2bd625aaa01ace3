"""Who may wait for a login: a cap on unauthenticated connections that evicts the oldest silent one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.servers.contract import SshLimits


class Visitor:
    """One connection before its login. `active` is when it last made a step, in seconds."""

    __slots__ = ("_door", "active", "turn_away")

    def __init__(self, door: Door, turn_away: Callable[[], object], now: float) -> None:
        self._door = door
        self.turn_away = turn_away
        self.active = now

    def step(self) -> None:
        """The client did something that brings the login closer."""
        self.active = self._door.now()

    def leave(self) -> None:
        """The connection has logged in or is gone; harmless when repeated."""
        self._door.waiting.pop(self, None)


class Door:
    """The connections of one device that have not logged in, oldest first.

    Random early drop, as OpenSSH does it, would refuse real logins during a flood; here a flood of silent
    connections pushes out its own oldest members. `now` gives seconds on a scale that never goes back.
    """

    __slots__ = ("_limits", "now", "waiting")

    def __init__(self, limits: SshLimits, now: Callable[[], float]) -> None:
        self._limits = limits
        self.now = now
        self.waiting: dict[Visitor, None] = {}

    def enter(self, turn_away: Callable[[], object]) -> Visitor | None:
        """Let a new connection wait; None when there is no room. `turn_away` is called if it is evicted."""
        now = self.now()
        if len(self.waiting) >= self._limits.waiting and not self._evict(now):
            return None
        visitor = Visitor(self, turn_away, now)
        self.waiting[visitor] = None
        return visitor

    def _evict(self, now: float) -> bool:
        """Turn the oldest silent connection away; False when none has been silent for long enough."""
        silent = (visitor for visitor in self.waiting if now - visitor.active >= self._limits.silence)
        oldest = next(silent, None)
        if oldest is None:
            return False
        oldest.leave()
        oldest.turn_away()
        return True
