"""Files of the device for the SFTP and SCP servers of the SSH library. Nothing here reaches the host's files."""

from __future__ import annotations

import logging
import stat
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Concatenate, Final, ParamSpec, TypeVar

import asyncssh
from asyncssh import constants

from junosim.device.file_index import Directory, File, Link
from junosim.device.file_names import (
    DENIED,
    EXISTS,
    INVALID,
    LOOP,
    NOT_A_DIRECTORY,
    NOT_FOUND,
    NOT_PERMITTED,
    TOO_LONG,
    FileProblem,
    parent,
)
from junosim.device.open_files import OpenFile, Opening
from junosim.device.transfers import UMASK, Attributes, Transfer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

    from junosim.device.file_index import Node

P = ParamSpec("P")
T = TypeVar("T")

_log = logging.getLogger(__name__)

_LONGEST_READ: Final = 64 * 1024  # bytes given for one request, as OpenSSH 7.5
_FILE_MODE: Final = (
    0o666  # of files for which the client asks no permissions; the umask is still to be applied
)
_DIRECTORY_MODE: Final = 0o777
_DEEPEST: Final = 100  # directories within each other that `scp` goes into [our choice]
_HALF_A_YEAR: Final = 365 * 24 * 60 * 60 / 2  # seconds

_KINDS: Final = {
    File: (constants.FILEXFER_TYPE_REGULAR, stat.S_IFREG),
    Directory: (constants.FILEXFER_TYPE_DIRECTORY, stat.S_IFDIR),
    Link: (constants.FILEXFER_TYPE_SYMLINK, stat.S_IFLNK),
}

# What OpenSSH makes of the reasons of the system, and what it says then; all others are failures. There it says
# `Failure`; we tell the reason, which clients show to people [our choice].
_ANSWERS: Final[Mapping[str, tuple[Callable[[str], asyncssh.SFTPError], str]]] = {
    NOT_FOUND: (asyncssh.SFTPNoSuchFile, "No such file"),
    NOT_A_DIRECTORY: (asyncssh.SFTPNoSuchFile, "No such file"),
    LOOP: (asyncssh.SFTPNoSuchFile, "No such file"),
    DENIED: (asyncssh.SFTPPermissionDenied, "Permission denied"),
    NOT_PERMITTED: (asyncssh.SFTPPermissionDenied, "Permission denied"),
    TOO_LONG: (asyncssh.SFTPBadMessage, "Bad message"),
    INVALID: (asyncssh.SFTPBadMessage, "Bad message"),
}


class SessionEnded(asyncssh.Error):
    """The user was logged out, or has no account any more."""

    def __init__(self) -> None:
        super().__init__(asyncssh.DISC_BY_APPLICATION, "session ended by the device")


def _told(
    method: Callable[Concatenate[DeviceFiles, P], T],
) -> Callable[Concatenate[DeviceFiles, P], T]:
    """Turn what the device says of a file into an answer of the protocol; faults of ours stay with us."""

    def told(self: DeviceFiles, /, *arguments: P.args, **named: P.kwargs) -> T:
        try:
            self.check()
            return method(self, *arguments, **named)
        except FileProblem as problem:
            raise self.refusal(problem) from problem
        except (asyncssh.Error, NotImplementedError):
            raise
        except Exception as fault:
            _log.exception("%s: a file operation failed", self.transfer.name)
            raise asyncssh.SFTPFailure("Failure") from fault

    return told


