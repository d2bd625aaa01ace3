"""The SSH library's side of one connection, with the bounds that the library lacks.

The library has no bound on what it keeps for a client that does not read, for one that begins an exchange of keys and
never ends it, or for one that sends without end; and it works off whatever has come in one piece. Here every such
thing has a limit, and ends the connection or makes the client wait.
"""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, ClassVar, Final

import asyncssh
from asyncssh.constants import MSG_DISCONNECT, MSG_IGNORE, MSG_KEXINIT, MSG_USERAUTH_REQUEST
from asyncssh.kex_dh import _KexDHGex
from asyncssh.packet import Boolean, PacketDecodeError, SSHPacket, String
from asyncssh.saslprep import SASLPrepError, saslprep

from junosim.servers.bounded_channel import BoundedChannel
from junosim.servers.greeting import refusal
from junosim.servers.group_exchange import BoundedGroupExchange
from junosim.servers.let_go import let_go

if TYPE_CHECKING:
    import socket
    from collections.abc import Awaitable
    from types import TracebackType
    from typing import TypeAlias

    from asyncssh.logging import SSHLogger
    from asyncssh.packet import SSHPacketLogger

    from junosim.servers.contract import SshLimits
    from junosim.servers.turns import Turns

    _Caught: TypeAlias = tuple[type[BaseException] | None, BaseException | None, TracebackType | None]

_SLICE: Final = 0.002  # seconds of one client's messages until others have their turn
_PIECE: Final = 64 * 1024  # bytes that are read from a socket at once
_SERVICE: Final = b"ssh-connection"
_PACKET: Final = 256 * 1024  # bytes of a message of a user who has logged in (the library's own bound)
_IMPOSSIBLE: Final = b"x" * 1024  # fits no account: it is longer than any password


class Owner(asyncssh.SSHServer):
    """What decides who logs in, and is told whether the client reads."""

    def fill(self, full: bool) -> None:
        """The client does not read what was sent (`full`), or reads again."""

    def disagreed(self, reason: str, offer: bytes) -> None:
        """There is no algorithm in common: why, as the library says it, and the message with the client's offer."""

    def misspoke(self, line: bytes) -> None:
        """The first line of the client is no SSH version 2: it is told so, and the connection ends."""


async def accept(
    client: socket.socket,
    options: asyncssh.SSHServerConnectionOptions,
    owner: Owner,
    limits: SshLimits,
    turns: Turns,
) -> Connection:
    """Serve SSH on a connected socket, and return once the user has logged in.

    Raises asyncssh.Error or OSError when the connection ends before. Cancelling it closes the connection.
    """
    loop = asyncio.get_running_loop()
    admitted: asyncio.Future[None] = loop.create_future()
    connection = Connection(loop, options, owner, limits, turns, admitted)
    try:
        await loop.connect_accepted_socket(lambda: connection, client)
        await admitted
    except BaseException:
        admitted.cancel()
        connection.abort()
        raise
    finally:
        del admitted  # holds the exception, which holds this frame
    return connection


