"""The files in which a device keeps its configurations: made of what is committed when somebody reads them.

Names as on the real device: `/config/juniper.conf.gz` is the active one, those up to 3 stand beside it, the others in
`/var/db/config`. Nothing of them is stored: only the size of a text that was made is remembered, and the last text.
"""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Final

from junosim.config.formats.text import TextWriter
from junosim.device.file_index import File
from junosim.slices import collected, finish

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from junosim.config.revision import Revision
    from junosim.config.stores import Stores
    from junosim.slices import Lines, Slices

FOLDER: Final = "/config"
OLDER: Final = "/var/db/config"
_BESIDE: Final = 3  # revisions that stand beside the active one
_MODE: Final = 0o640
_NUMBER: Final = 1 << 40  # file numbers from here on are no files of the index


class ConfigurationFiles:
    """The files of one device; `heading` gives what stands above the configuration."""

    __slots__ = ("_heading", "_last", "_sizes", "_stores")

    def __init__(self, stores: Stores, heading: Callable[[Revision], str]) -> None:
        self._stores = stores
        self._heading = heading
        self._last: tuple[Revision, bytes] | None = None
        self._sizes: dict[Revision, int] = {}

    def names_in(self, folder: str) -> Iterator[str]:
        """The names of the files in a directory."""
        if folder in (FOLDER, OLDER):
            yield from (path.rpartition("/")[2] for path in self._all() if path.rpartition("/")[0] == folder)

    def file(self, path: str) -> File | None:
        """What is known of a file without making it: its size is 0 until somebody has read it."""
        if not path.startswith((FOLDER, OLDER)):
            return None
        revision = self._all().get(path)
        if revision is None:
            return None
        time = revision.time
        size = self._sizes.get(revision, 0)
        return File(
            path, mode=_MODE, time=time, accessed=time, changed=time, size=size,
            number=_NUMBER + revision.sequence,
        )  # fmt: skip

    def content(self, path: str) -> bytes:
        """The text, packed with gzip, at once."""
        return finish(self.make(path))

    def make(self, path: str) -> Slices[bytes]:
        """The same in slices."""
        revision = self._all()[path]
        if self._last is None or self._last[0] is not revision:
            lines = yield from collected(self._lines(revision))
            data = gzip.compress("\n".join((*lines, "")).encode("utf-8", "replace"), mtime=int(revision.time))
            self._sizes = {known: self._sizes.get(known, 0) for known in self._all().values()}
            self._sizes[revision] = len(data)
            self._last = revision, data
        return self._last[1]

    def forget(self) -> None:
        """Keep nothing of any configuration: they have been erased."""
        self._last = None
        self._sizes.clear()

    def _lines(self, revision: Revision) -> Lines:
        yield from self._heading(revision).split("\n")
        yield from TextWriter().level(revision.root)

    def _all(self) -> dict[str, Revision]:
        found = {}
        for number, revision in enumerate(self._stores.revisions):
            folder = FOLDER if number <= _BESIDE else OLDER
            found[f"{folder}/juniper.conf{f'.{number}' if number else ''}.gz"] = revision
        rescue = self._stores.state.rescue
        if rescue is not None:
            found[f"{FOLDER}/rescue.conf.gz"] = rescue
        return found