class DeviceFiles(asyncssh.SFTPServer):
    """The files of a device as one user may use them. Paths are bytes, file objects are `OpenFile`s."""

    def __init__(self, channel: asyncssh.SSHServerChannel[bytes], transfer: Transfer) -> None:
        super().__init__(channel)
        self.transfer = transfer

    def check(self) -> None:
        """Raises SessionEnded once the session must end."""
        if self.transfer.is_over:
            raise SessionEnded
        self.transfer.touch()

    def exit(self) -> None:
        """The client has no more requests. OpenSSH's `scp` takes an end without a status for a failure."""
        self.channel.exit(0)

    def refusal(self, problem: FileProblem) -> asyncssh.SFTPError:
        """The answer to a request that cannot be carried out."""
        answer, text = _ANSWERS.get(problem.reason, (asyncssh.SFTPFailure, problem.reason))
        return answer(text)

    def wanted(self, attrs: asyncssh.SFTPAttrs) -> Attributes:
        """What a client wants to be changed."""
        mode = None if attrs.permissions is None else attrs.permissions & 0o7777
        return Attributes(attrs.size, mode, attrs.atime, attrs.mtime, attrs.uid)

    # ------------------------------------------------------------------ content

    @_told
    def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> OpenFile:
        """Open a file."""
        mode = _FILE_MODE if attrs.permissions is None else attrs.permissions & 0o7777
        how = Opening(
            reads=bool(pflags & asyncssh.FXF_READ),
            writes=bool(pflags & asyncssh.FXF_WRITE),
            appends=bool(pflags & asyncssh.FXF_APPEND),
            creates=bool(pflags & asyncssh.FXF_CREAT),
            truncates=bool(pflags & asyncssh.FXF_TRUNC),
            exclusive=bool(pflags & asyncssh.FXF_EXCL),
            mode=mode,
        )
        return self.transfer.open(_text(path), how)

    @_told
    def read(self, file_obj: object, offset: int, size: int) -> bytes:
        """Some of a file."""
        return _file(file_obj).read(offset, min(size, _LONGEST_READ))

    @_told
    def write(self, file_obj: object, offset: int, data: bytes) -> int:
        """Write into a file."""
        _file(file_obj).write(offset, data)
        return len(data)

    def close(self, file_obj: object) -> None:
        """Close a file; this is possible to the end."""
        try:
            self.transfer.close(_file(file_obj))
        except FileProblem as problem:
            raise self.refusal(problem) from problem

    @_told
    def fsync(self, file_obj: object) -> None:
        """Wait until a file survives a power loss."""
        _file(file_obj).sync()

    # ------------------------------------------------------------------ attributes

    @_told
    def stat(self, path: bytes) -> asyncssh.SFTPAttrs:
        """What a path stands for."""
        return self._attributes(self.transfer.status(_text(path)))

    @_told
    def lstat(self, path: bytes) -> asyncssh.SFTPAttrs:
        """What a path stands for, itself a link where it is one."""
        return self._attributes(self.transfer.link_status(_text(path)))

    @_told
    def fstat(self, file_obj: object) -> asyncssh.SFTPAttrs:
        """What an open file is."""
        return self._attributes(_file(file_obj).status())

    @_told
    def setstat(self, path: bytes, attrs: asyncssh.SFTPAttrs) -> None:
        """Change attributes."""
        self.transfer.change(_text(path), self.wanted(attrs))

    @_told
    def fsetstat(self, file_obj: object, attrs: asyncssh.SFTPAttrs) -> None:
        """Change attributes of an open file."""
        self.transfer.change_open(_file(file_obj), self.wanted(attrs))

    @_told
    def statvfs(self, path: bytes) -> asyncssh.SFTPVFSAttrs:
        """The disk that a path lies on."""
        self.transfer.status(_text(path))
        return self._space()

    @_told
    def fstatvfs(self, file_obj: object) -> asyncssh.SFTPVFSAttrs:
        """The disk that an open file lies on."""
        return self._space()

    # ------------------------------------------------------------------ names

    async def scandir(self, path: bytes) -> AsyncIterator[asyncssh.SFTPName]:
        """The names in a directory, with `.` and `..`, as the system lists them."""
        for name, node in self._listed(path):
            attributes = self._attributes(node)
            shown = _bytes(name)
            yield asyncssh.SFTPName(shown, self._long_name(node, attributes) + shown, attributes)

    @_told
    def _listed(self, path: bytes) -> list[tuple[str, Node]]:
        name = _text(path)
        listing = self.transfer.listing(name)
        here = self.transfer.plain(name)
        dots: list[tuple[str, Node]] = [(".", self.transfer.status(here))]
        with suppress(FileProblem):  # what lies above may be closed to the user
            dots.append(("..", self.transfer.status(parent(here))))
        return dots + [(node.path.rpartition("/")[2], node) for node in listing]

    @_told
    def realpath(self, path: bytes) -> bytes:
        """The plain path."""
        return _bytes(self.transfer.plain(_text(path)))

    @_told
    def mkdir(self, path: bytes, attrs: asyncssh.SFTPAttrs) -> None:
        """Make a directory."""
        mode = _DIRECTORY_MODE if attrs.permissions is None else attrs.permissions & 0o7777
        self.transfer.make_directory(_text(path), mode)

    @_told
    def rmdir(self, path: bytes) -> None:
        """Remove an empty directory."""
        self.transfer.remove_directory(_text(path))

    @_told
    def remove(self, path: bytes) -> None:
        """Remove a file."""
        self.transfer.remove(_text(path))

    @_told
    def rename(self, oldpath: bytes, newpath: bytes) -> None:
        """Rename; unlike `posix_rename` it replaces nothing."""
        try:
            self.transfer.link_status(_text(newpath))
        except FileProblem:
            self.transfer.rename(_text(oldpath), _text(newpath))
        else:
            raise FileProblem(_text(newpath), EXISTS)

    @_told
    def posix_rename(self, oldpath: bytes, newpath: bytes) -> None:
        """Rename; what has the new name is replaced."""
        self.transfer.rename(_text(oldpath), _text(newpath))

    @_told
    def link(self, oldpath: bytes, newpath: bytes) -> None:
        """Give a file a second name."""
        self.transfer.link(_text(oldpath), _text(newpath))

    @_told
    def symlink(self, oldpath: bytes, newpath: bytes) -> None:
        """Make a link at `newpath`."""
        self.transfer.symbolic_link(_text(oldpath), _text(newpath))

    @_told
    def readlink(self, path: bytes) -> bytes:
        """Where a link leads."""
        node = self.transfer.link_status(_text(path))
        if not isinstance(node, Link):
            raise FileProblem(_text(path), INVALID)
        return _bytes(node.target)

    # ------------------------------------------------------------------ how it is shown

    def _attributes(self, node: Node) -> asyncssh.SFTPAttrs:
        kind, bits = _KINDS[type(node)]
        return asyncssh.SFTPAttrs(
            type=kind, size=node.size, uid=self.transfer.uid_of(node), gid=0, permissions=bits | node.mode,
            atime=int(node.accessed), mtime=int(node.time), nlink=self.transfer.links(node),
        )  # fmt: skip

    def _long_name(self, node: Node, attributes: asyncssh.SFTPAttrs) -> bytes:
        """What `ls -l` of OpenSSH's client prints, but for the name."""
        date = self.transfer.local_time(node.time)
        is_recent = 0 <= self.transfer.now - node.time < _HALF_A_YEAR
        when = f"{date:%H:%M}" if is_recent else f" {date.year}"
        return (
            f"{stat.filemode(attributes.permissions or 0)} {attributes.nlink:>4} {node.owner:<8} {node.group:<8}"
            f" {node.size:>8} {date:%b} {date.day:2} {when} "
        ).encode()

    def _space(self) -> asyncssh.SFTPVFSAttrs:
        space, block = self.transfer.space(), 4096
        free = space.free // block
        return asyncssh.SFTPVFSAttrs(
            bsize=block, frsize=block, blocks=space.size // block, bfree=free, bavail=free, files=space.entries,
            ffree=space.free_entries, favail=space.free_entries, namemax=255,
        )  # fmt: skip


