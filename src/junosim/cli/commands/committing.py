"""Configuration mode: `commit` in its forms, `rollback`, `update`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from junosim.cli import messages
from junosim.cli.commands import commit_xml, configuring
from junosim.cli.refusals import refusal
from junosim.config.query import find
from junosim.config.stages import unfollowed
from junosim.errors import CommitError, ConfigurationError, JunosimError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from junosim.cli.command import Command
    from junosim.cli.context import Context, Output, Routine
    from junosim.config.commit import Outcome
    from junosim.config.stages import Follow, Stage
    from junosim.slices import Slices


_MINUTES: Final = 10
_ROLLBACK: Final = "rollback"


def commit(context: Context, command: Command) -> Routine:
    """`commit [check | at TIME] [and-quit] [comment "…"] [synchronize] [force]`.

    A commit or a check that succeeds confirms an earlier `commit confirmed`. All that `force` changes is what two
    Routing Engines do.
    """
    _refuse_below_top(context, command)
    if _asks_for_xml(command):
        yield from _as_xml(context, command)
        return
    if "check" in command.arguments:
        yield from _check(context, command)
        return
    if "at" in command.arguments:
        yield from _commit_at(context, command)
    else:
        yield from _commit(context, command)


def commit_confirmed(context: Context, command: Command) -> Routine:
    """`commit confirmed [MINUTES] [and-quit] [comment "…"]`: it goes back unless it is confirmed in time."""
    minutes = int(command.arguments.get("timeout", _MINUTES))
    if _asks_for_xml(command):
        yield from _as_xml(context, command, minutes)
    else:
        yield from _commit(context, command, minutes)


def _asks_for_xml(command: Command) -> bool:
    return any(call.words[1:2] == ("xml",) for call in command.pipes if call.name == "display")


def _as_xml(context: Context, command: Command, minutes: int | None = None) -> Routine:
    """The same with an answer in XML, or the call that asks for it."""
    given, comment = command.arguments, command.arguments.get("comment", "")
    if any(call.words[1:] == ("xml", "rpc") for call in command.pipes):
        yield from commit_xml.request(context, command)
        return
    act: Callable[[Follow], Slices[Outcome]]
    if "check" in given:
        act, word = partial(configuring.check, context), commit_xml.CHECKED
    elif "at" in given:
        act = partial(configuring.put_off, context, given["at"], comment)
        word = commit_xml.CHECKED
    elif "synchronize" in given:
        act, word = partial(configuring.synchronize, context), ""
    else:
        act = partial(configuring.commit, context, comment, minutes)
        word = commit_xml.COMMITTED
    outcome = yield from commit_xml.answered(context, command, act, word)
    if outcome is not None and not {"at", "and-quit"}.isdisjoint(given):
        configuring.leave(context)


def _refuse_below_top(context: Context, command: Command) -> None:
    """A private candidate is committed from the top level only (documentation of `configure private`)."""
    assert context.editing is not None
    if context.editing.candidate.is_private and command.base:
        raise ConfigurationError(messages.COMMIT_FROM_TOP)


def _check(context: Context, command: Command) -> Routine:
    outcome = yield from _followed(context, command, lambda follow: configuring.check(context, follow))
    if outcome is not None:
        yield from _notices(outcome)
        yield messages.CHECK_SUCCEEDS


def _commit_at(context: Context, command: Command) -> Routine:
    """Leave the candidate behind, to be committed at its time."""
    time, comment = command.arguments["at"], command.arguments.get("comment", "")
    outcome = yield from _followed(
        context, command, lambda follow: configuring.put_off(context, time, comment, follow)
    )
    if outcome is not None:
        moment = configuring.scheduled(context)
        yield from _notices(outcome)
        yield from (messages.CHECK_SUCCEEDS, messages.scheduled(moment), messages.EXITING)
        configuring.leave(context)


def _commit(context: Context, command: Command, minutes: int | None = None) -> Routine:
    device, comment = context.device, command.arguments.get("comment", "")
    if "synchronize" in command.arguments:
        yield from _synchronize(context, command)
        return
    outcome = yield from _followed(
        context, command, lambda follow: configuring.commit(context, comment, minutes, follow)
    )
    if outcome is None:
        return
    if device.platform.context:
        yield messages.CHECK_SUCCEEDS
    yield from _notices(outcome)
    if find(device.configuration, "system", "commit", "synchronize") is not None:
        yield messages.error_line(messages.NO_OTHER_ENGINE, "warning")
    if minutes is not None:
        yield messages.confirmed_within(minutes)
    yield messages.COMMIT_COMPLETE
    if "and-quit" in command.arguments:
        yield messages.EXITING
        configuring.leave(context)


def _synchronize(context: Context, command: Command) -> Routine:
    """`commit synchronize` on the one Routing Engine that the chassis holds: the other does not answer [g]."""
    outcome = yield from _followed(context, command, lambda follow: configuring.synchronize(context, follow))
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
    number = None if "rescue" in command.arguments else int(command.arguments.get("number") or 0)
    loaded = yield from configuring.roll_back(context, number, command.line)
    if loaded is None:
        yield messages.LOAD_COMPLETE
    else:
        yield from messages.load_report(_ROLLBACK, loaded, commands=False)


def update(context: Context, command: Command) -> Routine:
    """`update`: bring a private candidate up to the committed configuration."""
    assert context.editing is not None
    candidate = context.editing.candidate
    if not candidate.is_private:
        raise ConfigurationError(messages.UPDATE_IN_PRIVATE)
    context.device.committer.update(candidate)
    yield from ()
