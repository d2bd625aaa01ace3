"""Files to which line after line is added: each line costs little more than the write.

The length that the disk knows of such a file may be too short when the device was broken off; the first who adds
something finds out how long it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.device.file_index import File
from junosim.device.file_names import FULL, FileProblem
from junosim.storage import MissingFile, StorageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.device.file_index import FileIndex
    from junosim.storage import Storage

_LINE_END: Final = b"\n"
_AHEAD: Final = 64 * 1024  # bytes that are added before anybody looks again whether there is room


class GrowingFile:
    """The file of one name, whatever file that is in the course of time.

    `find` gives the file as it is now, and makes it when it is missing; `tell` is told what was added, `room` says
    how many bytes are free.
    """

    __slots__ = ("_allowance", "_file", "_find", "_index", "_room", "_storage", "_tell", "_tended")

    def __init__(
        self,
        storage: Storage,
        index: FileIndex,
        find: Callable[[], File],
        room: Callable[[], int],
        tell: Callable[[str, bytes], None],
    ) -> None:
        self._storage = storage
        self._index = index
        self._find = find
        self._room = room
        self._tell = tell
        self._file: File | None = None
        self._allowance = 0  # bytes for which there is room
        self._tended = -1  # the content whose length is known for sure

    def append(self, data: bytes, now: float) -> int:
        """Add to the end at a time (seconds since the epoch), and give the new size. What is added is not synced.

        Raises FileProblem.
        """
        file = self._file
        size = -1 if file is None else self._index.length(file)
        if file is None or size < 0:
            file = self.file()
            size = file.size
        if len(data) > self._allowance:
            self._allowance = min(self._room(), max(_AHEAD, len(data)))
            if len(data) > self._allowance:
                raise FileProblem(file.path, FULL)
        size += len(data)
        try:
            self._storage.append(file.place, data)
            self._allowance -= len(data)
            self._index.grow(file.path, size, now)
        except StorageError as problem:
            self._tended = -1  # a part of it may be there
            self._file = None
            raise FileProblem(file.path, problem.reason) from problem
        self._tell(file.path, data)
        return size

    def sync(self) -> None:
        """Return when all that was added is safe. Raises FileProblem."""
        file = self.file()
        try:
            self._storage.sync(file.place)
        except MissingFile:  # nothing was ever added
            return
        except StorageError as problem:
            raise FileProblem(file.path, problem.reason) from problem

    def file(self) -> File:
        """The file as it is now. Raises FileProblem."""
        known = self._file
        file = None if known is None else self._index.nodes.get(known.path)
        if not isinstance(file, File) or known is None or file.content != known.content:
            file = self._find()
        if file.content != self._tended:
            file = self._tend(file)
        self._file = file
        return file

    def _tend(self, file: File) -> File:
        """Find out how long the content is, and let a line that was broken off end."""
        try:
            try:
                content = self._storage.read(file.place)
            except MissingFile:
                content = b""
            size = len(content)
            if content and not content.endswith(_LINE_END):
                self._storage.append(file.place, _LINE_END)
                size += len(_LINE_END)
            if size != file.size:
                self._index.grow(file.path, size, file.time)
        except StorageError as problem:
            raise FileProblem(file.path, problem.reason) from problem
        self._tended = file.content
        found = self._index.nodes[file.path]
        assert isinstance(found, File)
        return found
