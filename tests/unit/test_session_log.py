"""What the log says when sessions begin and end, and what others see of them."""

from __future__ import annotations

import pytest

from cli_session import Typist
from cli_session import make_device as lab_device
from console_user import ConsoleUser, make_device
from junosim.assemble.front import Front
from junosim.audit.forms import message
from junosim.servers.contract import Origin
from shell_session import Client


def log(device):
    """All that was logged, without the date and the host that each line begins with."""
    return [message(event) for event in device.audit.journal]


def who(device):
    """The rows of `show system users`, as a session without a terminal sees them: user, terminal, host, program."""
    lines = Typist(device, pty=False).send("show system users\n").splitlines()
    return [[*fields[:3], " ".join(fields[5:])] for line in lines if "pts/" in line or "u0" in line
            for fields in [line.split()]]  # fmt: skip


def test_a_session_over_ssh_begins_and_ends():
    """R-TERM-001, R-TERM-002; order of the guides."""
    device = make_device()
    user = Client("eve", device)
    assert log(device) == [
        "mgd[7001]: UI_AUTH_EVENT: Authenticated user 'eve' at permission level 'j-read-only'",
        "mgd[7001]: UI_LOGIN_EVENT: User 'eve' login, class 'j-read-only' [7001], "
        "ssh-connection '192.0.2.9 50001 192.0.2.10 22', client-mode 'cli'",
    ]
    assert user.send("exit\r") == "exit \n"
    assert user.ended == 0
    assert log(device)[2:] == [
        "mgd[7001]: UI_CMDLINE_READ_LINE: User 'eve', command 'exit '",
        "mgd[7001]: UI_LOGOUT_EVENT: User 'eve' logout",
    ]


def test_switches_word_it_in_their_way():
    device = lab_device("qfx5120-48t")
    Client("fips-user", device)
    assert (
        log(device)[0]
        == "mgd[7001]: UI_AUTH_EVENT: Authenticated user 'fips-user' assigned to class 'j-read-only'"
    )


def test_a_session_at_the_console_begins_and_ends():
    """R-TERM-002, R-SESS-003"""
    user = ConsoleUser(make_device())
    user.read()
    user.log_in("eve", "Eve-1234567")
    user.send("exit\r")
    assert log(user.device)[-4:] == [
        "mgd[7001]: UI_AUTH_EVENT: Authenticated user 'eve' at permission level 'j-read-only'",
        "mgd[7001]: UI_LOGIN_EVENT: User 'eve' login, class 'j-read-only' [7001], "
        "ssh-connection '', client-mode 'cli'",
        "mgd[7001]: UI_CMDLINE_READ_LINE: User 'eve', command 'exit '",
        "mgd[7001]: UI_LOGOUT_EVENT: User 'eve' logout",
    ]


def test_root_logs_in_to_a_shell_and_to_mgd_only_with_the_cli():
    """R-SESS-005"""
    user = ConsoleUser(make_device())
    user.line.feed(b"root\rx\r")
    user.line.checked(user.line.take_check(), fits=True)
    user.read()
    assert who(user.device) == [["root", "u0", "-", "-csh (csh)"]]
    user.send("cli\r")
    assert who(user.device) == [["root", "u0", "-", "cli"]]
    pid = next(login.pid for login in user.device.logins if login.outer is not None)
    assert f"mgd[{pid}]: UI_AUTH_EVENT: Authenticated user 'root' at permission level 'super-user'" in log(
        user.device
    )
    user.send("exit\r")
    assert f"mgd[{pid}]: UI_LOGOUT_EVENT: User 'root' logout" in log(user.device)
    assert who(user.device) == [["root", "u0", "-", "-csh (csh)"]]
    assert user.send("exit\r").startswith("exit\nlogout\n\nFreeBSD")
    assert who(user.device) == []


def test_one_command_is_a_session_of_mgd_and_of_no_terminal():
    device = make_device()
    session = Client("eve", device, command="show system users", pty=False)
    assert session.ended == 0
    assert session.greeting.endswith("IDLE WHAT\n")  # not even the one who asks
    assert [line.partition(":")[0] for line in log(device)] == ["mgd[7001]"] * 4
    assert log(device)[-1].endswith("UI_LOGOUT_EVENT: User 'eve' logout")


