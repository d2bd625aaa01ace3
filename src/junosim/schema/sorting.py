"""The order in which Junos shows the entries of a list that keeps no order of input.

Numbers go by number, interfaces by FPC, PIC, port and channel and then by name, addresses by number [g], and
everything else by ASCII, so that `a10` stands before `a2`.
"""

from __future__ import annotations

from ipaddress import ip_network
from typing import TYPE_CHECKING, TypeAlias

from junosim.schema import interface_names, numbers

if TYPE_CHECKING:
    from junosim.schema.interface_names import InterfaceOrder
    from junosim.schema.node import Node
    from junosim.schema.types import TypeSpec

EntryOrder: TypeAlias = "tuple[InterfaceOrder, ...]"

# What the words `interface` and `unit` name is sorted as such even where the model types the key as a string.
_INTERFACE_LISTS = frozenset(("interface", "interfaces"))
_NUMBER_LISTS = frozenset(("unit",))
_ADDRESSES = (
    "ipaddr", "ipv4addr", "ipv6addr", "ipprefix", "ipv4prefix", "ipv6prefix", "ipprefix-only",
    "ipv4prefix-only", "ipv6prefix-only", "ipprefix-mandatory", "ipv4prefix-mandatory",
    "ipv6prefix-mandatory", "ipprefix-optional",
)  # fmt: skip


def entry_key(node: Node, keys: tuple[str, ...]) -> EntryOrder:
    """Sort key of one entry of the list `node`, from the values of its keys."""
    return tuple(_order(node, name, text) for name, text in zip(node.keys, keys, strict=True))


def _order(node: Node, name: str, text: str) -> InterfaceOrder:
    leaf = node.by_name.get(name)
    spec = leaf.type if leaf is not None else None
    if text.isdigit() and text.isascii() and (node.name in _NUMBER_LISTS or _is_number(spec)):
        return (0, (int(text),), ())
    base = spec.base if spec is not None else "str"
    if base.startswith("interface-") or base.endswith("-interface") or node.name in _INTERFACE_LISTS:
        return interface_names.display_order(text)
    if base in _ADDRESSES:
        return _address_order(text)
    return (9, (), ((0, 0, text),))


def _is_number(spec: TypeSpec | None) -> bool:
    if spec is None:
        return False
    return spec.base in numbers.BOUNDS or (spec.base == "union" and any(map(_is_number, spec.members)))


def _address_order(text: str) -> InterfaceOrder:
    """IPv4 before IPv6, each by number and then by length; wildcards last."""
    try:
        network = ip_network(text, strict=False)
    except ValueError:
        return (9, (), ((0, 0, text),))
    length = network.prefixlen
    address = text.partition("/")[0]
    host = int(type(network.network_address)(address))
    return (0, (network.version, host, length), ())
