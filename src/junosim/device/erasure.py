"""Erasing the disk of a device: all but its software, overwritten with zeros, and finished if it is broken off.

A marker is written first. As long as it is there, whoever starts the device erases what is left before anything is
read, so that no old secret comes back, whenever the power fails.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.device.factory import factory_configuration
from junosim.storage import MissingFile, StorageError, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.device.device import Device
    from junosim.storage import Storage

MARKER: Final = "zeroizing"
"""The file that says that the disk is being erased."""

SURVIVORS: Final = ("software/", "clock", "layout")
"""What is no data of users: the installed software, the clock, and the form of the directory."""

_TEXT: Final = b"All data on this disk is being erased; the next start goes on with it.\n"


def begin(storage: Storage) -> None:
    """Write the marker; from now on the disk will be erased, come what may. Raises StorageError."""
    storage.write(MARKER, _TEXT)
    storage.sync(MARKER)
    storage.sync_names("")


def is_unfinished(storage: Storage) -> bool:
    """True when an erasure was begun and not ended."""
    return MARKER in storage.names()


def erase(storage: Storage) -> Iterator[None]:
    """Overwrite and forget all files, one between two pauses; may be repeated.

    A file that the disk refuses to overwrite is forgotten all the same. Raises StorageError for one that cannot even
    be forgotten.
    """
    directories = {""}
    for name in tuple(walk(storage)):
        if name == MARKER or name.startswith(SURVIVORS):
            continue
        try:
            storage.erase(name)
        except MissingFile:
            continue
        except StorageError:
            storage.remove(name)
        directories.add(name.rpartition("/")[0])
        yield
    for directory in directories:
        storage.sync_names(directory)


def start_anew(device: Device) -> Iterator[None]:
    """Erase disk and memory, and begin with what the device was delivered with. Nobody may be working on it."""
    yield from erase(device.storage)
    device.forget(factory_configuration(device.platform, device.release))
    end(device.storage)


def finish(device: Device) -> Iterator[None]:
    """What a boot does first: go on with an erasure that a power loss broke off."""
    if is_unfinished(device.storage):
        yield from start_anew(device)


def end(storage: Storage) -> None:
    """Remove the marker: all is gone, and what the device begins anew with is safe. Raises StorageError."""
    storage.remove(MARKER)
    storage.sync_names("")
