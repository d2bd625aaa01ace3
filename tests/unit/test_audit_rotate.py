"""When log files are turned over, and the names of their archives."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junosim.audit.rotate import Limits, cleared, next_look, numbers, packed, shift, turned_over

NOON = 1_583_409_600.0  # 2020-03-05 12:00:00 UTC


@pytest.mark.parametrize(
    ("minute", "every", "then"),
    [
        (0, 15, 15),
        (14.9, 15, 15),
        (15, 15, 30),
        (45, 15, 60),
        (59.9, 15, 60),
        (57, 7, 60),
        (0, 59, 59),
        (3, 1, 4),
    ],
)
def test_sizes_are_looked_at_so_often_in_each_hour(minute, every, then):
    assert next_look(NOON + minute * 60, every) == NOON + then * 60


def test_the_minutes_are_those_of_the_local_time():
    nepal = 5.75 * 3600  # 17:45 there
    assert next_look(NOON, 30, nepal) == NOON + 15 * 60


@given(st.floats(0, 4e9), st.integers(1, 59), st.sampled_from([0.0, 3600.0, -12600.0]))
def test_the_next_look_is_ahead_and_soon(now, every, offset):
    due = next_look(now, every, offset)
    assert now < due <= now + every * 60 + 1e-3
    minute = (due + offset) % 3600 / 60
    assert minute % every == 0


def test_archives_are_counted_by_their_names():
    others = [
        "messages",
        "messages.0.gz",
        "messages.12.gz",
        "messages.1",
        "messages.01.gz",
        "messages.x.gz",
        "m.3.gz",
    ]
    assert numbers("messages", others) == {0, 12}


@pytest.mark.parametrize(
    ("there", "kept", "removals", "renames"),
    [
        ([], 3, [], []),
        ([0], 3, [], [(0, 1)]),
        ([0, 1], 3, [], [(1, 2), (0, 1)]),
        ([0, 1, 2], 3, [2], [(1, 2), (0, 1)]),
        ([0, 2], 3, [], [(0, 1)]),
        ([1, 2], 3, [], []),
        ([0, 1, 2, 3, 4], 2, [4, 3, 2, 1], [(0, 1)]),
        ([0], 1, [0], []),
    ],
)
def test_room_is_made_for_a_new_archive(there, kept, removals, renames):
    plan = shift("log", set(there), kept)
    assert plan.removals == tuple(packed("log", number) for number in removals)
    assert plan.renames == tuple((packed("log", old), packed("log", new)) for old, new in renames)


@settings(deadline=None)
@given(st.sets(st.integers(0, 12)), st.integers(1, 10), st.data())
def test_a_shift_broken_off_anywhere_loses_only_the_oldest(there, kept, data):
    """Archives are numbered by their age; what is left is in order, and the next shift goes on."""
    ages = {packed("log", number): number for number in there}
    doomed = sorted(there, reverse=True)[: max(0, len(there) - kept + 1)]
    for last in (False, True):
        plan = shift("log", numbers("log", ages), kept)
        steps = [("remove", name, "") for name in plan.removals] + [("move", *pair) for pair in plan.renames]
        done = len(steps) if last else data.draw(st.integers(0, len(steps)))
        for what, old, new in steps[:done]:
            assert new not in ages
            age = ages.pop(old)
            if what == "move":
                ages[new] = age
            else:
                assert age in doomed or age >= kept
    found = [ages[packed("log", number)] for number in sorted(numbers("log", ages))]
    assert found == sorted(found)
    assert packed("log", 0) not in ages
    assert len(ages) <= max(kept - 1, 0)


def test_lines_of_those_who_turn_over_and_clear():
    """[captures: one blank behind the time]"""
    assert turned_over("Jul 14 08:00:00", "r1", 36050, 131072) == (
        "Jul 14 08:00:00 r1 newsyslog[36050]: logfile turned over due to size>128K"
    )
    assert cleared("Mar 13 23:51:28", "r1", 9348) == "Mar 13 23:51:28 r1 clear-log[9348]: logfile cleared"
    assert Limits().utmost == 2 * 1024 * 1024
