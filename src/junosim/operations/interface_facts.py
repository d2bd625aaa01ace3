"""What is known of the interfaces of a device: those of the platform, and what the configuration makes of them.

Nothing is plugged into the ports, so that their counters stand still. Numbers and MAC addresses are our own choice;
they are the same whenever they are asked for.
"""

from __future__ import annotations

import ipaddress
import zlib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from junosim.config.query import branch, entries, find, leaf_text
from junosim.device.reach import is_up

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.config.tree import Branch
    from junosim.device.device import Device
    from junosim.platforms import Port

FAMILIES: Final = ("inet", "iso", "inet6", "mpls", "vpls", "ccc", "bridge", "ethernet-switching")
LOOPBACK: Final = "lo0"
PRIVATE: Final = "__juniper_private1__"
"""The routing instance of the network inside the chassis."""

_LOCAL: Final = "__juniper_private2__"
_INTERNAL: Final = (("16384", "127.0.0.1", _LOCAL), ("16385", "", PRIVATE))
"""Units of the loopback that are always there: number, address, routing instance."""

_AT_ONCE: Final = 32  # interfaces between two pauses
_VENDOR: Final = "4c:96:14"  # one of the prefixes of MAC addresses that the vendor has
_INTERNAL_SPEED: Final = 10**9
_FIRST_PORT, _FIRST_UNIT = 130, 330  # local indexes from here on
_FIRST_SNMP, _UNITS_SNMP = 501, 701


@dataclass(frozen=True, slots=True)
class Family:
    """A protocol family of a unit, with its addresses as they are configured."""

    name: str
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A logical interface. `instance` is the routing instance that it is in, "" for that of the device."""

    name: str
    families: tuple[Family, ...]
    is_enabled: bool = True
    is_up: bool = True
    description: str = ""
    vlan: str = ""
    instance: str = ""
    index: int = 0

    @property
    def number(self) -> str:
        """The number behind the name of the physical interface."""
        return self.name.rpartition(".")[2]

    @property
    def snmp_index(self) -> int:
        """The number that SNMP knows it by."""
        return _UNITS_SNMP + self.index - _FIRST_UNIT


@dataclass(frozen=True, slots=True)
class Physical:
    """A physical interface, or one that the software makes. `mtu` is "" where it is without limit.

    `speed` in bit/s; `is_ethernet` for what has frames, a speed and a MAC address.
    """

    name: str
    port: Port | None
    speed: int
    is_ethernet: bool
    is_enabled: bool
    is_up: bool
    index: int
    mac: str
    mtu: str
    description: str
    units: tuple[Unit, ...]

    @property
    def snmp_index(self) -> int:
        """The number that SNMP knows it by."""
        return _FIRST_SNMP + self.index - _FIRST_PORT


def names(device: Device) -> list[str]:
    """Names of the physical interfaces: in the order of the slots, others behind them by name."""
    platform = device.platform
    ports = [port.name for port in platform.ports if port.kind not in ("console", "management")]
    others = {port.name for port in platform.ports if port.kind == "management"}
    others |= {
        LOOPBACK,
        *platform.pseudo_interfaces,
        *(_physical_of(row[0]) for row in platform.internal_interfaces),
    }
    configured = [entry.keys[0] for entry in entries(device.configuration, "interfaces", "interface")]
    others |= {name for name in configured if "-" not in name}  # a port that no card has is not there
    return [*ports, *sorted(others)]


def all_of(device: Device, wanted: str = "", instance: str = "") -> Iterator[Physical | None]:
    """The interfaces whose name fits a pattern, with those of their units whose number fits it; with pauses.

    With an `instance` the units are those of that routing instance.
    """
    pattern, _, number = wanted.partition(".")
    ports = {port.name: port for port in device.platform.ports}
    internal = {_physical_of(row[0]) for row in device.platform.internal_interfaces}
    members = _instances(device.configuration)
    unit_index = _FIRST_UNIT
    for place, name in enumerate(names(device)):
        entry = branch(device.configuration, "interfaces", "interface", name)
        units = [*_units(device, name, entry)]
        unit_index += len(units)
        if pattern and not fnmatchcase(name, pattern):
            continue
        index = unit_index - len(units)
        numbered = [_placed(unit, index + n, members) for n, unit in enumerate(units)]
        chosen = tuple(
            unit
            for unit in numbered
            if number in ("", unit.number) and instance in ("", unit.instance or "master")
        )
        if number and not chosen:
            continue
        if place % _AT_ONCE == _AT_ONCE - 1:
            yield None
        port = ports.get(name)
        is_ethernet = name in internal or (port is not None and port.kind in ("network", "management"))
        yield Physical(
            name, port, port.speed if port is not None else _INTERNAL_SPEED if name in internal else 0, is_ethernet,
            _is_enabled(entry), _is_up(device, name, entry), _FIRST_PORT + place,
            mac_address(device, place), _mtu(name, port, entry, is_ethernet=is_ethernet),
            leaf_text(entry, "description") or "", chosen,
        )  # fmt: skip


def mac_address(device: Device, place: int) -> str:
    """The address of the port at this place: the vendor's prefix, then what follows from the chassis."""
    number = (zlib.crc32(device.platform.chassis.serial_number.encode()) + place) & 0xFFFFFF
    return f"{_VENDOR}:{number >> 16:02x}:{number >> 8 & 0xFF:02x}:{number & 0xFF:02x}"


