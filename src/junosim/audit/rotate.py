"""When a log file is turned over, and what its archives are called then: arithmetic, without a file.

The logging utility looks at the sizes of all log files every so many minutes of the hour (`log-rotate-frequency`),
and turns those over that have grown beyond theirs [vendor; captures have such times]. `messages` becomes
`messages.0`, which is packed into `messages.0.gz`; what was `messages.0.gz` is `messages.1.gz` by then, and the
oldest is gone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

MODE: Final = 0o640
"""For root and the members of its group."""
READABLE: Final = 0o644
"""`world-readable`."""

_HOUR: Final = 3600
_ARCHIVE: Final = re.compile(r"\.(0|[1-9]\d{0,3})\.gz")


@dataclass(frozen=True, slots=True)
class Limits:
    """`archive` of a log file: it is turned over beyond `size` bytes, `files` archives are kept, all with `mode`."""

    size: int = 1024 * 1024
    files: int = 10
    mode: int = MODE

    @property
    def utmost(self) -> int:
        """Bytes at which a file is turned over without delay, so that a flood of lines finds an end [our choice]."""
        return 2 * self.size


@dataclass(frozen=True, slots=True)
class Shift:
    """What makes room for a new first archive: the files to remove, then the files to rename, each in this order."""

    removals: tuple[str, ...]
    renames: tuple[tuple[str, str], ...]


def next_look(now: float, every: int, offset: float = 0.0) -> float:
    """When the sizes are looked at next, after `now` (seconds since the epoch).

    `every` is in minutes, counted from each full hour of a clock that is `offset` seconds before UTC.
    """
    local = now + offset
    hour = local - local % _HOUR
    minute = int(local - hour) // 60
    ahead = min((minute // every + 1) * every, 60)
    return hour + ahead * 60 - offset


def packed(name: str, number: int) -> str:
    """The name of an archive; 0 is the newest."""
    return f"{name}.{number}.gz"


def unpacked(name: str) -> str:
    """What a log is called from when it is turned over until it is packed."""
    return f"{name}.0"


def numbers(name: str, names: Iterable[str]) -> Set[int]:
    """The numbers of the archives of a log among other names."""
    start = len(name)
    found = (_ARCHIVE.fullmatch(other, start) for other in names if other.startswith(name))
    return {int(match[1]) for match in found if match is not None}


def shift(name: str, there: Set[int], kept: int) -> Shift:
    """Let number 0 be free, and no more than `kept` archives be there once it is taken again.

    Archives move up to the first number that is free: where a gap is left (a shift was broken off, or somebody has
    deleted a file), those behind it stay.
    """
    last = max(kept, 1) - 1
    removals = [packed(name, number) for number in sorted(there, reverse=True) if number > last]
    gap = next((number for number in range(last + 1) if number not in there), None)
    if gap is None:
        removals.append(packed(name, last))
        gap = last
    renames = tuple((packed(name, number - 1), packed(name, number)) for number in range(gap, 0, -1))
    return Shift(tuple(removals), renames)


def turned_over(stamp: str, host: str, pid: int, size: int) -> str:
    """The line with which one file ends and the next begins; not of syslogd, and so with one blank [captures]."""
    return f"{stamp} {host} newsyslog[{pid}]: logfile turned over due to size>{size // 1024}K"


def cleared(stamp: str, host: str, pid: int) -> str:
    """The line with which a log begins that was cleared [captures]."""
    return f"{stamp} {host} clear-log[{pid}]: logfile cleared"
