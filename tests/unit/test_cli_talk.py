"""What sessions do to each other, and pipes that wait: messages, logout, refresh; and lists in the pager."""

from __future__ import annotations

import pytest

from cli_session import Typist, make_device
from junosim.cli.session_pipes import _resolved
from junosim.clock import ManualClock
from junosim.device import user_messages
from junosim.schema.patterns import Pattern

CHECK = "Current directory: /var/home/lab"


@pytest.fixture
def device():
    return make_device(clock=ManualClock())


def test_a_message_wakes_the_sessions_it_is_for(device):
    calls = []
    device.alarms.append(lambda: calls.append(1))
    sender, receiver = Typist(device), Typist(device, user="bob")
    silent = Typist(device, user="bob", pty=False)
    assert sender.line('request message all message "one\\ntwo"') == ""
    assert calls
    assert receiver.session.deadline() <= device.clock.monotonic()
    assert "Message from lab@r1 on pts/0 at 07:00 ..." in receiver.read()
    assert (sender.read(), silent.read()) == ("", "")


def test_messages_to_a_client_that_does_not_read_are_bounded(device):
    sender, receiver = Typist(device), Typist(device, user="bob")
    for number in range(user_messages.MOST_WAITING + 5):
        sender.line(f"request message user bob message m{number}")
    assert len(receiver.login.inbox) == user_messages.MOST_WAITING
    assert "m0\n" not in receiver.login.inbox[0]


def test_a_long_message_is_cut(device):
    sender, receiver = Typist(device), Typist(device, user="bob")
    sender.line("set cli screen-length 0")
    sender.lines(*["show configuration | request message all"] * 2)
    receiver.login.inbox.clear()
    sender.line("help apropos e | request message user bob")
    assert receiver.login.inbox[0].count("\n") == user_messages.MOST_LINES + 1


def test_one_who_is_told_to_go_goes_at_once_and_frees_the_candidate(device):
    officer, other = Typist(device), Typist(device, user="bob")
    other.line("configure")
    other.send("set system host-name half a line")
    assert officer.line("request system logout user bob") == "logout-user: done"
    assert other.session.deadline() <= device.clock.monotonic()
    other.read()
    assert [effect.status for effect in other.session.effects()] == [1]
    other.session.closed()
    assert "Users currently" not in officer.line("configure")


def test_keys_of_one_who_was_told_to_go_are_not_taken(device):
    officer, other = Typist(device), Typist(device, user="bob")
    officer.line("request system logout user bob")
    other.session.feed(b"show version\r")
    assert b"Hostname" not in other.session.output()


def test_refresh_waits_for_a_deadline(device):
    typist = Typist(device)
    assert typist.send("show cli directory | refresh 7\r").endswith(f"{CHECK}\n")
    assert typist.session.deadline() == device.clock.monotonic() + 7
    device.clock.advance(6.9)
    assert typist.read() == ""
    device.clock.advance(0.1)
    typist.session.wake()
    assert typist.read() == f"---(refreshed at 2020-07-08 07:00:07 UTC)---\n{CHECK}\n"
    assert typist.send("\x03") == "^C\n\nlab@r1> "
    assert typist.session.deadline() is None


def test_refresh_does_not_stop_at_full_screens(device):
    typist = Typist(device, rows=5)
    assert "---(more" not in typist.send("show version | refresh\r")
    assert typist.send("\x03").endswith("lab@r1> ")


def test_refresh_ends_with_the_client(device):
    typist = Typist(device)
    typist.send("show version | refresh\r")
    typist.session.closed()
    assert typist.session.deadline() is None


def test_refresh_of_a_command_that_fails_ends(device):
    typist = Typist(device)
    shown = typist.send("show version | refresh | request message user nobody\r")
    assert "error: no such user" in shown
    assert shown.endswith("lab@r1> ")


def test_a_long_list_stops_at_the_screen_and_gives_the_line_back(device):
    typist = Typist(device, rows=6)
    assert typist.send("show ?").endswith("---(more)---")
    assert typist.session.deadline() is None, "it waits for a key, not for time"
    assert typist.send("/vrrp\r").endswith("Protocol\n---(more 100%)---")
    assert typist.send("q").endswith("lab@r1> show ")
    assert CHECK in typist.send("cli directory\r")


