"""Archives of files of the device: tar, packed with gzip or not, made and unpacked a piece at a time.

Everything here is a generator that yields `None` where other work may go on in between; what it makes is its
return value. Nothing of an archive gets outside the directory it is unpacked in, and nothing is unpacked for which
there is no room.
"""

from __future__ import annotations

import io
import tarfile
import zlib
from typing import TYPE_CHECKING, Final

from junosim.device.file_names import FULL, FileProblem, join, parent
from junosim.device.files import Directory, File, Link
from junosim.errors import JunosimError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from junosim.device.files import Files, Node, Visitor
    from junosim.slices import Slices

GZIP_MAGIC: Final = b"\x1f\x8b"
_GZIP: Final = 31  # window bits that make zlib write and expect the header of gzip
_PIECE: Final = 64 * 1024  # bytes packed between two pauses: about 2 ms
_UNPACKED: Final = 256 * 1024  # bytes unpacked between two pauses: about 2 ms
_END: Final = bytes(2 * tarfile.BLOCKSIZE)


class ArchiveProblem(JunosimError):
    """Something that is no archive, or a damaged one; the message is that of the program that would read it."""


def packed(data: bytes) -> Slices[bytes]:
    """The data as gzip packs it."""
    packer = zlib.compressobj(wbits=_GZIP)
    made = bytearray()
    for start in range(0, len(data), _PIECE):
        made += packer.compress(data[start : start + _PIECE])
        yield
    return bytes(made + packer.flush())


def unpacked(data: bytes, most: int) -> Slices[bytes]:
    """What is packed in gzip's form. Raises ArchiveProblem when it is damaged or holds more than `most` bytes."""
    found = bytearray()
    while data:
        unpacker = zlib.decompressobj(_GZIP)
        while not unpacker.eof:
            try:
                piece = unpacker.decompress(data, _UNPACKED)
            except zlib.error:
                raise ArchiveProblem("gzip decompression failed") from None
            data = unpacker.unconsumed_tail
            if not piece and not data and not unpacker.eof:
                raise ArchiveProblem("Truncated gzip input")
            found += piece
            if len(found) > most:
                raise ArchiveProblem(FULL)
            yield
        data = unpacker.unused_data.lstrip(b"\0")
        if not data.startswith(GZIP_MAGIC):
            break  # as gzip: what follows an archive and is none does not count
    return bytes(found)


def tar(files: Files, paths: Iterable[str], visitor: Visitor) -> Slices[bytes]:
    """A tar archive of these files and of all in these directories. Raises FileProblem for what cannot be read."""
    made = bytearray()
    for path in paths:
        for node in _tree(files, path, visitor):
            data = files.read(node.path, visitor) if isinstance(node, File) else b""
            made += _member(node, len(data)).tobuf(tarfile.GNU_FORMAT, "utf-8", "surrogateescape")
            made += data + bytes(-len(data) % tarfile.BLOCKSIZE)
            yield
    made += _END
    return bytes(made + bytes(-len(made) % tarfile.RECORDSIZE))


def _tree(files: Files, path: str, visitor: Visitor) -> Iterator[Node]:
    """A node, then all below it."""
    waiting = [path]
    while waiting:
        node = files.link_status(waiting.pop(), visitor)
        yield node
        if isinstance(node, Directory):
            waiting += [below.path for below in reversed(files.listing(node.path, visitor))]


def _member(node: Node, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(node.path.lstrip("/") or ".")
    member.mode, member.mtime = node.mode, int(node.time)
    member.uname, member.gname = node.owner, node.group
    if isinstance(node, Directory):
        member.type = tarfile.DIRTYPE
    elif isinstance(node, Link):
        member.type, member.linkname = tarfile.SYMTYPE, node.target
    else:
        member.size = size
    return member


def extract(files: Files, data: bytes, directory: str, visitor: Visitor) -> Slices[None]:
    """Unpack a tar archive into a directory; what is there under a name is replaced.

    Raises ArchiveProblem when it is none, FileProblem for what cannot be written.
    """
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
            for member in archive:
                parts = [part for part in member.name.split("/") if part not in ("", ".")]
                if ".." in parts:
                    raise ArchiveProblem(f"{member.name}: Path contains '..'")
                if parts:
                    yield from _extracted(files, archive, member, directory, parts, visitor)
                yield
    except (tarfile.TarError, EOFError, ValueError, OverflowError):
        raise ArchiveProblem("Error opening archive: Unrecognized archive format") from None


def _extracted(
    files: Files,
    archive: tarfile.TarFile,
    member: tarfile.TarInfo,
    directory: str,
    parts: list[str],
    visitor: Visitor,
) -> Slices[None]:
    """Unpack one member; only files, directories and links are."""
    for part in parts[:-1]:
        directory = join(directory, part)
        _need_directory(files, directory, visitor)
    path = join(directory, parts[-1])
    if member.isdir():
        _need_directory(files, path, visitor)
        return
    if not (member.isreg() or member.issym() or member.islnk()):
        return
    _make_way(files, path, visitor)
    if member.issym():
        files.make_link(member.linkname, path, visitor)
    elif member.islnk():
        first = [part for part in member.linkname.split("/") if part not in ("", ".")]
        if ".." in first:
            raise ArchiveProblem(f"{member.linkname}: Path contains '..'")
        top = directory
        for _ in parts[:-1]:
            top = parent(top)
        files.link("/".join((top.rstrip("/"), *first)), path, visitor)
    else:
        if member.size > files.room(path):
            raise FileProblem(path, FULL)
        content = archive.extractfile(member)
        files.write(path, b"" if content is None else content.read(), visitor, mode=member.mode & 0o777)
        files.change_times(path, float(member.mtime), float(member.mtime), visitor)
        yield


def _make_way(files: Files, path: str, visitor: Visitor) -> None:
    """Remove what has the name of a member: nothing is written through a link that an archive has brought."""
    try:
        node = files.link_status(path, visitor)
    except FileProblem:
        return
    if not isinstance(node, Directory):
        files.remove(path, visitor)


def _need_directory(files: Files, path: str, visitor: Visitor) -> None:
    """A directory of a member: it is made when it is missing, in the place of a link too."""
    try:
        node = files.link_status(path, visitor)
    except FileProblem:
        files.make_directory(path, visitor)
        return
    if isinstance(node, Link):
        files.remove(path, visitor)
        files.make_directory(path, visitor)
