"""Times and durations against the forms that captures show."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from junosim.operations import times

MINUTE, HOUR, DAY = 60, 3600, 86400


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "00:00:00"),
        (100, "00:01:40"),
        (5 * DAY + 17 * HOUR + 9 * MINUTE + 59, "5d 17:09"),
        (15 * DAY + 4 * MINUTE, "2w1d 00:04"),
        (22 * 7 * DAY + 19 * HOUR + 16 * MINUTE, "22w0d 19:16"),
    ],
)
def test_age(seconds: int, text: str):
    assert times.age(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 secs"),
        (1, "1 sec"),
        (45, "45 secs"),
        (5 * MINUTE, "5 mins"),
        (HOUR, "1 hr"),
        (2 * HOUR + 7 * MINUTE, "2:07"),
        (DAY, "1 day"),
        (15 * DAY + 5 * MINUTE, "15 days, 5 mins"),
        (154 * DAY + 19 * HOUR + 16 * MINUTE, "154 days, 19:16"),
    ],
)
def test_up_time(seconds: int, text: str):
    assert times.up_time(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (59, "-"),
        (60, "1"),
        (3599, "59"),
        (2 * HOUR + 15 * MINUTE, "2:15"),
        (36 * HOUR, "1day"),
        (2 * DAY, "2days"),
    ],
)
def test_idle_time(seconds: int, text: str):
    assert times.idle_time(seconds) == text


@pytest.mark.parametrize(
    ("ago", "text"),
    [
        (timedelta(hours=1), "7:24PM"),
        (timedelta(days=1, hours=-1, minutes=-9), "Tue09PM"),
        (timedelta(days=8), "30Jun20"),
    ],
)
def test_login_time(ago: timedelta, text: str):
    now = datetime(2020, 7, 8, 20, 24, tzinfo=UTC)
    assert times.login_time(now - ago, now) == text


def test_noon_and_midnight():
    assert times.clock_time(datetime(2020, 7, 8, 12, 31, tzinfo=UTC)) == "12:31PM"
    assert times.clock_time(datetime(2020, 7, 8, 0, 5, tzinfo=UTC)) == "12:05AM"
