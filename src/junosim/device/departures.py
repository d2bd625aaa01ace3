"""Users who lose their account: what still transfers files for them ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.access.users import ROOT
from junosim.config.query import branch, entries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from junosim.config.transition import Transition
    from junosim.device.logins import Logins
    from junosim.errors import Problem


class Departures:
    """The subscriber that tells the transfers of deleted users to end; sessions of the CLI go on [our choice].

    `alarm` lets the servers look at their sessions.
    """

    __slots__ = ("_alarm", "_logins")

    def __init__(self, logins: Callable[[], Logins], alarm: Callable[[], None]) -> None:
        self._logins = logins
        self._alarm = alarm

    def prepare(self, _transition: Transition) -> Iterable[Problem]:
        """Nothing stands against it."""
        return ()

    def apply(self, transition: Transition) -> None:
        """Look who is gone, if anything about the users has changed."""
        if branch(transition.old, "system", "login") is branch(transition.new, "system", "login"):
            return
        known = {user.keys[0] for user in entries(transition.new, "system", "login", "user")} | {ROOT}
        departed = [login for login in self._logins() if login.program and login.user not in known]
        for login in departed:
            login.expelled = True
        if departed:
            self._alarm()
