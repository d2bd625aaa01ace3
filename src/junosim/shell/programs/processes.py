"""`ps`: the processes of the Routing Engine, and those of the shell itself. Layout: FreeBSD 11."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.device.processes import Process as Row
from junosim.operations import times
from junosim.shell.language.options import Usage, read
from junosim.shell.language.shell import Executable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.shell.language.shell import Process
    from junosim.shell.language.stream import Program

_FLAGS: Final = "aAcefHhjlmrSTuvwx"
_WIDE: Final = 132
_SHORT_TITLE: Final = "  PID TT  STAT      TIME COMMAND"


def processes(process: Process) -> Program:
    """`ps [-auxw]`: `-a` those of others too, `-x` those without a terminal, `-u` more of each."""
    given = read(tuple(_dashed(word) for word in process.arguments), _FLAGS)
    if given.operands:
        raise Usage("")
    login = process.shell.machine.login
    line = "-" if login.tty is None else login.tty.rpartition("/")[2]
    everybody, everything = "a" in given or "A" in given, "x" in given or "A" in given
    rows = [
        row
        for row in (*process.device.processes.all(process.device.clock.monotonic()), *_own(process, line))
        if (everybody or row.user == process.shell.person.name) and (everything or row.tty != "-")
    ]
    rows.sort(key=lambda row: row.pid)
    wide = given.letters.count("w")
    width = 0 if wide > 1 else max(process.columns, _WIDE) if wide else process.columns
    for text in _with_users(process, rows) if "u" in given else _short(rows):
        yield f"{text[:width] if width else text}\n"
    return 0


def _dashed(word: str) -> str:
    """An option, which BSD's `ps aux` has without the dash."""
    return word if word.startswith("-") else f"-{word}"


def _own(process: Process, line: str) -> Iterator[Row]:
    """The shell, unless it is the one that the login began with, and `ps` itself."""
    shell, now = process.shell, process.device.clock.monotonic()
    user, name = shell.person.name, shell.dialect.name
    if shell.pid != shell.machine.login.pid:
        yield Row(shell.pid, 0, user, line, "S", name, name, 13_504, 3_932, 0.0, now, 0.02)
    command = " ".join((process.name, *process.arguments))
    yield Row(
        process.device.next_pid(), shell.pid, user, line, "R+", command, "ps", 12_844, 2_412, 0.0, now, 0.0
    )


def _time(row: Row) -> str:
    return f"{int(row.consumed // 60)}:{row.consumed % 60:05.2f}"


def _short(rows: list[Row]) -> Iterator[str]:
    yield _SHORT_TITLE
    for row in rows:
        yield f"{row.pid:>5} {row.tty:>2}  {row.state:<4} {_time(row):>9} {row.command}"


def _with_users(process: Process, rows: list[Row]) -> Iterator[str]:
    device = process.device
    now, clock = device.local_time(), device.clock
    memory = max(device.platform.routing_engines[0].memory * 1024, 1)
    name = max([4, *(len(row.user) for row in rows)])
    yield f"{'USER':<{name}}   PID  %CPU %MEM    VSZ    RSS TT  STAT STARTED      TIME COMMAND"
    for row in rows:
        started = device.local_time(clock.time() - (clock.monotonic() - row.started))
        yield (
            f"{row.user:<{name}} {row.pid:>5} {100 * row.share:5.1f} {100 * row.resident / memory:4.1f} "
            f"{row.size:>6} {row.resident:>6} {row.tty:>2}  {row.state:<4} {times.login_time(started, now):<7} "
            f"{_time(row):>9} {row.command}"
        )


PROGRAMS: Final = {"ps": Executable(processes, "ps [-aCcdeHhjlmrSTuvwXxZ]")}
