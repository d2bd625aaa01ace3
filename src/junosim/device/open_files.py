"""Files that are open: parts are read and written in place, and what is removed lives on until it is closed."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from junosim.device.file_index import File
from junosim.device.file_names import BAD_DESCRIPTOR, FULL, FileProblem
from junosim.storage import MissingFile, StorageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.clock import Clock
    from junosim.device.file_index import FileIndex
    from junosim.storage import Storage

LONGEST: Final = 1 << 62
"""The highest offset that makes sense to a file system."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What a file is opened for.

    creates        make it when it is missing, with `mode`; `exclusive`: it must be missing
    truncates      take away what is in it
    appends        every write goes to the end, whatever the offset
    """

    reads: bool = False
    writes: bool = False
    appends: bool = False
    creates: bool = False
    truncates: bool = False
    exclusive: bool = False
    mode: int = 0o644


@dataclass(slots=True)
class _Held:
    """A file with open handles: what it was last, and whether the disk knows its size; `made` is the content of one
    that lies on no disk."""

    last: File
    handles: int = 0
    is_new_to_disk: bool = False
    made: bytes | None = None


class OpenFiles:
    """The open files of one device. `room` tells how many bytes are free."""

    __slots__ = ("_clock", "_held", "_index", "_room", "_storage")

    def __init__(self, storage: Storage, index: FileIndex, clock: Clock, room: Callable[[], int]) -> None:
        self._storage = storage
        self._index = index
        self._clock = clock
        self._room = room
        self._held: dict[int, _Held] = {}

    @property
    def nameless(self) -> int:
        """Bytes of files that have no name any more and are still open."""
        return sum(
            held.last.size
            for number, held in self._held.items()
            if held.made is None and not self._index.names(number)
        )

    def keeps(self, file: File) -> bool:
        """Whether the content of a file that has lost its last name is still needed."""
        held = self._held.get(file.number)
        return held is not None and held.last.content == file.content

    def close_all(self) -> None:
        """Take the files away from those who have them open: nothing can be done with their handles any more."""
        self._held.clear()

    def has(self, number: int) -> bool:
        """True while somebody has this file open."""
        return number in self._held

    def open(self, file: File, made: bytes | None, how: Opening) -> OpenFile:
        """A handle of a file that is in the index, or whose content was `made`. Raises StorageError."""
        held = self._held.setdefault(file.number, _Held(file, made=made))
        held.handles += 1
        handle = OpenFile(self, file.number, file.path, how)
        if how.truncates and file.size:
            try:
                self.truncate(file.number, 0)
            except StorageError:
                handle.close()
                raise
        return handle

    # ------------------------------------------------------------------ what handles do

    def status(self, number: int) -> File:
        """The file as it is now, whatever its names are."""
        held = self._held[number]
        path = next(iter(self._index.names(number)), None)
        node = None if path is None else self._index.nodes[path]
        if isinstance(node, File):
            held.last = node
        return held.last

    def read(self, number: int, offset: int, size: int) -> bytes:
        """Some of the content. Raises StorageError."""
        file, made = self.status(number), self._held[number].made
        if made is not None:
            return made[offset : offset + max(0, size)]
        try:
            return self._storage.read_part(file.place, offset, max(0, min(size, file.size - offset)))
        except MissingFile:  # it never reached the disk before the power was lost
            return b""

    def write(self, number: int, offset: int, data: bytes) -> None:
        """Write in place; the file grows at its end. Raises StorageError, also when there is no room."""
        if not data:
            return
        file = self.status(number)
        size = max(file.size, offset + len(data))
        if size - file.size > self._room():
            raise StorageError(file.place, FULL)
        self._change(file, size, lambda: self._storage.write_part(file.place, offset, data))

    def truncate(self, number: int, size: int) -> None:
        """Give the file another size. Raises StorageError, also when there is no room."""
        file = self.status(number)
        if size - file.size > self._room():
            raise StorageError(file.place, FULL)
        self._change(file, size, lambda: self._storage.truncate(file.place, size))

    def _change(self, file: File, size: int, change: Callable[[], None]) -> None:
        try:
            change()
        except MissingFile:
            self._storage.write(file.place, b"")
            change()
        now = self._clock.time()
        held = self._held[file.number]
        held.last = replace(file, size=size, time=now, changed=now)
        held.is_new_to_disk = True
        if self._index.names(file.number):  # else its path may be another file's by now
            self._index.touch(held.last)

    def sync(self, number: int) -> None:
        """Wait until the content survives a power loss. Raises StorageError."""
        file = self.status(number)
        with suppress(MissingFile):  # nothing was written
            self._storage.sync(file.place)
        self._storage.sync_names(file.shelf)
        held = self._held[number]
        held.is_new_to_disk = True
        self._note(number, durable=True)

    def close(self, number: int) -> None:
        """One handle less; with the last one a file without names is gone. Raises StorageError."""
        held = self._held[number]
        held.handles -= 1
        try:
            self._note(number, durable=False)
        finally:
            if not held.handles:
                del self._held[number]
                if held.made is None and not self._index.names(number):
                    with suppress(StorageError):
                        self._storage.remove(held.last.place)

    def _note(self, number: int, *, durable: bool) -> None:
        """Let the disk know the size, as far as it has a name."""
        held = self._held[number]
        if held.is_new_to_disk and self._index.names(number):
            held.is_new_to_disk = False
            self._index.put(self.status(number), durable=durable)


class OpenFile:
    """One handle of an open file. Everything raises FileProblem with the name under which it was opened."""

    __slots__ = ("_how", "_number", "_open_files", "is_closed", "name")

    def __init__(self, open_files: OpenFiles, number: int, name: str, how: Opening) -> None:
        self._open_files = open_files
        self._number = number
        self._how = how
        self.name = name
        self.is_closed = False

    def status(self) -> File:
        """The file as it is now."""
        self._need(allowed=True)
        return self._open_files.status(self._number)

    def read(self, offset: int, size: int) -> bytes:
        """Up to `size` bytes from `offset` on; none at the end."""
        self._need(allowed=self._how.reads)
        try:
            return self._open_files.read(self._number, offset, size)
        except StorageError as problem:
            raise FileProblem(self.name, problem.reason) from problem

    def write(self, offset: int, data: bytes) -> None:
        """Write at `offset`, or at the end if it was opened so; what does not fit on the disk is refused whole."""
        self._need(allowed=self._how.writes)
        where = self._open_files.status(self._number).size if self._how.appends else min(offset, LONGEST)
        try:
            self._open_files.write(self._number, where, data)
        except StorageError as problem:
            raise FileProblem(self.name, problem.reason) from problem

    def truncate(self, size: int) -> None:
        """Cut it, or fill it up with zeros."""
        self._need(allowed=self._how.writes)
        try:
            self._open_files.truncate(self._number, min(size, LONGEST))
        except StorageError as problem:
            raise FileProblem(self.name, problem.reason) from problem

    def sync(self) -> None:
        """Wait until what was written survives a power loss."""
        self._need(allowed=True)
        try:
            self._open_files.sync(self._number)
        except StorageError as problem:
            raise FileProblem(self.name, problem.reason) from problem

    def close(self) -> None:
        """Let go of the file; harmless when repeated."""
        if self.is_closed:
            return
        self.is_closed = True
        if not self._open_files.has(self._number):
            return
        try:
            self._open_files.close(self._number)
        except StorageError as problem:
            raise FileProblem(self.name, problem.reason) from problem

    def _need(self, *, allowed: bool) -> None:
        if self.is_closed or not allowed or not self._open_files.has(self._number):
            raise FileProblem(self.name, BAD_DESCRIPTOR)
