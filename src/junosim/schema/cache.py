"""Compiled files on disk: those shipped in the package, and those of the user's cache folder.

A file is found by a key that stands for everything it was made from, so nothing ever has to be thrown away for
being old. Its first line is the digest of the rest: a damaged file counts as absent. A folder that cannot be
written costs time and nothing else.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def user_folder() -> Path:
    """Where compiled files of this user are kept."""
    # Imported here: the build of the wheel, which compiles without a user, does not have it.
    import platformdirs

    return platformdirs.user_cache_path("junosim") / "schema"


def digest(*parts: bytes) -> str:
    """A key for everything in `parts`; the length of each part counts."""
    total = hashlib.sha256()
    for part in parts:
        total.update(len(part).to_bytes(8, "big"))
        total.update(part)
    return total.hexdigest()


class Cache:
    """Folders of compiled files: all are read, in this order; only the last one is written."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = tuple(folders)

    def get(self, name: str) -> bytes | None:
        """The content kept under `name`, None when there is none or it is damaged."""
        for folder in self.folders:
            try:
                content = (folder / name).read_bytes()
            except OSError:
                continue
            seal, _, body = content.partition(b"\n")
            if seal == hashlib.sha256(body).hexdigest().encode():
                return body
        return None

    def put(self, name: str, body: bytes) -> None:
        """Keep `body` under `name`: written beside and renamed, so that no reader sees half of it."""
        if not self.folders:
            return
        folder = self.folders[-1]
        content = hashlib.sha256(body).hexdigest().encode() + b"\n" + body
        try:
            folder.mkdir(parents=True, exist_ok=True)
            handle, scratch = tempfile.mkstemp(dir=folder, prefix=".new-")
        except OSError:
            return
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.replace(scratch, folder / name)  # noqa: PTH105 - the scratch name is a text
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(scratch)  # noqa: PTH108
