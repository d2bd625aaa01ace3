"""Sizes as people read them: four characters and a unit, as FreeBSD's humanize_number(3) gives them."""

from __future__ import annotations

from typing import Final

_UNITS: Final = "BKMGTPE"


def human(size: int) -> str:
    """`512B`, `1.5K`, `64M`."""
    value, unit = float(size), 0
    while value >= 999.5 and unit < len(_UNITS) - 1:
        value /= 1024
        unit += 1
    digits = 1 if unit and value < 9.95 else 0
    return f"{value:.{digits}f}{_UNITS[unit]}"
