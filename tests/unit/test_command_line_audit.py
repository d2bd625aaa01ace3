"""Every command line is logged, with its blank and without its secrets (R-AUD-005, R-AUD-023)."""

from __future__ import annotations

import pytest

from cli_session import Typist, make_device
from junosim.cli.audited import line_of_program

HIDDEN = "/* SECRET-DATA */"
SECRET = "Hush-12345"
HASH = "$6$salt$abcdefgh"


def lines_of(device):
    return [event.arguments[1] for event in device.audit.journal if event.kind.key == "ui-command"]


@pytest.fixture
def typist():
    return Typist()


def test_a_line_ends_with_a_blank_and_names_the_process_of_the_session(typist):
    typist.lines("show version", "configure", "run show log messages | match LOGIN", "exit")
    assert lines_of(typist.device) == [
        "show version ", "configure ", "run show log messages | match LOGIN ", "exit ",
    ]  # fmt: skip
    event = typist.device.audit.journal[-1]
    assert event.pid == typist.login.pid


def test_the_last_word_is_spelled_out_as_on_the_screen(typist):
    typist.line("show vers")
    assert lines_of(typist.device) == ["show version "]


def test_commands_of_programs_are_logged():
    device = make_device()
    Typist(device, pty=False, command="show system uptime; nonsense")
    assert lines_of(device) == ["show system uptime ", "nonsense "]


def test_what_is_no_command_is_logged_too(typist):
    typist.lines("", "# a comment", "shwo version", "show bogus")
    assert lines_of(typist.device) == ["shwo version ", "show bogus "]


def test_a_line_that_sets_stands_behind_what_it_has_done(typist):
    """[captures]; other lines stand before."""
    typist.lines("configure", "set snmp contact me", "top set snmp location here", "delete snmp contact")
    tags = [event.kind.tag for event in typist.device.audit.journal][-6:]
    changed, line = "UI_CFG_AUDIT_SET", "UI_CMDLINE_READ_LINE"
    assert tags == [changed, line, changed, line, line, "UI_CFG_AUDIT_OTHER"]


def test_a_line_that_asks_is_logged_also_when_the_client_goes(typist):
    typist.line("configure")
    typist.send("set system root-authentication plain-text-password\r")
    typist.session.closed()
    assert lines_of(typist.device)[-1] == "set system root-authentication plain-text-password "


def test_a_command_that_repeats_is_logged_once(typist):
    typist.send("show system uptime | refresh 1\r")
    for _ in range(3):
        typist.device.clock.advance(1)
        typist.read()
    assert lines_of(typist.device) == ["show system uptime | refresh 1 "]


SET = [
    (
        f"set system radius-server 1.2.3.4 secret {SECRET}",
        f"set system radius-server 1.2.3.4 secret {HIDDEN} ",
    ),
    (
        f'set system radius-server 1.2.3.4 secret "{SECRET}"',
        f"set system radius-server 1.2.3.4 secret {HIDDEN} ",
    ),
    (
        f"top set system radius-server 1.2.3.4 secret {SECRET}",
        f"top set system radius-server 1.2.3.4 secret {HIDDEN} ",
    ),
    (
        f"set system radius-server 1.2.3.4 secret {SECRET} timeout 5",
        f"set system radius-server 1.2.3.4 secret {HIDDEN} timeout 5 ",
    ),
    (
        f'set system login user u authentication encrypted-password "{HASH}"',
        f"set system login user u authentication encrypted-password {HIDDEN} ",
    ),
    (
        f"wildcard range set system radius-server 1.2.3.[1-2] secret {SECRET}",
        f"wildcard range set system radius-server 1.2.3.[1-2] secret {HIDDEN} ",
    ),
    (
        f"delete system radius-server 1.2.3.4 secret {SECRET}",
        f"delete system radius-server 1.2.3.4 secret {HIDDEN} ",
    ),
]


@pytest.mark.parametrize(("line", "shown"), SET)
def test_a_secret_is_hidden(typist, line, shown):
    typist.lines("configure", line)
    assert lines_of(typist.device)[-1] == shown


