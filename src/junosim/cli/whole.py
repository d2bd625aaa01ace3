"""Long work on the candidate in slices, of which others see nothing or all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from junosim.cli import messages
from junosim.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.config.candidate import Candidate
    from junosim.config.workspace import Workspace
    from junosim.schema.walk import Visible
    from junosim.slices import Slices

T = TypeVar("T")

_ATTEMPTS: Final = 3
"""How often the work starts anew because another session has edited the candidate in the meantime."""


def whole(
    candidate: Candidate,
    work: Callable[[Workspace], Slices[T]],
    visible: Visible | None = None,
) -> Slices[T]:
    """Do `work` on a fork of the candidate and put the outcome in place at once; pauses where `work` yields.

    Texts that `work` reads know the `visible` statements, by default those of the candidate. Raises what `work`
    raises, and ConfigurationError when other sessions keep on editing the candidate, which is then left to them.
    """
    for _ in range(_ATTEMPTS):
        fork = candidate.fork()
        fork.visible = visible or fork.visible
        start = candidate.root
        outcome = yield from work(fork)
        if candidate.root is start:
            candidate.adopt(fork)
            return outcome
    raise ConfigurationError(messages.DATABASE_MODIFIED)
