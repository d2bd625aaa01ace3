"""Every statement path of a release: set with a generated value, shown in text and set form, loaded back.

    python -m benchmarks paths
    python -m benchmarks.paths [mx19|qfx20 ...] [--seed N] [--part K/N]

Prints the number of paths, of refused invalid values, of statements whose type refuses nothing, and the time; ends
with status 1 when a path does not come back equal or an invalid value is not refused. `tests/property/` runs a
sample of the same.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from math import inf
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from typing import TYPE_CHECKING

import schema_paths
from benchmarks.figures import Figure
from junosim.entropy import SeededEntropy
from junosim.schema import release

if TYPE_CHECKING:
    from junosim.schema.node import Node

SHOWN = 20
RELEASES = ("mx19", "qfx20")
SEED = 20260101


def run(root: Node, seed: int, part: int, parts: int) -> tuple[Counter[str], list[str]]:
    """Try every `parts`-th path, from the one with number `part` on; counts, and what went wrong."""
    entropy = SeededEntropy(seed)
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for number, path in enumerate(schema_paths.statement_paths(root)):
        if number % parts != part:
            continue
        counts["paths"] += 1
        counts[path[-1].kind.name.lower()] += 1
        try:
            problems = [schema_paths.round_trip(root, path, entropy)]
            good = schema_paths.line_of(root, path, entropy)
        except schema_paths.Unreachable as problem:
            wrong.append(f"unreachable: {schema_paths.name_of(path)}: {problem}")
            continue
        spoiled = list(schema_paths.spoiled(path, good, entropy))
        counts["invalid values"] += len(spoiled[:1])
        counts["types without invalid values"] += good[-1].leaf is not None and not spoiled
        problems += [schema_paths.refusal(root, path, good, bad) for bad in spoiled[:1]]
        wrong += [problem for problem in problems if problem]
    return counts, wrong


async def measure() -> list[Figure]:
    """For each release: the paths that do not come back equal, and the minutes it took to try all."""
    figures = []
    for name in RELEASES:
        began = time.perf_counter()
        counts, wrong = run(release.load(name).configuration, SEED, 0, 1)
        minutes = (time.perf_counter() - began) / 60
        note = f"of {counts['paths']} statements and {counts['invalid values']} invalid values"
        figures.append(Figure(f"{name}: wrong round trips", len(wrong), "", 0, note=note))
        figures.append(Figure(f"{name}: every statement", minutes, "min", inf))
    return figures


def main() -> int:
    """Run for the releases of the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("releases", nargs="*", default=list(RELEASES))
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--part", default="0/1", help="only every N-th path, K/N with K from 0")
    options = parser.parse_args()
    part, _, parts = options.part.partition("/")
    status = 0
    for name in options.releases:
        began = time.perf_counter()
        counts, wrong = run(release.load(name).configuration, options.seed, int(part), int(parts))
        spent = time.perf_counter() - began
        figures = ", ".join(f"{count} {what}" for what, count in counts.items())
        print(f"{name}: seed {options.seed}: {figures}; {len(wrong)} wrong; {spent:.1f} s")
        for problem in wrong[:SHOWN]:
            print("   ", problem[:300])
        status = status or int(bool(wrong))
    return status


if __name__ == "__main__":
    sys.exit(main())
