"""What the log says of commits, from the request to the end or the refusal (R-AUD-004, -006, -015, -016)."""

from __future__ import annotations

import pytest

from cli_session import Typist
from junosim.config.failpoints import Point
from junosim.device.files import SYSTEM
from junosim.errors import CommitError

REFUSED = "set system login user eve class nobody-has-it"


class Killed(BaseException):
    """The process dies."""


@pytest.fixture
def typist():
    typist = Typist()
    typist.line("configure")
    typist.device.audit.journal.clear()
    return typist


def tagged(device, *tags):
    return [event.text for event in device.audit.journal if event.kind.tag in tags]


def tags(device):
    return [event.kind.tag for event in device.audit.journal]


def test_a_commit_is_requested_takes_its_steps_and_completes(typist):
    typist.lines("set snmp contact me", 'commit comment "change 7"')
    device = typist.device
    assert tagged(device, "UI_COMMIT", "UI_COMMIT_COMPLETED") == [
        "User 'lab' requested 'commit' operation (comment: change 7)", "commit complete",
    ]  # fmt: skip
    found = tags(device)
    begun = found.index("UI_COMMIT")
    assert found[begun - 1] == "UI_CMDLINE_READ_LINE"
    assert found[begun + 1] == "UI_COMMIT_PROGRESS"
    assert found[-2:] == ["UI_COMMIT_PROGRESS", "UI_COMMIT_COMPLETED"]
    steps = tagged(device, "UI_COMMIT_PROGRESS")
    assert 25 <= len(steps) <= 45
    assert steps[0] == "Commit operation in progress: Obtaining lock for commit"
    assert steps[-1] == "Commit operation in progress: commit complete"
    assert {event.pid for event in list(device.audit.journal)[begun:]} == {typist.login.pid}


def test_programs_check_the_new_configuration_one_by_one(typist):
    """R-AUD-015: words and order of the guide."""
    typist.lines("set snmp contact me", "commit")
    checking = [
        event.text
        for event in typist.device.audit.journal
        if "CHILD" in event.kind.tag or "process checking" in event.text or "service checking" in event.text
    ]
    first = int(checking[2].split("PID ")[1].split(",")[0])
    assert checking == [
        "Commit operation in progress: Redundancy interface management process checking new configuration",
        "Starting child '/usr/sbin/rdd'",
        f"Cleanup child '/usr/sbin/rdd', PID {first}, status 0",
        "Commit operation in progress: Dynamic flow capture service checking new configuration",
        "Starting child '/usr/sbin/dfcd'",
        f"Cleanup child '/usr/sbin/dfcd', PID {first + 1}, status 0",
        "Commit operation in progress: Connectivity fault management process checking new configuration",
        "Starting child '/usr/sbin/cfmd'",
        f"Cleanup child '/usr/sbin/cfmd', PID {first + 2}, status 0",
    ]


def test_daemons_are_told_what_concerns_them_and_keep_their_numbers(typist):
    device = typist.device
    pid = device.processes.pid(device.processes.find("snmp"))
    told = []
    for contact in ("me", "you"):
        device.audit.journal.clear()
        typist.lines(f"set snmp contact {contact}", "commit")
        told.append([text for text in tagged(device, "UI_COMMIT_PROGRESS") if "signaling" in text])
    line = f"signaling 'Simple Network Management Protocol process', pid {pid}, signal 1, status 0"
    assert told[0] == told[1] == [f"Commit operation in progress: {line} with notification errors enabled"]


def test_a_refused_commit_says_what_stands_against_it(typist):
    typist.lines(REFUSED, "commit")
    device = typist.device
    assert tagged(device, "UI_CONFIGURATION_ERROR") == [
        "Process: mgd, path: [edit system login user eve], statement: class nobody-has-it, "
        "Referenced class 'nobody-has-it' is not defined"
    ]
    assert "UI_COMMIT_COMPLETED" not in tags(device)
    assert "command '/usr/sbin/mustd'" in tagged(device, "UI_CHILD_EXITED")[0]


def test_a_check_is_no_commit(typist):
    typist.lines("set snmp contact me", "commit check")
    assert tagged(typist.device, "UI_COMMIT") == [
        "User 'lab' requested 'commit check' operation (comment: none)"
    ]
    assert "UI_COMMIT_COMPLETED" not in tags(typist.device)


