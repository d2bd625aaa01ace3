"""The configuration of a router that keeps its state in a directory: commits, and the start with what is there.

    python -m benchmarks.state [LINES]

The configuration is that of `benchmarks.generated`, of LINES set commands (default 100,000); the directory is a
temporary one, so that the syncs are those of the disk that holds it.
"""

from __future__ import annotations

import asyncio
import gc
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.configuration import milliseconds, timed
from benchmarks.figures import quantile
from benchmarks.generated import commands
from junosim.clock import SystemClock
from junosim.config import edit
from junosim.config.archive import Archive
from junosim.config.commit import Committer
from junosim.config.stores import Stores
from junosim.schema import walk
from junosim.schema.release import load as load_release
from junosim.storage.directory import DirectoryStorage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.figures import Figure
    from junosim.schema.node import Node

_LINES = 100_000
_COMMITS = 300


def figures(schema: Node, lines: int, folder: Path) -> Iterator[Figure]:
    """All figures, one after the other on one directory."""
    disk = DirectoryStorage(folder)

    def opened() -> Stores:
        return Stores(schema, SystemClock(), archive=Archive(disk, schema, "benchmark"))

    stores = opened()
    committer = Committer(stores)
    stores.shared.load("\n".join(commands(100)))
    yield milliseconds("commit of 100 lines", timed(lambda: committer.commit(stores.shared, user="bench")))
    stores.shared.load("\n".join(commands(lines)))
    yield milliseconds(
        f"commit of {lines} lines", timed(lambda: committer.commit(stores.shared, user="bench"))
    )
    taken = []
    for number in range(_COMMITS):
        words = f"policy-options prefix-list big 11.0.{number >> 8}.{number & 255}/32".split()
        stores.shared.apply(edit.set_, walk.resolve(schema, words)[0])
        taken.append(timed(lambda: committer.commit(stores.shared, user="bench")))
    yield milliseconds("commit of one line, first", taken[0], 500)
    yield milliseconds(f"the same, {_COMMITS} in turn, 99 of 100", quantile(taken, 0.99), 500)
    yield milliseconds("the same, longest", max(taken), 500)
    yield milliseconds("start with what is there", timed(stores.reopen))
    disk.close()
    disk = DirectoryStorage(folder)
    yield milliseconds("the same in a new process", timed(opened))
    again = opened()
    yield milliseconds("rollback 40, read when asked for", timed(lambda: again.revision(40).root))
    disk.close()


async def measure(lines: int = _LINES) -> list[Figure]:
    """All figures."""
    schema = load_release("mx19").configuration
    gc.collect()
    gc.freeze()  # as the command does once the schema is loaded
    with tempfile.TemporaryDirectory() as folder:
        return list(figures(schema, lines, Path(folder)))


if __name__ == "__main__":
    for figure in asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else _LINES)):
        print(figure)
