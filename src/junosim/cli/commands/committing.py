"""Configuration mode: `commit`, `commit confirmed`, `rollback`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.access.permissions import ALL
from junosim.cli import messages
from junosim.cli.commands import entering
from junosim.errors import CommitError, ConfigurationError

if TYPE_CHECKING:
    from junosim.cli.command import Command
    from junosim.cli.context import Context, Routine


_MINUTES: Final = 10
_ROLLBACK: Final = "rollback"  # the permission to go back further than to what is in force


def commit(context: Context, command: Command) -> Routine:
    """`commit [check] [and-quit] [comment "…"]`; confirms an earlier `commit confirmed`.

    A commit for later (`at`) is not modelled and must not happen now.
    """
    if "at" in command.arguments:
        yield messages.not_valid_on(context.device.platform.model)
    elif "check" in command.arguments:
        yield from _check(context)
    else:
        yield from _commit(context, command)


def commit_confirmed(context: Context, command: Command) -> Routine:
    """`commit confirmed [MINUTES] [and-quit] [comment "…"]`: it goes back unless it is confirmed in time."""
    yield from _commit(context, command, int(command.arguments.get("timeout", _MINUTES)))


def _check(context: Context) -> Routine:
    assert context.editing is not None
    committer = context.device.committer
    try:
        outcome = committer.check(context.editing.candidate)
    except CommitError as problem:
        yield from messages.commit_refused(problem, check=True)
        return
    committer.confirm()
    yield from messages.findings(outcome.warnings)
    yield messages.CHECK_SUCCEEDS


def _commit(context: Context, command: Command, minutes: int | None = None) -> Routine:
    assert context.editing is not None
    device, comment = context.device, command.arguments.get("comment", "")
    try:
        outcome = device.committer.commit(
            context.editing.candidate,
            user=context.login.user,
            comment=comment,
            confirm_within=None if minutes is None else minutes * 60.0,
        )
    except CommitError as problem:
        yield from messages.commit_refused(problem, check=False)
        return
    yield from messages.findings(outcome.warnings)
    if device.platform.context:
        yield messages.CHECK_SUCCEEDS
    if minutes is not None:
        device.alarm()
        yield messages.confirmed_within(minutes)
    yield messages.COMMIT_COMPLETE
    if "and-quit" in command.arguments:
        yield messages.EXITING
        entering.close(context)


def rollback(context: Context, command: Command) -> Routine:
    """`rollback [N|rescue]`: load an earlier configuration, or the one put aside, into the candidate."""
    assert context.editing is not None
    candidate, stores = context.editing.candidate, context.device.stores
    number = int(command.arguments.get("number") or 0)
    if (number or "rescue" in command.arguments) and context.permissions.isdisjoint({ALL, _ROLLBACK}):
        raise ConfigurationError(messages.PERMISSION_DENIED)
    if "rescue" in command.arguments:
        candidate.replace(stores.rescued())
    else:
        candidate.rollback(stores.revision(number))
    yield messages.LOAD_COMPLETE
