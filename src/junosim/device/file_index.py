"""What a device remembers of its files besides their contents: path, owner, mode, time, size.

The contents lie in the storage under numbers, so that no name a user makes up becomes one in the storage. The
index is a file of lines in JSON, one for each change, written anew when most of them are out of date.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from junosim.storage import MissingFile, StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from junosim.storage import Storage

FOLDER: Final = "files"
_INDEX: Final = f"{FOLDER}/index"
_NEW: Final = f"{FOLDER}/index.new"
_SLACK: Final = 100  # lines out of date that are no reason to write the index anew


@dataclass(frozen=True, slots=True)
class File:
    """One file. `mode` has the permission bits, `time` is when it was written (seconds since the epoch).

    `number` says where its content lies.
    """

    path: str
    owner: str
    mode: int
    time: float
    size: int
    number: int

    @property
    def place(self) -> str:
        """The name of its content in the storage."""
        return f"{FOLDER}/{self.number}"


class FileIndex:
    """All files of a device, by path. It is read when it is first asked for."""

    __slots__ = ("_files", "_is_torn", "_lines", "_storage")

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._files: dict[str, File] | None = None
        self._lines = 0
        self._is_torn = False  # half a line may be its last

    @property
    def files(self) -> Mapping[str, File]:
        """The files by their paths."""
        return self._held()

    def next_number(self) -> int:
        """A number that no content has."""
        return max((file.number for file in self._held().values()), default=0) + 1

    def put(self, file: File) -> None:
        """Remember a file, or what is new about it; it survives a power loss then. Raises StorageError."""
        self._change(file.path, file)

    def drop(self, path: str) -> None:
        """Forget a file, likewise."""
        self._change(path, None)

    def _change(self, path: str, file: File | None) -> None:
        held = self._held()
        before = held.get(path)
        _set(held, path, file)
        try:
            self._note({"path": path} if file is None else asdict(file))
        except StorageError:
            _set(held, path, before)
            self._is_torn = True
            raise

    # ------------------------------------------------------------------ the lines

    def _held(self) -> dict[str, File]:
        if self._files is None:
            self._files = {}
            for entry in self._entries():
                self._lines += 1
                file = _file(entry)
                if file is not None:
                    self._files[file.path] = file
                else:
                    self._files.pop(str(entry.get("path")), None)
        return self._files

    def _entries(self) -> Iterator[dict[str, object]]:
        try:
            text = self._storage.read(_INDEX).decode("utf-8", "replace")
        except MissingFile:
            return
        if text and not text.endswith("\n"):  # what comes next must not run into it
            self._storage.append(_INDEX, b"\n")
        for line in text.splitlines():
            try:
                entry = json.loads(line)
            except ValueError:  # the last line of a device that lost its power
                continue
            if isinstance(entry, dict):
                yield entry

    def _note(self, entry: Mapping[str, object]) -> None:
        held = self._held()
        if self._is_torn or not self._lines or self._lines > 2 * len(held) + _SLACK:
            self._rewrite()
            return
        self._storage.append(_INDEX, _line(entry))
        self._storage.sync(_INDEX)
        self._lines += 1

    def _rewrite(self) -> None:
        held = self._held()
        self._storage.write(_NEW, b"".join(_line(asdict(file)) for file in held.values()))
        self._storage.sync(_NEW)
        self._storage.rename(_NEW, _INDEX)
        self._storage.sync_names(FOLDER)
        self._lines, self._is_torn = len(held), False


def _set(files: dict[str, File], path: str, file: File | None) -> None:
    if file is None:
        files.pop(path, None)
    else:
        files[path] = file


def _line(entry: Mapping[str, object]) -> bytes:
    return json.dumps(entry).encode() + b"\n"


def _file(entry: Mapping[str, object]) -> File | None:
    """The file that an entry tells of; None when it tells that one is gone."""
    match entry:
        case {
            "path": str(path), "owner": str(owner), "mode": int(mode), "time": int() | float() as time,
            "size": int(size), "number": int(number),
        }:  # fmt: skip
            return File(path, owner, mode, float(time), size, number)
    return None
