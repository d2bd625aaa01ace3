"""Configuration mode: entering, moving in the hierarchy, leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.cli import messages
from junosim.cli.context import Ask
from junosim.cli.editing import Editing
from junosim.config.lookup import words_of
from junosim.device.logins import Mode
from junosim.schema.node import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from junosim.cli.command import Command
    from junosim.cli.context import Context, Routine
    from junosim.device.logins import Login


_OTHER_MODES = frozenset({"dynamic", "exclusive", "private"})


def configure(context: Context, command: Command) -> Routine:
    """`configure`, `edit` in operational mode: edit the shared candidate; the other modes are not modelled."""
    device = context.device
    if not _OTHER_MODES.isdisjoint(command.arguments):
        yield messages.not_valid_on(device.platform.model)
        return
    candidate = device.stores.shared
    yield messages.ENTERING
    others = [login for login in device.logins.editing() if login is not context.login]
    if others:
        yield messages.USERS_EDITING
        yield from editing_users(context, others)
    if candidate.modified:
        yield messages.CHANGED
    context.editing = Editing(candidate)
    device.logins.enter(context.login, Mode.SHARED)


def editing_users(context: Context, logins: Iterable[Login]) -> Iterator[str]:
    """Two lines for each session in configuration mode, as `status` prints them."""
    device = context.device
    for login in logins:
        since = device.local_time(login.edit_since).strftime("%Y-%m-%d %H:%M:%S %Z")
        terminal = f"terminal {login.tty} " if login.tty else ""
        idle = int(device.logins.idle(login))
        text = f"  {login.user} {terminal}(pid {login.pid}) on since {since}"
        yield f"{text}, idle {_idle_time(idle)}" if idle else text
        level = "".join(f" {word}" for word in login.edit_path)
        kind = "" if login.mode is Mode.SHARED else f"{login.mode.value} "
        yield f"      {context.device.platform.context}{kind}[edit{level}]"


def status(context: Context, command: Command) -> Routine:
    """`status`: who is editing the configuration."""
    yield messages.USERS_EDITING
    yield from editing_users(context, context.device.logins.editing())


def edit(context: Context, command: Command) -> Routine:
    """`edit` in configuration mode: go to a level, which need not exist."""
    assert context.editing is not None
    target = command.statements[0] if command.statements else ()
    while target and target[-1].node.kind not in (Kind.CONTAINER, Kind.LIST):
        target = target[:-1]
    context.editing.enter(target)
    _show_level(context)
    yield from ()


def top(context: Context, command: Command) -> Routine:
    """`top` alone: go to the top level."""
    assert context.editing is not None
    context.editing.rise(None)
    _show_level(context)
    yield from ()


def up(context: Context, command: Command) -> Routine:
    """`up [N]` alone: go N levels up."""
    assert context.editing is not None
    context.editing.rise(int(command.arguments.get("levels", "1")))
    _show_level(context)
    yield from ()


def _show_level(context: Context) -> None:
    """Let the other sessions see at which level this one edits."""
    assert context.editing is not None
    context.login.edit_path = words_of(context.editing.base)


def exit_level(context: Context, command: Command) -> Routine:
    """`exit`, `quit` in configuration mode: back to the level before, or out at the top."""
    assert context.editing is not None
    if "configuration-mode" in command.arguments or not context.editing.leave():
        yield from leave(context)
    else:
        _show_level(context)


def leave(context: Context) -> Routine:
    """Leave configuration mode; the last one to leave a changed candidate is asked first."""
    assert context.editing is not None
    if context.editing.candidate.modified:
        yield messages.CHANGED
        others = any(login is not context.login for login in context.device.logins.editing())
        if not others:
            answer = yield Ask(messages.EXIT_QUESTION, default="yes")
            if answer != "yes":
                return
            yield ""
    yield messages.EXITING
    close(context)


def close(context: Context) -> None:
    """End the configuration mode of a session, without a word."""
    context.editing = None
    context.device.logins.enter(context.login, Mode.OPERATIONAL)


def _idle_time(seconds: int) -> str:
    """Idle time as the editing block shows it: `00:33:34`, longer ones as `129w0d 16:28`."""
    days, rest = divmod(seconds, 86400)
    hours, minutes = rest // 3600, rest % 3600 // 60
    if not days:
        return f"{hours:02}:{minutes:02}:{rest % 60:02}"
    weeks, days = divmod(days, 7)
    return f"{f'{weeks}w' if weeks else ''}{days}d {hours:02}:{minutes:02}"
