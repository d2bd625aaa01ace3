"""Long work on the candidate in slices, of which others see nothing or all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from junosim.cli import messages
from junosim.cli.context import PAUSE, Output
from junosim.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from junosim.config.candidate import Candidate
    from junosim.config.workspace import Workspace
    from junosim.schema.walk import Visible

T = TypeVar("T")

_ATTEMPTS: Final = 3
"""How often the work starts anew because another session has edited the candidate in the meantime."""


def whole(
    candidate: Candidate,
    work: Callable[[Workspace], Generator[None, None, T]],
    visible: Visible | None = None,
) -> Generator[Output, str, T]:
    """Do `work` on a fork of the candidate and put the outcome in place at once; pauses where `work` yields.

    Texts that `work` reads know the `visible` statements, by default those of the candidate. Raises what `work`
    raises, and ConfigurationError when other sessions keep on editing the candidate, which is then left to them.
    """
    for _ in range(_ATTEMPTS):
        fork = candidate.fork()
        fork.visible = visible or fork.visible
        start = candidate.root
        outcome = yield from paused(work(fork))
        if candidate.root is start:
            candidate.adopt(fork)
            return outcome
    raise ConfigurationError(messages.DATABASE_MODIFIED)


def paused(slices: Generator[None, None, T]) -> Generator[Output, str, T]:
    """Do slices of work with a pause after each."""
    while True:
        try:
            next(slices)
        except StopIteration as end:
            outcome: T = end.value
            return outcome
        yield PAUSE
