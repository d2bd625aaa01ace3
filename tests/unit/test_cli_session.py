"""The CLI session as a user sees it: exact bytes of prompts, echoes, errors and dialogues.

Texts: junos-cli captures and the guides (R-PRMT-003…007, R-TIME-003); see docs/fidelity.md for our own choices.
"""

import pytest

from cli_session import Typist, make_device
from junosim.access.classes import PREDEFINED
from junosim.clock import ManualClock
from junosim.device.sessions import Hangup
from junosim.operations import registry
from junosim.operations.operation import Operation


@pytest.fixture
def typist():
    return Typist(columns=80)


def test_greeting_and_prompt(typist):
    assert typist.greeting == "--- JUNOS 19.1R2.8 Kernel 64-bit  JNPR-11.0-20190926.ca2fd68_buil\nlab@r1> "


def test_enter_echoes_a_space_and_output_ends_with_an_empty_line(typist):
    assert typist.send("set cli screen-length 0\r") == (
        "set cli screen-length 0 \nScreen length set to 0\n\nlab@r1> "
    )


def test_abbreviations_are_spelled_out_as_they_are_typed(typist):
    shown = typist.send("sho ver | mat NEVER\r")
    assert shown == "show version | match NEVER \n\nlab@r1> "


def test_without_completion_words_stay_as_typed(typist):
    typist.line("set cli complete-on-space off")
    assert typist.send("sh syst upt | match nothing\r") == "sh syst upt | match nothing \n\nlab@r1> "


def test_sys_stands_for_system_as_operators_type_it(typist):
    typist.line("set cli complete-on-space off")
    shown = typist.send("sh sys uptime | match Source\r")
    assert shown == "sh sys uptime | match Source \nTime Source:  LOCAL CLOCK \n\nlab@r1> "


def test_an_empty_line_gives_a_new_prompt(typist):
    assert typist.send("\r") == "\n\nlab@r1> "


@pytest.mark.parametrize(
    ("line", "caret", "message"),
    [
        ("foo", 0, "unknown command."),
        ("sh vor", 3, "syntax error, expecting <command>."),
        ("show version bar", 13, "syntax error, expecting <command>."),
        ("show", 5, "syntax error, expecting <command>."),
        ("show configuration foo", 19, "syntax error."),
        ("show version | bar", 15, "syntax error."),
        ("show version | match", 21, "missing argument."),
    ],
)
def test_a_bad_command_gets_a_caret_and_a_message_and_no_empty_line(typist, line, caret, message):
    typist.line("set cli complete-on-space off")
    assert typist.send(f"{line}\r") == f"{line}\n{' ' * (len('lab@r1> ') + caret)}^\n{message}\nlab@r1> "


@pytest.mark.parametrize(
    ("line", "caret", "message"),
    [
        ("set foo", 4, "syntax error."),
        ("set system host-name", 21, "missing argument."),
        ("set system login user a uid 5", 28, "Value 5 is not within range (100..64000) at '5'"),
        ("set system login user a uid abc", 28, "Invalid numeric value: 'abc' at 'abc'"),
        ("set interfaces abc-22/22/22 disable", 15, "invalid interface type in 'abc-22/22/22'."),
        ("foo", 0, "unknown command."),
        ('set system host-name "abc', 21, "syntax error."),
    ],
)
def test_a_bad_statement_gets_a_caret_an_empty_line_and_the_level(typist, line, caret, message):
    typist.lines("set cli complete-on-space off", "configure")
    expected = f"{line}\n{' ' * (len('lab@r1# ') + caret)}^\n{message}\n\n[edit]\nlab@r1# "
    assert typist.send(f"{line}\r") == expected
    assert typist.line("show | compare") == ""


def test_an_ambiguous_word_lists_what_it_may_be_and_keeps_the_line(typist):
    typist.line("configure")
    assert typist.send("set routing-instances i instance-type l2\r") == (
        f"set routing-instances i instance-type l2\n{'^':>49}\n"
        "'l2' is ambiguous.\nPossible completions:\n  l2backhaul-vpn\n  l2vpn                Layer 2 VPN\n"
        "[edit]\nlab@r1# set routing-instances i instance-type l2"
    )


