"""The file tree of a device as its users have it: standard directories, owners, permissions, and a full disk.

Nothing here touches the host: paths are keys of an index, contents lie in the device's storage.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from junosim.access.permissions import ALL
from junosim.access.users import ROOT
from junosim.device.file_index import FOLDER, File, FileIndex
from junosim.device.file_names import (
    DENIED,
    FULL,
    IS_DIRECTORY,
    NOT_A_DIRECTORY,
    NOT_FOUND,
    FileProblem,
    home_of,
)
from junosim.storage import StorageError, clear

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from junosim.clock import Clock
    from junosim.storage import Storage

CAPACITY: Final = 64 * 1024 * 1024
"""Bytes that the files of one device may have together [our choice]."""

MOST_FILES: Final = 10_000
"""Files that one device may have [our choice]."""

FILE_MODE: Final = 0o644
_HOMES: Final = "/var/home"
_STICKY: Final = 0o1000


@dataclass(frozen=True, slots=True)
class Directory:
    """One directory; `mode` has the permission bits."""

    path: str
    owner: str = "root"
    mode: int = 0o755


_OPEN: Final = 0o777 | _STICKY
_STANDARD: Final[Mapping[str, Directory]] = {
    path: Directory(path, mode=mode)
    for path, mode in {
        "/": 0o755, "/config": 0o750, "/root": 0o700, "/tmp": _OPEN, "/var": 0o755, "/var/crash": 0o755,
        "/var/db": 0o755, _HOMES: 0o755, "/var/log": 0o755, "/var/tmp": _OPEN,
    }.items()
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: the user, and whether nothing is forbidden to him."""

    user: str
    is_superuser: bool = False

    @classmethod
    def of(cls, user: str, permissions: frozenset[str]) -> Visitor:
        """A user with the permissions of his class: root and those with all are refused nothing."""
        return cls(user, user == ROOT or ALL in permissions)

    def may(self, bit: int, owner: str, mode: int) -> bool:
        """Whether the permission bits of something allow this (4 to read, 2 to write, 1 to enter)."""
        return self.is_superuser or bool(mode & (bit << 6 if self.user == owner else bit))


