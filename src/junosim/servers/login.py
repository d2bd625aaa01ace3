"""One SSH connection: who logs in, how often he may try, and which channels he gets."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NoReturn, TypeAlias

import asyncssh

from junosim.device import ssh_lines
from junosim.device.login_attempts import KEYBOARD, PASSWORD, PUBLIC_KEY
from junosim.device.login_lines import unable_to_negotiate
from junosim.servers.channel import Channel
from junosim.servers.connection import Connection, Owner
from junosim.servers.contract import Origin
from junosim.servers.greeting import refused
from junosim.servers.negotiation import mismatch
from junosim.servers.parting import last_line
from junosim.servers.waiting import Alarm, Pause

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from junosim.device.sessions import ByteSession, Peer
    from junosim.device.transfers import Transfer
    from junosim.servers.contract import Attempts, SshDevice, SshLimits, SshSettings, Terminal
    from junosim.servers.door import Visitor
    from junosim.servers.transfers import Transfers
    from junosim.servers.workers import Workers


# name, text, language, prompts with whether the answer is echoed
_Challenge: TypeAlias = tuple[str, str, str, list[tuple[str, bool]]]

_PROMPT: Final = "Password:"


class Login(Owner):
    """The server's side of one connection. Every port, agent and display forwarding is refused.

    The account is looked up at every attempt, so a commit counts at once; `settings` stay those of the beginning. A
    client that connects and does not log in is cut after the time of the device for that, which delays do not count
    to. `transfers` runs what transfers files.
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
        self._attempts: Attempts
        self._pause = Pause(device.clock)
        self._grace = Alarm(device.clock)
        self._method = ""  # by which the user is let in
        self._key_misses = 0
        self._key_hits = 0
        self._transport_full = False
        self.channels: set[Channel] = set()

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        """The client's socket is connected."""
        assert isinstance(conn, Connection)
        self._connection = conn
        address, port = conn.get_extra_info("peername", ("", 0))[:2]
        self._origin = Origin(address, port)
        self._attempts = self._device.attempts(self._origin)
        for line in self._device.missing_keys():
            self._attempts.say(line)
        self._wait_until(self._device.clock.monotonic() + self._attempts.time_to_log_in)

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
        """Passwords are taken."""
        return True

    async def validate_password(self, username: str, password: str) -> bool:
        """A password that the client sends by itself."""
        return await self._try(username, password, PASSWORD)

    def kbdint_auth_supported(self) -> bool:
        """Passwords are asked for."""
        return True

    def get_kbdint_challenge(self, username: str, lang: str, submethods: str) -> _Challenge:
        """Ask as PAM does."""
        return "", "", "", [(_PROMPT, False)]

    async def validate_kbdint_response(self, username: str, responses: Sequence[str]) -> bool:
        """The answer; anything but one line is a wrong password."""
        return await self._try(username, responses[0] if len(responses) == 1 else None, KEYBOARD)

    async def _try(self, user: str, password: str | None, method: str) -> bool:
        """Look at a password, in a worker; None is a wrong one that is looked at all the same.

        A client that does not wait for an answer has this task cancelled by its next attempt, which then waits for
        the delay of this one. Nothing is held meanwhile but the connection.
        """
        self._visitor.step()
        attempts = self._attempts
        if not attempts.begin():
            raise self._too_much()
        await self._pause.until(attempts.ready)
        refusal = asyncio.get_running_loop().time() + self._limits.refusal
        fits = await self._workers.run(self._device.password_check(user, password or ""))
        if attempts.settle(user, method, fits=fits and password is not None):
            self._method = method
            return True
        self._give_time(max(0, attempts.ready - self._device.clock.monotonic()))
        await asyncio.sleep(refusal - asyncio.get_running_loop().time())
        await self._pause.until(attempts.ready)
        self._visitor.step()
        if attempts.are_over:
            raise self._too_much()
        return False

    def public_key_auth_supported(self) -> bool:
        """Keys of the account are taken."""
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        """True when the account lists the key; the library then checks the signature.

        A listed key is shown twice, to ask and with a signature: one that comes again and again has a bad signature.
        """
        self._visitor.step()
        # The library only announces the signature algorithms, it takes keys and signatures of every kind.
        offered = {name.encode() for name in self._device.algorithms().user_keys}
        key.all_sig_algorithms = key.all_sig_algorithms & offered
        is_taken = (
            not offered.isdisjoint(key.sig_algorithms)
            and self._device.accepts_key(username, key.get_algorithm(), key.public_data, self._origin)
            and self._attempts.may_use_key(username)
        )
        if is_taken:
            self._method = PUBLIC_KEY
            self._key_hits += 1
        else:
            self._key_misses += 1
        if self._key_misses >= self._limits.key_tries or self._key_hits > 2 * self._limits.key_tries:
            raise self._too_much()
        return is_taken

    def auth_completed(self) -> None:
        """The user is logged in and waits no more."""
        assert self._user is not None
        self._grace.cancel()
        self._visitor.leave()
        self._attempts.accepted(self._user, self._method)
        self._origin = replace(self._origin, pid=self._attempts.pid)

    def _too_much(self) -> asyncssh.DisconnectError:
        self._attempts.cut(self._user or "")
        return asyncssh.DisconnectError(asyncssh.DISC_PROTOCOL_ERROR, "Too many authentication failures")

    # --- time -------------------------------------------------------------------------------------------

    def clock_moved(self) -> None:
        """The device's clock was moved by hand."""
        self._pause.look()
        self._grace.look()

    def deadlines(self) -> Iterator[float]:
        """When time does something to the connection before its login."""
        for moment in (self._pause.deadline, self._grace.moment):
            if moment is not None:
                yield moment

    def _give_time(self, seconds: float) -> None:
        """A delay of ours is not taken from the time that the user has."""
        if self._grace.moment is not None:
            self._wait_until(self._grace.moment + seconds)

    def _wait_until(self, moment: float) -> None:
        self._grace.set(moment, self._time_is_over)

    def _time_is_over(self) -> None:
        self._attempts.timed_out()
        self._connection.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is over, and the library has ended a delay: say why, if there is a reason."""
        self._grace.cancel()
        self._attempts.gone(self._user or "")
        line = last_line(exc, self._connection, self._origin)
        if line is not None:
            self._attempts.say(line)

    def disagreed(self, reason: str, offer: bytes) -> None:
        """Nothing in common."""
        where = (self._origin.address, self._origin.port)
        self._attempts.say(unable_to_negotiate(*where, *mismatch(reason, offer)))

    def misspoke(self, line: bytes) -> None:
        """The client does not speak the protocol."""
        self._attempts.say(refused(self._origin.address, self._origin.port, line))

    # --- channels ---------------------------------------------------------------------------------------

    def session_requested(self) -> Channel:
        """A channel for a shell or a command."""
        if len(self.channels) >= min(self._settings.sessions, self._limits.channels):
            self._attempts.say(ssh_lines.no_more_sessions())
            raise asyncssh.ChannelOpenError(asyncssh.OPEN_CONNECT_FAILED, "open failed")
        channel = Channel(
            self._open_session,
            self._open_transfer,
            self._open_netconf,
            self._device.speaks_xml,
            self._transfers,
            self._device.clock,
            self._limits.backlog,
            f"{self._device.name} {self._user}@{self._origin.address}:{self._origin.port}",
            self.channels.discard,
            only_netconf=self._device.only_netconf,
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

    def _open_session(self, terminal: Terminal | None, command: str | None, peer: Peer) -> ByteSession:
        assert self._user is not None
        return self._device.open_session(self._user, self._origin, terminal, command, peer)

    def _open_netconf(self, peer: Peer, command: str | None) -> ByteSession | None:
        assert self._user is not None
        return self._device.open_netconf(self._user, self._origin, peer, command)

    def _open_transfer(self, *, scp: bool) -> Transfer | None:
        assert self._user is not None
        return self._device.open_transfer(self._user, self._origin, scp=scp)


def _no_forwarding() -> asyncssh.ChannelOpenError:
    return asyncssh.ChannelOpenError(asyncssh.OPEN_ADMINISTRATIVELY_PROHIBITED, "open failed")
