"""What a device shows to its SSH server: accounts, keys, algorithms, the login message, and CLI sessions."""

from __future__ import annotations

import base64
from functools import partial
from typing import TYPE_CHECKING

from junosim.access.classes import permissions_of
from junosim.access.passwords import verify
from junosim.access.ssh_policy import takes_key, takes_password
from junosim.access.users import Accounts
from junosim.assemble.algorithms import algorithms_of
from junosim.cli.session import CliSession
from junosim.config.query import leaf_text
from junosim.text import unescaped

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.clock import Clock
    from junosim.device.device import Device
    from junosim.device.sessions import ByteSession
    from junosim.servers.contract import Origin, SshAlgorithms, Terminal


class Front:
    """The `SshDevice` of one device; every answer comes from the configuration as committed now."""

    __slots__ = ("_accounts", "_device", "_name")

    def __init__(self, device: Device, name: str) -> None:
        self._device = device
        self._name = name
        self._accounts = Accounts()

    @property
    def name(self) -> str:
        """Names the device in the program's log."""
        return self._name

    @property
    def clock(self) -> Clock:
        """The device's clock."""
        return self._device.clock

    def has_user(self, name: str) -> bool:
        """True when the committed configuration has an account of that name; root always has one."""
        return name in self._accounts.of(self._device.configuration)

    def algorithms(self) -> SshAlgorithms:
        """What the committed configuration puts on offer."""
        return algorithms_of(self._device.configuration)

    def banner(self) -> str | None:
        """The login message (`system login message`), its escapes turned into what they stand for."""
        text = leaf_text(self._device.configuration, "system", "login", "message")
        return None if text is None else unescaped(text).replace("\n", "\r\n") + "\r\n"

    def password_check(self, user: str, password: str) -> Callable[[], bool]:
        """The work that tells whether the password fits; it costs the same for an unknown user."""
        tree = self._device.configuration
        account = self._accounts.of(tree).get(user)
        stored = account.hash if account is not None and takes_password(tree, user) else None
        return partial(verify, stored, password)

    def accepts_key(self, user: str, algorithm: str, key: bytes, origin: Origin) -> bool:
        """True when the account lists this key for this origin."""
        tree = self._device.configuration
        account = self._accounts.of(tree).get(user)
        if account is None or not takes_key(tree, user):
            return False
        return account.accepts_key(algorithm, base64.b64encode(key).decode("ascii"), origin.address)

    def open_session(
        self, user: str, origin: Origin, terminal: Terminal | None, command: str | None
    ) -> ByteSession:
        """A CLI session; with a command it runs that one alone."""
        login = self._device.logins.open(user, origin.address, terminal=terminal is not None)
        tree = self._device.configuration
        account = self._accounts.of(tree).get(user)
        class_name = account.class_name if account is not None else "unauthorized"
        timeout = leaf_text(tree, "system", "login", "class", class_name, "idle-timeout")
        return CliSession(
            self._device,
            login,
            permissions_of(tree, class_name),
            columns=terminal.columns if terminal is not None else 0,
            rows=terminal.rows if terminal is not None else 0,
            term=terminal.kind if terminal is not None else "unknown",
            pty=terminal is not None,
            command=command,
            idle_timeout=int(timeout) if timeout is not None else 0,
        )
