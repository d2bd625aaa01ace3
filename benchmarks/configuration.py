"""How fast the configuration engine is: edits, loading, showing, comparing and committing a large configuration.

    python benchmarks/configuration.py [LINES]

prints each figure beside its budget. The configuration is synthetic: interfaces, a prefix list and a firewall
filter of the MX release, about LINES lines of text (default 100,000).
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

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


@dataclass(frozen=True)
class Figure:
    """One measurement and its budget, in milliseconds."""

    name: str
    measured: float
    budget: float | None = None

    def __str__(self) -> str:
        budget = f"{self.budget:>10.3f}  {self.measured / self.budget:>5.2f}x" if self.budget else ""
        return f"{self.name:<48} {self.measured:>10.3f} {budget}"


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


def measure(schema: Node, lines: int) -> Iterator[Figure]:
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
    yield Figure("10,000 set commands, load and commit", timed(load_and_commit), 2000)
    shown = "\n".join(text.lines(candidate.root))
    yield Figure(
        f"the same as text ({shown.count(chr(10)) + 1} lines), load",
        timed(lambda: tree_of(schema, shown)),
        2000,
    )

    candidate.load("\n".join(commands(lines)))
    committer.commit(candidate, user="bench")
    size = sum(1 for _ in text.lines(candidate.root))
    yield Figure(f"show as text, {size} lines", timed(lambda: sum(1 for _ in text.lines(candidate.root))))
    yield Figure("show as set", timed(lambda: sum(1 for _ in set_form.lines(candidate.root))))

    paths = [
        walk.resolve(schema, f"policy-options prefix-list big 11.0.{n >> 8}.{n & 255}/32".split())[0]
        for n in range(1000)
    ]
    yield Figure("first edit in a large list", timed(lambda: candidate.apply(edit.set_, paths[0])))
    batch = timed(lambda: [candidate.apply(edit.set_, path) for path in paths[1:]])
    yield Figure("set of one statement in the same list", batch / (len(paths) - 1), 0.1)
    candidate.discard()

    candidate.apply(edit.set_, paths[0])
    compare = timed(lambda: list(compare_text.lines(candidate.base.root, candidate.root)))
    yield Figure("show | compare after one edit", compare, 20)
    yield Figure("commit of one line", timed(lambda: committer.commit(candidate, user="bench")), 50)
    yield Figure("slice of a load, longest", longest_slice(stores, ten))


def longest_slice(stores: Stores, source: str) -> float:
    """The longest time, in milliseconds, that loading keeps others waiting."""
    slices, longest = stores.shared.load_in_slices(source), 0.0
    while True:
        start = time.perf_counter()
        if next(slices, 0) == 0:
            return longest
        longest = max(longest, (time.perf_counter() - start) * 1000)


def main() -> None:
    """Print the figures."""
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    print(f"{'':<48} {'ms':>10} {'budget':>10}")
    for figure in measure(load_release("mx19").configuration, lines):
        print(figure)


if __name__ == "__main__":
    main()
