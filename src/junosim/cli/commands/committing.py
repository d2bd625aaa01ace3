"""Configuration mode: `commit`, `rollback`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.cli import messages
from junosim.cli.commands import entering
from junosim.errors import CommitError

if TYPE_CHECKING:
    from junosim.cli.command import Command
    from junosim.cli.context import Context, Routine


def commit(context: Context, command: Command) -> Routine:
    """`commit [check] [and-quit] [comment "…"]`; a commit for later is not modelled and must not happen now."""
    assert context.editing is not None
    if "at" in command.arguments:
        yield messages.not_valid_on(context.device.platform.model)
        return
    check = "check" in command.arguments
    committer, candidate = context.device.committer, context.editing.candidate
    try:
        if check:
            outcome = committer.check(candidate)
        else:
            comment = command.arguments.get("comment", "")
            outcome = committer.commit(candidate, user=context.login.user, comment=comment)
    except CommitError as problem:
        yield from messages.commit_refused(problem, check=check)
        return
    yield from messages.findings(outcome.warnings)
    if check or context.device.platform.context:
        yield messages.CHECK_SUCCEEDS
    if check:
        return
    yield messages.COMMIT_COMPLETE
    if "and-quit" in command.arguments:
        yield messages.EXITING
        entering.close(context)


def rollback(context: Context, command: Command) -> Routine:
    """`rollback [N]`: load an earlier configuration into the candidate."""
    assert context.editing is not None
    number = int(command.arguments.get("number") or 0)
    context.editing.candidate.rollback(context.device.stores.revision(number))
    yield messages.LOAD_COMPLETE
