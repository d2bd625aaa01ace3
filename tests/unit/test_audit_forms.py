"""How a line looks: in a file and on the way to a remote host, byte for byte."""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest

from junosim.audit.catalog import event
from junosim.audit.forms import Layout, Origin, line, stamp

AT = 1156163790.401  # 2006-08-21 12:36:30.401 UTC
ORIGIN = Origin("r1", UTC, 25)
EXITING = event("ui-edit-end", AT, 3046, username="user")
NO_TAG = event("ssh-failed", AT, 16645, method="password", username="op", address="192.0.2.9", port="1673")
NO_PID = event("ssh-login-failed", AT, 16645, username="op", source_address="192.0.2.9")
TEXT = "User 'user' exiting configuration mode"
FILE = Layout()
REMOTE = Layout(remote=True)
STRUCTURED = Layout(structured=True)


@pytest.mark.parametrize(
    ("happened", "layout", "expected"),
    [
        (EXITING, FILE, f"Aug 21 12:36:30  r1 mgd[3046]: UI_DBASE_LOGOUT_EVENT: {TEXT}"),
        (
            NO_TAG,
            FILE,
            "Aug 21 12:36:30  r1 sshd[16645]: Failed password for op from 192.0.2.9 port 1673 ssh2",
        ),
        (
            NO_PID,
            FILE,
            "Aug 21 12:36:30  r1 sshd: SSHD_LOGIN_FAILED: Login failed for user 'op' from host '192.0.2.9'",
        ),
        (
            EXITING,
            Layout(explicit_priority=True),
            f"Aug 21 12:36:30  r1 mgd[3046]: %INTERACT-5-UI_DBASE_LOGOUT_EVENT: {TEXT}",
        ),
        (
            NO_TAG,
            Layout(explicit_priority=True),
            "Aug 21 12:36:30  r1 sshd[16645]: %AUTH-6: Failed password for op from 192.0.2.9 port 1673 ssh2",
        ),
        (
            EXITING,
            STRUCTURED,
            "<189>1 2006-08-21T12:36:30.401Z r1 mgd 3046 UI_DBASE_LOGOUT_EVENT [junos@2636.1.1.1.2.25 "
            f'username="user"] {TEXT}',
        ),
        (
            EXITING,
            Layout(structured=True, brief=True, explicit_priority=True, year=True),
            "<189>1 2006-08-21T12:36:30.401Z r1 mgd 3046 UI_DBASE_LOGOUT_EVENT "
            '[junos@2636.1.1.1.2.25 username="user"]',
        ),
        (
            NO_TAG,
            STRUCTURED,
            "<38>1 2006-08-21T12:36:30.401Z r1 sshd 16645 - - Failed password for op from 192.0.2.9 port 1673 ssh2",
        ),
        (
            NO_PID,
            STRUCTURED,
            "<37>1 2006-08-21T12:36:30.401Z r1 sshd - SSHD_LOGIN_FAILED [junos@2636.1.1.1.2.25 "
            "username=\"op\" source-address=\"192.0.2.9\"] Login failed for user 'op' from host '192.0.2.9'",
        ),
        (EXITING, REMOTE, f"<189>Aug 21 12:36:30 r1 mgd[3046]: UI_DBASE_LOGOUT_EVENT: {TEXT}"),
        (
            EXITING,
            Layout(remote=True, explicit_priority=True, facility="local3"),
            f"<157>Aug 21 12:36:30 r1 mgd[3046]: %INTERACT-5-UI_DBASE_LOGOUT_EVENT: {TEXT}",
        ),
        (
            EXITING,
            Layout(remote=True, prefix="M120", year=True),
            f"<189>Aug 21 12:36:30 2006 r1 M120: mgd[3046]: UI_DBASE_LOGOUT_EVENT: {TEXT}",
        ),
        (
            EXITING,
            Layout(remote=True, names_host=False),
            f"<189>Aug 21 12:36:30 mgd[3046]: UI_DBASE_LOGOUT_EVENT: {TEXT}",
        ),
        (
            EXITING,
            Layout(remote=True, structured=True, brief=True, names_host=False, facility="daemon"),
            '<29>1 2006-08-21T12:36:30.401Z - mgd 3046 UI_DBASE_LOGOUT_EVENT [junos@2636.1.1.1.2.25 username="user"]',
        ),
    ],
)
def test_layouts(happened, layout, expected):
    """R-LOG-005, R-LOG-006, R-LOG-007, R-RSYS-001 [the guides, captures, the vendor's reference]"""
    assert line(happened, layout, ORIGIN) == expected


def test_brackets_and_quotes_in_structured_data():
    r"""[a capture: `pathname="[system login message\]"`]"""
    happened = event(
        "ui-set", AT, 7, username="a", pathname="[system login message]", data='"old"', value="b\\c"
    )
    assert line(happened, Layout(structured=True, brief=True), ORIGIN) == (
        "<182>1 2006-08-21T12:36:30.401Z r1 mgd 7 UI_CFG_AUDIT_SET [junos@2636.1.1.1.2.25 "
        r'username="a" action="set" pathname="[system login message\]" delimiter="->" data="\"old\"" value="b\\c"]'
    )
    assert line(happened, FILE, ORIGIN).endswith(r"""set: [system login message] "old" -> "b\c" """[:-1])


def test_arguments_that_structured_data_calls_otherwise():
    happened = event("ui-child-status", AT, 7, command="/usr/sbin/rdd", child_pid="4317", status_code="0")
    assert line(happened, STRUCTURED, ORIGIN).endswith(
        'command="/usr/sbin/rdd" pid="4317" status-code="0"] '
        "Cleanup child '/usr/sbin/rdd', PID 4317, status 0"
    )


@pytest.mark.parametrize(
    ("year", "millisecond", "expected"),
    [
        (False, False, "Aug 21 12:36:30"),
        (True, False, "Aug 21 12:36:30 2006"),
        (False, True, "Aug 21 12:36:30.401"),
        (True, True, "Aug 21 12:36:30.401 2006"),
    ],
)
def test_time_formats(year, millisecond, expected):
    """[the vendor's reference has these four]"""
    assert stamp(AT, UTC, year=year, millisecond=millisecond) == expected


def test_lines_are_in_the_time_of_the_device_and_structured_ones_in_utc():
    origin = Origin("r1", ZoneInfo("Asia/Tokyo"), 25)
    assert line(EXITING, FILE, origin).startswith("Aug 21 21:36:30  r1 ")
    assert " 2006-08-21T12:36:30.401Z " in line(EXITING, STRUCTURED, origin)
    assert stamp(AT - 20 * 86400, UTC) == "Aug  1 12:36:30"


@pytest.mark.parametrize("layout", [FILE, REMOTE, STRUCTURED, Layout(explicit_priority=True)])
def test_an_event_is_one_line_whatever_is_in_it(layout):
    """R-AUD-005: a user types what he likes."""
    happened = event("ui-command", AT, 7, username="a", command="one\n<34>two\r\x1b\x7f")
    shown = line(happened, layout, ORIGIN)
    assert shown.isprintable()
    assert "one^J<34>two^M^[^?" in shown
