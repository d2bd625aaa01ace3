"""The text of `show interfaces` and its levels. Layout: captures of devices, on a wide screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.operations.interface_elements import BRIEF, DETAIL, EXTENSIVE, MEDIA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.operations.model import Element

_DEVICE_FLAGS: Final = {
    "ifdf-present": "Present", "ifdf-running": "Running", "ifdf-down": "Down", "ifdf-loopback": "Loopback",
}  # fmt: skip
_CONFIG_FLAGS: Final = {"iff-hardware-down": "Hardware-Down", "iff-snmp-traps": "SNMP-Traps"}
_UNIT_FLAGS: Final = {
    "iff-up": "Up", "iff-down": "Down", "iff-device-down": "Device-Down", "iff-snmp-traps": "SNMP-Traps",
}  # fmt: skip
_CLASSES: Final = ("best-effort", "expedited-forwarding", "assured-forwarding", "network-control")
_TRAFFIC: Final = (
    ("Input  bytes  ", "input-bytes", "input-bps", "bps"), ("Output bytes  ", "output-bytes", "output-bps", "bps"),
    ("Input  packets", "input-packets", "input-pps", "pps"),
    ("Output packets", "output-packets", "output-pps", "pps"),
)  # fmt: skip
_INPUT_ERRORS: Final = (
    ("Errors", "input-errors"), ("Drops", "input-drops"), ("Framing errors", "framing-errors"),
    ("Runts", "input-runts"), ("Policed discards", "input-discards"), ("L3 incompletes", "input-l3-incompletes"),
    ("L2 channel errors", "input-l2-channel-errors"), ("L2 mismatch timeouts", "input-l2-mismatch-timeouts"),
    ("FIFO errors", "input-fifo-errors"), ("Resource errors", "input-resource-errors"),
)  # fmt: skip
_OUTPUT_ERRORS: Final = (
    ("Carrier transitions", "carrier-transitions"), ("Errors", "output-errors"), ("Drops", "output-drops"),
    ("Collisions", "output-collisions"), ("Aged packets", "aged-packets"), ("FIFO errors", "output-fifo-errors"),
    ("HS link CRC errors", "hs-link-crc-errors"), ("MTU errors", "mtu-errors"),
    ("Resource errors", "output-resource-errors"),
)  # fmt: skip
_MAC: Final = (
    ("Total octets", "bytes"), ("Total packets", "packets"), ("Unicast packets", "unicasts"),
    ("Broadcast packets", "broadcasts"), ("Multicast packets", "multicasts"), ("CRC/Align errors", "crc-errors"),
    ("FIFO errors", "fifo-errors"), ("MAC control frames", "mac-control-frames"),
    ("MAC pause frames", "mac-pause-frames"), ("Oversized frames", "oversized-frames"),
    ("Jabber frames", "jabber-frames"), ("Fragment frames", "fragment-frames"),
    ("VLAN tagged frames", "vlan-tagged-frames"), ("Code violations", "code-violations"),
)  # fmt: skip


def lines(found: Element, style: str) -> Iterator[str]:
    """The block of one physical interface, an empty line behind it."""
    value = found.value
    state = f"Physical link is {value('oper-status').capitalize()}"
    yield f"Physical interface: {value('name')}, {found.shown('admin-status')}, {state}"
    if found.find("local-index") is not None:
        yield f"  {_indexes(found, 'Interface index: ', ', SNMP ifIndex: ', ', Generation: ')}"
    if value("description"):
        yield f"  Description: {value('description')}"
    yield from _link(found)
    yield f"  Device flags   : {_flags(found, 'if-device-flags', _DEVICE_FLAGS)}"
    internal = value("if-config-flags", "internal-flags")
    flags = _flags(found, "if-config-flags", _CONFIG_FLAGS)
    yield f"  Interface flags: {flags}" + (f" Internal: {internal}" if internal else "")
    yield "  Link flags     : None"
    if style != BRIEF:
        yield from _state(found, style)
    yield ""
    for unit in found.all("logical-interface"):
        yield from _unit(unit, style)
        yield ""


def _indexes(found: Element, *labels: str) -> str:
    names = ("local-index", "snmp-index", "generation")
    pairs = ((label, found.value(name)) for label, name in zip(labels, names, strict=True))
    return "".join(label + text for label, text in pairs if text)


def _flags(found: Element, name: str, words: dict[str, str]) -> str:
    flags = found.find(name)
    return " ".join(
        words[flag.name] for flag in (flags.children if flags is not None else ()) if flag.name in words
    )


def _link(found: Element) -> Iterator[str]:
    """What kind of interface it is, as far as it is said."""
    value = found.value
    if not value("source-filtering"):
        rate = f", Speed: {value('speed')}" if value("speed") else ""
        yield f"  Type: {value('if-type')}, Link-level type: {value('link-level-type')}, MTU: {value('mtu')}{rate}"
        return
    mode = f", {value('sonet-mode')} mode" if value("sonet-mode") else ""
    yield (
        f"  Link-level type: {value('link-level-type')}, MTU: {value('mtu')}, MRU: {value('mru')}{mode}, "
        f"Speed: {value('speed')}, BPDU Error: None, Loop Detect PDU Error: None, MAC-REWRITE Error: None, "
        f"Loopback: {value('loopback').capitalize()}, Source filtering: {value('source-filtering').capitalize()},"
    )
    flow = f"  Flow control: {value('if-flow-control').capitalize()}"
    if value("if-auto-negotiation"):
        flow += f", Auto-negotiation: {value('if-auto-negotiation').capitalize()}"
        flow += f", Remote fault: {value('if-remote-fault').capitalize()}"
    yield flow
    yield f"  Pad to minimum frame size: {value('pad-to-minimum-frame-size')}"


def _state(found: Element, style: str) -> Iterator[str]:
    value = found.value
    queues = found.find("physical-interface-cos-information")
    if queues is not None:
        most, used = (queues.value(f"physical-interface-cos-{name}-max-queues") for name in ("hw", "use"))
        yield f"  CoS queues     : {most} supported, {used} maximum usable queues"
    if value("up-hold-time"):
        yield f"  Hold-times     : Up {value('up-hold-time')} ms, Down {value('down-hold-time')} ms"
    if value("current-physical-address"):
        yield (
            f"  Current address: {value('current-physical-address')}, "
            f"Hardware address: {value('hardware-physical-address')}"
        )
    yield f"  Last flapped   : {value('interface-flapped')}"
    if value("statistics-cleared"):
        yield f"  Statistics last cleared: {value('statistics-cleared')}"
    yield from _traffic(found, style)
    yield from _counters(found)
    for label, name in (("Active alarms ", "active-alarms"), ("Active defects", "active-defects")):
        alarm = found.find(name, "interface-alarms")
        if alarm is not None:
            yield f"  {label} : {'None' if alarm.find('alarm-not-present') is not None else 'LINK'}"
    pcs = found.find("ethernet-pcs-statistics")
    if pcs is not None:
        yield f"  {'PCS statistics':<36}Seconds"
        yield f"    {'Bit errors':<30}{pcs.value('bit-error-seconds'):>11}"
        yield f"    {'Errored blocks':<30}{pcs.value('errored-blocks-seconds'):>11}"
    yield from _media(found, style)
    if value("interface-transmit-statistics"):
        yield f"  Interface transmit statistics: {value('interface-transmit-statistics')}"


def _traffic(found: Element, style: str) -> Iterator[str]:
    traffic = found.find("traffic-statistics")
    if traffic is None:
        return
    if style not in (DETAIL, EXTENSIVE):
        for label, side in (("Input rate ", "input"), ("Output rate", "output")):
            yield f"  {label}    : {traffic.value(f'{side}-bps')} bps ({traffic.value(f'{side}-pps')} pps)"
        return
    yield "  Traffic statistics:"
    for label, count, rate, unit in _TRAFFIC:
        yield f"   {label}: {traffic.value(count):>20} {traffic.value(rate):>20} {unit}"
    ipv6 = traffic.find("ipv6-transit-statistics")
    if ipv6 is not None:
        yield "   IPv6 transit statistics:"
        for label, count, _, _ in _TRAFFIC:
            yield f"    {label}: {ipv6.value(count):>19}"


def _counters(found: Element) -> Iterator[str]:
    for title, name, counted in (
        ("Input errors:", "input-error-list", _INPUT_ERRORS), ("Output errors:", "output-error-list", _OUTPUT_ERRORS),
    ):  # fmt: skip
        errors = found.find(name)
        if errors is not None:
            yield f"  {title}"
            yield f"    {', '.join(f'{label}: {errors.value(count)}' for label, count in counted)}"
    if found.find("input-error-count") is not None:
        yield (
            f"  Input errors: {found.value('input-error-count')}, "
            f"Output errors: {found.value('output-error-count')}"
        )
    counters = found.find("queue-counters")
    if counters is None:
        return
    summary = counters.find("interface-cos-short-summary")
    if summary is not None:
        supported, used = (part.text for part in summary.children)
        yield f"  Egress queues: {supported} supported, {used} in use"
    yield f"  {'Queue counters:':<22}Queued packets  Transmitted packets      Dropped packets"
    for queue in counters.all("queue"):
        number, queued, sent, dropped = (part.text for part in queue.children)
        yield f"    {number:<12}{queued:>22}{sent:>21}{dropped:>21}"
    yield f"  {'Queue number:':<22}Mapped forwarding classes"
    yield from (f"    {number:<20}{name}" for number, name in enumerate(_CLASSES))


def _media(found: Element, style: str) -> Iterator[str]:
    counted = found.find("ethernet-mac-statistics")
    if counted is None:
        return
    value = counted.value
    if style == MEDIA:
        yield "  MAC statistics:"
        yield (
            f"    Input bytes: {value('input-bytes')}, Input packets: {value('input-packets')}, "
            f"Output bytes: {value('output-bytes')}, Output packets: {value('output-packets')}"
        )
        kept = found.find("ethernet-filter-statistics")
        if kept is not None:
            filtered, padded, errors = (part.text for part in kept.children)
            yield "  Filter statistics:"
            yield f"    Filtered packets: {filtered}, Padded packets: {padded}, Output packet errors: {errors}"
        return
    yield f"  {'MAC statistics:':<35}{'Receive':>9}{'Transmit':>17}"
    for label, name in _MAC:
        yield f"    {label:<30}{value(f'input-{name}'):>12}{value(f'output-{name}'):>17}".rstrip()


def _unit(unit: Element, style: str) -> Iterator[str]:
    value = unit.value
    numbers = _indexes(unit, " (Index ", ") (SNMP ifIndex ", ") (Generation ")
    yield f"  Logical interface {value('name')}" + (f"{numbers})" if numbers else "")
    if value("description"):
        yield f"    Description: {value('description')}"
    vlan = f" VLAN-Tag {value('link-address')} " if value("link-address") else ""
    flags = f"{_flags(unit, 'if-config-flags', _UNIT_FLAGS)} {value('if-config-flags', 'internal-flags')}"
    yield f"    Flags: {flags}{vlan} Encapsulation: {value('encapsulation')}"
    if style != BRIEF:
        yield f"    Input packets : {value('traffic-statistics', 'input-packets')}"
        yield f"    Output packets: {value('traffic-statistics', 'output-packets')}"
    for family in unit.all("address-family"):
        yield from _brief_family(family) if style == BRIEF else _family(family)


def _brief_family(family: Element) -> Iterator[str]:
    name = family.value("address-family-name")
    addresses = [_with_length(address) for address in family.all("interface-address")] or [""]
    for address in addresses:
        yield f"    {name:<6}{address}".rstrip()
        name = ""


def _with_length(address: Element) -> str:
    """An address with the length of its prefix, which the element has at the network alone."""
    length = address.value("ifa-destination").partition("/")[2]
    return f"{address.value('ifa-local')}/{length}" if length else address.value("ifa-local")


def _family(family: Element) -> Iterator[str]:
    yield f"    Protocol {family.value('address-family-name')}, MTU: {family.value('mtu')}"
    sends = family.find("address-family-flags", "ifff-sendbcast-pkt-to-re") is not None
    yield f"      Flags: {'Sendbcast-pkt-to-re' if sends else 'None'}"
    for address in family.all("interface-address"):
        flags = address.find("ifa-flags")
        is_first = flags is not None and bool(flags.children)
        yield f"      Addresses{', Flags: Is-Preferred Is-Primary' if is_first else ''}"
        named = (("Destination", "ifa-destination"), ("Local", "ifa-local"), ("Broadcast", "ifa-broadcast"))
        said = (f"{label}: {address.value(name)}" for label, name in named if address.value(name))
        yield f"        {', '.join(said)}"
