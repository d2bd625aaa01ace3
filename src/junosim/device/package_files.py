"""The files of packages on a device: opened where they lie, kept below `/var/sw/pkg`, a piece at a time."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from junosim.device.file_names import FULL, NOT_FOUND, FileProblem, join
from junosim.device.files import SYSTEM
from junosim.device.open_files import Opening

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.device.files import Files, Visitor
    from junosim.slices import Slices

FOLDER: Final = "/var/sw/pkg"
"""Where installed packages are kept."""

_PIECE: Final = 256 * 1024  # bytes copied between two pauses
_PART: Final = ".part"


@dataclass(frozen=True, slots=True)
class PackageFile:
    """An open package: its path or address, `name` without the directory, its size, and how its bytes are read.

    `close` must be called; `path` is empty for what the image brings.
    """

    shown: str
    name: str
    size: int
    read: Callable[[int, int], bytes]
    close: Callable[[], None]
    path: str = ""


def opened(files: Files, path: str, visitor: Visitor) -> PackageFile:
    """A package among the files of the device. Raises FileProblem."""
    handle = files.open(path, visitor, Opening(reads=True))
    return PackageFile(
        path,
        path.rpartition("/")[2],
        handle.status().size,
        handle.read,
        handle.close,
        files.resolve(path, visitor),
    )


def in_image(source: str, name: str, data: bytes) -> PackageFile:
    """A package that the image of the device brings."""
    return PackageFile(source, name, len(data), lambda at, size: data[at : at + size], lambda: None)


def saved(files: Files, source: PackageFile, name: str, digest: bytes) -> Slices[None]:
    """Keep a copy under this name; it is there as a whole or not at all.

    `digest` is the SHA-256 of what was verified. Raises FileProblem, also when the file is another one by now.
    """
    part, seen = join(FOLDER, f"{name}{_PART}"), hashlib.sha256()
    target = files.open(part, SYSTEM, Opening(writes=True, creates=True, truncates=True))
    try:
        for offset in range(0, source.size, _PIECE):
            data = source.read(offset, _PIECE)
            seen.update(data)
            target.write(offset, data)
            yield
        if seen.digest() != digest:
            raise FileProblem(source.shown, "Authentication error")
        target.sync()
        files.rename(part, join(FOLDER, name), SYSTEM)
    finally:
        target.close()
        with suppress(FileProblem):
            files.remove(part, SYSTEM)


def check_room(files: Files, source: PackageFile, name: str) -> None:
    """Raises FileProblem when there is no room for a copy under this name."""
    if source.size > files.room(join(FOLDER, name)):
        raise FileProblem(join(FOLDER, name), FULL)


def forget(files: Files, name: str, but: str) -> None:
    """Delete the copies of other versions of a package (`jpfe-fips`), all but the file `but`."""
    for node in files.listing(FOLDER, SYSTEM):
        if node.name != but and node.name.startswith(f"{name}-"):
            files.remove(node.path, SYSTEM)


def remove(files: Files, path: str, visitor: Visitor) -> None:
    """Delete a file that was installed; it may be gone by now. Raises FileProblem for one that may not be removed."""
    try:
        files.remove(path, visitor)
    except FileProblem as problem:
        if problem.reason != NOT_FOUND:
            raise
