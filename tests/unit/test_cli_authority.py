"""Sessions of restricted classes: what they see of the configuration, what they may name, what they may change.

Every refusal is decided on the difference that a command makes, so each verb is tried on the same statements.
"""

from __future__ import annotations

import json
from functools import cache

import pytest

from cli_session import Typist
from junosim.access.permissions import expand
from junosim.assemble.blueprint import draft
from junosim.clock import ManualClock
from junosim.entropy import SeededEntropy

START = (
    "set system location building a",
    "set interfaces ge-0/0/0 unit 0 family inet address 10.0.0.1/24",
    "set interfaces ge-0/0/0 traceoptions flag all",
    "set protocols bgp group g traceoptions flag all",
    "set protocols bgp group g neighbor 10.0.0.2",
    "set snmp community public",
    "set groups g system location floor 9",
    "set groups g interfaces <*> mtu 1600",
)

_KEY = (
    "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBEmKSENjQEezOmxkZMy7opKgwFB9"
    "nkt5YRrYMjNuG5N87uRgg6CLrbo5wAdT/y6v0mKV0U2w0WZ2YB/++Tpockg= g"
)


@cache
def blueprint():
    return draft("mx480", ManualClock(), SeededEntropy(1), text="\n".join(START))


def device_with(*lines):
    """A device with the start configuration; these lines were committed after it."""
    device = blueprint().build("r1", ManualClock(), SeededEntropy(2))
    if lines:
        Typist(device).lines("configure", *lines, "commit", "exit")
    return device


def make(*permissions, device=None):
    permissions = expand(frozenset({"configure", *permissions}))
    typist = Typist(device or device_with(), "op", permissions=permissions)
    typist.line("configure")
    return typist


# ---------------------------------------------------------------------- seeing


def test_what_may_not_be_seen_is_named_and_no_more():
    typist = make("interface", "snmp")
    assert typist.line("show").split("\n")[1:] == [
        "version 19.1R2.8;",
        "groups {",
        "    g {",
        "        system { /* ACCESS-DENIED */ };",
        "        interfaces {",
        "            <*> {",
        "                mtu 1600;",
        "            }",
        "        }",
        "    }",
        "}",
        "system { /* ACCESS-DENIED */ };",
        "interfaces {",
        "    ge-0/0/0 {",
        "        traceoptions { /* ACCESS-DENIED */ };",
        "        unit 0 {",
        "            family inet {",
        "                address 10.0.0.1/24;",
        "            }",
        "        }",
        "    }",
        "    fxp0 {",
        "        unit 0 {",
        "            family inet {",
        "                address 192.0.2.10/24;",
        "            }",
        "        }",
        "    }",
        "}",
        "snmp {",
        "    community public;",
        "}",
        "protocols { /* ACCESS-DENIED */ };",
    ]


def test_a_statement_with_a_permission_of_its_own_is_seen_in_a_hidden_level():
    typist = make("trace")
    assert typist.line("show protocols") == (
        "bgp {\n    group g {\n        traceoptions {\n            flag all;\n        }\n    }\n}"
    )
    assert "\npermission denied." in typist.line("show protocols bgp group g local-as")


@pytest.mark.parametrize(
    "command",
    [
        "show",
        "show | display set",
        "show | display set relative",
        "show | display xml",
        "show | display json",
        "run show configuration",
        "run show configuration | display xml",
        "run show system rollback 0",
        "run show system rollback 0 compare 1",
        "show | compare rollback 1",
        "save terminal",
    ],
)
def test_no_form_shows_what_is_hidden(command):
    device = device_with(
        "set snmp contact public", "set interfaces ge-0/0/9 unit 0 family inet address 10.0.0.1/24"
    )
    typist = make("interface", "view", "rollback", device=device)
    shown = typist.line(command)
    assert "10.0.0.1" in shown
    for hidden in ("10.0.0.2", "building", "crypto-officer", "$6$", "public"):
        assert hidden not in shown
    assert ("/* ACCESS-DENIED */" in shown) is ("compare" not in command)


