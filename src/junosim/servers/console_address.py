"""Where a console is reached: a Unix socket or a TCP port of the host; and how users write that."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from junosim.errors import JunosimError

LOOPBACK: Final = "127.0.0.1"

_LAST_PORT: Final = 65535
_WITH_HOST: Final = re.compile(r"(?:\[(?P<bracketed>[^]/]+)\]|(?P<host>[^/:]+)):(?P<port>\d+)")


class ConsoleAddressError(JunosimError):
    """A text that names no place for a console, or one that cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class TcpAddress:
    """A port; 0 takes a free one."""

    port: int
    host: str = LOOPBACK

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class UnixAddress:
    """A socket in the file system."""

    path: Path

    def __str__(self) -> str:
        return str(self.path)


ConsoleAddress: TypeAlias = TcpAddress | UnixAddress


def console_address(text: str) -> ConsoleAddress:
    """What a user means: a number is a port of this host alone, `HOST:PORT` one elsewhere, all else a path.

    Raises ConsoleAddressError for a port that there cannot be, and for an empty text.
    """
    found = _WITH_HOST.fullmatch(text)
    port = text if text.isdecimal() else found["port"] if found else ""
    if not text:
        raise ConsoleAddressError("a console needs a port or a path")
    if not port:
        return UnixAddress(Path(text))
    if int(port) > _LAST_PORT:
        raise ConsoleAddressError(f"{port} is no port: the last one is {_LAST_PORT}")
    host = (found["bracketed"] or found["host"]) if found else LOOPBACK
    return TcpAddress(int(port), host)
