"""A device's files in a directory of the host: ordinary files that a person can read.

Nothing outside the directory is ever touched. Names are taken apart and each part is opened below the one before
it, never through a link, so that neither `..` nor a symbolic link leads anywhere else. Directories are made when
something is put into them and go with their last file; all that is made is for the owner alone. What is replaced or
removed is overwritten (see `overwriting`).
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import stat
from typing import TYPE_CHECKING, Final

from junosim.storage import MissingFile, StorageError
from junosim.storage.overwriting import Burials, destroy, overwrite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_RESERVED: Final = ".junosim-"  # names of files that are no files of the device
_LOCK: Final = _RESERVED + "lock"
_NEW: Final = _RESERVED + "new"  # what is being written; one for each directory, as only one process writes
_FILE_MODE: Final = 0o600
_DIRECTORY_MODE: Final = 0o700
_HERE: Final = os.O_DIRECTORY | os.O_NOFOLLOW | os.O_RDONLY | os.O_CLOEXEC
_PLAIN: Final = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC  # a FIFO must not keep anybody waiting
_MOST_APPENDED: Final = 4
"""Files that stay open for what is appended to them; a log has line after line."""
_NO_FILE: Final = frozenset({errno.ENOENT, errno.ENOTDIR, errno.EISDIR})


class StorageInUse(StorageError):
    """Another process, or another device of this one, works in the directory."""

    def __init__(self, directory: str) -> None:
        super().__init__(directory, "in use by another running device")


class DirectoryStorage:
    """The files of one device below `path`, which is made when it is missing and locked until `close`.

    `write` replaces a file as a whole: until it is done the old content can be read, and no full disk tears it.
    Raises StorageError when the directory cannot be used, StorageInUse while somebody else does.
    """

    __slots__ = ("_appended", "_buried", "_lock", "_path", "_root")

    def __init__(self, path: Path) -> None:
        self._path = str(path)
        self._lock = self._root = -1
        self._appended: dict[str, int] = {}
        self._buried = Burials(-1)
        try:
            made = _make_root(path)
            self._root = os.open(path, os.O_DIRECTORY | os.O_RDONLY | os.O_CLOEXEC)
            self._lock = os.open(_LOCK, os.O_RDWR | os.O_CREAT | _PLAIN, _FILE_MODE, dir_fd=self._root)
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for parent in made:
                _sync_directory(parent)
            self._buried = Burials(self._root)
            self._buried.sweep()
        except BlockingIOError:
            self.close()
            raise StorageInUse(self._path) from None
        except OSError as problem:
            self.close()
            raise StorageError(self._path, _reason(problem)) from None

    def close(self) -> None:
        """Let others use the directory. May be repeated; nothing else may be called afterwards."""
        if self._root >= 0:
            for directory in self._buried.origins:
                with contextlib.suppress(StorageError):
                    self.sync_names(directory)
        for descriptor in (*self._appended.values(), self._lock, self._root):
            if descriptor >= 0:
                os.close(descriptor)
        self._appended.clear()
        self._lock = self._root = -1

    # ------------------------------------------------------------------ content

    def read(self, name: str) -> bytes:
        """The content of a file."""
        with (
            self._problems(name),
            self._opened(name, os.O_RDONLY) as file,
            os.fdopen(os.dup(file), "rb") as stream,
        ):
            return stream.read()

    def read_part(self, name: str, offset: int, size: int) -> bytes:
        """Some of the content of a file."""
        with self._problems(name), self._opened(name, os.O_RDONLY) as file:
            found = os.pread(file, size, offset)
            while 0 < len(found) < size and (more := os.pread(file, size - len(found), offset + len(found))):
                found += more
            return found

    def write(self, name: str, data: bytes) -> None:
        """Make a file, or give it another content, as a whole."""
        *parents, last = _parts(name)
        self._close_appended(name)
        with self._problems(name, makes=True), self._directory(parents, make=True) as directory:
            _refuse_other_kinds(last, directory)
            try:
                file = os.open(
                    _NEW, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _PLAIN, _FILE_MODE, dir_fd=directory
                )
                try:
                    _write_all(file, data)
                finally:
                    os.close(file)
                self._buried.bury(last, directory, "/".join(parents))
                os.rename(_NEW, last, src_dir_fd=directory, dst_dir_fd=directory)
            except OSError:
                with contextlib.suppress(OSError):
                    os.unlink(_NEW, dir_fd=directory)
                self._drop_empty(parents)
                raise

    def write_part(self, name: str, offset: int, data: bytes) -> None:
        """Replace some of the content of a file, in place."""
        with self._problems(name), self._opened(name, os.O_WRONLY) as file:
            os.lseek(file, offset, os.SEEK_SET)
            _write_all(file, data)

    def truncate(self, name: str, size: int) -> None:
        """Give a file this size."""
        with self._problems(name), self._opened(name, os.O_WRONLY) as file:
            if size < os.fstat(file).st_size:
                overwrite(file, size)
            os.ftruncate(file, size)

    def append(self, name: str, data: bytes) -> None:
        """Add to the end of a file, which is made when it is missing."""
        file = self._appended.get(name)
        try:
            if file is not None and os.write(file, data) == len(data):
                return
        except OSError as problem:
            raise StorageError(name, _reason(problem)) from None
        if file is not None:
            raise StorageError(name, os.strerror(errno.ENOSPC))  # the disk took a part of it
        with self._problems(name, makes=True):
            _write_all(self._open_to_append(name), data)

    def sync(self, name: str) -> None:
        """Return when the content of a file is safe."""
        with self._problems(name), self._opened(name, os.O_RDONLY) as file:
            os.fsync(file)

    # ------------------------------------------------------------------ names

    def rename(self, old: str, new: str) -> None:
        """Give a file another name, at once; a file that had it is gone."""
        *old_parents, old_last = _parts(old)
        *new_parents, new_last = _parts(new)
        self._close_appended(old)
        self._close_appended(new)
        with self._problems(old), self._opened(old, os.O_RDONLY):
            pass
        with self._problems(new, makes=True):
            with self._directory(old_parents) as source, self._directory(new_parents, make=True) as target:
                _refuse_other_kinds(new_last, target)
                if old != new:
                    self._buried.bury(new_last, target, "/".join(new_parents))
                os.rename(old_last, new_last, src_dir_fd=source, dst_dir_fd=target)
            self._drop_empty(old_parents)

    def remove(self, name: str) -> None:
        """Forget a file."""
        *parents, last = _parts(name)
        self._close_appended(name)
        with self._problems(name):
            with self._opened(name, os.O_RDONLY):
                pass
            with self._directory(parents) as directory:
                self._buried.bury(last, directory, "/".join(parents))
                os.unlink(last, dir_fd=directory)
            self._drop_empty(parents)

    def erase(self, name: str) -> None:
        """Overwrite a file with zeros, wait until that is safe, and forget it."""
        *parents, last = _parts(name)
        self._close_appended(name)
        with self._problems(name):
            with self._opened(name, os.O_RDONLY):
                pass
            with self._directory(parents) as directory:
                destroy(last, directory)
            self._drop_empty(parents)

    def sync_names(self, directory: str) -> None:
        """Return when the names in a directory are safe, and its own in those above it."""
        parts = _parts(directory) if directory else []
        with self._problems(directory or self._path):
            for depth in range(len(parts), -1, -1):
                with (
                    contextlib.suppress(FileNotFoundError, NotADirectoryError),
                    self._directory(parts[:depth]) as opened,
                ):
                    os.fsync(opened)
            self._buried.destroy_from(directory)

    def names(self, directory: str = "") -> tuple[str, ...]:
        """What lies directly in a directory, sorted; directories end with a slash. Links are not listed."""
        parts = _parts(directory) if directory else []
        found = []
        with self._problems(directory or self._path):
            try:
                with self._directory(parts) as opened, os.scandir(opened) as entries:
                    for entry in entries:
                        if entry.name.startswith(_RESERVED):
                            continue
                        if entry.is_dir(follow_symlinks=False):
                            found.append(f"{entry.name}/")
                        elif entry.is_file(follow_symlinks=False):
                            found.append(entry.name)
            except (FileNotFoundError, NotADirectoryError):
                return ()
        return tuple(sorted(found))

    # ------------------------------------------------------------------ the way to a file

    @contextlib.contextmanager
    def _directory(self, parts: list[str], *, make: bool = False) -> Iterator[int]:
        """The directory of these parts, opened one by one; `make` makes those that are missing."""
        current = os.dup(self._root)
        try:
            for part in parts:
                if make:
                    with contextlib.suppress(FileExistsError):
                        os.mkdir(part, _DIRECTORY_MODE, dir_fd=current)
                below = os.open(part, _HERE, dir_fd=current)
                os.close(current)
                current = below
            yield current
        finally:
            os.close(current)

    @contextlib.contextmanager
    def _opened(self, name: str, flags: int) -> Iterator[int]:
        """A regular file."""
        *parents, last = _parts(name)
        with self._directory(parents) as directory:
            file = os.open(last, flags | _PLAIN, _FILE_MODE, dir_fd=directory)
        try:
            _refuse_kind(os.fstat(file).st_mode)
            yield file
        finally:
            os.close(file)

    def _open_to_append(self, name: str) -> int:
        """A file, made when it is missing, that stays open; the one that has been open for longest gives way."""
        *parents, _last = _parts(name)
        with self._directory(parents, make=True):
            pass
        with self._opened(name, os.O_WRONLY | os.O_APPEND | os.O_CREAT) as file:
            if len(self._appended) >= _MOST_APPENDED:
                os.close(self._appended.pop(next(iter(self._appended))))
            self._appended[name] = os.dup(file)
        return self._appended[name]

    def _close_appended(self, name: str) -> None:
        """The name stands for another file from now on."""
        file = self._appended.pop(name, None)
        if file is not None:
            os.close(file)

    def _drop_empty(self, parts: list[str]) -> None:
        """Remove the directory and those above it that nothing is in any more."""
        with contextlib.suppress(OSError):
            for depth in range(len(parts), 0, -1):
                with self._directory(parts[: depth - 1]) as above:
                    os.rmdir(parts[depth - 1], dir_fd=above)

    @contextlib.contextmanager
    def _problems(self, name: str, *, makes: bool = False) -> Iterator[None]:
        """Faults of the host's files as errors of the storage; `makes` when the file need not be there."""
        try:
            yield
        except OSError as problem:
            if problem.errno in _NO_FILE and not makes:
                raise MissingFile(name) from None
            raise StorageError(name, _reason(problem)) from None


