"""Whether somebody is who he says, by the configuration as it is committed at that moment."""

from __future__ import annotations

from base64 import b64encode
from functools import partial
from typing import TYPE_CHECKING

from junosim.access.passwords import verify
from junosim.access.ssh_policy import takes_key, takes_password
from junosim.access.users import Accounts

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.access.users import Account
    from junosim.config.tree import Branch


class Authenticator:
    """Answers for one device; `committed` gives the root of its committed configuration, groups inherited."""

    __slots__ = ("_accounts", "_committed")

    def __init__(self, committed: Callable[[], Branch]) -> None:
        self._committed = committed
        self._accounts = Accounts()

    def account(self, user: str) -> Account | None:
        """The account of that name, None when there is none."""
        return self._accounts.of(self._committed()).get(user)

    def password_check(self, user: str, password: str) -> Callable[[], bool]:
        """The work that tells whether `password` lets `user` in over SSH.

        The account is read now; the work itself takes some milliseconds, as many for an account that does not
        exist, touches nothing but its arguments and may run in any thread.
        """
        account = self.account(user)
        allowed = account is not None and takes_password(self._committed(), user)
        return partial(verify, account.hash if account is not None and allowed else None, password)

    def accepts_key(self, user: str, algorithm: str, key: bytes, address: str) -> bool:
        """True when `user` lists this public key (SSH wire form) for that address."""
        account = self.account(user)
        if account is None or not takes_key(self._committed(), user):
            return False
        return account.accepts_key(algorithm, b64encode(key).decode("ascii"), address)
