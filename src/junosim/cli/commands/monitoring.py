"""`monitor start`, `monitor stop`, `monitor list`: new lines of log files on the terminal as they come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.cli import messages
from junosim.cli.commands import operating
from junosim.cli.monitor import MOST_FILES, Watched
from junosim.device.file_names import FileProblem
from junosim.device.files import SYSTEM
from junosim.device.logs import lines_of
from junosim.errors import ConfigurationError
from junosim.operations.logs import watched_path
from junosim.schema.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.cli.command import Command
    from junosim.cli.context import Context, Routine


def monitor_start(context: Context, command: Command) -> Routine:
    """`monitor start FILE [| match PATTERN] [| except PATTERN]`; said again, the pipes are new."""
    name, monitor, device = command.arguments["filename"], context.monitor, context.device
    path = watched_path(operating.call_of(context, command), name)
    if name not in monitor.files and len(monitor.files) >= MOST_FILES:
        raise ConfigurationError(messages.too_many_monitored(MOST_FILES))
    monitor.stop(name)
    accepts = _accepting(command)

    def lines(data: bytes) -> None:
        for line in lines_of(data):
            if accepts(line) and monitor.add(name, line):
                device.alarm()

    monitor.files[name] = Watched(path, device.files.follow(path, SYSTEM, lines))
    yield from ()


def _accepting(command: Command) -> Callable[[str], bool]:
    """Whether the pipes behind the command let a line pass."""
    wanted = [
        (Pattern(call.arguments["pattern"]), call.name == "match")
        for call in command.pipes
        if call.name in ("match", "except")
    ]
    return lambda line: all(pattern.found_in(line) is expected for pattern, expected in wanted)


def monitor_stop(context: Context, command: Command) -> Routine:
    """`monitor stop [FILE]`."""
    context.monitor.stop(command.arguments.get("filename"))
    yield from ()


def monitor_list(context: Context, command: Command) -> Routine:
    """`monitor list`: what is watched, and when it last changed."""
    device = context.device
    for name, watched in context.monitor.files.items():
        try:
            changed = device.local_time(device.files.status(watched.path, SYSTEM).time)
        except FileProblem:  # it was deleted in the meantime, and will come back
            continue
        yield messages.monitored(name, changed)
