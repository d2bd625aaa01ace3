"""Periodic self-tests: the schedule of the configuration on a clock that is moved by hand."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from cli_session import Typist, make_device
from junosim.clock import ManualClock
from junosim.device import boot
from junosim.device.files import SYSTEM
from junosim.device.lifecycle import State

NEW_YORK = ZoneInfo("America/New_York")
WEEKLY = (
    "set system time-zone America/New_York",
    "set system fips self-test periodic start-time 09:00",
    "set system fips self-test periodic day-of-week 3",
)
DAY = 86400.0
LOG = "/var/log/messages"


def at(text, zone=NEW_YORK):
    return datetime.fromisoformat(text).replace(tzinfo=zone).timestamp()


def scheduled(start, *lines, fips=True):
    """A device whose users have committed these lines, at that time in New York."""
    clock = ManualClock(at(start))
    device = make_device(clock=clock, fips=fips)
    user = Typist(device)
    user.lines("configure", *lines)
    assert user.line("commit and-quit").startswith("commit complete")
    return device, user


def pass_time(device, seconds):
    """Advance to each deadline on the way, as a timer would."""
    end = device.clock.monotonic() + seconds
    while (due := device.next_due()) is not None and due <= end:
        device.clock.advance(max(0.0, due - device.clock.monotonic()))
        device.do_due()
    device.clock.advance(end - device.clock.monotonic())


def runs(device):
    """When self-tests began, as the log dates them."""
    text = device.files.read(LOG, SYSTEM).decode()
    return [line[:15] for line in text.splitlines() if line.endswith("Running FIPS Self-tests")]


def passed(device):
    return device.files.read(LOG, SYSTEM).decode().count("mgd: FIPS Self-tests Passed\n")


def test_weekly_on_wednesday_at_nine_in_new_york():
    """R-STP-001, R-STP-004 [the guides for MX, "Example: Configure FIPS Self-Tests"]"""
    device, _ = scheduled("2020-07-06T12:00:00", *WEEKLY)  # a Monday
    pass_time(device, at("2020-07-08T08:59:59") - device.clock.time())
    assert runs(device) == []
    pass_time(device, 2.0)
    assert runs(device) == ["Jul  8 09:00:00"]
    assert passed(device) == 1
    pass_time(device, 6 * DAY)
    assert len(runs(device)) == 1  # Thursday and the days after: none
    pass_time(device, 2 * DAY)
    assert runs(device) == ["Jul  8 09:00:00", "Jul 15 09:00:00"]
    assert device.lifecycle.state is State.FIPS


def test_the_time_is_shown_in_quotes():
    """R-STP-002, R-STP-006 [the same example]"""
    user = Typist(make_device(fips=True))
    user.lines(
        "configure",
        "edit system fips self-test",
        "set periodic start-time 09:00",
        "set periodic day-of-week 3",
    )
    assert user.line("show").split("\n") == [
        "periodic {", '    start-time "09:00";', "    day-of-week 3;", "}",
    ]  # fmt: skip
    assert 'set system fips self-test periodic start-time "09:00"' in user.line(
        "top show system | display set"
    )
    assert user.line("commit").startswith("commit complete")


def test_monthly():
    """R-STP-003"""
    device, _ = scheduled(
        "2020-02-27T12:00:00",
        "set system time-zone America/New_York",
        "set system fips self-test periodic start-time 23:30",
        "set system fips self-test periodic day-of-month 29",
        "set system fips self-test periodic month 2",
    )
    pass_time(device, 30 * DAY)
    assert runs(device) == ["Feb 29 23:30:00"]


def test_the_schedule_is_read_anew_at_each_commit():
    device, user = scheduled("2020-07-08T08:00:00", *WEEKLY)
    user.lines("configure", "set system fips self-test periodic start-time 08:30", "commit")
    pass_time(device, 3600.0)
    assert runs(device) == ["Jul  8 08:30:00"]
    user.lines("set system location floor 3", "commit")  # another commit changes nothing about it
    user.lines("set system time-zone UTC", "set system fips self-test periodic start-time 14:00", "commit")
    pass_time(device, 3599.0)
    assert runs(device) == ["Jul  8 08:30:00"]  # 13:00 to 14:00 UTC
    pass_time(device, 1.0)
    assert runs(device)[1:] == ["Jul  8 14:00:00"]
    user.lines("delete system fips self-test", "commit")
    pass_time(device, 8 * DAY)
    assert len(runs(device)) == 2


def test_a_commit_wakes_those_who_wait_for_the_next_time():
    device, user = scheduled("2020-07-08T08:00:00")
    woken = []
    device.alarms.append(lambda: woken.append(device.next_due()))
    user.lines("configure", *WEEKLY, "commit")
    assert woken[-1] == pytest.approx(device.clock.monotonic() + 3600.0)


@pytest.mark.parametrize(
    ("jump", "later", "expected"),
    [
        ("2020-07-08T08:59:50", 20.0, ["Jul  8 09:00:00"]),  # just before
        ("2020-07-08T09:00:00", 1.0, ["Jul  8 09:00:00"]),  # in the minute it is due
        ("2020-07-08T09:00:59", 0.0, ["Jul  8 09:00:59"]),
        ("2020-07-08T09:01:00", DAY, []),  # over it: left out
        ("2020-07-09T09:00:00", DAY, []),  # a Thursday
        ("2020-07-01T08:00:00", 3601.0, ["Jul  1 09:00:00"]),  # back, to the week before
    ],
)
def test_somebody_sets_the_clock(jump, later, expected):
    """R-STP-004, with `set date`."""
    device, user = scheduled("2020-07-06T12:00:00", *WEEKLY)
    moment = datetime.fromtimestamp(at(jump), NEW_YORK)
    user.line(f"set date {moment:%Y%m%d%H%M.%S}")
    pass_time(device, later)
    assert runs(device) == expected


def test_what_was_run_is_not_run_again_in_the_same_minute():
    device, user = scheduled("2020-07-08T08:59:59", *WEEKLY)
    pass_time(device, 5.0)
    user.line("set date 202007080900.30")
    pass_time(device, DAY)
    assert runs(device) == ["Jul  8 09:00:00"]
    user.line("set date 202007080859.00")
    pass_time(device, 61.0)
    assert runs(device)[1:] == ["Jul  8 09:00:00"]  # that minute comes a second time


def test_time_that_passes_while_nobody_looks_is_not_left_out():
    device, _ = scheduled("2020-07-06T12:00:00", *WEEKLY)
    device.clock.advance(3 * DAY)
    pass_time(device, 0.0)
    assert runs(device) == ["Jul  9 12:00:00"]


def test_sessions_have_their_turn_between_two_tests():
    device, user = scheduled("2020-07-08T08:59:59", *WEEKLY)
    device.clock.advance(1.0)
    device.do_due()  # begins
    for _ in range(5):
        device.do_due()
        assert device.next_due() == device.clock.monotonic()
    assert passed(device) == 0
    assert "Current time" in user.line("show system uptime")
    pass_time(device, 0.0)
    assert passed(device) == 1


def test_a_run_does_not_go_on_while_the_device_stops():
    device, _ = scheduled("2020-07-08T08:59:59", *WEEKLY)
    device.clock.advance(1.0)
    device.do_due()
    logged = []
    device.lifecycle.watchers.append(lambda _state: logged.append(device.files.read(LOG, SYSTEM)))
    device.begin(boot.halt(device))
    pass_time(device, 0.0)
    assert device.lifecycle.state is State.HALTED
    assert runs(device) == ["Jul  8 09:00:00"]
    assert len(logged) == 2
    tests = [[line for line in log.splitlines() if b" mgd: " in line] for log in logged]
    assert tests[0] == tests[1]


def test_a_failure_panics():
    """R-KFAIL-005"""
    device, user = scheduled("2020-07-08T08:59:59", *WEEKLY)
    device.faults.add(kat="quicksec/KDF-IKE-V1")
    pass_time(device, 1.5)
    assert device.lifecycle.state is State.PANIC
    assert user.login.expelled
    text = device.files.read(LOG, SYSTEM).decode()
    assert "mgd: FIPS error: self-test failure: QuickSec KATS, KDF-IKE-V1\n" in text


def test_nothing_is_run_outside_fips_mode():
    device, _ = scheduled("2020-07-06T12:00:00", *WEEKLY, fips=False)
    pass_time(device, 8 * DAY)
    assert runs(device) == []


def test_the_schedule_outlives_a_reboot_which_breaks_a_run_off():
    device, _ = scheduled("2020-07-08T08:59:59", *WEEKLY)
    device.clock.advance(1.0)
    for _ in range(5):
        device.do_due()
    boot.power_off(device)
    assert device.next_due() is None
    boot.power_on(device)
    pass_time(device, 0.0)
    assert runs(device) == ["Jul  8 09:00:00"] * 2  # the one that was broken off, and that of the boot
    assert passed(device) == 1
    pass_time(device, 7 * DAY)
    assert runs(device)[2:] == ["Jul 15 09:00:00"]