class ScpFiles(DeviceFiles):
    """The same for `scp` that runs on the device, which names the files in its messages.

    The library sets permissions and times of what it has received only with `-p`. OpenSSH always does, and without
    `-p` lets the permissions go through the umask. So the library is always told `-p`, and this class what the client
    `preserves`.

    The library works off whatever has come in one piece, and calls itself for each directory within another: here
    it meets the `pause` in which others have their turn, and a bound on how deep it goes.
    """

    def __init__(
        self,
        channel: asyncssh.SSHServerChannel[bytes],
        transfer: Transfer,
        pause: Callable[[], Awaitable[None]],
        *,
        preserves: bool,
    ) -> None:
        super().__init__(channel, transfer)
        self._pause = pause
        self._preserves = preserves

    async def stat(self, path: bytes) -> asyncssh.SFTPAttrs:  # type: ignore[override]  # the library awaits it
        """What a path stands for."""
        await self._enter(path)
        return super().stat(path)

    async def scandir(self, path: bytes) -> AsyncIterator[asyncssh.SFTPName]:
        """The names in a directory."""
        async for name in super().scandir(path):
            await self._enter(path)
            yield name

    async def _enter(self, path: bytes) -> None:
        """Raises SFTPError for what lies too deep."""
        await self._pause()
        if path.count(b"/") > _DEEPEST:
            raise self.refusal(FileProblem(_text(path), TOO_LONG))

    def refusal(self, problem: FileProblem) -> asyncssh.SFTPError:
        """The message of `scp`; its kind tells the library what is missing and what is not."""
        answer, _ = _ANSWERS.get(problem.reason, (asyncssh.SFTPFailure, ""))
        return answer(f"{problem.name}: {problem.reason}")

    def wanted(self, attrs: asyncssh.SFTPAttrs) -> Attributes:
        """The attributes of the source, as far as they are to be kept."""
        wanted = super().wanted(attrs)
        if self._preserves or wanted.mode is None:
            return wanted
        return replace(wanted, mode=wanted.mode & ~UMASK)


def _file(file_obj: object) -> OpenFile:
    assert isinstance(file_obj, OpenFile)
    return file_obj


def _text(path: bytes) -> str:
    """A name as the device keeps it: bytes that are no UTF-8 are kept too."""
    return path.decode("utf-8", "surrogateescape")


def _bytes(path: str) -> bytes:
    return path.encode("utf-8", "surrogateescape")
