"""`show chassis environment`: what is measured of each part. Layout: captures; the figures are our own choice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.operations.chassis import temperature
from junosim.operations.model import Element
from junosim.operations.operation import Context, Operation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.platforms import Slot

_HEADER: Final = "Class Item                           Status     Measurement"
_SPINNING: Final = "Spinning at normal speed"
_FANS: Final = (
    "Top Rear Fan", "Bottom Rear Fan", "Top Middle Fan", "Bottom Middle Fan", "Top Front Fan", "Bottom Front Fan",
)  # fmt: skip
# Kind of a part -> (what is measured, degrees C)
_SENSORS: Final = {
    "pem": (("", 30),),
    "routing-engine": (("", 34), (" CPU", 38)),
    "cb": ((" IntakeA", 31), (" IntakeB", 29), (" ExhaustA", 35), (" ExhaustB", 33)),
    "fpc": ((" Intake", 33), (" Exhaust A", 42), (" Exhaust B", 46)),
}


def environment(context: Context) -> Element:
    """Temperatures of the parts, and the fans."""
    parts = context.device.platform.chassis.parts
    return Element(
        "environment-information",
        *(item for part in parts for item in _temperatures(part)),
        *(
            _item("Fans", name, Element("comment", _SPINNING))
            for part in parts
            if part.kind == "fan"
            for name in _FANS
        ),
    )


def _temperatures(part: Slot) -> Iterator[Element]:
    for name, celsius in _SENSORS.get(part.kind, ()):
        yield _item("Temp", part.name + name, temperature("temperature", celsius))


def _item(kind: str, name: str, measured: Element) -> Element:
    return Element(
        "environment-item", Element("name", name), Element("class", kind), Element("status", "OK"), measured
    )


def environment_text(answer: Element, _context: Context) -> Iterator[str]:
    """One line for each; the class stands at the first of a class."""
    yield _HEADER
    before = ""
    for item in answer.children:
        value = item.value
        kind = value("class")
        shown, before = (kind if kind != before else ""), kind
        measured = value("temperature") or value("comment")
        yield f"{shown:<6}{value('name'):<31}{value('status'):<11}{measured}"


OPERATIONS = (Operation("environment", environment, environment_text),)
