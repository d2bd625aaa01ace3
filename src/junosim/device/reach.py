"""Where packets of the Routing Engine would go. Only the device's own addresses answer."""

from __future__ import annotations

import ipaddress
from enum import Enum
from typing import TYPE_CHECKING, Final, TypeAlias

from junosim.config.query import branch, entries, find, leaf_values
from junosim.device.hosts import parsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.config.tree import Branch
    from junosim.device.device import Device
    from junosim.device.hosts import IPAddress

Prefix: TypeAlias = ipaddress.IPv4Interface | ipaddress.IPv6Interface

_LOOPBACK: Final = ("127.0.0.1", "::1")
_LIT: Final = frozenset({"management", "service"})
"""The kinds of ports that have a link: no cable is plugged into the others."""


class Reach(Enum):
    """What becomes of a packet."""

    OWN = "the device itself answers"
    SILENT = "it goes out on a port, and nobody answers"
    UNROUTABLE = "there is no route"


def is_up(device: Device, interface: str) -> bool:
    """True for a physical interface with a link that is not disabled."""
    entry = branch(device.configuration, "interfaces", "interface", interface)
    if find(entry, "disable") is not None:
        return False
    port = next((port for port in device.platform.ports if port.name == interface), None)
    return port.kind in _LIT if port is not None else interface.startswith("lo")


def prefixes(tree: Branch) -> Iterator[tuple[str, Prefix]]:
    """The addresses of logical interfaces: (`fxp0.0`, 192.0.2.10/24), in the order of the configuration."""
    for interface in entries(tree, "interfaces", "interface"):
        for unit in entries(interface, "unit"):
            for family in ("inet", "inet6"):
                for address in entries(unit, "family", family, "address"):
                    try:
                        prefix = ipaddress.ip_interface(address.keys[0])
                    except ValueError:
                        continue
                    yield f"{interface.keys[0]}.{unit.keys[0]}", prefix


def own_addresses(device: Device) -> dict[IPAddress, str]:
    """The addresses that answer: address -> logical interface."""
    found: dict[IPAddress, str] = {ipaddress.ip_address(text): "lo0.16385" for text in _LOOPBACK}
    for unit, prefix in prefixes(device.configuration):
        if is_up(device, unit.partition(".")[0]):
            found.setdefault(prefix.ip, unit)
    return found


def reach(device: Device, address: IPAddress) -> Reach:
    """What becomes of a packet to that address."""
    if address in own_addresses(device):
        return Reach.OWN
    connected = [
        prefix.network
        for unit, prefix in prefixes(device.configuration)
        if is_up(device, unit.partition(".")[0])
    ]
    if any(address in network for network in connected):
        return Reach.SILENT
    for route in entries(device.configuration, "routing-options", "static", "route"):
        hop = _next_hop(route)
        if hop is not None and address in ipaddress.ip_network(route.keys[0], strict=False):
            return Reach.SILENT if any(hop in network for network in connected) else Reach.UNROUTABLE
    return Reach.UNROUTABLE


def _next_hop(route: Branch) -> IPAddress | None:
    return next((hop for text in leaf_values(route, "next-hop") if (hop := parsed(text)) is not None), None)
