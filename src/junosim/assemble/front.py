"""What a device shows to its SSH server: accounts, keys, algorithms, the login message, and CLI sessions."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from junosim.access.passwords import check_of
from junosim.access.ssh_policy import (
    serves_netconf,
    serves_scp,
    serves_sftp,
    speaks_junoscript,
    takes_key,
    takes_password,
)
from junosim.access.users import Accounts, uids
from junosim.assemble.algorithms import algorithms_of, keys_nobody_makes
from junosim.assemble.ssh_settings import NETCONF, SSH, netconf_settings_of, port_of, settings_of
from junosim.config.query import leaf_text
from junosim.device.file_tree import Visitor
from junosim.device.fips_mode import policy_of
from junosim.device.login_attempts import SshAttempts
from junosim.device.login_hours import lets_in
from junosim.device.login_lines import no_host_key
from junosim.device.logins import NETCONF_PORT, SSH_PORT
from junosim.device.session_log import subsystem_asked
from junosim.device.transfers import SCP, SFTP, Transfer
from junosim.netconf import asked
from junosim.netconf.session import NetconfSession
from junosim.servers.contract import Terminal
from junosim.shell.opening import Window, open_sessions
from junosim.text import unescaped
from junosim.transcripts.steps import Login as Started

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.access.classes import LoginClass
    from junosim.access.users import Account
    from junosim.audit.event import Entry
    from junosim.clock import Clock
    from junosim.device.device import Device
    from junosim.device.host_keys import HostKeys
    from junosim.device.sessions import ByteSession, Peer
    from junosim.servers.contract import Origin, SshAlgorithms, SshSettings
    from junosim.transcripts.recorder import Recorder


class Front:
    """The `SshDevice` of one device; every answer comes from the configuration as committed now.

    A `recorder` writes down what the sessions exchange that begin from then on.
    """

    __slots__ = ("_accounts", "_name", "device", "recorder")

    def __init__(self, device: Device, name: str) -> None:
        self.device = device
        self.recorder: Recorder | None = None
        self._name = name
        self._accounts = Accounts()

    @property
    def name(self) -> str:
        """Names the device in the program's log."""
        return self._name

    @property
    def only_netconf(self) -> bool:
        """False: sessions of all kinds are served here."""
        return False

    @property
    def service(self) -> int:
        """The port of the device that its clients come to."""
        return port_of(self.device.configuration, SSH, SSH_PORT)

    @property
    def clock(self) -> Clock:
        """The device's clock."""
        return self.device.clock

    @property
    def host_keys(self) -> HostKeys:
        """The device's host keys."""
        return self.device.host_keys

    def missing_keys(self) -> tuple[Entry, ...]:
        """What sshd has to say of host keys that are configured but not there (the guides)."""
        kinds = keys_nobody_makes(self.device.configuration)
        return tuple(no_host_key(self.device.host_keys.path(kind)) for kind in kinds)

    def say(self, line: Entry) -> None:
        """Write a line about a client that was turned away into the system log."""
        self.device.audit.write(line, self.device.next_pid())

    def attempts(self, origin: Origin) -> SshAttempts:
        """What a client who has just connected tries to log in."""
        return SshAttempts(self.device, self.has_user, origin.address, origin.port)

    def has_user(self, name: str) -> bool:
        """True when the committed configuration has an account of that name; root always has one."""
        return name in self._accounts.of(self.device.configuration)

    def _account(self, user: str) -> Account | None:
        """The account of a user, in the hours of his login class."""
        return self._accounts.of(self.device.configuration).get(user) if lets_in(self.device, user) else None

    def algorithms(self) -> SshAlgorithms:
        """What the committed configuration puts on offer."""
        device = self.device
        return algorithms_of(device.configuration, policy_of(device.platform) if device.fips_mode else None)

    def settings(self) -> SshSettings:
        """What the committed configuration says of connections beside their algorithms."""
        return settings_of(self.device.configuration, fips=self.device.fips_mode)

    def banner(self) -> str | None:
        """The login message (`system login message`), its escapes turned into what they stand for."""
        text = leaf_text(self.device.configuration, "system", "login", "message")
        return None if text is None else unescaped(text).replace("\n", "\r\n") + "\r\n"

    def password_check(self, user: str, password: str) -> Callable[[], bool]:
        """The work that tells whether the password fits; it costs the same for a user who may not log in."""
        tree = self.device.configuration
        account = self._account(user)
        root_login = self.device.platform.root_login
        stored = account.hash if account is not None and takes_password(tree, user, root_login) else None
        return check_of(stored, password)

    def accepts_key(self, user: str, algorithm: str, key: bytes, origin: Origin) -> bool:
        """True when the account lists this key for this origin."""
        tree = self.device.configuration
        account = self._account(user)
        if account is None or not takes_key(tree, user, self.device.platform.root_login):
            return False
        text = base64.b64encode(key).decode("ascii")
        if self.device.fips_mode and not policy_of(self.device.platform).takes_public_key(
            f"{algorithm} {text}"
        ):
            return False
        return account.accepts_key(algorithm, text, origin.address)

    def open_session(
        self,
        user: str,
        origin: Origin,
        terminal: Terminal | None,
        command: str | None,
        peer: Peer | None = None,
    ) -> ByteSession:
        """A session: the CLI, for root a shell; with a command it runs that one alone."""
        login = self.device.logins.open(
            user, origin.address, port=origin.port, terminal=terminal is not None, server=origin.pid,
            service=self.service,
        )  # fmt: skip
        window = terminal or Terminal("unknown", 0, 0)
        shown = Window(window.kind, window.columns, window.rows, is_pty=terminal is not None)
        if self.recorder is None:
            return open_sessions(self.device, login, shown, command=command, peer=peer)
        hidden: list[str] = []
        session = open_sessions(self.device, login, shown, command=command, confide=hidden.append, peer=peer)
        kind = window.kind or "dumb" if terminal is not None else ""
        return self.recorder.record(
            session, Started(0, user, kind, window.columns, window.rows, command), hidden
        )

    def speaks_xml(self, command: str) -> bool:
        """True for `xml-mode`, `junoscript` and `netconf` with their options."""
        return asked.asked(command) is not None

    def open_netconf(
        self, user: str, origin: Origin, peer: Peer | None = None, command: str | None = None
    ) -> NetconfSession | None:
        """A session of NETCONF, or as `command` asks for it, as far as the configuration lets the user have one."""
        device = self.device
        wanted = asked.SUBSYSTEM if command is None else asked.asked(command)
        login_class = device.login_class_of(user)
        if wanted is None or not self._serves(wanted, login_class):
            return None
        login = device.logins.open(
            user, origin.address, port=origin.port, terminal=False, server=origin.pid, service=self.service,
        )  # fmt: skip
        if command is None:
            subsystem_asked(device, login, "netconf")
        return NetconfSession(device, login, wanted, peer)

    def _serves(self, wanted: asked.Asked, login_class: LoginClass) -> bool:
        if wanted.protocol == asked.NETCONF:
            return serves_netconf(self.device.configuration, login_class)
        return speaks_junoscript(login_class)

    def open_transfer(self, user: str, origin: Origin, *, scp: bool) -> Transfer | None:
        """A session for SFTP or SCP, as far as the configuration lets the user have one."""
        tree = self.device.configuration
        login_class = self.device.login_class_of(user)
        if not (serves_scp(login_class) if scp else serves_sftp(tree, login_class)):
            return None
        login = self.device.logins.open(
            user, origin.address, port=origin.port, terminal=False, program=SCP if scp else SFTP,
            server=origin.pid, service=self.service,
        )  # fmt: skip
        if not scp:
            subsystem_asked(self.device, login, "sftp")
        return Transfer(self.device, login, self.visitor(user), uids(self._accounts.of(tree)))

    def visitor(self, user: str) -> Visitor:
        """The user as the files of the device know him."""
        return Visitor.of(user, self.device.login_class_of(user))


class NetconfFront(Front):
    """The same device at the port of NETCONF, where nothing else is served [g]."""

    __slots__ = ()

    @property
    def only_netconf(self) -> bool:
        """True: a shell, commands of the CLI and transfers are refused."""
        return True

    @property
    def service(self) -> int:
        """The port of the device that its clients come to."""
        return port_of(self.device.configuration, NETCONF, NETCONF_PORT)

    def settings(self) -> SshSettings:
        """What the committed configuration says of connections to this port."""
        return netconf_settings_of(self.device.configuration, fips=self.device.fips_mode)

    def _serves(self, wanted: asked.Asked, login_class: LoginClass) -> bool:
        return wanted.protocol == asked.NETCONF and super()._serves(wanted, login_class)
