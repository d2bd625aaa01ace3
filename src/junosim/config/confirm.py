"""A commit that goes back unless it is confirmed in time. The time is a deadline: who looks next carries it out."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from junosim.config.revision import Revision


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What is waited for: `back` comes into force again at `deadline` (on the clock's monotonic scale)."""

    back: Revision
    deadline: float

    def minutes_left(self, now: float) -> int:
        """Whole minutes until the deadline, as they are shown: those that have begun count."""
        return max(1, ceil((self.deadline - now) / 60))
