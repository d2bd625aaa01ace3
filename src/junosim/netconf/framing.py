"""Where a message ends: the mark `]]>]]>` of NETCONF 1.0, and the chunks of 1.1 (RFC 6242, sections 4.2 and 4.3).

A reader is given the bytes as they come, in pieces of any size, and gives them on as parts of messages; it keeps no
more of them than the few that may be the beginning of a mark.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK: Final = b"]]>]]>"
_LAST: Final = b"\n##\n"
_HEADER: Final = re.compile(rb"\n#([1-9][0-9]{0,9})\n")
_LONGEST_HEADER: Final = len(b"\n#4294967295\n")
_GREATEST: Final = 4294967295  # octets of a chunk


class Border(Enum):
    """What stands between parts: a message is complete, the client has said its last one, or the bytes are no frames.

    Behind the last two nothing more is read.
    """

    END = "end"
    LAST = "last"
    BROKEN = "broken"


Part: TypeAlias = "bytes | Border"


class Framing(Protocol):
    """One way to put messages into a stream of bytes."""

    def parts(self, data: bytes) -> Iterator[Part]:
        """Take bytes; what they are parts of. A part that is not asked for stays for `rest`."""
        ...

    def rest(self) -> bytes:
        """Take back the bytes that no part has held yet: another framing is to read them."""
        ...

    def framed(self, message: bytes) -> bytes:
        """A message as it is sent."""
        ...

    def begun(self, data: bytes) -> bytes:
        """A part of a message as it is sent, when the rest is not known yet."""
        ...

    def ended(self) -> bytes:
        """What is sent behind the last part of such a message."""
        ...


class EndMarks:
    """Messages with `]]>]]>` behind each."""

    __slots__ = ("_held",)

    def __init__(self) -> None:
        self._held = b""

    def parts(self, data: bytes) -> Iterator[Part]:
        """See `Framing`."""
        self._held += data
        while (at := self._held.find(MARK)) >= 0:
            part, self._held = self._held[:at], self._held[at + len(MARK) :]
            if part:
                yield part
            yield Border.END
        kept = _beginning_of_mark(self._held)
        part, self._held = self._held[: len(self._held) - kept], self._held[len(self._held) - kept :]
        if part:
            yield part

    def rest(self) -> bytes:
        """See `Framing`."""
        rest, self._held = self._held, b""
        return rest

    def framed(self, message: bytes) -> bytes:
        """See `Framing`. A mark inside the message cannot be: `>` is written as a reference in its texts."""
        return message + MARK + b"\n"

    def begun(self, data: bytes) -> bytes:
        """See `Framing`."""
        return data

    def ended(self) -> bytes:
        """See `Framing`."""
        return MARK + b"\n"


class Chunks:
    """Messages in chunks that say their length, with `##` behind the last."""

    __slots__ = ("_has_chunk", "_held", "_is_broken", "_left")

    def __init__(self) -> None:
        self._held = b""
        self._left = 0
        self._has_chunk = False
        self._is_broken = False

    def parts(self, data: bytes) -> Iterator[Part]:
        """See `Framing`."""
        if self._is_broken:
            return
        self._held += data
        while self._held and not self._is_broken:
            if self._left:
                part, self._held = self._held[: self._left], self._held[self._left :]
                self._left -= len(part)
                yield part
                continue
            border = self._header()
            if border is None:
                return
            if border:
                yield border[0]

    def _header(self) -> tuple[Border, ...] | None:
        """Take what stands before a chunk or behind the last; None when it is not all there."""
        if not self._has_chunk and self._held.startswith(
            b"\n\n"
        ):  # line ends that clients add between messages
            self._held = b"\n" + self._held.lstrip(b"\n")
        held = self._held
        if held.startswith(_LAST) and self._has_chunk:
            self._held, self._has_chunk = held[len(_LAST) :], False
            return (Border.END,)
        found = _HEADER.match(held)
        if found is not None and int(found[1]) <= _GREATEST:
            self._held, self._left, self._has_chunk = held[found.end() :], int(found[1]), True
            return ()
        if found is None and _may_become_header(held, last=self._has_chunk):
            return None
        self._is_broken = True
        self._held = b""
        return (Border.BROKEN,)

    def rest(self) -> bytes:
        """See `Framing`."""
        rest, self._held = self._held, b""
        return rest

    def framed(self, message: bytes) -> bytes:
        """See `Framing`: in one chunk."""
        return self.begun(message) + self.ended()

    def begun(self, data: bytes) -> bytes:
        """See `Framing`."""
        return b"\n#%d\n%b" % (len(data), data)

    def ended(self) -> bytes:
        """See `Framing`."""
        return _LAST


def _beginning_of_mark(data: bytes) -> int:
    """How many of the last bytes may be the beginning of a mark."""
    return next((size for size in range(len(MARK) - 1, 0, -1) if data.endswith(MARK[:size])), 0)


def _may_become_header(data: bytes, *, last: bool) -> bool:
    """True for the beginning of a chunk's header, or of the end of chunks where there may be one."""
    if last and _LAST.startswith(data):
        return True
    return len(data) < _LONGEST_HEADER and re.fullmatch(rb"\n(#([1-9][0-9]{0,9})?)?", data) is not None
