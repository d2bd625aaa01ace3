"""`show route instance`, `show bridge domain`, `show vlans`: the routing instances and VLANs of the configuration.

Elements and layouts: captures of devices, as the programs that read them know them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.config.query import branch, entries, leaf_text, leaf_values
from junosim.device.routes import routes
from junosim.operations.interface_facts import PRIVATE
from junosim.operations.model import Element
from junosim.operations.operation import Context, Operation, not_modelled

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAIN: Final = "master"
_DEFAULT_VLAN: Final = ("default", "1")
_INSTANCE_HEADER: Final = (
    "Instance             Type",
    "         Primary RIB                                     Active/holddown/hidden",
)
_VLANS_HEADER: Final = "Routing instance        VLAN name             Tag          Interfaces"
_DOMAINS_HEADER: Final = "Routing instance        Bridge domain            VLAN ID     Interfaces"


def instances(context: Context) -> Element:
    """The instance of the device itself, that of the network inside the chassis, and those that are configured."""
    wanted = context.arguments.get("instance-name")
    found = [
        (_MAIN, "forwarding", _tables(context)),
        (PRIVATE, "forwarding", []),
        *(
            (entry.keys[0], leaf_text(entry, "instance-type") or "no-forwarding", [])
            for entry in entries(context.device.configuration, "routing-instances", "instance")
        ),
    ]
    return Element(
        "instance-information",
        *(
            Element(
                "instance-core",
                Element("instance-name", name),
                Element("instance-type", kind),
                *tables,
            )
            for name, kind, tables in found
            if wanted in (None, name)
        ),
        attributes={"junos:style": "terse"},
    )


def _tables(context: Context) -> list[Element]:
    """The tables of the device's own instance that hold routes."""
    if context.device.protocols_started is None:
        return []
    found = routes(context.device)
    return [
        Element(
            "instance-rib",
            Element("irib-name", table),
            Element(
                "irib-active-count", str(sum(route.table == table and not route.is_hidden for route in found))
            ),
            Element("irib-holddown-count", "0"),
            Element(
                "irib-hidden-count", str(sum(route.table == table and route.is_hidden for route in found))
            ),
        )
        for table in dict.fromkeys(route.table for route in found)
    ]


def instances_text(answer: Element, _context: Context) -> Iterator[str]:
    """Two lines for an instance: its name, and each table."""
    yield from _INSTANCE_HEADER
    for found in answer.children:
        yield f"{found.value('instance-name'):<20} {found.value('instance-type')}"
        for table in found.all("instance-rib"):
            counts = "/".join(table.value(f"irib-{name}-count") for name in ("active", "holddown", "hidden"))
            yield f"         {table.value('irib-name'):<48}{counts}"


def vlans(context: Context) -> Element:
    """The VLANs of a switch, with their interfaces. Raises ConfigurationError on routers."""
    if not context.device.platform.member:
        raise not_modelled(context)
    tree, wanted = context.device.configuration, context.arguments.get("vlan-name")
    found = [_DEFAULT_VLAN] + [
        (entry.keys[0], leaf_text(entry, "vlan-id") or "") for entry in entries(tree, "vlans", "vlan")
    ]
    return Element(
        "l2ng-l2ald-vlan-instance-information",
        *(
            Element(
                "l2ng-l2ald-vlan-instance-group",
                Element("l2ng-l2rtb-instance-name", "default-switch"),
                Element("l2ng-l2rtb-vlan-name", name),
                Element("l2ng-l2rtb-vlan-tag", tag) if tag else None,
                *(
                    Element("l2ng-l2rtb-vlan-member", Element("l2ng-l2rtb-vlan-member-interface", unit))
                    for unit in _members(context, name, tag)
                ),
            )
            for name, tag in found
            if wanted in (None, name)
        ),
        attributes={"junos:style": "brief"},
    )


def _members(context: Context, name: str, tag: str) -> Iterator[str]:
    """The units that are in a VLAN, by its name or its number."""
    for port in entries(context.device.configuration, "interfaces", "interface"):
        for unit in entries(port, "unit"):
            members = branch(unit, "family", "ethernet-switching", "vlan")
            if not {name, tag}.isdisjoint(leaf_values(members, "members")):
                yield f"{port.keys[0]}.{unit.keys[0]}"


def vlans_text(answer: Element, _context: Context) -> Iterator[str]:
    """A table; the interfaces of a VLAN on lines below it."""
    yield _VLANS_HEADER
    for found in answer.children:
        value = found.value
        yield ""
        yield (
            f"{value('l2ng-l2rtb-instance-name'):<23} {value('l2ng-l2rtb-vlan-name'):<21} "
            f"{value('l2ng-l2rtb-vlan-tag')}"
        ).rstrip()
        for member in found.all("l2ng-l2rtb-vlan-member"):
            yield f"{'':<59}{member.value('l2ng-l2rtb-vlan-member-interface')}"


def bridge_domains(context: Context) -> Element:
    """The bridge domains of a router. Raises ConfigurationError on switches."""
    if context.device.platform.member:
        raise not_modelled(context)
    return Element(
        "l2ald-bridge-instance-information",
        *(
            Element(
                "l2ald-bridge-instance-group",
                Element("l2rtb-name", "default-switch"),
                Element("l2rtb-bridging-domain", entry.keys[0]),
                Element("l2rtb-bridge-vlan", leaf_text(entry, "vlan-id") or "NA"),
                *(
                    Element("l2rtb-bridge-member", Element("l2rtb-interface-name", member.keys[0]))
                    for member in entries(entry, "interface")
                ),
            )
            for entry in entries(context.device.configuration, "bridge-domains", "domain")
        ),
    )


def bridge_domains_text(answer: Element, _context: Context) -> Iterator[str]:
    """A table; the interfaces of a domain on lines below it."""
    yield _DOMAINS_HEADER
    for found in answer.children:
        value = found.value
        yield ""
        yield f"{value('l2rtb-name'):<23} {value('l2rtb-bridging-domain'):<24} {value('l2rtb-bridge-vlan')}"
        for member in found.all("l2rtb-bridge-member"):
            yield f"{'':<61}{member.value('l2rtb-interface-name')}"


OPERATIONS = (
    Operation("instances", instances, instances_text),
    Operation("vlans", vlans, vlans_text),
    Operation("bridge-domains", bridge_domains, bridge_domains_text),
)
