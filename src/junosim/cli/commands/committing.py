"""Configuration mode: `commit` in its forms, `rollback`, `update`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.access.permissions import ALL
from junosim.cli import messages
from junosim.cli.commands import entering
from junosim.cli.commands.loading import load_whole
from junosim.cli.context import PAUSE
from junosim.cli.refusals import refusal
from junosim.cli.secrets import refuse_expired
from junosim.config.formats.text import TextWriter
from junosim.config.load import Form, Mode
from junosim.config.query import find
from junosim.config.schedule import parse_time, put_off
from junosim.config.stages import unfollowed
from junosim.device.fips_mode import policy_of
from junosim.errors import CommitError, ConfigurationError, JunosimError
from junosim.fips.findings import Search
from junosim.slices import Beat

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from junosim.cli.command import Command
    from junosim.cli.context import Context, Output, Routine
    from junosim.config.commit import Outcome
    from junosim.config.stages import Follow, Stage
    from junosim.config.tree import Branch
    from junosim.slices import Slices


_MINUTES: Final = 10
_ROLLBACK: Final = "rollback"  # the permission to go back further than to what is in force


def commit(context: Context, command: Command) -> Routine:
    """`commit [check | at TIME] [and-quit] [comment "…"] [synchronize] [force]`.

    A commit or a check that succeeds confirms an earlier `commit confirmed`. All that `force` changes is what two
    Routing Engines do.
    """
    _refuse_below_top(context, command)
    if "check" in command.arguments:
        yield from _check(context, command)
        return
    refuse_expired(context)
    if "at" in command.arguments:
        yield from _commit_at(context, command)
    else:
        yield from _commit(context, command)


def commit_confirmed(context: Context, command: Command) -> Routine:
    """`commit confirmed [MINUTES] [and-quit] [comment "…"]`: it goes back unless it is confirmed in time."""
    assert context.editing is not None
    if context.editing.candidate.is_private:
        raise ConfigurationError(messages.NOT_CONFIRMED_IN_PRIVATE)
    refuse_expired(context)
    yield from _commit(context, command, int(command.arguments.get("timeout", _MINUTES)))


def _refuse_below_top(context: Context, command: Command) -> None:
    """A private candidate is committed from the top level only (documentation of `configure private`)."""
    assert context.editing is not None
    if context.editing.candidate.is_private and command.base:
        raise ConfigurationError(messages.COMMIT_FROM_TOP)


def _check(context: Context, command: Command) -> Routine:
    assert context.editing is not None
    committer, candidate = context.device.committer, context.editing.candidate
    outcome = yield from _followed(
        context, command, lambda follow: committer.check_in_slices(candidate, follow=follow)
    )
    if outcome is not None:
        committer.confirm()
        yield from _notices(outcome)
        yield messages.CHECK_SUCCEEDS


def _commit_at(context: Context, command: Command) -> Routine:
    """Leave the candidate behind, to be committed at its time."""
    assert context.editing is not None
    device, candidate = context.device, context.editing.candidate
    comment = command.arguments.get("comment", "")
    moment = parse_time(command.arguments["at"], device.local_time())
    time = None if moment is None else moment.timestamp()
    outcome = yield from _followed(
        context,
        command,
        lambda follow: put_off(
            device.committer, device.stores, candidate, time, comment=comment, follow=follow
        ),
    )
    if outcome is not None:
        device.alarm()
        yield from _notices(outcome)
        yield from (messages.CHECK_SUCCEEDS, messages.scheduled(moment), messages.EXITING)
        entering.close(context)


def _commit(context: Context, command: Command, minutes: int | None = None) -> Routine:
    assert context.editing is not None
    device, candidate = context.device, context.editing.candidate
    if "synchronize" in command.arguments:
        yield from _synchronize(context, command)
        return
    outcome = yield from _followed(
        context,
        command,
        lambda follow: device.committer.commit_in_slices(
            candidate,
            user=context.login.user,
            comment=command.arguments.get("comment", ""),
            confirm_within=None if minutes is None else minutes * 60.0,
            follow=follow,
        ),
    )
    if outcome is None:
        return
    if device.platform.context:
        yield messages.CHECK_SUCCEEDS
    yield from _notices(outcome)
    if find(device.configuration, "system", "commit", "synchronize") is not None:
        yield messages.error_line(messages.NO_OTHER_ENGINE, "warning")
    if minutes is not None:
        device.alarm()
        yield messages.confirmed_within(minutes)
    yield messages.COMMIT_COMPLETE
    if "and-quit" in command.arguments:
        yield messages.EXITING
        entering.close(context)


def _synchronize(context: Context, command: Command) -> Routine:
    """`commit synchronize` on the one Routing Engine that the chassis holds: the other does not answer [g]."""
    assert context.editing is not None
    committer, candidate = context.device.committer, context.editing.candidate
    outcome = yield from _followed(
        context, command, lambda follow: committer.check_in_slices(candidate, follow=follow)
    )
    if outcome is not None:
        yield from ("re0: ", messages.CHECK_SUCCEEDS, "re1: ", messages.error_line(messages.NO_OTHER_ENGINE))


def _followed(
    context: Context, command: Command, act: Callable[[Follow], Slices[Outcome]]
) -> Generator[Output, str, Outcome | None]:
    """Do it and print its warnings; with `| display detail`, each stage too. None when it was refused."""
    lines: list[str] = []

    def follow(stage: Stage) -> None:
        lines.extend(messages.commit_detail(stage, context.device.local_time()))

    try:
        outcome = yield from act(follow if command.pipe("display") is not None else unfollowed)
    except CommitError as problem:
        yield from lines
        yield from messages.commit_refused(problem, check=not {"at", "check"}.isdisjoint(command.arguments))
        return None
    except JunosimError as problem:
        yield from lines
        yield from refusal(context, problem)
        return None
    yield from lines
    yield from messages.findings(tuple(found for found in outcome.warnings if not found.notice))
    return outcome


def _notices(outcome: Outcome) -> Iterator[str]:
    """What a commit says of what it does, beside warnings."""
    return messages.findings(tuple(found for found in outcome.warnings if found.notice))


def rollback(context: Context, command: Command) -> Routine:
    """`rollback [N|rescue]`: load an earlier configuration, or the one put aside, into the candidate."""
    assert context.editing is not None
    candidate, stores = context.editing.candidate, context.device.stores
    number = int(command.arguments.get("number") or 0)
    may_go_back = not context.permissions.isdisjoint({ALL, _ROLLBACK})
    if (number or "rescue" in command.arguments) and not (
        may_go_back or context.rights.verdict(command.line) is True
    ):
        raise ConfigurationError(messages.PERMISSION_DENIED)
    root = stores.rescued() if "rescue" in command.arguments else stores.revision(number).root
    if (yield from _has_strange_words(context, root)):
        yield from _read_anew(context, root)
    else:
        candidate.replace(root)
        yield messages.LOAD_COMPLETE
    candidate.base = stores.committed  # what others have committed meanwhile is not to be merged into it


def _has_strange_words(context: Context, root: Branch) -> Slices[bool]:
    """True for a configuration of the time before FIPS mode that holds what the mode does not have."""
    device = context.device
    if not device.fips_mode:
        return False
    for problem in Search(policy_of(device.platform), Beat(), entering=False).everywhere(root):
        if problem is not None:
            return True
        yield
    return False


def _read_anew(context: Context, root: Branch) -> Routine:
    """Read a configuration as a text is read now, with what is wrong with it."""
    assert context.editing is not None
    lines: list[str] = []
    for line in TextWriter().level(root):
        if line is None:
            yield PAUSE
        else:
            lines.append(line)
    loaded = yield from load_whole(
        context.editing.candidate, "\n".join(lines), Mode.OVERRIDE, Form.TEXT, (), context.device.statements
    )
    yield from messages.load_report(_ROLLBACK, loaded, commands=False)


def update(context: Context, command: Command) -> Routine:
    """`update`: bring a private candidate up to the committed configuration."""
    assert context.editing is not None
    candidate = context.editing.candidate
    if not candidate.is_private:
        raise ConfigurationError(messages.UPDATE_IN_PRIVATE)
    context.device.committer.update(candidate)
    yield from ()
