"""How much a message may be, looked at before the XML parser sees it: bytes, elements, depth, and what a tag holds.

The bytes are read as the parser will read them: as UTF-8, in which all that divides XML is ASCII. So a tag of a
million attributes or a tree of millions of elements never comes into being, and a document type is refused at its
first letter, before anything of it is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

MOST_BYTES: Final = 32 << 20
MOST_NODES: Final = 500_000  # elements and attributes
MOST_ATTRIBUTES: Final = 64  # of one element
MOST_LEVELS: Final = 200
LONGEST_TAG: Final = 64 << 10  # bytes
MOST_ARGUMENTS: Final = 256  # of a call, which stand right in it

_NO_DOCTYPE: Final = "document type declarations are not allowed"
_TOO_MUCH: Final = "message is too large"
_TOO_DEEP: Final = "elements are nested too deeply"
_LONG_TAG: Final = "element has too many attributes"

_OPEN: Final = re.compile(rb"<")
_IN_TAG: Final = re.compile(rb"[>\"']")
_ENDS: Final = {
    b'"': re.compile(rb'"'), b"'": re.compile(rb"'"), b"--": re.compile(rb"-->"),
    b"[CDATA[": re.compile(rb"\]\]>"), b"?": re.compile(rb"\?>"),
}  # fmt: skip
_COMMENT: Final = b"<!--"
_CDATA: Final = b"<![CDATA["


@dataclass(frozen=True, slots=True)
class Excess:
    """Why a message is not read to its end."""

    text: str


class Bounds:
    """Looks at one message as it comes, in pieces of any size."""

    __slots__ = ("_attributes", "_bytes", "_depth", "_held", "_nodes", "_tag", "_until")

    def __init__(self) -> None:
        self._bytes = self._nodes = self._depth = self._attributes = self._tag = 0
        self._held = b""  # the beginning of something that is not known yet, or of the end of what is skipped
        self._until: bytes | None = None  # what is being skipped, by the name of its end; b"" in a tag

    def look(self, data: bytes) -> Excess | None:
        """Take the next bytes; what is wrong with them, if anything is."""
        self._bytes += len(data)
        if self._bytes > MOST_BYTES:
            return Excess(_TOO_MUCH)
        data = self._held + data
        self._held = b""
        at: int | Excess = 0
        while isinstance(at, int) and at < len(data):
            if self._until is None:
                at = self._outside(data, at)
            elif self._until == b"":
                at = self._in_tag(data, at)
            else:
                at = self._skipped(data, at, self._until)
        return at if isinstance(at, Excess) else None

    def _outside(self, data: bytes, at: int) -> int | Excess:
        found = _OPEN.search(data, at)
        if found is None:
            return len(data)
        at = found.start()
        begun = data[at : at + len(_CDATA)]
        if begun.startswith(_COMMENT):
            self._until = b"--"
            return at + len(_COMMENT)
        if begun == _CDATA:
            self._until = b"[CDATA["
            return at + len(_CDATA)
        if len(begun) == 1 or _COMMENT.startswith(begun) or _CDATA.startswith(begun):
            self._held = data[at:]
            return len(data)
        if begun[1:2] == b"!":
            return Excess(_NO_DOCTYPE)
        if begun[1:2] == b"?":
            self._until = b"?"
            return at + 2
        return self._tag_begins(at, is_end=begun[1:2] == b"/")

    def _tag_begins(self, at: int, *, is_end: bool) -> int | Excess:
        self._until = b""
        self._tag = self._attributes = 0
        if is_end:
            self._depth -= 1
        else:
            self._nodes += 1
            self._depth += 1
        if self._depth > MOST_LEVELS:
            return Excess(_TOO_DEEP)
        return Excess(_TOO_MUCH) if self._nodes > MOST_NODES else at + 2

    def _in_tag(self, data: bytes, at: int) -> int | Excess:
        found = _IN_TAG.search(data, at)
        end = len(data) if found is None else found.end()
        self._tag += end - at
        if self._tag > LONGEST_TAG:
            return Excess(_LONG_TAG)
        if found is None:
            self._held = (
                data[-1:] if data.endswith(b"/") else b""
            )  # the end of an empty element, if `>` follows
            return end
        if found[0] == b">":
            self._until = None
            if data[max(found.start() - 1, 0) : found.start()] == b"/":
                self._depth -= 1
            return end
        self._attributes += 1
        self._nodes += 1
        self._until = found[0]
        return Excess(_LONG_TAG) if self._attributes > MOST_ATTRIBUTES else end

    def _skipped(self, data: bytes, at: int, until: bytes) -> int | Excess:
        is_value = until in (b'"', b"'")
        found = _ENDS[until].search(data, at)
        if found is None:
            if is_value:
                self._tag += len(data) - at
            else:
                self._held = data[max(at, len(data) - 2) :]
        else:
            if is_value:
                self._tag += found.end() - at
            self._until = b"" if is_value else None
        if self._tag > LONGEST_TAG:
            return Excess(_LONG_TAG)
        return len(data) if found is None else found.end()