def test_hidden_statements_in_the_other_forms():
    typist = make("interface")
    assert "set system /* ACCESS-DENIED */" in typist.line("show | display set")
    assert "<system>/* ACCESS-DENIED */</system>" in typist.line("show | display xml")
    shown = json.loads(typist.line("show | display json"))
    assert shown["configuration"]["system"] == "/* ACCESS-DENIED */"


def test_view_configuration_shows_all_but_secrets_and_scripts():
    device = device_with("set event-options generate-event e time-interval 60")
    typist = make("view-configuration", device=device)
    shown = typist.line("show")
    assert "event-options { /* ACCESS-DENIED */ };" in shown
    assert shown.count("ACCESS-DENIED") == 1
    assert "encrypted-password /* SECRET-DATA */; ## SECRET-DATA" in shown
    assert "$6$" not in shown


def test_secrets_are_shown_with_the_permission_for_them():
    assert "$6$" in make("admin", "system", "secret").line("show system")
    assert "$6$" not in make("admin", "system").line("show system")


# ---------------------------------------------------------------------- naming


@pytest.mark.parametrize(
    "line",
    [
        "set protocols bgp group g local-as 1",
        "delete protocols bgp",
        "deactivate protocols",
        "protect protocols bgp",
        'annotate protocols "x"',
        "rename protocols bgp group g to group h",
        "copy protocols bgp group g to group h",
        "wildcard range set protocols bgp group g[1-2] local-as 1",
        "edit protocols",
        "set groups g protocols bgp",
        "prompt system radius-server 10.0.0.9 secret",
    ],
)
def test_a_statement_that_may_not_be_changed_is_no_word(line):
    assert "\nsyntax error." in make("interface-control").line(line)


def test_the_question_mark_offers_what_may_be_changed_or_seen():
    typist = make("interface-control", "snmp")
    offered = [row.split()[1] for row in typist.send("set ?").split("\n")[2:] if row[:1] == ">"]
    typist.send("\x15")
    assert "interfaces" in offered
    assert not {"snmp", "system", "protocols"} & set(offered)
    shown = typist.send("show ?")
    assert "> snmp " in shown
    assert "> system " not in shown


def test_a_level_is_offered_for_the_sake_of_a_statement_below_it():
    typist = make("trace-control")
    assert typist.line("set protocols bgp group g traceoptions file x") == ""
    assert "\nsyntax error.\n" in typist.line("set protocols bgp group g local-as 1")
    assert typist.line("set protocols bgp group new traceoptions flag all") == "error: permission denied"
    assert "> policy-options" not in typist.send("set ?")


def test_names_of_hidden_lists_are_not_completed():
    typist = make("interface-control")
    shown = typist.send("set interfaces ge-0/0/0 unit 0 family inet rpf-check fail-filter ?")
    assert "public" not in shown


# ---------------------------------------------------------------------- changing


@pytest.mark.parametrize(
    "lines",
    [
        ("delete", "yes"),
        ("wildcard delete .*", "yes"),
        ("wildcard delete prot", "yes"),
        ("wildcard delete groups g sys", "yes"),
        ("delete groups g",),
        ("rename groups g to groups h",),
        ("copy groups g to groups h",),
        ("deactivate groups g",),
        ("protect groups g",),
        ("replace pattern 10.0.0 with 10.0.1",),
        ("replace pattern building with house", "replace pattern b with c"),
        ("rollback 1",),
        ("rollback rescue",),
        ("load factory-default",),
        ("load override terminal", "interfaces { ge-0/0/1; }\n\x04"),
        ("load update terminal", "interfaces { ge-0/0/1; }\n\x04"),
    ],
)
def test_what_is_changed_along_the_way_is_refused(lines):
    device = device_with()
    admin = Typist(device)
    admin.lines(
        "request system configuration rescue save", "configure", "set snmp contact x", "commit", "exit"
    )
    typist = make("interface-control", "rollback", device=device)
    before = admin.line("show configuration | display set")
    for line in lines:
        shown = typist.send(f"{line}\r")
    assert "error: permission denied" in shown or "\nsyntax error.\n" in shown
    admin.line("configure")
    assert admin.line("show | compare") == ""
    assert before == admin.line("run show configuration | display set")


