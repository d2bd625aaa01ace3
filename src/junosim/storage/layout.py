"""Which form the files of a device have, so that no program takes a directory for what it is not.

The file `layout` holds one line, `junosim device 2`. The first layout had no such file; it is taken over as it is, as
its contents say themselves where they lie.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from junosim.storage import MissingFile, StorageError, put

if TYPE_CHECKING:
    from junosim.storage import Storage

NAME: Final = "layout"
CURRENT: Final = 2
_LINE: Final = re.compile(r"junosim device (\d{1,9})\n")
_FIRST: Final = frozenset({"config/", "files/", "software/", f"{NAME}.new"})
"""What lies in a directory of the first layout, or in one in which the first start was broken off."""


class UnknownLayout(StorageError):
    """A directory that holds something else, or the state of a device in a form of later programs."""


def claim(storage: Storage) -> None:
    """Make sure that the files are those of a device, and note the layout. Raises UnknownLayout and StorageError."""
    try:
        found = _LINE.fullmatch(storage.read(NAME).decode("ascii", "replace"))
    except MissingFile:
        for name in storage.names():
            if name not in _FIRST:
                raise UnknownLayout(
                    name.rstrip("/"), "is nothing of a device; take a directory of its own"
                ) from None
    else:
        if found is None:
            raise UnknownLayout(NAME, "does not tell how the state of the device is kept")
        if int(found[1]) > CURRENT:
            raise UnknownLayout(
                NAME, f"is {found[1]}, and this program knows {CURRENT}: a later one has kept the state"
            )
        if int(found[1]) == CURRENT:
            return
    put(storage, NAME, f"junosim device {CURRENT}\n".encode())
