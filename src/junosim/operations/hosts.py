"""`show host`: names and addresses, as host(1) prints them. Only what the configuration maps is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.device import hosts
from junosim.operations.model import Element
from junosim.operations.operation import Context, Operation, output

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.device.hosts import IPAddress

_NO_ANSWER: Final = ";; connection timed out; no servers could be reached"


def show_host(context: Context) -> Element:
    """The addresses of a name, or the names of an address."""
    wanted, tree = context.arguments["host"], context.device.configuration
    address = hosts.parsed(wanted)
    found = list(
        _forward(wanted, hosts.addresses(tree, wanted)) if address is None else _back(context, address)
    )
    return Element("host-information", *(Element("output", line) for line in found or [_NO_ANSWER]))


def _forward(name: str, addresses: tuple[IPAddress, ...]) -> Iterator[str]:
    for address in addresses:
        yield f"{name} has {'IPv6 ' if address.version == 6 else ''}address {address}"


def _back(context: Context, address: IPAddress) -> Iterator[str]:
    for known, name in hosts.names(context.device.configuration):
        if known == address:
            yield f"{address.reverse_pointer} domain name pointer {name}."


OPERATIONS = (Operation("host", show_host, output),)
