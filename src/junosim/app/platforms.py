"""`junosim platforms`: the platforms of this installation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.platforms import equipments, load_platform, platform_names
from junosim.text import natural_widths, table

if TYPE_CHECKING:
    from collections.abc import Iterator


def lines() -> Iterator[str]:
    """One line for each platform: name, software, Routing Engine, FIPS statement; its equipments below it."""
    rows = []
    for name in platform_names():
        platform = load_platform(name)
        engines = ", ".join(engine.model for engine in platform.routing_engines)
        rows.append((name, f"Junos {platform.release}", engines, f"system fips {platform.fips.statement} 1"))
    for name, line in zip(platform_names(), table(rows, natural_widths(rows), gap=2), strict=True):
        yield line
        yield from (f"  {equipment}" for equipment in equipments(name))
