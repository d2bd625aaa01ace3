"""Keeps the commands of a session from changing statements that its user may not change.

Nobody else runs while a routine takes a step. What differs in the candidate after a step was therefore done by this
command, whichever it was and however it did it, and is undone when a part of it is not allowed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.cli import messages
from junosim.cli.context import Interrupted
from junosim.config.authority import applies_otherwise
from junosim.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Generator

    from junosim.cli.context import Context, Output, Routine
    from junosim.config.candidate import Candidate
    from junosim.config.tree import Branch

_MERGING: Final = frozenset(
    {"configuration.commit", "configuration.commit-confirmed", "configuration.update"}
)
"""The commands that bring into a private candidate what others have committed, which is no change of this user's."""


def guarded(context: Context, handler: str, routine: Routine) -> Routine:
    """The routine of a command, which fails at a step that changes what the user may not change.

    Raises ConfigurationError there; the candidate is then as it was before the step.
    """
    if context.authority.unrestricted or context.editing is None or handler in _MERGING:
        return routine
    return _watched(context, routine)


def _watched(context: Context, routine: Routine) -> Routine:
    reply: str | None = None
    failure: Exception | None = None
    try:
        while True:
            before = _Before(context)
            try:
                item = _step(routine, reply, failure)
            except StopIteration:
                return
            finally:
                before.settle(context)
            reply, failure = None, None
            try:
                reply = yield item
            except (ConfigurationError, Interrupted) as problem:
                failure = problem
    finally:
        routine.close()


def _step(routine: Generator[Output, str, None], reply: str | None, failure: Exception | None) -> Output:
    if failure is not None:
        return routine.throw(failure)
    return next(routine) if reply is None else routine.send(reply)


def _is_allowed(context: Context, old: Branch, new: Branch) -> bool:
    """True when all that differs may be changed, also what groups bring that are applied or defined otherwise.

    Neither tree may be edited in place any more.
    """
    authority = context.authority
    if authority.refused(old, new) is not None:
        return False
    view = context.device.committer.inheritance.view
    return not applies_otherwise(old, new) or authority.refused(view(old), view(new)) is None


class _Before:
    """The candidate as it is before a step; its tree is kept from being edited in place."""

    __slots__ = ("_candidate", "_root", "_time")

    def __init__(self, context: Context) -> None:
        self._candidate: Candidate | None = None
        if context.editing is not None:
            self._candidate = candidate = context.editing.candidate
            self._root: Branch = candidate.fork().root
            self._time = candidate.changed_at

    def settle(self, context: Context) -> None:
        """Undo the step when it changed what may not be changed; raises ConfigurationError then."""
        candidate = self._candidate
        if candidate is None or candidate.root is self._root:
            return
        if not _is_allowed(context, self._root, candidate.fork().root):
            candidate.replace(self._root)
            candidate.changed_at = self._time
            raise ConfigurationError(messages.PERMISSION_DENIED)
