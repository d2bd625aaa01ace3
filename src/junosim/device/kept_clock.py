"""The clock of a device outlives its program, as the clock of a real one runs on without power.

clock    how far it is from the host's, in seconds, on one line
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from junosim.storage import MissingFile, StorageError, put

if TYPE_CHECKING:
    from junosim.clock import Clock
    from junosim.storage import Storage

NAME: Final = "clock"
_MOST: Final = 100 * 366 * 86400.0  # more cannot be set with `set date`


def keep(storage: Storage, clock: Clock) -> None:
    """Remember how the clock is set. A disk that is full or broken forgets it."""
    with suppress(StorageError):
        put(storage, NAME, f"{clock.offset!r}\n".encode())


def restore(storage: Storage, clock: Clock) -> None:
    """Set the clock as it was set. Raises StorageError when the disk cannot be read."""
    try:
        offset = float(storage.read(NAME))
    except (MissingFile, ValueError):  # nobody has set it, or somebody has written something else there
        return
    if abs(offset) <= _MOST:
        clock.set_time(clock.time() + offset)


def forget(storage: Storage) -> None:
    """It goes as the host's again."""
    with suppress(StorageError):
        storage.remove(NAME)
