"""The checks of every commit of what the language states, and what `show` says of their findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.config.notes import Notes, notes_on
from junosim.config.rules.stated import Sort
from junosim.config.rules.step import Rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from junosim.config.transition import Transition
    from junosim.errors import Problem
    from junosim.slices import Slices


class LanguageChecks:
    """The checks of one device. Trees of transitions must not change any more."""

    def __init__(self) -> None:
        self._rules = Rules()

    def steps(self) -> list[tuple[str, Callable[[Transition], Iterator[Problem | None]], str]]:
        """The checks: (name, check, reason in the last line of a commit it refuses)."""
        return [(f"{sort.name.lower()} rules", self._rules.of(sort), sort.value) for sort in Sort]

    def vouch(self, transition: Transition) -> None:
        """Know without a walk that nothing is wrong in the new tree, as it was checked elsewhere."""
        self._rules.vouch(transition.new)

    def notes(self, transition: Transition) -> Slices[Notes | None]:
        """What is to say about statements of the new tree; None while that would take a walk over all of it."""
        if not self._rules.is_known(transition.old):
            return None
        findings = yield from self._rules.findings_in_slices(transition)
        return notes_on(transition.written[1], findings)
