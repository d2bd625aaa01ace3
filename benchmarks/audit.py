"""The audit trail: what one event costs that goes to two log files, in memory and on the disk, beside the floor.

The floor is what no program can do without: the text of the line is made once, and its bytes are appended to two
files that are open already. The device has no sessions and no listeners; its files are turned over meanwhile.
Nothing here waits, so that what counts is the time of the processor, user and system: other programs do not matter.
"""

from __future__ import annotations

import os
from math import inf
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from typing import TYPE_CHECKING, Final

from benchmarks.figures import Figure
from junosim.assemble.blueprint import draft
from junosim.audit.catalog import event
from junosim.audit.forms import Layout, Origin, line
from junosim.clock import ManualClock
from junosim.device.time_zones import zone_named
from junosim.entropy import SeededEntropy
from junosim.storage import MemoryStorage
from junosim.storage.directory import DirectoryStorage

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.storage import Storage

_ROUNDS: Final = 15
_EVENTS: Final = 2000
_LIMIT: Final = 50  # µs
_KIND: Final = "ui-edit-begin"  # both files of the lab configuration take it
_FILES: Final = ("messages", "interactive-commands")


async def measure() -> list[Figure]:
    """Medians of rounds; each round is the mean of its events."""
    figures = []
    with TemporaryDirectory() as folder:
        disk = DirectoryStorage(Path(folder) / "device")
        for name, storage in (("memory", MemoryStorage()), ("disk", disk)):
            value = _microseconds(_emitting(storage))
            figures.append(Figure(f"audit: event to two files, {name}", value, "µs", _LIMIT))
        disk.close()
        figures.append(Figure("audit: the same, floor", _microseconds(_floor(Path(folder))), "µs", inf))
    return figures


def _emitting(storage: Storage) -> Callable[[], None]:
    clock = ManualClock()
    blueprint = draft("mx480", clock, SeededEntropy(1))
    device = blueprint.build("r1", clock, SeededEntropy(2), storage)
    audit = device.audit
    return lambda: audit.emit(_KIND, 7001, username="crypto-officer")


def _floor(folder: Path) -> Callable[[], None]:
    origin, layout = Origin("r1", zone_named(None), 25), Layout()
    files = [os.open(folder / name, os.O_WRONLY | os.O_APPEND | os.O_CREAT) for name in _FILES]

    def write() -> None:
        said = event(_KIND, 1e9, 7001, username="crypto-officer")
        data = f"{line(said, layout, origin)}\n".encode()
        for file in files:
            os.write(file, data)

    return write


def _microseconds(work: Callable[[], None]) -> float:
    """The median of the rounds, for one event."""
    work()
    rounds = []
    for _ in range(_ROUNDS):
        begun = process_time()
        for _ in range(_EVENTS):
            work()
        rounds.append((process_time() - begun) / _EVENTS)
    return median(rounds) * 1e6
