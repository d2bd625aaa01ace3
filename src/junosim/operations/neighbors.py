"""`show arp`, `show ipv6 neighbors`, `show lldp`: who else is on the links. Nothing is plugged in: nobody is.

Headers, elements and what `show lldp` says: captures of devices; its figures are those of the configuration.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.config.query import branch, entries, find, leaf_text
from junosim.operations.model import Element
from junosim.operations.operation import Context, Operation

if TYPE_CHECKING:
    from collections.abc import Iterator

_ARP_HEADER: Final = (
    "MAC Address       Address         Name                      Interface               Flags"
)
_ARP_HEADER_UNRESOLVED: Final = "MAC Address       Address         Interface     Flags"
_ND_HEADER: Final = (
    "IPv6 Address                  Linklayer Address  State       Exp   Rtr  Secure  Interface"
)
_LLDP_HEADER: Final = (
    "Local Interface    Parent Interface    Chassis Id          Port info          System Name"
)
_DESCRIBED: Final = {
    "interface-alias": "interface-alias (ifAlias)", "interface-description": "interface-description (ifDescr)",
}  # fmt: skip
_INTERVAL: Final = 30  # seconds between two announcements
_HOLD: Final = 4  # announcements after which one is forgotten
_LLDP: Final = (
    ("LLDP", "lldp-global-status", ""), ("Advertisement interval", "lldp-advertisement-interval", " seconds"),
    ("Transmit delay", "lldp-transmit-delay-interval", " seconds"),
    ("Hold timer", "lldp-hold-time-interval", " seconds"),
    ("Notification interval", "lldp-notification-interval", " Second(s)"),
    ("Config Trap Interval", "ptopo-configuration-trap-interval", " seconds"),
    ("Connection Hold timer", "ptopo-maximum-hold-time", " seconds"), ("", "", ""),
    ("LLDP MED", "lldp-med-global-status", ""), ("Port ID TLV subtype", "lldp-port-id-subtype", ""),
    ("Port Description TLV type", "lldp-port-description-type", ""),
)  # fmt: skip


def arp(_context: Context) -> Element:
    """The MAC addresses of IPv4 neighbors."""
    return Element("arp-table-information", Element("arp-entry-count", "0"))


def arp_text(answer: Element, context: Context) -> Iterator[str]:
    """The header and the number of the neighbors."""
    yield _ARP_HEADER_UNRESOLVED if "no-resolve" in context.arguments else _ARP_HEADER
    yield f"Total entries: {answer.value('arp-entry-count')}"


def ipv6_neighbors(_context: Context) -> Element:
    """The MAC addresses of IPv6 neighbors."""
    return Element("ipv6-nd-information", Element("ipv6-nd-total", "0"))


def ipv6_neighbors_text(answer: Element, _context: Context) -> Iterator[str]:
    """The header and the number of the neighbors."""
    yield _ND_HEADER
    yield f"Total entries: {answer.value('ipv6-nd-total')}"


def lldp(context: Context) -> Element:
    """Whether the protocol runs, and its times, as configured."""
    own = branch(context.device.configuration, "protocols", "lldp")
    runs = own is not None and find(own, "disable") is None and bool(entries(own, "interface"))
    interval = int(leaf_text(own, "advertisement-interval") or _INTERVAL)
    hold = interval * int(leaf_text(own, "hold-multiplier") or _HOLD)
    return Element(
        "lldp-global-information",
        Element("lldp-global-status", "Enabled" if runs else "Disabled"),
        Element("lldp-advertisement-interval", str(interval)),
        Element("lldp-transmit-delay-interval", leaf_text(own, "transmit-delay") or "0"),
        Element("lldp-hold-time-interval", str(hold)),
        Element(
            "lldp-notification-interval", leaf_text(own, "lldp-configuration-notification-interval") or "5"
        ),
        Element(
            "ptopo-configuration-trap-interval", leaf_text(own, "ptopo-configuration-trap-interval") or "0"
        ),
        Element("ptopo-maximum-hold-time", leaf_text(own, "ptopo-configuration-maximum-hold-time") or "300"),
        Element("lldp-med-global-status", "Disabled"),
        Element("lldp-port-id-subtype", leaf_text(own, "port-id-subtype") or "locally-assigned"),
        Element(
            "lldp-port-description-type",
            _DESCRIBED[leaf_text(own, "port-description-type") or "interface-alias"],
        ),
    )


def lldp_text(answer: Element, _context: Context) -> Iterator[str]:
    """A line for each."""
    for title, name, unit in _LLDP:
        yield f"{title:<26}: {answer.value(name)}{unit}" if title else ""


def lldp_neighbors(_context: Context) -> Element:
    """The systems at the other ends of the links."""
    return Element("lldp-neighbors-information", attributes={"junos:style": "brief"})


def lldp_neighbors_text(_answer: Element, _context: Context) -> Iterator[str]:
    """The header."""
    yield _LLDP_HEADER


def nothing(_answer: Element, _context: Context) -> Iterator[str]:
    """The view of an answer about a port that has no neighbor."""
    return iter(())


OPERATIONS = (
    Operation("arp", arp, arp_text),
    Operation("ipv6-neighbors", ipv6_neighbors, ipv6_neighbors_text),
    Operation("lldp", lldp, lldp_text),
    Operation("lldp-neighbors", lldp_neighbors, lldp_neighbors_text),
    Operation("lldp-neighbor", lldp_neighbors, nothing),
)
