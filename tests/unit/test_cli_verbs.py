"""Every verb of configuration mode on every kind of statement, as it is typed: containers, entries, leaves, values.

What a verb does to a tree is tested with the trees; here it is that the line names the right statement.
"""

from __future__ import annotations

import pytest

from cli_session import Typist, make_device

START = (
    "set policy-options policy-statement p term a from protocol [ bgp static direct ]",
    "set policy-options policy-statement p term a then accept",
    "set policy-options policy-statement p term b then reject",
    "set policy-options prefix-list l 10.0.0.0/8",
    "set interfaces ge-0/0/0 unit 0 family inet address 10.0.0.1/24",
    "set interfaces ge-0/0/0 unit 0 family inet6",
    "set groups g interfaces <ge-*> unit <*> family inet mtu 1500",
    "set apply-groups [ g h ]",
)


@pytest.fixture
def typist():
    typist = Typist(make_device())
    typist.lines("configure", *START, "commit")
    return typist


def shown(typist, path):
    lines = typist.line(f"top show {path} | display set").split("\n")
    return [line.replace("set policy-options policy-statement p ", "") for line in lines]


@pytest.mark.parametrize(
    ("line", "path", "lines"),
    [
        # entries of ordered lists, values of leaf-lists
        (
            "insert policy-options policy-statement p term b before term a", "policy-options policy-statement p",
            ["term b then reject", "term a from protocol bgp", "term a from protocol static",
             "term a from protocol direct", "term a then accept"],
        ),
        (
            "insert policy-options policy-statement p term a from protocol direct before protocol bgp",
            "policy-options policy-statement p term a from",
            ["term a from protocol direct", "term a from protocol bgp", "term a from protocol static"],
        ),
        ("insert apply-groups g after apply-groups h", "apply-groups", ["set apply-groups h", "set apply-groups g"]),
        # rename and copy: entries, entries of a list without a word, values
        (
            "rename policy-options policy-statement p term b to term c", "policy-options policy-statement p term c",
            ["term c then reject"],
        ),
        ("rename interfaces ge-0/0/0 to ge-0/0/9", "interfaces ge-0/0/9 unit 0 family inet6",
         ["set interfaces ge-0/0/9 unit 0 family inet6"]),
        ("rename policy-options prefix-list l 10.0.0.0/8 to 11.0.0.0/8", "policy-options prefix-list",
         ["set policy-options prefix-list l 11.0.0.0/8"]),
        ("rename apply-groups g to apply-groups k", "apply-groups", ["set apply-groups k", "set apply-groups h"]),
        ("rename groups g interfaces <ge-*> to <xe-*>", "groups",
         ["set groups g interfaces <xe-*> unit <*> family inet mtu 1500"]),
        ("copy interfaces ge-0/0/0 unit 0 to unit 7", "interfaces ge-0/0/0 unit 7",
         ["set interfaces ge-0/0/0 unit 7 family inet address 10.0.0.1/24",
          "set interfaces ge-0/0/0 unit 7 family inet6"]),
        # delete: a value, a leaf with and without its value, a list, a joined container
        ("delete policy-options policy-statement p term a from protocol static",
         "policy-options policy-statement p term a from",
         ["term a from protocol bgp", "term a from protocol direct"]),
        ("delete policy-options policy-statement p term a from protocol", "policy-options policy-statement p term a",
         ["term a then accept"]),
        ("delete policy-options policy-statement p term", "policy-options policy-statement",
         ["set policy-options policy-statement p"]),
        ("delete interfaces ge-0/0/0 unit 0 family", "interfaces ge-0/0/0", ["set interfaces ge-0/0/0 unit 0"]),
        ("delete groups g interfaces <ge-*> unit <*> family inet mtu", "groups",
         ["set groups g interfaces <ge-*> unit <*> family inet"]),
        # marks: an entry, a list as a whole, a joined container for its members, a leaf
        ("deactivate policy-options policy-statement p term", "policy-options policy-statement p",
         ["term a from protocol bgp", "term a from protocol static", "term a from protocol direct",
          "term a then accept", "deactivate policy-options policy-statement p term a", "term b then reject",
          "deactivate policy-options policy-statement p term b"]),
        ("deactivate interfaces ge-0/0/0 unit 0 family", "interfaces ge-0/0/0",
         ["set interfaces ge-0/0/0 unit 0 family inet address 10.0.0.1/24",
          "deactivate interfaces ge-0/0/0 unit 0 family inet", "set interfaces ge-0/0/0 unit 0 family inet6",
          "deactivate interfaces ge-0/0/0 unit 0 family inet6"]),
        ("protect system host-name", "system host-name", ["set system host-name r1", "protect system host-name"]),
    ],
)  # fmt: skip
def test_a_verb_on_a_statement(typist, line, path, lines):
    assert typist.line(line) == ""
    assert shown(typist, path) == lines


