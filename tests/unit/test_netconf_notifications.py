"""`get-syslog-events`: the lines of a log in the open reply of one call, and what a slow reader costs: nothing."""

from __future__ import annotations

import pytest

import junosim
from cli_session import Typist, make_device
from junosim.clock import ManualClock
from junosim.device.files import SYSTEM
from junosim.netconf.notifications import MOST_LINES
from junosim.netconf.recorded import asked_time, recorded
from junosim.netconf.session import NetconfSession
from netconf_session import CHUNKS, MARK, NetconfUser, with_chunks

CALL = '<rpc message-id="9"><get-syslog-events><stream>messages</stream>{}</get-syslog-events></rpc>'
HEAD = (
    '<rpc-reply xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"'
    ' xmlns:junos="http://xml.juniper.net/junos/19.1R2/junos" message-id="9">\n<syslog-events>\n'
)
TAIL = "</syslog-events>\n</rpc-reply>\n" + MARK + "\n"


def say(device, name="eve"):
    """Log something that every file takes."""
    device.audit.emit("ssh-failed", 7, method="password", username=name, address="192.0.2.1", port="1")


def file_of(device, name="messages"):
    return device.files.read(f"/var/log/{name}", SYSTEM).decode().splitlines()


@pytest.fixture
def user():
    return NetconfUser(permissions=("trace",), name="monitor")


def test_lines_are_those_of_the_file_as_they_come(user):
    """R-ROLE-009, R-NCS-005, R-NCS-006, R-NCS-007."""
    assert user.send(CALL.format("") + MARK) == HEAD
    say(user.device)
    say(user.device, "a&b")
    shown = user.read().splitlines()
    assert [line.replace("&amp;", "&") for line in shown] == file_of(user.device)[-2:]
    assert user.read() == ""


def test_other_calls_wait_and_what_ends_the_stream_does_not(user):
    user.send(CALL.format("") + MARK)
    assert user.send(f'<rpc message-id="10"><get-authorization-information/></rpc>{MARK}') == ""
    say(user.device)
    assert user.read().count("\n") == 1
    shown = user.send(f"<abort/>{MARK}")
    assert shown.startswith(TAIL)
    first, second = shown.removeprefix(TAIL).split(MARK)[:2]
    assert "<abort-acknowledgement/>" in first
    assert 'message-id="10"' in second
    say(user.device)
    assert user.read() == ""
    user.send(CALL.format("") + MARK)
    shown = user.send(f'<rpc message-id="11"><close-session/></rpc>{MARK}')
    assert shown.startswith(TAIL)
    assert "<ok/>" in shown
    assert user.ended


def test_a_client_that_has_said_all_still_listens(user):
    user.send(CALL.format("") + MARK)
    user.session.eof()
    say(user.device)
    assert "Failed password" in user.read()
    user.session.closed()
    say(user.device)
    assert user.session.deadline() is None


def test_a_session_that_is_ended_ends_its_reply(user):
    user.send(CALL.format("") + MARK)
    Typist(user.device).line(f"request system logout pid {user.login.pid}")
    assert user.read().endswith(TAIL + "<!-- session end at 2020-07-08 07:00:00 UTC -->\n")


@pytest.mark.parametrize(
    ("asked", "taken"),
    [
        ("", "abc"),
        ("<event>SSHD_LOGIN_FAILED</event>", "b"),
        ("<event>SSHD_LOGIN_FAILED</event><event>UI_DBASE_LOGIN_EVENT</event>", "bc"),
        ("<process>mgd</process>", "c"),
        ("<host>r1</host>", "abc"),
        ("<host>r2</host>", ""),
        ("<text-pattern>user [[:alpha:]]+'</text-pattern>", ""),
        ("<text-pattern>password for</text-pattern>", "a"),
        ("<priority>notice</priority>", "bc"),
        ("<priority>any.info</priority>", "abc"),
        ("<priority>error</priority>", ""),
        ("<count>2</count>", "ab"),
    ],
)
def test_filters(user, asked, taken):
    user.send(CALL.format(asked) + MARK)
    say(user.device)
    user.device.audit.emit("ssh-login-failed", username="eve", source_address="192.0.2.1")
    user.device.audit.emit("ui-edit-begin", 7, username="eve")
    shown = user.read()
    marks = {"a": "Failed password", "b": "SSHD_LOGIN_FAILED", "c": "UI_DBASE_LOGIN_EVENT"}
    assert "".join(letter for letter, mark in marks.items() if mark in shown) == taken
    assert (TAIL in shown) == ("count" in asked)


