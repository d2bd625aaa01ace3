"""One file transfer session (SFTP or SCP): what a user who has logged in does to files, by the names he gives."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from junosim.device.file_names import NOT_FOUND, TOO_MANY, FileProblem, home_of
from junosim.device.files import CAPACITY, MOST_FILES
from junosim.device.open_files import Opening

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from junosim.device.device import Device
    from junosim.device.file_index import Directory, File, Node
    from junosim.device.file_tree import Visitor
    from junosim.device.logins import Login
    from junosim.device.open_files import OpenFile

SFTP: Final = "/usr/libexec/sftp-server"
SCP: Final = "scp"
"""What `show system processes` says of the programs that transfer files [our choice]."""

MOST_OPEN: Final = 100
"""Files that one session may have open [our choice]."""

UMASK: Final = 0o022
"""Permissions that new files and directories do not get, whatever the client asks for."""

_NOBODY: Final = 65534


@dataclass(frozen=True, slots=True)
class Attributes:
    """What is to be changed about a file; None leaves it as it is. Times in seconds since the epoch."""

    size: int | None = None
    mode: int | None = None
    accessed: float | None = None
    modified: float | None = None
    owner: int | None = None


@dataclass(frozen=True, slots=True)
class Space:
    """The disk of the device, in bytes, and its entries."""

    size: int
    free: int
    entries: int
    free_entries: int


@dataclass(slots=True, eq=False)
class Transfer:
    """A session without a terminal. `uids` are the numbers of the accounts.

    Names are those of an operating system: no URL, no other host. They are meant from the user's home, which is
    also what `~` stands for. Everything raises FileProblem with the name that was given.
    """

    device: Device
    login: Login
    visitor: Visitor
    uids: Mapping[str, int]
    _open: set[OpenFile] = field(default_factory=set)

    @property
    def is_over(self) -> bool:
        """True once the session has to end: its user was logged out, or has no account any more."""
        return self.login.expelled

    @property
    def name(self) -> str:
        """Who it is, for the log."""
        return f"{self.login.user}@{self.login.origin}"

    def closed(self) -> None:
        """The session has ended in whatever way: its files are closed as they are. Harmless when repeated."""
        for file in tuple(self._open):
            self.close(file)
        self.device.disconnect(self.login)

    # ------------------------------------------------------------------ files

    def open(self, name: str, how: Opening) -> OpenFile:
        """Open a file; `how.mode` is what the client asks for."""
        if len(self._open) >= MOST_OPEN:
            raise FileProblem(name, TOO_MANY)
        with self._named(name) as path:
            file = self.device.files.open(path, self.visitor, _masked(how))
        file.name = name
        self._open.add(file)
        return file

    def close(self, file: OpenFile) -> None:
        """Close a file; harmless when repeated."""
        self._open.discard(file)
        file.close()

    # ------------------------------------------------------------------ names

    def status(self, name: str) -> File | Directory:
        """What the name stands for, behind all links."""
        with self._named(name) as path:
            return self.device.files.status(path, self.visitor)

    def link_status(self, name: str) -> Node:
        """What the name stands for, itself a link where it is one."""
        with self._named(name) as path:
            return self.device.files.link_status(path, self.visitor)

    def links(self, node: Node) -> int:
        """How many names a file has."""
        return self.device.files.links(node, self.visitor)

    def listing(self, name: str) -> tuple[Node, ...]:
        """What lies in a directory, sorted."""
        with self._named(name) as path:
            return self.device.files.listing(path, self.visitor)

    def plain(self, name: str) -> str:
        """The path that a name means, without `..` and links; only its last part may be missing."""
        with self._named(name) as path:
            return self.device.files.resolve(path, self.visitor)

    def make_directory(self, name: str, mode: int) -> None:
        """Make a directory."""
        with self._named(name) as path:
            self.device.files.make_directory(path, self.visitor, mode=mode & ~UMASK)

    def remove_directory(self, name: str) -> None:
        """Remove an empty directory."""
        with self._named(name) as path:
            self.device.files.remove_directory(path, self.visitor)

    def remove(self, name: str) -> None:
        """Remove a file or a link."""
        with self._named(name) as path:
            self.device.files.remove(path, self.visitor)

    def rename(self, name: str, new: str) -> None:
        """Give something another name; what has it now is replaced."""
        with self._named(name) as path:
            self.device.files.rename(path, self._path(new), self.visitor)

    def link(self, name: str, new: str) -> None:
        """Give a file a second name."""
        with self._named(name) as path:
            self.device.files.link(path, self._path(new), self.visitor)

    def symbolic_link(self, target: str, new: str) -> None:
        """Make a link; `target` stays as it is given."""
        with self._named(new) as place:
            self.device.files.make_link(target, place, self.visitor)

    # ------------------------------------------------------------------ attributes

    def change(self, name: str, wanted: Attributes) -> None:
        """Change what is wanted: size, permissions, times, owner, in this order."""
        if wanted.size is not None:
            file = self.open(name, Opening(writes=True))
            try:
                file.truncate(wanted.size)
            finally:
                self.close(file)
        files = self.device.files
        with self._named(name) as path:
            if wanted.mode is not None:
                files.change_mode(path, wanted.mode, self.visitor)
            if wanted.accessed is not None and wanted.modified is not None:
                files.change_times(path, wanted.accessed, wanted.modified, self.visitor)
            if wanted.owner is not None and wanted.owner != self.uid_of(files.status(path, self.visitor)):
                files.change_owner(path, self.visitor, owner=self._user_of(wanted.owner))

    def change_open(self, file: OpenFile, wanted: Attributes) -> None:
        """The same for an open file."""
        if wanted.size is not None:
            file.truncate(wanted.size)
        self.change(file.status().path, replace(wanted, size=None))

    def uid_of(self, node: Node) -> int:
        """The number of its owner."""
        return self.uids.get(node.owner, _NOBODY)

    def _user_of(self, uid: int) -> str:
        return next((user for user, number in self.uids.items() if number == uid), str(uid))

    # ------------------------------------------------------------------ the device

    def space(self) -> Space:
        """How much room is on the disk."""
        files = self.device.files
        return Space(CAPACITY, CAPACITY - files.used, MOST_FILES, files.free_entries)

    def local_time(self, seconds: float) -> datetime:
        """A time as the device shows it."""
        return self.device.local_time(seconds)

    @property
    def now(self) -> float:
        """Seconds since the epoch, on the device."""
        return self.device.clock.time()

    def touch(self) -> None:
        """The client has asked for something."""
        self.device.logins.touch(self.login)

    def _path(self, name: str) -> str:
        if not name or "\0" in name:
            raise FileProblem(name, NOT_FOUND)
        home = home_of(self.login.user)
        path = home + name[1:] if name == "~" or name.startswith("~/") else name
        return path if path.startswith("/") else f"{home}/{path}"

    @contextmanager
    def _named(self, name: str) -> Iterator[str]:
        """The path of a name, whose problems are told with the name itself."""
        try:
            yield self._path(name)
        except FileProblem as problem:
            raise FileProblem(name, problem.reason) from problem


def _masked(how: Opening) -> Opening:
    return replace(how, mode=how.mode & ~UMASK)
