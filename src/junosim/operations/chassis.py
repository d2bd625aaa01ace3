"""`show chassis hardware` and `show chassis routing-engine`: the platform's parts, and its engines as they run.

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
_DEPTHS: Final = (
    "chassis-module",
    "chassis-sub-module",
    "chassis-sub-sub-module",
    "chassis-sub-sub-sub-module",
)
INTAKE: Final = 34
"""Degrees C of an idle part."""

_WARMTH: Final = 20  # how much a busy engine adds
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
    engines = device.platform.routing_engines
    averages = device.load.averages(device.clock.monotonic())
    running = device.processes.all(device.clock.monotonic())
    used = 100 * consumed_memory(running) // (engine.memory * 1024)
    part = next(
        (it for it in device.platform.chassis.parts if it.name == f"Routing Engine {engine.slot}"), None
    )
    is_master = engine.slot == engines[0].slot
    role = "master" if is_master else "backup"
    periods = zip(("", "1", "2", "3"), (averages[0], *averages), strict=True)
    warmth = INTAKE + int(_WARMTH * min(1.0, averages[0] / engine.processors))
    return Element(
        "route-engine",
        Element("slot", str(engine.slot)),
        Element("mastership-state", role),
        Element("mastership-priority", f"{role} (default)"),
        Element("status", "OK"),
        temperature("temperature", warmth),
        temperature("cpu-temperature", warmth + 4),
        Element("memory-dram-size", f"{engine.memory - 32} MB"),
        Element("memory-installed-size", f"({engine.memory} MB installed)"),
        Element("memory-buffer-utilization", str(used)),
        *(element for period, load in periods if is_master or not period  # of the other one no averages are known
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


def temperature(name: str, celsius: int) -> Element:
    """A temperature, in words too."""
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
        if engine.find(f"cpu-user{period}") is None:
            continue
        yield f"    {label} CPU utilization:"
        yield from (f"      {title:<25}{value(f'cpu-{name}{period}'):>3} percent" for title, name in titles)
    for title, name in (("Model", "model"), ("Serial ID", "serial-number"), ("Start time", "start-time"),
                        ("Uptime", "up-time"), ("Last reboot reason", "last-reboot-reason")):  # fmt: skip
        yield f"    {title:<31}{value(name)}"
    loads = [value(f"load-average-{name}") for name in ("one", "five", "fifteen")]
    yield f"    {'Load averages:':<31}1 minute   5 minute  15 minute"
    yield f"    {loads[0]:>39}{loads[1]:>11}{loads[2]:>11}"


OPERATIONS = (
    Operation("hardware", hardware, hardware_text),
    Operation("routing-engine", routing_engine, routing_engine_text),
)
