"""The front of the chassis: `set chassis display message`, `show chassis craft-interface` and `show chassis led`.

Headings, rows and elements of the lights are recalled from the vendor documentation [g]; the slots are those of the
inventory. A device that answers is up: what it has is well, and no alarm is on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.device.panel import Panel
from junosim.operations.model import Element
from junosim.operations.operation import Context, Operation, output

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

_SENT: Final = "message sent"  # vendor documentation
_ENGINES: Final = 2  # slots for Routing Engines
_ALARMS: Final = ("Red LED", "Yellow LED", "Major relay", "Minor relay")
# Kind of a part -> heading of its lights, name of its slots, the light of one that failed (else green)
_LIGHTS: Final = {
    "fpc": ("Front Panel FPC LEDs", "FPC", "Red"),
    "cb": ("CB LEDs", "CB", "Amber"),
    "afeb": ("AFEB LEDs", "AFEB", "Red"),
    "pem": ("PS LEDs", "PS", "Red"),
    "fan": ("Fan Tray LEDs", "FT", "Red"),
}


_RULE: Final = "-" * 38
_SWITCH_LIGHTS: Final = {"alarms": "Alarms LED", "status": "Status LED", "master": "Master LED"}


def set_message(context: Context) -> Element:
    """Show a text on the craft interface; nothing else of the device reads it."""
    context.device.craft_message = context.arguments["message"]
    return Element("message-information", Element("output", _SENT))


def craft_interface(context: Context) -> Element:
    """The lights of the Routing Engines, of the alarms and of the other parts."""
    platform = context.device.platform
    engines = {engine.slot for engine in platform.routing_engines}
    lights = {"OK": engines, "Fail": (), "Master": (min(engines),)}
    groups = [_group("Front Panel System LEDs", "Routing Engine", _ENGINES, lights)]
    groups.append(_group("Front Panel Alarm Indicators", "", 1, dict.fromkeys(_ALARMS, ())))
    for kind, (title, name, failed) in _LIGHTS.items():
        slots = {_slot(part.name) for part in platform.chassis.parts if part.kind == kind}
        if slots:
            groups.append(_group(title, name, max(slots) + 1, {failed: (), "Green": slots}))
    return Element("craft-information", *groups)


def _slot(name: str) -> int:
    """The number at the end of the name of a part; a part without one is the only one of its kind."""
    number = name.rpartition(" ")[2]
    return int(number) if number.isdigit() else 0


def _group(title: str, name: str, count: int, lights: dict[str, Collection[int]]) -> Element:
    rows = (
        Element(
            "led",
            Element("led-name", light),
            *(Element("led-state", "on" if slot in lit else "off") for slot in range(count)),
        )
        for light, lit in lights.items()
    )
    return Element("led-group", Element("title", title), Element("slot-name", name), *rows)


def craft_text(answer: Element, _context: Context) -> Iterator[str]:
    """A table for each group: a row for each light, a column for each slot, `*` where it is on."""
    for number, group in enumerate(answer.children):
        if number:
            yield ""
        yield f"{group.value('title')}:"
        yield from _table(group.value("slot-name"), list(group.all("led")))


def _table(name: str, rows: list[Element]) -> Iterable[str]:
    width = max(len(name), *(len(row.value("led-name")) for row in rows))
    states = [[state.text for state in row.all("led-state")] for row in rows]
    if name:
        yield f"{name:<{width}}" + "".join(f"{slot:>4}" for slot in range(len(states[0])))
    yield "-" * (width + 4 * len(states[0]))
    for row, shown in zip(rows, states, strict=True):
        yield f"{row.value('led-name'):<{width}}" + "".join("   *" if it == "on" else "   ." for it in shown)


def lights(context: Context) -> Element:
    """The lights on the front of a switch; what they show is what somebody who stands before it sees."""
    slot = context.arguments.get("fpc-slot", "0")
    if slot != "0":
        return Element("led-information")
    platform, shown = context.device.platform, Panel(context.device).leds
    rows = (
        Element(
            "led",
            Element("led-name", _SWITCH_LIGHTS[fixture.role]),
            Element("led-state", shown[fixture.name].value.capitalize()),
        )
        for fixture in platform.panel
        if fixture.kind == "led" and fixture.role in _SWITCH_LIGHTS
    )
    return Element("led-information", Element("slot", slot), *rows)


def lights_text(answer: Element, _context: Context) -> Iterator[str]:
    """A block for the slot of the switch."""
    if not answer.children:
        return
    yield f"Front panel LEDs for slot: {answer.value('slot')}"
    yield _RULE
    yield from (f"{led.value('led-name')}: {led.value('led-state')}" for led in answer.all("led"))


OPERATIONS = (Operation("craft-message", set_message, output),)
CHASSIS: Final = (
    Operation("craft-interface", craft_interface, craft_text),
    Operation("led", lights, lights_text),
)
