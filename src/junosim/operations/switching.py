"""Layer 2 of routers and switches: no frame ever comes in, so that no address is learned; and the virtual chassis.

Elements and layouts: public captures of devices.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

from junosim.operations.model import Element
from junosim.operations.operation import Context, Operation, not_modelled

if TYPE_CHECKING:
    from collections.abc import Iterator

_PRIORITY: Final = "128"
_MEMBERS_HEADER: Final = (
    "                                                Mstr           Mixed Route Neighbor List",
    "Member ID  Status   Serial No    Model          prio  Role      Mode  Mode ID  Interface",
)


def switching_table(context: Context) -> Element:
    """The MAC addresses that a switch has learned. Raises ConfigurationError on routers."""
    if not context.device.platform.member:
        raise not_modelled(context)
    counts = ("l2ng-l2-total-mac-count", "l2ng-l2-total-smac-count")
    summary = Element("l2ng-l2ald-ethernet-switching-table-summary", *(Element(name, "0") for name in counts))
    is_summary = context.arguments.get("show-choice") == "summary"
    return Element("l2ng-l2ald-rtb-macdb", summary if is_summary else None)


def switching_table_text(answer: Element, _context: Context) -> Iterator[str]:
    """Nothing but the totals when they are asked for."""
    summary = answer.find("l2ng-l2ald-ethernet-switching-table-summary")
    if summary is not None:
        yield f"Total MAC count: {summary.value('l2ng-l2-total-mac-count')}"
        yield f"Total static MAC count: {summary.value('l2ng-l2-total-smac-count')}"


def bridge_table(context: Context) -> Element:
    """The MAC addresses that a router has learned in bridge domains. Raises ConfigurationError on switches."""
    if context.device.platform.member:
        raise not_modelled(context)
    is_count = context.arguments.get("show-choice") == "count"
    return Element("l2ald-rtb-mac-count" if is_count else "l2ald-rtb-macdb")


def nothing(_answer: Element, _context: Context) -> Iterator[str]:
    """The view of an answer in which there is nothing."""
    return iter(())


def virtual_chassis(context: Context) -> Element:
    """A switch is the one member of its own virtual chassis. Raises ConfigurationError on routers."""
    platform = context.device.platform
    if not platform.member:
        raise not_modelled(context)
    serial = platform.chassis.serial_number
    number = f"{zlib.crc32(serial.encode()):08x}{zlib.adler32(serial.encode()) & 0xFFFF:04x}"
    return Element(
        "virtual-chassis-information",
        Element(
            "virtual-chassis-id-information",
            Element("virtual-chassis-id", ".".join(number[at : at + 4] for at in (0, 4, 8))),
            Element("virtual-chassis-mode", "Enabled"),
        ),
        Element(
            "member-list",
            Element(
                "member",
                Element("member-status", "Prsnt"),
                Element("member-id", "0"),
                Element("fpc-slot", "(FPC 0)"),
                Element("member-serial-number", serial),
                Element("member-model", platform.model),
                Element("member-priority", _PRIORITY),
                Element("member-mixed-mode", "N"),
                Element("member-route-mode", "VC"),
                Element("member-role", "Master*"),
                Element("neighbor-list"),
            ),
            attributes={"junos:style": "single-slot"},
        ),
        Element("next-member-information", Element("next-member-id", "1"), Element("next-fpc-slot", "1")),
    )


def virtual_chassis_text(answer: Element, _context: Context) -> Iterator[str]:
    """The identifier, a table of the members, and the number of the next one."""
    about, members = answer.find("virtual-chassis-id-information"), answer.find("member-list")
    if about is None or members is None:
        return
    yield ""
    yield f"Virtual Chassis ID: {about.value('virtual-chassis-id')}"
    yield f"Virtual Chassis Mode: {about.value('virtual-chassis-mode')}"
    yield from _MEMBERS_HEADER
    for member in members.children:
        value = member.value
        yield (
            f"{value('member-id')} {value('fpc-slot'):<8} {value('member-status'):<8} "
            f"{value('member-serial-number'):<12} {value('member-model'):<14} {value('member-priority'):>4}  "
            f"{value('member-role'):<9}   {value('member-mixed-mode')}  {value('member-route-mode')}"
        )
    number, slot = (
        answer.value("next-member-information", name) for name in ("next-member-id", "next-fpc-slot")
    )
    yield ""
    yield f"Member ID for next new member: {number} (FPC {slot})"


OPERATIONS = (
    Operation("switching-table", switching_table, switching_table_text),
    Operation("bridge-table", bridge_table, nothing),
    Operation("virtual-chassis", virtual_chassis, virtual_chassis_text),
)
