"""Reading the file of a package, a piece at a time: nothing of it is kept but fingerprints and a few small members.

Only plain files and directories are taken, with plain names and within limits, so that a hostile file costs no more
than an honest one of its size.
"""

from __future__ import annotations

import hashlib
import re
import tarfile
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from junosim.packages import info
from junosim.packages.problem import Fault, PackageProblem

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.slices import Slices

MANIFEST: Final = "manifest"
SIGNATURE: Final = "manifest.esig"
CERTIFICATES: Final = "manifest.ecerts"
CONTENTS: Final = "contents/"

MOST_BYTES: Final = 256 * 1024 * 1024
"""Bytes that a package may have when it is unpacked [our choice]."""

MOST_MEMBERS: Final = 1000
_LONGEST_NAME: Final = 255
_KEPT: Final = {MANIFEST: 256 * 1024, SIGNATURE: 1024, CERTIFICATES: 64 * 1024, info.FILE: 256 * 1024}
"""The members whose content is kept, and the bytes that each may have."""

_PIECE: Final = 64 * 1024  # bytes of the file that are read at once
_UNPACKED: Final = 128 * 1024  # bytes unpacked and fingerprinted between two pauses: about 1 ms
_GZIP: Final = 31  # window bits that make zlib expect the header of gzip
_PART: Final = re.compile(r"[A-Za-z0-9+._@,-]+")


@dataclass(slots=True)
class Scanned:
    """What a package consists of: SHA-256 fingerprints by path, and the content of the small members.

    `digest` is the fingerprint of the file itself.
    """

    fingerprints: dict[str, str] = field(default_factory=dict)
    kept: dict[str, bytes] = field(default_factory=dict)
    digest: bytes = b""


def scanned(read: Callable[[int, int], bytes], size: int) -> Slices[Scanned]:
    """Read a file of `size` bytes with `read(offset, size)`. Raises PackageProblem for one that is no package."""
    found = Scanned()
    tape, unpacker, digest = _Tape(found), zlib.decompressobj(_GZIP), hashlib.sha256()
    for offset in range(0, size, _PIECE):
        data = read(offset, min(_PIECE, size - offset))
        digest.update(data)
        if unpacker.eof and data.strip(b"\0"):
            raise damaged("trailing data")
        while data and not unpacker.eof:
            try:
                tape.feed(unpacker.decompress(data, _UNPACKED))
            except zlib.error:
                raise damaged("not in gzip format") from None
            data = unpacker.unconsumed_tail
            yield
        if unpacker.unused_data.strip(b"\0"):
            raise damaged("trailing data")
        yield
    if not unpacker.eof:
        raise damaged("truncated archive" if size else "empty file")
    tape.close()
    found.digest = digest.digest()
    return found


def damaged(reason: str) -> PackageProblem:
    """The refusal of a file that is no package."""
    return PackageProblem(Fault.DAMAGED, MANIFEST, reason)


class _Tape:
    """The members of a tar archive as their bytes come by."""

    __slots__ = (
        "_content",
        "_digest",
        "_ended",
        "_found",
        "_header",
        "_left",
        "_members",
        "_name",
        "_padding",
        "_total",
    )

    def __init__(self, found: Scanned) -> None:
        self._found = found
        self._header = bytearray()
        self._name = ""
        self._content: bytearray | None = None
        self._digest = hashlib.sha256()
        self._left = self._padding = self._total = self._members = 0
        self._ended = False

    def feed(self, data: bytes) -> None:
        """Take the next bytes. Raises PackageProblem."""
        self._total += len(data)
        if self._total > MOST_BYTES:
            raise damaged("file too large")
        rest = memoryview(data)
        while rest and not self._ended:
            if self._left:
                rest = self._take(rest)
            elif self._padding:
                skipped = min(self._padding, len(rest))
                self._padding -= skipped
                rest = rest[skipped:]
            else:
                wanted = tarfile.BLOCKSIZE - len(self._header)
                self._header += rest[:wanted]
                rest = rest[wanted:]
                if len(self._header) == tarfile.BLOCKSIZE:
                    self._begin(bytes(self._header))
                    self._header.clear()

    def close(self) -> None:
        """The end of the archive. Raises PackageProblem when it is not where it should be."""
        if not self._ended:
            raise damaged("truncated archive")

    def _take(self, rest: memoryview) -> memoryview:
        piece = rest[: self._left]
        self._digest.update(piece)
        if self._content is not None:
            self._content += piece
        self._left -= len(piece)
        if not self._left:
            self._finish()
        return rest[len(piece) :]

    def _begin(self, header: bytes) -> None:
        if not header.strip(b"\0"):
            self._ended = True
            return
        try:
            member = tarfile.TarInfo.frombuf(header, "utf-8", "surrogateescape")
        except (tarfile.HeaderError, ValueError):
            raise damaged("damaged archive") from None
        self._members += 1
        if self._members > MOST_MEMBERS:
            raise damaged("too many files")
        name = _checked(member.name)
        if member.type == tarfile.DIRTYPE and not member.size:
            return
        if member.type not in (tarfile.REGTYPE, tarfile.AREGTYPE):
            raise damaged("neither file nor directory")
        if name in self._found.fingerprints:
            raise damaged("file exists twice")
        if not 0 <= member.size <= _KEPT.get(name, MOST_BYTES):
            raise damaged("file too large")
        self._name, self._left = name, member.size
        self._padding = -member.size % tarfile.BLOCKSIZE
        self._digest = hashlib.sha256()
        self._content = bytearray() if name in _KEPT else None
        if not member.size:
            self._finish()

    def _finish(self) -> None:
        self._found.fingerprints[self._name] = self._digest.hexdigest()
        if self._content is not None:
            self._found.kept[self._name] = bytes(self._content)


def _checked(name: str) -> str:
    """A name that stays below where it is unpacked. Raises PackageProblem."""
    parts = name.split("/")
    plain = all(_PART.fullmatch(part) and part not in (".", "..") for part in parts)
    if not plain or len(name) > _LONGEST_NAME:
        raise damaged("bad file name")
    if name not in (MANIFEST, SIGNATURE, CERTIFICATES, CONTENTS[:-1]) and not name.startswith(CONTENTS):
        raise damaged("unexpected file")
    return name
