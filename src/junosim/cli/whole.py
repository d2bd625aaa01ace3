"""Long work on the candidate in slices, of which others see nothing or all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from junosim.cli import messages
from junosim.config import edit
from junosim.config.load import load_in_slices
from junosim.errors import ConfigurationError
from junosim.schema.walk import Step

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.config.candidate import Candidate
    from junosim.config.load import Form, Loaded, Mode
    from junosim.config.workspace import Workspace
    from junosim.schema.walk import Path, Visible
    from junosim.slices import Slices

T = TypeVar("T")

_VERSION: Final = "version"
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


def load_whole(
    candidate: Candidate, text: str, mode: Mode, form: Form, base: Path, visible: Visible | None = None
) -> Slices[Loaded]:
    """Load a text so that the candidate holds nothing or all of it; pauses now and then; `visible` as for `whole`.

    Raises ConfigurationError when other sessions keep on editing the candidate, which is then left to them.
    """

    def work(fork: Workspace) -> Slices[Loaded]:
        start = fork.root
        loaded = yield from load_in_slices(fork, text, mode=mode, form=form, base=base)
        drop_version(fork)
        if loaded.refused:
            fork.root = start
            fork.forget()
        return loaded

    return (yield from whole(candidate, work, visible))


def drop_version(work: Workspace) -> None:
    """Take out the `version` line of a text: the software of the device states its own."""
    if _VERSION not in work.root.children:
        return
    work.root = edit.delete(work.root, work.owner, (Step(work.root.node.by_name[_VERSION]),))
    if work.journal is not None:
        work.journal[:] = [
            note for note in work.journal if len(note.path) != 1 or note.path[0].node.name != _VERSION
        ]
