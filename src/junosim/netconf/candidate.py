"""The configuration database in the hands of a caller: opened, locked, changed, checked, committed, closed.

    candidate.lock(caller)                                       # or `open_database(caller, Mode.PRIVATE)`
    yield from candidate.change(caller, lambda work: …)          # or `load`, `roll_back`
    yield from candidate.check(caller)
    yield from candidate.commit(caller, comment="…", minutes=5)
    candidate.unlock(caller)

A session has one candidate at a time: the one it has opened, or the shared one, which is open from its first change
on. What it does goes the way of the CLI's commands (`cli.commands.configuring`): the same locks, the same rights,
judged on the difference that a change makes, the same events. All raise Refused, with the errors of the reply; what
was changed by a call that is refused is undone. When a session ends, in whatever way, its locks are gone, and what an
exclusive or private candidate holds beyond its last commit.

Long work is done in slices.
"""

from __future__ import annotations

from contextlib import contextmanager
from math import ceil
from typing import TYPE_CHECKING, Final, TypeVar

from junosim.cli import messages
from junosim.cli.commands import configuring
from junosim.cli.commands.reporting import reported_change
from junosim.cli.guard import guarded
from junosim.cli.may_run import may_configure, may_run
from junosim.cli.whole import whole
from junosim.config.locks import Mode
from junosim.config.stages import unfollowed
from junosim.errors import JunosimError
from junosim.netconf.refusals import OPENING, refused
from junosim.netconf.replies import Refused, RpcError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from junosim.cli.context import Routine
    from junosim.config.candidate import Candidate
    from junosim.config.commit import Outcome
    from junosim.config.load import Form, Loaded
    from junosim.config.load import Mode as LoadMode
    from junosim.config.stages import Follow
    from junosim.config.workspace import Workspace
    from junosim.netconf.caller import Caller
    from junosim.slices import Slices

T = TypeVar("T")

NOT_OPEN: Final = "Configuration database is not open"
ALREADY_OPEN: Final = "Configuration database is already open"  # our wording
_COMMANDS: Final[Mapping[Mode, str]] = {
    Mode.SHARED: "configure",
    Mode.EXCLUSIVE: "configure exclusive",
    Mode.PRIVATE: "configure private",
}
"""The commands that do the same, whose rights count."""


# ---------------------------------------------------------------------- opening and closing


def opened(caller: Caller) -> Candidate | None:
    """The candidate that the session has open; None when it has none."""
    editing = caller.context.editing
    if editing is None or caller.login.editor is not editing.candidate.editor:
        return None  # the second: the device itself has closed all candidates
    return editing.candidate


def mode_of(caller: Caller) -> Mode | None:
    """How the session has its candidate open."""
    candidate = opened(caller)
    return None if candidate is None or candidate.editor is None else candidate.editor.mode


def seen(caller: Caller) -> Candidate:
    """The candidate as the session sees it: its own, or the shared one, which it need not open to look at."""
    return opened(caller) or caller.device.stores.shared


def open_database(caller: Caller, mode: Mode) -> None:
    """Open the shared candidate, lock it (`Mode.EXCLUSIVE`), or make a private one.

    A session that has opened none itself lets go of the shared one. Raises Refused while another one is open, while
    others hold the lock, and while the shared candidate has changes that are not committed.
    """
    context, name = caller.context, OPENING
    if not may_run(context, _COMMANDS[mode]):
        raise Refused(RpcError(messages.PERMISSION_DENIED, bad_element=name))
    if opened(caller) is not None and not caller.opened_itself:
        raise Refused(RpcError(ALREADY_OPEN))
    was_open = opened(caller) is not None
    configuring.leave(context)
    try:
        _enter(caller, mode)
    except JunosimError as problem:
        refusal = refused(context, problem, name)
        if was_open:
            _enter(caller, Mode.SHARED)
        raise refusal from problem
    caller.opened_itself = False


def close_database(caller: Caller) -> None:
    """Close the candidate; a private or exclusive one loses what is not committed. Raises Refused for none."""
    if opened(caller) is None:
        raise Refused(RpcError(NOT_OPEN))
    abandon(caller)


def lock(caller: Caller) -> None:
    """Have the shared candidate to itself; harmless when it has. Raises what `open_database` raises."""
    if mode_of(caller) is not Mode.EXCLUSIVE:
        open_database(caller, Mode.EXCLUSIVE)


def unlock(caller: Caller) -> None:
    """Give the lock back; what is not committed is lost. Raises Refused for a session that does not hold it."""
    if mode_of(caller) is not Mode.EXCLUSIVE:
        raise Refused(RpcError(NOT_OPEN))
    abandon(caller)


def abandon(caller: Caller) -> None:
    """Close whatever is open: the session ends, or its commit waits for its time."""
    configuring.leave(caller.context)


