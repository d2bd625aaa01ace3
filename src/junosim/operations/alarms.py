"""`show chassis alarms` and `show system alarms`: what is wrong with the parts, and with the software.

Layout: public captures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.operations import times
from junosim.operations.model import Element
from junosim.operations.operation import Context, Operation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NO_ALARMS: Final = "No alarms currently active"
_RESCUE: Final = "Rescue configuration is not set"


def chassis_alarms(_context: Context) -> Element:
    """What is wrong with the parts: nothing."""
    return _alarms(())


def system_alarms(context: Context) -> Element:
    """What is wrong with the software: there should be a rescue configuration."""
    device = context.device
    missing = not device.stores.has_rescue
    return _alarms([_alarm(context)] if missing else ())


def _alarm(context: Context) -> Element:
    since = context.device.local_time(context.device.booted + context.device.platform.boot_time)
    return Element(
        "alarm-detail",
        times.stamp("alarm-time", since),
        Element("alarm-class", "Minor"),
        Element("alarm-description", _RESCUE),
        Element("alarm-short-description", "no-rescue"),
        Element("alarm-type", "Configuration"),
    )


def _alarms(found: Iterable[Element]) -> Element:
    active = tuple(found)
    count = Element("active-alarm-count", str(len(active))) if active else Element("no-active-alarms")
    return Element("alarm-information", Element("alarm-summary", count), *active)


def alarms_text(answer: Element, _context: Context) -> Iterator[str]:
    """The number of alarms, always in the plural, and a line for each."""
    count = answer.value("alarm-summary", "active-alarm-count")
    if not count:
        yield _NO_ALARMS
        return
    yield f"{count} alarms currently active"
    yield f"{'Alarm time':<25}Class  Description"
    for alarm in answer.all("alarm-detail"):
        value = alarm.value
        yield f"{value('alarm-time'):<25}{value('alarm-class'):<7}{value('alarm-description')}"


OPERATIONS = (
    Operation("alarms", chassis_alarms, alarms_text),
    Operation("system-alarms", system_alarms, alarms_text),
)
