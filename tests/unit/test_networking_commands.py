"""The clock, hosts that are not there, and what waits for its time or for Ctrl-C."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli_session import Typist, make_device
from junosim.clock import ManualClock, SystemClock
from junosim.errors import ConfigurationError
from junosim.operations.clock import parse

NOW = datetime(2020, 7, 8, 7, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("201803202034.00", (2018, 3, 20, 20, 34, 0)),
        ("201803202034", (2018, 3, 20, 20, 34, 0)),
        ("1803202034.59", (2018, 3, 20, 20, 34, 59)),
        ("7001010000", (1970, 1, 1, 0, 0, 0)),
        ("03202034", (2020, 3, 20, 20, 34, 0)),
        ("202034", (2020, 7, 20, 20, 34, 0)),
        ("2034", (2020, 7, 8, 20, 34, 0)),
        ("34", (2020, 7, 8, 7, 34, 0)),
    ],
)
def test_forms_of_a_date(text, moment):
    """R-TIME-002, and the shorter forms of date(1)."""
    assert parse(text, NOW, UTC) == datetime(*moment, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "20181350",
        "x",
        "",
        "2018032020345",
        "201803202034.",
        "0000",
        "201802300000",
        "60",
        "999912312359",
        "203801010000",
        "196912312359",
    ],
)
def test_a_text_that_is_no_date_is_refused(text):
    """R-TIME-006."""
    if text == "0000":  # midnight
        assert parse(text, NOW, UTC).hour == 0
        return
    with pytest.raises(ConfigurationError):
        parse(text, NOW, UTC)


@given(st.datetimes(datetime(1970, 1, 1), datetime(2037, 12, 31)))  # noqa: DTZ001 - wall times
def test_a_whole_date_is_read_back(moment):
    text = f"{moment:%Y%m%d%H%M.%S}"
    assert parse(text, NOW, UTC) == moment.replace(microsecond=0, tzinfo=UTC)


def test_the_clock_of_one_device_is_set_and_no_other():
    clock = ManualClock()
    one, other = make_device(clock=clock), make_device(clock=clock)
    Typist(one).line("set date 203001010000")
    assert one.local_time().year == 2030
    assert other.local_time().year == 2020
    clock.advance(5)
    assert one.local_time().second == 5
    assert one.clock.monotonic() == other.clock.monotonic() == 5


def test_a_system_clock_can_be_set_and_reset():
    clock = SystemClock()
    own = clock.own()
    own.set_time(1000.0)
    assert 1000 <= own.time() < 1060
    assert clock.time() > 2_000_000
    own.reset()
    assert abs(own.time() - clock.time()) < 60


def logged(device, *kinds):
    return [event.text for event in device.audit.journal if event.kind.key in kinds]


def test_old_and_new_time_and_origin_are_logged():
    """R-TIME-004: of a change, and of one that failed."""
    device = make_device()
    Typist(device).lines("set date 203001010000", "set date 20181350")
    assert logged(device, "time-changed", "time-change-failed", "date-set") == [
        "Time changed by user 'lab' from '192.0.2.9': 2020-07-08 07:00:00 UTC -> 2030-01-01 00:00:00 UTC",
        "date set by lab",
        "Change of time by user 'lab' from '192.0.2.9' failed: 2030-01-01 00:00:00 UTC -> 20181350: "
        "illegal time format",
    ]
    assert logged(device, "ui-command")[0] == "User 'lab', command 'set date 203001010000 '"


def test_a_time_server_that_does_not_answer_is_logged_with_its_name():
    device = make_device()
    Typist(device).lines("set date ntp 192.0.2.1", "set date ntp 192.0.2.1 key 7")
    failed = "Change of time by user 'lab' from '192.0.2.1' failed: 2020-07-08 07:00:00 UTC -> unknown: "
    assert logged(device, "time-change-failed") == [
        f"{failed}no server suitable for synchronization found",
        f"{failed}authentication key 7 is not configured",
    ]


def test_a_commit_to_be_confirmed_does_not_notice_a_jump():
    typist = Typist()
    typist.lines("configure", "set system location floor 3", "commit confirmed 5")
    typist.line("run set date 203001010000")
    assert typist.device.deadline() == typist.device.clock.monotonic() + 300
    typist.device.clock.advance(299)
    typist.read()
    assert typist.device.stores.confirmation is not None
    typist.device.clock.advance(1)
    typist.read()
    assert typist.device.stores.confirmation is None


def test_setting_the_clock_asks_for_its_permission():
    reader = Typist(permissions=("view",))
    assert "syntax error, expecting <command>" in reader.send("set date 203001010000\r")


def test_a_ping_waits_between_its_requests_and_ends_by_itself():
    typist = Typist()
    first = typist.send("ping 127.0.0.1 count 2\r")
    assert "icmp_seq=0" in first
    assert "icmp_seq=1" not in first
    assert typist.session.deadline() == typist.device.clock.monotonic() + 1
    typist.device.clock.advance(1)
    rest = typist.read()
    assert "icmp_seq=1" in rest
    assert "2 packets transmitted, 2 packets received, 0% packet loss" in rest
    assert rest.endswith("lab@r1> ")


def test_ctrl_c_ends_a_ping_with_its_statistics():
    typist = Typist()
    typist.send("ping 192.0.2.200\r")
    typist.device.clock.advance(1)
    typist.read()
    shown = typist.send("\x03")
    assert shown.startswith(
        "^C\n--- 192.0.2.200 ping statistics ---\n2 packets transmitted, 0 packets received"
    )
    assert shown.endswith("\n\nlab@r1> ")
    assert typist.line("show host nobody").startswith(";;")


def test_keys_typed_ahead_wait_for_the_end_of_a_ping():
    typist = Typist()
    typist.send("ping 127.0.0.1 count 2\r")
    assert "Hostname" not in typist.send("show version | match Hostname\r")
    typist.device.clock.advance(1)
    assert "Hostname: r1" in typist.read()


def test_a_session_that_is_gone_pings_no_more():
    typist = Typist()
    typist.send("ping 127.0.0.1\r")
    typist.session.closed()
    typist.device.clock.advance(1)
    assert typist.session.output() == b""


def test_ctrl_c_behind_a_pipe_and_behind_run():
    typist = Typist()
    typist.send("ping 127.0.0.1 | match loss\r")
    assert "1 packets transmitted" in typist.send("\x03")
    limited = Typist(permissions=("configure", "network", "view"))
    limited.line("configure")
    limited.send("run ping 127.0.0.1\r")
    assert "1 packets transmitted" in limited.send("\x03")


def test_an_interface_that_is_disabled_does_not_answer():
    typist = Typist()
    typist.lines("configure", "set interfaces fxp0 disable", "commit", "exit")
    assert "No route to host" in typist.line("ping 192.0.2.10 count 1")


def test_a_static_route_leads_out_and_others_nowhere():
    typist = Typist()
    assert "No route" in typist.line("ssh 203.0.113.5")
    typist.lines(
        "configure", "set routing-options static route 203.0.113.0/24 next-hop 192.0.2.1", "commit", "exit"
    )
    typist.send("ssh 203.0.113.5\r")
    typist.device.clock.advance(75)
    assert "Operation timed out" in typist.read()


def test_a_clock_at_its_ends_still_answers():
    typist = Typist()
    for text in ("203712312359.59", "197001010000.00"):
        typist.line(f"set date {text}")
        for command in (
            "show system uptime",
            "show system users",
            "show system processes detail",
            "show version",
        ):
            assert "internal error" not in typist.line(command)


def test_the_size_of_a_request_over_ipv6():
    shown = Typist().line("ping ::1 count 1 size 100")
    assert "PING6(148=40+8+100 bytes)" in shown
    assert "108 bytes from ::1, icmp_seq=0" in shown