class Connection(asyncssh.SSHServerConnection):
    """One connection; `owner` says who logs in, `turns` deals out time to all that have much to say.

    Once it has ended it lies in no ring with others: what is in one waits for the collector of garbage, and a
    flood of connections would pile up until it comes.

    `admitted` is done when the user has logged in; it fails with what ended the connection before.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        options: asyncssh.SSHServerConnectionOptions,
        owner: Owner,
        limits: SshLimits,
        turns: Turns,
        admitted: asyncio.Future[None],
    ) -> None:
        super().__init__(loop, options)
        self._wait, self._waiter = "auth", admitted  # not in the options, which all connections share
        self._login = owner
        self._protocol_factory = lambda: owner
        self._limits = limits
        self._turns = turns
        self._max_recv_pktlen = limits.early_packet
        self.farewell: tuple[int, str] | None = (
            None  # number and text of the reason for which the client goes
        )
        self._early = 0  # messages before the login
        self._names_user = False
        self._turn_ends = 0.0
        self._is_first = True  # of the messages of this turn
        self._is_over = False
        self._rests = False  # has had its turn, and waits for the next
        self._socket_full = False  # the client does not read
        self._full = False  # what the owner was told
        self._reads = True
        self._greeting: asyncio.TimerHandle | None = loop.call_later(limits.greeting, self._says_nothing)
        self._socket: asyncio.BaseTransport | None = None  # the library forgets it before all is over

    @property
    def talked_too_much(self) -> bool:
        """True when the client has sent more messages before its login than it may."""
        return self._early > self._limits.early_messages

    # --- time -------------------------------------------------------------------------------------------

    def _says_nothing(self) -> None:
        """The client has not even named a user."""
        self._greeting = None
        self.connection_lost(asyncssh.ConnectionLost("no login was begun"))

    def _stop_greeting(self) -> None:
        if self._greeting is not None:
            self._greeting.cancel()
            self._greeting = None

    def _cleanup(self, exc: Exception | None) -> None:
        self._stop_greeting()
        super()._cleanup(exc)
        self._is_over = True
        socket, self._socket = self._socket, None
        if socket is not None:
            let_go(socket)
        self._waiter, self._recv_handler = None, _deaf
        self._login, self._protocol_factory = Owner(), Owner

    def _finish_recv_packet(
        self, pkttype: int, seq: int, _task: asyncio.Task[None] | None = None, is_async: bool = False
    ) -> None:
        super()._finish_recv_packet(pkttype, seq, _task, is_async)
        if self._is_over:
            self._recv_handler = _deaf

    # --- messages that are none ------------------------------------------------------------------------------

    def _recv_version(self) -> bool:
        line, end, _ = self._inpbuf.partition(b"\n")
        answer = refusal(line) if end else b""
        if answer or not line.isascii():
            self._send(answer)
            self._login.misspoke(line)
            self._force_close(asyncssh.ProtocolError("Invalid SSH identification string"))
            return False
        return super()._recv_version()

    def internal_error(self, exc_info: _Caught | None = None, error_logger: SSHLogger | None = None) -> None:
        """Something was raised that is no answer to the client: by a message that is none, or by a fault."""
        kind, problem, trace = exc_info or sys.exc_info()
        if isinstance(problem, PacketDecodeError | UnicodeError):
            kind, problem = asyncssh.ProtocolError, asyncssh.ProtocolError(f"Invalid message: {problem}")
        super().internal_error((kind, problem, trace), error_logger)  # type: ignore[arg-type]

    # --- input: a slice at a time, and none while the client does not read --------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The socket is there."""
        transport.max_size = _PIECE  # type: ignore[attr-defined]  # 256 KiB for each of a thousand would add up
        self._socket = transport
        super().connection_made(transport)

    def _recv_data(self) -> None:
        self._turn_ends, self._is_first = self._loop.time() + _SLICE, True
        super()._recv_data()
        self._regulate()

    def _recv_pkthdr(self) -> bool:
        if not self._is_first and self._loop.time() >= self._turn_ends:
            if not self._rests:
                self._rests = True
                self.create_task(self._go_on())
            return False
        self._is_first = False
        return super()._recv_pkthdr()

    async def _go_on(self) -> None:
        await self._turns.next()
        self._rests = False
        self._recv_data()

    def _recv_packet(self) -> bool:
        taken = super()._recv_packet()
        if taken and not self._auth_complete:
            self._early += 1
            if self.talked_too_much:
                raise asyncssh.ProtocolError("Too many messages before login")
        return taken

    def _regulate(self) -> None:
        """Read from the socket, unless enough is waiting here or there."""
        most = self._max_recv_pktlen + _PIECE
        reads = not (self._socket_full or self._rests or len(self._inpbuf) > most)
        if reads != self._reads and self._transport is not None:
            self._reads = reads
            (self._transport.resume_reading if reads else self._transport.pause_reading)()

    # --- output -----------------------------------------------------------------------------------------

    def _send(self, data: bytes) -> None:
        if (
            self._transport is not None and not self._transport.is_closing()
        ):  # else it complains of each message
            super()._send(data)

    def pause_writing(self) -> None:
        """The client does not read: no more is taken from it, for every message may need an answer."""
        self._socket_full = True
        self._tell()
        self._regulate()

    def resume_writing(self) -> None:
        """The client reads again."""
        self._socket_full = False
        self._tell()
        self._regulate()

    def send_packet(self, pkttype: int, *args: bytes, handler: SSHPacketLogger | None = None) -> None:
        """Send a message, or hold it back while keys are exchanged: not without end.

        The library puts a message without a meaning before each one. Only the chained ciphers need that, whose last
        block gives away where the next message begins; with others it doubles the work of a short answer.
        """
        if pkttype == MSG_IGNORE and not self._chains_blocks:
            return
        super().send_packet(pkttype, *args, handler=handler)
        if self._deferred_packets and not self._full and self._auth_complete:
            self._tell()
        if len(self._deferred_packets) > self._limits.held_back:
            self._force_close(asyncssh.ProtocolError("Too many messages during a key exchange"))

    def log_sent_packet(self, *_: object) -> None:
        """No message is logged: the text of it costs more than most messages, and has passwords in clear."""

    def log_received_packet(self, *_: object) -> None:
        """Nor is one that comes."""

    @property
    def _chains_blocks(self) -> bool:
        return bool(self.get_extra_info("send_cipher", "").endswith("-cbc"))

    def _send_deferred_packets(self) -> None:
        super()._send_deferred_packets()
        self._tell()

    def _tell(self) -> None:
        """Tell the owner whether there is room for more output."""
        full = self._socket_full or bool(self._deferred_packets)
        if full != self._full:
            self._full = full
            self._login.fill(full)

    # --- the exchange of keys and the login --------------------------------------------------------------

    async def _process_kexinit(self, pkttype: int, pktid: int, packet: SSHPacket) -> None:
        """As the library does, but once before the login, and with groups that are neither weak nor dear."""
        if self._session_id and not self._auth_complete:
            raise asyncssh.ProtocolError("Key exchange before login")
        try:
            await super()._process_kexinit(pkttype, pktid, packet)
        except asyncssh.KeyExchangeFailed as failure:  # said here: who hangs up at once has no later reason
            self._login.disagreed(failure.reason, self._client_kexinit)
            raise
        if isinstance(self._kex, _KexDHGex):
            hashing = self._kex._hash_alg  # noqa: SLF001
            self._kex = BoundedGroupExchange(self._kex.algorithm, self, hashing)

    def _process_userauth_request(
        self, pkttype: int, pktid: int, packet: SSHPacket
    ) -> Awaitable[None] | None:
        """As the library does, but with every name that a client may send.

        The library would cut the connection for names and passwords with control characters: they are wrong ones
        like others, and nobody may tell them apart by the answer.
        """
        if self._auth_complete:
            return super()._process_userauth_request(pkttype, pktid, packet)
        user = packet.get_string().decode("utf-8", "surrogateescape")
        service, method = packet.get_string(), packet.get_string()
        if service != _SERVICE:
            raise asyncssh.ServiceNotAvailable("Unexpected service in auth request")
        if self._auth is not None:  # the client did not wait for the answer to its last try
            auth, self._auth = self._auth, None
            auth.cancel()
        begins = not self._names_user or user != self._username
        self._stop_greeting()
        self._names_user, self._username = True, user
        self._key_options, self._cert_options = {}, None
        return self._finish_userauth(begins, method, _plain(packet) if method == b"password" else packet)

    async def reload_config(self) -> None:
        """There are no configuration files to look into again."""

    def _process_disconnect(self, pkttype: int, pktid: int, packet: SSHPacket) -> None:
        """As the library does, which forgets what the client gives as its reason."""
        rest = packet.get_remaining_payload()
        fields = SSHPacket(rest)
        self.farewell = fields.get_uint32(), fields.get_string().decode("utf-8", "replace")
        super()._process_disconnect(pkttype, pktid, SSHPacket(rest))

    @property
    def is_logged_in(self) -> bool:
        """True once the user has shown who he is."""
        return self._auth_complete

    async def send_userauth_success(self) -> None:
        """The user is logged in: large messages are welcome from now on."""
        self._max_recv_pktlen = _PACKET
        await super().send_userauth_success()

    _packet_handlers: ClassVar = {  # type: ignore[misc]
        **asyncssh.SSHServerConnection._packet_handlers,  # noqa: SLF001
        MSG_DISCONNECT: _process_disconnect,
        MSG_KEXINIT: _process_kexinit,
        MSG_USERAUTH_REQUEST: _process_userauth_request,
    }

    # --- what a user may ask for -------------------------------------------------------------------------

    def create_server_channel(
        self, encoding: str | None = "", errors: str = "", window: int = 0, max_pktsize: int = 0
    ) -> BoundedChannel:
        """A channel with bounds of its own."""
        return BoundedChannel(
            self, self._loop, self._allow_pty, False, False, 0, 0, None, "strict", window or self._window,
            max_pktsize or self._max_pktsize,
        )  # fmt: skip

    def _refuse(self, packet: SSHPacket) -> None:
        """Nothing is forwarded. Answered at once: the library would queue what comes before its answer."""
        self._report_global_response(False)

    _process_tcpip_forward_global_request = _refuse
    _process_cancel_tcpip_forward_global_request = _refuse
    _process_streamlocal_forward_at_openssh_dot_com_global_request = _refuse
    _process_cancel_streamlocal_forward_at_openssh_dot_com_global_request = _refuse
    # Never announced; one message could ask for thousands of signatures.
    _process_hostkeys_prove_00_at_openssh_dot_com_global_request = _refuse


def _deaf() -> bool:
    """Takes no message: what a connection that has ended does with its input."""
    return False


def _plain(packet: SSHPacket) -> SSHPacket:
    """The rest of a request with a password, with one that fits nobody where the library would give up.

    So would a request to change the password, which this server does not do: it is a wrong try.
    """
    rest = packet.get_remaining_payload()
    fields = SSHPacket(rest)
    changes, password = fields.get_boolean(), fields.get_string()
    if not changes and _is_acceptable(password):
        return SSHPacket(rest)
    return SSHPacket(Boolean(False) + String(_IMPOSSIBLE))


def _is_acceptable(password: bytes) -> bool:
    try:
        saslprep(password.decode("utf-8"))
    except (UnicodeDecodeError, SASLPrepError):
        return False
    return True
