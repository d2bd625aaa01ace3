"""`show services ipsec-vpn` and `clear services ipsec-vpn`: tunnels of the services cards.

No peer is ever reached, so that there are tunnels as the configuration says, and no security association. Layout of
the tunnels: the guide for MX240/MX480/MX960; of the statistics: the vendor's documentation, as recalled.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Final

from junosim.config.query import branch, entries, leaf_text
from junosim.operations.model import Element
from junosim.operations.operation import Context, Operation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from junosim.config.tree import Branch

_DEFAULT: Final = "default"
_TUNNEL_MTU: Final = "1500"
_COUNTERS: Final = (
    ("ESP Statistics", ("Encrypted bytes", "Decrypted bytes", "Encrypted packets", "Decrypted packets")),
    ("AH Statistics", ("Input bytes", "Output bytes", "Input packets", "Output packets")),
)
_ERRORS: Final = (
    ("AH authentication failures",),
    ("ESP authentication failures",),
    ("ESP decryption failures",),
    ("Bad headers", "Bad trailers"),
    ("Replay before window drops", "Replayed pkts"),
    ("IP integrity errors", "Exceeds tunnel MTU"),
    ("Rule lookup failures", "No SA errors"),
    ("Flow errors", "Misc errors"),
)


def _service_sets(context: Context) -> Iterator[Branch]:
    """The service sets with tunnels, or the one that was asked for; none in FIPS Recovery Mode."""
    if not context.device.ipsec_available:
        return
    wanted = context.arguments.get("service-set")
    for entry in entries(context.device.configuration, "services", "service-set"):
        if branch(entry, "ipsec-vpn-options") is not None and wanted in (None, entry.keys[0]):
            yield entry


def associations(context: Context) -> Element:
    """The tunnels of all service sets, by rule and term; their index counts through."""
    index = count(1)
    return Element(
        "ipsec-security-associations-information",
        *(
            Element(
                "service-set",
                Element("service-set-name", entry.keys[0]),
                Element("routing-instance", _DEFAULT),
                *_tunnels(context, entry, index),
            )
            for entry in _service_sets(context)
        ),
    )


def _tunnels(context: Context, service_set: Branch, index: Iterator[int]) -> Iterator[Element]:
    local = leaf_text(service_set, "ipsec-vpn-options", "local-gateway", "address") or ""
    inside = leaf_text(service_set, "next-hop-service", "inside-service-interface") or ""
    for rule in entries(service_set, "ipsec-vpn-rules"):
        name = rule.keys[0]
        for term in entries(context.device.configuration, "services", "ipsec-vpn", "rule", name, "term"):
            yield _tunnel(name, term, next(index), local, inside)


def _tunnel(rule: str, term: Branch, index: int, local: str, inside: str) -> Element:
    then = branch(term, "then")
    return Element(
        "tunnel",
        Element("rule-name", rule),
        Element("term-name", term.keys[0]),
        Element("tunnel-index", str(index)),
        Element("local-gateway", local),
        Element("remote-gateway", leaf_text(then, "remote-gateway") or "0.0.0.0"),
        Element("inside-interface", inside),
        Element("tunnel-mtu", leaf_text(then, "tunnel-mtu") or _TUNNEL_MTU),
        Element("local-identity", _identity(term, "source-address")),
        Element("remote-identity", _identity(term, "destination-address")),
    )


def _identity(term: Branch, name: str) -> str:
    prefixes = [entry.keys[0] for entry in entries(term, "from", name)]
    return ", ".join(f"ipv4_subnet(any:0,[0..7]={prefix})" for prefix in prefixes or ["0.0.0.0/0"])


def associations_text(answer: Element, context: Context) -> Iterator[str]:
    """A block for each service set; what a tunnel has in force would follow it."""
    detailed = context.arguments.get("level", "brief") != "brief"
    for number, service_set in enumerate(answer.all("service-set")):
        if number:
            yield ""
        name, instance = service_set.value("service-set-name"), service_set.value("routing-instance")
        yield f"Service set: {name}, IKE Routing-instance: {instance}"
        for tunnel in service_set.all("tunnel"):
            yield from _tunnel_lines(tunnel, detailed=detailed)


def _tunnel_lines(tunnel: Element, *, detailed: bool) -> Iterator[str]:
    value = tunnel.value
    yield f"  Rule: {value('rule-name')}, Term: {value('term-name')}, Tunnel index: {value('tunnel-index')}"
    yield f"  Local gateway: {value('local-gateway')}, Remote gateway: {value('remote-gateway')}"
    yield f"  IPSec inside interface: {value('inside-interface')}, Tunnel MTU: {value('tunnel-mtu')}"
    if detailed:
        yield "   UDP encapsulate: Disabled, UDP Destination port: 0"
        yield f"  Local identity: {value('local-identity')}"
        yield f"  Remote identity: {value('remote-identity')}"
        yield "  NATT Detection: Not Detected, NATT keepalive interval: 0"


def nothing(_context: Context) -> None:
    """Associations and counts of a device that has no peer: there is nothing to show or to clear."""


def statistics(context: Context) -> Element:
    """Counts of packets, for each service set; no packet has passed."""
    return Element(
        "ipsec-statistics-information",
        *(
            Element(
                "service-set-statistics",
                Element("pic-name", _card(entry)),
                Element("service-set-name", entry.keys[0]),
                *(Element(_xml(name), "0") for _title, names in _COUNTERS for name in names),
                *(Element(_xml(name), "0") for names in _ERRORS for name in names),
            )
            for entry in _service_sets(context)
        ),
    )


def _xml(name: str) -> str:
    return name.lower().replace(" ", "-")


def _card(service_set: Branch) -> str:
    """The physical interface behind the tunnels."""
    return (leaf_text(service_set, "next-hop-service", "inside-service-interface") or "").partition(".")[0]


def statistics_text(answer: Element, _context: Context) -> Iterator[str]:
    """Three tables for each service set."""
    for number, counts in enumerate(answer.children):
        if number:
            yield ""
        yield f"PIC: {counts.value('pic-name')}, Service set: {counts.value('service-set-name')}"
        yield ""
        place = {child.name: child.text for child in counts.children}
        for title, names in _COUNTERS:
            yield f"{title}:"
            yield from (f"{f'  {name}:':<21}{place[_xml(name)]:>14}" for name in names)
        yield "Errors:"
        yield from ("  " + ", ".join(f"{name}: {place[_xml(name)]}" for name in names) for names in _ERRORS)


def certificates(context: Context) -> Element:
    """The certificates in the cache of each service set: none was received from a peer."""
    return Element(
        "ipsec-certificates-information",
        *(
            Element("service-set", Element("service-set-name", entry.keys[0]), Element("total-entries", "0"))
            for entry in _service_sets(context)
        ),
    )


def certificates_text(answer: Element, _context: Context) -> Iterable[str]:
    """One line for each service set."""
    for entry in answer.children:
        yield f"Service set: {entry.value('service-set-name')}, Total entries: {entry.value('total-entries')}"


def _silent(_answer: Element, _context: Context) -> Iterable[str]:
    return ()


OPERATIONS = (
    Operation("ike-associations", nothing, _silent),
    Operation("ike-statistics", nothing, _silent),
    Operation("ipsec-associations", associations, associations_text),
    Operation("ipsec-statistics", statistics, statistics_text),
    Operation("ipsec-certificates", certificates, certificates_text),
    Operation("clear-ike", nothing, _silent),
    Operation("clear-ipsec", nothing, _silent),
    Operation("clear-ipsec-statistics", nothing, _silent),
)
