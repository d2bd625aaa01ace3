"""The parts of a chassis as its file has them: inventory, ports, panel, packages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from junosim.platforms.model import Fixture, Package, Port, Slot

if TYPE_CHECKING:
    from junosim.platforms.equipment import Equipped
    from junosim.platforms.table import Table

_ENGINE: Final = "routing-engine"
_PORTS: Final = ("management", "console", "network", "service")
_FIXTURES: Final = ("connector", "led", "button")
_ROLES: Final = {
    "led": ("shows", ("status", "ok", "online", "master", "alarms", "card", "application")),
    "button": ("does", ("reset", "engine", "system", "card")),
}
"""The key that says what an LED shows or a button does, and the words it may have."""


def chassis(table: Table, description: str, equipped: Equipped) -> Slot:
    """The inventory; the line `kind = "routing-engine"` stands for the Routing Engines that are there."""
    parts: list[Slot] = []
    for entry in table.tables("part"):
        is_there = equipped.has(entry)
        part = _slot(entry)
        if is_there:
            parts += equipped.engine_parts if part.kind == _ENGINE else (part,)
    return _slot(table, description, tuple(parts))


def _slot(table: Table, description: str = "", parts: tuple[Slot, ...] = ()) -> Slot:
    slot = Slot(
        name=table.text("name"),
        kind=table.text("kind"),
        description=table.text("description", description),
        version=table.text("version", ""),
        part_number=table.text("part-number", ""),
        serial_number=table.text("serial-number", ""),
        model=table.text("model", ""),
        parts=parts or tuple(_slot(part) for part in table.tables("part")),
    )
    table.finish()
    return slot


def ports(table: Table, equipped: Equipped) -> list[Port]:
    """One entry stands for one port by name, or for all ports of a PIC (`media`, `fpc`, `pic`, `first`, `count`)."""
    is_there = equipped.has(table)
    kind, speed = table.text("kind"), table.take("speed", int, 0)
    if kind not in _PORTS:
        raise table.error("kind", f"{kind!r} is no kind of port")
    name = table.text("name", "")
    if name:
        names = [name]
    else:
        prefix, first = (
            f"{table.text('media')}-{table.integer('fpc')}/{table.integer('pic')}/",
            table.take("first", int, 0),
        )
        names = [f"{prefix}{first + number}" for number in range(table.integer("count"))]
    table.finish()
    return [Port(name, kind, speed) for name in names] if is_there else []


def fixture(table: Table) -> Fixture:
    """One row of the panel."""
    kind = table.text("kind")
    if kind not in _FIXTURES:
        raise table.error("kind", f"{kind!r} is neither of {', '.join(_FIXTURES)}")
    key, known = _ROLES.get(kind, ("", ()))
    role = table.text(key) if known else ""
    if known and role not in known:
        raise table.error(key, f"{role!r} is none of {', '.join(known)}")
    found = Fixture(table.text("name"), kind, table.take("count", int, 1), table.texts("classes"), role)
    table.finish()
    return found


def packages(software: Table, key: str, versions: dict[str, Any]) -> tuple[Package, ...]:
    """Rows of XML name, title, and either a version or the name of one in `versions`."""
    found = []
    for number, row in enumerate(software.take(key, list)):
        if not (isinstance(row, list) and len(row) == 3 and all(isinstance(cell, str) for cell in row)):
            raise software.error(f"{key}[{number}]", "must be [name, title, version]")
        name, title, version = row
        found.append(Package(name, title, str(versions.get(version, version))))
    return tuple(found)