class Files:
    """The files of one device. Paths are absolute and plain, as `file_names.absolute` makes them.

    Everything raises FileProblem with the reason that the operating system would give.
    """

    __slots__ = ("_clock", "_index", "_storage")

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock
        self._index = FileIndex(storage)

    @property
    def used(self) -> int:
        """Bytes that all files have together."""
        return sum(file.size for file in self._index.files.values())

    def room(self, path: str) -> int:
        """Bytes that a new content of this file may have."""
        held = self._index.files.get(path)
        return CAPACITY - self.used + (0 if held is None else held.size)

    def status(self, path: str, visitor: Visitor) -> File | Directory:
        """What is at a path."""
        self._enter(path, visitor)
        found = self._index.files.get(path) or self._directory(path, visitor)
        if found is None:
            raise FileProblem(path, NOT_FOUND)
        return found

    def listing(self, path: str, visitor: Visitor) -> tuple[File | Directory, ...]:
        """What lies directly in a directory, sorted by name."""
        found = self.status(path, visitor)
        if isinstance(found, File):
            raise FileProblem(path, NOT_A_DIRECTORY)
        if not visitor.may(4, found.owner, found.mode):
            raise FileProblem(path, DENIED)
        start = path.rstrip("/") + "/"
        below = {file: None for file in self._index.files if file.startswith(start)}
        below |= dict.fromkeys(other for other in _STANDARD if other.startswith(start) and other != path)
        if path == _HOMES:
            below[home_of(visitor.user)] = None
        names = {other[len(start) :].partition("/")[0] for other in below if other.startswith(start)}
        inside = ((start + name) for name in sorted(names))
        return tuple(self._index.files.get(other) or self._there(other, visitor) for other in inside)

    def read(self, path: str, visitor: Visitor) -> bytes:
        """The content of a file."""
        found = self.status(path, visitor)
        if isinstance(found, Directory):
            raise FileProblem(path, IS_DIRECTORY)
        if not visitor.may(4, found.owner, found.mode):
            raise FileProblem(path, DENIED)
        with _faults(path):
            return self._storage.read(found.place)

    def check_write(self, path: str, visitor: Visitor) -> File | None:
        """Raises FileProblem unless the file may be written; the file as it is, None when it is new."""
        self._enter(path, visitor)
        if self._directory(path, visitor) is not None:
            raise FileProblem(path, IS_DIRECTORY)
        held = self._index.files.get(path)
        above = self._there(_parent(path), visitor)
        allowed = (
            visitor.may(2, above.owner, above.mode) if held is None else visitor.may(2, held.owner, held.mode)
        )
        if not allowed:
            raise FileProblem(path, DENIED)
        return held

    def write(self, path: str, data: bytes, visitor: Visitor) -> None:
        """Make a file, or give one another content, at once."""
        held = self.check_write(path, visitor)
        if len(data) > self.room(path) or (held is None and len(self._index.files) >= MOST_FILES):
            raise FileProblem(path, FULL)
        owner, mode = (visitor.user, FILE_MODE) if held is None else (held.owner, held.mode)
        file = File(path, owner, mode, self._clock.time(), len(data), self._index.next_number())
        with _faults(path):
            self._storage.write(file.place, data)
            self._storage.sync(file.place)
            self._storage.sync_names(FOLDER)
            self._index.put(file)
        if held is not None:
            self._discard(held)

    def append(self, path: str, data: bytes, visitor: Visitor) -> None:
        """Add to the end of a file, which is made when it is missing."""
        held = self.check_write(path, visitor)
        if held is None:
            self.write(path, data, visitor)
            return
        if held.size + len(data) > self.room(path):
            raise FileProblem(path, FULL)
        with _faults(path):
            self._storage.append(held.place, data)
            self._storage.sync(held.place)
            self._index.put(replace(held, time=self._clock.time(), size=held.size + len(data)))

    def remove(self, path: str, visitor: Visitor) -> None:
        """Delete a file."""
        found = self.status(path, visitor)
        if isinstance(found, Directory):
            raise FileProblem(path, IS_DIRECTORY)
        above = self._there(_parent(path), visitor)
        keeps = above.mode & _STICKY and visitor.user not in (found.owner, above.owner)
        if not visitor.may(2, above.owner, above.mode) or (keeps and not visitor.is_superuser):
            raise FileProblem(path, DENIED)
        with _faults(path):
            self._index.drop(path)
        self._discard(found)

    def clear(self) -> None:
        """Delete all files."""
        clear(self._storage, FOLDER)
        self._index = FileIndex(self._storage)

    def _discard(self, file: File) -> None:
        """Remove a content that no path leads to any more; if that fails, nobody misses it."""
        with suppress(StorageError):
            self._storage.remove(file.place)

    # ------------------------------------------------------------------ directories

    def _enter(self, path: str, visitor: Visitor) -> None:
        """Go to the directory that a path lies in. Raises FileProblem where there is no way."""
        while path != "/":
            path = _parent(path)
            above = self._there(path, visitor)
            if not visitor.may(1, above.owner, above.mode):
                raise FileProblem(path, DENIED)

    def _there(self, path: str, visitor: Visitor) -> Directory:
        found = self._directory(path, visitor)
        if found is None:
            raise FileProblem(path, NOT_A_DIRECTORY if path in self._index.files else NOT_FOUND)
        return found

    def _directory(self, path: str, visitor: Visitor) -> Directory | None:
        """The directory at a path: a standard one, a home, or one that holds something."""
        standard = _STANDARD.get(path)
        if standard is not None:
            return standard
        start = path + "/"
        if path == home_of(visitor.user) or any(file.startswith(start) for file in self._index.files):
            owner = path.removeprefix(f"{_HOMES}/") if _parent(path) == _HOMES else "root"
            return Directory(path, owner)
        return None


@contextmanager
def _faults(path: str) -> Iterator[None]:
    """Faults of the storage as those of the file that they concern."""
    try:
        yield
    except StorageError as problem:
        raise FileProblem(path, problem.reason) from problem


def _parent(path: str) -> str:
    return path.rpartition("/")[0] or "/"