def test_space_reports_a_bad_word_once_and_keeps_what_is_typed(typist):
    shown = typist.send("show vorsion ")
    assert shown == (
        "show vorsion \n" + " " * 13 + "^\nsyntax error, expecting <command>.\nlab@r1> show vorsion "
    )
    assert typist.send("brief ") == "brief "


def test_configuration_mode_levels_and_the_way_back(typist):
    assert typist.send("configure\r") == "configure \nEntering configuration mode\n\n[edit]\nlab@r1# "
    assert typist.send("edit system login\r") == "edit system login \n\n[edit system login]\nlab@r1# "
    assert typist.send("up\r") == "up \n\n[edit system]\nlab@r1# "
    assert typist.send("top\r") == "top \n\n[edit]\nlab@r1# "
    assert typist.send("exit\r") == "exit \nExiting configuration mode\n\nlab@r1> "


def test_exit_goes_back_to_the_edit_before(typist):
    typist.lines("configure", "edit system", "edit login user a")
    assert typist.send("exit\r").endswith("[edit system]\nlab@r1# ")
    assert typist.send("exit\r").endswith("[edit]\nlab@r1# ")
    assert "Exiting configuration mode" in typist.send("exit\r")


def test_top_and_up_carry_a_command(typist):
    typist.lines("configure", "edit system login user a", "set uid 3000 class operator")
    assert typist.line("top show system login user a uid") == "uid 3000;"
    assert typist.line("up 2 show login user a uid") == "uid 3000;"
    assert typist.line("run show cli directory") == "Current directory: /var/home/lab"
    assert typist.send("top set system location building b1\r").endswith(
        "[edit system login user a]\nlab@r1# "
    )
    assert typist.line("top show system location") == "building b1;"


def test_leaving_with_changes_asks_and_enter_takes_the_default(typist):
    typist.lines("configure", "set system location building x")
    assert typist.send("exit\r") == (
        "exit \nThe configuration has been changed but not committed\n"
        "Exit with uncommitted changes? [yes,no] (yes) "
    )
    assert typist.send("no\r") == "no \n\n[edit]\nlab@r1# "
    typist.send("exit\r")
    assert typist.send("\r") == "yes \n\nExiting configuration mode\n\nlab@r1> "


def test_quit_ends_the_session(typist):
    typist.send("quit\r")
    assert typist.session.effects() == [Hangup(0)]


def test_commit_check_and_quit_and_comment(typist):
    typist.lines("configure", "set system location building x")
    assert typist.line("commit check") == "configuration check succeeds"
    assert typist.line('commit comment "a reason"') == "commit complete"
    assert typist.device.stores.committed.comment == "a reason"
    typist.line("delete system location")
    assert typist.send("commit and-quit\r") == (
        "commit and-quit \ncommit complete\nExiting configuration mode\n\nlab@r1> "
    )


def test_a_refused_commit_names_path_statement_and_reason_and_changes_nothing(typist):
    typist.lines("configure", "delete system root-authentication")
    before = typist.device.stores.committed
    assert typist.line("commit") == (
        "[edit]\n  'system'\n    Missing mandatory statement: 'root-authentication'\n"
        "error: commit failed: (missing mandatory statements)"
    )
    assert typist.device.stores.committed is before


def test_passwords_are_asked_twice_and_stored_as_a_hash(typist):
    typist.line("configure")
    assert typist.send(
        "set system login user a class super-user authentication plain-text-password\r"
    ).endswith("\nNew password:")
    assert typist.send("Secret123\r") == "\nRetype new password:"
    assert typist.send("Secret123\r") == "\n\n[edit]\nlab@r1# "
    shown = typist.line("show system login user a")
    assert 'encrypted-password "$6$' in shown
    assert shown.splitlines()[-2].endswith("; ## SECRET-DATA")
    assert "Secret123" not in shown


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        (["abc"], "error: minimum password length is 6"),
        (["abcdefgh"], "error: require change of case, digits or punctuation"),
        (["Secret123", "Secret124"], "error: Passwords are not equal; aborting"),
        (["Secret123" * 20], "error: maximum password length is 128"),
    ],
)
def test_bad_passwords_are_refused_and_nothing_is_set(typist, answers, error):
    typist.line("configure")
    typist.send("set system login user a authentication plain-text-password\r")
    shown = [typist.send(f"{answer}\r") for answer in answers][-1]
    assert shown == f"\n{error}\n\n[edit]\nlab@r1# "
    assert typist.line("show | compare") == ""


