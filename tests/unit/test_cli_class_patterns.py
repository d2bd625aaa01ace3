"""Sessions of classes with patterns: allow-configuration and its kin decide before the permissions (R-ROLE-015)."""

from __future__ import annotations

from functools import cache

import pytest

from cli_session import Typist
from junosim.assemble.blueprint import draft
from junosim.cli.context import PAUSE
from junosim.cli.guard import guarded
from junosim.clock import ManualClock
from junosim.entropy import SeededEntropy
from junosim.errors import ConfigurationError

CLASSES = (
    "set system login class net permissions [ configure interface-control view ]",
    'set system login class net allow-configuration "(system services)|(snmp community)"',
    'set system login class net deny-configuration "interfaces fxp0"',
    "set system login user net class net",
    "set system login class most permissions all",
    'set system login class most deny-configuration-regexps [ "system (syslog|root-authentication)" '
    '"system login user ^admin$" "protocols bgp group .* neighbor" ]',
    "set system login user most class most",
    "set system login user admin class super-user",
    "set system location building b",
    "set system syslog file messages any notice",
    "set snmp community public",
    "set interfaces ge-0/0/0 mtu 1600",
    "set protocols bgp group g neighbor 10.0.0.2",
    "set groups g interfaces fxp0 description hidden",
    "set groups h protocols bgp group <*> neighbor 10.0.0.3 description hidden",
)


@cache
def blueprint():
    return draft("mx480", ManualClock(), SeededEntropy(1), text="\n".join(CLASSES))


@pytest.fixture
def device():
    device = blueprint().build("r1", ManualClock(), SeededEntropy(2))
    Typist(device).lines("configure", "set system location floor 1", "commit", "exit")
    return device


def session(device, user):
    typist = Typist(device, user, permissions=None)
    typist.line("configure")
    return typist


def test_what_is_allowed_needs_no_permission_and_what_is_denied_shows_nothing(device):
    typist = session(device, "net")
    assert typist.line("show system") == (
        "services {\n    ssh {\n        sftp-server;\n    }\n    netconf {\n        ssh;\n    }\n}"
    )
    assert "fxp0" not in typist.line("show interfaces")
    assert typist.line(
        "show groups g"
    ) == "interfaces { /* ACCESS-DENIED */ };" or "hidden" not in typist.line("show groups g")
    assert typist.line("show snmp") == "community public;"
    for form in ("set", "xml", "json", "inheritance", "detail"):
        shown = typist.line(f"show | display {form} | no-more")
        assert "fxp0" not in shown, form
        assert "hidden" not in shown, form
        assert "building" not in shown, form


@pytest.mark.parametrize(
    "line",
    [
        "set interfaces fxp0 description x",
        "delete interfaces fxp0",
        "set system location floor 3",
        "delete system",
        "delete interfaces",
        "set apply-groups g",
        "rename interfaces ge-0/0/0 to fxp0",
        "copy interfaces ge-0/0/0 to fxp1 unit 0",
        "deactivate interfaces",
        "protect interfaces",
        "annotate interfaces fxp0 x",
        "replace pattern hidden with shown",
        "load factory-default",
        "set interfaces fxp0",
        "edit interfaces fxp0",
    ],
)
def test_no_verb_does_what_set_may_not(device, line):
    typist = session(device, "net")
    typist.line(line)
    typist.send("yes\r")
    shown = Typist(device).lines("configure", "show | compare")
    assert shown == ""


def test_a_container_may_go_with_all_that_it_holds(device):
    typist = session(device, "net")
    assert (
        typist.lines("delete snmp", "show | compare") == "[edit]\n-  snmp {\n-      community public;\n-  }"
    )


