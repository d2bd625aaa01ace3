"""`show chassis fpc`, `… pic-status` and `… firmware`: the line cards and what they run.

Layouts: public captures and the fixtures of parsers. The cards are those of the platform, their load is that of idle
ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.operations import times
from junosim.operations.chassis import INTAKE, temperature
from junosim.operations.model import Element
from junosim.operations.operation import Context, Operation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.platforms import Slot

_FPC_HEADER: Final = (
    "                     Temp  CPU Utilization (%)   CPU Utilization (%)  Memory    Utilization (%)",
    "Slot State            (C)  Total  Interrupt      1min   5min   15min  DRAM (MB) Heap     Buffer",
)
_FPC_MEMORY: Final = 3136  # MB
_FPC_LOAD, _FPC_HEAP, _FPC_BUFFER = 7, 13, 25  # per cent


def fpc(context: Context) -> Element:
    """The line cards: which slots are in use, and what their processors do."""
    wanted, cards = context.arguments.get("fpc-slot"), context.device.platform.line_cards
    by_slot = {int(card.name.rpartition(" ")[2]): card for card in cards}
    slots = range(max(by_slot, default=-1) + 1)
    return Element(
        "fpc-information",
        *(_fpc(context, slot, by_slot.get(slot)) for slot in slots if wanted in (None, str(slot))),
        attributes={"junos:style": "detail" if "detail" in context.arguments else "brief"},
    )


def _fpc(context: Context, slot: int, card: Slot | None) -> Element:
    if card is None:
        return Element("fpc", Element("slot", str(slot)), Element("state", "Empty"))
    device, warmth = context.device, INTAKE + slot % 4
    if "detail" in context.arguments:
        return Element(
            "fpc",
            Element("slot", str(slot)),
            Element("state", "Online"),
            temperature("temperature", warmth),
            Element("memory-dram-size", str(_FPC_MEMORY)),
            Element("fips-capable", "False"),
            Element("fips-mode", "False"),
            times.stamp("start-time", device.local_time(device.booted + device.platform.boot_time)),
            times.words("up-time", max(0.0, device.uptime - device.platform.boot_time)),
        )
    return Element(
        "fpc",
        Element("slot", str(slot)),
        Element("state", "Online"),
        Element("temperature", str(warmth), attributes={"junos:celsius": str(warmth)}),
        Element("cpu-total", str(_FPC_LOAD)),
        Element("cpu-interrupt", "0"),
        *(Element(f"cpu-{minutes}min-avg", str(_FPC_LOAD)) for minutes in (1, 5, 15)),
        Element("memory-dram-size", str(_FPC_MEMORY)),
        Element("memory-heap-utilization", str(_FPC_HEAP)),
        Element("memory-buffer-utilization", str(_FPC_BUFFER)),
    )


def fpc_text(answer: Element, _context: Context) -> Iterator[str]:
    """One line for each slot; with `detail` a block for each card."""
    if answer.attributes.get("junos:style") == "detail":
        for card in answer.children:
            yield from _fpc_block(card)
        return
    yield from _FPC_HEADER
    for card in answer.children:
        value = card.value
        if value("state") != "Online":
            yield f"{value('slot'):>3}  {value('state')}"
            continue
        yield (
            f"{value('slot'):>3}  {value('state'):<15}{value('temperature'):>5}{value('cpu-total'):>7}"
            f"{value('cpu-interrupt'):>11}{value('cpu-1min-avg'):>9}{value('cpu-5min-avg'):>7}"
            f"{value('cpu-15min-avg'):>7}{value('memory-dram-size'):>8}{value('memory-heap-utilization'):>9}"
            f"{value('memory-buffer-utilization'):>11}"
        )


def _fpc_block(card: Element) -> Iterator[str]:
    value = card.value
    yield f"Slot {value('slot')} information:"
    yield f"  {'State':<36}{value('state')}"
    if card.find("temperature") is None:
        return
    yield f"  {'Temperature':<33}{value('temperature')}"
    yield f"  {'Total CPU DRAM':<31}{value('memory-dram-size'):>5} MB"
    yield f"  {'FIPS Capable':<36}{value('fips-capable')}"
    yield f"  {'FIPS Mode':<36}{value('fips-mode')}"
    yield f"  {'Start time':<36}{value('start-time')}"
    yield f"  {'Uptime':<36}{value('up-time')}"


def pic_status(context: Context) -> Element:
    """The interface cards of each line card."""
    return Element("fpc-information", *(_card(card) for card in context.device.platform.line_cards))


def _card(card: Slot) -> Element:
    pics = [part for part in card.parts if part.kind == "pic"]
    return Element(
        "fpc",
        Element("slot", card.name.rpartition(" ")[2]),
        Element("state", "Online"),
        Element("description", card.description),
        *(
            Element(
                "pic",
                Element("pic-slot", pic.name.rpartition(" ")[2]),
                Element("pic-state", "Online"),
                Element("pic-type", pic.description),
            )
            for pic in pics
        ),
    )


def pic_status_text(answer: Element, _context: Context) -> Iterator[str]:
    """A line for each card, and one for each of what is on it."""
    for card in answer.children:
        yield f"Slot {card.value('slot'):<3} {card.value('state'):<12} {card.value('description')}"
        for pic in card.all("pic"):
            yield f"  PIC {pic.value('pic-slot'):<2} {pic.value('pic-state'):<12} {pic.value('pic-type')}"


def firmware(context: Context) -> Element:
    """The software of the line cards: that of the release."""
    version = f"Version {context.device.software.release}"
    return Element(
        "firmware-information",
        Element(
            "chassis",
            *(
                Element(
                    "chassis-module",
                    Element("name", card.name),
                    Element("firmware", Element("type", "ROM"), Element("firmware-version", "PC Bios")),
                    Element("firmware", Element("type", "O/S"), Element("firmware-version", version)),
                )
                for card in context.device.platform.line_cards
            ),
        ),
    )


def firmware_text(answer: Element, _context: Context) -> Iterator[str]:
    """Two lines for each card."""
    yield f"{'Part':<25}{'Type':<11}Version"
    chassis = answer.find("chassis")
    for card in chassis.children if chassis is not None else ():
        name = card.value("name")
        for item in card.all("firmware"):
            yield f"{name:<25}{item.value('type'):<11}{item.value('firmware-version')}"
            name = ""


OPERATIONS = (
    Operation("fpc", fpc, fpc_text),
    Operation("pic-status", pic_status, pic_status_text),
    Operation("firmware", firmware, firmware_text),
)
