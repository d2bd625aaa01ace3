"""What a commit is about to do, and who has a say in it: the named checks, and the parts of the device."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from junosim.config.diff import Changes
    from junosim.config.tree import Branch
    from junosim.errors import Problem


@dataclass(frozen=True, slots=True)
class Transition:
    """What a commit is about to do.

    old, new, changes       the configurations with what they inherit, and what differs between these
    committed, candidate    the same two as they are written, with groups; None where they are no others
    """

    old: Branch
    new: Branch
    changes: Changes
    committed: Branch | None = None
    candidate: Branch | None = None

    @property
    def written(self) -> tuple[Branch, Branch]:
        """The configurations as they are written: the committed one and the one that takes its place."""
        return self.committed or self.old, self.candidate or self.new


@dataclass(frozen=True, slots=True)
class Step:
    """One named check; `reason` stands in the last line of a commit it refuses.

    Among the problems that `run` finds are pauses (see `junosim.slices`).
    """

    name: str
    run: Callable[[Transition], Iterable[Problem | None]]
    reason: str = ""


class Subscriber(Protocol):
    """A part of the device that lives by the configuration."""

    def prepare(self, transition: Transition) -> Iterable[Problem]:
        """Look at what is coming; a problem that is no warning refuses the commit."""
        ...

    def apply(self, transition: Transition) -> None:
        """Take the new configuration over; it is stored already, so this may not fail."""
        ...
