"""The state of the stores as an archive keeps it, and back: deadlines become times of day, which outlive a reboot."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from junosim.config.archive import Saved
from junosim.config.state import State
from junosim.config.waiting import Confirmation

if TYPE_CHECKING:
    from junosim.clock import Clock


def saved(state: State, clock: Clock) -> Saved:
    """What the archive is to keep."""
    found = Saved(state.revisions, state.rescue, at_boot=state.at_boot)
    waiting = state.confirmation
    if waiting is None:
        return found
    return replace(found, back=waiting.back, deadline=waiting.deadline - clock.monotonic() + clock.time())


def restored(found: Saved, clock: Clock) -> State:
    """The state that was kept. The time to confirm a commit has run on; a deadline may lie in the past."""
    waiting = None
    if found.back is not None and found.deadline is not None:
        waiting = Confirmation(found.back, found.deadline - clock.time() + clock.monotonic())
    return State(found.revisions, waiting, found.rescue, found.at_boot)
