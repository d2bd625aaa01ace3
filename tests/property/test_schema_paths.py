"""A stratified sample of all statement paths of both releases: set, shown in both forms, loaded back, refused.

`benchmarks/paths.py` does the same with every path. `JUNOSIM_SEED` chooses another sample.
"""

from __future__ import annotations

import os
from collections import defaultdict
from functools import cache

import pytest

import schema_paths
from junosim.entropy import SeededEntropy
from junosim.schema import release
from junosim.schema.node import Flag, Kind, Node

SEED = int(os.environ.get("JUNOSIM_SEED", "20260101"))
PATHS = 3000
REFUSALS = 2  # invalid values a path
IN_GROUPS = 100
RELEASES = ("mx19", "qfx20")


@cache
def sample(name: str) -> tuple[Node, tuple[schema_paths.NodePath, ...], Flag]:
    """The root, at least PATHS paths with every stratum among them, and all flags of the release."""
    print(f"seed {SEED}")
    root = release.load(name).configuration
    strata: defaultdict[object, list[schema_paths.NodePath]] = defaultdict(list)
    flags = Flag(0)
    for path in schema_paths.statement_paths(root):
        strata[schema_paths.stratum(path)].append(path)
        flags |= path[-1].flags
    entropy = SeededEntropy(SEED)
    share = 1
    while sum(min(share, len(paths)) for paths in strata.values()) < PATHS:
        share += 1
    chosen: list[schema_paths.NodePath] = []
    for paths in strata.values():
        chosen += [paths.pop(entropy.below(len(paths))) for _ in range(min(share, len(paths)))]
    return root, tuple(chosen), flags


@pytest.mark.parametrize("name", RELEASES)
def test_paths_can_be_set_shown_and_loaded_back(name: str) -> None:
    root, paths, _ = sample(name)
    entropy = SeededEntropy(SEED)
    wrong = [problem for path in paths if (problem := schema_paths.round_trip(root, path, entropy))]
    assert len(paths) >= PATHS
    assert not wrong, f"seed {SEED}: {len(wrong)} of {len(paths)} paths, the first: {wrong[:5]}"


@pytest.mark.parametrize("name", RELEASES)
def test_sample_hits_every_kind_and_shape_flag(name: str) -> None:
    _, paths, flags = sample(name)
    assert {path[-1].kind for path in paths} == set(Kind)
    hit = Flag(0)
    for path in paths:
        hit |= path[-1].flags
    assert hit == flags
    shapes = Flag.NO_WORD | Flag.ONE_LINE | Flag.ONE_LINE_IF_SINGLE | Flag.HOMOGENEOUS | Flag.USER_ORDERED
    assert shapes in hit
    assert Flag.PRESENCE | Flag.SECRET | Flag.DEPRECATED | Flag.GROUPS | Flag.WILDCARD in hit


@pytest.mark.parametrize("name", RELEASES)
def test_invalid_values_are_refused_and_change_nothing(name: str) -> None:
    root, paths, _ = sample(name)
    entropy = SeededEntropy(SEED)
    count = 0
    wrong = []
    for path in paths:
        good = schema_paths.line_of(root, path, entropy)
        for bad in list(schema_paths.spoiled(path, good, entropy))[:REFUSALS]:
            count += 1
            problem = schema_paths.refusal(root, path, good, bad)
            if problem:
                wrong.append(problem)
    print(f"{count} invalid lines")
    assert count > PATHS // 2
    assert not wrong, f"seed {SEED}: {len(wrong)} of {count} lines, the first: {wrong[:5]}"


@pytest.mark.parametrize("name", RELEASES)
def test_the_same_statements_stand_in_groups(name: str) -> None:
    root, paths, _ = sample(name)
    entropy = SeededEntropy(SEED)
    some = paths[:: max(1, len(paths) // IN_GROUPS)]
    wrong = [
        problem
        for path in some
        if (problem := schema_paths.round_trip(root, schema_paths.under_groups(root, path), entropy))
    ]
    assert not wrong, f"seed {SEED}: {len(wrong)} of {len(some)} paths, the first: {wrong[:5]}"
