"""What the SSH server asks of a device, and the values the two exchange; no I/O here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from junosim.access.passwords import REFUSAL

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.audit.event import Entry
    from junosim.clock import Clock
    from junosim.device.host_keys import KeyPair
    from junosim.device.sessions import ByteSession, Peer
    from junosim.device.transfers import Transfer
    from junosim.errors import SelfTestFailure


@dataclass(frozen=True, slots=True)
class Terminal:
    """The pseudo-terminal a client asked for; 0 columns or rows mean that it did not say."""

    kind: str
    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a client comes from, and the number of the process that serves it, 0 while it has none."""

    address: str
    port: int
    pid: int = 0


@dataclass(frozen=True, slots=True)
class SshAlgorithms:
    """The algorithms on offer, best first; `user_keys` are the signatures taken from users, `host_keys` the kinds of
    keys that the host signs with, by the names of their files.

    The default is what OpenSSH 7.5 offers, as far as the SSH library has it: our guess for Junos 19.1 outside
    FIPS mode [g].
    """

    key_exchange: tuple[str, ...] = (
        "curve25519-sha256",
        "curve25519-sha256@libssh.org",
        "ecdh-sha2-nistp256",
        "ecdh-sha2-nistp384",
        "ecdh-sha2-nistp521",
        "diffie-hellman-group-exchange-sha256",
        "diffie-hellman-group14-sha256",
        "diffie-hellman-group14-sha1",
    )
    ciphers: tuple[str, ...] = (
        "chacha20-poly1305@openssh.com",
        "aes128-ctr",
        "aes192-ctr",
        "aes256-ctr",
        "aes128-gcm@openssh.com",
        "aes256-gcm@openssh.com",
        "aes128-cbc",
        "aes256-cbc",
    )
    macs: tuple[str, ...] = (
        "hmac-sha2-256-etm@openssh.com",
        "hmac-sha2-512-etm@openssh.com",
        "hmac-sha1-etm@openssh.com",
        "hmac-sha2-256",
        "hmac-sha2-512",
        "hmac-sha1",
    )
    user_keys: tuple[str, ...] = (
        "ssh-ed25519",
        "rsa-sha2-256",
        "rsa-sha2-512",
        "ssh-rsa",
        "ecdsa-sha2-nistp256",
        "ecdsa-sha2-nistp384",
        "ecdsa-sha2-nistp521",
    )
    host_keys: tuple[str, ...] = ("rsa", "ecdsa")


@dataclass(frozen=True, slots=True)
class SshSettings:
    """What the configuration says of a connection beside its algorithms. Each keeps those that it began with.

    password              the methods of authentication on offer: `password`,
    keyboard_interactive  `keyboard-interactive`
    public_key            and `publickey`
    sessions              sessions on one connection
    packets               packets that a client may send before it is logged in
    alive_interval        seconds of silence after which a client is asked whether it is there, 0 for never
    alive_count           such questions without an answer after which it is taken for dead
    rekey_bytes           bytes sent before new session keys are made
    rekey_seconds         seconds before new session keys are made
    connections           connections at a time, for IPv4 and IPv6 each; None: no limit
    attempts              connections begun within a minute, for IPv4 and IPv6 each; None: no limit
    """

    password: bool = True
    keyboard_interactive: bool = True
    public_key: bool = True
    sessions: int = 10
    packets: int = 128
    alive_interval: float = 0.0
    alive_count: int = 3
    rekey_bytes: int = 1 << 30
    rekey_seconds: float = 3600.0
    connections: int | None = None
    attempts: int | None = None


@dataclass(frozen=True, slots=True)
class SshLimits:
    """Bounds on what clients may cost.

    key_tries       refused public keys on one connection; agents offer many (OpenSSH: 6)
    refusal         seconds that a refused password takes at least
    greeting        seconds from connecting to naming a user
    early_packet    bytes of one message before the login (35,000 is what RFC 4253 asks for)
    early_messages  messages before the login, however many its settings allow
    held_back       messages that wait for the end of a key exchange
    waiting         connections that may be connected but not logged in
    silence         seconds without a step towards the login after which a waiting connection may be evicted
    connections     connections in total
    channels        sessions on one connection, however many its settings allow
    heeds           False: the numbers of connections and attempts of the settings do not count
    window          bytes a client may send ahead of what was taken
    backlog         bytes of input a session may hold while it works off earlier input
    """

    key_tries: int = 6
    refusal: float = REFUSAL
    greeting: float = 60.0
    early_packet: int = 35_000
    early_messages: int = 500
    held_back: int = 1000
    waiting: int = 1000
    silence: float = 10.0
    connections: int = 4000
    channels: int = 1000
    window: int = 256 * 1024
    backlog: int = 256 * 1024
    heeds: bool = True