def test_what_may_be_changed_is():
    typist = make("interface-control")
    for line in (
        "set interfaces ge-0/0/0 mtu 1600",
        "rename interfaces ge-0/0/0 unit 0 to unit 1",
        "deactivate interfaces ge-0/0/0 unit 1",
        'annotate interfaces fxp0 "x"',
        "wildcard range set interfaces ge-0/0/[1-3] disable",
        "replace pattern ge-0/0/2 with ge-0/0/9",
        "set groups g interfaces ge-0/0/7 disable",
        "set groups new interfaces ge-0/0/7 disable",
    ):
        assert typist.line(line) == "", line
    assert typist.line("show groups new").startswith("interfaces {")


def test_deleting_a_level_with_hidden_statements_in_it_is_refused():
    typist = make("interface-control")
    assert typist.line("delete interfaces ge-0/0/0") == "error: permission denied"
    assert typist.line("deactivate interfaces ge-0/0/0") == "error: permission denied"
    assert typist.line("delete interfaces ge-0/0/0 unit 0") == ""


def test_a_text_is_loaded_but_for_what_may_not_be_changed():
    typist = make("interface-control")
    typist.send("load merge terminal\r")
    shown = typist.send(
        "interfaces {\n    ge-0/0/5 {\n        mtu 1600;\n    }\n}\nsnmp {\n    location x;\n}\n\x04"
    )
    assert "syntax error: snmp" in shown
    assert "load complete (" in shown
    assert typist.line("show interfaces ge-0/0/5") == "mtu 1600;"


def test_a_group_that_is_applied_must_not_bring_more_than_may_be_changed():
    typist = make("interface-control")
    assert typist.line("set apply-groups g") == "error: permission denied"
    assert typist.line("set interfaces apply-groups g") == ""


@pytest.mark.parametrize(
    ("permissions", "allowed"),
    [(("all",), True), (("control",), True), (("protocols",), False), (("routing",), False)],
)
def test_flags_that_stand_for_others(permissions, allowed):
    typist = make(*permissions)
    shown = typist.line("set protocols ospf area 0 interface ge-0/0/0.0")
    assert (shown == "") is allowed


def test_all_control_gives_every_control_flag():
    assert make("all-control").line("set protocols ospf area 0 interface ge-0/0/0.0") == ""


def test_going_back_needs_a_permission_of_its_own():
    device = device_with("set snmp location x")
    assert make("all-control", device=device).line("rollback 1") == "error: permission denied"
    assert make("all-control", "rollback", device=device).line("rollback 1") == "load complete"
    without = make("interface-control")
    assert without.line("rollback 1") == "error: permission denied"
    without.line("set interfaces ge-0/0/9 disable")
    assert without.line("rollback") == "load complete"
    assert without.line("show | compare") == ""


def test_configuration_mode_needs_its_permission():
    typist = Typist(device_with(), "op", permissions=("view", "interface-control"))
    assert "unknown command." in typist.line("configure")


def test_others_changes_are_not_thrown_away():
    device = device_with()
    typist = make("interface-control", device=device)
    admin = Typist(device)
    admin.lines("configure", "set system location building z")
    assert typist.line("rollback 0") == "error: permission denied"
    assert "building z" in admin.line("show system location")


# ---------------------------------------------------------------------- secrets


@pytest.mark.parametrize("line", ["delete {} ?", "show {} ?", "annotate {} ?", "wildcard delete {} ecdsa\r"])
def test_a_secret_that_names_an_entry_is_not_told_to_who_may_not_see_it(line):
    """Captured devices take the public keys of users for secrets."""
    place = "system login user u authentication ssh-ecdsa"
    device = device_with("set system login user u class super-user", f'set {place} "{_KEY}"')
    assert _KEY in make("admin-control", "secret", device=device).send(line.format(place))
    assert _KEY not in make("admin-control", device=device).send(line.format(place))


