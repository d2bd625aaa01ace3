"""Bytes on their way to the client: text made safe for a terminal, and held between Ctrl-s and Ctrl-q."""

from __future__ import annotations

import re
from typing import Final

_HELD_MOST: Final = 1024 * 1024
"""Bytes of output that wait behind Ctrl-s; more are sent all the same."""

_UNSAFE: Final = re.compile(r"[\x00-\x06\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_FLOW: Final = re.compile(rb"[\x03\x11\x13]")
"""Ctrl-c lets held output go, as Ctrl-q does."""
_CONTROLS: Final = bytes(code for code in range(128) if _UNSAFE.match(chr(code)))
"""The same, of ASCII: looking for them so costs a fifth."""


class Outlet:
    """What one terminal (`is_pty`) or script is to be sent: `data`, to which line editor and painter add too."""

    __slots__ = ("data", "is_held", "is_pty")

    def __init__(self, *, is_pty: bool) -> None:
        self.data = bytearray()
        self.is_held = False
        self.is_pty = is_pty

    def write(self, text: str) -> None:
        r"""Add output. `\n` becomes CR LF on a terminal; controls that could act there become `?`."""
        data = text.encode("utf-8", "replace")
        if not text.isascii() or len(data.translate(None, _CONTROLS)) != len(data):
            data = _UNSAFE.sub("?", text).encode("utf-8", "replace")
        if self.is_pty:
            if b"\r" in data:
                data = data.replace(b"\r\n", b"\n")
            data = data.replace(b"\n", b"\r\n")
        self.data += data

    def take(self) -> bytes:
        """Take what is to be sent now; nothing while the user holds it."""
        if self.is_held and len(self.data) < _HELD_MOST:
            return b""
        data = bytes(self.data)
        self.data.clear()
        return data

    def control(self, data: bytes) -> bytes:
        """Act on Ctrl-s and Ctrl-q in bytes of the client, as a terminal driver does; return the other bytes."""
        if not self.is_pty or _FLOW.search(data) is None:
            return data
        self.is_held = _FLOW.findall(data)[-1] == b"\x13"
        return data.replace(b"\x13", b"").replace(b"\x11", b"")
