"""Interfaces as `show interfaces` and its levels describe them: elements as captures of devices have them.

`brief` has the head of each, the plain form and `statistics` more, `detail` and `extensive` all; `media` has the
counters of the ports and no logical interfaces.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Final

from junosim.operations import times
from junosim.operations.model import Element

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.device.device import Device
    from junosim.operations.interface_facts import Family, Physical, Unit

BRIEF, NORMAL, DETAIL, EXTENSIVE = "brief", "normal", "detail", "extensive"
STATISTICS, MEDIA = "statistics", "media"
STYLES: Final = (BRIEF, NORMAL, DETAIL, EXTENSIVE, STATISTICS, MEDIA)
UNLIMITED: Final = "Unlimited"

_TYPES: Final = {
    "lo0": "Loopback", "gre": "GRE", "ipip": "IPIP", "lsi": "LSI", "mtun": "Multicast-GRE", "pimd": "PIMD",
    "pime": "PIME", "tap": "Interface-Specific", "irb": "Ethernet", "vme": "Mgmt-VLAN", "jsrv": "Ethernet",
}  # fmt: skip
_QUEUES: Final = 8
_OVERHEAD: Final = 14  # bytes of a frame before what a protocol has
_INPUT_ERRORS: Final = (
    "input-errors", "input-drops", "framing-errors", "input-runts", "input-discards", "input-l3-incompletes",
    "input-l2-channel-errors", "input-l2-mismatch-timeouts", "input-fifo-errors", "input-resource-errors",
)  # fmt: skip
_OUTPUT_ERRORS: Final = (
    "carrier-transitions", "output-errors", "output-drops", "output-collisions", "aged-packets", "mtu-errors",
    "hs-link-crc-errors", "output-fifo-errors", "output-resource-errors",
)  # fmt: skip
_MAC_STATISTICS: Final = (
    "input-bytes", "output-bytes", "input-packets", "output-packets", "input-unicasts", "output-unicasts",
    "input-broadcasts", "output-broadcasts", "input-multicasts", "output-multicasts", "input-crc-errors",
    "output-crc-errors", "input-fifo-errors", "output-fifo-errors", "input-mac-control-frames",
    "output-mac-control-frames", "input-mac-pause-frames", "output-mac-pause-frames", "input-oversized-frames",
    "input-jabber-frames", "input-fragment-frames", "input-vlan-tagged-frames", "input-code-violations",
)  # fmt: skip
_MEDIA_STATISTICS: Final = ("input-bytes", "input-packets", "output-bytes", "output-packets")


def physical(device: Device, found: Physical, style: str) -> Element:
    """One physical interface with its units."""
    units = () if style == MEDIA else tuple(_unit(found, unit, style) for unit in found.units)
    return Element(
        "physical-interface",
        Element("name", found.name),
        Element(
            "admin-status", "up" if found.is_enabled else "down",
            attributes={"junos:format": "Enabled" if found.is_enabled else "Administratively down"},
        ),
        Element("oper-status", "up" if found.is_up else "down"),
        *(() if style == BRIEF else _indexes(found, style)),
        Element("description", found.description) if found.description else None,
        *(_ethernet(found) if found.is_ethernet else _software(found)),
        *_flags(found),
        *(() if style == BRIEF else _state(device, found, style)),
        *units,
    )  # fmt: skip


def _indexes(found: Physical, style: str) -> Iterator[Element]:
    yield Element("local-index", str(found.index))
    yield Element("snmp-index", str(found.snmp_index))
    if style in (DETAIL, EXTENSIVE):
        yield Element("generation", str(found.index + 1))


def _ethernet(found: Physical) -> Iterator[Element]:
    yield Element("link-level-type", "Ethernet")
    yield Element("mtu", found.mtu)
    yield Element("mru", str(int(found.mtu) + 8))
    if found.speed >= 10**10:
        yield Element("sonet-mode", "LAN-PHY")
    yield Element("source-filtering", "disabled")
    yield Element("link-mode", "Full-duplex")
    yield Element("speed", speed(found.speed))
    yield Element("bpdu-error", "none")
    yield Element("ld-pdu-error", "none")
    yield Element("loopback", "disabled")
    yield Element("if-flow-control", "enabled")
    if found.speed == 10**9:
        yield Element("if-auto-negotiation", "enabled")
        yield Element("if-remote-fault", "online")
    yield Element("pad-to-minimum-frame-size", "Disabled")


def _software(found: Physical) -> Iterator[Element]:
    kind = "Adaptive-Services" if found.port is not None else _TYPES.get(found.name, "Software-Pseudo")
    yield Element("if-type", kind)
    yield Element("link-level-type", kind)
    yield Element("mtu", found.mtu or UNLIMITED)
    if found.speed:
        yield Element("speed", f"{found.speed // 10**6}mbps")


def speed(bits: int) -> str:
    """A speed as the device writes it: `1000mbps`, `10Gbps`."""
    if not bits:
        return "Unspecified"
    return f"{bits // 10**9}Gbps" if bits >= 10**10 else f"{bits // 10**6}mbps"


def _flags(found: Physical) -> Iterator[Element]:
    yield Element(
        "if-device-flags",
        Element("ifdf-present"),
        Element("ifdf-running"),
        Element("ifdf-down") if not found.is_up else None,
        Element("ifdf-loopback") if found.name.startswith("lo") else None,
    )
    yield Element(
        "ifd-specific-config-flags", Element("internal-flags", "0x200") if found.is_ethernet else None
    )
    yield Element(
        "if-config-flags",
        Element("iff-hardware-down") if not found.is_up and found.is_ethernet else None,
        Element("iff-snmp-traps"),
        Element("internal-flags", "0x4000") if found.is_ethernet else None,
    )
    yield Element("if-media-flags", Element("ifmf-none"))


def _state(device: Device, found: Physical, style: str) -> Iterator[Element]:
    """What there is besides the head: queues, addresses, times, counters, alarms."""
    is_verbose = style in (DETAIL, EXTENSIVE)
    if found.is_ethernet:
        yield Element(
            "physical-interface-cos-information",
            Element("physical-interface-cos-hw-max-queues", str(_QUEUES)),
            Element("physical-interface-cos-use-max-queues", str(_QUEUES)),
        )
        if is_verbose:
            yield Element("up-hold-time", "0")
            yield Element("down-hold-time", "0")
        yield Element("current-physical-address", found.mac)
        yield Element("hardware-physical-address", found.mac)
    yield _flapped(device, found)
    if is_verbose or style == STATISTICS:
        yield Element("statistics-cleared", "Never")
    yield _traffic(style)
    if is_verbose and found.is_ethernet:
        yield from _queues()
    if style == EXTENSIVE:
        yield Element("input-error-list", *_zeros(_INPUT_ERRORS))
        yield Element("output-error-list", *_zeros(_OUTPUT_ERRORS))
    elif style == STATISTICS:
        yield Element("input-error-count", "0")
        yield Element("output-error-count", "0")
    if not found.is_ethernet:
        return
    yield from _alarms(found)
    if style in (EXTENSIVE, MEDIA):
        yield from _media(style)
    if style != MEDIA:
        yield Element("ethernet-pcs-statistics", *_zeros(("bit-error-seconds", "errored-blocks-seconds")))
    yield Element("interface-transmit-statistics", "Disabled")


def _flapped(device: Device, found: Physical) -> Element:
    """When the link came up; a port that had none since the boot never did."""
    if not found.is_up or found.port is None:
        return Element("interface-flapped", "Never", attributes={"junos:seconds": "0"})
    moment = device.booted + device.platform.boot_time
    passed = max(0.0, device.clock.time() - moment)
    text = f"{times.date_time(device.local_time(moment))} ({times.age(passed)} ago)"
    return Element("interface-flapped", text, attributes={"junos:seconds": str(int(passed))})


def _traffic(style: str) -> Element:
    rates = ("input-bps", "input-pps", "output-bps", "output-pps")
    if style not in (DETAIL, EXTENSIVE):
        return Element("traffic-statistics", *_zeros(rates), attributes={"junos:style": "brief"})
    names = (
        "input-bytes", "input-bps", "output-bytes", "output-bps",
        "input-packets", "input-pps", "output-packets", "output-pps",
    )  # fmt: skip
    ipv6 = Element(
        "ipv6-transit-statistics", *_zeros(("input-bytes", "output-bytes", "input-packets", "output-packets"))
    )
    return Element("traffic-statistics", *_zeros(names), ipv6, attributes={"junos:style": "verbose"})


def _queues() -> Iterator[Element]:
    """The counters of the four queues of the default configuration."""
    queues = (
        Element(
            "queue",
            Element("queue-number", str(number)),
            *_zeros(
                (
                    "queue-counters-queued-packets",
                    "queue-counters-trans-packets",
                    "queue-counters-total-drop-packets",
                )
            ),
        )
        for number in range(4)
    )
    yield Element(
        "queue-counters",
        Element("interface-cos-short-summary",
                Element("intf-cos-num-queues-supported", str(_QUEUES)), Element("intf-cos-num-queues-in-use", "4")),
        *queues,
        attributes={"junos:style": "brief"},
    )  # fmt: skip


def _alarms(found: Physical) -> Iterator[Element]:
    """An enabled port without a link has an alarm."""
    for name in ("active-alarms", "active-defects"):
        down = (
            Element("ethernet-alarm-link-down")
            if found.is_enabled and not found.is_up
            else Element("alarm-not-present")
        )
        yield Element(name, Element("interface-alarms", down))


def _media(style: str) -> Iterator[Element]:
    names = _MAC_STATISTICS if style == EXTENSIVE else _MEDIA_STATISTICS
    yield Element(
        "ethernet-mac-statistics", *_zeros(names),
        attributes={"junos:style": "verbose" if style == EXTENSIVE else "brief"},
    )  # fmt: skip
    if style == MEDIA:
        yield Element(
            "ethernet-filter-statistics",
            *_zeros(("input-packets", "input-padded-packets", "output-packets-errors")),
        )


def _zeros(names: tuple[str, ...]) -> tuple[Element, ...]:
    return tuple(Element(name, "0") for name in names)


# ---------------------------------------------------------------------- units


def _unit(found: Physical, unit: Unit, style: str) -> Element:
    indexes = () if style == BRIEF else (
        Element("local-index", str(unit.index)), Element("snmp-index", str(unit.snmp_index)),
        Element("generation", str(unit.index + 1)) if style in (DETAIL, EXTENSIVE) else None,
    )  # fmt: skip
    return Element(
        "logical-interface",
        Element("name", unit.name),
        *indexes,
        Element("description", unit.description) if unit.description else None,
        Element(
            "if-config-flags",
            Element("iff-up") if unit.is_up else Element("iff-device-down" if unit.is_enabled else "iff-down"),
            Element("iff-snmp-traps"),
            Element("internal-flags", "0x4004000"),
        ),
        Element("link-address", f"[ 0x8100.{unit.vlan} ]") if unit.vlan else None,
        Element("encapsulation", "ENET2" if found.is_ethernet else "Unspecified"),
        None if style == BRIEF else Element("traffic-statistics", *_zeros(("input-packets", "output-packets")),
                                            attributes={"junos:style": "brief"}),
        Element("filter-information"),
        *(_family(found, family, style) for family in unit.families),
    )  # fmt: skip


def _family(found: Physical, family: Family, style: str) -> Element:
    mtu = UNLIMITED if not found.mtu else str(int(found.mtu) - _OVERHEAD)
    inet = family.name == "inet"
    is_first = [True] + [False] * len(family.addresses)
    return Element(
        "address-family",
        Element("address-family-name", family.name),
        None if style == BRIEF else Element("mtu", mtu),
        None if style == BRIEF else Element(
            "address-family-flags", Element("ifff-sendbcast-pkt-to-re") if inet else Element("ifff-none")
        ),
        *(_address(text, is_first=first) for text, first in zip(family.addresses, is_first, strict=False)),
    )  # fmt: skip


def _address(text: str, *, is_first: bool) -> Element:
    """An address of a unit, with the network that it lies in."""
    flags = Element("ifa-flags", Element("ifaf-current-preferred") if is_first else None,
                    Element("ifaf-current-primary") if is_first else None)  # fmt: skip
    try:
        prefix = ipaddress.ip_interface(text)
    except ValueError:
        return Element("interface-address", flags, Element("ifa-local", text))
    network = prefix.network
    if network.prefixlen == network.max_prefixlen:
        return Element("interface-address", flags, Element("ifa-local", str(prefix.ip)))
    return Element(
        "interface-address",
        flags,
        Element("ifa-destination", str(network)),
        Element("ifa-local", str(prefix.ip)),
        Element("ifa-broadcast", str(network.broadcast_address)) if prefix.version == 4 else None,
    )