def test_a_new_entry_may_come_with_what_a_pattern_allows_below_it(device):
    Typist(device).lines(
        "configure",
        "set system login class unit permissions [ configure view ]",
        'set system login class unit allow-configuration "interfaces .* unit 0"',
        "set system login user unit class unit",
        "commit",
        "exit",
    )
    typist = session(device, "unit")
    assert typist.line("set interfaces ge-0/0/5") == "error: permission denied"
    assert typist.line("set interfaces ge-0/0/5 unit 0 description x") == ""
    assert typist.line("set interfaces ge-0/0/5 unit 1 description x").endswith("syntax error.")
    assert typist.line("deactivate interfaces ge-0/0/5") == "error: permission denied"
    assert typist.line("delete interfaces ge-0/0/5") == "error: permission denied"
    assert typist.line("delete interfaces ge-0/0/5 unit 0") == ""


def test_rollback_is_decided_by_what_it_changes(device):
    typist = session(device, "most")
    typist.lines("set system location floor 2", "commit")
    assert typist.line("rollback 1") == "load complete"
    Typist(device).lines(
        "configure", "rollback 0", "set system syslog user * any emergency", "commit", "exit"
    )
    assert typist.line("rollback 1") == "error: permission denied"
    assert typist.line("show | compare") == ""


def test_a_class_with_all_permissions_is_bound_by_its_patterns(device):
    typist = session(device, "most")
    assert "syslog { /* ACCESS-DENIED */ };" in typist.line("show system")
    assert "admin" not in typist.line("show system login user | display set")
    assert "^\nsyntax error." in typist.line("set system syslog file x any any")
    assert typist.line("set system login user admin class read-only").endswith("syntax error.")
    assert typist.line("set system login user other class read-only") == ""
    assert typist.line("delete system root-authentication").endswith("syntax error.")
    assert typist.line("set apply-groups h") == "error: permission denied"


def test_names_and_words_that_are_denied_are_not_offered(device):
    typist = session(device, "most")
    shown = typist.send("set system login user ?")
    assert "\n  crypto-officer" in shown
    assert "admin" not in shown
    typist.send("\x15")
    shown = typist.send("show system ?")
    assert "\n> login" in shown
    assert "syslog" not in shown
    assert "root-authentication" not in shown


def test_patterns_hold_for_private_candidates_and_operational_mode_too(device):
    typist = Typist(device, "most", permissions=None)
    assert "syslog { /* ACCESS-DENIED */ };" in typist.line("show configuration system")
    assert typist.line("show configuration system syslog").endswith("permission denied.")
    typist.line("configure private")
    assert typist.line("delete system").startswith("error: permission denied")
    typist.lines("set system location floor 9", "commit")
    assert typist.line("run show configuration system location | display set | match floor") == (
        "set system location floor 9"
    )


@pytest.mark.parametrize(
    "line", ["show configuration system", "run show configuration system", "show system"]
)
def test_what_may_not_be_seen_is_refused_behind_its_word(device, line):
    """A capture has the mark one past the blank that Enter adds; words that do not exist are no words."""
    Typist(device).lines(
        "configure",
        "set system login class noc permissions [ configure view view-configuration ]",
        "set system login class noc deny-configuration system.*",
        "set system login user noc class noc",
        "commit",
        "exit",
    )
    typist = session(device, "noc")
    if not line.startswith(("run", "show system")):
        typist.line("exit")
    column = len("noc@r1> ") + len(line) + 1
    assert f"\n{' ' * column}^\npermission denied." in typist.send(f"{line}\r")
    assert "^\nsyntax error." in typist.send(f"{line.replace('system', 'nothing')}\r")


def test_a_wildcard_finds_nothing_that_may_not_be_seen(device):
    typist = session(device, "most")
    shown = typist.send("wildcard delete system login user .*\r")
    assert "matched: crypto-officer\n" in shown
    assert "matched: admin" not in shown
    assert typist.send("yes\r").endswith("\n\n[edit]\nmost@r1# ")
    assert Typist(device).lines("configure", "show system login | display set | match super-user") == (
        "set system login user admin class super-user"
    )


