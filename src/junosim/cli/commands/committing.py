"""Configuration mode: `commit`, `rollback`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.cli import messages
from junosim.cli.commands import entering
from junosim.config.commit import Author
from junosim.errors import CommitError

if TYPE_CHECKING:
    from junosim.cli.context import Context, Routine
    from junosim.cli.parse import Command


def commit(context: Context, command: Command) -> Routine:
    """`commit [check] [and-quit] [comment "…"]`."""
    assert context.editing is not None
    check = "check" in command.words
    author = Author(context.login.user, "cli")
    pipeline = context.device.committer
    candidate = context.editing.candidate
    try:
        if check:
            result = pipeline.check(candidate)
        else:
            result = pipeline.commit(candidate, author, command.arguments.get("comment"))
    except CommitError as problem:
        yield from messages.commit_refused(problem, check=check)
        return
    yield from messages.findings(result.warnings)
    if check or context.device.platform.context:
        yield messages.CHECK_SUCCEEDS
    if check:
        return
    yield messages.COMMIT_COMPLETE
    if "and-quit" in command.words:
        yield messages.EXITING
        entering.close(context)


def rollback(context: Context, command: Command) -> Routine:
    """`rollback [N]`: load an earlier configuration into the candidate."""
    assert context.editing is not None
    number = int(command.arguments.get("number") or 0)
    context.editing.candidate.rollback(number)
    yield messages.LOAD_COMPLETE
