"""What a device waits for: that a commit is confirmed, or the time of one that was put off.

A time is a deadline: who looks next carries it out (`Device.wake`).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from junosim.config.candidate import Candidate
    from junosim.config.locks import Editor
    from junosim.config.revision import Revision


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A commit that is to be confirmed; if it is not, `back` comes into force again.

    `deadline` is on the clock's monotonic scale.
    """

    back: Revision
    deadline: float

    def minutes_left(self, now: float) -> int:
        """Whole minutes until the deadline, as they are shown: those that have begun count."""
        return max(1, ceil((self.deadline - now) / 60))


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A commit that waits: `candidate` in the hands of the session that left it behind, and until when.

    `deadline` is on the clock's monotonic scale, `time` in seconds since the epoch; both are None for a commit
    that waits for the next boot.
    """

    candidate: Candidate
    editor: Editor
    client: str
    comment: str
    deadline: float | None
    time: float | None
