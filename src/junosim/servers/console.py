"""The console of one device for programs and people of the host: a Unix socket, a TCP port, or both."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from junosim.console.line import ConsoleLine
from junosim.servers.console_address import TcpAddress
from junosim.servers.let_go import let_go
from junosim.servers.line_driver import LineDriver
from junosim.servers.telnet_input import TelnetInput
from junosim.servers.unix_socket import bind, identity_of, remove

if TYPE_CHECKING:
    from pathlib import Path

    from junosim.device.device import Device
    from junosim.servers.console_address import ConsoleAddress
    from junosim.servers.workers import Workers

_log = logging.getLogger(__name__)

MOST_ATTACHED: Final = 64
"""Clients of one console; more are turned away [our choice]."""

UNSENT: Final = 256 * 1024
"""Bytes that a client may leave unread; what comes then is lost to it, as on a line without flow control."""

_BACKLOG: Final = 64


class ConsoleServer:
    """The line of `device`, and all who are attached to it. It works from `start` on, with or without a listener.

    Each client is sent what the console has kept, then everything that is shown; what any of them sends was typed.
    """

    __slots__ = ("_attached", "_device", "_driver", "_line", "_name", "_servers", "_sockets")

    def __init__(self, device: Device, workers: Workers, name: str) -> None:
        self._device = device
        self._name = name
        self._attached: dict[_Attachment, None] = {}
        self._servers: list[tuple[asyncio.Server, ConsoleAddress]] = []
        self._sockets: dict[Path, tuple[int, int]] = {}  # device and inode of those that are ours
        self._line = ConsoleLine(device)
        self._driver = LineDriver(
            self._line, device.clock, workers, name, is_full=self._nobody_takes_more, hold=self._hold
        )
        device.console.listeners.append(self._show)
        device.alarms.append(self._driver.look)

    @property
    def addresses(self) -> tuple[ConsoleAddress, ...]:
        """Where it listens."""
        return tuple(address for _, address in self._servers)

    @property
    def is_logged_in(self) -> bool:
        """True while somebody has a session on the console."""
        return self._line.is_logged_in

    def deadline(self) -> float | None:
        """When time does something to the line, on the clock's monotonic scale."""
        return self._line.deadline()

    @property
    def attached(self) -> int:
        """How many clients are attached."""
        return len(self._attached)

    def start(self) -> None:
        """Begin to work; on the event loop that runs."""
        self._driver.start()

    async def listen(self, address: ConsoleAddress) -> ConsoleAddress:
        """Let clients attach there, too; returns the address with the port that was taken.

        A Unix socket is for the owner alone; one that a dead process has left is replaced. Raises OSError, or
        ConsoleAddressError, for an address that cannot be used.
        """
        loop = asyncio.get_running_loop()
        if isinstance(address, TcpAddress):
            server = await loop.create_server(self._new, address.host, address.port, backlog=_BACKLOG)
            address = TcpAddress(server.sockets[0].getsockname()[1], address.host)
        else:
            bound = bind(address.path)
            try:
                identity = identity_of(address.path)
                server = await loop.create_unix_server(self._new, sock=bound, backlog=_BACKLOG)
            except BaseException:
                bound.close()
                raise
            self._sockets[address.path] = identity
        self._servers.append((server, address))
        return address

    def send(self, data: bytes) -> None:
        """Type something, without being attached."""
        self._driver.take(data)

    def begin_anew(self) -> None:
        """The device was put back to its start: nobody is logged in."""
        self._driver.begin_anew()

    async def stop(self) -> None:
        """Let go of all clients and addresses. May be repeated."""
        self.unplug()
        await self._driver.stop()

    def unplug(self) -> None:
        """Let go of all clients and addresses; the line goes on."""
        servers, self._servers = self._servers, []
        for server, _ in servers:
            server.close()
        for path, identity in self._sockets.items():
            remove(path, identity)
        self._sockets.clear()
        for attachment in tuple(self._attached):
            attachment.end()

    # ------------------------------------------------------------------ those who are attached

    def _new(self) -> _Attachment:
        return _Attachment(self)

    def enter(self, attachment: _Attachment) -> bytes | None:
        """A client is attached: what it is shown first; None when there are too many."""
        if len(self._attached) >= MOST_ATTACHED:
            _log.warning("%s: too many clients on the console", self._name)
            return None
        self._attached[attachment] = None
        self._driver.look()
        return self._device.console.content

    def leave(self, attachment: _Attachment) -> None:
        """A client is gone; harmless when it never entered."""
        if attachment not in self._attached:
            return
        del self._attached[attachment]
        if self._attached:
            self._driver.look()
        else:
            self._driver.hang_up()

    def drained(self) -> None:
        """A client takes output again."""
        self._driver.look()

    def _show(self, data: bytes) -> None:
        for attachment in tuple(self._attached):
            attachment.show(data)

    def _nobody_takes_more(self) -> bool:
        return bool(self._attached) and all(attachment.is_full for attachment in self._attached)

    def _hold(self, hold: bool) -> None:
        for attachment in tuple(self._attached):
            attachment.hold(hold=hold)


class _Attachment(asyncio.Protocol):
    """One client. The end of its input is that of the connection: a serial line knows no half-open state."""

    def __init__(self, server: ConsoleServer) -> None:
        self._server = server
        self._input = TelnetInput()
        self._transport: asyncio.Transport | None = None
        self.is_full = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client has connected."""
        assert isinstance(transport, asyncio.Transport)
        transport.set_write_buffer_limits(high=UNSENT)
        shown = self._server.enter(self)
        if shown is None:
            transport.abort()
            let_go(transport)
            return
        self._transport = transport
        transport.write(shown)

    def data_received(self, data: bytes) -> None:
        """The client typed."""
        typed = self._input.text(data)
        if typed and self._transport is not None:
            self._server.send(typed)

    def pause_writing(self) -> None:
        """The client does not read."""
        self.is_full = True

    def resume_writing(self) -> None:
        """The client reads again."""
        self.is_full = False
        self._server.drained()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone."""
        if self._transport is not None:
            let_go(self._transport)
        self._transport = None
        self._server.leave(self)

    def show(self, data: bytes) -> None:
        """Send what the console shows, if the client takes it."""
        if self._transport is not None and not self.is_full:
            self._transport.write(data)

    def hold(self, *, hold: bool) -> None:
        """Do not read from the client, or do it again."""
        if self._transport is None or self._transport.is_closing():
            return
        if hold:
            self._transport.pause_reading()
        else:
            self._transport.resume_reading()

    def end(self) -> None:
        """Let go of the client, whether it reads or not."""
        if self._transport is not None:
            self._transport.abort()
