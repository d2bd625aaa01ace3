"""`show log`, `clear log`, `monitor`: who may, what big logs do to others, and where new lines appear."""

from __future__ import annotations

import gzip

import pytest

from cli_session import Typist, make_device
from junosim.cli.commands import filing
from junosim.cli.context import PAUSE
from junosim.cli.monitor import MOST_LINES
from junosim.clock import ManualClock
from junosim.device.files import SYSTEM
from junosim.device.login_records import MOST_VISITS

OPERATOR = ("clear", "trace", "view")


@pytest.fixture
def device():
    device = make_device(clock=ManualClock())
    device.logs.append("messages", "Jul  8 07:00:00  r1 mgd[7001]: one of many")
    return device


def test_a_log_is_for_those_with_the_permission_or_when_all_may_read_it(device):
    """R-LOG-008"""
    line = "Jul  8 07:00:00  r1 mgd[7001]: one of many"
    one = 'show log messages | match "one of many$"'
    assert Typist(device).line(one) == line
    assert Typist(device, permissions=(*OPERATOR, "maintenance")).line(one) == line
    assert Typist(device).line('file show /var/log/messages | match "one of many$"') == line
    operator = Typist(device, permissions=OPERATOR)
    assert operator.line("show log messages") == "error: could not open 'messages': Permission denied"
    assert operator.line("monitor start messages") == "error: could not open 'messages': Permission denied"
    device.files.change_mode("/var/log/messages", 0o644, SYSTEM)
    assert operator.line(one) == line
    assert operator.line("clear log messages") == ""
    assert operator.line("show log messages").endswith("]: logfile cleared")
    assert "syntax error" in Typist(device, permissions=("view",)).line("show log messages")


@pytest.mark.parametrize("name", ["../db/x", "/root/x", "way", "~/x", "/var/log/../db/x"])
def test_what_is_no_log_is_not_shown_cleared_or_watched(device, name):
    for path in ("/var/db/x", "/root/x"):
        device.files.write(path, b"secret\n", SYSTEM)
    device.files.make_link("../db/x", "/var/log/way", SYSTEM)
    typist = Typist(device)
    for command in ("show log", "clear log", "monitor start"):
        assert "error: could not" in typist.line(f"{command} {name}")
    assert device.files.read("/var/db/x", SYSTEM) == b"secret\n"


def test_an_archived_log_is_shown_unpacked_and_a_damaged_one_refused(device):
    packed = gzip.compress(b"old one\nold two\n")
    device.files.write("/var/log/messages.0.gz", packed, SYSTEM)
    device.files.write("/var/log/messages.1.gz", packed[:-10], SYSTEM)
    typist = Typist(device)
    assert typist.line("show log messages.0.gz") == "old one\nold two"
    assert "old two</file-content>" in typist.line("show log messages.0.gz | display xml")
    damaged = "error: gunzip: messages.1.gz: Truncated gzip input"
    assert typist.line("show log messages.1.gz") == damaged
    assert damaged in typist.line("show log messages.1.gz | display xml")


def test_clearing_with_all_takes_the_archives_too(device):
    for number in range(3):
        device.files.write(f"/var/log/messages.{number}.gz", b"x", SYSTEM)
    typist = Typist(device)
    typist.line("clear log messages")
    assert typist.line("show log").count("messages") == 4
    typist.line("clear log messages all")
    assert typist.line("show log").count("messages") == 1


def test_a_big_log_is_shown_in_slices(device):
    device.files.write("/var/log/big", b"Jul  8 07:00:00  r1 mgd[7001]: a line\n" * 60_000, SYSTEM)
    typist = Typist(device)
    assert typist.line("show log big | count") == "Count: 60000 lines"
    assert typist.line("show log big | last 1 | match line").endswith("a line")
    assert typist.line('show log big | match "no such" | count') == "Count: 0 lines"
    yielded = list(filing._shown(device.files.read("/var/log/big", SYSTEM)))
    assert yielded.count(PAUSE) > 10
    assert max(len(item) for item in yielded if isinstance(item, list)) < 5000


def test_who_has_logged_in(device):
    clock, first = device.clock, Typist(device, user="eve")
    clock.advance(3600 * 26 + 120)
    device.disconnect(first.login)
    Typist(device, pty=False)  # has no terminal
    typist = Typist(device)
    assert typist.line("show log user").splitlines() == [
        "lab       pts/0    192.0.2.9        Thu Jul  9 09:02   still logged in",
        "eve       pts/0    192.0.2.9        Wed Jul  8 07:00 - 09:02 (1+02:02)",
    ]
    assert typist.line("show log user eve").count("\n") == 0
    for _ in range(MOST_VISITS + 5):
        device.logins.close(device.logins.open("other"))
    assert typist.line("show log user | count") == f"Count: {MOST_VISITS} lines"


