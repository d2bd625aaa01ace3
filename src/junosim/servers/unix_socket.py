"""Unix sockets as files: for their owner alone, put in the place of those that dead processes have left."""

from __future__ import annotations

import errno
import os
import socket
import stat
from contextlib import suppress
from typing import TYPE_CHECKING, Final, TypeAlias

from junosim.servers.console_address import ConsoleAddressError

if TYPE_CHECKING:
    from pathlib import Path

Identity: TypeAlias = tuple[int, int]
"""The file system and the number in it of a file, whatever it is called."""

_FOR_THE_OWNER: Final = 0o600


def bind(path: Path) -> socket.socket:
    """A Unix socket with this name and for its owner alone, which does not listen yet.

    Until it listens nobody can connect, so that its mode is right before anybody could use it. Raises OSError, or
    ConsoleAddressError for a path that is too long.
    """
    _clear(path)
    bound = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        bound.setblocking(False)
        bound.bind(str(path))
        path.chmod(_FOR_THE_OWNER)
    except OSError as problem:
        bound.close()
        if problem.errno is None:  # the library's own word for a path that is too long
            raise ConsoleAddressError(f"{path}: {problem}") from None
        raise OSError(problem.errno, problem.strerror, str(path)) from None
    return bound


def _clear(path: Path) -> None:
    """Take a socket away that nobody listens on. Raises OSError for one that is used, and for what is none."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISSOCK(mode) or listens(path):
        raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE), str(path))
    path.unlink()


def listens(path: Path) -> bool:
    """True when a process listens on the Unix socket of that name, or could, as far as we may know."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.setblocking(False)  # a queue that is full is not worth waiting for
        try:
            client.connect(str(path))
        except (ConnectionRefusedError, FileNotFoundError):
            return False
        except OSError:
            return True
        return True


def identity_of(path: Path) -> Identity:
    """Which file has this name."""
    found = path.lstat()
    return found.st_dev, found.st_ino


def remove(path: Path, identity: Identity) -> None:
    """Take our socket away, unless another one has its name by now."""
    with suppress(OSError):
        if identity_of(path) == identity:
            path.unlink()
