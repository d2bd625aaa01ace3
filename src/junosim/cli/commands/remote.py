"""`ssh`, `telnet` and `scp`: the device resolves the name and tries; nothing leaves the host, so that nobody answers.

Texts: those of the OpenSSH and telnet clients of FreeBSD, as recalled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.cli.commands.pinging import address_of
from junosim.cli.context import Interrupted, Wait
from junosim.device.reach import Reach, reach
from junosim.operations.operation import Context as OperationContext
from junosim.operations.registry import OPERATIONS

if TYPE_CHECKING:
    from collections.abc import Generator

    from junosim.cli.command import Command
    from junosim.cli.context import Context, Output, Routine
    from junosim.device.hosts import IPAddress

_UNKNOWN: Final = "hostname nor servname provided, or not known"
_TIMEOUT: Final = 75.0  # seconds until FreeBSD gives a connection up
_REASONS: Final = {
    Reach.OWN: "Connection refused",  # no session begins from within the device
    Reach.SILENT: "Operation timed out",
    Reach.UNROUTABLE: "No route to host",
}


def ssh(context: Context, command: Command) -> Routine:
    """`ssh HOST [port N] …`."""
    arguments = command.arguments
    name, port = arguments["host"].rpartition("@")[2], arguments.get("port", "22")
    yield from _connect(context, name, port, address_of(context, name, arguments))


def scp(context: Context, command: Command) -> Routine:
    """`scp SOURCE DESTINATION`; without a host on either side it is a copy."""
    source, destination = command.arguments["source"], command.arguments["destination"]
    host = next((_host(name) for name in (source, destination) if _host(name)), None)
    if host is None:
        operation = OPERATIONS["file.copy"]
        call = OperationContext(
            context.device, context.login, context.settings, {"source": source, "destination": destination}
        )
        answer = operation.handler(call)
        yield [] if answer is None else list(operation.view(answer, call))
        return
    yield from _connect(context, host, "22", address_of(context, host, {}))
    yield "lost connection"


def _host(name: str) -> str:
    """The host of `[user@]host:file`, "" for a file of the device."""
    before, colon, _file = name.partition(":")
    return before.rpartition("@")[2] if colon and "/" not in before else ""


def _connect(
    context: Context, name: str, port: str, address: IPAddress | None
) -> Generator[Output, str, None]:
    if address is None:
        yield f"ssh: Could not resolve hostname {name}: {_UNKNOWN}"
        return
    there = reach(context.device, address)
    if (yield from _given_up(context, there)):
        yield f"ssh: connect to host {name} port {port}: {_REASONS[there]}"


def telnet(context: Context, command: Command) -> Routine:
    """`telnet HOST [port N] …`."""
    arguments = command.arguments
    name = arguments["host"]
    address = address_of(context, name, arguments)
    if address is None:
        yield f"{name}: {_UNKNOWN}"
        return
    yield f"Trying {address}..."
    there = reach(context.device, address)
    if (yield from _given_up(context, there)):
        yield f"telnet: connect to address {address}: {_REASONS[there]}"
        yield "telnet: Unable to connect to remote host"


def _given_up(context: Context, there: Reach) -> Generator[Output, str, bool]:
    """Wait until the connection is given up; False when the user did so before."""
    if there is Reach.SILENT:
        try:
            yield Wait(context.device.clock.monotonic() + _TIMEOUT)
        except Interrupted:
            return False
    return True
