"""The configuration engine by itself: loading, committing, comparing and showing configurations of growing size.

    python -m benchmarks.configuration [LINES ...]

The configurations are generated (`benchmarks/generated.py`) with 1,000, 10,000 and 100,000 set commands; as text they
have twice as many lines. Each time is the processor's, and the least of several runs where runs are short. The growth
is the exponent of the size: 1 is linear. Figures without a promise have no limit.
"""

from __future__ import annotations

import asyncio
import gc
import sys
import time
import tracemalloc
from functools import partial
from itertools import pairwise
from math import inf, log
from typing import TYPE_CHECKING

from benchmarks.figures import Figure
from benchmarks.generated import commands
from junosim.clock import SystemClock
from junosim.config import edit
from junosim.config.commit import Committer
from junosim.config.formats import compare_text, text
from junosim.config.formats import set as set_form
from junosim.config.load import Form, tree_of
from junosim.config.stores import Stores
from junosim.schema import walk
from junosim.schema.release import load as load_release

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from junosim.config.tree import Branch
    from junosim.schema.node import Node

_SIZES = (1000, 10_000, 100_000)
_PER_LINE = 0.2  # milliseconds that loading and committing one line may take
_NEW = "policy-options prefix-list big 192.0.2."
_GROWTH = 1.15  # exponent up to which growth counts as linear


def milliseconds(name: str, value: float, limit: float = inf) -> Figure:
    """A figure in milliseconds."""
    return Figure(name, value, "ms", limit)


def timed(work: Callable[[], object]) -> float:
    """Milliseconds that one call takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def processor_time(work: Callable[[], object], runs: int = 1) -> float:
    """Milliseconds of processor time that one call takes, at the least."""
    best = inf
    for _ in range(runs):
        start = time.process_time()
        work()
        best = min(best, (time.process_time() - start) * 1000)
    return best


class _Size:
    """All times for one size; `times` has them by name, for the growth."""

    def __init__(self, schema: Node, lines: int) -> None:
        self.schema = schema
        self.lines = lines
        self.times: dict[str, float] = {}
        self._runs = 3 if lines <= 10_000 else 1

    def figures(self) -> Iterator[Figure]:
        """The figures, one after the other on one configuration."""
        source = "\n".join(commands(self.lines))
        stores = Stores(self.schema, SystemClock())
        committer = Committer(stores)
        loaded = self._time("load set", lambda: tree_of(self.schema, source, Form.SET), self._runs)
        shared = stores.shared
        shared.load(source)
        committer.commit(shared, user="bench")
        committed = self._time("commit", lambda: self._first_commit(shared.root), 3)
        yield self._figure("load set", loaded)
        yield self._figure("commit", committed)
        yield self._figure("load set and commit", loaded + committed, self.lines * _PER_LINE)
        shown = "\n".join(text.lines(shared.root))
        yield self._figure(
            f"load text, {shown.count(chr(10)) + 1} lines",
            self._time("load text", lambda: tree_of(self.schema, shown), self._runs),
            self.lines * _PER_LINE,
        )
        for name, write in (("show", text.lines), ("show | display set", set_form.lines)):
            yield self._figure(name, self._time(name, partial(_written, write, shared.root), self._runs))
        yield from self._after_one_edit(stores, committer)

    def _first_commit(self, root: Branch) -> None:
        """Commit a configuration where there was none."""
        stores = Stores(self.schema, SystemClock())
        stores.shared.replace(root)
        Committer(stores).commit(stores.shared, user="bench")

    def _after_one_edit(self, stores: Stores, committer: Committer) -> Iterator[Figure]:
        """What an edit of one line costs, and what follows it; the least of some."""
        shared = stores.shared
        edits, compares, commits = [], [], []
        for number in range(1, 8):
            path = walk.resolve(self.schema, f"{_NEW}{number}/32".split())[0]
            edits.append(processor_time(partial(shared.apply, edit.set_, path)))
            compares.append(processor_time(lambda: list(compare_text.lines(shared.base.root, shared.root))))
            commits.append(processor_time(lambda: committer.commit(shared, user="bench")))
        yield self._figure("edit of one line", min(edits))
        yield self._figure("show | compare after one edit", min(compares), 20)
        yield self._figure("commit of one line", min(commits), 50)

    def memory(self) -> Figure:
        """What a loaded configuration holds, a line."""
        source = "\n".join(commands(self.lines))
        tree_of(self.schema, source, Form.SET)  # expands the schema
        gc.collect()
        tracemalloc.start()
        root, _ = tree_of(self.schema, source, Form.SET)
        gc.collect()
        held, _peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert root.children
        return Figure(f"memory, {self.lines} lines", held / self.lines, "B/l", 1024)

    def _time(self, name: str, work: Callable[[], object], runs: int = 1) -> float:
        self.times[name] = processor_time(work, runs)
        return self.times[name]

    def _figure(self, name: str, value: float, limit: float = inf) -> Figure:
        return milliseconds(f"{name}, {self.lines}", value, limit)


def _written(write: Callable[[Branch], Iterator[str]], root: Branch) -> int:
    return sum(1 for _ in write(root))


def growth(sizes: list[_Size]) -> Iterator[Figure]:
    """The exponent of each time over the sizes, the greatest between two neighbours."""
    for name in sizes[0].times if len(sizes) > 1 else ():
        exponents = [
            log(large.times[name] / small.times[name]) / log(large.lines / small.lines)
            for small, large in pairwise(sizes)
        ]
        note = " ".join(f"{exponent:.2f}" for exponent in exponents)
        yield Figure(f"growth of {name}", exponents[-1], "", _GROWTH, note=note)


def longest_slice(schema: Node, source: str, form: Form) -> float:
    """The longest processor time, in milliseconds, between two pauses of a load: the least of three loads."""
    best = inf
    for _ in range(3):
        slices = Stores(schema, SystemClock()).shared.load_in_slices(source, form=form)
        longest, more = 0.0, True
        while more:
            start = time.process_time()
            more = next(slices, 0) is None
            longest = max(longest, (time.process_time() - start) * 1000)
        best = min(best, longest)
    return best


async def measure(lines: tuple[int, ...] = _SIZES) -> list[Figure]:
    """All figures."""
    schema = load_release("mx19").configuration
    source = "\n".join(commands(min(lines)))
    root, _ = tree_of(schema, source)  # expands the schema
    gc.collect()
    gc.freeze()  # as the command does once the schema is loaded
    sizes = [_Size(schema, count) for count in lines]
    found = [figure for size in sizes for figure in size.figures()]
    found += growth(sizes)
    found += [size.memory() for size in sizes[-1:]]
    shown = "\n".join(text.lines(root))
    for name, given, form in (("set", source, Form.SET), ("text", shown, Form.TEXT)):
        found.append(milliseconds(f"longest slice of a load, {name}", longest_slice(schema, given, form), 5))
    return found


if __name__ == "__main__":
    for figure in asyncio.run(measure(tuple(int(word) for word in sys.argv[1:]) or _SIZES)):
        print(figure)
