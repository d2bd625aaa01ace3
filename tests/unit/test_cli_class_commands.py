"""What the members of login classes may run, see and complete."""

from __future__ import annotations

import pytest

from cli_session import Typist, make_device
from junosim.access.classes import PREDEFINED, Expressions, LoginClass
from junosim.cli.may_run import may_call, may_run

OPERATOR = PREDEFINED["operator"].permissions


def member(allow=None, deny=None, *, each=((), ()), permissions=OPERATOR, device=None, **options):
    """A session of a class with these expressions."""
    login_class = LoginClass("c", frozenset(permissions), Expressions(allow, deny, *each))
    return Typist(device or make_device(), user="eve", login_class=login_class, **options)


def offered(typist, line):
    """The words that `?` offers behind a line; the line is dropped."""
    shown = typist.send(f"{line}?")
    typist.send("\x03")
    return [words[0] for row in shown.splitlines() if row.startswith("  ") and (words := row.split())]


def refused(answer):
    return "unknown command." in answer or "syntax error" in answer


@pytest.mark.parametrize(
    ("rules", "allowed", "denied"),
    [
        ({}, ["show version", "show log", "clear arp"], ["request system reboot", "configure"]),
        ({"deny": "^set"}, ["show version"], ["set cli screen-length 0", "set cli prompt x"]),
        ({"allow": "request system reboot"}, ["show version"], ["request system halt", "configure"]),
        ({"deny": "show version"}, ["show cli"], ["show version", "show version detail"]),
        ({"deny": "show version$"}, ["show version detail"], ["show version"]),
        ({"deny": "show version detail"}, ["show version"], ["show version detail"]),
        ({"deny": "show interfaces ge-0/0/0"}, ["show interfaces terse"], ["show interfaces ge-0/0/0"]),
        ({"allow": "show version", "deny": ".*"}, ["show version"], ["show version detail", "show cli"]),
        ({"allow": "show version.*", "deny": ".*"}, ["show version", "show version detail"], ["show cli", "quit"]),
        ({"each": (("file list",), ())}, ["file list"], ["file show /var/log/messages"]),
        ({"each": ((), ("show .*",))}, ["set cli prompt x"], ["show version", "show cli"]),
        ({"allow": "^show version$", "permissions": ()}, ["show version"], ["show version detail", "show arp"]),
        ({"allow": "^show interfaces lo0", "permissions": ()}, ["show interfaces lo0"], ["show interfaces"]),
    ],
)  # fmt: skip
def test_commands_of_a_class(rules, allowed, denied):
    typist = member(**rules)
    assert [line for line in allowed if refused(typist.line(line))] == []
    assert [line for line in denied if not refused(typist.line(line))] == []


def test_an_allowed_command_asks_as_always():
    typist = member(allow="request system reboot")
    assert "Reboot the system" in typist.send("request system reboot\r")


@pytest.mark.parametrize("line", ["conf", "conf ex", "configure", "edit", "edit private"])
def test_abbreviations_cannot_do_what_the_command_may_not(line):
    assert "unknown command." in member(deny="(configure)|(edit)", permissions={"all"}).line(line)


def test_a_denied_word_makes_nothing_ambiguous():
    typist = member(deny="^clear", permissions={"all"})
    assert "unknown command." in typist.line("cl arp")
    assert "unknown command." in member(permissions={"view"}).line("c")


@pytest.mark.parametrize(
    ("rules", "line", "here", "gone"),
    [
        ({"deny": "^request"}, "", ["show", "configure"], ["request"]),
        ({"deny": "^request system (halt|reboot)"}, "request system ", ["logout", "zeroize"], ["halt", "reboot"]),
        ({"deny": "^show version detail"}, "show version ", [], ["detail"]),
        ({"deny": ".*", "allow": "^show (version|cli).*"}, "", [], ["request", "configure", "quit", "clear"]),
        ({"deny": ".*", "allow": "^(show|show version.*)$"}, "", ["show"], ["request", "quit"]),
        ({"deny": ".*", "allow": "^(show|show version.*)$"}, "show ", ["version"], ["arp", "cli", "chassis"]),
        ({"allow": "^request system reboot", "permissions": {"view"}}, "", ["request", "show"], ["clear"]),
        ({"allow": "^request system reboot", "permissions": {"view"}}, "request ", ["system"], ["chassis"]),
        ({"allow": "^ping 10[.].*", "permissions": ()}, "", ["ping"], ["traceroute", "clear"]),
        ({"each": (("ping .*",), ()), "permissions": ()}, "", ["ping"], ["traceroute", "clear"]),
    ],
)  # fmt: skip
def test_what_is_denied_is_not_offered(rules, line, here, gone):
    words = offered(member(**{"permissions": {"all"}, **rules}), line)
    assert set(here) <= set(words)
    assert not set(gone) & set(words)


def test_enter_is_not_offered_where_it_would_be_refused():
    assert "<[Enter]>" not in offered(member(deny="^show version$"), "show version ")
    assert "<[Enter]>" in offered(member(deny="^show version$"), "show version detail ")


def test_a_denied_value_is_refused_where_it_stands():
    shown = member(deny="ge-0/0/0").send("show interfaces ge-0/0/0\r")
    column = len("eve@r1> show interfaces ")
    assert f"\n{' ' * column}^\nsyntax error, expecting <command>.\n" in shown


