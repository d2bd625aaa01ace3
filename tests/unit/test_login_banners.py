"""The texts around a login: message, last login, banner of the release, announcement, alarms, tips."""

from __future__ import annotations

import pytest

from cli_session import Typist
from console_user import ConsoleUser, make_device
from junosim.assemble.front import Front
from junosim.operations.tips import TIPS
from junosim.servers.contract import Origin
from junosim.text import unescaped
from shell_session import Client

BANNER = "--- JUNOS 19.1R2.8 Kernel 64-bit  JNPR-11.0-20190926.ca2fd68_buil\n"
ALARMS = """1 alarms currently active
Alarm time               Class  Description
2020-07-08 07:00:00 UTC  Minor  Rescue configuration is not set
"""


def committed(*lines):
    """A device after a commit of these lines, as somebody has typed them."""
    typist = Typist(make_device(), user="admin")
    assert typist.lines("configure", *lines, "commit") == "commit complete"
    return typist.device


def test_nothing_is_shown_without_a_statement():
    """R-BAN-001"""
    device = make_device()
    assert Front(device, "r1").banner() is None
    assert ConsoleUser(device).read() == "\nFreeBSD/amd64 (r1) (ttyu0)\n\nlogin: "
    assert Client("lab", device).greeting == f"{BANNER}lab@r1> "


@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [
        (r'"a\nb"', r'"a\nb"', "a\nb"),
        (r'"a\tb"', r'"a\tb"', "a\tb"),
        (r'"a\'b"', r'"a\'b"', "a'b"),
        (r'"a\"b"', r'"a\"b"', 'a"b'),
        (r'"a\\b"', r'"a\b"', r"a\b"),
        (r'"a\\nb"', r'"a\\nb"', r"a\nb"),
        (r'"\n\n x \\"', r'"\n\n x \\"', "\n\n x \\"),
        ("word", "word", "word"),
        ('"two words"', '"two words"', "two words"),
        (
            r'"UNAUTHORIZED USE OF THIS ROUTER\n\tIS STRICTLY PROHIBITED!"',
            r'"UNAUTHORIZED USE OF THIS ROUTER\n\tIS STRICTLY PROHIBITED!"',
            "UNAUTHORIZED USE OF THIS ROUTER\n\tIS STRICTLY PROHIBITED!",
        ),
    ],
)
def test_escapes_are_stored_and_shown(typed, stored, shown):
    """R-BAN-002, R-BAN-003, R-BAN-005, R-BAN-006"""
    device = committed(f"set system login message {typed}", f"set system login announcement {typed}")
    line = Typist(device).line("show configuration system login message")
    assert line.rstrip() == f"message {stored};"
    lines = shown.replace("\n", "\r\n")
    assert Front(device, "r1").banner() == f"{lines}\r\n"
    console = ConsoleUser(device)
    assert console.read() == f"\n{shown}\n\nFreeBSD/amd64 (r1) (ttyu0)\n\nlogin: "
    assert Client("lab", device).greeting.endswith(f"{BANNER}{shown}\nlab@r1> ")
    again = Typist(make_device())
    again.line("configure")
    again.send("load set terminal\r")
    again.send(f"set system login message {stored}\r\x04")
    assert again.line("commit") == "commit complete"
    assert Front(again.device, "r1").banner() == f"{lines}\r\n"  # what is shown means the same


@pytest.mark.parametrize(("text", "shown"), [(r"it\'s", "it's"), (r"\\'", r"\'"), (r"\x", r"\x")])
def test_the_escape_that_quotes_do_not_know(text, shown):
    assert unescaped(text) == shown


@pytest.mark.parametrize("leaf", ["message", "announcement"])
def test_what_is_no_text(leaf):
    """R-BAN-004: blanks need quotes; lengths of the model."""
    typist = Typist()
    typist.line("configure")
    assert "syntax error." in typist.line(f"set system login {leaf} two words")
    assert "Must be a string of 1 characters or more" in typist.line(f'set system login {leaf} ""')
    assert "Must be a string of 2048 characters or less" in typist.line(
        f"set system login {leaf} {'x' * 2049}"
    )
    assert typist.line(f"set system login {leaf} {'x' * 2048}") == ""


def test_everything_in_its_order():
    device = committed(
        'set system login message "before"',
        'set system login announcement "behind"',
        "set system login class curious permissions view login-alarms login-tip",
        "set system login user eve class curious",
    )
    Client("eve", device)
    greeting = Client("eve", device).greeting
    before, _, behind = greeting.partition(f"\n{BANNER}behind\n{ALARMS}")
    assert before == "Last login: Wed Jul  8 07:00:00 2020 from 192.0.2.9"
    tip, _, prompt = behind.partition("\n")
    assert tip in TIPS
    assert prompt == "eve@r1> "
    console = ConsoleUser(device)
    assert console.read() == "\nbefore\n\nFreeBSD/amd64 (r1) (ttyu0)\n\nlogin: "
    assert f"\n\n{BANNER}behind\n{ALARMS}" in console.log_in("eve", "Eve-1234567")


def test_alarms_only_for_those_who_may_see_them_and_none_is_said_too():
    device = committed(
        "set system login class blind permissions clear login-alarms",
        "set system login user eve class blind",
        "set system login class seeing permissions view login-alarms",
        "set system login user lab class seeing",
    )
    Typist(device, user="other").line("request system configuration rescue save")
    assert Client("eve", device).greeting == f"{BANNER}eve@r1> "
    assert Client("lab", device).greeting == f"{BANNER}No alarms currently active\nlab@r1> "


@pytest.mark.parametrize("command", [None, "show cli directory"])
def test_without_a_terminal_nothing_is_said(command):
    device = committed(
        'set system login announcement "behind"',
        "set system login class curious permissions view login-alarms login-tip",
        "set system login user eve class curious",
    )
    shown = Client("eve", device, command=command, pty=False).greeting
    assert shown == ("" if command is None else "Current directory: /var/home/eve\n")


def test_a_script_of_a_class_needs_the_script():
    typist = Typist()
    typist.lines("configure", "set system login class c permissions view login-script hello.slax")
    assert "Login script must be configured as op-script" in typist.line("commit")
    typist.line("set system scripts op file hello.slax")
    assert typist.line("commit") == "commit complete"
    assert "login-script hello.slax;" in typist.line("show system login class c")


def test_an_origin_is_shown_at_the_next_login():
    device = make_device()
    front = Front(device, "r1")
    front.open_session("lab", Origin("fe80::1%em0", 1), None, "show cli").closed()
    Client("lab", device)
    assert Client("lab", device).greeting.startswith("Last login: Wed Jul  8 07:00:00 2020 from 192.0.2.9\n")
