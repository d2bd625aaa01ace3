"""The catalogue of messages, read from `events.toml` when it is first asked for.

event("ui-logout", at=device.clock.time(), pid=6520, username="op")
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from junosim.audit.event import Argument, Entry, Event, Kind
from junosim.audit.priority import FACILITIES, severity

if TYPE_CHECKING:
    from collections.abc import Mapping

_FIELDS: Final = frozenset(
    {"tag", "process", "pid", "facility", "severity", "arguments", "usual", "text", "durable"}
)


@cache
def catalog() -> Mapping[str, Kind]:
    """Every kind of message by its key, in the order of the file."""
    return read(files(__package__).joinpath("events.toml").read_text(encoding="utf-8"))


def kind(key: str) -> Kind:
    """The kind of that key. Raises KeyError for an unknown one."""
    return catalog()[key]


def entry(key: str, /, **arguments: str) -> Entry:
    """What is to be logged. Raises KeyError for an unknown kind, TypeError for wrong arguments."""
    row = kind(key)
    return Entry(row, row.values(arguments))


def event(key: str, /, at: float, pid: int | None = None, **arguments: str) -> Event:
    """An event at a time (seconds since 1970, UTC). Raises what `entry` raises."""
    row = kind(key)
    return Event(row, row.values(arguments), pid, at)


def read(text: str) -> Mapping[str, Kind]:
    """The kinds of a file. Raises KeyError or ValueError when it is wrong."""
    return {key: _kind(key, row) for key, row in tomllib.loads(text).items()}


def _kind(key: str, row: Mapping[str, Any]) -> Kind:
    if unknown := set(row) - _FIELDS:
        raise ValueError(f"{key}: unknown field {', '.join(sorted(unknown))}")
    usual: Mapping[str, str] = row.get("usual", {})
    return Kind(
        key=key,
        tag=row.get("tag", ""),
        process=row["process"],
        gives_pid=row.get("pid", True),
        facility=FACILITIES[row["facility"]],
        severity=severity(row["severity"]),
        arguments=tuple(_argument(word, usual) for word in row.get("arguments", ())),
        template=row["text"],
        is_durable=row.get("durable", False),
    )


def _argument(word: str, usual: Mapping[str, str]) -> Argument:
    """`name`, or `name:field` where structured data calls it otherwise than those who make the event."""
    name, _, field = word.partition(":")
    return Argument(name, field or name, usual.get(name))
