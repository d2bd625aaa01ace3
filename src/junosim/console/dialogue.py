"""What a terminal is asked before a session: a name by getty, a password and further names by login.

Behaviour and texts are those of getty(8) and login(1) of FreeBSD, on which Junos is built.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

NAME_PROMPT: Final = "login: "
PASSWORD_PROMPT: Final = "Password:"
INCORRECT: Final = "Login incorrect\r\n"

_LONGEST: Final = 255  # bytes of a name or a password; further ones are dropped
_NO_OPTION: Final = "{} names may not start with '-'.\r\n"
_ENTER: Final = b"\r\n"
_ERASE: Final = b"\b\x7f"
_KILL: Final = b"\x15\x18"
_END: Final = 0x04
_TAKE_BACK: Final = "\b \b"


@dataclass(frozen=True, slots=True)
class Named:
    """A user has given a name."""

    user: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """A user has given a name and a password."""

    user: str
    password: str


@dataclass(frozen=True, slots=True)
class Malformed:
    """Login was given a name that none can be, and has asked for another one."""

    user: str


class Again(Enum):
    """The dialogue is over without a login: it starts over with the greeting."""

    AGAIN = "again"


Outcome: TypeAlias = Named | Attempt | Malformed | Again


class _Asking(Enum):
    FIRST_NAME = "user"  # getty asks; the value is the word in its complaint
    NEXT_NAME = "login"  # login asks, after a wrong password
    PASSWORD = ""


class Dialogue:
    """One terminal on which nobody is logged in. `write` shows text on it."""

    __slots__ = ("_asking", "_text", "_user", "_write")

    def __init__(self, greeting: str, write: Callable[[str], None]) -> None:
        self._write = write
        self._user = ""
        self._text = bytearray()
        self._asking = _Asking.FIRST_NAME
        write(greeting + NAME_PROMPT)

    def ask_password(self, user: str) -> None:
        """Ask the user for the password, which is not echoed."""
        self._user = user
        self._asking = _Asking.PASSWORD
        self._write(PASSWORD_PROMPT)

    def ask_again(self) -> None:
        """The password was wrong: ask for another name."""
        self._asking = _Asking.NEXT_NAME
        self._write(INCORRECT + NAME_PROMPT)

    def press(self, key: int) -> Outcome | None:
        """Take one byte of the terminal; what came of it."""
        if key in _ENTER:
            text = bytes(self._text)
            self._text.clear()
            self._write("\r\n")
            return self._entered(text)
        if key == _END:
            return None if self._text else Again.AGAIN
        if key in _ERASE:
            self._erase(1)
        elif key in _KILL:
            self._erase(len(self._text))
        elif len(self._text) < _LONGEST and self._takes(key):
            self._text.append(key)
            self._echo(chr(key))
        return None

    def _takes(self, key: int) -> bool:
        """Names are of printable ASCII; a password may hold any other letter too."""
        return key >= 0x20 and key != 0x7F and (key < 0x7F or self._asking is _Asking.PASSWORD)

    def _erase(self, count: int) -> None:
        for _ in range(min(count, len(self._text))):
            self._text.pop()
            self._echo(_TAKE_BACK)

    def _echo(self, text: str) -> None:
        if self._asking is not _Asking.PASSWORD:
            self._write(text)

    def _entered(self, text: bytes) -> Outcome | None:
        if self._asking is _Asking.PASSWORD:
            return Attempt(self._user, text.decode("utf-8", "surrogateescape"))
        name = text.decode("ascii")
        if name and not name.startswith("-"):
            return Named(name)
        if name:
            self._write(_NO_OPTION.format(self._asking.value))
        if self._asking is _Asking.FIRST_NAME:
            return Again.AGAIN
        self._write(NAME_PROMPT)
        return Malformed(name) if name else None
