"""Random walks over all platforms: no state without a way out, nothing on a console that has no place there.

To see one walk again: `pytest -k "walk and 17"`, or `Walk(17).run()` in Python; `walk.events` is what happened.
"""

from __future__ import annotations

import pytest

from junosim.platforms import platform_names
from life_walk import EVENTS, PLATFORMS, Walk


def walk(seed):
    walking = Walk(seed)
    try:
        walking.run()
    except Exception as failure:
        last = "\n  ".join(walking.events[-8:])
        raise AssertionError(f"walk {seed} on {walking.events[0]}, behind\n  {last}\n{failure}") from failure
    assert len(walking.events) == EVENTS + 1
    return walking


@pytest.mark.parametrize("seed", range(20))
def test_a_walk(seed):
    walk(seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20, 200))
def test_one_more_walk(seed):
    walk(seed)


def test_the_walks_go_over_all_platforms_and_are_the_same_each_time():
    assert set(PLATFORMS) >= set(platform_names())
    assert {Walk(seed).platform for seed in range(200)} == set(PLATFORMS)
    assert walk(3).events == walk(3).events
