"""Time zones by the names that a configuration gives them."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

if TYPE_CHECKING:
    from datetime import tzinfo


def zone_named(name: str | None) -> tzinfo:
    """The zone of that name, UTC if it is unknown; `GMT+5` is an offset as POSIX counts it."""
    if name is None or name == "UTC":
        return UTC
    for key in (name, f"Etc/{name}"):
        try:
            return ZoneInfo(key)
        except (ZoneInfoNotFoundError, ValueError):
            continue
    return UTC
