"""The processes that a Routing Engine starts at its boot, as data: the file that a platform names for them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from junosim.errors import PlatformError

if TYPE_CHECKING:
    from collections.abc import Mapping

_FIRST_DAEMON: Final = 5001  # numbers below belong to the kernel and to scripts of the boot
_STEP: Final = 3  # each daemon is started by processes that have ended since


@dataclass(frozen=True, slots=True)
class Program:
    """One program as it is started at the boot.

    name       word after `restart`, "" when it cannot be restarted
    title      what `restart` calls it
    user       whose process it is
    command    path and arguments; in brackets for a part of the kernel
    size       virtual memory in KB
    resident   memory in use in KB
    share      of one processor, over a long time
    pid        process number, None when it gets the next one
    state      as `ps` shows it
    """

    name: str
    title: str
    user: str
    command: str
    size: int
    resident: int
    share: float
    pid: int | None = None
    state: str = "S"

    @property
    def word(self) -> str:
        """The name of the program file: what `top` shows."""
        return self.command.strip("[]").split(" ", 1)[0].rpartition("/")[2]


@dataclass(frozen=True, slots=True, eq=False)
class ProgramList:
    """The programs, those of the kernel first, and the process number that the boot gives each command."""

    programs: tuple[Program, ...]
    numbers: Mapping[str, int]


@lru_cache(maxsize=16)
def read_programs(text: str) -> ProgramList:
    """Read a list of processes, once for all devices. Raises PlatformError when a row is wrong."""
    try:
        content = tomllib.loads(text)
        kernel = [_of_kernel(*row) for row in content["kernel"]]
        daemons = [_daemon(*row) for row in content["daemons"]]
        numbers = {program.command: program.pid for program in kernel if program.pid is not None}
        numbers |= {program.command: _FIRST_DAEMON + _STEP * place for place, program in enumerate(daemons)}
        return ProgramList((*kernel, *daemons), numbers)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise PlatformError(f"list of processes: {error}") from error


def _of_kernel(pid: int, command: str, state: str, size: int, resident: int, share: float) -> Program:
    return Program("", "", "root", command, size, resident, share, pid, state)


def _daemon(
    name: str, title: str, user: str, command: str, size: int, resident: int, share: float
) -> Program:
    return Program(name, title, user, command, size, resident, share)