def _physical_of(unit: str) -> str:
    return unit.partition(".")[0]


def _is_enabled(entry: Branch | None) -> bool:
    return find(entry, "disable") is None


def _is_up(device: Device, name: str, entry: Branch | None) -> bool:
    up = name not in (port.name for port in device.platform.ports) or is_up(device, name)
    return up and _is_enabled(entry)


def _mtu(name: str, port: Port | None, entry: Branch | None, *, is_ethernet: bool) -> str:
    stated = leaf_text(entry, "mtu")
    if stated:
        return stated
    if port is not None and port.kind == "service":
        return "9192"
    if not is_ethernet and name not in ("irb", "vme", "jsrv"):
        return ""
    tagged = any(find(entry, word) is not None for word in ("vlan-tagging", "flexible-vlan-tagging"))
    return "1518" if tagged else "1514"


def _units(device: Device, name: str, entry: Branch | None) -> Iterator[Unit]:
    enabled, up = _is_enabled(entry), _is_up(device, name, entry)
    for unit in sorted(entries(entry, "unit"), key=lambda unit: int(unit.keys[0])):
        own = enabled and _is_enabled(unit)
        families = tuple(
            Family(family, tuple(address.keys[0] for address in entries(unit, "family", family, "address")))
            for family in FAMILIES
            if find(unit, "family", family) is not None
        )
        yield Unit(
            f"{name}.{unit.keys[0]}", families, own, own and up,
            leaf_text(unit, "description") or "", leaf_text(unit, "vlan-id") or "",
        )  # fmt: skip
    for row in device.platform.internal_interfaces:
        if _physical_of(row[0]) == name:
            yield Unit(row[0], tuple(_internal(row[1:])), instance=PRIVATE)
    if name == LOOPBACK:
        for number, address, instance in _INTERNAL:
            families = (Family("inet", (address,) if address else ()),)
            yield Unit(f"{name}.{number}", families, enabled, up, instance=instance)


def _internal(addresses: tuple[str, ...]) -> Iterator[Family]:
    """The families of a unit of the network inside the chassis, with its number there."""
    for family, version in (("inet", 4), ("inet6", 6)):
        own = tuple(text for text in addresses if ipaddress.ip_interface(text).version == version)
        if own:
            yield Family(family, own)
    last = [text for text in addresses if text.startswith("128.")][-1:]
    for text in last:
        yield Family("tnp", (f"{int(ipaddress.ip_interface(text).ip) & 0xFF:#x}",))


def _instances(tree: Branch) -> dict[str, str]:
    """The routing instances of the units that are in one."""
    return {
        member.keys[0]: instance.keys[0]
        for instance in entries(tree, "routing-instances", "instance")
        for member in entries(instance, "interface")
    }


def _placed(unit: Unit, index: int, instances: dict[str, str]) -> Unit:
    """A unit with its index and its routing instance."""
    return Unit(
        unit.name, unit.families, unit.is_enabled, unit.is_up, unit.description, unit.vlan,
        unit.instance or instances.get(unit.name, ""), index,
    )  # fmt: skip
