"""The files of the device as one session names, reads and writes them."""

from __future__ import annotations

import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from junosim.cli import messages
from junosim.cli.text_input import MOST
from junosim.device.file_names import FULL, FileProblem, Unreachable
from junosim.device.files import FILE_MODE, Visitor
from junosim.errors import ConfigurationError
from junosim.operations.file_secrets import holds_secrets
from junosim.operations.files import located
from junosim.slices import Beat

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from junosim.cli.context import Context
    from junosim.slices import Slices

_PRIVATE: Final = 0o600
_OTHERS: Final = 0o077  # the permission bits of all but the owner
_GZIP_MAGIC: Final = b"\x1f\x8b"
_GZIP: Final = 31  # window bits that make zlib expect the header of gzip
_LINE: Final = 4  # units of work that a line costs
_PIECE: Final = 256 * 1024  # bytes unpacked between two pauses: about 2 ms


def visitor(context: Context) -> Visitor:
    """Who asks for a file."""
    return Visitor.of(context.login.user, context.login_class)


def path_of(context: Context, name: str) -> str:
    """The path that the user means by a name. Raises FileProblem."""
    return located(context.device, context.login.user, context.settings, name)


@contextmanager
def _refusing(name: str, *, writing: bool = False) -> Iterator[None]:
    """Say in the words of the CLI what is wrong with the file that the user calls `name`."""
    try:
        yield
    except Unreachable as problem:
        text = messages.unreachable(problem.name, problem.reason, writing=writing)
        raise ConfigurationError(text) from None
    except FileProblem as problem:
        tell = messages.could_not_write if problem.reason == FULL else messages.could_not_open
        raise ConfigurationError(tell(name, problem.reason)) from None


def read_text(context: Context, name: str) -> Slices[str]:
    """The text in a file, which may be packed with gzip; pauses now and then. Raises ConfigurationError."""
    with _refusing(name):
        data = context.device.files.read(path_of(context, name), visitor(context))
    if data.startswith(_GZIP_MAGIC):
        data = yield from _unpacked(data, name)
    if len(data) > MOST:
        raise ConfigurationError(messages.text_too_long(MOST))
    return data.decode("utf-8-sig", "replace")


def _unpacked(data: bytes, name: str) -> Slices[bytes]:
    """The content of a gzip file; no more of it is unpacked than a text may have."""
    unpacker = zlib.decompressobj(_GZIP)
    found = bytearray()
    try:
        while not unpacker.eof and len(found) <= MOST:
            piece = unpacker.decompress(data, _PIECE)
            data = unpacker.unconsumed_tail
            if not piece and not data:
                raise ConfigurationError(messages.damaged_file(name))
            found += piece
            yield
    except zlib.error:
        raise ConfigurationError(messages.damaged_file(name)) from None
    return bytes(found)


class FileWriter:
    """Takes the lines of one file, and writes them all at once with `close`.

    Raises ConfigurationError when the file cannot be written, and as soon as the disk would be full.
    """

    __slots__ = ("_appends", "_context", "_data", "_is_secret", "_path", "_room", "lines", "name")

    def __init__(self, context: Context, name: str, *, appends: bool = False) -> None:
        self.name = name
        self.lines = 0
        self._context = context
        self._appends = appends
        self._data = bytearray()
        self._is_secret = False
        files = context.device.files
        with _refusing(name, writing=True):
            self._path = path_of(context, name)
            held = files.check_write(self._path, visitor(context))
        self._room = files.room(self._path) - (held.size if appends and held is not None else 0)

    def add(self, line: str) -> None:
        """Take a line, without its end."""
        text = line.encode("utf-8", "replace")
        self._data += text + b"\n"
        self._is_secret = self._is_secret or holds_secrets(text)
        self.lines += 1
        if len(self._data) > self._room:
            raise ConfigurationError(messages.could_not_write(self.name, FULL))

    def close(self) -> None:
        """Write the file; one with secrets is for its owner alone, as others may not see them."""
        files, who = self._context.device.files, visitor(self._context)
        write = files.append if self._appends else files.write
        with _refusing(self.name, writing=True):
            held = files.check_write(self._path, who)
            if self._is_secret and held is not None and held.mode & _OTHERS:
                files.change_mode(self._path, held.mode & ~_OTHERS, who)
            write(self._path, bytes(self._data), who, mode=_PRIVATE if self._is_secret else FILE_MODE)


def written(lines: Iterable[str | None], writer: FileWriter) -> Slices[None]:
    """Write lines to a file, with a pause now and then."""
    beat = Beat()
    for line in lines:
        if line is not None:
            writer.add(line)
        if line is None or beat.due(_LINE):
            yield
    writer.close()
