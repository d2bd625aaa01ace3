"""The configuration mode of one session: which candidate, at which level, and how to get back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from junosim.config.lookup import words_of

if TYPE_CHECKING:
    from junosim.config.candidate import Candidate
    from junosim.schema.walk import Path


@dataclass(slots=True)
class Editing:
    """`base` is the current level of the hierarchy; `trail` the levels that `exit` goes back to."""

    candidate: Candidate
    base: Path = ()
    trail: list[Path] = field(default_factory=list)

    @property
    def banner(self) -> str:
        """The line above the prompt: `[edit system login]`."""
        return f"[edit{''.join(' ' + word for word in words_of(self.base))}]"

    def enter(self, path: Path) -> None:
        """`edit`: go to another level, from which `exit` returns to this one."""
        if path != self.base:
            self.trail.append(self.base)
            self.base = path

    def climb(self, levels: int | None) -> Path:
        """The level that is so many containers or list entries up; None is the top."""
        return () if levels is None else self.base[: max(len(self.base) - levels, 0)]

    def rise(self, levels: int | None) -> None:
        """`up`, `top`: go there; `exit` then returns to levels above it only."""
        self.base = self.climb(levels)
        self.trail = [level for level in self.trail if len(level) < len(self.base)]

    def leave(self) -> bool:
        """`exit`: go back to where the last `edit` was given; False at the top, where `exit` leaves the mode."""
        if not self.trail:
            if not self.base:
                return False
            self.base = ()
            return True
        self.base = self.trail.pop()
        return True