@pytest.mark.parametrize(
    ("deny", "line"),
    [
        ("^commit", "commit"),
        ("^commit", "com and-quit"),
        ("^set", "set system location floor 3"),
        ("^rollback", "rollback 0"),
        ("^rollback", "roll"),
        ("^load", "load merge terminal"),
        ("^load override", "load ov terminal"),
        ("^delete", "top delete system location"),
        ("^request", "run request system halt"),
        ("^request", "run req sys hal"),
        ("^run", "run show version"),
        ("^wildcard", "wildcard delete system lo.*"),
        ("^save", "save terminal"),
    ],
)
def test_verbs_of_configuration_mode(deny, line):
    typist = member(deny=deny, permissions={"all"})
    typist.line("configure")
    assert refused(typist.send(f"{line}\r"))


def test_statements_behind_a_verb_are_no_part_of_the_command():
    """`deny-commands "set protocols"` matches nothing [vendor documentation]."""
    typist = member(deny="set system location", permissions={"all"})
    assert typist.lines("configure", "set system location floor 3") == ""


def test_commit_synchronize_alone():
    typist = member(allow="commit check", deny="commit", permissions={"all"})
    typist.line("configure")
    assert "unknown command." in typist.line("commit")
    assert typist.line("commit check") == "configuration check succeeds"


@pytest.mark.parametrize(
    ("rules", "line", "is_refused"),
    [
        ({"deny": "save"}, "show version | save x", True),
        ({"deny": "save"}, "show version | match x", False),
        ({"allow": "^show version$", "deny": ".*"}, "show version | match x", False),
        ({"deny": "^show log.*[|] (save|append|tee)"}, "show version | save x", False),
        ({"deny": "^show log.*[|] (save|append|tee)"}, "show log | tee x", True),
        ({"deny": "request message"}, "show version | request message all", True),
        ({}, "show version | save x", False),
    ],
)
def test_pipes_that_act_are_part_of_the_command(rules, line, is_refused):
    assert refused(member(**rules, permissions={"all"}).line(line)) is is_refused


def test_exec_runs_only_what_is_permitted():
    typist = member(deny="^show version", pty=False, command="sh ver; show cli directory")
    assert "unknown command." in typist.greeting or "syntax error" in typist.greeting
    assert "Current directory" in typist.greeting


@pytest.mark.parametrize("lines", [("start shell",), ("configure", "run start shell")])
def test_start_shell_can_be_denied(lines):
    assert refused(member(deny="start shell", permissions={"all"}).lines(*lines))


def test_a_commit_changes_the_rights_of_the_next_login():
    officer = Typist()
    officer.lines(
        "configure",
        "set system login class c permissions view",
        "set system login user eve class c authentication no-public-keys",
        "commit",
    )
    before = Typist(officer.device, user="eve", permissions=None)
    officer.lines('set system login class c deny-commands "show version"', "commit")
    after = Typist(officer.device, user="eve", permissions=None)
    assert not refused(before.line("show version"))
    assert refused(after.line("show version"))


def test_several_operators_keep_their_own_rights():  # R-ROLE-012
    device = make_device()
    first, second = member(deny="show version", device=device), member(device=device)
    assert refused(first.line("show version"))
    assert not refused(second.line("show version"))


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("show version", True),
        ("sh ver", True),
        ("show version | match x", True),
        ("request system reboot", False),
        ("show", False),
        ("show nonsense", False),
        ("show cli", False),
    ],
)
def test_a_program_asks_for_a_command(text, may):
    assert may_run(member(deny="show cli").session._context, text) is may


@pytest.mark.parametrize(
    ("name", "arguments", "may"),
    [
        ("get-software-information", {}, True),
        ("get-software-information", {"detail": ""}, True),
        ("get-interface-information", {"terse": ""}, True),
        ("get-interface-information", {"interface-name": "ge-0/0/0"}, False),
        ("get-interface-information", {"interface-name": "ge-0/0/1"}, True),
        ("request-reboot", {}, False),
        ("get-authorization-information", {}, False),
        ("no-such-rpc", {}, False),
    ],
)
def test_a_program_asks_for_an_rpc(name, arguments, may):
    context = member(deny="(show cli)|(ge-0/0/0$)").session._context
    assert may_call(context, name, arguments) is may


@pytest.mark.parametrize(("allow", "may"), [(None, False), ("^rollback", True), ("^rollback 2", False)])
def test_rollback_asks_for_a_permission_or_an_expression(allow, may):
    officer = Typist()
    officer.lines("configure", "set system location floor 1", "commit", "exit")
    typist = member(allow, permissions={"configure", "control"}, device=officer.device)
    typist.line("configure")
    assert (typist.line("rollback 1") == "load complete") is may


def test_a_fips_user_looks_and_changes_nothing():  # R-ROLE-003, R-ROLE-004
    typist = Typist(make_device(fips=True), user="fips-user", permissions=None)
    assert "Hostname" in typist.line("show version")
    for line in ("configure", "edit", "request system reboot", "request system zeroize", "start shell"):
        assert "unknown command." in typist.line(line)


def test_trace_alone_is_enough_for_the_log():  # R-ROLE-009
    typist = member(permissions={"trace"})
    assert not refused(typist.line("show log messages"))
    assert refused(typist.line("show version"))


def test_a_class_with_all_permissions_may_do_all():  # R-ROLE-008
    officer = Typist()
    officer.lines(
        "configure",
        "set system login class security-admin permissions all",
        "set system login user sa class security-admin authentication no-public-keys",
        "commit",
    )
    typist = Typist(officer.device, user="sa", permissions=None)
    assert set(offered(typist, "")) == set(offered(Typist(officer.device), ""))
