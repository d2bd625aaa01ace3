"""The log files of a device, below `/var/log`: who has something to log appends a line here.

    device.logs.append("messages", "Jul  8 07:00:00  r1 mgd[7001]: …")

A file that would grow beyond its size is archived, as `system syslog archive` says for files without a setting of
their own: `messages` becomes `messages.0.gz`, that one `messages.1.gz`, and the oldest goes.
"""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from junosim.device.file_names import FileProblem
from junosim.device.files import SYSTEM, File, Visitor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from junosim.device.files import Files

FOLDER: Final = "/var/log"
LOG_MODE: Final = 0o640
_QUICK: Final = 1  # level of gzip: 1 MiB of log takes some 5 ms


@dataclass(frozen=True, slots=True)
class Archiving:
    """When a log file is archived: above `size` bytes; `files` archives are kept [documented defaults of MX]."""

    size: int = 1024 * 1024
    files: int = 10


_USUAL: Final = Archiving()


class Logs:
    """The log files of one device. Names are those of files in `/var/log`."""

    __slots__ = ("_files",)

    def __init__(self, files: Files) -> None:
        self._files = files

    def create(self, names: Iterable[str]) -> None:
        """Make the files that are missing, empty: those a device has after its boot."""
        for name in names:
            if not self._exists(path_of(name)):
                self._files.write(path_of(name), b"", SYSTEM, mode=LOG_MODE)

    def append(self, name: str, line: str, archiving: Archiving = _USUAL) -> None:
        """Add a line, given without its end, to a log; it is made when it is missing. The line is not synced.

        Raises FileProblem when the disk is full or broken.
        """
        path, data = path_of(name), line.encode("utf-8", "replace") + b"\n"
        if self._size(path) + len(data) > archiving.size:
            self._turn_over(name, archiving.files)
        self._files.append(path, data, SYSTEM, mode=LOG_MODE, durable=False)

    def follow(self, name: str, follower: Callable[[str], None]) -> Callable[[], None]:
        """Give `follower` each new line of a log, without its end; the returned function ends that."""

        def lines(data: bytes) -> None:
            for line in data.decode("utf-8", "replace").splitlines():
                follower(line)

        return self._files.follow(path_of(name), SYSTEM, lines)

    def clear(self, name: str, visitor: Visitor, *, archives: bool = False) -> None:
        """Empty a log, and with `archives` delete the older ones too. Raises FileProblem when there is none."""
        path = path_of(name)
        self._files.status(path, visitor)
        self._files.write(path, b"", visitor)
        if archives:
            for archive in self.archives(name):
                self._files.remove(archive, visitor)

    def archives(self, name: str) -> tuple[str, ...]:
        """The paths of the archives of a log, newest first."""
        pattern = re.compile(re.escape(name) + r"\.(\d{1,4})(?:\.gz)?")
        found = ((pattern.fullmatch(node.name), node.path) for node in self._files.listing(FOLDER, SYSTEM))
        return tuple(path for _, path in sorted((int(match[1]), path) for match, path in found if match))

    def _turn_over(self, name: str, kept: int) -> None:
        """Archive a log."""
        path = path_of(name)
        for number in range(kept - 1, -1, -1):
            archive = f"{path}.{number}.gz"
            if not self._exists(archive):
                continue
            if number == kept - 1:
                self._files.remove(archive, SYSTEM)
            else:
                self._files.rename(archive, f"{path}.{number + 1}.gz", SYSTEM)
        if kept and self._exists(path):
            packed = gzip.compress(self._files.read(path, SYSTEM), _QUICK)
            self._files.write(f"{path}.0.gz", packed, SYSTEM, mode=LOG_MODE)
        self._files.write(path, b"", SYSTEM, mode=LOG_MODE)

    def _size(self, path: str) -> int:
        try:
            found = self._files.status(path, SYSTEM)
        except FileProblem:
            return 0
        return found.size if isinstance(found, File) else 0

    def _exists(self, path: str) -> bool:
        try:
            self._files.link_status(path, SYSTEM)
        except FileProblem:
            return False
        return True


def path_of(name: str) -> str:
    """The path of a log file."""
    return f"{FOLDER}/{name}"