REFUSED = [
    f"set system radius-server 1.2.3.4 secret {SECRET} bogus",
    f"set system radius-server 1.2.3.4 secert {SECRET}",
    f"set system radius-servre 1.2.3.4 secret {SECRET}",
    f'set systm radius-server 1.2.3.4 thing "{SECRET}"',
    f'se systm "{SECRET} with blanks"',
    f'set systm "{SECRET} never closed',
    f"set system root-authentication plain-text-password {SECRET}",
    f"set system login user u authentication encrypted-password {HASH} x",
    f"set system login user u authentication encrypted-password {SECRET}",
    f"set bogus {HASH}",
    f"prompt system radius-server 1.2.3.4 secret {SECRET}",
    f'edit system; set "{SECRET}"',
    f"top set system radius-server 1.2.3.4 secret {SECRET} x",
    f"up 1 set system radius-server 1.2.3.4 secret {SECRET} x",
    f"run set security ike policy p pre-shared-key ascii-text {SECRET}",
    f"wildcard range set system radius-server 1.2.3.[1-2] secret {SECRET} x",
    f"rename system radius-server 1.2.3.4 secret {SECRET} to x",
]


@pytest.mark.parametrize("line", REFUSED)
def test_a_refused_line_hides_what_may_be_a_secret(typist, line):
    """In configuration mode, and where nothing can be set."""
    typist.lines(line, "configure", line)
    first, _, last = lines_of(typist.device)
    for shown in (first, last):
        assert SECRET not in shown
        assert HASH not in shown
        assert HIDDEN in shown
        assert shown.startswith(line.split()[0])


def test_a_refused_line_is_logged_up_to_the_word_that_does_not_fit(typist):
    typist.lines("show bogus x y", "configure", "set system host-nmae r2", "delete system host-nmae")
    assert lines_of(typist.device) == [
        "show bogus x y ",
        "configure ",
        f"set system host-nmae {HIDDEN} ",
        "delete system host-nmae ",
    ]


def test_a_password_in_an_address_is_hidden(typist):
    typist.line(f"file copy ftp://lab:{SECRET}@192.0.2.1/x /var/tmp/x")
    assert lines_of(typist.device) == [f"file copy ftp://lab:{HIDDEN}@192.0.2.1/x /var/tmp/x "]


def test_the_log_file_has_the_line_of_the_guides():
    typist = Typist(user="security-officer")
    typist.line("run show log Audit_log | match LOGIN")
    assert typist.device.audit.journal[-1].text == (
        "User 'security-officer', command 'run show log Audit_log | match LOGIN '"
    )


def test_no_event_has_a_stored_secret_or_the_password_of_an_address_whoever_made_it(typist):
    audit, told = typist.device.audit, []
    audit.listen(lambda event: told.append(event.text))
    for path in (
        f"ftp://u:{SECRET}@192.0.2.1/x",
        f"scp://u:p@{SECRET}@192.0.2.1/x",
        f"x {HASH}",
        "10.0.0.1 $x",
    ):
        audit.emit("ui-change", 7000, username="lab", action="override", pathname=path)
    assert told == [
        f"User 'lab' override: ftp://u:{HIDDEN}@192.0.2.1/x", f"User 'lab' override: scp://u:{HIDDEN}@192.0.2.1/x",
        f"User 'lab' override: x {HIDDEN}", "User 'lab' override: 10.0.0.1 $x",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (
            f"set system radius-server 10.0.0.1 sec {SECRET}",
            f"set system {HIDDEN} {HIDDEN} {HIDDEN} {HIDDEN}",
        ),
        ("set cli screen-length 0", "set cli screen-length 0"),
        ("set date 202001010000", "set date 202001010000"),
        (
            f"test access profile p user u password {SECRET}",
            f"test access profile p user u password {HIDDEN}",
        ),
    ],
)
def test_a_line_of_a_program_sets_nothing(line, shown):
    assert line_of_program(line) == shown
