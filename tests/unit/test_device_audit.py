"""The audit trail of a device: what happens is kept, told, and written where the configuration wants it."""

from __future__ import annotations

import gzip

import pytest

from cli_session import Typist, make_device
from crashing_storage import CrashingStorage
from junosim.audit.forms import Layout, line
from junosim.clock import ManualClock
from junosim.device.audit import JOURNAL_LENGTH
from junosim.device.audit_journal import NEW, OLD, PART, AuditJournal
from junosim.device.file_names import FileProblem
from junosim.device.files import SYSTEM
from junosim.storage import StorageError

START = 1583419638.0  # 2020-03-05 14:47:18 UTC
STAMP = "Mar  5 14:47:18  r1"


@pytest.fixture
def device():
    return make_device(clock=ManualClock(START))


@pytest.fixture
def typist(device):
    return Typist(device)


def read(device, name="messages"):
    try:
        return device.files.read(f"/var/log/{name}", SYSTEM).decode().splitlines()
    except FileProblem:
        return None


def configured(typist, *statements):
    """Commit a `system syslog` of these statements alone."""
    typist.lines("configure", "delete system syslog", *(f"set system syslog {each}" for each in statements))
    assert "commit complete" in typist.line("commit and-quit")
    return typist.device


def logout(device, user="op", pid=6511):
    device.audit.emit("ui-logout", pid, username=user)


# ---------------------------------------------------------------------- events


def test_header_has_time_host_process_and_pid(device):
    """[the guides: `Feb  4 10:07:04  host mgd[23423]: …`]; not every process gives its pid. R-LOG-006"""
    logout(device)
    device.audit.emit("ui-idle-timeout", 6511, username="op")
    assert read(device, "interactive-commands")[-2:] == [
        f"{STAMP} mgd[6511]: UI_LOGOUT_EVENT: User 'op' logout",
        f"{STAMP} cli: UI_CLI_IDLE_TIMEOUT: Idle timeout for user 'op' exceeded and session terminated",
    ]


def test_a_text_is_one_line_whatever_is_in_it(device):
    device.audit.emit("ui-command", 7000, username="op", command="one\nMar  5 14:47:18  r1 mgd: two\x1b\x7f")
    assert read(device, "interactive-commands")[-1] == (
        f"{STAMP} mgd[7000]: UI_CMDLINE_READ_LINE: User 'op', command 'one^JMar  5 14:47:18  r1 mgd: two^[^?'"
    )


def test_a_disk_without_room_stops_nobody(device, monkeypatch):
    def full(*_arguments):
        raise FileProblem("messages", "No space left on device")

    monkeypatch.setattr(type(device.logs), "append", full)
    logout(device)
    assert device.audit.journal[-1].kind.key == "ui-logout"


def test_the_journal_has_the_last_events_and_listeners_get_each(device):
    told = []
    end = device.audit.listen(told.append)
    for number in range(JOURNAL_LENGTH + 5):
        device.clock.advance(1)
        logout(device, pid=number)
    end()
    end()
    logout(device, user="late")
    assert [event.pid for event in told] == list(range(JOURNAL_LENGTH + 5))
    assert len(device.audit.journal) == JOURNAL_LENGTH
    assert list(device.audit.journal)[:-1] == told[6:]
    assert told[-1].time == START + JOURNAL_LENGTH + 5


def test_wrong_arguments_are_the_fault_of_the_caller(device):
    before = list(device.audit.journal)
    with pytest.raises(TypeError, match="argument 'username' is missing"):
        device.audit.emit("ui-logout")
    with pytest.raises(KeyError):
        device.audit.emit("no-such-kind")
    assert list(device.audit.journal) == before


# ---------------------------------------------------------------------- files


def test_without_a_stanza_messages_go_where_the_factory_configuration_sends_them(typist):
    device = configured(typist)
    for name in ("messages", "interactive-commands"):
        device.files.write(f"/var/log/{name}", b"", SYSTEM)
    logout(device)
    device.audit.emit("ui-edit-begin", 1, username="op")
    device.audit.emit("ssh-no-more-sessions", 2)
    assert [line.split(": ")[1] for line in read(device)] == ["UI_DBASE_LOGIN_EVENT", "error"]
    assert [line.split(": ")[1] for line in read(device, "interactive-commands")] == [
        "UI_LOGOUT_EVENT",
        "UI_DBASE_LOGIN_EVENT",
    ]