def _enter(caller: Caller, mode: Mode) -> Candidate:
    candidate = configuring.enter(caller.context, mode)
    assert candidate.editor is not None
    candidate.editor.hierarchy = None  # a program stands at no level
    return candidate


def _in_hand(caller: Caller, name: str) -> Candidate:
    """The candidate that is open; the shared one is opened for a session that has opened none."""
    candidate = opened(caller)
    if candidate is not None:
        return candidate
    if not may_run(caller.context, _COMMANDS[Mode.SHARED]):
        raise Refused(RpcError(messages.PERMISSION_DENIED, bad_element=name))
    caller.opened_itself = True
    return _enter(caller, Mode.SHARED)


# ---------------------------------------------------------------------- changes


def change(
    caller: Caller,
    work: Callable[[Workspace], Slices[T]],
    name: str,
    *,
    kind: str = "",
    source: str = "",
) -> Slices[T]:
    """Change the candidate: `work` is done on a fork of it, and put in place at once with what it returns.

    Texts that it reads know the statements that the user may change. `name` is that of the call; `kind` and `source`
    are for those who hear of loads (`cli.commands.reporting`).
    """
    visible = caller.context.changeable
    return (
        yield from _changed(
            caller, lambda candidate: whole(candidate, work, visible), name, kind=kind, source=source
        )
    )


def load(
    caller: Caller,
    text: str,
    mode: LoadMode,
    form: Form,
    *,
    verb: str,
    source: str = "",
    name: str,
) -> Slices[tuple[Loaded, tuple[str, ...]]]:
    """`load VERB …`: what was wrong with the text, and the predefined classes that it has brought.

    What is right in it is loaded. `source` is the name of its file, for the log.
    """
    permit(caller, f"load {verb} terminal", name)
    return (
        yield from _changed(
            caller,
            lambda _: configuring.load(caller.context, text, mode, form),
            name,
            kind=verb,
            source=source,
        )
    )


def roll_back(caller: Caller, number: int | None, name: str) -> Slices[Loaded | None]:
    """`rollback N`, None for the rescue configuration: what is wrong with it by now, None where nothing can be."""
    word = "rescue" if number is None else str(number)
    line = f"rollback {word}"
    permit(caller, line, name)
    return (
        yield from _changed(
            caller,
            lambda _: configuring.roll_back(caller.context, number, line),
            name,
            kind="rollback",
            source=word,
        )
    )


def discard(caller: Caller, name: str) -> Slices[None]:
    """Let the candidate hold what is committed, and no more."""
    yield from roll_back(caller, 0, name)


def _changed(
    caller: Caller, work: Callable[[Candidate], Slices[T]], name: str, *, kind: str, source: str
) -> Slices[T]:
    context, found = caller.context, list[T]()
    candidate = _in_hand(caller, name)

    def routine() -> Routine:
        found.append((yield from work(candidate)))

    with _refusing(caller, name):
        candidate.admit_edit()
        for _ in reported_change(context, guarded(context, name, routine()), kind, source):
            yield
    return found[0]


# ---------------------------------------------------------------------- commits


def check(caller: Caller, name: str, *, confirms: bool = True) -> Slices[Outcome]:
    """See whether the candidate could be committed; that `confirms` a commit that waits to be."""
    permit(caller, "commit check", name)
    _in_hand(caller, name)
    with _refusing(caller, name, check=True):
        act = configuring.check if confirms else configuring.check_alone
        return (yield from act(caller.context))


def commit(
    caller: Caller,
    name: str,
    *,
    comment: str = "",
    minutes: float | None = None,
    follow: Follow = unfollowed,
) -> Slices[Outcome]:
    """Make the candidate the active configuration; with `minutes`, until it is confirmed by the next commit.

    `follow` is told each stage.
    """
    permit(caller, "commit" if minutes is None else f"commit confirmed {ceil(minutes)}", name)
    _in_hand(caller, name)
    with _refusing(caller, name):
        return (yield from configuring.commit(caller.context, comment, minutes, follow))


def put_off(caller: Caller, name: str, *, time: str, comment: str = "") -> Slices[Outcome]:
    """Have the candidate committed at a time (`cli.commands.configuring.put_off`), and close it."""
    permit(caller, "commit", name)
    _in_hand(caller, name)
    with _refusing(caller, name, check=True):
        outcome = yield from configuring.put_off(caller.context, time, comment)
    abandon(caller)
    return outcome


def permit(caller: Caller, line: str, name: str) -> None:
    """Raise Refused unless the user may give this command in configuration mode."""
    if not may_configure(caller.context, line):
        raise Refused(RpcError(messages.PERMISSION_DENIED, bad_element=name))


@contextmanager
def _refusing(caller: Caller, name: str, *, check: bool = False) -> Iterator[None]:
    """Turn the errors of the project into those of a reply."""
    try:
        yield
    except JunosimError as problem:
        raise refused(caller.context, problem, name, check=check) from problem