def test_prompt_asks_for_a_key_and_shows_it_as_cipher_text(typist):
    # R-IPS-003
    typist.line("configure")
    shown = typist.send("prompt services ipsec-vpn ike policy ike_policy1 pre-shared-key ascii-text\r")
    assert shown.endswith("\nNew ascii-text (secret):")
    assert typist.send("CiscoJuniper1\r") == "\nRetype new ascii-text (secret):"
    assert typist.send("CiscoJuniper1\r") == "\n\n[edit]\nlab@r1# "
    shown = typist.line("show services ipsec-vpn ike policy ike_policy1")
    assert shown.startswith('pre-shared-key ascii-text "$9$')
    assert shown.endswith('"; ## SECRET-DATA')


def test_two_sessions_edit_one_candidate_and_see_each_other():
    device = make_device(clock=ManualClock(1594191952.0))
    one, two = Typist(device, "root"), Typist(device, "ntc")
    one.lines("configure", "edit interfaces", "set ge-0/0/0 disable")
    device.clock.advance(94)
    assert two.send("configure\r") == (
        "configure \nEntering configuration mode\nUsers currently editing the configuration:\n"
        "  root terminal pts/0 (pid 7001) on since 2020-07-08 07:05:52 UTC, idle 00:01:34\n"
        "      [edit interfaces]\n"
        "The configuration has been changed but not committed\n\n[edit]\nntc@r1# "
    )
    assert two.line("show interfaces ge-0/0/0") == "disable;"
    assert "  ntc terminal pts/1 (pid 7004)" in one.line("status")
    one.session.closed()
    assert two.line("status").count("terminal") == 1


def test_users_and_uptime_come_from_live_state():
    device = make_device()
    one = Typist(device, "alice")
    assert one.line("show system users").count("alice") == 1
    two = Typist(device, "bob")
    assert "2 users" in one.line("show system uptime")
    two.session.closed()
    assert "bob" not in one.line("show system users")


def test_a_crash_of_one_handler_ends_that_command_only(typist, monkeypatch, caplog):
    def crash(_context):
        raise ZeroDivisionError("injected")

    broken = {**registry.OPERATIONS, "system.uptime": Operation("uptime", crash, lambda *_: ())}
    monkeypatch.setattr("junosim.cli.commands.operating.OPERATIONS", broken)
    shown = typist.line("show system uptime")
    assert shown.startswith("error: internal error (")
    assert "ZeroDivision" not in shown
    assert "injected" in caplog.text
    assert typist.line("show cli directory") == "Current directory: /var/home/lab"


def test_a_command_without_an_implementation_is_refused_by_the_device(typist):
    assert typist.line("show ancp statistics") == "error: command is not valid on the mx480"


def test_a_long_line_is_refused_and_the_next_one_works(typist):
    shown = typist.send("set " + "x" * 1_000_000 + "\r")
    assert "error: command line is longer than 65536 bytes" in shown
    assert typist.line("show cli directory") == "Current directory: /var/home/lab"


def test_control_bytes_do_no_harm(typist):
    typist.send("\x00\x02\x1b[999;999H\x1b]0;title\x07\x9b31m\xff\x18")
    assert typist.line("show cli directory") == "Current directory: /var/home/lab"


@pytest.mark.parametrize("term", ["dumb", "vt100", "xterm"])
def test_no_escape_sequence_is_ever_sent(term):
    typist = Typist(term=term, columns=80, rows=24)
    shown = typist.greeting + "".join(
        typist.send(text)
        for text in (
            "show version\r",
            " ",
            "q",
            "sh sys u\t",
            "\x01\x04\x0b",
            "conf\r",
            "set sys?",
            "\x15exit\r",
        )
    )
    assert "\x1b" not in shown
    assert "\x9b" not in shown


