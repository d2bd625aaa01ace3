"""Keeps the commands of a session from changing statements that its user may not change.

Nobody else runs while a routine takes a step. What differs in the candidate after a step was therefore done by this
command, whichever it was and however it did it, and is undone when a part of it is not allowed. To look at much takes
slices: in the meantime the candidate is as it was before, for all to see and edit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.cli import messages
from junosim.cli.context import PAUSE, Interrupted
from junosim.config.authority import applies_otherwise
from junosim.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Generator

    from junosim.cli.context import Context, Output, Routine
    from junosim.config.candidate import Candidate
    from junosim.config.tree import Branch
    from junosim.slices import Slices

_MERGING: Final = frozenset(
    {"configuration.commit", "configuration.commit-confirmed", "configuration.update"}
)
"""The commands that bring into a private candidate what others have committed, which is no change of this user's."""


def guarded(context: Context, handler: str, routine: Routine) -> Routine:
    """The routine of a command, which fails at a step that changes what the user may not change.

    Raises ConfigurationError there; the candidate is then as it was before the step.
    """
    if context.editing is None or context.authority.unrestricted or handler in _MERGING:
        return routine
    return _watched(context, routine)


def _watched(context: Context, routine: Routine) -> Routine:
    reply: str | None = None
    failure: Exception | None = None
    try:
        while True:
            before = _Before(context)
            item: Output = None
            ended: Exception | None = None
            try:
                item = _step(routine, reply, failure)
            except Exception as end:  # raised again below, once the candidate is right
                ended = end
            yield from before.settle(context)
            if isinstance(ended, StopIteration):
                return
            if ended is not None:
                raise ended
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


def _is_allowed(context: Context, old: Branch, new: Branch) -> Slices[bool]:
    """True when all that differs may be changed, also what groups bring that are applied or defined otherwise.

    Neither tree may be edited in place any more.
    """
    authority = context.authority
    if (yield from authority.refused(old, new)) is not None:
        return False
    if not (yield from applies_otherwise(old, new)):
        return True
    view = context.device.committer.inheritance.view_in_slices
    one, other = (yield from view(old)), (yield from view(new))
    return (yield from authority.refused(one, other)) is None


class _Before:
    """The candidate as it is before a step; its tree is kept from being edited in place."""

    __slots__ = ("_candidate", "_root", "_time")

    def __init__(self, context: Context) -> None:
        self._candidate: Candidate | None = None
        if context.editing is not None:
            self._candidate = candidate = context.editing.candidate
            self._root: Branch = candidate.fork().root
            self._time = candidate.changed_at

    def settle(self, context: Context) -> Routine:
        """Undo the step when it changed what may not be changed; raises ConfigurationError then.

        Also raises it when somebody else edits the candidate while a great change is looked at.
        """
        candidate = self._candidate
        if candidate is None or candidate.root is self._root:
            return
        new, time = candidate.fork().root, candidate.changed_at
        judging = _is_allowed(context, self._root, new)
        waited = False
        try:
            while True:
                next(judging)
                if not waited:
                    waited = True
                    self._put(candidate, self._root, self._time)
                yield PAUSE
        except StopIteration as end:
            allowed: bool = end.value
        if not allowed:
            if not waited:
                self._put(candidate, self._root, self._time)
            raise ConfigurationError(messages.PERMISSION_DENIED)
        if waited:
            if candidate.root is not self._root:
                raise ConfigurationError(messages.DATABASE_MODIFIED)
            self._put(candidate, new, time)

    def _put(self, candidate: Candidate, root: Branch, time: float) -> None:
        candidate.replace(root)
        candidate.changed_at = time
