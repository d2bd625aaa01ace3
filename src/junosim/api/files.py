"""The files of a running device, for tests: put one there, look at one, without a session."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, TypeVar

from junosim.device import file_names
from junosim.device.file_names import FileProblem, absolute, home_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.api.background import Call
    from junosim.assemble.front import Front
    from junosim.device.file_tree import Visitor
    from junosim.device.files import Files


T = TypeVar("T")

_ERRORS = {
    file_names.NOT_FOUND: errno.ENOENT,
    file_names.DENIED: errno.EACCES,
    file_names.IS_DIRECTORY: errno.EISDIR,
    file_names.NOT_A_DIRECTORY: errno.ENOTDIR,
    file_names.EXISTS: errno.EEXIST,
    file_names.FULL: errno.ENOSPC,
}


class FileAccess:
    """What `user` may do to the files of a device. Names are meant from his home (`~`), as in the CLI.

    What cannot be done raises OSError, in its known kinds: FileNotFoundError, PermissionError, IsADirectoryError …
    """

    def __init__(self, call: Call, front: Front, user: str) -> None:
        self._call = call
        self._front = front
        self._user = user

    def read(self, name: str) -> bytes:
        """The content of a file."""
        return self._do(name, lambda files, path, visitor: files.read(path, visitor))

    def write(self, name: str, data: bytes) -> None:
        """Give a file this content; it is made when it is missing, its directory must be there."""
        self._do(name, lambda files, path, visitor: files.write(path, data, visitor))

    def remove(self, name: str) -> None:
        """Delete a file."""
        self._do(name, lambda files, path, visitor: files.remove(path, visitor))

    def make_directory(self, name: str) -> None:
        """Make a directory."""
        self._do(name, lambda files, path, visitor: files.make_directory(path, visitor))

    def names(self, name: str = "~") -> list[str]:
        """The names in a directory, sorted."""
        found = self._do(name, lambda files, path, visitor: files.listing(path, visitor))
        return [node.path.rpartition("/")[2] for node in found]

    def _do(self, name: str, action: Callable[[Files, str, Visitor], T]) -> T:
        home = home_of(self._user)

        def act() -> T:
            visitor = self._front.visitor(self._user)
            return action(self._front.device.files, absolute(name, home, home), visitor)

        try:
            return self._call(act)
        except FileProblem as problem:
            raise OSError(_ERRORS.get(problem.reason, errno.EIO), problem.reason, name) from problem
