"""The table of Junos's value types: how each is read, what a refusal says, how `?` names it.

The model defines all of these as plain strings; their syntax is written from public Junos documentation.
Texts of refusals not seen in any source are marked [g] and listed in `docs/fidelity.md`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from junosim.schema import addresses, interface_names, names, numbers

Parse: TypeAlias = Callable[[str], "str | None"]
Explain: TypeAlias = Callable[[str], str]


def invalid(text: str) -> str:
    """The refusal of every type that has none of its own."""
    return f"invalid value '{text}'"


def _bad_host(text: str) -> str:
    return f"invalid ip address or hostname: {text} at '{text}'"


def _bad_prefix(text: str, whole: Parse = addresses.ip) -> str:
    address, slash, length = text.partition("/")
    if whole(address) is None:
        return f"invalid ip address or hostname: {address} at '{text}'"
    if slash:
        return f"invalid prefix length in '{text}': '{length}'"
    return f"missing prefix length in '{text}'"  # [g]


def _bad_interface(text: str) -> str:
    name, _, unit = text.partition(".")
    if interface_names.is_device(name):
        return f"invalid value '{unit}' in '{text}'."  # [g]
    return f"invalid interface type in '{text}'."


def _bad_mac(text: str) -> str:
    return f"invalid mac address: '{text}'"  # [g]


def _bad_pattern(text: str) -> str:
    return f"invalid regular expression: '{text}'"  # [g]


def _address_or_interface(address: Parse, text: str) -> str | None:
    return address(text) or interface_names.any_name(text)


def _bad_address_or_interface(text: str) -> str:
    return _bad_host(text) if text[:1].isdigit() or ":" in text else _bad_interface(text)


@dataclass(frozen=True, slots=True)
class ValueType:
    """One type: `parse` gives the stored form or None, `explain` says why there is none.

    `label` is the placeholder of `?` for a leaf without a telling name of its own, `title` what the value is.
    """

    parse: Parse
    label: str
    title: str
    explain: Explain = invalid


def _prefixes() -> dict[str, ValueType]:
    """The prefix types: three families by five ways to treat the length."""
    families = (
        ("ip", addresses.ip_prefix, addresses.ip, "IP"),
        ("ipv4", addresses.ipv4_prefix, addresses.ipv4, "IPv4"),
        ("ipv6", addresses.ipv6_prefix, addresses.ipv6, "IPv6"),
    )
    found = {}
    for family, parse, address, word in families:
        title = f"{word} address or prefix"
        explain = partial(_bad_prefix, whole=address)
        row = partial(ValueType, label="prefix", explain=explain)
        found[f"{family}prefix"] = row(parse, title=title)
        found[f"{family}prefix-only"] = row(parse, title=f"{word} prefix")
        found[f"{family}prefix-mandatory"] = row(partial(parse, mandatory=True), title=f"{word} prefix")
        found[f"{family}prefix-optional"] = row(partial(parse, complete=False), title=title)
    return found


TYPES: dict[str, ValueType] = {
    **_prefixes(),
    "ipaddr": ValueType(addresses.ip, "address", "IP address", _bad_host),
    "ipv4addr": ValueType(addresses.ipv4, "address", "IPv4 address", _bad_host),
    "ipv6addr": ValueType(addresses.ipv6, "address", "IPv6 address", _bad_host),
    "hostname": ValueType(names.host, "hostname", "host name or IP address", _bad_host),
    "mac-addr": ValueType(addresses.mac, "mac-address", "MAC address", _bad_mac),
    "mac-unicast": ValueType(addresses.unicast_mac, "mac-address", "unicast MAC address", _bad_mac),
    "mac-multicast": ValueType(addresses.multicast_mac, "mac-address", "multicast MAC address", _bad_mac),
    "mac-addr-prefix": ValueType(addresses.mac_prefix, "mac-address", "MAC address and length", _bad_mac),
    "interface-name": ValueType(
        interface_names.any_name, "interface-name", "logical interface", _bad_interface
    ),
    "interface-unit": ValueType(
        interface_names.any_name, "interface-name", "logical interface", _bad_interface
    ),
    "interface-device": ValueType(
        interface_names.device, "interface-name", "physical interface", _bad_interface
    ),
    "interface-wildcard": ValueType(
        interface_names.wild, "interface-name", "interface or pattern", _bad_interface
    ),
    "interface-range-wild": ValueType(
        interface_names.wild, "interface-name", "interface or pattern", _bad_interface
    ),
    "interface-device-wildcard": ValueType(
        interface_names.wild, "interface-name", "physical interface or pattern", _bad_interface
    ),
    "ipaddr-or-interface": ValueType(
        partial(_address_or_interface, addresses.ip),
        "next-hop",
        "IP address or interface",
        _bad_address_or_interface,
    ),
    "ipv4addr-or-interface": ValueType(
        partial(_address_or_interface, addresses.ipv4),
        "interface-name",
        "interface or IPv4 address",
        _bad_address_or_interface,
    ),
    "areaid": ValueType(addresses.area_id, "area-id", "number or dotted quad", invalid),
    "sysid": ValueType(addresses.system_id, "sysid", "ISO system identifier"),
    "isosysid": ValueType(addresses.system_id, "sysid", "ISO system identifier"),
    "isoaddr": ValueType(addresses.iso, "iso-address", "ISO address"),
    "isoprefix": ValueType(addresses.iso_prefix, "iso-prefix", "ISO address or prefix"),
    "esi": ValueType(addresses.segment_id, "esi", "10 hexadecimal bytes"),
    "community": ValueType(names.community, "community", "BGP community"),
    "regular-expression": ValueType(
        names.regular_expression, "regular-expression", "regular expression", _bad_pattern
    ),
    "class-pattern": ValueType(
        names.class_pattern, "regular-expression", "regular expression", names.class_pattern_problem
    ),
    "class-patterns": ValueType(
        names.class_patterns, "regular-expression", "regular expressions", names.class_patterns_problem
    ),
    "policy-algebra": ValueType(names.policy_expression, "policy", "policy name or expression"),
    "filename": ValueType(names.file_name, "filename", "file name or URL"),
    "time": ValueType(numbers.time, "time", "YYYY-MM-DD.HH:MM:SS"),
    "time-of-day": ValueType(numbers.time_of_day, "time", "HH:MM:SS"),
    "vlan-range": ValueType(numbers.vlan_span, "vlan-range", "VLAN or range of VLANs"),
    "range": ValueType(numbers.number_span, "range", "number or range"),
    "atm-vci": ValueType(numbers.circuit, "vci", "VCI or VPI.VCI"),
    "unsigned-float": ValueType(numbers.unsigned_float, "number", "decimal number", numbers.float_problem),
    "size": ValueType(numbers.size, "size", "number with optional k, m, g", numbers.size_problem),
    "string-huge": ValueType(lambda text: text, "string", ""),
    "secret": ValueType(lambda text: text or None, "secret", ""),
}
