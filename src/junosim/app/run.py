"""`junosim run`: start devices, say how to log in, serve until told to stop."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from junosim.app.announce import as_json, as_text
from junosim.app.console_sockets import console_at, listen_on_console
from junosim.app.descriptors import raise_limit
from junosim.app.garbage import GarbageCollector
from junosim.app.package import trusted_roots
from junosim.assemble.conditions import Conditions, ConditionsError
from junosim.assemble.lab import CRYPTO_OFFICER, User, lab_users
from junosim.assemble.serve import ServedDevice
from junosim.clock import SystemClock
from junosim.device.logins import NETCONF_PORT, SSH_PORT
from junosim.entropy import SystemEntropy
from junosim.errors import JunosimError, UnknownFault
from junosim.servers.collectors import Collectors
from junosim.servers.device_timer import Steps
from junosim.servers.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from junosim.assemble.blueprint import Blueprint
    from junosim.servers.console_address import ConsoleAddress

_LAST_PORT = 65535
_APART = NETCONF_PORT - SSH_PORT
_REFUSED = 2  # exit status for an order that cannot be carried out


@dataclass(frozen=True, slots=True)
class Order:
    """What the command line asked for."""

    platform: str
    port: int = 2222
    netconf_port: int | None = None
    config: Path | None = None
    hostname: str | None = None
    user: str | None = None
    password: str | None = None
    bind: str = "127.0.0.1"
    as_json: bool = False
    count: int = 1
    eager_keys: bool = False
    verbose: bool = False
    record: Path | None = None
    state: Path | None = None
    console: str | None = None
    conditions: Conditions = field(default_factory=Conditions)
    show_boot: bool = False
    root_ca: Path | None = None
    syslog_targets: tuple[str, ...] = ()

    def device_name(self, number: int) -> str | None:
        """The host name of the device `number` (from 0): numbered when there are several; None as configured."""
        return self.hostname if self.count == 1 else f"{self.hostname or self.platform}-{number + 1}"

    def device_port(self, number: int) -> int:
        """The SSH port of the device `number`: consecutive, or 0 for free ones."""
        return self.port + number if self.port else 0

    def device_netconf_port(self, number: int) -> int:
        """The port for NETCONF of the device `number`: consecutive, or 0 for free ones.

        Unless one was asked for, the first is as far above that of SSH as 830 is above 22, or above the last one of
        SSH if there are so many; where such ports do not exist, free ones are taken.
        """
        first = self.netconf_port
        if first is None:
            first = self.port + max(_APART, self.count) if self.port else 0
            if first + self.count - 1 > _LAST_PORT:
                first = 0
        return first + number if first else 0

    def device_console(self, number: int) -> ConsoleAddress | None:
        """Where the console of the device `number` is wanted besides its usual socket: consecutive ports, or paths.

        Raises ConsoleAddressError for what is neither.
        """
        return None if self.console is None else console_at(self.console, number, self.count)

    def device_state(self, number: int) -> Path | None:
        """Where the device `number` keeps its state: in a directory of its own below the one that was given.

        Raises JunosimError for a name that is no name of a directory.
        """
        if self.state is None:
            return None
        name = self.device_name(number) or self.platform
        if name in (".", "..") or "/" in name:
            raise JunosimError(f"{name!r} is no name for a directory in {self.state}")
        return self.state / name


def serve(order: Order) -> int:
    """Carry the order out; returns the exit status."""
    if order.verbose:
        logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(name)s: %(message)s")
        logging.getLogger("asyncssh").setLevel(logging.WARNING)
    else:
        logging.getLogger("asyncssh").addHandler(logging.NullHandler())
    try:
        blueprint = _draft(order)
        asyncio.run(_serve(order, blueprint))
    except (JunosimError, OSError) as problem:
        print(f"junosim: {_reason(problem)}", file=sys.stderr)
        return _REFUSED
    return 0


def _draft(order: Order) -> Blueprint:
    """Raises JunosimError or OSError (an unreadable file) when the devices cannot be made."""
    if order.record is not None and order.count > 1:
        raise JunosimError("one device at a time can be recorded")
    if order.device_port(order.count - 1) > _LAST_PORT:
        raise JunosimError(f"{order.count} ports from {order.port} on go beyond {_LAST_PORT}")
    if order.device_netconf_port(order.count - 1) > _LAST_PORT:
        raise JunosimError(f"{order.count} ports from {order.netconf_port} on go beyond {_LAST_PORT}")
    order.device_console(order.count - 1)
    Collectors(order.syslog_targets)
    conditions = order.conditions
    if conditions.factory and (order.user or order.password or order.hostname):
        raise ConditionsError("a device as it was delivered has no name and no users")
    text = order.config.read_text() if order.config is not None else ""
    blueprint = conditions.draft(
        order.platform,
        SystemClock(),
        SystemEntropy(),
        users=None if conditions.factory else _users(order),
        text=text,
        source=str(order.config),
    )
    return replace(blueprint, roots=lambda: trusted_roots(order.root_ca))


def _users(order: Order) -> tuple[User, ...]:
    officer, reader = lab_users(SystemEntropy())
    name, password = order.user or officer.name, order.password or officer.password
    return (User(name, password, CRYPTO_OFFICER[1]), reader)


async def _serve(order: Order, blueprint: Blueprint) -> None:
    """Start the devices and wait for a signal. Raises OSError when a port cannot be used."""
    raise_limit()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for kind in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(kind, stop.set)
    workers, steps = Workers(hashes_apart=True), Steps()
    collectors = Collectors(order.syslog_targets)
    served: list[ServedDevice] = []
    collector = GarbageCollector(lambda: any(device.is_used for device in served))
    tidying: asyncio.Task[None] | None = None
    try:
        for number in range(order.count):
            device = _made(order, number, blueprint, workers, steps, collectors)
            served.append(device)
            await _listen(device, order, number)
            await listen_on_console(device, order.device_console(number))
        collector.start()
        if _boots(order):
            await _until_up(served, order, stop)
        tidying = loop.create_task(collector.run())
        if not stop.is_set():
            announce = as_json if order.as_json else as_text
            print(announce(served), flush=True)
        await stop.wait()
    finally:
        if tidying is not None:
            tidying.cancel()
            collector.stop()
        await asyncio.gather(*(device.stop() for device in served))
        workers.close()


def _boots(order: Order) -> bool:
    """True when the devices are switched on and boot; else they are made as they are behind a boot."""
    return order.conditions.boots or order.show_boot or order.conditions.pace > 0


def _made(
    order: Order, number: int, blueprint: Blueprint, workers: Workers, steps: Steps, collectors: Collectors
) -> ServedDevice:
    """One device, which does not listen yet. Raises StateError, and OSError for a file that cannot be written."""
    device = ServedDevice(
        blueprint,
        order.device_name(number),
        SystemClock(),
        SystemEntropy(),
        workers,
        order.device_state(number),
        power=not _boots(order),
        pace=order.conditions.pace,
        faults=order.conditions.faults,
        steps=steps,
        collectors=collectors,
    )
    if order.record is not None:
        device.record(order.record)
    return device


async def _until_up(served: Sequence[ServedDevice], order: Order, stop: asyncio.Event) -> None:
    """Boot all devices, until each is up or has failed a self-test, or somebody wants to stop."""
    watch = _shown if order.show_boot else None
    boots = asyncio.gather(*(device.boot(watch) for device in served))
    stopping = asyncio.ensure_future(stop.wait())
    await asyncio.wait((boots, stopping), return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if not boots.done():
        boots.cancel()
    with suppress(asyncio.CancelledError):
        await boots
    if order.show_boot:
        print(file=sys.stderr)  # the prompt of the console has no line end


def _shown(data: bytes) -> None:
    """Show a piece of the console; on the error stream, as what is printed belongs to programs."""
    sys.stderr.write(data.decode("ascii", "replace").replace("\r\n", "\n"))
    sys.stderr.flush()


async def _listen(device: ServedDevice, order: Order, number: int) -> None:
    """Start one device. Raises OSError that names the address when that cannot be used."""
    port, netconf = order.device_port(number), order.device_netconf_port(number)
    try:
        await device.start(order.bind, port, netconf, eager_keys=order.eager_keys)
    except OSError as problem:
        taken = netconf if device.server.is_started else port
        raise OSError(problem.errno, problem.strerror, f"{order.bind} port {taken}") from None


def _reason(problem: JunosimError | OSError) -> str:
    if isinstance(problem, UnknownFault):  # there are many
        return f"there is no fault {problem.kind}={problem.name}; --list-faults lists those that there are"
    if isinstance(problem, OSError) and problem.filename is not None:
        return f"{problem.filename}: {problem.strerror}"
    return str(problem)
