"""The block that names the sessions in configuration mode, and the refusal that names who holds the lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.cli import messages
from junosim.config.locks import Mode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from junosim.cli.context import Context
    from junosim.config.locks import Editor


def editing_users(context: Context, editors: Iterable[Editor]) -> Iterator[str]:
    """Two lines for each session in configuration mode, as `status` prints them."""
    for editor in editors:
        yield _session(context, editor)
        kind = "" if editor.mode is Mode.SHARED else f"{editor.mode.value} "
        at = editor.hierarchy
        level = "" if at is None else context.device.platform.context + messages.level(at)
        yield f"      {kind}{level}"


def locked_by(context: Context) -> Iterator[str]:
    """The refusal of what the holder of the lock does not allow."""
    holder, scheduled = context.device.stores.locks.holder, context.device.stores.scheduled
    yield messages.error_line(messages.LOCKED_BY)
    if scheduled is not None:
        yield _session(context, scheduled.editor)
        time = None if scheduled.time is None else context.device.local_time(scheduled.time)
        yield f"      {messages.commit_at(time)}"
    elif holder is not None:
        yield from editing_users(context, [holder])


def _session(context: Context, editor: Editor) -> str:
    """User, terminal (none for programs) and time of a session; the idle time from the first second on."""
    device = context.device
    since = device.local_time(editor.since).strftime("%Y-%m-%d %H:%M:%S %Z")
    login = device.logins.find(editor.session)
    idle = 0 if login is None else int(device.logins.idle(login))
    text = f"  {editor.user} terminal {editor.terminal or ''} (pid {editor.session}) on since {since}"
    return f"{text}, idle {_idle_time(idle)}" if idle else text


def _idle_time(seconds: int) -> str:
    """Idle time as the block shows it: `00:33:34`, longer ones as `129w0d 16:28`."""
    days, rest = divmod(seconds, 86400)
    hours, minutes = rest // 3600, rest % 3600 // 60
    if not days:
        return f"{hours:02}:{minutes:02}:{rest % 60:02}"
    weeks, days = divmod(days, 7)
    return f"{f'{weeks}w' if weeks else ''}{days}d {hours:02}:{minutes:02}"
