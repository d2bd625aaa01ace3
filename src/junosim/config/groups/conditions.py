"""The conditions of a group: the `when` statement, and the names that only count on one Routing Engine.

All conditions of a group have to hold. One that asks for what the device lacks (a virtual chassis, a cluster) is
false.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from junosim.config.query import branch, leaf_text, leaf_values

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.config.tree import Branch

_OF_ENGINES = re.compile(r"re[01]|(lcc|sfc)\d+-re[01]|scc-re[01]")
_TIME = re.compile(r"(?:(\d{4})-(\d\d?)-(\d\d?)\.)?(\d\d?):(\d\d)(?::(\d\d))?")


def _now(_zone: str | None) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What conditions ask for: the model of the chassis, the Routing Engine, and the time in a zone of that name."""

    model: str = ""
    routing_engine: str = "re0"
    now: Callable[[str | None], datetime] = _now


def holds(group: Branch, root: Branch, device: Circumstances) -> bool:
    """True when `group` counts on this device now. `root` is the configuration it belongs to."""
    name = group.keys[0]
    if _OF_ENGINES.fullmatch(name) and name != device.routing_engine:
        return False
    when = branch(group, "when")
    if when is None:
        return True
    given = {
        "model": leaf_text(when, "model"),
        "routing-engine": leaf_text(when, "routing-engine"),
        "chassis": leaf_text(when, "chassis"),
        "member": leaf_text(when, "member"),
        "node": leaf_text(when, "node"),
    }
    present = {"model": device.model, "routing-engine": device.routing_engine}
    if any(text is not None and text != present.get(name) for name, text in given.items()):
        return False
    peers = leaf_values(when, "peers")
    if peers and leaf_text(root, "system", "host-name") not in peers:
        return False
    return _in_time(branch(when, "time"), root, device)


def depends_on_time(group: Branch) -> bool:
    """True when a group counts at some times only."""
    return branch(group, "when", "time") is not None


def _in_time(time: Branch | None, root: Branch, device: Circumstances) -> bool:
    """`time START [to END]`; a time that cannot be read never comes.

    A time without a date comes every day; without an end it lasts until the end of that day, with a date for ever.
    """
    if time is None:
        return True
    now = device.now(leaf_text(root, "system", "time-zone"))
    start = _moment(leaf_text(time, "start-time"), now)
    stop = leaf_text(time, "to", "end-time")
    end = _moment(stop, now)
    if start is None or (stop is not None and end is None):
        return False
    if end is not None and end < start and "." not in f"{leaf_text(time, 'start-time')}{stop}":
        return now >= start or now < end  # through midnight
    return start <= now and (end is None or now < end)


def _moment(text: str | None, now: datetime) -> datetime | None:
    """`HH:MM[:SS]` of today, or `YYYY-MM-DD.HH:MM[:SS]`, in the zone of `now`."""
    found = _TIME.fullmatch(text) if text is not None else None
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        clock = now.replace(hour=hour, minute=minute, second=second, microsecond=0)
        return clock.replace(year=year, month=month, day=day) if year else clock
    except ValueError:
        return None
