"""The files of the device as one user at a shell sees them: every access is checked against owner and mode."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from junosim.device.file_names import NOT_A_DIRECTORY, NOT_FOUND, FileProblem, join
from junosim.device.files import Directory

if TYPE_CHECKING:
    from junosim.device.files import File, Files, Node, Visitor

NULL: Final = "/dev/null"


@dataclass(frozen=True, slots=True)
class Tree:
    """`files` for `visitor`, who stands in `directory`. All methods raise FileProblem.

    Names are those of the operating system: relative ones are meant from the directory, no name is a URL, and `~` is
    the business of the shell.
    """

    files: Files
    visitor: Visitor
    directory: str

    def path(self, name: str) -> str:
        """The path that a name means; it may lead through links, `.` and `..`."""
        if not name:
            raise FileProblem(name, NOT_FOUND)
        return name if name.startswith("/") else join(self.directory, name)

    def plain(self, name: str) -> str:
        """The same without links and detours, for what need not be there."""
        return self.files.resolve(self.path(name), self.visitor)

    def entered(self, name: str) -> str:
        """The plain path of a directory that the user may enter."""
        if not isinstance(self.status(name), Directory):
            raise FileProblem(name, NOT_A_DIRECTORY)
        path = self.plain(name)
        self.files.resolve(join(path, "x"), self.visitor)  # whatever could be in it
        return path

    def status(self, name: str) -> File | Directory:
        """What a name means."""
        return self.files.status(self.path(name), self.visitor)

    def link_status(self, name: str) -> Node:
        """The same, and a link where it is one."""
        return self.files.link_status(self.path(name), self.visitor)

    def listing(self, name: str) -> tuple[Node, ...]:
        """What lies in a directory."""
        return self.files.listing(self.path(name), self.visitor)

    def is_directory(self, name: str) -> bool:
        """True when there is a directory of this name that the user can see."""
        try:
            return isinstance(self.status(name), Directory)
        except FileProblem:
            return False

    def exists(self, name: str) -> bool:
        """True when there is something of this name that the user can see."""
        try:
            self.status(name)
        except FileProblem:
            return False
        return True

    def size(self, name: str) -> int:
        """Bytes that a file has."""
        return self.status(name).size

    def read(self, name: str) -> bytes:
        """The content of a file."""
        path = self.path(name)
        return b"" if path == NULL else self.files.read(path, self.visitor)

    def write(self, name: str, data: bytes, *, appends: bool = False) -> None:
        """Give a file this content, or more of it."""
        path = self.path(name)
        if path == NULL:
            return
        if appends:
            self.files.append(path, data, self.visitor)
        else:
            self.files.write(path, data, self.visitor)

    def room(self, name: str) -> int:
        """Bytes that a new content of a file may have."""
        return self.files.room(self.path(name))


def text_of(data: bytes) -> str:
    """The content of a file as text; bytes that are none come back from `bytes_of` as they were."""
    return data.decode("utf-8", "surrogateescape")


def bytes_of(text: str) -> bytes:
    """The bytes of a text."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")
