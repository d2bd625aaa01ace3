"""Shapes of `show` that real configurations have, and what `show` of a part of them gives."""

from __future__ import annotations

import pytest

from cli_session import Typist


@pytest.fixture
def typist():
    typist = Typist()
    typist.line("configure")
    return typist


def test_groups_share_one_pair_of_braces(typist):
    typist.lines(
        "set groups re0 system host-name a",
        "commit",
        "set groups re1 system host-name b",
        "deactivate groups re1",
    )
    group = ["    re0 {", "        system {", "            host-name a;", "        }", "    }"]
    shown = typist.line("show").split("\n")
    at = shown.index("groups {")
    assert shown[at + 1 : at + 6] == group
    assert shown[at + 6] == "    inactive: re1 {"
    assert typist.line("show | compare").split("\n") == [
        "[edit groups]",
        "   re0 { ... }",
        "+  inactive: re1 {",
        "+      system {",
        "+          host-name b;",
        "+      }",
        "+  }",
    ]


def test_what_always_shares_braces_is_shown_without_them(typist):
    typist.lines(
        "set groups re0 system host-name a",
        "annotate groups re0 first",
        'annotate groups re0 "first"',
        "set system name-server 10.0.0.1",
        "set system name-server 10.0.0.2",
        "deactivate system name-server 10.0.0.2",
    )
    assert typist.line("show groups") == "/* first */\nre0 {\n    system {\n        host-name a;\n    }\n}"
    assert typist.line("show system name-server") == "10.0.0.1;\ninactive: 10.0.0.2;"
    typist.line("set policy-options prefix-list p 10.0.0.0/8")
    assert typist.line("show policy-options prefix-list") == "prefix-list p {\n    10.0.0.0/8;\n}"


def test_the_groups_of_a_saved_configuration_load_back(typist):
    typist.lines("set groups g interfaces <*> mtu 1500", "protect groups g", "set apply-groups g", "commit")
    before = typist.line("show")
    typist.lines(
        "save kept", "unprotect groups g", "delete groups", "delete apply-groups", "load override kept"
    )
    assert typist.line("show | compare") == ""
    assert typist.line("show").split("\n")[1:] == before.split("\n")[1:]


def test_groups_of_older_texts_load_too(typist):
    typist.send("load merge terminal\rgroups c { system { host-name q; } }\r\x04")
    assert typist.line("show groups c") == "system {\n    host-name q;\n}"


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("show version", "version 19.1R2.8;"),
        ("run show configuration version", "version 19.1R2.8;"),
        ("show version | display set", "set version 19.1R2.8"),
    ],
)
def test_the_version_is_a_statement_too(typist, command, answer):
    assert typist.line(command) == answer


def test_the_version_in_xml_and_json(typist):
    assert "<version>19.1R2.8</version>" in typist.line("show version | display xml")
    assert '"version" : "19.1R2.8"' in typist.line("show version | display json")


@pytest.mark.parametrize("command", ["copy system to interfaces", "rename system services to services"])
def test_only_what_has_a_name_gets_another(typist, command):
    words = command.split(" to ")[0].split()[-1]
    assert typist.line(command) == f"error: '{words}' has no name to change"
