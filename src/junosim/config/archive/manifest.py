"""The manifest: one JSON object a line, the first with a checksum over the rest."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from junosim.storage import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator

DIRECTORY = "config"
NAME = f"{DIRECTORY}/manifest"
_FORMAT = 1


class DamagedArchive(StorageError):
    """A file that does not hold what was written, or is of another platform; nothing is guessed of it."""


class UnsafeCommit(StorageError):
    """A change is in force, but the disk failed before it was known to survive a power loss."""


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One file: its name in the directory, its checksum, its size in bytes, and the file it has changes to."""

    name: str
    sha256: str
    size: int
    base: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One revision and the file that holds it; the other fields are those of `Revision`."""

    sequence: int
    time: float
    user: str
    client: str
    comment: str
    file: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is in force. `platform` names the kind of device.

    `back` is what a commit that was not confirmed goes back to at `deadline` (seconds since the epoch), `at_boot` is
    committed at the next boot.
    """

    platform: str
    files: tuple[FileRecord, ...]
    revisions: tuple[Entry, ...]
    rescue: Entry | None = None
    back: Entry | None = None
    deadline: float | None = None
    at_boot: Entry | None = None

    def encode(self) -> bytes:
        """The manifest as it is written."""
        body = "".join(f"{json.dumps(line)}\n" for line in self._lines()).encode()
        head = {"junosim": _FORMAT, "platform": self.platform, "sha256": checksum(body)}
        return f"{json.dumps(head)}\n".encode() + body

    def _lines(self) -> Iterator[dict[str, Any]]:
        for file in self.files:
            yield {"kind": "file", **_fields(file)}
        for revision in self.revisions:
            yield {"kind": "revision", **_fields(revision)}
        if self.rescue is not None:
            yield {"kind": "rescue", **_fields(self.rescue)}
        if self.back is not None:
            yield {"kind": "unconfirmed", "deadline": self.deadline, **_fields(self.back)}
        if self.at_boot is not None:
            yield {"kind": "at_boot", **_fields(self.at_boot)}


def _fields(record: FileRecord | Entry) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__slots__}


def decode(data: bytes) -> Manifest:
    """The manifest that was written. Raises DamagedArchive."""
    first, _, body = data.partition(b"\n")
    try:
        head = json.loads(first)
        if head["junosim"] != _FORMAT:
            raise DamagedArchive(NAME, f"is of format {head['junosim']}, not {_FORMAT}")
        if head["sha256"] != checksum(body):
            raise DamagedArchive(NAME, "does not have the checksum that is written in it")
        return _manifest(head["platform"], [json.loads(line) for line in body.splitlines()])
    except (ValueError, KeyError, TypeError) as problem:
        raise DamagedArchive(NAME, f"cannot be read: {problem}") from problem


def _manifest(platform: str, lines: list[dict[str, Any]]) -> Manifest:
    files: list[FileRecord] = []
    revisions: list[Entry] = []
    more: dict[str, Any] = {}
    for line in lines:
        kind = line.pop("kind")
        if kind == "file":
            files.append(FileRecord(**line))
        elif kind == "revision":
            revisions.append(Entry(**line))
        elif kind == "unconfirmed":
            more["deadline"] = line.pop("deadline")
            more["back"] = Entry(**line)
        else:
            more[kind] = Entry(**line)
    if not revisions:
        raise ValueError("no revision")
    return Manifest(platform, tuple(files), tuple(revisions), **more)


def checksum(data: bytes) -> str:
    """SHA-256 in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
