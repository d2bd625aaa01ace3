"""The hours of a login class (documentation of `allowed-days`, `access-start`, `access-end`)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from console_user import ConsoleUser, make_device
from junosim.access.classes import LoginClass
from junosim.access.hours import may_log_in
from junosim.assemble.front import Front
from junosim.device.files import SYSTEM
from junosim.servers.contract import Origin

MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (datetime(2020, 7, day, tzinfo=UTC) for day in (6, 7, 8, 9))
NIGHT = LoginClass(
    "night", allowed_days=("monday", "wednesday"), access_start="20:00", access_end="06:00"
)  # the example of the documentation


@pytest.mark.parametrize(
    ("login_class", "day", "time", "verdict"),
    [
        (LoginClass("any"), MONDAY, "03:00", True),
        (LoginClass("days", allowed_days=("monday",)), MONDAY, "23:59", True),
        (LoginClass("days", allowed_days=("monday",)), TUESDAY, "00:00", False),
        (LoginClass("hours", access_start="08:00", access_end="17:00"), MONDAY, "07:59", False),
        (LoginClass("hours", access_start="08:00", access_end="17:00"), MONDAY, "08:00", True),
        (LoginClass("hours", access_start="08:00", access_end="17:00"), MONDAY, "16:59", True),
        (LoginClass("hours", access_start="08:00", access_end="17:00"), MONDAY, "17:00", False),
        (LoginClass("hours", access_start="8:00AM", access_end="5:00 pm"), MONDAY, "16:00", True),
        (LoginClass("hours", access_start="12:00AM", access_end="12:30PM"), MONDAY, "12:29", True),
        (LoginClass("hours", access_start="08:00:30", access_end="17:00 +0000"), MONDAY, "08:00", False),
        (NIGHT, MONDAY, "19:59", False),
        (NIGHT, MONDAY, "20:00", True),
        (NIGHT, TUESDAY, "05:59", True),
        (NIGHT, TUESDAY, "06:00", False),
        (NIGHT, TUESDAY, "20:00", False),
        (NIGHT, WEDNESDAY, "05:00", False),
        (NIGHT, WEDNESDAY, "21:00", True),
        (NIGHT, THURSDAY, "00:00", True),
    ],
)
def test_when_members_may_log_in(login_class, day, time, verdict):
    hour, minute = map(int, time.split(":"))
    assert may_log_in(login_class, day.replace(hour=hour, minute=minute)) is verdict


DAY_SHIFT = """
    set system time-zone Europe/Berlin
    set system login class day permissions view access-start 09:30 access-end 17:00
    set system login user eve class day
"""  # the clock of the tests says 07:00 in UTC, which is 09:00 in Berlin in July


def test_at_the_console_a_user_with_the_right_password_is_told():
    """The time is that of the device; a wrong password learns nothing."""
    user = ConsoleUser(make_device(config=DAY_SHIFT))
    user.read()
    assert user.log_in("eve", "wrong") == "\nLogin incorrect\nlogin: "
    user.log_in("eve", "Eve-1234567")
    said = user.wait(20)  # the least time of a login with a wrong password
    assert said.startswith("Logins not available right now\n")
    assert said.endswith("\nlogin: ")
    log = user.device.files.read("/var/log/messages", SYSTEM).decode()
    why = "was refused: Logins not available right now"
    assert f"LOGIN_REFUSED: Login of user eve from host [unknown] on ttyu0 {why}\n" in log
    user.wait(30 * 60)
    assert user.log_in("eve", "Eve-1234567").endswith("eve@r1> ")
    assert user.wait(24 * 3600) == ""  # nobody is thrown out when his time is over


def test_over_ssh_no_password_fits():
    front = Front(make_device(config=DAY_SHIFT), "r1")
    assert not front.password_check("eve", "Eve-1234567")()
    assert front.password_check("lab", "Lab-1234567")()
    front.device.clock.advance(30 * 60)
    assert front.password_check("eve", "Eve-1234567")()


def test_over_ssh_no_key_fits():
    key = "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTY="
    device = make_device(config=f'{DAY_SHIFT}set system login user eve authentication ssh-ecdsa "{key} e"\n')
    front = Front(device, "r1")
    data = bytes.fromhex("0000001365636473612d736861322d6e69737470323536")
    arguments = "eve", "ecdsa-sha2-nistp256", data, Origin("192.0.2.9", 1)
    assert not front.accepts_key(*arguments)
    device.clock.advance(30 * 60)
    assert front.accepts_key(*arguments)
