"""The text and set forms, one case a mapping rule; samples of the guides are embedded."""

from __future__ import annotations

import pytest

import config_session
from junosim.config import marks
from junosim.config.formats import set as set_form
from junosim.config.formats import text
from junosim.config.load import Form, tree_of
from junosim.config.tree import Branch

at, SCHEMA, tree, edited = (
    config_session.at, config_session.SCHEMA, config_session.tree, config_session.edited
)  # fmt: skip

# rule of the schema facts, commands, text form
CASES = {
    "list keys": (["set system ntp peer 1.1.1.1 key 5"], "system {\n ntp {\n  peer 1.1.1.1 {\n   key 5;\n  }\n }\n}"),
    "several keys": (
        ["set policy-options policy-statement p term t then community add C"],
        "policy-options {\n policy-statement p {\n  term t {\n   then {\n    community add C;\n   }\n  }\n }\n}"
        .replace("then {\n    community add C;\n   }", "then community add C;"),
    ),
    "key that only some words take": (
        ["set policy-options policy-statement p term t from route-filter 10.0.0.0/8 upto /24"],
        "policy-options {\n policy-statement p {\n  term t {\n   from route-filter 10.0.0.0/8 upto /24;\n  }\n }\n}",
    ),
    "presence and keywords": (
        ["set system services ssh", "set system services finger"],
        "system {\n services {\n  ssh;\n  finger;\n }\n}",
    ),
    "invisible leaf": (
        ["set routing-options autonomous-system 64500 loops 2", "set routing-options autonomous-system asdot"],
        "routing-options {\n autonomous-system 64500 {\n  loops 2;\n  asdot;\n }\n}",
    ),
    "invisible leaf and one child": (
        ["set routing-options autonomous-system 64500 loops 2"],
        "routing-options {\n autonomous-system 64500 loops 2;\n}",
    ),
    "values after a container": (
        ["set protocols mpls label-switched-path l priority 7 0"],
        "protocols {\n mpls {\n  label-switched-path l {\n   priority 7 0;\n  }\n }\n}",
    ),
    "invisible lists": (
        ["set system syslog file messages any info", "set shapes macro m key value", "set shapes macro m two words"],
        "system {\n syslog {\n  file messages {\n   any info;\n  }\n }\n}\n"
        "shapes {\n macro m {\n  key value;\n  two words;\n }\n}",
    ),
    "always one line": (
        ["set system ntp server 1.1.1.1 version 4 prefer", "set shapes line a x", "set shapes line deep b y"],
        "system {\n ntp {\n  server 1.1.1.1 version 4 prefer;\n }\n}\nshapes {\n line a x deep b y;\n}",
    ),
    "braces where one line would be ambiguous": (
        ["set shapes line deep b y", "set shapes line d z"],
        "shapes {\n line {\n  deep {\n   b y;\n  }\n  d z;\n }\n}",
    ),
    "one line if single": (
        [
            "set policy-options policy-statement p term a from protocol [ bgp static ]",
            "set policy-options policy-statement p term a then accept",
            "set policy-options policy-statement p term b from protocol bgp",
            "set policy-options policy-statement p term b from policy x",
        ],
        "policy-options {\n policy-statement p {\n  term a {\n   from protocol [ bgp static ];\n   then accept;\n"
        "  }\n  term b {\n   from {\n    protocol bgp;\n    policy x;\n   }\n  }\n }\n}",
    ),
    "joined family": (
        ["set interfaces lo0 unit 0 family inet mtu 1500", "set interfaces lo0 unit 0 family iso"],
        "interfaces {\n lo0 {\n  unit 0 {\n   family inet {\n    mtu 1500;\n   }\n   family iso;\n  }\n }\n}",
    ),
    "grouped entries": (
        ["set system name-server 1.1.1.1", "set system name-server 2.2.2.2 source-address 3.3.3.3"],
        "system {\n name-server {\n  1.1.1.1;\n  2.2.2.2 {\n   source-address 3.3.3.3;\n  }\n }\n}",
    ),
    "grouped one-line entries": (
        ["set snmp community c clients 1.0.0.0/8", "set snmp community c clients 2.0.0.0/8 restrict"],
        "snmp {\n community c {\n  clients {\n   1.0.0.0/8;\n   2.0.0.0/8 restrict;\n  }\n }\n}",
    ),
    "apply-groups first": (
        ["set version 19.1", "set system host-name x", "set system apply-groups g", "set apply-groups [ a b ]"],
        "version 19.1;\napply-groups [ a b ];\nsystem {\n apply-groups g;\n host-name x;\n}",
    ),
    "order of interfaces and units": (
        [
            "set interfaces lo0", "set interfaces ge-0/0/10", "set interfaces xe-0/0/9 unit 10",
            "set interfaces xe-0/0/9 unit 9", "set interfaces ae10", "set interfaces ae2",
        ],
        "interfaces {\n xe-0/0/9 {\n  unit 9;\n  unit 10;\n }\n ge-0/0/10;\n ae2;\n ae10;\n lo0;\n}",
    ),
    "order of names": (
        ["set policy-options community a2 members 1:2", "set policy-options community a10 members 1:1"],
        "policy-options {\n community a10 members 1:1;\n community a2 members 1:2;\n}",
    ),
    "expressions": (
        ["set policy-options policy-statement p term t from policy ( A && ( B || C ) )"],
        "policy-options {\n policy-statement p {\n  term t {\n   from policy ( A && ( B || C ) );\n  }\n }\n}",
    ),
    "quotes": (
        [r'set system location "a \"b\" c"', "set system host-name a-b.c_d", 'set snmp location "x[1]"'],
        'system {\n host-name a-b.c_d;\n location "a \\"b\\" c";\n}\nsnmp {\n location "x[1]";\n}',
    ),
}  # fmt: skip


