"""The processes that a Routing Engine starts at its boot, as data: the file that a platform names for them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache

from junosim.errors import PlatformError


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


@lru_cache(maxsize=16)
def read_programs(text: str) -> tuple[Program, ...]:
    """The rows of a list of processes, those of the kernel first. Raises PlatformError when a row is wrong."""
    try:
        content = tomllib.loads(text)
        return (
            *(_of_kernel(*row) for row in content["kernel"]),
            *(_daemon(*row) for row in content["daemons"]),
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise PlatformError(f"list of processes: {error}") from error


def _of_kernel(pid: int, command: str, state: str, size: int, resident: int, share: float) -> Program:
    return Program("", "", "root", command, size, resident, share, pid, state)


def _daemon(
    name: str, title: str, user: str, command: str, size: int, resident: int, share: float
) -> Program:
    return Program(name, title, user, command, size, resident, share)
