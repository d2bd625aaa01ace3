"""Where the files of a device are kept: given to the device, as the clock and the entropy are.

A name is a relative POSIX path without `.` and `..` (`var/home/lab/x`); directories exist as long as something is in
them. What was written is safe from a power loss after `sync`, and its name after `sync_names` of its directory; until
then it may be lost, whole or in part, as on a real disk. What a file held is overwritten when it is `erase`d, and
nothing of it can be read from the disk afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from junosim.errors import JunosimError

if TYPE_CHECKING:
    from collections.abc import Iterator


class StorageError(JunosimError):
    """Something that cannot be done with a file: its name and the reason in the words of the system."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


class MissingFile(StorageError):
    """There is no file of that name."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "No such file or directory")


class Storage(Protocol):
    """The disk of one device.

    What needs a file raises MissingFile when there is none; anything may raise StorageError when the disk is full,
    broken or cannot be written. What a call that failed was to do may then be done, not done, or done in part.
    """

    def read(self, name: str) -> bytes:
        """The content of a file."""
        ...

    def read_part(self, name: str, offset: int, size: int) -> bytes:
        """Up to `size` bytes of a file from `offset` on; fewer where it ends."""
        ...

    def write(self, name: str, data: bytes) -> None:
        """Make a file, or give it another content."""
        ...

    def write_part(self, name: str, offset: int, data: bytes) -> None:
        """Replace bytes of a file from `offset` on; behind its end it grows, and a gap is filled with zeros.

        Without data nothing happens.
        """
        ...

    def truncate(self, name: str, size: int) -> None:
        """Cut a file to this size, or fill it up with zeros."""
        ...

    def append(self, name: str, data: bytes) -> None:
        """Add to the end of a file, which is made when it is missing."""
        ...

    def sync(self, name: str) -> None:
        """Return when the content of a file is safe."""
        ...

    def rename(self, old: str, new: str) -> None:
        """Give a file another name, at once; a file that had it is gone."""
        ...

    def remove(self, name: str) -> None:
        """Forget a file."""
        ...

    def erase(self, name: str) -> None:
        """Overwrite all bytes of a file with zeros, wait until that is safe, and forget the file."""
        ...

    def sync_names(self, directory: str) -> None:
        """Return when the names in a directory are safe; a directory without files is no error."""
        ...

    def names(self, directory: str = "") -> tuple[str, ...]:
        """What lies directly in a directory, sorted, without the way there; directories end with a slash."""
        ...


class MemoryStorage:
    """Files that live as long as the process. A content is kept as it was given until a part of it changes."""

    __slots__ = ("_files",)

    def __init__(self) -> None:
        self._files: dict[str, bytes | bytearray] = {}

    def read(self, name: str) -> bytes:
        """The content of a file."""
        return bytes(self._held(name))

    def read_part(self, name: str, offset: int, size: int) -> bytes:
        """Some of the content of a file."""
        return bytes(memoryview(self._held(name))[offset : offset + size])

    def write(self, name: str, data: bytes) -> None:
        """Make a file, or give it another content."""
        self._files[name] = data

    def write_part(self, name: str, offset: int, data: bytes) -> None:
        """Replace some of the content of a file."""
        content = self._changeable(name)
        if data and offset > len(content):
            content.extend(bytes(offset - len(content)))
        content[offset : offset + len(data)] = data

    def truncate(self, name: str, size: int) -> None:
        """Give a file this size."""
        content = self._changeable(name)
        del content[size:]
        content.extend(bytes(size - len(content)))

    def append(self, name: str, data: bytes) -> None:
        """Add to the end of a file."""
        self._files.setdefault(name, b"")
        self._changeable(name).extend(data)

    def sync(self, name: str) -> None:
        """Nothing to wait for."""
        self._held(name)

    def rename(self, old: str, new: str) -> None:
        """Give a file another name."""
        self._files[new] = self._held(old)
        if old != new:
            del self._files[old]

    def remove(self, name: str) -> None:
        """Forget a file."""
        self._held(name)
        del self._files[name]

    def erase(self, name: str) -> None:
        """Forget a file. A content that was given as a constant belongs to whoever gave it."""
        content = self._held(name)
        if isinstance(content, bytearray):
            content[:] = bytes(len(content))
        del self._files[name]

    def sync_names(self, directory: str) -> None:
        """Nothing to wait for."""

    def names(self, directory: str = "") -> tuple[str, ...]:
        """What lies directly in a directory."""
        start = f"{directory}/" if directory else ""
        found = set()
        for name in self._files:
            if name.startswith(start):
                head, slash, _ = name[len(start) :].partition("/")
                found.add(head + slash)
        return tuple(sorted(found))

    def _held(self, name: str) -> bytes | bytearray:
        try:
            return self._files[name]
        except KeyError:
            raise MissingFile(name) from None

    def _changeable(self, name: str) -> bytearray:
        content = self._held(name)
        if not isinstance(content, bytearray):
            content = self._files[name] = bytearray(content)
        return content


def put(storage: Storage, name: str, data: bytes) -> None:
    """Give a file a content that is safe when this returns; a power loss before that leaves the old one or this."""
    new = f"{name}.new"
    storage.write(new, data)
    storage.sync(new)
    storage.rename(new, name)
    storage.sync_names(name.rpartition("/")[0])


def walk(storage: Storage, directory: str = "") -> Iterator[str]:
    """The names of all files in a directory and below it; each may be removed before the next is asked for."""
    for name in storage.names(directory):
        below = f"{directory}/{name}" if directory else name
        if name.endswith("/"):
            yield from walk(storage, below.rstrip("/"))
        else:
            yield below


def clear(storage: Storage, directory: str) -> None:
    """Remove all that lies in a directory and below it."""
    for name in walk(storage, directory):
        storage.remove(name)
