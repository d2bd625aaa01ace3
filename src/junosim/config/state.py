"""What a configuration database has committed: one value, which a commit replaces as a whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from junosim.config.confirm import Confirmation
    from junosim.config.revision import Revision

REVISIONS = 50  # rollback 0 to 49


@dataclass(frozen=True, slots=True)
class State:
    """The revisions, newest first, and what goes with them.

    `confirmation` is set while the active configuration still has to be confirmed, `rescue` is the revision that was
    put aside for emergencies.
    """

    revisions: tuple[Revision, ...]
    confirmation: Confirmation | None = None
    rescue: Revision | None = None

    def after(self, revision: Revision, confirmation: Confirmation | None = None) -> State:
        """The state once `revision` is the active configuration."""
        kept = (revision, *self.revisions)[:REVISIONS]
        return replace(self, revisions=kept, confirmation=confirmation)
