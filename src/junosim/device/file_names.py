"""What a user may call a file: paths relative to a directory, `~`, other Routing Engines, and URLs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from junosim.errors import JunosimError

if TYPE_CHECKING:
    from collections.abc import Collection

NOT_FOUND: Final = "No such file or directory"
IS_DIRECTORY: Final = "Is a directory"
NOT_A_DIRECTORY: Final = "Not a directory"
DENIED: Final = "Permission denied"
FULL: Final = "No space left on device"
TOO_LONG: Final = "File name too long"
UNREACHABLE: Final = "No route to host"
LOOP: Final = "Too many levels of symbolic links"
EXISTS: Final = "File exists"
NOT_EMPTY: Final = "Directory not empty"
NOT_PERMITTED: Final = "Operation not permitted"
BUSY: Final = "Device busy"
INVALID: Final = "Invalid argument"
BAD_DESCRIPTOR: Final = "Bad file descriptor"
TOO_MANY: Final = "Too many open files"

_LONGEST_NAME: Final = 255
_LONGEST_PATH: Final = 1023  # bytes, as FreeBSD
_URL: Final = re.compile(r"([a-z][a-z0-9+.-]*)://(?:[^/@]*@)?([^/]*)(.*)", re.IGNORECASE | re.DOTALL)
_REMOTE: Final = re.compile(r"(?:[^/:@]*@)?([A-Za-z0-9_.-]+):(.*)", re.DOTALL)
_LINKS: Final = {"/var/root": "/root"}
"""Directories that are there under a second name."""


class FileProblem(JunosimError):
    """Something that cannot be done with a file: its name as it is shown, and the system's reason."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


class Unreachable(FileProblem):
    """A file on another host or Routing Engine, to which nothing is ever sent."""

    def __init__(self, host: str) -> None:
        super().__init__(host, UNREACHABLE)


def home_of(user: str) -> str:
    """The home directory of a user."""
    return "/root" if user == "root" else f"/var/home/{user}"


def parent(path: str) -> str:
    """The directory that a plain path lies in; that of the root is the root."""
    return path.rpartition("/")[0] or "/"


def join(directory: str, name: str) -> str:
    """The path of a name in a directory."""
    return f"/{name}" if directory == "/" else f"{directory}/{name}"


def check_length(path: str) -> None:
    """Raises FileProblem for a path that is too long, as a whole or in one of its parts."""
    if len(path.encode("utf-8", "surrogatepass")) > _LONGEST_PATH:
        raise FileProblem(path, TOO_LONG)
    for part in path.split("/"):
        if len(part.encode("utf-8", "surrogatepass")) > _LONGEST_NAME:
            raise FileProblem(part[:20] + "...", TOO_LONG)


def absolute(name: str, directory: str, home: str, engines: Collection[str] = ()) -> str:
    """The path that `name` means in `directory` for the user who lives in `home`; it has no `.`, `..` or `//`.

    A path of one of the `engines` of the device (`re0:/var/tmp/x`) is one here, and so is `file:///var/tmp/x`.
    Raises Unreachable for all that is elsewhere, FileProblem for a name that is too long.
    """
    url = _URL.fullmatch(name)
    if url is not None:
        if url[1].lower() != "file" or url[2] not in ("", "localhost"):
            raise Unreachable(url[2] or url[1])
        name = url[3]
    else:
        elsewhere = _REMOTE.fullmatch(name)
        if elsewhere is not None:
            if elsewhere[1] not in engines:
                raise Unreachable(elsewhere[1])
            name = elsewhere[2]
    if name == "~" or name.startswith("~/"):
        name = home + name[1:]
    path = _plain(name if name.startswith("/") else f"{directory}/{name}")
    check_length(path)
    return path


def _plain(path: str) -> str:
    """A path without detours; nothing lies above the root."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
            target = _LINKS.get("/" + "/".join(parts))
            if target is not None:
                parts = target.strip("/").split("/")
    return "/" + "/".join(parts)
