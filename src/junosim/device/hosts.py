"""Names of hosts: those that `system static-host-mapping` has. No name server is ever asked."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Final, TypeAlias

from junosim.config.query import entries, leaf_values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.config.tree import Branch

IPAddress: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

_FAMILIES: Final = ("inet", "inet6")


def parsed(text: str) -> IPAddress | None:
    """The address that a text is; None for a name."""
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def addresses(tree: Branch, name: str) -> tuple[IPAddress, ...]:
    """The addresses that a name stands for, IPv4 first; an address stands for itself."""
    itself = parsed(name)
    if itself is not None:
        return (itself,)
    found = [
        parsed(value)
        for family in _FAMILIES
        for entry in entries(tree, "system", "static-host-mapping")
        if name in (entry.keys[0], *leaf_values(entry, "alias"))
        for value in leaf_values(entry, family)
    ]
    return tuple(address for address in found if address is not None)


def names(tree: Branch) -> Iterator[tuple[IPAddress, str]]:
    """Every address with its name."""
    for entry in entries(tree, "system", "static-host-mapping"):
        for family in _FAMILIES:
            for value in leaf_values(entry, family):
                address = parsed(value)
                if address is not None:
                    yield address, entry.keys[0]