def test_the_pager_stops_at_a_screen_and_space_goes_on():
    typist = Typist(columns=80, rows=24)
    shown = typist.send("show version\r")
    assert shown.endswith("\n---(more)---")
    assert shown.count("\n") == 24
    assert typist.send("q") == "\r" + " " * 40 + "\r\nlab@r1> "


def test_a_window_of_unknown_size_works():
    typist = Typist(columns=0, rows=0)
    assert typist.line("show cli").count("screen-length set to 24") == 1


def test_exec_runs_commands_and_hangs_up():
    typist = Typist(
        pty=False, command='show cli directory; configure; set system location building "a;b"; show | compare'
    )
    assert typist.greeting == (
        "Current directory: /var/home/lab\nEntering configuration mode\n"
        '[edit system]\n+   location building "a;b";\n'
    )
    assert typist.session.effects() == [Hangup(0)]


def test_exec_on_a_terminal_has_no_pager():
    typist = Typist(columns=80, rows=24, command="show version; show version | match Junos")
    assert "---(more)---" not in typist.greeting
    assert typist.greeting.count("\n") > 2 * 24
    assert typist.session.effects() == [Hangup(0)]


def test_exec_of_a_bad_command_says_why_and_ends_with_status_0():
    typist = Typist(pty=False, command="show foo")
    assert typist.greeting == "     ^\nsyntax error, expecting <command>.\n"
    assert typist.session.effects() == [Hangup(0)]


def test_a_timestamp_stands_before_every_output():
    typist = Typist(make_device(clock=ManualClock(1594191600.0)))
    typist.line("set cli timestamp")
    assert typist.line("show cli directory") == "Jul 08 07:00:00\nCurrent directory: /var/home/lab"


def test_idle_sessions_are_warned_and_closed():
    # R-IDLE-002…004
    device = make_device()
    typist = Typist(device)
    typist.line("set cli idle-timeout 2")
    clock = device.clock
    clock.advance(60)
    assert "Warning: session will be closed in 1 minute if there is no activity" in typist.read()
    clock.advance(50)
    assert "Warning: session will be closed in 10 seconds if there is no activity" in typist.read()
    clock.advance(10)
    assert "Idle timeout exceeded: closing session" in typist.read()
    assert typist.session.effects() == [Hangup(1)]


def test_a_user_who_may_not_configure_does_not_know_the_word():
    typist = Typist(permissions=("view",))
    assert "unknown command." in typist.send("configure\r")
    assert "configure" not in typist.send("\x15?")


def test_secrets_are_masked_for_those_without_the_permission():
    typist = Typist(permissions=("view", "view-configuration", "admin"))
    shown = typist.line("show configuration system login")
    assert "$6$" not in shown
    assert "/* SECRET-DATA */" in shown


def test_tab_completes_names_the_device_knows(typist):
    typist.line("configure")
    assert typist.send("set system login user crypt\t").endswith("user crypto-officer ")
    typist.send("\x15")
    assert typist.send("set system login user a class read\t").endswith("class read-only ")


def test_a_paste_of_many_lines_is_worked_off_in_order(typist):
    typist.line("configure")
    lines = "".join(f"set interfaces ge-0/0/{port} description port-{port}\r" for port in range(200))
    typist.send(lines)
    shown = typist.line("show interfaces | display set | match description")
    assert shown.splitlines() == [
        f"set interfaces ge-0/0/{port} description port-{port}" for port in range(200)
    ]


def test_rollback_lists_the_stored_configurations():
    typist = Typist(make_device(clock=ManualClock(1594191600.0)))
    typist.lines("configure", "set system location building x", "commit")
    shown = typist.send("rollback ?")
    assert "  0                    2020-07-08 07:00:00 UTC by lab via cli\n" in shown
    assert "  1                    2020-07-08 07:00:00 UTC by root via other\n" in shown
    typist.send("\x15")
    assert typist.line("rollback 1") == "load complete"
    assert typist.line("show | compare") == "[edit system]\n-   location building x;"
    assert typist.line("show | compare rollback 1") == ""
    assert typist.line("rollback 7") == "error: could not find rollback configuration 7"