def test_each_file_gets_what_it_selects(typist):
    """R-LOG-001 to -004, R-LOG-010."""
    device = configured(
        typist,
        "file Audit_logs any any",
        "file Audit_logs authorization none",
        "file keys any any",
        'file keys match "!LOGOUT"',
        "file words any any",
        "file words match-strings [ nobody op ]",
        "file nothing any emergency",
    )
    for name in ("Audit_logs", "keys", "words", "nothing"):
        assert read(device, name) is not None  # since the commit
        device.files.write(f"/var/log/{name}", b"", SYSTEM)
    logout(device)
    logout(device, user="lab")
    device.audit.emit("ssh-login-failed", username="op", source_address="192.0.2.9")
    tags = {
        name: [line.split(": ", 1)[1] for line in read(device, name)]
        for name in ("Audit_logs", "keys", "words", "nothing")
    }
    op, lab = "UI_LOGOUT_EVENT: User 'op' logout", "UI_LOGOUT_EVENT: User 'lab' logout"
    failed = "SSHD_LOGIN_FAILED: Login failed for user 'op' from host '192.0.2.9'"
    assert tags == {"Audit_logs": [op, lab], "keys": [failed], "words": [op, failed], "nothing": []}


def test_each_file_has_its_own_form(typist):
    """R-LOG-005, R-LOG-007."""
    device = configured(
        typist,
        "time-format year millisecond",
        "file plain any any",
        "file priority any any",
        "file priority explicit-priority",
        "file structured any any",
        "file structured structured-data",
        "file brief any any",
        "file brief structured-data brief",
    )
    logout(device)
    head = '<190>1 2020-03-05T14:47:18.000Z r1 mgd 6511 UI_LOGOUT_EVENT [junos@2636.1.1.1.2.25 username="op"]'
    assert (
        read(device, "plain")[-1]
        == "Mar  5 14:47:18.000 2020  r1 mgd[6511]: UI_LOGOUT_EVENT: User 'op' logout"
    )
    assert read(device, "priority")[-1] == (
        "Mar  5 14:47:18.000 2020  r1 mgd[6511]: %INTERACT-6-UI_LOGOUT_EVENT: User 'op' logout"
    )
    assert read(device, "structured")[-1] == f"{head} User 'op' logout"
    assert read(device, "brief")[-1] == head


def test_name_time_zone_and_groups_count_at_once(typist):
    device = configured(typist)
    typist.lines(
        "configure",
        "set groups logging system syslog file everything any any",
        "set apply-groups logging",
        "set system host-name other",
        "set system time-zone Asia/Tokyo",
        "commit",
    )
    logout(device)
    assert (
        read(device, "everything")[-1]
        == "Mar  5 23:47:18  other mgd[6511]: UI_LOGOUT_EVENT: User 'op' logout"
    )
    typist.lines("deactivate apply-groups", "delete system host-name", "commit")
    logout(device, user="late")
    assert not [line for line in read(device, "everything") if "'late'" in line]
    assert " Amnesiac mgd[" in read(device, "interactive-commands")[-1]


def test_a_disk_holds_what_the_files_say_and_nothing_else(typist):
    """What is logged to is below `/var/log`, and a name that is a directory stops nobody."""
    device = configured(typist, "file .. any any", "file good any any")
    logout(device)
    assert read(device, "good")[-1].endswith("logout")


# ---------------------------------------------------------------------- archives


def turn(device):
    """Let the time come at which sizes are looked at, and all be packed."""
    device.clock.advance(900)
    while (due := device.next_due()) is not None and due <= device.clock.monotonic():
        device.do_due()


def test_files_are_turned_over_at_the_quarters_of_an_hour(typist):
    """R-LOG-005."""
    device = configured(
        typist, "file messages any any", "file messages archive size 64k files 2 world-readable"
    )
    assert device.files.status("/var/log/messages", SYSTEM).mode == 0o644
    number = 0
    for _ in range(4):
        while device.files.status("/var/log/messages", SYSTEM).size <= 65536:
            device.audit.emit("ui-command", 1, username="op", command=f"number {number} ")
            number += 1
        turn(device)
    names = [
        node.name for node in device.files.listing("/var/log", SYSTEM) if node.name.startswith("messages")
    ]
    assert names == ["messages", "messages.0.gz", "messages.1.gz"]
    packed = [gzip.decompress(device.files.read(f"/var/log/{name}", SYSTEM)) for name in reversed(names[1:])]
    told = b"".join(packed).decode().splitlines()
    numbers = [int(line.split()[-2]) for line in told if "number" in line]
    assert numbers == list(range(numbers[0], number))
    turned = [line for line in told if "newsyslog" in line]
    assert all(line.endswith("logfile turned over due to size>64K") for line in turned)
    assert turned[-1].startswith("Mar  5 15:45:00 r1 newsyslog[")
    assert device.next_due() is None


def test_sizes_are_looked_at_as_often_as_is_configured(typist):
    device = configured(typist, "log-rotate-frequency 5", "archive size 64k", "file messages any any")
    for _ in range(1000):
        device.audit.emit("ui-command", 1, username="op", command="x" * 40)
    assert device.next_due() - device.clock.monotonic() == 162  # 14:50
    device.clock.set_time(START - 86400 * 365)  # somebody puts the clock back
    assert device.next_due() - device.clock.monotonic() <= 300