class HostKeyStore(Protocol):
    """Where a device keeps its host keys of the kinds `rsa`, `ecdsa` and `ed25519`."""

    @property
    def signs_with_sha1(self) -> bool:
        """True when RSA keys also make signatures with SHA-1."""
        ...

    def find(self, kind: str) -> bytes | None:
        """The private key, None when there is none yet."""
        ...

    def generate(self, kind: str) -> KeyPair:
        """A new key; the one method that is called in a worker thread. Raises SelfTestFailure."""
        ...

    def failed(self, failure: SelfTestFailure) -> None:
        """Be told why `generate` gave no key."""
        ...

    def keep(self, kind: str, pair: KeyPair) -> None:
        """Keep a key that `generate` has made."""
        ...


class Attempts(Protocol):
    """What the device makes of one client's attempts to log in; see `device.login_attempts.SshAttempts`."""

    @property
    def pid(self) -> int:
        """The number of the process that serves the connection."""
        ...

    @property
    def time_to_log_in(self) -> float:
        """Seconds from connecting to being logged in, without the delays."""
        ...

    @property
    def ready(self) -> float:
        """When the next password may be looked at and the last one answered, on the clock's monotonic scale."""
        ...

    @property
    def are_over(self) -> bool:
        """True when the connection is to be cut."""
        ...

    def begin(self) -> bool:
        """A password arrives; False when there were enough."""
        ...

    def say(self, line: Entry) -> None:
        """Write into the device's log what the SSH server says of the connection."""
        ...

    def settle(self, user: str, method: str, *, fits: bool) -> bool:
        """Whether the user may come in, whose password `fits` as was found out meanwhile."""
        ...

    def may_use_key(self, user: str) -> bool:
        """Whether a key of this user may be looked at."""
        ...

    def accepted(self, user: str, method: str) -> None:
        """The user is logged in."""
        ...

    def cut(self, user: str) -> None:
        """The connection is cut, as too much was tried on it."""
        ...

    def timed_out(self) -> None:
        """The connection is cut, as nobody has logged in."""
        ...

    def gone(self, user: str) -> None:
        """The connection has ended, in whatever way."""
        ...


class SshDevice(Protocol):
    """A device as its SSH server sees it. All methods are called on the event loop's thread."""

    @property
    def name(self) -> str:
        """Names the device in the program's log."""
        ...

    @property
    def only_netconf(self) -> bool:
        """True where `open_netconf` is all there is: no sessions of users, and no transfers."""
        ...

    @property
    def clock(self) -> Clock:
        """The clock on whose monotonic scale the sessions' deadlines lie."""
        ...

    @property
    def host_keys(self) -> HostKeyStore:
        """The host keys."""
        ...

    def missing_keys(self) -> tuple[Entry, ...]:
        """What the log says, for each client, of host keys that are configured but not there."""
        ...

    def attempts(self, origin: Origin) -> Attempts:
        """What a client who has just connected tries is told to this."""
        ...

    def say(self, line: Entry) -> None:
        """Write what is said of a client that was turned away into the device's log, as a process of its own."""
        ...

    def algorithms(self) -> SshAlgorithms:
        """The algorithms for new connections, from the last commit."""
        ...

    def settings(self) -> SshSettings:
        """All else about new connections, from the last commit."""
        ...

    def banner(self) -> str | None:
        """The text shown before authentication, with its line ends; None for none."""
        ...

    def password_check(self, user: str, password: str) -> Callable[[], bool]:
        """The work that tells whether the password is right, for the account as committed now.

        The work takes milliseconds, touches no state of the device and is run in a worker thread.
        """
        ...

    def accepts_key(self, user: str, algorithm: str, key: bytes, origin: Origin) -> bool:
        """True when the account lists this public key (`key` in SSH wire form) for this origin."""
        ...

    def open_session(
        self,
        user: str,
        origin: Origin,
        terminal: Terminal | None,
        command: str | None,
        peer: Peer | None = None,
    ) -> ByteSession:
        """A new session of a user who has logged in; `peer` is the client.

        Without a terminal it answers with plain line feeds; with a command it runs that one and hangs up.
        """
        ...

    def speaks_xml(self, command: str) -> bool:
        """True for a command that is no command of the CLI, but asks for a session as `open_netconf` gives it."""
        ...

    def open_netconf(self, user: str, origin: Origin, peer: Peer, command: str | None) -> ByteSession | None:
        """A new session of NETCONF, as the subsystem or as `command` asks for it.

        None when the user may not have one, or nobody may. `peer` is the client.
        """
        ...

    def open_transfer(self, user: str, origin: Origin, *, scp: bool) -> Transfer | None:
        """A new session that transfers files, by SFTP or SCP; None when the user may not have one."""
        ...