def test_a_long_list_can_be_interrupted(device):
    typist = Typist(device, rows=6)
    typist.send("show ?")
    assert typist.send("\x03").endswith("lab@r1> show ")
    typist.send("?/")
    assert typist.send("\x03").endswith("lab@r1> show ")


def test_the_end_of_the_input_ends_a_session_in_a_list(device):
    typist = Typist(device, rows=6)
    typist.send("show ?")
    typist.session.eof()
    assert [effect.status for effect in typist.session.effects()] == [0]


def test_comments_are_of_operational_mode(device):
    typist = Typist(device)
    assert typist.line("# show version ?") == ""
    assert "unknown command." in typist.lines("configure", "#show")


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("see 192.0.2.7, and [2001:db8::7]", "see desk, and [desk]"),
        ("192.0.2.7/24 192.0.2.70 x192.0.2.7 192.0.2.7.", "desk/24 192.0.2.70 x192.0.2.7 desk."),
        ("2001:DB8:0::7 at 12:30:01", "desk at 12:30:01"),
        ("999.1.1.1 ::: 1::2::3", "999.1.1.1 ::: 1::2::3"),
    ],
)
def test_resolve_puts_names_in_the_place_of_addresses(line, shown):
    assert _resolved(line, {"192.0.2.7": "desk", "2001:db8::7": "desk"}) == shown


def test_the_second_login_says_when_and_whence_the_first_was(device):
    assert not Typist(device).greeting.startswith("Last login")
    Typist(device, pty=False)
    device.clock.advance(86400)
    assert Typist(device).greeting.startswith("Last login: Wed Jul  8 07:00:00 2020 from 192.0.2.9\n---")
    assert Typist(device).greeting.startswith("Last login: Thu Jul  9 07:00:00 2020 from 192.0.2.9\n---")
    assert not Typist(device, user="bob").greeting.startswith("Last login")


def test_a_dumb_terminal_has_no_pager(device):
    typist = Typist(device, rows=5, term="dumb")
    assert "---(more" not in typist.send("show version\r")
    assert typist.line("show cli | match length") == "CLI screen-length set to 0"
    typist.session.resize(80, 30)
    assert "---(more" not in typist.send("show version\r")


def test_a_pipe_that_swallows_everything_lets_others_have_their_turn(device, monkeypatch):
    clock = device.clock
    found_in = Pattern.found_in

    def slow(pattern, line):
        clock.advance(0.0005)
        return found_in(pattern, line)

    typist = Typist(device)
    typist.line("configure")
    typist.send("load set terminal\r")
    typist.send(
        "".join(f"set system static-host-mapping h{n} inet 10.0.{n // 250}.{n % 250}\r" for n in range(500))
    )
    typist.send("\x04")
    monkeypatch.setattr(Pattern, "found_in", slow)
    typist.session.feed(b"show | match no-such-thing | count\r")
    turns = 1
    while (deadline := typist.session.deadline()) is not None and deadline <= clock.monotonic():
        before = clock.monotonic()
        typist.session.wake()
        assert clock.monotonic() - before < 0.04
        turns += 1
    assert turns > 10
    assert b"Count: 0 lines" in typist.session.output()


@pytest.mark.parametrize("rows", [6, 1000])
def test_an_interrupt_typed_behind_a_question_mark_drops_the_list(device, rows):
    typist = Typist(device, rows=rows)
    shown = typist.send("show ?\x03")
    assert "^C\n" in shown
    assert shown.endswith("lab@r1> show ")
    assert typist.line("cli directory") == CHECK


def test_a_fault_in_a_list_ends_at_the_list(device, monkeypatch):
    def broken(row):
        raise ZeroDivisionError

    typist = Typist(device)
    with monkeypatch.context() as patch:
        patch.setattr("junosim.cli.help_format.row_line", broken)
        assert "error: internal error (" in typist.send("show ?")
    assert typist.line("show cli directory") == CHECK
