"""`show interfaces terse` and `… descriptions`: the ports of the platform, and what the configuration makes of them.

Layout: public captures of devices.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from junosim.config.query import branch, entries, find, leaf_text
from junosim.device.reach import is_up
from junosim.errors import ConfigurationError
from junosim.operations.model import Element
from junosim.operations.operation import Context, Operation, not_modelled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.config.tree import Branch
    from junosim.device.device import Device

_TERSE_HEADER: Final = "Interface               Admin Link Proto    Local                 Remote"
_DESCRIPTIONS_HEADER: Final = "Interface       Admin Link Description"
_FAMILIES: Final = ("inet", "iso", "inet6", "mpls", "vpls", "ccc", "bridge", "ethernet-switching")
_LOOPBACK: Final = "lo0"
_INTERNAL: Final = (("16384", "127.0.0.1"), ("16385", ""))  # units of the loopback that are always there


def interfaces(context: Context) -> Element:
    """The interfaces, or those whose name fits; in the order of the slots, others behind them by name.

    Raises ConfigurationError for a name that fits none, and for a level that is not modelled.
    """
    arguments, device = context.arguments, context.device
    level = arguments.get("level-extra", "")
    wanted = arguments.get("interface-name", "")
    if wanted and level != "descriptions" and not any(True for _ in _terse(device, wanted)):
        raise ConfigurationError(f"device {wanted} not found")
    if level not in ("terse", "descriptions") or "level" in arguments:
        raise not_modelled(context)
    rows = _described(device, wanted) if level == "descriptions" else _terse(device, wanted)
    return Element("interface-information", *rows, attributes={"junos:style": level})


def _physical(device: Device) -> list[str]:
    """Names of the physical interfaces."""
    ports = [port.name for port in device.platform.ports if port.kind not in ("console", "management")]
    others = {port.name for port in device.platform.ports if port.kind == "management"}
    others |= {_LOOPBACK, *device.platform.pseudo_interfaces}
    configured = [entry.keys[0] for entry in entries(device.configuration, "interfaces", "interface")]
    others |= {name for name in configured if "-" not in name}  # a port that no card has is not there
    return [*ports, *sorted(others)]


def _terse(device: Device, wanted: str) -> Iterator[Element]:
    physical, _, number = wanted.partition(".")
    for name in _physical(device):
        if wanted and not fnmatchcase(name, physical):
            continue
        entry = branch(device.configuration, "interfaces", "interface", name)
        states = _states(device, name, entry)
        units = [unit for unit in _units(name, entry, states) if number in ("", unit[0])]
        logical = [_unit(name, *unit) for unit in units]
        if number:
            yield from logical
        else:
            yield Element("physical-interface", Element("name", name), *states, *logical)


def _states(device: Device, name: str, entry: Branch | None) -> tuple[Element, Element]:
    """Administrative and operational state."""
    up = name not in (port.name for port in device.platform.ports) or is_up(device, name)
    disabled = find(entry, "disable") is not None
    return (
        Element("admin-status", "down" if disabled else "up"),
        Element("oper-status", "up" if up and not disabled else "down"),
    )


def _units(
    name: str, entry: Branch | None, states: tuple[Element, Element]
) -> Iterator[tuple[str, tuple[Element, Element], list[tuple[str, list[str]]]]]:
    """(number, states, families with their addresses) of each logical interface."""
    for unit in sorted(entries(entry, "unit"), key=lambda unit: int(unit.keys[0])):
        disabled = find(unit, "disable") is not None
        own = (Element("admin-status", "down"), Element("oper-status", "down")) if disabled else states
        families = [
            (family, [address.keys[0] for address in entries(unit, "family", family, "address")])
            for family in _FAMILIES
            if find(unit, "family", family) is not None
        ]
        yield unit.keys[0], own, families
    if name == _LOOPBACK:
        for number, address in _INTERNAL:
            yield number, states, [("inet", [address] if address else [])]


def _unit(
    name: str, number: str, states: tuple[Element, Element], families: list[tuple[str, list[str]]]
) -> Element:
    return Element(
        "logical-interface",
        Element("name", f"{name}.{number}"),
        *states,
        *(
            Element(
                "address-family",
                Element("address-family-name", family),
                *(
                    Element("interface-address", Element("ifa-local", address.removesuffix("/32")))
                    for address in addresses
                ),
            )
            for family, addresses in families
        ),
    )


def _described(device: Device, wanted: str) -> Iterator[Element]:
    for name in _physical(device):
        entry = branch(device.configuration, "interfaces", "interface", name)
        if entry is None or (wanted and not fnmatchcase(name, wanted.partition(".")[0])):
            continue
        states = _states(device, name, entry)
        text = leaf_text(entry, "description")
        if text is not None:
            yield Element("physical-interface", Element("name", name), *states, Element("description", text))
        for unit in entries(entry, "unit"):
            text = leaf_text(unit, "description")
            if text is not None:
                full = f"{name}.{unit.keys[0]}"
                yield Element(
                    "logical-interface", Element("name", full), *states, Element("description", text)
                )


def interfaces_text(answer: Element, _context: Context) -> Iterator[str]:
    """A table; interfaces without a description are not in that of the descriptions."""
    if answer.attributes["junos:style"] == "descriptions":
        if answer.children:
            yield _DESCRIPTIONS_HEADER
        for row in answer.children:
            value = row.value
            yield f"{value('name'):<16}{value('admin-status'):<6}{value('oper-status'):<5}{value('description')}"
        return
    yield _TERSE_HEADER
    for row in answer.children:
        yield from _terse_lines(row)
        for unit in row.all("logical-interface"):
            yield from _terse_lines(unit)


def _terse_lines(row: Element) -> Iterator[str]:
    value = row.value
    head = f"{value('name'):<23} {value('admin-status'):<6}{value('oper-status'):<5}"
    remote = "--> 0/0" if value("name").startswith(f"{_LOOPBACK}.") else ""
    for family in row.all("address-family"):
        name = family.value("address-family-name")
        addresses = [address.value("ifa-local") for address in family.all("interface-address")] or [""]
        for address in addresses:
            ends = remote if address and name == "inet" else ""
            yield f"{head:<35}{name:<9}{address:<20}{ends}".rstrip()
            head, name = "", ""
    if head:
        yield head.rstrip()


OPERATIONS = (Operation("interfaces", interfaces, interfaces_text),)