def test_what_was_written_before_comes_first():
    device = make_device()
    clock = device.clock
    assert isinstance(clock, ManualClock)
    for name in ("one", "two", "three"):
        say(device, name)
        clock.advance(3600)
    user = NetconfUser(device)
    shown = user.send(
        CALL.format("<start-time>2020-07-08.08:00:00</start-time><process>sshd</process>") + MARK
    )
    assert shown.startswith(HEAD)
    assert [line.split()[8] for line in shown.removeprefix(HEAD).splitlines()] == ["two", "three"]
    say(device, "four")
    assert user.read().split()[8] == "four"
    user.send(f"<abort/>{MARK}")
    asked = "<start-time>2020-07-08T07:30:00Z</start-time><stop-time>2020-07-08.08:30</stop-time>"
    shown = user.send(CALL.format(asked + "<process>sshd</process>") + MARK)
    assert [line.split()[8] for line in shown.removeprefix(HEAD).removesuffix(TAIL).splitlines()] == ["two"]
    shown = user.send(CALL.format("<recorded/><text-pattern>Failed password f</text-pattern>") + MARK)
    assert shown.endswith(TAIL)
    assert shown.count("Failed password for") == 4


def test_it_stops_at_its_time(user):
    user.send(CALL.format("<stop-time>2020-07-08.07:01:00</stop-time>") + MARK)
    assert user.session.deadline() == user.device.clock.monotonic() + 60
    say(user.device)
    user.device.clock.advance(60)
    assert user.read().endswith(TAIL)


@pytest.mark.parametrize(
    ("asked", "bad"),
    [
        ("<start-time>noon</start-time>", "start-time"),
        ("<stop-time>2020-13-40</stop-time>", "stop-time"),
        ("<count>0</count>", "count"),
        ("<priority>bad</priority>", "priority"),
        ("<text-pattern>(</text-pattern>", "text-pattern"),
        ("<colour>red</colour>", "colour"),
        ("<stream>messages</stream>", "stream"),
    ],
)
def test_what_it_does_not_know_is_refused(user, asked, bad):
    assert f"<bad-element>{bad}</bad-element>" in user.message(CALL.format(asked))


@pytest.mark.parametrize("name", ["nothing", "../etc/passwd", "", "."])
def test_a_stream_is_a_log(user, name):
    shown = user.message(CALL.format("").replace("messages", name))
    assert "<bad-element>stream</bad-element>" in shown


def test_it_needs_a_permission():
    shown = NetconfUser(permissions=("view",)).message(CALL.format(""))
    assert "permission denied" in shown


def test_a_log_that_is_turned_over_goes_on():
    """What newsyslog writes into the new file comes with the next line."""
    user = NetconfUser(make_device())
    typist = Typist(user.device)
    typist.lines("configure", "set system syslog file messages archive size 64k files 3", "commit", "exit")
    user.send(CALL.format("<process>sshd</process>") + MARK)
    shown = ""
    for number in range(1500):
        say(user.device, f"eve-{number}")
        shown += user.read()
        if number == 1200:
            user.device.clock.advance(3600)
            user.device.do_due()
    assert user.device.logs.archives("messages")
    assert [line.split()[8] for line in shown.splitlines()] == [f"eve-{number}" for number in range(1500)]


def test_chunks_are_used_where_they_are_spoken():
    device = with_chunks()
    user = NetconfUser(device)
    user.send(f"<hello><capabilities><capability>{CHUNKS}</capability></capabilities></hello>{MARK}")
    call = CALL.format("").encode()
    user.session.feed(b"\n#%d\n%b\n##\n" % (len(call), call))
    assert user.read() == f"\n#{len(HEAD)}\n{HEAD}"
    say(device)
    shown = user.read()
    line = file_of(device)[-1] + "\n"
    assert shown == f"\n#{len(line)}\n{line}"


class Slow:
    """A client that reads when it is told to."""

    def __init__(self):
        self.reads = True
        self.roused = 0

    def rouse(self):
        self.roused += 1


