"""`show chassis hardware`, `… routing-engine`, `… fpc`, `… firmware` and alarms: the platform's parts as they run.

Layouts: public captures and the fixtures of parsers. Parts and numbers are those of the platform; temperatures and
use of processors follow from the load.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.device.processes import consumed_memory
from junosim.operations import times
from junosim.operations.model import Element
from junosim.operations.operation import Context, Operation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from junosim.platforms import RoutingEngine, Slot

_INVENTORY_HEADER: Final = "Item             Version  Part number  Serial number     Description"
_MODELS_HEADER: Final = "Item             Version  Part number  CLEI code         FRU model number"
_FPC_HEADER: Final = (
    "                     Temp  CPU Utilization (%)   CPU Utilization (%)  Memory    Utilization (%)",
    "Slot State            (C)  Total  Interrupt      1min   5min   15min  DRAM (MB) Heap     Buffer",
)
_DEPTHS: Final = (
    "chassis-module",
    "chassis-sub-module",
    "chassis-sub-sub-module",
    "chassis-sub-sub-sub-module",
)
_INTAKE, _WARMTH = 34, 20  # degrees C of an idle engine; how much a busy one adds
_FPC_MEMORY: Final = 3136  # MB
_FPC_LOAD, _FPC_HEAP, _FPC_BUFFER = 7, 13, 25  # per cent
_NO_ALARMS: Final = "No alarms currently active"
_RESCUE: Final = "Rescue configuration is not set"
_REASON: Final = "Router rebooted after a normal shutdown."


def hardware(context: Context) -> Element:
    """The inventory, with what is plugged into each part below it; the same in every detail but `models`."""
    chassis = context.device.platform.chassis
    is_models = context.arguments.get("verbosity") in ("models", "clei-models")
    return Element(
        "chassis-inventory",
        Element(
            "chassis",
            Element("name", chassis.name),
            Element("serial-number", chassis.serial_number),
            Element("description", chassis.description),
            *_modules(chassis.parts, 0, is_models=is_models),
            attributes={"junos:style": "inventory"},
        ),
    )


def _modules(parts: Iterable[Slot], depth: int, *, is_models: bool) -> Iterator[Element]:
    for part in parts:
        below = list(_modules(part.parts, depth + 1, is_models=is_models))
        if is_models and not part.model:
            yield from below
            continue
        facts = (
            ("name", part.name),
            ("version", part.version),
            ("part-number", part.part_number),
            ("serial-number", part.serial_number),
            ("description", part.description),
            ("model-number", part.model if is_models else ""),
        )
        yield Element(_DEPTHS[depth], *(Element(name, text) for name, text in facts if text), *below)


def hardware_text(answer: Element, context: Context) -> Iterator[str]:
    """The parts as a table, indented by what they are plugged into."""
    is_models = context.arguments.get("verbosity") in ("models", "clei-models")
    yield "Hardware inventory:"
    yield _MODELS_HEADER if is_models else _INVENTORY_HEADER
    chassis = answer.find("chassis")
    if chassis is None:
        return
    if not is_models:
        yield _inventory_line(chassis, 0)
    yield from _inventory(chassis, 0, is_models=is_models)


def _inventory(element: Element, depth: int, *, is_models: bool) -> Iterator[str]:
    for part in element.children:
        if part.name in _DEPTHS:
            yield _model_line(part) if is_models else _inventory_line(part, depth)
            yield from _inventory(part, depth + 1, is_models=is_models)


def _inventory_line(part: Element, depth: int) -> str:
    value = part.value
    name = "  " * depth + value("name")
    return (
        f"{name:<16} {value('version'):<8} {value('part-number'):<12} {value('serial-number'):<17} "
        f"{value('description')}"
    ).rstrip()


def _model_line(part: Element) -> str:
    value = part.value
    return f"{value('name'):<16} {value('version'):<8} {value('part-number'):<12} {'':<17} {value('model-number')}"


# ---------------------------------------------------------------------- Routing Engines


def routing_engine(context: Context) -> Element:
    """The state of each Routing Engine, or of the one in a slot."""
    wanted = context.arguments.get("slot")
    engines = context.device.platform.routing_engines
    return Element(
        "route-engine-information",
        *(_engine(context, engine) for engine in engines if wanted in (None, str(engine.slot))),
    )


def _engine(context: Context, engine: RoutingEngine) -> Element:
    device = context.device
    averages = device.load.averages(device.clock.monotonic())
    running = device.processes.all(device.clock.monotonic())
    used = 100 * consumed_memory(running) // (engine.memory * 1024)
    part = next(
        (it for it in device.platform.chassis.parts if it.name == f"Routing Engine {engine.slot}"), None
    )
    warmth = _INTAKE + int(_WARMTH * min(1.0, averages[0] / engine.processors))
    return Element(
        "route-engine",
        Element("slot", str(engine.slot)),
        Element("mastership-state", "master"),
        Element("mastership-priority", "master (default)"),
        Element("status", "OK"),
        _temperature("temperature", warmth),
        _temperature("cpu-temperature", warmth + 4),
        Element("memory-dram-size", f"{engine.memory - 32} MB"),
        Element("memory-installed-size", f"({engine.memory} MB installed)"),
        Element("memory-buffer-utilization", str(used)),
        *(element for period, load in zip(("", "1", "2", "3"), (averages[0], *averages), strict=True)
          for element in _use(period, load, engine.processors)),
        Element("model", engine.model),
        Element("serial-number", part.serial_number) if part is not None else None,
        times.stamp("start-time", device.local_time(device.booted)),
        times.words("up-time", device.uptime),
        Element("last-reboot-reason", _REASON),
        *(Element(f"load-average-{name}", f"{load:.2f}")
          for name, load in zip(("one", "five", "fifteen"), averages, strict=True)),
    )  # fmt: skip


def _use(period: str, load: float, processors: int) -> Iterator[Element]:
    """Use of the processors in one period, in whole per cent."""
    busy = min(100.0, 100 * load / processors)
    user, kernel, interrupt = round(0.6 * busy), round(0.3 * busy), round(0.1 * busy)
    shares = (user, 0, kernel, interrupt, 100 - user - kernel - interrupt)
    for name, share in zip(("user", "background", "system", "interrupt", "idle"), shares, strict=True):
        yield Element(f"cpu-{name}{period}", str(share))


def _temperature(name: str, celsius: int) -> Element:
    text = f"{celsius} degrees C / {round(celsius * 9 / 5 + 32)} degrees F"
    return Element(name, text, attributes={"junos:celsius": str(celsius)})


def routing_engine_text(answer: Element, _context: Context) -> Iterator[str]:
    """A block for each engine."""
    yield "Routing Engine status:"
    for engine in answer.children:
        yield from _engine_lines(engine)


def _engine_lines(engine: Element) -> Iterator[str]:
    value = engine.value
    yield f"  Slot {value('slot')}:"
    yield f"    {'Current state':<31}{value('mastership-state').capitalize()}"
    yield f"    {'Election priority':<31}{value('mastership-priority').capitalize()}"
    yield f"    {'Temperature':<28}{value('temperature')}"
    yield f"    {'CPU temperature':<28}{value('cpu-temperature')}"
    yield f"    {'DRAM':<26}{value('memory-dram-size')} {value('memory-installed-size')}"
    yield f"    {'Memory utilization':<27}{value('memory-buffer-utilization'):>3} percent"
    titles = (
        ("User", "user"),
        ("Background", "background"),
        ("Kernel", "system"),
        ("Interrupt", "interrupt"),
        ("Idle", "idle"),
    )
    for label, period in (("5 sec", ""), ("1 min", "1"), ("5 min", "2"), ("15 min", "3")):
        yield f"    {label} CPU utilization:"
        yield from (f"      {title:<25}{value(f'cpu-{name}{period}'):>3} percent" for title, name in titles)
    for title, name in (("Model", "model"), ("Serial ID", "serial-number"), ("Start time", "start-time"),
                        ("Uptime", "up-time"), ("Last reboot reason", "last-reboot-reason")):  # fmt: skip
        yield f"    {title:<31}{value(name)}"
    loads = [value(f"load-average-{name}") for name in ("one", "five", "fifteen")]
    yield f"    {'Load averages:':<31}1 minute   5 minute  15 minute"
    yield f"    {loads[0]:>39}{loads[1]:>11}{loads[2]:>11}"


# ---------------------------------------------------------------------- line cards


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
    device, warmth = context.device, _INTAKE + slot % 4
    if "detail" in context.arguments:
        return Element(
            "fpc",
            Element("slot", str(slot)),
            Element("state", "Online"),
            _temperature("temperature", warmth),
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


# ---------------------------------------------------------------------- alarms


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
    Operation("hardware", hardware, hardware_text),
    Operation("routing-engine", routing_engine, routing_engine_text),
    Operation("fpc", fpc, fpc_text),
    Operation("pic-status", pic_status, pic_status_text),
    Operation("firmware", firmware, firmware_text),
    Operation("alarms", chassis_alarms, alarms_text),
    Operation("system-alarms", system_alarms, alarms_text),
)
