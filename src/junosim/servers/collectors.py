"""Where the log messages of devices may go: the collectors that whoever started the program has named.

    Collectors(["192.0.2.9=127.0.0.1:5514"])       what a device sends to its `host 192.0.2.9`
    Collectors(["loghost=5514", "collector.lab"])  a port of this host; all else, with the port that is configured

A device reaches nothing else: without a collector its messages to hosts go nowhere, as on a network without cables.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from junosim.errors import JunosimError

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Iterable

LOOPBACK: Final = "127.0.0.1"

_LAST_PORT: Final = 65535
_FORM: Final = re.compile(r"(?:\[(?P<bracketed>[^][]+)\]|(?P<host>[^][:]+))(?::(?P<port>\d+))?")
_NAME: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9.])?")


class CollectorError(JunosimError):
    """A text that names no collector; the message says why."""


@dataclass(frozen=True, slots=True)
class Collector:
    """Who takes messages: a name or address of the real network; without a `port` the one that devices configure."""

    host: str
    port: int | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """A numeric address and its family."""

    family: socket.AddressFamily
    host: str


class Collectors:
    """The collectors that were named; one object serves all devices of an event loop.

    Each text is `WHERE` for all hosts, or `HOST=WHERE` for what devices call HOST, by the name or the address in
    their configuration. WHERE is a port of this host, or an address or name with or without a port. `ask` looks up a
    name and may take its time. Raises CollectorError.
    """

    def __init__(self, texts: Iterable[str] = (), ask: Callable[[str], Address | None] | None = None) -> None:
        self._known: dict[str, Collector] = {}
        self._ask = ask or _ask
        self._asking: dict[str, list[Callable[[Address | None], None]]] = {}
        for text in texts:
            host, sign, where = text.rpartition("=")
            if sign and not host:
                raise CollectorError(f"{text!r} names no host before the =")
            if _canonical(host) in self._known:
                raise CollectorError(f"{host or 'all hosts'}: two collectors, {text!r} is the second one")
            self._known[_canonical(host)] = _collector(where)

    def of(self, names: Iterable[str]) -> Collector | None:
        """The collector for a host with these names and addresses; None when its messages go nowhere."""
        for name in names:
            if (found := self._known.get(_canonical(name))) is not None:
                return found
        return self._known.get("")

    def find(
        self, collector: Collector, loop: asyncio.AbstractEventLoop, found: Callable[[Address | None], None]
    ) -> None:
        """Look up where a collector is; `found` is called with its address, or None when it cannot be found.

        A numeric address is known at once. A name is looked up in a thread of its own, one for each name, which
        nobody waits for; the call comes later on the loop, if it still runs.
        """
        if (address := numeric(collector.host)) is not None:
            found(address)
            return
        waiting = self._asking.setdefault(collector.host, [])
        waiting.append(found)
        if len(waiting) == 1:
            threading.Thread(
                target=self._look_up, args=(collector.host, loop), name="junosim-names", daemon=True
            ).start()

    def _look_up(self, name: str, loop: asyncio.AbstractEventLoop) -> None:
        address = self._ask(name)
        with suppress(RuntimeError):  # the loop was closed meanwhile
            loop.call_soon_threadsafe(self._answer, name, address)

    def _answer(self, name: str, address: Address | None) -> None:
        for found in self._asking.pop(name, ()):
            found(address)


def numeric(host: str) -> Address | None:
    """The address that a text is; None for a name."""
    try:
        version = ipaddress.ip_address(host).version
    except ValueError:
        return None
    return Address(socket.AF_INET if version == 4 else socket.AF_INET6, host)


def _collector(where: str) -> Collector:
    if where.isdecimal():
        return Collector(LOOPBACK, _port(where, where))
    if numeric(where) is not None:  # an IPv6 address has colons of its own
        return Collector(where)
    parts = _FORM.fullmatch(where)
    if parts is None:
        raise CollectorError(f"{where!r} is no PORT, ADDRESS or ADDRESS:PORT")
    host = parts["bracketed"] or parts["host"]
    if numeric(host) is None and (parts["bracketed"] or not _NAME.fullmatch(host)):
        raise CollectorError(f"{host!r} is no address and no name of a host")
    return Collector(host, None if parts["port"] is None else _port(parts["port"], where))


def _port(text: str, where: str) -> int:
    port = int(text) if len(text) <= len(str(_LAST_PORT)) else 0
    if not 0 < port <= _LAST_PORT:
        raise CollectorError(f"{where}: ports are 1 to {_LAST_PORT}")
    return port


def _canonical(name: str) -> str:
    """One spelling for each address, and for names that differ in case alone."""
    try:
        return str(ipaddress.ip_address(name))
    except ValueError:
        return name.lower()


def _ask(name: str) -> Address | None:
    """What the host's resolver says: its first address."""
    try:
        found = socket.getaddrinfo(name, None, type=socket.SOCK_DGRAM)
    except (OSError, UnicodeError):
        return None
    for family, _, _, _, address in found:
        if family in (socket.AF_INET, socket.AF_INET6):
            return Address(family, str(address[0]))
    return None
