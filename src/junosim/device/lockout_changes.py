"""What a commit means for those who are locked out: it may delete their account, or lockouts as such."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.access.attempts import retry_options
from junosim.access.users import ROOT
from junosim.config.query import branch, entries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from junosim.access.lockout import Lockouts
    from junosim.config.transition import Transition
    from junosim.errors import Problem


class LockoutChanges:
    """The subscriber that forgets users who are no more, and all lockouts once there is no `lockout-period` [g].

    Another period counts for later lockouts [g].
    """

    __slots__ = ("_lockouts",)

    def __init__(self, lockouts: Callable[[], Lockouts]) -> None:
        self._lockouts = lockouts

    def prepare(self, _transition: Transition) -> Iterable[Problem]:
        """Nothing stands against it."""
        return ()

    def apply(self, transition: Transition) -> None:
        """Look at the users and the options, if anything about logins has changed."""
        if branch(transition.old, "system", "login") is branch(transition.new, "system", "login"):
            return
        lockouts = self._lockouts()
        if not retry_options(transition.new).lockout:
            lockouts.clear()
        lockouts.keep_only(
            {user.keys[0] for user in entries(transition.new, "system", "login", "user")} | {ROOT}
        )