def test_a_commit_to_be_confirmed_and_its_confirmation(typist):
    device = typist.device
    typist.lines("set snmp contact me", "commit confirmed 5")
    assert tagged(device, "UI_COMMIT", "UI_COMMIT_CONFIRMED_REMINDER") == [
        "User 'lab' requested 'commit confirmed' operation (comment: none)",
        "'commit confirmed' must be confirmed within 5 minutes",
    ]
    assert tagged(device, "UI_COMMIT_CONFIRMED") == []
    typist.line("commit check")
    assert tagged(device, "UI_COMMIT_CONFIRMED") == ["Commit was confirmed"]
    typist.lines("set snmp contact you", "commit")
    assert len(tagged(device, "UI_COMMIT_CONFIRMED")) == 1


def test_a_commit_confirms_the_one_before(typist):
    typist.lines("set snmp contact me", "commit confirmed 5", "commit")
    assert tagged(typist.device, "UI_COMMIT_CONFIRMED") == ["Commit was confirmed"]


def test_a_commit_that_nobody_confirmed_is_rolled_back(typist):
    typist.lines("set snmp contact me", "commit confirmed 5")
    typist.device.clock.advance(300)
    typist.read()
    assert tagged(typist.device, "UI_COMMIT_NOT_CONFIRMED") == [
        "Commit was not confirmed; automatic rollback complete"
    ]
    assert tagged(typist.device, "UI_COMMIT_CONFIRMED") == []


def test_a_commit_at_its_time(typist):
    typist.lines("set snmp contact me", "commit at 07:30")
    device = typist.device
    assert tagged(device, "UI_COMMIT") == ["User 'lab' requested 'commit at' operation (comment: none)"]
    device.clock.advance(1800)
    typist.read()
    assert tagged(device, "UI_COMMIT")[1:] == ["User 'lab' requested 'commit' operation (comment: none)"]
    assert tagged(device, "UI_COMMIT_COMPLETED") == ["commit complete"]


@pytest.mark.parametrize("mode", ["", " exclusive", " private"])
def test_entering_and_leaving_configuration_mode(mode):
    typist = Typist()
    typist.lines(f"configure{mode}", "exit")
    assert tagged(typist.device, "UI_DBASE_LOGIN_EVENT", "UI_DBASE_LOGOUT_EVENT") == [
        "User 'lab' entering configuration mode", "User 'lab' exiting configuration mode",
    ]  # fmt: skip


def test_a_session_that_is_cut_leaves_configuration_mode_before_it_logs_out(typist):
    typist.session.closed()
    assert tags(typist.device) == ["UI_DBASE_LOGOUT_EVENT", "UI_LOGOUT_EVENT"]


def test_a_session_that_another_one_ends_is_logged(typist):
    other = Typist(typist.device, user="root")
    other.line("request system logout user lab")
    typist.read()
    typist.session.closed()
    assert tags(typist.device)[-2:] == ["UI_DBASE_LOGOUT_EVENT", "UI_LOGOUT_EVENT"]


def test_who_is_not_let_in_has_not_entered(typist):
    other = Typist(typist.device)
    typist.device.audit.journal.clear()
    typist.line("set snmp contact me")
    other.line("configure exclusive")
    assert "UI_DBASE_LOGIN_EVENT" not in tags(typist.device)


@pytest.mark.parametrize("point", list(Point))
def test_an_acknowledged_commit_has_its_line_wherever_the_process_dies(typist, point):
    """The request is in the log before anything is stored, the end of the commit before it is acknowledged."""
    device = typist.device

    def die(passed):
        if passed is point:
            raise Killed

    typist.line("set snmp contact me")
    committer, editor = device.committer, device.stores.locks.editors[0]
    candidate = device.stores.shared.in_hands_of(editor, device.stores.locks)
    committer._failpoint = die
    with pytest.raises(Killed):
        committer.commit(candidate, user="lab")
    assert "requested 'commit' operation" in device.files.read("/var/log/messages", SYSTEM).decode()
    committer._failpoint = lambda point: None
    committer.commit(candidate, user="lab")
    assert tags(device)[-1] == "UI_COMMIT_COMPLETED"


def test_a_disk_that_fails_leaves_a_commit_without_its_end(typist, monkeypatch):
    device = typist.device

    def refuse(*_):
        raise CommitError((), "could not save the configuration: no")

    monkeypatch.setattr(device.committer, "_record", refuse)
    typist.lines("set snmp contact me", "commit")
    assert "UI_COMMIT" in tags(device)
    assert "UI_COMMIT_COMPLETED" not in tags(device)
