"""Figures: what was measured, what it was promised to be, and how it is printed."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure. `limit` is the promise: at most, or with `at_least` at least, that much.

    A figure without a promise has an infinite limit.
    """

    name: str
    value: float
    unit: str
    limit: float
    at_least: bool = False
    note: str = ""

    @property
    def holds(self) -> bool:
        """True when the promise is kept."""
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def __str__(self) -> str:
        if self.limit == inf:
            return f"     {self.name:<44} {self.value:>10.3f} {self.unit:<4}  {self.note}".rstrip()
        sign = ">=" if self.at_least else "<="
        verdict = "ok  " if self.holds else "MISS"
        line = f"{verdict} {self.name:<44} {self.value:>10.3f} {self.unit:<4} ({sign} {self.limit:g})"
        return f"{line}  {self.note}" if self.note else line


def quantile(values: list[float], share: float) -> float:
    """The value below which that share of the values lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
