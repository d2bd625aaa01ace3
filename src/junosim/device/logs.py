"""The log files of a device, below `/var/log`: who has something to log appends a line here.

    device.logs.append("messages", "Jul  8 07:00:00  r1 mgd[7001]: …")

A file that has grown beyond its size is turned over when the logging utility looks at it next (`audit.rotate`). The
order of the steps is such that nothing is lost, or there twice, wherever they are broken off: what stands in
`messages.0` goes into `messages.0.gz` as a whole before it is removed.
"""

from __future__ import annotations

import re
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from junosim.audit import rotate
from junosim.audit.rotate import Limits
from junosim.device.file_names import FileProblem
from junosim.device.files import SYSTEM, File, Visitor
from junosim.device.open_files import Opening
from junosim.slices import finish

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from junosim.clock import Clock
    from junosim.device.files import Files
    from junosim.device.growing_files import GrowingFile
    from junosim.slices import Slices

FOLDER: Final = "/var/log"
USUAL: Final = Limits()
_QUICK: Final = 1  # level of gzip
_GZIP: Final = 31  # wbits of zlib for a gzip stream
_SLICE: Final = 64 * 1024  # bytes that are packed between two pauses: some 0.5 ms


class Logs:
    """The log files of one device. Names are those of files in `/var/log`.

    `turned` gives the line of a file that is turned over because of its size, `cleared` that of one that was cleared.
    """

    __slots__ = ("_clock", "_files", "_full", "_growing", "_packing", "_refused", "cleared", "turned")

    def __init__(self, files: Files, clock: Clock) -> None:
        self._files = files
        self._clock = clock
        self._growing: dict[str, GrowingFile] = {}
        self._full: dict[str, Limits] = {}
        self._packing: dict[str, Slices[None]] = {}
        self._refused: dict[str, int] = {}
        self.turned: Callable[[int], str] = lambda size: rotate.turned_over("-", "-", 0, size)
        self.cleared: Callable[[], str] = lambda: rotate.cleared("-", "-", 0)

    @property
    def full(self) -> bool:
        """Whether a file waits for being turned over."""
        return bool(self._full)

    @property
    def is_packing(self) -> bool:
        """Whether a file that was turned over is still to be packed."""
        return bool(self._packing)

    def create(self, limits: Iterable[tuple[str, Limits]]) -> None:
        """Make the files that are missing, empty, and go on with what was broken off: what a device does at its boot.

        Raises FileProblem.
        """
        for name, limit in limits:
            growing = self._open(name, limit)
            if growing.file().size > limit.size:
                self._full[name] = limit
            if name not in self._packing and self._is_there(rotate.unpacked(name)):
                self._packing[name] = self._pack(name, limit)

    def append(self, name: str, line: str, limits: Limits = USUAL, now: float | None = None) -> None:
        """Add a line, given without its end, to a log; it is made when it is missing. The line is not synced.

        `now` is the time if it is known. Raises FileProblem when the disk is full or broken.
        """
        growing = self._growing.get(name)
        if growing is None:
            growing = self._open(name, limits)
        time = self._clock.time() if now is None else now
        size = growing.append(line.encode("utf-8", "replace") + b"\n", time)
        if size > limits.size:
            self._full[name] = limits
            if size > limits.utmost and size >= self._refused.get(name, 0):
                self._turn_over_now(name, limits, size)

    def _turn_over_now(self, name: str, limits: Limits, size: int) -> None:
        """A flood: do not wait for the next look. What cannot be done is not tried again with every line."""
        self._refused[name] = size + limits.size
        with suppress(FileProblem):
            self.turn_over(name, limits)
            del self._refused[name]

    def look(self) -> None:
        """Turn the files over that have grown beyond their sizes; where the disk is full they go on as they are."""
        for name, limits in tuple(self._full.items()):
            with suppress(FileProblem):
                self.turn_over(name, limits)

    def pack(self) -> None:
        """Pack one slice of what was turned over. Raises FileProblem; the file stays as it is then."""
        name = next(iter(self._packing), None)
        if name is None:
            return
        try:
            next(self._packing[name])
        except StopIteration:
            del self._packing[name]
        except FileProblem:
            del self._packing[name]
            raise

    def turn_over(self, name: str, limits: Limits) -> None:
        """Begin a log anew; what it held is packed in slices. Raises FileProblem when the disk is full or broken."""
        work = self._packing.pop(name, None)
        self._full.pop(name, None)
        if work is not None:
            finish(work)
        elif self._is_there(rotate.unpacked(name)):
            finish(self._pack(name, limits))
        line = self.turned(limits.size).encode("utf-8", "replace") + b"\n"
        self._open(name, limits).sync()
        self._shift(name, limits.files)
        self._files.rename(path_of(name), path_of(rotate.unpacked(name)), SYSTEM)
        self._files.append(path_of(rotate.unpacked(name)), line, SYSTEM)
        self._files.append(path_of(name), line, SYSTEM, mode=limits.mode)
        self._packing[name] = self._pack(name, limits)

    def follow(self, name: str, follower: Callable[[str], None]) -> Callable[[], None]:
        """Give `follower` each new line of a log, without its end; the returned function ends that."""

        def lines(data: bytes) -> None:
            for line in lines_of(data):
                follower(line)

        return self._files.follow(path_of(name), SYSTEM, lines)

    def clear(self, name: str, visitor: Visitor, *, archives: bool = False) -> None:
        """Empty a log but for a line that says so, and with `archives` delete the older ones too.

        Raises FileProblem when there is none.
        """
        path = path_of(name)
        self._files.status(path, visitor)
        self._files.write(path, self.cleared().encode("utf-8", "replace") + b"\n", visitor)
        self._full.pop(name, None)
        if archives:
            self._packing.pop(name, None)
            for archive in self.archives(name):
                self._files.remove(archive, visitor)

    def set_modes(self, limits: Iterable[tuple[str, Limits]]) -> None:
        """Let files be for whom they are by now. Raises FileProblem."""
        for name, limit in limits:
            path = path_of(name)
            if self._is_there(name) and self._files.status(path, SYSTEM).mode != limit.mode:
                self._files.change_mode(path, limit.mode, SYSTEM)

    def forget(self) -> None:
        """The files are gone, or are looked at anew."""
        self._growing.clear()
        self._full.clear()
        self._packing.clear()
        self._refused.clear()

    def archives(self, name: str) -> tuple[str, ...]:
        """The paths of the archives of a log, newest first."""
        pattern = re.compile(re.escape(name) + r"\.(\d{1,4})(?:\.gz)?")
        found = ((pattern.fullmatch(node.name), node.path) for node in self._files.listing(FOLDER, SYSTEM))
        return tuple(path for _, path in sorted((int(match[1]), path) for match, path in found if match))

    def _open(self, name: str, limits: Limits) -> GrowingFile:
        growing = self._growing.get(name)
        if growing is None:
            growing = self._growing[name] = self._files.growing(path_of(name), limits.mode)
            growing.file()
        return growing

    def _shift(self, name: str, kept: int) -> None:
        names = [node.name for node in self._files.listing(FOLDER, SYSTEM)]
        plan = rotate.shift(name, rotate.numbers(name, names), kept)
        for removal in plan.removals:
            self._files.remove(path_of(removal), SYSTEM)
        for old, new in plan.renames:
            self._files.rename(path_of(old), path_of(new), SYSTEM)

    def _pack(self, name: str, limits: Limits) -> Slices[None]:
        """Pack the log that was turned over; if its archive is there already, it is done but for the last step."""
        source, target = path_of(rotate.unpacked(name)), path_of(rotate.packed(name, 0))
        if not self._is_there(rotate.unpacked(name)):  # somebody has removed it
            return
        if self._is_there(rotate.packed(name, 0)):
            if self._holds(target, self._files.read(source, SYSTEM)):
                self._files.remove(source, SYSTEM)
                return
            self._shift(name, limits.files)
        found = self._files.status(source, SYSTEM)
        packer, pieces = zlib.compressobj(_QUICK, zlib.DEFLATED, _GZIP), []
        handle = self._files.open(source, SYSTEM, Opening(reads=True))
        try:
            for offset in range(0, found.size, _SLICE):
                pieces.append(packer.compress(handle.read(offset, _SLICE)))
                yield
        finally:
            handle.close()
        pieces.append(packer.flush())
        self._files.write(target, b"".join(pieces), SYSTEM, mode=found.mode)
        if self._is_there(rotate.unpacked(name)):
            self._files.remove(source, SYSTEM)

    def _holds(self, archive: str, content: bytes) -> bool:
        """Whether an archive is that of this content; it is unpacked as far as that goes, and no further."""
        packed = self._files.read(archive, SYSTEM)
        try:
            return zlib.decompressobj(_GZIP).decompress(packed, len(content) + 1) == content
        except zlib.error:  # whatever somebody has put there
            return False

    def _is_there(self, name: str) -> bool:
        try:
            return isinstance(self._files.link_status(path_of(name), SYSTEM), File)
        except FileProblem:
            return False


def lines_of(data: bytes) -> list[str]:
    """The lines of a log without their ends. Nothing but a line feed ends one, whatever characters are in it."""
    return data.decode("utf-8", "replace").removesuffix("\n").split("\n") if data else []


def path_of(name: str) -> str:
    """The path of a log file."""
    return f"{FOLDER}/{name}"