def test_additive_logic_denies_what_the_lists_do_not_allow(device):
    Typist(device).lines(
        "configure",
        "set system regex-additive-logic",
        "set system login class one permissions all",
        'set system login class one allow-configuration-regexps "interfaces ^ge-"',
        "set system login user one class one",
        "commit",
        "exit",
    )
    typist = session(device, "one")
    assert typist.line("show").split("\n")[2:] == [
        "interfaces {",
        "    ge-0/0/0 {",
        "        mtu 1600;",
        "    }",
        "}",
    ]
    assert typist.line("set interfaces ge-0/0/1 mtu 1500") == ""
    assert typist.line("set interfaces xe-0/0/1 mtu 1500").endswith("syntax error.")
    assert typist.line("set system location floor 3").endswith("syntax error.")


@pytest.mark.parametrize(
    ("statement", "text", "reason"),
    [
        ("deny-configuration", "(", "'(': parentheses not balanced"),
        ("allow-configuration", "[a", "'[a': brackets ([ ]) not balanced"),
        ("deny-commands", "(a)\\\\1", "'(a)\\1': invalid backreference number"),
        ("deny-configuration-regexps", "a (b", "'(b': parentheses not balanced"),
        ("allow-commands-regexps", "a (b", "'a (b': parentheses not balanced"),
    ],
)
def test_a_bad_pattern_is_refused_where_it_is_typed(device, statement, text, reason):
    typist = Typist(device)
    typist.line("configure")
    answer = typist.line(f'set system login class c {statement} "{text}"')
    assert answer.endswith(f"invalid regular expression {reason}")


def test_root_is_no_user_and_always_has_an_authentication(device):
    """R-ROOT-003, R-ROOT-007."""
    typist = Typist(device)
    typist.line("configure")
    typist.line("set system login user root class super-user")
    assert typist.line("commit") == (
        "[edit system login]\n  'user root'\n    user 'root' must be configured with 'root-authentication'\n"
        "error: commit failed: (statements constraint check failed)"
    )
    typist.lines("rollback 0", "delete system root-authentication")
    assert typist.line("commit") == (
        "[edit]\n  'system'\n    Missing mandatory statement: 'root-authentication'\n"
        "error: commit failed: (missing mandatory statements)"
    )


# ---------------------------------------------------------------------- much at once


GREAT = "\n".join(f"set interfaces ge-0/0/0 unit {number} description x" for number in range(400))


def test_a_great_change_comes_as_a_whole(device):
    typist = session(device, "net")
    typist.send("load set terminal\r" + GREAT.replace("\n", "\r") + "\r\x04")
    assert typist.line("show interfaces ge-0/0/0 | display set | count") == "Count: 401 lines"


def guarded_load(device, text=GREAT):
    """A command of a session that loads a text in one step, guarded as all commands are; and the candidate."""
    context = session(device, "net").session._context
    candidate = context.editing.candidate

    def routine():
        candidate.load(text)
        yield "load complete"

    return guarded(context, "configuration.load", routine()), candidate


def test_while_a_great_change_is_judged_the_candidate_is_as_before(device):
    steps, candidate = guarded_load(device)
    start = candidate.fork().root
    assert next(steps) is PAUSE
    assert candidate.root is start
    assert [item for item in steps if item is not PAUSE] == ["load complete"]
    assert candidate.root is not start


def test_a_great_change_gives_way_to_an_edit_while_it_is_judged(device):
    steps, candidate = guarded_load(device)
    other = session(device, "most")
    assert next(steps) is PAUSE
    other.line("set system location floor 7")
    with pytest.raises(ConfigurationError, match="configuration database modified"):
        list(steps)
    assert other.line("show | compare") == "[edit system location]\n-   floor 1;\n+   floor 7;"
    assert candidate.root is device.stores.shared.root


def test_a_great_change_that_is_refused_leaves_the_candidate_as_it_was(device):
    steps, candidate = guarded_load(device, f"{GREAT}\nset interfaces fxp0 description x")
    before = Typist(device).lines("configure", "show")
    with pytest.raises(ConfigurationError, match="permission denied"):
        list(steps)
    assert Typist(device).lines("configure", "show") == before
    assert candidate.changed_at == device.stores.committed.time


def test_a_command_that_is_stopped_while_it_is_judged_has_changed_nothing(device):
    steps, candidate = guarded_load(device)
    start = candidate.fork().root
    next(steps)
    steps.close()
    assert candidate.root is start