@pytest.mark.parametrize(
    ("level", "line", "path"),
    [
        ("system login", "set user u uid 3000 class operator full-name x", "system login user u"),
        ("interfaces ge-0/0/0", "set description x unit 4", "interfaces ge-0/0/0 description"),
        ("groups g system", "set host-name x domain-name y.z", "groups g system domain-name"),
        ("system services", "up 1 set domain-name a.b", "system domain-name"),
        ("system login user crypto-officer", "up 2 set domain-name a.b", "system domain-name"),
        (
            "protocols bgp group new neighbor 10.0.0.1",
            "set peer-as 5",
            "protocols bgp group new neighbor 10.0.0.1",
        ),
        ("interfaces", "top set system domain-name a.b", "system domain-name"),
    ],
)
def test_verbs_at_a_level(typist, level, line, path):
    assert typist.line(f"edit {level}") == ""
    assert typist.line(line) == ""
    assert typist.line(f"top show {path}") != ""
    assert typist.login.is_editing


def test_a_line_of_several_statements_is_done_wholly_or_not_at_all(typist):
    typist.lines("set system domain-name a.b", "protect system domain-name")
    assert typist.line("set system host-name other domain-name c.d").startswith("error: [system domain-name]")
    assert typist.line("show system host-name") == "host-name r1;"


@pytest.mark.parametrize(
    ("line", "comment"),
    [
        ('annotate system "x y"', "/* x y */\nsystem {"),
        ('annotate system host-name "the name"', "    /* the name */\n    host-name r1;"),
        (
            'annotate system login user "crypto-officer" "him"',
            "        /* him */\n        user crypto-officer {",
        ),
        (
            'annotate interfaces ge-0/0/0 unit 0 family inet "v4"',
            "            /* v4 */\n            family inet {",
        ),
        ('annotate apply-groups "two"', "/* two */\napply-groups [ g h ];"),
        ('annotate system "# signed"', "# signed\nsystem {"),
    ],
)
def test_annotate(typist, line, comment):
    assert typist.line(line) == ""
    assert comment in typist.line("show")
    text = line.split('"')[-2]
    assert typist.line(line.replace(f'"{text}"', '""')) == ""
    assert comment not in typist.line("show")
    assert "annotate" not in typist.line("show | display set")  # the set form has no comments


def test_edit_goes_to_levels_and_to_nothing_else(typist):
    for line in (
        "edit system host-name",
        "edit system host-name x",
        "edit system services ssh protocol-version",
    ):
        assert "\nsyntax error." in typist.line(line)
    rows = typist.send("edit system ?")
    assert "host-name" not in rows
    assert "> login " in rows


def test_delete_keeps_what_is_protected_and_says_so(typist):
    typist.lines("protect system host-name", "protect interfaces ge-0/0/0")
    assert typist.line("delete system") == (
        "warning: [system host-name] is protected, 'system' cannot be deleted"
    )
    assert typist.line("show system") == (
        "protect: host-name r1;\n## Warning: missing mandatory statement(s): 'root-authentication'"
    )
    typist.line("edit interfaces")
    typist.send("delete\r")
    assert "warning: [interfaces ge-0/0/0] is protected" in typist.send("yes\r")
    assert shown(typist, "interfaces")[-1] == "protect interfaces ge-0/0/0"
