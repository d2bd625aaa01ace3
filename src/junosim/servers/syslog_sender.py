"""Sends the log messages of one device to remote hosts, by UDP, as far as collectors were named for them.

Nothing here is waited for: a message is made when it is logged, waits in the device's outbox, and leaves in a later
turn of the event loop. A socket that takes no more, or a name that is not found, keeps messages in the outbox, which
is bounded.
"""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress
from time import perf_counter
from typing import TYPE_CHECKING, Final, TypeAlias

from junosim.device.hosts import addresses
from junosim.servers.collectors import numeric

if TYPE_CHECKING:
    from junosim.audit.route import Host
    from junosim.config.tree import Branch
    from junosim.device.outbox import Outbox, Waiting
    from junosim.servers.collectors import Address, Collector, Collectors

_SLICE: Final = 0.002  # seconds of sending before others have their turn
_BATCH: Final = 20  # messages for one host before the next one has its turn
_FRESH: Final = 60.0  # seconds for which an address of a name is taken for right
_PATIENCE: Final = 5.0  # seconds before a name that was not found is looked up again

_Key: TypeAlias = tuple[socket.AddressFamily, str]
"""A socket: its family, and the address that it sends from, empty for whatever the system chooses."""


class _Way:
    """How a host is reached: its collector, and what is known of where that is."""

    __slots__ = ("address", "asked", "collector", "is_asking")

    def __init__(self, collector: Collector) -> None:
        self.collector = collector
        self.address: Address | None = None
        self.asked: float | None = None  # when the last answer came, on the scale of the event loop
        self.is_asking = False


class SyslogSender:
    """The carrier of one device's outbox. All methods belong to the thread of the event loop on which `start` ran."""

    __slots__ = (
        "_collectors", "_is_changed", "_loop", "_outbox", "_retry", "_sockets", "_turn", "_ways", "_writers",
    )  # fmt: skip

    def __init__(self, outbox: Outbox, collectors: Collectors) -> None:
        self._outbox = outbox
        self._collectors = collectors
        self._loop: asyncio.AbstractEventLoop | None = None
        self._turn: asyncio.Handle | None = None
        self._retry: asyncio.TimerHandle | None = None
        self._ways: dict[str, _Way] = {}
        self._sockets: dict[_Key, socket.socket] = {}
        self._writers: set[socket.socket] = set()
        self._is_changed = False

    def start(self) -> None:
        """Send from now on; on the event loop that runs."""
        self._loop = asyncio.get_running_loop()
        self._outbox.attach(self)

    def stop(self) -> None:
        """Send what can be sent at once, and end. May be repeated."""
        if self._loop is not None:
            for waiting in self._outbox.waiting:
                while self._bring(waiting):
                    pass
        self._outbox.detach()
        for handle in (self._turn, self._retry):
            if handle is not None:
                handle.cancel()
        self._turn = self._retry = None
        self._ways.clear()
        self._close(set(self._sockets))
        self._loop = None

    def reaches(self, host: Host, tree: Branch) -> bool:
        """Say whether a collector was named for the host, by its name or an address that the device knows for it."""
        self._is_changed = True
        names = (host.name, *(str(address) for address in addresses(tree, host.name)))
        collector = self._collectors.of(names)
        if collector is None:
            self._ways.pop(host.name, None)
            return False
        way = self._ways.get(host.name)
        if way is None or way.collector != collector:
            self._ways[host.name] = _Way(collector)
        return True

    def ready(self) -> None:
        """Take a turn of the event loop for what waits."""
        if self._turn is None and self._loop is not None:
            self._turn = self._loop.call_soon(self._send)

    def _send(self) -> None:
        self._turn = None
        if self._is_changed:
            self._forget_the_rest()
        end = perf_counter() + _SLICE
        rest = list(self._outbox.waiting)
        while rest and perf_counter() < end:
            rest = [waiting for waiting in rest if self._bring(waiting)]
        if rest:
            self.ready()

    def _bring(self, waiting: Waiting) -> bool:
        """Send some of what waits for one host; True when there is more that can be sent."""
        way = self._ways.get(waiting.host.name)  # gone when a commit came in between
        if way is None or waiting.first is None or (address := self._where(way)) is None:
            return False
        outlet = self._socket(address, waiting.host.source)
        if outlet is None or outlet in self._writers:
            return False
        to = (address.host, way.collector.port or waiting.host.port)
        for _ in range(_BATCH):
            if (data := waiting.first) is None:
                return False
            try:
                outlet.sendto(data, to)
            except BlockingIOError:
                self._wait_for(outlet)
                return False
            except OSError:  # no route, too long, not allowed: as it was said in the log, once
                waiting.failed()
            else:
                waiting.sent()
        return True

    # --- names --------------------------------------------------------------------------------------------

    def _where(self, way: _Way) -> Address | None:
        """Where the collector is; None while nobody knows. What was found long ago counts until it is known anew."""
        loop = self._loop
        if loop is not None and not way.is_asking:
            age = _FRESH if way.asked is None else loop.time() - way.asked
            if age >= (_FRESH if way.address is not None else _PATIENCE):
                self._ask(way, loop)
        return way.address

    def _ask(self, way: _Way, loop: asyncio.AbstractEventLoop) -> None:
        def found(address: Address | None) -> None:
            way.is_asking, way.asked = False, loop.time()
            if address is not None:
                way.address = address
                self.ready()
            elif self._retry is None and self._loop is not None:
                self._retry = loop.call_later(_PATIENCE, self._try_again)

        way.is_asking = True
        self._collectors.find(way.collector, loop, found)

    def _try_again(self) -> None:
        self._retry = None
        self.ready()

    # --- sockets ------------------------------------------------------------------------------------------

    def _socket(self, address: Address, source: str | None) -> socket.socket | None:
        """A socket to send to that address from; None when the system has none to give."""
        own = None if source is None else numeric(source)
        key = (address.family, own.host if own is not None and own.family is address.family else "")
        outlet = self._sockets.get(key)
        if outlet is None:
            try:
                outlet = socket.socket(address.family, socket.SOCK_DGRAM)
            except OSError:
                return None
            outlet.setblocking(False)
            if key[1]:
                with suppress(OSError):  # an address of the device, which is none of this host
                    outlet.bind((key[1], 0))
            self._sockets[key] = outlet
        return outlet

    def _wait_for(self, outlet: socket.socket) -> None:
        """Go on when the socket takes more."""
        if self._loop is not None:
            self._writers.add(outlet)
            self._loop.add_writer(outlet, self._writable, outlet)

    def _writable(self, outlet: socket.socket) -> None:
        self._end_wait(outlet)
        self.ready()

    def _end_wait(self, outlet: socket.socket) -> None:
        if outlet in self._writers:
            self._writers.discard(outlet)
            if self._loop is not None:
                self._loop.remove_writer(outlet)

    def _forget_the_rest(self) -> None:
        """After a commit: close the sockets, and forget the hosts, that nobody needs any more."""
        self._is_changed = False
        used = {waiting.host.name: waiting.host.source or "" for waiting in self._outbox.waiting}
        for name in self._ways.keys() - used.keys():
            del self._ways[name]
        self._close({key for key in self._sockets if key[1] and key[1] not in used.values()})

    def _close(self, keys: set[_Key]) -> None:
        for key in keys:
            outlet = self._sockets.pop(key)
            self._end_wait(outlet)
            outlet.close()