def test_who_does_not_read_makes_nobody_wait_and_is_told_what_it_lost():
    device, peer = make_device(), Slow()
    login = device.logins.open("lab", "192.0.2.9", terminal=False)
    login.login_class = NetconfUser(make_device()).login.login_class
    session = NetconfSession(device, login, peer=peer)
    session.feed(CALL.format("").encode() + MARK.encode())
    session.output()
    peer.reads = False
    for _ in range(MOST_LINES + 500):
        say(device)
    assert session.deadline() is None
    session.wake()
    assert session.output() == b""
    assert peer.roused == 1
    peer.reads = True
    sent = session.output()
    while (deadline := session.deadline()) is not None and deadline <= device.clock.monotonic():
        session.wake()
        sent += session.output()
    assert sent.count(b"Failed password") == MOST_LINES
    assert sent.endswith(b"<!-- 500 events were lost -->\n")
    say(device)
    assert peer.roused == 2
    session.closed()


# --- lines of files -----------------------------------------------------------------------------------------

NOW = 1594191600.0  # 2020-07-08 07:00 UTC


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("Jul  8 06:59:59  r1 mgd[71]: UI_LOGOUT_EVENT: User", (NOW - 1, "r1", "mgd", "UI_LOGOUT_EVENT")),
        ("Dec 31 23:59:59  r1 sshd[1]: Failed", (1577836799.0, "r1", "sshd", "")),
        ("Jul  8 06:59:59.250 2019  r1 sshd: SSHD_X: y", (1562569199.0, "r1", "sshd", "SSHD_X")),
        ("Jul  8 06:59:59  r1 mgd[71]: %INTERACT-6-UI_X: y", (NOW - 1, "r1", "mgd", "UI_X")),
        ("Jul  8 06:59:59  r1 mgd[71]: %AUTH-6: y", (NOW - 1, "r1", "mgd", "")),
        ("<38>1 2020-07-08T06:59:59.500Z r1 sshd 7 - - Failed", (NOW - 0.5, "r1", "sshd", "")),
        ("<38>1 2020-07-08T06:59:59.500Z r1 mgd 7 UI_X [a] y", (NOW - 0.5, "r1", "mgd", "UI_X")),
        ("Feb 29 00:00:00  r1 mgd: x", (1582934400.0, "r1", "mgd", "")),
        ("Foo 29 00:00:00  r1 mgd: x", (None, "r1", "mgd", "")),
        ("no line at all", (None, "", "", "")),
    ],
)  # fmt: skip
def test_lines_are_taken_apart(line, fields):
    zone = make_device().time_zone
    found = recorded(line, zone, NOW)
    assert (found.time, found.host, found.process, found.tag) == fields


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("1594191600", NOW), ("2020-07-08.07:00:00", NOW), ("2020-07-08 07:00", NOW), ("2020-07-08", NOW - 7 * 3600),
        ("2020-07-08T09:00:00+02:00", NOW), ("2020-07-08T07:00:00Z", NOW), ("7 o'clock", None), ("2020-02-30", None),
    ],
)  # fmt: skip
def test_times_that_clients_name(text, time):
    assert asked_time(text, make_device().time_zone) == time


# --- over sockets -------------------------------------------------------------------------------------------


async def test_a_session_streams_while_another_works():
    with junosim.start() as device:
        import asyncssh

        access = device.netconf
        async with asyncssh.connect(
            access.host, access.port, username=access.user, password=access.password, known_hosts=None, config=None,
            agent_path=None,
        ) as connection:  # fmt: skip
            process = await connection.create_process(subsystem="netconf", encoding=None)
            process.stdin.write((CALL.format("") + MARK).encode())
            await process.stdout.readuntil(b"<syslog-events>\n")
            with pytest.raises(asyncssh.PermissionDenied):
                await asyncssh.connect(
                    device.ssh.host, device.ssh.port, username="eve", password="wrong", known_hosts=None, config=None,
                    agent_path=None, client_keys=None,
                )  # fmt: skip
            sent = await process.stdout.readuntil(b"ssh2\n")
            lines = [line.decode() for line in sent.splitlines()]
            assert "Failed keyboard-interactive" in lines[-1]
            assert lines[-1] in device.cli("show log messages").splitlines()
