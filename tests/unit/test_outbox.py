"""What waits for remote log hosts: whose lines, how much, and what is said of those that are lost."""

from __future__ import annotations

from junosim.audit.catalog import event
from junosim.device.outbox import ALL_BYTES, HOST_BYTES, MOST_HOSTS
from log_hosts import AT, FAILED, LOGOUT, Log, Net


def test_lines_have_the_form_of_remote_messages():
    """R-RSYS-001."""
    log = Log("host 192.0.2.9 any any", "host 192.0.2.8 any any", "host 192.0.2.8 structured-data brief")
    log.take(LOGOUT)
    assert log.lines("192.0.2.9") == ["<190>Aug 21 12:36:30 r1 mgd[7]: UI_LOGOUT_EVENT: User 'op' logout"]
    assert log.lines("192.0.2.8") == [
        '<190>1 2006-08-21T12:36:30.401Z r1 mgd 7 UI_LOGOUT_EVENT [junos@2636.1.1.1.2.25 username="op"]'
    ]


def test_each_host_gets_what_it_selects():
    log = Log(
        "host 192.0.2.1 authorization any",
        "host 192.0.2.2 any any", "host 192.0.2.2 match logout",
        "host 192.0.2.3 any any", "host 192.0.2.3 match-strings [ password nothing ]",
        "host 192.0.2.4 any critical",
    )  # fmt: skip
    log.take(LOGOUT, FAILED)
    assert [len(log.lines(f"192.0.2.{number}")) for number in (1, 2, 3, 4)] == [1, 1, 1, 0]


def test_the_carrier_is_told_once_for_each_event_that_somebody_wants():
    log = Log("host 192.0.2.1 authorization any", "host 192.0.2.2 any any")
    log.take(LOGOUT, FAILED)
    assert log.net.told == 2
    log.commit("host 192.0.2.1 authorization any")
    log.take(LOGOUT)
    assert log.net.told == 2


def test_nothing_waits_for_hosts_that_nobody_reaches():
    log = Log("host 192.0.2.1 any any", "host 192.0.2.2 any any", net=Net("192.0.2.1"))
    log.take(LOGOUT)
    assert [waiting.host.name for waiting in log.outbox.waiting] == ["192.0.2.2"]
    log.outbox.detach()
    log.take(LOGOUT)
    assert log.outbox.waiting == ()


def test_a_commit_counts_for_the_next_line_and_what_waits_stays():
    log = Log("host 192.0.2.1 any any", "host 192.0.2.2 any any")
    log.take(LOGOUT)
    log.commit("host 192.0.2.2 any any", "host 192.0.2.2 explicit-priority", "host 192.0.2.3 any any")
    log.take(LOGOUT)
    assert [waiting.host.name for waiting in log.outbox.waiting] == ["192.0.2.2", "192.0.2.3"]
    assert log.lines("192.0.2.2") == [
        "<190>Aug 21 12:36:30 r1 mgd[7]: UI_LOGOUT_EVENT: User 'op' logout",
        "<190>Aug 21 12:36:30 r1 mgd[7]: %INTERACT-6-UI_LOGOUT_EVENT: User 'op' logout",
    ]
    assert len(log.lines("192.0.2.3")) == 1


def test_what_waits_is_bounded_and_its_loss_is_said_once_and_counted():
    log = Log("host 192.0.2.1 any any")
    long = event("ui-command", AT, 7, username="op", command="x" * 50_000)
    log.take(*[long] * 120)
    kept = len(log.first())
    assert (kept - 1) * 50_000 < HOST_BYTES < kept * 50_400
    assert log.said == [("syslog-host-lost", {"hostname": "192.0.2.1"})]  # its line still fitted in
    assert "192.0.2.1 are being lost" in log.lines("192.0.2.1")[kept - 1]
    resumed = ("syslog-host-resumed", {"hostname": "192.0.2.1", "count": str(120 - (kept - 1))})
    assert log.said[1:] == [resumed]
    log.take(LOGOUT)
    assert len(log.lines("192.0.2.1")) == 1
    assert len(log.said) == 2  # it is over


def test_the_line_about_lost_lines_stands_behind_the_event_for_other_hosts():
    log = Log("host 192.0.2.1 any any", "host 192.0.2.2 any any", "host 192.0.2.2 match !xxx")
    long = event("ui-command", AT, 7, username="op", command="x" * 50_000)
    log.take(*[long] * 84, LOGOUT)
    tags = [text.partition(": ")[2][:12] for text in log.lines("192.0.2.2")]
    assert tags == ["messages to ", "UI_LOGOUT_EV"]


def test_lines_that_cannot_be_sent_are_lost_and_counted_until_one_is():
    log = Log("host 192.0.2.1 any any")
    log.take(LOGOUT, FAILED, LOGOUT)
    waiting = log.first()
    for _ in range(4):  # with the line that says so
        waiting.failed()
    assert [key for key, _ in log.said] == ["syslog-host-lost"]
    assert waiting.first is None
    log.take(LOGOUT)
    waiting.sent()
    assert log.said[1:] == [("syslog-host-resumed", {"hostname": "192.0.2.1", "count": "4"})]


def test_what_is_said_of_lost_lines_brings_no_more_of_it():
    """Every second line is lost on the way: each thing that happens makes one or two lines, not lines without end."""
    log = Log("host 192.0.2.1 any any")
    waiting = log.first_after(LOGOUT)
    gone = 0
    for _ in range(100):
        while waiting.first is not None:
            gone += 1
            assert gone < 1000
            (waiting.failed if gone % 2 else waiting.sent)()
        log.take(FAILED)
    assert 50 < len(log.said) <= 101
    assert {key for key, _ in log.said} == {"syslog-host-lost", "syslog-host-resumed"}


def test_many_hosts_share_the_memory_and_their_losses_are_one_line():
    log = Log(*(f"host 10.0.0.{n} any any" for n in range(MOST_HOSTS + 1)))
    log.take(*[event("ui-command", AT, 7, username="op", command="x" * 60_000)] * 12)
    assert len(log.outbox.waiting) == MOST_HOSTS
    assert sum(len(waiting) for waiting in log.outbox.waiting) * 60_000 < ALL_BYTES + MOST_HOSTS * 60_000
    ((_, said),) = log.said
    assert said["hostname"].startswith("10.0.0.0, 10.0.0.1, ")
    assert log.net.told == 13
