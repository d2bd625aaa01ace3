"""Where a message ends in a stream that is one XML document: with the end tag of each element below its root.

The document is that of a client of the Junos XML protocol: a declaration, `<junoscript …>`, and in it one element for
each request. What stands between the elements is dropped: blanks, comments, and the marks `]]>]]>` that some clients
send.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from junosim.netconf.bounds import LONGEST_TAG
from junosim.netconf.framing import MARK, Border

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.netconf.framing import Part

_LONGEST_HEAD: Final = 4096  # bytes before and in the tag of the root
_DECLARED: Final = re.compile(rb"[ \t\r\n]*<\?xml[ \t\r\n][^<>]*\?>")
_ROOT: Final = re.compile(rb"<junoscript(?:[ \t\r\n][^<>]*)?>")
_SKIPPED: Final = re.compile(rb"(?:[ \t\r\n]+|<!--.*?-->|<\?.*?\?>)*", re.DOTALL)
_OPAQUE: Final = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>"}
_QUOTED: Final = re.compile(rb"[>\"']")
_END: Final = b"</junoscript"


class Elements:
    """Takes the document of a client apart; with `has_trailers` each message that is sent has a mark behind it."""

    __slots__ = ("_depth", "_held", "_is_declared", "_is_open", "_is_over", "_trailer", "_until")

    def __init__(self, *, has_trailers: bool) -> None:
        self._held = b""
        self._depth = 0  # of the message that is being read; 0 between messages
        self._is_declared = False
        self._is_open = False  # the root's tag has come
        self._is_over = False  # nothing more is read
        self._until = b""  # the end of what is being skipped
        self._trailer = MARK + b"\n" if has_trailers else b""

    def parts(self, data: bytes) -> Iterator[Part]:
        """Take bytes; what they are parts of (see `framing.Framing`)."""
        if self._is_over:
            return
        self._held += data
        if not self._is_open and not self._opened():
            if self._is_over:
                yield Border.BROKEN
            return
        while self._held:
            part = self._next()
            if part is None:
                return
            yield from part
            if self._is_over:
                return

    def rest(self) -> bytes:
        """Take back the bytes that no part has held yet."""
        rest, self._held = self._held, b""
        return rest

    def framed(self, message: bytes) -> bytes:
        """A message as it is sent."""
        return message + self._trailer

    def begun(self, data: bytes) -> bytes:
        """A part of a message, as it is sent."""
        return data

    def ended(self) -> bytes:
        """What stands behind the last part of a message."""
        return self._trailer

    # ------------------------------------------------------------------ the beginning

    def _opened(self) -> bool:
        """Take the declaration and the tag of the root; False while they are not all there, or are something else."""
        if not self._is_declared:
            found = _DECLARED.match(self._held)
            if found is None:
                start = self._held.lstrip()[:6]
                fits = b"<?xml ".startswith(start[:5]) and len(self._held) < _LONGEST_HEAD
                self._is_over = not fits
                return False
            self._is_declared, self._held = True, self._held[found.end() :]
        skipped = _SKIPPED.match(self._held)
        head = self._held if skipped is None else self._held[skipped.end() :]
        found = _ROOT.match(head)
        if found is None:
            begun = head.startswith((b"<junoscript"[: len(head)], b"<!"[: len(head)]))
            self._is_over = not begun or len(self._held) > _LONGEST_HEAD
            return False
        self._is_open, self._held = True, head[found.end() :]
        return True

    # ------------------------------------------------------------------ messages

    def _next(self) -> tuple[Part, ...] | None:
        """The next parts, none of them for what is dropped; None when more has to come."""
        if self._until:
            return self._opaque(self._until)
        at = self._held.find(b"<")
        if at < 0:
            return self._given(len(self._held))
        if at:
            return self._given(at)
        held = self._held
        if self._depth == 0 and _END.startswith(held[: len(_END)]):
            if len(held) < len(_END):
                return None
            self._held, self._is_over = b"", True
            return (Border.LAST,)
        if any(len(held) < len(begin) and begin.startswith(held) for begin in _OPAQUE):
            return None
        for begin, end in _OPAQUE.items():
            if held.startswith(begin):
                self._until = end
                return self._given(len(begin))
        return self._tag(held)

    def _given(self, size: int) -> tuple[Part, ...]:
        """Take so many bytes: a part of a message, or what stands between messages."""
        part, self._held = self._held[:size], self._held[size:]
        return (part,) if self._depth and part else ()

    def _opaque(self, end: bytes) -> tuple[Part, ...] | None:
        """Go on in a comment, an instruction or a section of characters."""
        at = self._held.find(end)
        if at >= 0:
            self._until = b""
            return self._given(at + len(end))
        known = len(self._held) - len(end) + 1
        return self._given(known) if known > 0 else None

    def _tag(self, held: bytes) -> tuple[Part, ...] | None:
        end = _end_of_tag(held)
        if end is None:
            if len(held) <= LONGEST_TAG:
                return None
            end = len(held)  # the reader says what is wrong with it
        tag, self._held = held[:end], held[end:]
        if tag.startswith(b"<!"):
            return (tag, Border.END)  # a document type: the same
        if tag.startswith(b"</"):
            self._depth -= 1
        elif not tag.endswith(b"/>"):
            self._depth += 1
        if self._depth > 0:
            return (tag,)
        self._depth = 0
        return (tag, Border.END)


def _end_of_tag(held: bytes) -> int | None:
    """Where the tag at the beginning ends, behind its `>`, which may stand in a value; None for an unfinished one."""
    place = 1
    while (found := _QUOTED.search(held, place)) is not None:
        if found[0] == b">":
            return found.end()
        place = held.find(found[0], found.end()) + 1
        if not place:
            return None
    return None
