"""The routing tables of the device: routes of its own addresses, of the networks they lie in, and static ones.

No routing protocol is spoken, so that these are all.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from junosim.config.query import entries, find, leaf_text, leaf_values
from junosim.device.hosts import parsed
from junosim.device.reach import is_up, prefixes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.device.device import Device

Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

_STATIC: Final = 5  # preference


@dataclass(frozen=True, slots=True)
class Route:
    """One route: `protocol` is Direct, Local or Static; a next hop leads `to` an address `via` a logical interface.

    `kind` stands in the place of the next hop: Local, Reject, Discard.
    """

    network: Network
    protocol: str
    preference: int
    to: str = ""
    via: str = ""
    kind: str = ""
    is_hidden: bool = False

    @property
    def table(self) -> str:
        """The routing table that it is in."""
        return "inet.0" if self.network.version == 4 else "inet6.0"


def routes(device: Device) -> list[Route]:
    """All routes, by table and destination, the preferred one of a destination first."""
    found = [*_own(device), *_static(device)]
    found.sort(key=lambda route: (
        route.network.version, int(route.network.network_address), route.network.prefixlen, route.preference,
    ))  # fmt: skip
    return found


def _own(device: Device) -> Iterator[Route]:
    for unit, prefix in prefixes(device.configuration):
        up = is_up(device, unit.partition(".")[0])
        host = ipaddress.ip_network(f"{prefix.ip}/{prefix.max_prefixlen}")
        if up:
            yield Route(prefix.network, "Direct", 0, via=unit)
        if not up:
            yield Route(host, "Local", 0, kind="Reject")
        elif prefix.network != host:
            yield Route(host, "Local", 0, via=unit, kind="Local")


def _static(device: Device) -> Iterator[Route]:
    connected = [
        (unit, prefix)
        for unit, prefix in prefixes(device.configuration)
        if is_up(device, unit.partition(".")[0])
    ]
    for route in entries(device.configuration, "routing-options", "static", "route"):
        network = ipaddress.ip_network(route.keys[0], strict=False)
        preference = int(leaf_text(route, "preference", "metric-value") or _STATIC)
        kind = next((name for name in ("discard", "reject") if find(route, name) is not None), "")
        if kind:
            yield Route(network, "Static", preference, kind=kind.capitalize())
            continue
        hops = [hop for text in leaf_values(route, "next-hop") if (hop := parsed(text)) is not None]
        leads = [(hop, unit) for hop in hops for unit, prefix in connected if hop in prefix.network]
        if leads:
            yield Route(network, "Static", preference, str(leads[0][0]), leads[0][1])
        else:
            yield Route(network, "Static", preference, is_hidden=True)
