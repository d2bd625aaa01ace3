"""One SSH connection: who logs in, how often he may try, and which channels he gets."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NoReturn

import asyncssh

from junosim.device import ssh_lines
from junosim.device.login_lines import unable_to_negotiate
from junosim.servers.channel import Channel
from junosim.servers.connection import Connection, Owner
from junosim.servers.contract import Origin
from junosim.servers.greeting import refused
from junosim.servers.negotiation import mismatch
from junosim.servers.parting import last_line

if TYPE_CHECKING:
    from junosim.device.sessions import ByteSession
    from junosim.device.transfers import Transfer
    from junosim.servers.contract import SshDevice, SshLimits, SshSettings, Terminal
    from junosim.servers.door import Visitor
    from junosim.servers.transfers import Transfers
    from junosim.servers.workers import Workers


class Login(Owner):
    """The server's side of one connection. Every port, agent and display forwarding is refused.

    The account is looked up at every attempt, so a commit counts at once; `settings` stay those of the beginning.
    Attempts are counted when they arrive: a client that does not wait for the answer gains nothing. `transfers` runs
    what transfers files.
    """

    def __init__(
        self,
        device: SshDevice,
        workers: Workers,
        limits: SshLimits,
        settings: SshSettings,
        visitor: Visitor,
        transfers: Transfers,
    ) -> None:
        self._device = device
        self._workers = workers
        self._limits = limits
        self._settings = settings
        self._visitor = visitor
        self._transfers = transfers
        self._connection: Connection
        self._origin = Origin("", 0)
        self._user: str | None = None
        self._tries = 0
        self._key_misses = 0
        self._transport_full = False
        self.channels: set[Channel] = set()

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        """The client's socket is connected."""
        assert isinstance(conn, Connection)
        self._connection = conn
        address, port = conn.get_extra_info("peername", ("", 0))[:2]
        self._origin = Origin(address, port)

    def fill(self, full: bool) -> None:
        """The client does not read what was sent, or reads again."""
        self._transport_full = full
        for channel in tuple(self.channels):
            channel.transport_full(full)

    # --- authentication ---------------------------------------------------------------------------------

    def begin_auth(self, username: str) -> bool:
        """The client names its user: show the banner. He cannot become another one on the way."""
        self._visitor.step()
        if self._user is not None:
            raise asyncssh.ProtocolError("Change of username or service not allowed")
        self._user = username
        banner = self._device.banner()
        if banner:
            self._connection.send_auth_banner(banner)
        return True

    def password_auth_supported(self) -> bool:
        """Passwords are taken, by `password` and by `keyboard-interactive`."""
        return True

    async def validate_password(self, username: str, password: str) -> bool:
        """Compare with the hash of the committed configuration, in a worker."""
        self._visitor.step()
        if self._tries >= self._limits.tries:
            raise _too_many()
        self._tries += 1
        refusal = asyncio.get_running_loop().time() + self._limits.refusal
        if await self._workers.run(self._device.password_check(username, password)):
            return True
        await asyncio.sleep(refusal - asyncio.get_running_loop().time())
        if self._tries >= self._limits.tries:
            raise _too_many()
        return False

    def public_key_auth_supported(self) -> bool:
        """Keys of the account are taken."""
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        """True when the account lists the key; the library then checks the signature."""
        self._visitor.step()
        # The library only announces the signature algorithms, it takes keys and signatures of every kind.
        offered = {name.encode() for name in self._device.algorithms().user_keys}
        key.all_sig_algorithms = key.all_sig_algorithms & offered
        if not offered.isdisjoint(key.sig_algorithms) and self._device.accepts_key(
            username, key.get_algorithm(), key.public_data, self._origin
        ):
            return True
        self._key_misses += 1
        if self._key_misses >= self._limits.key_tries:
            raise _too_many()
        return False

    def auth_completed(self) -> None:
        """The user is logged in and waits no more."""
        self._visitor.leave()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is over: say why, if there is a reason."""
        line = last_line(exc, self._connection, self._origin)
        if line is not None:
            self._device.say(line)

    def disagreed(self, reason: str, offer: bytes) -> None:
        """Nothing in common."""
        where = (self._origin.address, self._origin.port)
        self._device.say(unable_to_negotiate(*where, *mismatch(reason, offer)))

    def misspoke(self, line: bytes) -> None:
        """The client does not speak the protocol."""
        self._device.say(refused(self._origin.address, self._origin.port, line))

    # --- channels ---------------------------------------------------------------------------------------

    def session_requested(self) -> Channel:
        """A channel for a shell or a command."""
        if len(self.channels) >= min(self._settings.sessions, self._limits.channels):
            self._device.say(ssh_lines.no_more_sessions())
            raise asyncssh.ChannelOpenError(asyncssh.OPEN_CONNECT_FAILED, "open failed")
        channel = Channel(
            self._open_session,
            self._open_transfer,
            self._transfers,
            self._device.clock,
            self._limits.backlog,
            f"{self._device.name} {self._user}@{self._origin.address}:{self._origin.port}",
            self.channels.discard,
            transport_full=self._transport_full,
        )
        self.channels.add(channel)
        return channel

    def connection_requested(
        self, dest_host: str, dest_port: int, orig_host: str, orig_port: int
    ) -> NoReturn:
        """Nothing is forwarded to another host; refused as OpenSSH does where it is switched off."""
        raise _no_forwarding()

    def unix_connection_requested(self, dest_path: str) -> NoReturn:
        """Nothing is forwarded to a socket."""
        raise _no_forwarding()

    def _open_session(self, terminal: Terminal | None, command: str | None) -> ByteSession:
        assert self._user is not None
        return self._device.open_session(self._user, self._origin, terminal, command)

    def _open_transfer(self, *, scp: bool) -> Transfer | None:
        assert self._user is not None
        return self._device.open_transfer(self._user, self._origin, scp=scp)


def _no_forwarding() -> asyncssh.ChannelOpenError:
    return asyncssh.ChannelOpenError(asyncssh.OPEN_ADMINISTRATIVELY_PROHIBITED, "open failed")


def _too_many() -> asyncssh.DisconnectError:
    return asyncssh.DisconnectError(asyncssh.DISC_PROTOCOL_ERROR, "Too many authentication failures")