def indented(lines):
    """One blank a level, as the cases are written, to the four of the text form."""
    return "\n".join(
        " " * (4 * (len(line) - len(line.lstrip()))) + line.lstrip() for line in lines.split("\n")
    )


@pytest.mark.parametrize("name", CASES)
def test_text_form(name):
    commands, expected = CASES[name]
    root = tree(*commands)
    shown = "\n".join(text.lines(root))
    assert shown == indented(expected)
    back, loaded = tree_of(SCHEMA, shown, Form.TEXT)
    assert loaded.problems == ()
    assert "\n".join(text.lines(back)) == shown
    again, _ = tree_of(SCHEMA, "\n".join(set_form.lines(root)), Form.SET)
    assert "\n".join(text.lines(again)) == shown


GUIDE_USER = """\
login {
    user crypto-officer {
        uid 6400;
        class super-user;
        authentication {
            encrypted-password "<cipher-text>"; ## SECRET-DATA
        }
    }
}"""


def test_the_user_of_the_guide():
    root = tree(
        'set system login user crypto-officer authentication encrypted-password "<cipher-text>"',
        "set system login user crypto-officer uid 6400 class super-user",
        "set system root-authentication encrypted-password x",
    )
    assert "\n".join(text.show(root, at("system"))).startswith(GUIDE_USER)


def test_secrets_are_always_quoted_and_can_be_masked():
    root = tree(
        "set system root-authentication encrypted-password abc", "set shapes secret-entry $9$9cTRAtO on"
    )
    assert list(text.lines(root)) == [
        "system {",
        "    root-authentication {",
        '        encrypted-password "abc"; ## SECRET-DATA',
        "    }",
        "}",
        "shapes {",
        '    secret-entry "$9$9cTRAtO" on; ## SECRET-DATA',
        "}",
    ]
    assert "        encrypted-password /* SECRET-DATA */; ## SECRET-DATA" in text.lines(root, mask=True)
    assert list(set_form.lines(root, mask=True)) == [
        "set system root-authentication encrypted-password /* SECRET-DATA */",
        "set shapes secret-entry /* SECRET-DATA */ on",
    ]


def test_marks_and_comments_stand_before_a_statement():
    work = edited(
        "set interfaces ge-0/0/0 unit 0 family inet mtu 1500",
        "deactivate interfaces ge-0/0/0 unit 0 family inet",
        "set snmp location x",
        "protect snmp",
    )
    work.apply(marks.annotate, at("interfaces ge-0/0/0"), "uplink")
    shown = list(text.lines(work.root))
    assert shown == [
        "interfaces {",
        "    /* uplink */",
        "    ge-0/0/0 {",
        "        unit 0 {",
        "            inactive: family inet {",
        "                mtu 1500;",
        "            }",
        "        }",
        "    }",
        "}",
        "protect: snmp {",
        "    location x;",
        "}",
    ]
    assert list(set_form.lines(work.root)) == [
        "set interfaces ge-0/0/0 unit 0 family inet mtu 1500",
        "deactivate interfaces ge-0/0/0 unit 0 family inet",
        "set snmp location x",
        "protect snmp",
    ]


def test_show_of_a_statement_is_relative():
    root = tree(
        "set interfaces ge-0/0/0 mtu 9000", "set system ntp server 1.1.1.1 prefer", "set system host-name h"
    )
    assert list(text.show(root, at("interfaces ge-0/0/0"))) == ["mtu 9000;"]
    assert list(text.show(root, at("system host-name"))) == ["host-name h;"]
    assert list(text.show(root, at("system ntp server"))) == ["server 1.1.1.1 prefer;"]
    assert list(text.show(root, at("snmp"))) == []
    assert list(set_form.show(root, at("interfaces ge-0/0/0"))) == ["set interfaces ge-0/0/0 mtu 9000"]
    assert list(set_form.show(root, at("system host-name"))) == ["set system host-name h"]


def test_show_warns_of_a_missing_root_authentication():
    root = tree("set system host-name h")
    warning = "## Warning: missing mandatory statement(s): 'root-authentication'"
    assert list(text.show(root, ())) == ["system {", "    host-name h;", "    " + warning, "}"]
    assert list(text.show(root, at("system")))[-1] == warning
    assert warning not in list(
        text.show(tree("set system root-authentication encrypted-password x"), at("system"))
    )


def test_an_empty_tree_shows_nothing():
    assert list(text.lines(Branch(SCHEMA))) == list(set_form.lines(Branch(SCHEMA))) == []
