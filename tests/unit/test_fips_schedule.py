"""When periodic self-tests are due (R-STP-001, R-STP-003, R-STP-004)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junosim.fips.schedule import Schedule, schedule_of

NEW_YORK = ZoneInfo("America/New_York")
ZONES = [
    ZoneInfo(name)
    for name in ("UTC", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata")
]
YEAR_2000, YEAR_2037 = 946684800, 2114380800


def at(text: str, zone=NEW_YORK) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=zone).timestamp()


def due(schedule: Schedule, after: str, zone=NEW_YORK) -> str | None:
    """The next time as local text."""
    found = schedule.next_due(at(after, zone), zone)
    return None if found is None else datetime.fromtimestamp(found, zone).strftime("%a %Y-%m-%d %H:%M")


def test_every_wednesday_at_nine_in_new_york():
    """The example of the guides."""
    weekly = Schedule(9, 0, day_of_week=3)
    assert due(weekly, "2020-05-05T12:00") == "Wed 2020-05-06 09:00"
    assert due(weekly, "2020-05-06T08:59:59") == "Wed 2020-05-06 09:00"
    assert due(weekly, "2020-05-06T09:00") == "Wed 2020-05-13 09:00"
    assert due(weekly, "2020-05-07T09:00") == "Wed 2020-05-13 09:00"


def test_days_of_the_week_start_with_monday():
    assert due(Schedule(0, 0, day_of_week=1), "2020-05-05T00:00") == "Mon 2020-05-11 00:00"
    assert due(Schedule(0, 0, day_of_week=7), "2020-05-05T00:00") == "Sun 2020-05-10 00:00"


def test_every_day_without_a_day():
    assert due(Schedule(23, 59), "2020-02-28T23:59") == "Sat 2020-02-29 23:59"


def test_day_of_every_month_leaves_short_months_out():
    monthly = Schedule(6, 30, day_of_month=31)
    assert due(monthly, "2021-01-31T06:30") == "Wed 2021-03-31 06:30"
    assert due(monthly, "2021-03-31T07:00") == "Mon 2021-05-31 06:30"
    assert due(monthly, "2021-12-31T07:00") == "Mon 2022-01-31 06:30"


def test_day_of_a_month():
    assert due(Schedule(6, 30, day_of_month=4, month=7), "2021-07-04T06:30") == "Mon 2022-07-04 06:30"


def test_month_alone_is_each_of_its_days():
    june = Schedule(6, 30, month=6)
    assert due(june, "2021-05-01T00:00") == "Tue 2021-06-01 06:30"
    assert due(june, "2021-06-01T06:30") == "Wed 2021-06-02 06:30"
    assert due(june, "2021-06-30T06:30") == "Wed 2022-06-01 06:30"


def test_leap_day():
    leap = Schedule(0, 0, day_of_month=29, month=2)
    assert due(leap, "2021-01-01T00:00") == "Thu 2024-02-29 00:00"
    assert due(leap, "2096-03-01T00:00", UTC) == "Fri 2104-02-29 00:00"
    on_monday = Schedule(0, 0, day_of_week=1, day_of_month=29, month=2)
    assert due(on_monday, "2072-03-01T00:00", UTC) == "Mon 2112-02-29 00:00"


def test_all_that_is_given_has_to_hold():
    assert due(Schedule(0, 0, day_of_week=5, day_of_month=13), "2020-03-14T00:00") == "Fri 2020-11-13 00:00"


@pytest.mark.parametrize(("day", "month"), [(30, 2), (31, 2), (31, 4), (31, 11)])
def test_day_that_no_year_has(day, month):
    assert Schedule(0, 0, day_of_month=day, month=month).next_due(0, UTC) is None


def test_hour_that_is_skipped_counts_as_the_next():
    """2:30 of 8 March 2020 does not exist in New York."""
    assert due(Schedule(2, 30), "2020-03-07T12:00") == "Sun 2020-03-08 03:30"
    assert due(Schedule(2, 30), "2020-03-08T03:30") == "Mon 2020-03-09 02:30"


def test_hour_that_comes_twice_counts_once():
    """1:30 of 1 November 2020 comes at 5:30 and at 6:30 UTC."""
    nightly = Schedule(1, 30)
    first = nightly.next_due(at("2020-10-31T12:00"), NEW_YORK)
    assert datetime.fromtimestamp(first, UTC).isoformat() == "2020-11-01T05:30:00+00:00"
    second = nightly.next_due(first, NEW_YORK)
    assert datetime.fromtimestamp(second, UTC).isoformat() == "2020-11-02T06:30:00+00:00"


def test_day_that_a_zone_left_out():
    """Samoa had no 30 December 2011."""
    samoa = ZoneInfo("Pacific/Apia")
    assert due(Schedule(9, 0, day_of_month=30), "2011-12-29T10:00", samoa) == "Sat 2011-12-31 09:00"


SCHEDULES = st.builds(
    Schedule,
    st.integers(0, 23),
    st.integers(0, 59),
    st.none() | st.integers(1, 7),
    st.none() | st.integers(1, 31),
    st.none() | st.integers(1, 12),
)


@given(SCHEDULES, st.integers(YEAR_2000, YEAR_2037), st.sampled_from(ZONES))
def test_due_time_lies_ahead_and_is_one_that_was_asked_for(schedule, after, zone):
    found = schedule.next_due(after, zone)
    if found is None:
        assert (schedule.month, schedule.day_of_month) in {
            (2, 30),
            (2, 31),
            (4, 31),
            (6, 31),
            (9, 31),
            (11, 31),
        }
        return
    assert found > after
    local = datetime.fromtimestamp(found, zone)
    assert schedule.has(local.date())
    shown = local.hour * 60 + local.minute
    late = shown - (schedule.hour * 60 + schedule.minute)
    assert late == 0 or (late in {30, 60} and local.utcoffset() != (local - timedelta(hours=2)).utcoffset())


@settings(max_examples=60)
@given(
    st.builds(
        Schedule,
        st.integers(0, 23),
        st.just(0),
        st.none() | st.integers(1, 7),
        st.none() | st.integers(1, 31),
    ),
    st.integers(YEAR_2000 // 3600, YEAR_2037 // 3600),
    st.sampled_from([UTC, NEW_YORK, ZoneInfo("Europe/Berlin")]),
)
def test_no_earlier_hour_was_due(schedule, hour, zone):
    """Against a walk over the hours: none before the one that was found shows the time on a day that counts."""
    after = hour * 3600.0
    found = schedule.next_due(after, zone)
    for moment in range(int(after) + 3600, int(min(found, after + 50 * 86400)), 3600):
        local = datetime.fromtimestamp(moment, zone)
        assert not (schedule.has(local.date()) and local.hour == schedule.hour and local.fold == 0)


@given(SCHEDULES, st.integers(YEAR_2000, YEAR_2037))
def test_a_run_is_followed_by_a_later_one(schedule, after):
    first = schedule.next_due(after, UTC)
    if first is not None:
        assert schedule.next_due(first, UTC) > first
        assert schedule.next_due(first - 1, UTC) == first


@pytest.mark.parametrize(
    ("statements", "schedule"),
    [
        ({}, None),
        ({"day-of-week": "3"}, None),
        ({"start-time": "09:00"}, Schedule(9, 0)),
        ({"start-time": "9:5", "day-of-week": "3"}, Schedule(9, 5, 3)),
        ({"start-time": "23:59", "day-of-month": "31", "month": "12"}, Schedule(23, 59, None, 31, 12)),
    ],
)
def test_schedule_of_the_statements(statements, schedule):
    assert schedule_of(statements.get) == schedule
