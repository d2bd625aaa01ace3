"""The journal of the audit trail on the disk: what proves that a commit which was acknowledged has its line.

Log files are what the configuration wants, and are not waited for. This journal is there whatever is configured. When
something has happened that must not be lost (`durable` in the catalogue), it gets that and all before it, and is
waited for. It is bounded: once a part is full, the part before it goes. It is no file of the device's users.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from junosim.audit.forms import Layout, line
from junosim.storage import MissingFile, StorageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from junosim.audit.event import Event
    from junosim.audit.forms import Origin
    from junosim.storage import Storage

FOLDER: Final = "audit"
NEW: Final = f"{FOLDER}/journal"
OLD: Final = f"{FOLDER}/journal.old"
PART: Final = 64 * 1024
"""Bytes of one part."""

_LAYOUT: Final = Layout(structured=True)


class AuditJournal:
    """The journal of one device."""

    __slots__ = ("_is_new", "_size", "_storage")

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._size = -1  # not looked at yet
        self._is_new = False  # its name may not be safe yet

    def keep(self, events: Iterable[Event], origin: Origin, *, waits: bool = True) -> None:
        """Write events, and with `waits` return when all is safe. A disk that fails is the fault of nobody here."""
        data = "".join(f"{line(event, _LAYOUT, origin)}\n" for event in events).encode("utf-8", "replace")
        with suppress(StorageError):
            is_new = self._make_room(len(data))
            self._storage.append(NEW, data)
            self._size += len(data)
            self._is_new = self._is_new or is_new
            if waits:
                self._storage.sync(NEW)
            if waits and self._is_new:
                self._storage.sync_names(FOLDER)
                self._is_new = False

    def lines(self) -> tuple[str, ...]:
        """All that is kept, in structured form; half a line where the power failed. Raises StorageError."""
        text = "".join(self._read(name).decode("utf-8", "replace") for name in (OLD, NEW))
        return tuple(text.splitlines())

    def forget(self) -> None:
        """The disk was erased, or is another one."""
        self._size = -1

    def _make_room(self, size: int) -> bool:
        """Begin a new part where this one is full; whether it is a new one."""
        if self._size < 0:
            content = self._read(NEW)
            self._size = len(content)
            if content and not content.endswith(b"\n"):  # a line that was broken off
                self._storage.append(NEW, b"\n")
                self._size += 1
        if self._size and self._size + size > PART:
            self._storage.rename(NEW, OLD)
            self._storage.sync_names(FOLDER)  # else a power loss might have the new part in the place of both
            self._size = 0
        return not self._size

    def _read(self, name: str) -> bytes:
        try:
            return self._storage.read(name)
        except MissingFile:
            return b""