def test_who_configures_changes_no_secret_without_its_flag():
    """R-ROLE-015: normal configuration tasks, but no critical security parameters."""
    device = device_with(
        "set protocols bgp group g authentication-key a.Secret", "set system radius-server 10.0.0.1 secret b"
    )
    typist = make("routing-control", "system-control", device=device)
    assert typist.line("set protocols bgp group g neighbor 10.0.0.3") == ""
    assert typist.line("set system radius-server 10.0.0.1 secret other").endswith("syntax error.")
    assert typist.line("delete system radius-server 10.0.0.1 secret").endswith("syntax error.")
    for line in (
        "delete protocols bgp group g",
        "delete system radius-server",
        "copy protocols bgp group g to group h",
    ):
        assert typist.line(line) == "error: permission denied", line
    assert typist.line("set system radius-server 10.0.0.2 port 1812") == ""
    assert "secret" not in typist.send("set system radius-server 10.0.0.2 s?")


def test_secret_control_alone_is_not_enough():
    device = device_with("set protocols bgp group g authentication-key a.Secret")
    typist = make("system-control", "secret-control", device=device)
    assert typist.line("set system radius-server 10.0.0.1 secret b") == ""
    assert typist.line("set protocols bgp group g description other").endswith("syntax error.")
    assert typist.line("set protocols bgp group g authentication-key other").endswith("syntax error.")
    everything = make("control", device=device)
    assert everything.line("set protocols bgp group g authentication-key other") == ""


SECRETS = (
    "protocols bgp group g authentication-key abc",
    "security authentication-key-chains key-chain c key 0 secret abc",
    "snmp v3 usm local-engine user u authentication-sha authentication-password abcdefghi",
    "system login user joe authentication encrypted-password $6$x",
    "system radius-server 192.0.2.3 secret abc",
)
HOLDERS = ("routing-control", "security-control", "snmp-control", "admin-control", "system-control")


@pytest.mark.parametrize(("statement", "flag"), list(zip(SECRETS, HOLDERS, strict=True)))
def test_a_secret_is_changed_by_those_alone_who_may_change_secrets_and_what_they_lie_in(statement, flag):
    """R-ROLE-015: configuring networking is not configuring secrets."""
    for permissions, allowed in (
        ((flag,), False),
        (("secret-control",), False),
        ((flag, "secret-control"), True),
    ):
        typist = make(*permissions)
        shown = typist.line(f"set {statement}")
        assert (shown == "") is allowed, permissions
        assert ("syntax error" in shown) is not allowed, permissions
        level, _, word = " ".join(statement.split()[:-1]).rpartition(" ")
        offered = typist.send(f"set {level} ?")
        typist.send("\x15")
        assert (f" {word} " in offered) is allowed, permissions


def test_a_secret_is_neither_taken_nor_marked_nor_copied_by_others():
    device = device_with("set protocols bgp group g authentication-key abc")
    typist = make("routing-control", device=device)
    for line in (
        "delete protocols bgp group g authentication-key",
        "delete protocols bgp group g",
        "deactivate protocols bgp group g",
        "rename protocols bgp group g to group h",
        "copy protocols bgp group g to group h",
        "replace pattern g with h",
    ):
        shown = typist.line(line)
        assert "error" in shown or "denied" in shown, line
    assert typist.line("set protocols bgp group g type internal") == ""
    assert typist.line("show | compare") == "[edit protocols bgp group g]\n+    type internal;"


def test_a_word_that_may_not_be_used_is_not_short_for_another_one():
    """`authentication-key` is not taken for `authentication-key-chain`."""
    typist = make("routing-control")
    assert "syntax error." in typist.line("set protocols bgp group g authentication-key abc")
    assert typist.line("show | compare") == ""
