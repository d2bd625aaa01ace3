"""The configuration engine by itself: loading, editing, showing, comparing and committing a large configuration.

    python -m benchmarks.configuration [LINES]

The configuration is synthetic: interfaces, a prefix list and a firewall filter of the MX release, made by LINES set
commands (default 100,000). Figures without a promise have no limit.
"""

from __future__ import annotations

import asyncio
import gc
import sys
import time
from math import inf
from typing import TYPE_CHECKING

from benchmarks.figures import Figure
from junosim.clock import SystemClock
from junosim.config import edit
from junosim.config.commit import Committer
from junosim.config.formats import compare_text, text
from junosim.config.formats import set as set_form
from junosim.config.load import tree_of
from junosim.config.stores import Stores
from junosim.schema import walk
from junosim.schema.release import load as load_release

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from junosim.schema.node import Node

_LINES = 100_000


def milliseconds(name: str, value: float, limit: float = inf) -> Figure:
    """A figure in milliseconds."""
    return Figure(name, value, "ms", limit)


def timed(work: Callable[[], object]) -> float:
    """Milliseconds that one call takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def commands(count: int) -> Iterator[str]:
    """About `count` set commands: a sixth of them for interfaces, the rest in two lists."""
    yield 'set system root-authentication encrypted-password "$6$x"'
    for number in range(count // 6):
        port = f"ge-{number // 480}/{number // 48 % 10}/{number % 48}"
        address = f"10.{number >> 8 & 255}.{number & 255}.1/24"
        yield f"set interfaces {port} unit {number % 10} family inet address {address}"
    for number in range(count // 2):
        yield f"set policy-options prefix-list big 10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}/32"
    for number in range(count // 9):
        term = f"set firewall family inet filter f term t{number}"
        yield f"{term} from protocol tcp"
        yield f"{term} from destination-port {number % 60000 + 1}"
        yield f"{term} then accept"


def figures(schema: Node, lines: int) -> Iterator[Figure]:
    """All figures, one after the other on one configuration."""
    stores = Stores(schema, SystemClock())
    candidate = stores.shared
    committer = Committer(stores)
    ten = "\n".join(commands(10_000))

    def load_and_commit() -> None:
        assert candidate.load(ten).errors == 0
        committer.commit(candidate, user="bench")

    candidate.load("\n".join(commands(100)))  # expands the schema
    candidate.discard()
    yield milliseconds("10,000 set commands, load and commit", timed(load_and_commit), 2000)
    shown = "\n".join(text.lines(candidate.root))
    yield milliseconds(
        f"the same as text ({shown.count(chr(10)) + 1} lines), load",
        timed(lambda: tree_of(schema, shown)),
        2000,
    )

    candidate.load("\n".join(commands(lines)))
    committer.commit(candidate, user="bench")
    size = sum(1 for _ in text.lines(candidate.root))
    yield milliseconds(
        f"show as text, {size} lines", timed(lambda: sum(1 for _ in text.lines(candidate.root)))
    )
    yield milliseconds("show as set", timed(lambda: sum(1 for _ in set_form.lines(candidate.root))))

    paths = [
        walk.resolve(schema, f"policy-options prefix-list big 11.0.{n >> 8}.{n & 255}/32".split())[0]
        for n in range(1000)
    ]
    yield milliseconds("first edit in a large list", timed(lambda: candidate.apply(edit.set_, paths[0])))

    def set_the_rest() -> None:
        for path in paths[1:]:
            candidate.apply(edit.set_, path)

    batch = timed(set_the_rest)
    yield milliseconds("set of one statement in the same list", batch / (len(paths) - 1), 0.1)
    candidate.discard()

    candidate.apply(edit.set_, paths[0])
    compare = timed(lambda: list(compare_text.lines(candidate.base.root, candidate.root)))
    yield milliseconds("show | compare after one edit", compare, 20)
    yield milliseconds("commit of one line", timed(lambda: committer.commit(candidate, user="bench")), 50)
    yield milliseconds("slice of a load, longest", longest_slice(stores, ten))


def longest_slice(stores: Stores, source: str) -> float:
    """The longest time, in milliseconds, that loading keeps others waiting."""
    slices, longest = stores.shared.load_in_slices(source), 0.0
    while True:
        start = time.perf_counter()
        if next(slices, 0) == 0:
            return longest
        longest = max(longest, (time.perf_counter() - start) * 1000)


async def measure(lines: int = _LINES) -> list[Figure]:
    """All figures."""
    schema = load_release("mx19").configuration
    gc.collect()
    gc.freeze()  # as the command does once the schema is loaded
    return list(figures(schema, lines))


if __name__ == "__main__":
    for figure in asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else _LINES)):
        print(figure)
