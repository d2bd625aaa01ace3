"""`show chassis power`, `… temperature-thresholds`, `… mac-addresses`. Layouts: captures; the figures are ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.operations.interface_facts import mac_address, names
from junosim.operations.model import Element
from junosim.operations.operation import Context, Operation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.platforms import Slot

_CAPACITY: Final = 2050  # W of one supply
_USES: Final = {"fpc": 320, "routing-engine": 90, "cb": 50, "fan": 60, "fpm": 10}  # W by kind of part
_VOLTAGE: Final = 56  # V
# kind of a part -> fans to full speed, normal and with a bad fan; yellow and red alarm; degrees C
_THRESHOLDS: Final = {
    "chassis": (48, 54, 65, 55, 75, 65, 100), "routing-engine": (70, 80, 95, 95, 110, 110, 112),
    "cb": (60, 65, 80, 80, 95, 95, 110), "fpc": (55, 60, 75, 65, 105, 80, 110),
}  # fmt: skip
_FIELDS: Final = (
    "fan-normal-speed", "fan-high-speed", "bad-fan-yellow-alarm", "yellow-alarm", "bad-fan-red-alarm", "red-alarm",
    "fire-shutdown",
)  # fmt: skip


def power(context: Context) -> Element:
    """The power supplies with what they give, and the system as a whole."""
    return _usage(context, is_detailed=False)


def power_detail(context: Context) -> Element:
    """The same, and what each part takes."""
    return _usage(context, is_detailed=True)


def _usage(context: Context, *, is_detailed: bool) -> Element:
    parts = context.device.platform.chassis.parts
    supplies = [part for part in parts if part.kind == "pem"]
    taken = [(part, _USES[part.kind]) for part in parts if part.kind in _USES]
    whole, capacity = sum(use for _, use in taken), _CAPACITY * len(supplies)
    share = whole // max(len(supplies), 1)
    return Element(
        "power-usage-information",
        *(_supply(supply, share) for supply in supplies),
        Element(
            "power-usage-system",
            Element(
                "power-usage-zone-information",
                Element("zone", "0"),
                Element("capacity-actual", str(capacity)),
                Element("capacity-max", str(capacity)),
                Element("capacity-allocated", str(whole)),
                Element("capacity-remaining", str(capacity - whole)),
                Element("capacity-actual-usage", str(whole)),
            ),
            Element("capacity-sys-actual", str(capacity)),
            Element("capacity-sys-max", str(capacity)),
            Element("capacity-sys-remaining", str(capacity - whole)),
        ),
        *(
            Element("power-usage-fru-item", Element("name", part.name), Element("dc-power", str(use)))
            for part, use in (taken if is_detailed else ())
        ),
    )


def _supply(supply: Slot, share: int) -> Element:
    return Element(
        "power-usage-item",
        Element("name", supply.name),
        Element("state", "Online"),
        Element(
            "ac-input-detail",
            Element("ac-input", "OK"),
            Element("ac-expect-feed", "1"),
            Element("ac-actual-feed", "1"),
        ),
        Element(
            "pem-capacity-detail",
            Element("capacity-actual", str(_CAPACITY)),
            Element("capacity-max", str(_CAPACITY)),
        ),
        Element(
            "dc-output-detail",
            Element("dc-power", str(share)),
            Element("zone", "0"),
            Element("dc-current", str(share // _VOLTAGE)),
            Element("dc-voltage", str(_VOLTAGE)),
            Element("dc-load", str(100 * share // _CAPACITY)),
        ),
    )


def power_text(answer: Element, _context: Context) -> Iterator[str]:
    """A block for each supply, then the system, then the parts."""
    for supply in answer.all("power-usage-item"):
        value = supply.value
        most, actual = (value("pem-capacity-detail", f"capacity-{name}") for name in ("max", "actual"))
        feeds = [value("ac-input-detail", f"ac-{name}-feed") for name in ("expect", "actual")]
        given, zone, current, voltage, load = (
            value("dc-output-detail", name)
            for name in ("dc-power", "zone", "dc-current", "dc-voltage", "dc-load")
        )
        yield f"{value('name')}:"
        yield f"  {'State:':<10} {value('state')}"
        fed = f"{feeds[0]} feed expected, {feeds[1]} feed connected"
        yield f"  AC input:  {value('ac-input-detail', 'ac-input')} ({fed})"
        yield f"  Capacity:  {actual} W (maximum {most} W)"
        yield f"  DC output: {given} W (zone {zone}, {current} A at {voltage} V, {load}% of capacity)"
        yield ""
    system = answer.find("power-usage-system")
    if system is not None:
        yield "System:"
        for zone_use in system.all("power-usage-zone-information"):
            value = zone_use.value
            yield f"  Zone {value('zone')}:"
            yield f"      Capacity:          {value('capacity-actual')} W (maximum {value('capacity-max')} W)"
            left = value("capacity-remaining")
            yield f"      Allocated power:   {value('capacity-allocated')} W ({left} W remaining)"
            yield f"      Actual usage:      {value('capacity-actual-usage')} W"
        most, left = system.value("capacity-sys-max"), system.value("capacity-sys-remaining")
        yield f"  Total system capacity: {system.value('capacity-sys-actual')} W (maximum {most} W)"
        yield f"  Total remaining power: {left} W"
    items = list(answer.all("power-usage-fru-item"))
    if items:
        yield ""
        yield f"{'Item':<22}Used(W)"
        yield from (f"{item.value('name'):<22}{item.value('dc-power'):>7}" for item in items)


def thresholds(context: Context) -> Element:
    """The temperatures at which fans and alarms act."""
    chassis = context.device.platform.chassis
    parts = [("Chassis default", "chassis"), *((part.name, part.kind) for part in chassis.parts)]
    return Element(
        "temperature-threshold-information",
        *(
            Element(
                "temperature-threshold",
                Element("name", name),
                *(
                    Element(field, str(limit))
                    for field, limit in zip(_FIELDS, _THRESHOLDS[kind], strict=True)
                ),
            )
            for name, kind in parts
            if kind in _THRESHOLDS
        ),
    )


def thresholds_text(answer: Element, _context: Context) -> Iterator[str]:
    """A table."""
    yield f"{'':<26}{'Fan speed':^14}  {'Yellow alarm':^16}  {'Red alarm':^16}  Fire Shutdown"
    yield f"{'':<26}{'(degrees C)':^14}  {'(degrees C)':^16}  {'(degrees C)':^16}   (degrees C)"
    yield f"{'Item':<26}{'Normal':<8}{'High':<6}  {'Normal':<8}{'Bad fan':<8}  {'Normal':<8}{'Bad fan':<8}     Normal"
    for row in answer.children:
        value = row.value
        yield (
            f"{value('name'):<26}{value('fan-normal-speed'):>6}{value('fan-high-speed'):>6}  "
            f"{value('yellow-alarm'):>8}{value('bad-fan-yellow-alarm'):>8}  {value('red-alarm'):>8}"
            f"{value('bad-fan-red-alarm'):>8}  {value('fire-shutdown'):>9}"
        )


def mac_addresses(context: Context) -> Element:
    """The addresses that the chassis gives to its ports."""
    return Element(
        "chassis-mac-addresses",
        Element(
            "mac-address-information",
            Element("public-base-address", mac_address(context.device, 0)),
            Element("public-count", str(len(names(context.device)))),
        ),
    )


def mac_addresses_text(answer: Element, _context: Context) -> Iterator[str]:
    """The first one, and how many there are."""
    yield "MAC address information:"
    yield f"  {'Public base address':<24}{answer.value('mac-address-information', 'public-base-address')}"
    yield f"  {'Public count':<24}{answer.value('mac-address-information', 'public-count')}"


OPERATIONS = (
    Operation("power", power, power_text),
    Operation("power-detail", power_detail, power_text),
    Operation("thresholds", thresholds, thresholds_text),
    Operation("mac-addresses", mac_addresses, mac_addresses_text),
)
