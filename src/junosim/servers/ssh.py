"""The SSH server of one device: one listening socket, and a task for each connection."""

from __future__ import annotations

import asyncio
import logging
import socket
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import asyncssh

from junosim.device import ssh_lines
from junosim.errors import SelfTestFailure
from junosim.servers.admission import Admission
from junosim.servers.connection import accept
from junosim.servers.contract import SshAlgorithms, SshLimits, SshSettings
from junosim.servers.door import Door
from junosim.servers.host_keys import HostKeys
from junosim.servers.login import Login
from junosim.servers.ssh_options import known, make_options
from junosim.servers.supervisor import Supervisor
from junosim.servers.transfers import Transfers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.servers.contract import SshDevice
    from junosim.servers.door import Visitor
    from junosim.servers.workers import Workers

_Address: TypeAlias = tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]

_log = logging.getLogger(__name__)

_BACKLOG = 1024  # connections the kernel keeps until they are accepted
_BATCH = 64  # connections accepted before other work gets its turn
_GRACE = 0.2  # seconds that sessions have to close by themselves when the device goes down
_RETRY = 1.0  # seconds until accepting goes on when the host has run out of descriptors


class SshServer:
    """Serves one device. Nothing but a socket exists until the first client comes.

    A commit counts for the connections that come after it; those that are there keep what they began with.

    `workers` are shared by all devices of the process, `host_keys` by the servers of one device. `version` is what
    stands after `SSH-2.0-`.
    """

    __slots__ = (
        "_admission", "_device", "_door", "_is_open", "_limits", "_listener", "_logins", "_memo", "_supervisor",
        "_transfers", "_version", "_workers", "host_keys",
    )  # fmt: skip

    def __init__(
        self,
        device: SshDevice,
        workers: Workers,
        *,
        limits: SshLimits | None = None,
        version: str = ssh_lines.VERSION,
        host_keys: HostKeys | None = None,
    ) -> None:
        self._device = device
        self._workers = workers
        self.host_keys = HostKeys(device.host_keys) if host_keys is None else host_keys
        self._limits = limits or SshLimits()
        self._version = version
        self._listener: socket.socket | None = None
        self._is_open = False
        self._logins: set[Login] = set()
        self._memo: tuple[SshAlgorithms, SshSettings, asyncssh.SSHServerConnectionOptions] | None = None
        self._admission = Admission()
        self._supervisor = Supervisor()
        self._transfers = Transfers()
        self._door: Door | None = None

    @property
    def address(self) -> tuple[str, int]:
        """The host address and port it listens on. Raises RuntimeError while it does not."""
        if self._listener is None:
            raise RuntimeError("the SSH server is not started")
        host, port = self._listener.getsockname()[:2]
        return host, port

    @property
    def is_started(self) -> bool:
        """True while its port is taken, whether it answers or not."""
        return self._listener is not None

    @property
    def fingerprints(self) -> dict[str, str | None]:
        """SHA-256 fingerprints of the host keys `ecdsa` and `rsa`; None until a key is made.

        A device whose network is not up yet has none before somebody configures it.
        """
        return self.host_keys.fingerprints(make=self._is_open)

    @property
    def connections(self) -> int:
        """How many clients are connected, logged in or not."""
        return len(self._supervisor)

    # --- start and stop ---------------------------------------------------------------------------------

    async def start(
        self, host: str = "127.0.0.1", port: int = 0, *, eager_keys: bool = False, is_open: bool = True
    ) -> None:
        """Listen; port 0 takes a free one. Raises OSError when the address cannot be used.

        With `eager_keys` the RSA host key is made now, so that its fingerprint is known from the start. Unless
        `is_open` the port is only taken: it refuses clients until `resume`.
        """
        loop = asyncio.get_running_loop()
        self._listener = await _bound(host, port)
        self._door = Door(self._limits, loop.time)
        if is_open:
            self.resume()
        if eager_keys:
            with suppress(SelfTestFailure):  # the first client needs them again
                await self.host_keys.get(self._device.algorithms().host_keys, self._workers)

    async def stop(self) -> None:
        """Close the port and every connection; afterwards no task and no socket is left. May be repeated."""
        listener, self._listener = self._listener, None
        self._is_open = False
        if listener is not None:
            asyncio.get_running_loop().remove_reader(listener)
            listener.close()
        await self._supervisor.close()
        await self._transfers.close()

    def suspend(self, *, cut: bool = True) -> None:
        """The device is down: the port stays ours, but refuses; every connection is cut after a short grace.

        In that time the sessions say their last words and close by themselves. Unless `cut` they may stay as long
        as they do not end themselves.
        """
        if self._listener is None:
            return
        self.close_port()
        self._forget_keys()
        if cut:
            asyncio.get_running_loop().call_later(_GRACE, self._supervisor.canceller())

    def close_port(self) -> None:
        """Refuse new clients until `resume`; those that are connected stay."""
        if self._listener is None or not self._is_open:
            return
        asyncio.get_running_loop().remove_reader(self._listener)
        address, family = self._listener.getsockname(), self._listener.family
        self._listener.close()
        self._listener = _bind(family, address)
        self._is_open = False

    def resume(self) -> None:
        """The device is up: clients are accepted again."""
        if self._listener is None or self._is_open:
            return
        self._forget_keys()
        self._listener.listen(_BACKLOG)
        asyncio.get_running_loop().add_reader(self._listener, self._accept)
        self._is_open = True

    def _forget_keys(self) -> None:
        """Hold no host key that the device may not have any more."""
        self.host_keys.forget()
        self._memo = None

    async def __aenter__(self) -> SshServer:
        if self._listener is None:
            await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    def clock_moved(self) -> None:
        """The device's clock was advanced by hand: who waits, and sessions whose deadline has come, are woken."""
        for login in tuple(self._logins):
            login.clock_moved()
            for channel in tuple(login.channels):
                channel.clock_moved()

    def deadlines(self) -> Iterator[float]:
        """When time does something to each connection and session, on the clock of the device."""
        for login in self._logins:
            yield from login.deadlines()
            for channel in login.channels:
                deadline = channel.deadline()
                if deadline is not None:
                    yield deadline

    # --- connections ------------------------------------------------------------------------------------

    def _accept(self) -> None:
        """Take the connections that wait, a batch at a time."""
        listener = self._listener
        for _ in range(_BATCH):
            if listener is None:
                return
            try:
                client, address = listener.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError as problem:
                self._rest(problem)
                return
            client.setblocking(False)
            if len(self._supervisor) >= self._limits.connections or not self._admits(address[0]):
                client.close()
                continue
            name = f"ssh {self._device.name} {address[0]}:{address[1]}"
            task = self._supervisor.start(self._serve(client), name)
            task.add_done_callback(partial(self._left, client, address[0]))

    def _admits(self, address: str) -> bool:
        """Count a new connection, unless the configuration keeps it out."""
        settings, now = self._device.settings(), self._device.clock.monotonic()
        exceeded = self._admission.exceeded(address, settings, now) if self._limits.heeds else None
        if exceeded is not None:
            service = "netconf" if self._device.only_netconf else "ssh"
            self._device.say(ssh_lines.over_limit(address, *exceeded, service))
            return False
        self._admission.enter(address, settings, now)
        return True

    def _left(self, client: socket.socket, address: str, _task: asyncio.Task[None]) -> None:
        """A connection is over, also one whose task was cancelled before it began."""
        self._admission.leave(address)
        client.close()

    def _rest(self, problem: OSError) -> None:
        """Out of descriptors: let the waiting clients wait instead of spinning on them."""
        loop = asyncio.get_running_loop()
        listener = self._listener
        assert listener is not None
        _log.warning("%s: cannot accept connections: %s", self._device.name, problem)
        loop.remove_reader(listener)
        loop.call_later(_RETRY, self._go_on, listener)

    def _go_on(self, listener: socket.socket) -> None:
        if self._listener is listener:
            asyncio.get_running_loop().add_reader(listener, self._accept)

    async def _serve(self, client: socket.socket) -> None:
        """One connection from accept to close. Cancelling this task closes it."""
        assert self._door is not None
        task = asyncio.current_task()
        assert task is not None
        visitor = self._door.enter(task.cancel)
        try:
            if visitor is not None:
                await self._converse(client, visitor)
        except (OSError, asyncssh.Error) as problem:
            _log.info("%s: connection ended: %s", task.get_name(), problem)
        finally:
            if visitor is not None:
                visitor.leave()

    async def _converse(self, client: socket.socket, visitor: Visitor) -> None:
        algorithms, settings = known(self._device.algorithms()), self._device.settings()
        if not (algorithms.key_exchange and algorithms.ciphers and algorithms.macs):
            _log.warning("%s: of a list of SSH algorithms the library knows none", self._device.name)
            client.close()
            return
        try:
            keys = await self.host_keys.get(algorithms.host_keys, self._workers)
        except SelfTestFailure:  # without host keys there is nothing to say
            client.close()
            return
        login = Login(self._device, self._workers, self._limits, settings, visitor, self._transfers)
        options = self._options(keys, algorithms, settings)
        limits = replace(self._limits, early_messages=min(settings.packets, self._limits.early_messages))
        self._logins.add(login)
        try:
            connection = await accept(client, options, login, limits, self._transfers.turns)
            await _closed(connection)
        finally:
            self._logins.discard(login)

    def _options(
        self, keys: tuple[asyncssh.SSHKey, ...], algorithms: SshAlgorithms, settings: SshSettings
    ) -> asyncssh.SSHServerConnectionOptions:
        """The options of new connections, made once for each configuration of the service."""
        if self._memo is None or self._memo[:2] != (algorithms, settings):
            self._memo = (
                algorithms,
                settings,
                make_options(keys, algorithms, settings, self._limits, self._version),
            )
        return self._memo[2]


async def _closed(connection: asyncssh.SSHServerConnection) -> None:
    """Return once the connection is closed; whoever is cancelled meanwhile closes it."""
    try:
        await connection.wait_closed()
    except asyncio.CancelledError:
        connection.close()
        await connection.wait_closed()
        raise


async def _bound(host: str, port: int) -> socket.socket:
    """A socket with this address, which does not listen yet. Raises OSError when it cannot be had."""
    found = await asyncio.get_running_loop().getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )
    family, _, _, _, address = found[0]
    return _bind(family, address)


def _bind(family: socket.AddressFamily | int, address: _Address) -> socket.socket:
    bound = socket.socket(family, socket.SOCK_STREAM)
    try:
        bound.setblocking(False)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
    except OSError:
        bound.close()
        raise
    return bound