def _parts(name: str) -> list[str]:
    """The parts of a name. Raises StorageError for one that could lead out of the directory, or is none."""
    parts = name.split("/")
    for part in parts:
        if part in ("", ".", "..") or "\0" in part or part.startswith(_RESERVED):
            raise StorageError(name, os.strerror(errno.EINVAL))
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        raise StorageError(name, os.strerror(errno.EILSEQ)) from None
    return parts


def _refuse_other_kinds(last: str, directory: int) -> None:
    """Raise OSError when what has this name is no regular file."""
    with contextlib.suppress(FileNotFoundError):
        _refuse_kind(os.stat(last, dir_fd=directory, follow_symlinks=False).st_mode)


def _refuse_kind(mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "Not a regular file")


def _write_all(file: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(file, rest) :]


def _make_root(path: Path) -> list[Path]:
    """Make the directory and those above it; returns the directories that got a new name."""
    missing = [path] if not path.exists() else []
    while missing and not missing[-1].parent.exists():
        missing.append(missing[-1].parent)
    for directory in reversed(missing):
        directory.mkdir(mode=_DIRECTORY_MODE, exist_ok=True)
    return [directory.parent for directory in missing]


def _sync_directory(path: Path) -> None:
    opened = os.open(path, os.O_DIRECTORY | os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _reason(problem: OSError) -> str:
    if problem.errno == errno.ELOOP:
        return "Is a symbolic link"
    return problem.strerror or str(problem)