def test_a_space_behind_a_backslash_belongs_to_the_word(typist):
    typist.line("configure")
    assert typist.send("set snmp contact hello\\ world\r") == (
        "set snmp contact hello\\ world \n\n[edit]\nlab@r1# "
    )


def test_the_announcement_stands_between_the_login_banner_and_the_prompt(typist):
    typist.lines("configure", r"""set system login announcement "one\n\ttwo \'x\' \\ \"y\"" """, "commit")
    greeting = Typist(typist.device).greeting
    assert "\none\n        two 'x' \\ \"y\"\n" in greeting.replace("\t", "        ")
    assert greeting.rstrip().endswith(">")
    assert "two" not in Typist(typist.device, pty=False, command="show cli").greeting


@pytest.mark.parametrize(
    ("class_name", "known", "unknown"),
    [
        ("read-only", {"show", "set", "help", "quit"}, {"configure", "clear", "request", "restart", "file"}),
        ("operator", {"show", "set", "help", "quit", "clear", "restart", "ping"}, {"configure", "request"}),
        ("unauthorized", {"help", "quit"}, {"configure", "clear", "request", "monitor", "ping", "op"}),
        ("super-user", {"show", "configure", "clear", "request", "restart"}, set()),
    ],
)
def test_a_class_sees_the_commands_it_may_use(class_name, known, unknown):
    words = listed(Typist(permissions=PREDEFINED[class_name].permissions), "")
    assert known <= words
    assert not unknown & words


def test_compare_and_the_operational_pipes_are_offered_where_they_make_sense(typist):
    operational = {"refresh", "request", "resolve"}
    assert operational <= listed(typist, "show version | ")
    assert "compare" not in listed(typist, "show version | ")
    shown = listed(typist, "show configuration | ")
    assert "compare" in shown
    assert not operational & shown  # a capture of 24.4
    typist.line("\x15configure")
    assert "compare" in listed(typist, "show | ")
    assert not operational & listed(typist, "show system | ")
    assert operational <= listed(typist, "run show version | ")
    assert "compare" in listed(typist, "top show | ")


def listed(typist, line):
    """The words that `?` lists behind the line."""
    shown = typist.send(f"\x15{line}?").partition("Possible completions:")[2]
    return {row.split()[0] for row in shown.splitlines() if row.startswith("  ")}


def test_nothing_follows_the_text_of_an_annotation(typist):
    typist.line("configure")
    assert "syntax error." in typist.send('annotate system "a" b c d\r')
    typist.send("\x15")
    assert typist.line("show | compare") == ""


def test_an_ambiguous_line_does_not_come_back_to_a_program(typist):
    typist.line("set cli complete-on-space off")
    shown = typist.send("show s\r")
    assert "'s' is ambiguous." in shown
    assert shown.endswith("\nlab@r1> ")


def on_screen(text):
    """What one screen line holds after these characters."""
    cells, column = {}, 0
    for char in text:
        if char == "\r":
            column = 0
        elif char == "\b":
            column -= 1
        else:
            cells[column] = char
            column += 1
    return "".join(cells[place] for place in sorted(cells)).rstrip()


def test_the_caret_stands_under_the_word_of_a_shifted_line():
    typist = Typist(columns=60)
    typist.line("set cli complete-on-space off")
    typist.line("configure")
    line = "set interfaces ge-0/0/0 unit 0 family inet address 10.0.0.1/24 zzz"
    echoed, caret, message = typist.send(f"{line}\r").split("\n")[:3]
    assert message == "syntax error."
    assert on_screen(echoed)[caret.index("^") :] == "zzz"


def test_a_fault_in_reading_a_line_ends_that_line_only(typist, monkeypatch, caplog):
    def crash(*_, **__):
        raise ZeroDivisionError("injected")

    monkeypatch.setattr("junosim.cli.complete.on_help", crash)
    shown = typist.send("show ?")
    assert "error: internal error (" in shown
    assert shown.endswith("\n\nlab@r1> ")
    assert "injected" in caplog.text
    assert typist.line("show cli directory") == "Current directory: /var/home/lab"
