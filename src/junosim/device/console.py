"""The console line of a device: what was printed on it, kept for whoever plugs in later."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

KEPT: Final = 256 * 1024
"""Bytes of output that a new attachment is shown."""


class Console:
    """One serial line. `print` is what the device itself writes: kernel, boot scripts, messages to all.

    Listeners get every piece of output as it comes. What was printed is kept, at most `KEPT` bytes of it, until
    somebody logs out: the next user must not read what the last one saw.
    """

    __slots__ = ("_pieces", "_size", "listeners")

    def __init__(self) -> None:
        self._pieces: deque[bytes] = deque()
        self._size = 0
        self.listeners: list[Callable[[bytes], None]] = []

    def print(self, text: str) -> None:
        """Show lines; line feeds become CR LF, what a terminal cannot show becomes `?`."""
        self.write(text.replace("\n", "\r\n").encode("ascii", "replace"))

    def write(self, data: bytes) -> None:
        """Show bytes as they are."""
        if not data:
            return
        self._pieces.append(data)
        self._size += len(data)
        while self._size > KEPT:
            first, over = self._pieces.popleft(), self._size - KEPT
            self._size -= len(first)
            if len(first) > over:
                self._pieces.appendleft(first[over:])
                self._size += len(first) - over
        for listener in tuple(self.listeners):
            listener(data)

    @property
    def content(self) -> bytes:
        """What a new attachment is shown."""
        return b"".join(self._pieces)

    def clear(self) -> None:
        """Forget what was shown."""
        self._pieces.clear()
        self._size = 0
