"""The bytes that a user types, out of those that a telnet client sends: its commands are passed over.

Nothing is negotiated: a console is a plain stream of bytes. No byte of UTF-8 is one that begins a command.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

_COMMAND: Final = 255
_OPTIONS: Final = range(251, 255)  # will, won't, do, don't: the option follows
_BEGIN: Final = 250  # of a subnegotiation
_END: Final = 240


class _Within(Enum):
    TEXT = 0
    COMMAND = 1
    OPTION = 2
    SUBNEGOTIATION = 3
    ITS_COMMAND = 4


class TelnetInput:
    """The stream of one client, which may be cut anywhere."""

    __slots__ = ("_within",)

    def __init__(self) -> None:
        self._within = _Within.TEXT

    def text(self, data: bytes) -> bytes:
        """What of these bytes was typed."""
        if self._within is _Within.TEXT and _COMMAND not in data:
            return data
        typed = bytearray()
        for byte in data:
            if self._within is _Within.TEXT and byte != _COMMAND:
                typed.append(byte)
            else:
                self._within = self._after(byte)
        return bytes(typed)

    def _after(self, byte: int) -> _Within:
        """Where the stream is after a byte that is no text."""
        within = self._within
        if within is _Within.TEXT:
            return _Within.COMMAND
        if within is _Within.COMMAND:
            if byte in _OPTIONS:
                return _Within.OPTION
            return _Within.SUBNEGOTIATION if byte == _BEGIN else _Within.TEXT
        if within is _Within.SUBNEGOTIATION:
            return _Within.ITS_COMMAND if byte == _COMMAND else within
        if within is _Within.ITS_COMMAND and byte != _END:
            return _Within.SUBNEGOTIATION
        return _Within.TEXT