def test_a_transfer_is_no_session_of_mgd_nor_of_a_terminal():
    device = make_device(config="set system services ssh sftp-server\n")
    transfer = Front(device, "r1").open_transfer("lab", Origin("192.0.2.9", 1), scp=False)
    assert transfer is not None
    assert who(device) == []
    transfer.closed()
    assert not [line for line in log(device) if "'lab'" in line and "j-super-user" in line]


def test_a_shell_in_the_cli_is_shown_while_it_has_the_terminal():
    device = make_device()
    user = Client("lab", device)
    assert who(device) == [["lab", "pts/0", "192.0.2.9", "-cl"]]
    user.line("start shell sh")
    assert who(device) == [["lab", "pts/0", "192.0.2.9", "sh"]]
    user.line("exit")
    assert who(device) == [["lab", "pts/0", "192.0.2.9", "-cl"]]


@pytest.mark.parametrize("user", ["lab", "eve"])
def test_the_console_gives_the_same_rights(user):
    """R-SESS-002"""
    console = ConsoleUser(make_device())
    console.read()
    console.log_in(user, {"lab": "Lab-1234567", "eve": "Eve-1234567"}[user])
    client = Client(user, console.device)
    for command in (
        "show cli authorization | no-more",
        "show configuration | count",
        "request system zeroize",
        "\x03",
    ):
        assert console.send(f"{command}\r") == client.send(f"{command}\r")


def test_hosts_are_shown_by_name_unless_told_otherwise():
    device = make_device(config="set system static-host-mapping desk inet 192.0.2.9\n")
    user = Client("lab", device)
    assert " desk  " in user.line("show system users")
    assert " 192.0.2.9  " in user.line("show system users no-resolve")


def test_users_as_xml():
    device = make_device()
    user = Client("lab", device, rows=200)
    Client("eve", device)
    device.clock.advance(3720)
    shown = user.line("show system users | display xml")
    assert shown.count("<user-entry>") == 2
    assert '<idle-time junos:seconds="3720">1:02</idle-time>' in shown
    assert "<tty>pts/1</tty>" in shown


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("user eve", ["lab", "root"]),
        ("terminal pts/1", ["lab", "eve", "root"]),
        ("terminal ttypts/2", ["lab", "eve", "root"]),
        ("terminal u0", ["lab", "eve", "eve"]),
        ("terminal ttyu0", ["lab", "eve", "eve"]),
        ("pid 7004", ["lab", "eve", "root"]),
        ("all", ["lab"]),
        ("user eve terminal pts/2", ["lab", "eve", "root"]),
    ],
)
def test_sessions_of_others_are_ended(words, left):
    device = make_device()
    console = ConsoleUser(device)
    people = [Client(user, device) for user in ("lab", "eve", "eve")]
    console.line.feed(b"root\rx\r")
    console.line.checked(console.line.take_check(), fits=True)
    console.read()
    assert people[0].line(f"request system logout {words}").strip() == "logout-user: done"
    shown = console.read()
    for person in people:
        person.read()
    assert [login.user for login in device.logins] == left
    assert ("FreeBSD" in shown) == ("root" not in left)


def test_who_ends_his_own_session_sees_the_answer_and_no_prompt():
    user = Client("lab", make_device())
    assert (
        user.send("request system logout user lab\r")
        == "request system logout user lab \nlogout-user: done\n"
    )
    assert user.ended == 1
    assert log(user.device)[-1] == "mgd[7001]: UI_LOGOUT_EVENT: User 'lab' logout"


def test_a_device_that_is_erased_or_goes_down_writes_no_farewell():
    device = make_device()
    user = Client("lab", device)
    user.send("request system zeroize\r")
    user.send("yes\r")
    assert user.ended == 1
    assert "logout" not in "".join(log(device))


def test_the_log_has_who_set_the_clock():
    """R-TIME-004"""
    device = make_device()
    user = Client("lab", device)
    assert user.line("set date 203001010000.30").strip() == "Tue Jan  1 00:00:30 UTC 2030"
    assert log(device)[-1] == "date[7002]: date set by lab"
    assert (
        user.line("show log messages | last 1").strip() == "Jan  1 00:00:30  r1 date[7002]: date set by lab"
    )
