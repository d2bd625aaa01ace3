"""Contents that are gone from a directory of the host are overwritten with zeros before their place is given back.

A content whose file was replaced or removed must stay whole until the new names are safe: a power loss may bring the
old ones back. So it gets a second name first (it is *buried*) and is overwritten once the directory it came from is
synced. What a killed process has buried is overwritten when the directory is opened next. A file system without hard
links gives its place back at once; what a disk keeps of overwritten blocks itself (flash memory, copy on write,
snapshots) is out of reach as well.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass, field
from typing import Final

BURIED: Final = ".junosim-old-"
"""How the names of buried contents begin."""

_ZEROS: Final = bytes(1024 * 1024)
_WRITE: Final = os.O_WRONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def overwrite(file: int, start: int = 0) -> None:
    """Write zeros over an open file from `start` to its end, and wait until they are safe. Raises OSError."""
    size = os.fstat(file).st_size
    os.lseek(file, start, os.SEEK_SET)
    left = size - start
    while left > 0:
        left -= os.write(file, _ZEROS[:left])
    if size > start:
        os.fdatasync(file)


def destroy(name: str, directory: int) -> None:
    """Overwrite a file unless it has another name, and remove this one. Raises OSError."""
    file = os.open(name, _WRITE, dir_fd=directory)
    try:
        if os.fstat(file).st_nlink == 1:
            overwrite(file)
    finally:
        os.close(file)
    os.unlink(name, dir_fd=directory)


@dataclass(slots=True)
class Burials:
    """The buried contents below one open directory, by the directory that they came from."""

    root: int
    _waiting: dict[str, list[str]] = field(default_factory=dict)
    _last: int = 0

    def bury(self, name: str, directory: int, origin: str) -> None:
        """Keep what has this name in an open directory, if anything has; `origin` is the directory's name."""
        self._last += 1
        kept = f"{BURIED}{self._last}"
        with contextlib.suppress(OSError):
            os.link(name, kept, src_dir_fd=directory, dst_dir_fd=self.root, follow_symlinks=False)
            self._waiting.setdefault(origin, []).append(kept)

    def destroy_from(self, origin: str) -> None:
        """Overwrite what came from a directory whose names are safe now; what fails is left to the next start."""
        for kept in self._waiting.pop(origin, ()):
            with contextlib.suppress(OSError):
                destroy(kept, self.root)

    @property
    def origins(self) -> tuple[str, ...]:
        """The directories from which contents are still buried."""
        return tuple(self._waiting)

    def sweep(self) -> None:
        """Overwrite what an earlier process has left."""
        with os.scandir(self.root) as entries:
            left = [entry.name for entry in entries if entry.name.startswith(BURIED)]
        for kept in left:
            with contextlib.suppress(OSError):
                destroy(kept, self.root)
