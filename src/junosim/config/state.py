"""What a configuration database has committed: one value, which a commit replaces as a whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from junosim.config.revision import Revision
    from junosim.config.waiting import Confirmation

REVISIONS = 50  # rollback 0 to 49


@dataclass(frozen=True, slots=True)
class State:
    """The revisions, newest first, and what goes with them.

    `confirmation` is set while the active configuration still has to be confirmed, `rescue` is the revision that was
    put aside for emergencies. `at_boot` is what will be committed when the device boots next; its time is when that
    was asked for.
    """

    revisions: tuple[Revision, ...]
    confirmation: Confirmation | None = None
    rescue: Revision | None = None
    at_boot: Revision | None = None

    def after(self, revision: Revision, confirmation: Confirmation | None = None) -> State:
        """The state once `revision` is the active configuration; no other commit waits for a boot then."""
        return replace(self.back_to(revision), confirmation=confirmation, at_boot=None)

    def back_to(self, revision: Revision) -> State:
        """The state once a commit that was not confirmed has gone back to `revision`; others still wait."""
        return replace(self, revisions=(revision, *self.revisions)[:REVISIONS], confirmation=None)