def test_a_switch_has_smaller_files():
    """[the vendor's documentation of EX switches]"""
    assert make_device("ex4650-48y").platform.log_size == 128 * 1024
    assert make_device().platform.log_size == 1024 * 1024


# ---------------------------------------------------------------------- terminals and the console


def test_messages_for_users_appear_on_their_terminals(device):
    op, lab = Typist(device, user="op"), Typist(device, user="lab")
    configured(lab, "user op interactive-commands any", "user * authorization critical")
    op.read(), lab.read()
    logout(device)
    assert f"{STAMP} mgd[6511]: UI_LOGOUT_EVENT: User 'op' logout\n" in op.read()
    assert lab.read() == ""
    device.audit.emit("ssh-grace-over", 9, address="192.0.2.9", port="1")
    shown = (
        "Message from syslogd@r1 at Mar  5 14:47:18  ...\n"
        "r1 sshd[9]: fatal: Timeout before authentication for 192.0.2.9 port 1\n"
    )
    assert shown in op.read()
    assert shown in lab.read()


def test_a_terminal_that_does_not_read_keeps_the_last_messages(device):
    op = Typist(device, user="op")
    configured(op, "user op any any")
    for number in range(500):
        logout(device, user=f"n{number}")
    assert len(op.login.inbox) == 100
    assert "'n499'" in op.login.inbox[-1]


def test_messages_for_the_console_are_printed_there(typist):
    device = configured(typist, "console authorization info")
    device.console.clear()
    logout(device)
    device.audit.emit("ssh-no-more-sessions", 2)
    assert device.console.content == f"{STAMP} sshd[2]: error: no more sessions\r\n".encode()


# ---------------------------------------------------------------------- the journal on the disk


def completed(device):
    device.audit.emit("ui-commit-completed", 7000)


def test_what_must_not_be_lost_is_safe_before_anybody_goes_on():
    """Whatever the configuration selects: after a power loss the journal has it, and all that came before."""
    storage = CrashingStorage()
    audit = AuditJournal(storage)
    device = make_device(clock=ManualClock(START))
    device.audit.kept = audit
    logout(device)
    completed(device)
    logout(device, user="late")
    disk = {name: file.safe for name, file in storage._safe_names.items()}
    survived = AuditJournal(CrashingStorage(disk)).lines()
    kept = [event for event in device.audit.journal if event.arguments != ("late",)]
    layout = Layout(structured=True)
    assert survived == tuple(line(event, layout, device.audit.destinations.origin) for event in kept)
    assert survived[-1].endswith("commit complete")


def test_the_journal_on_the_disk_is_bounded_and_outlives_a_torn_line(device):
    kept = device.audit.kept
    device.storage.append(NEW, b"torn")
    for number in range(3000):
        logout(device, pid=number)
        if number % 100 == 0:
            completed(device)
    completed(device)
    for name in (NEW, OLD):
        assert len(device.storage.read(name)) <= PART
    pids = [int(found.split(" ")[4]) for found in kept.lines() if "LOGOUT" in found]
    assert pids == list(range(pids[0], 3000))
    device.audit.forget()
    assert not device.audit.journal


def test_a_disk_that_fails_does_not_stop_the_journal(device, monkeypatch):
    def fail(*_arguments):
        raise StorageError(NEW, "Input/output error")

    monkeypatch.setattr(type(device.storage), "append", fail)
    completed(device)
    assert device.audit.journal[-1].kind.key == "ui-commit-completed"


def test_a_file_that_cannot_be_made_keeps_no_other_back(typist):
    """`.` is a name that the type of the statement lets pass."""
    device = configured(typist, "file . any none", "file later any none", "file last any none")
    assert read(device, "later") == []
    device.files.remove("/var/log/last", SYSTEM)
    device.logs.forget()
    device.audit.destinations.create_files()
    assert read(device, "last") == []


@pytest.mark.parametrize("text", ["a\u2028b", "a\u2029b", "a\x85b", "a\x0bb", "a\x1cb", "a\r\nb"])
def test_no_character_makes_two_lines_of_one_event(typist, text):
    device = configured(typist, "file audit any any")
    seen = []
    stop = device.logs.follow("audit", seen.append)
    device.audit.emit("ui-command", 6511, username="op", command=text)
    stop()
    content = device.files.read("/var/log/audit", SYSTEM).decode()
    assert seen == [content.split("\n")[-2]]


def test_terminals_get_no_orders_from_a_line(typist):
    """Also none that 8-bit terminals take: U+009B is CSI."""
    device = configured(typist, "file audit any any")
    device.audit.emit("ui-command", 6511, username="op", command="\x1b[2J \x9b2J \x85")
    assert read(device, "audit")[-1].endswith("command '^[[2J M-^[2J M-^E'")