# ---------------------------------------------------------------------- monitor


def test_new_lines_stand_before_the_line_being_typed(device):
    typist = Typist(device)
    typist.line("monitor start messages")
    typist.send("show ver")
    device.logs.append("messages", "two")
    assert typist.read() == "\n*** messages ***\ntwo\nlab@r1> show ver"
    device.logs.append("messages", "three")
    assert typist.read() == "\nthree\nlab@r1> show ver"
    typist.send("\x1bb")  # the cursor stays where it was
    device.logs.append("messages", "four")
    assert typist.read() == "ver\nfour\nlab@r1> show ver\b\b\b"
    assert "Junos: 19.1R2.8" in typist.send("\r")


def test_the_head_comes_when_the_file_changes(device):
    typist = Typist(device)
    typist.lines("monitor start messages", "monitor start other-log")
    assert "could not resolve file" in typist.line("monitor start other-log")
    typist.line("monitor start interactive-commands")
    for name, line in (
        ("messages", "a"),
        ("interactive-commands", "b"),
        ("interactive-commands", "c"),
        ("messages", "d"),
    ):
        device.logs.append(name, line)
    assert typist.read() == (
        "\n*** messages ***\na\n*** interactive-commands ***\nb\nc\n*** messages ***\nd\nlab@r1> "
    )


def test_lines_wait_while_a_command_asks_or_shows(device):
    typist = Typist(device, rows=10)
    typist.line("monitor start messages")
    typist.send("show version\r")
    device.logs.append("messages", "two")
    assert typist.read() == ""
    assert typist.send("q").endswith("lab@r1> \n*** messages ***\ntwo\nlab@r1> ")


def test_pipes_choose_the_lines_and_a_second_start_chooses_anew(device):
    typist = Typist(device)
    typist.line("monitor start messages | match UI_ | except LOGIN")
    for line in ("UI_CMDLINE", "UI_LOGIN", "other"):
        device.logs.append("messages", line)
    assert typist.read() == "\n*** messages ***\nUI_CMDLINE\nlab@r1> "
    typist.line("monitor start messages")
    device.logs.append("messages", "other")
    assert "other" in typist.read()
    device.logs.append("messages", "once")
    assert typist.read().count("once") == 1


def test_a_terminal_that_does_not_read_costs_no_more_than_so_many_lines(device):
    typist = Typist(device)
    typist.line("monitor start messages")
    for number in range(MOST_LINES + 10):
        device.logs.append("messages", f"line {number}")
    shown = typist.read()
    assert "line 9\n" not in shown
    assert shown.count("line ") == MOST_LINES


def test_escape_q_hides_what_comes_and_shows_it_again(device):
    typist = Typist(device)
    typist.line("monitor start messages")
    typist.send("sh")
    assert typist.send("\x1bq") == (
        "\n*** monitor and syslog output disabled, press ESC-Q to enable ***\nlab@r1> sh"
    )
    device.logs.append("messages", "two")
    assert typist.read() == ""
    assert "output enabled, press ESC-Q to disable" in typist.send("\x1bQ")
    device.logs.append("messages", "three")
    assert "two" not in typist.read()


def test_nobody_is_told_after_the_stop_or_the_end_of_the_session(device):
    typist, other = Typist(device), Typist(device)
    typist.line("monitor start messages")
    other.line("monitor start messages")
    typist.line("monitor stop messages")
    other.session.closed()
    device.logs.append("messages", "two")
    assert typist.read() == ""
    assert typist.line("monitor list") == ""
    assert not device.files._followers


def test_the_server_is_called_for_the_first_line_alone(device):
    typist, calls = Typist(device), []
    typist.line("monitor start messages")
    device.alarms.append(lambda: calls.append(1))
    for _ in range(5):
        device.logs.append("messages", "x")
    assert len(calls) == 1
    assert typist.session.deadline() == device.clock.monotonic()


def test_a_log_that_is_archived_or_deleted_stays_watched(device):
    typist = Typist(device)
    typist.line("monitor start messages")
    device.files.remove("/var/log/messages", SYSTEM)
    assert typist.line("monitor list") == ""
    device.logs.append("messages", "again")
    assert "again" in typist.read()
    assert typist.line("monitor list") == 'monitor start "messages" (Last changed Jul  8 07:00:00)'
