"""The XML form of a configuration: its layout, what is read, and what is refused."""

from __future__ import annotations

import pytest
from lxml import etree

import config_session
from junosim.config.formats import set as set_form
from junosim.config.formats import xml
from junosim.config.load import Form, Mode, form_of, load, tree_of
from junosim.config.tree import Mark

SCHEMA, tree, edited = config_session.SCHEMA, config_session.tree, config_session.edited


def shown(root, **options):
    return list(xml.lines(root, **options))


def read(inner, root=None, **options):
    """Load what stands in `<configuration>`; the set form of the outcome and the problems."""
    work = edited(root=root) if root is not None else edited()
    loaded = load(work, f"<configuration>{inner}</configuration>", form=Form.XML, **options)
    return list(set_form.lines(work.root)), loaded.problems


def test_layout_of_every_kind_of_statement():
    root = tree(
        "set system services ssh",
        "set system services finger",
        "set system ntp server 10.0.0.1 prefer",
        "set policy-options community c members [ 1:1 2:2 ]",
        "set interfaces ge-0/0/0 unit 0 family inet address 10.0.0.1/24",
        "set policy-options policy-statement p term t from route-filter 10.0.0.0/8 exact",
        "set policy-options policy-statement p term t from route-filter 10.0.0.0/8 upto /24",
    )
    assert shown(root.children["system"]) == [
        "<services>",
        "    <ssh>",
        "    </ssh>",
        "    <finger/>",
        "</services>",
        "<ntp>",
        "    <server>",
        "        <name>10.0.0.1</name>",
        "        <prefer/>",
        "    </server>",
        "</ntp>",
    ]
    policy = shown(root.children["policy-options"])
    assert policy[-5:] == [
        "<community>",
        "    <name>c</name>",
        "    <members>1:1</members>",
        "    <members>2:2</members>",
        "</community>",
    ]
    assert [line.strip() for line in policy[5:13]] == [
        "<route-filter>",
        "<address>10.0.0.0/8</address>",
        "<exact/>",
        "</route-filter>",
        "<route-filter>",
        "<address>10.0.0.0/8</address>",
        "<upto>/24</upto>",
        "</route-filter>",
    ]


def test_marks_comments_and_special_characters():
    work = edited('set system host-name "a<&>b"', "set snmp location y", "deactivate snmp", "protect system")
    config_session.SetReader(work).line('annotate snmp "x & y"')
    assert shown(work.root) == [
        '<system protect="protect">',
        "    <host-name>a&lt;&amp;&gt;b</host-name>",
        "</system>",
        "<junos:comment>/* x &amp; y */</junos:comment>",
        '<snmp inactive="inactive">',
        "    <location>y</location>",
        "</snmp>",
    ]


def test_a_document_around_it_has_version_and_attributes():
    lines = list(xml.configuration(tree("set snmp location x"), {"junos:commit-user": 'a"b'}, "19.1R2.8"))
    assert lines == [
        '<configuration junos:commit-user="a&quot;b">',
        "        <version>19.1R2.8</version>",
        "        <snmp>",
        "            <location>x</location>",
        "        </snmp>",
        "</configuration>",
    ]


@pytest.mark.parametrize("text", ["\x01", "\ud800", "\ufffe", "a\r\nb\tc", ' "<>&'])
def test_every_text_gives_well_formed_xml(text):
    root = edited().root
    node = SCHEMA.by_name["snmp"].by_name["location"]
    held = xml.Branch(SCHEMA.by_name["snmp"], (), {"location": xml.Leaf(node, text)})
    root.children["snmp"] = held
    back = etree.fromstring("\n".join(xml.lines(root)))
    expected = text if text[0] not in "\x01\ud800\ufffe" else "\ufffd"
    assert back.findtext("location") == expected


def test_secrets_are_masked():
    root = tree("set system root-authentication encrypted-password $1$abc")
    assert "        <encrypted-password>/* SECRET-DATA */</encrypted-password>" in shown(root, mask=True)
    assert any("$1$abc" in line for line in shown(root))


@pytest.mark.parametrize(
    "text",
    [
        "<configuration><snmp><location>x</location></snmp></configuration>",
        "<?xml version='1.0' encoding='latin-1'?>\n<configuration><snmp>\n<location>\n x\n</location></snmp>"
        "</configuration>",
        "<configuration><configuration><snmp><location>x</location></snmp></configuration></configuration>",
        "<rpc-reply><configuration><snmp><location>x</location></snmp></configuration><cli/></rpc-reply>",
        '<configuration junos:commit-seconds="1"><!-- n --><snmp><location>x</location></snmp></configuration>',
        '<c:configuration xmlns:c="urn:x"><c:snmp><c:location>x</c:location></c:snmp></c:configuration>',
        "\ufeff <nc:config><configuration><snmp><location><![CDATA[x]]></location></snmp></configuration>"
        "</nc:config>",
    ],
)
def test_wrappers_and_namespaces_do_not_matter(text):
    root, loaded = tree_of(SCHEMA, text)
    assert loaded.problems == ()
    assert list(set_form.lines(root)) == ["set snmp location x"]


def test_keys_may_come_late_and_choices_in_either_spelling():
    flat = "<address>10.0.0.0/8</address><choice-ident>exact</choice-ident><choice-value/>"
    named = "<upto>/24</upto><address>10.0.0.0/8</address>"
    filters = f"<route-filter>{flat}</route-filter><route-filter>{named}</route-filter>"
    lines, problems = read(
        "<policy-options><policy-statement><term><from>"
        f"{filters}</from><name>t</name></term><name>p</name></policy-statement></policy-options>"
    )
    assert problems == ()
    assert lines == [
        "set policy-options policy-statement p term t from route-filter 10.0.0.0/8 exact",
        "set policy-options policy-statement p term t from route-filter 10.0.0.0/8 upto /24",
    ]


def test_marks_and_comments_are_read():
    inner = (
        "<junos:comment>/* why */</junos:comment><snmp inactive='inactive'>"
        "<location protect='protect'>x</location></snmp>"
    )
    root, loaded = tree_of(SCHEMA, f"<configuration>{inner}</configuration>")
    assert loaded.problems == ()
    assert (root.children["snmp"].comment, root.children["snmp"].mark) == ("why", Mark.INACTIVE)
    assert root.children["snmp"].children["location"].mark is Mark.PROTECTED
    assert read("<snmp active='active'/>", root)[0] == ["set snmp location x", "protect snmp location"]


BEFORE = ("set system host-name a", "set system ntp peer 1.1.1.1", "set snmp location x")


@pytest.mark.parametrize(
    ("inner", "mode", "left"),
    [
        ("<snmp delete='delete'/>", Mode.MERGE, BEFORE[:2]),
        ("<snmp nc:operation='remove'/><interfaces operation='remove'/>", Mode.MERGE, BEFORE[:2]),
        ("<snmp><location operation='delete'/></snmp>", Mode.MERGE, BEFORE[:2]),
        ("<system><host-name active='active'/></system>", Mode.MERGE, BEFORE),
        ("<system><host-name operation='merge'/></system>", Mode.MERGE, BEFORE),
        ("<system operation='replace'><host-name>b</host-name></system>", Mode.MERGE,
         ("set system host-name b", BEFORE[2])),
        ("<system replace='replace'><host-name>b</host-name></system>", Mode.REPLACE,
         ("set system host-name b", BEFORE[2])),
        ("<system replace='replace'><host-name>b</host-name></system>", Mode.MERGE,
         ("set system host-name b", *BEFORE[1:])),
        ("<system><ntp><peer operation='delete'><name>1.1.1.1</name></peer></ntp></system>", Mode.MERGE,
         (BEFORE[0], BEFORE[2])),
        ("<snmp><location>y</location></snmp>", Mode.OVERRIDE, ("set snmp location y",)),
    ],
)  # fmt: skip
def test_operations(inner, mode, left):
    lines, problems = read(inner, tree(*BEFORE), mode=mode)
    assert problems == ()
    assert sorted(lines) == sorted(left)


def test_a_single_value_is_deleted_from_a_leaf_list():
    before = tree("set policy-options community c members [ 1:1 2:2 ]")
    members = "<members delete='delete'>1:1</members>"
    inner = f"<policy-options><community><name>c</name>{members}</community></policy-options>"
    assert read(inner, before) == (["set policy-options community c members 2:2"], ())


@pytest.mark.parametrize(
    ("inner", "line", "message", "word", "warning"),
    [
        ("\n<nonsense/>", 2, "syntax error", "nonsense", False),
        ("<snmp>\n\n<location><b/></location></snmp>", 3, "syntax error", "location", False),
        ("<snmp>text</snmp>", 1, "syntax error", "text", False),
        ("<system><services><finger>x</finger></services></system>", 1, "syntax error", "x", False),
        ("<system><ntp><peer><key>1</key></peer></ntp></system>", 1,
         "missing mandatory statement: 'name'", "peer", False),
        ("<snmp delete='delete'/>", 1, "statement not found", "snmp", True),
        ("<snmp operation='frob'/>", 1, "invalid operation 'frob'", "snmp", False),
        ("<snmp insert='before'/>", 1, "attribute 'insert' needs the name of an entry", "snmp", False),
        ("<snmp replace-pattern='a'/>", 1, "attribute 'replace-pattern' is not supported", "snmp", False),
    ],
)  # fmt: skip
def test_problems_say_where(inner, line, message, word, warning):
    lines, problems = read(f"{inner}<system><host-name>kept</host-name></system>")
    assert [(p.line, p.message, p.word, p.warning) for p in problems] == [(line, message, word, warning)]
    assert lines == ["set system host-name kept"]


def test_values_are_checked():
    _, problems = read("<system><ntp><peer><name>1.1.1.1</name><key>x</key></peer></ntp></system>")
    assert [(p.path, p.source) for p in problems] == [(("system", "ntp", "peer", "1.1.1.1"), "key")]
    assert problems[0].message


def test_an_entry_cannot_be_created_twice():
    inner = "<system><host-name operation='create'>b</host-name></system>"
    lines, problems = read(inner, tree("set system host-name a"))
    assert lines == ["set system host-name a"]
    assert [p.message for p in problems] == ["statement already exists"]


USE = "<configuration><snmp><location>&c;</location></snmp></configuration>"
BOMB = '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;">]>\n' + USE
FILE = '<!DOCTYPE a [<!ENTITY c SYSTEM "file:///etc/passwd">]>' + USE


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (BOMB, "document type"),
        (FILE, "document type"),
        (
            "<!-- x -->\n<!DOCTYPE configuration SYSTEM 'http://192.0.2.1/x.dtd'><configuration/>",
            "document type",
        ),
        (USE, "Entity 'c' not defined"),
        ("<configuration><snmp><location>x</location></snmp>", ""),
        ("<configuration><snmp><location>x</snmp></configuration>", "mismatch"),
        ("<configuration></document><configuration/>", ""),
        ("<configuration>" + "<a>" * 10_000, "nesting too deep"),
        ("<configuration>" + "<configuration>" * 10_000, "nesting too deep"),
        ("<configuration>\x00</configuration>", ""),
        ("<configuration>\ud800</configuration>", ""),
        ("<configuration a='1' a='2'/>", "redefined"),
        ("<", ""),
        ("<a/>", "syntax error"),
        ("<configuration/", ""),
    ],
)
def test_hostile_documents_are_refused_and_nothing_is_set(text, message):
    assert form_of(text) is Form.XML
    root, loaded = tree_of(SCHEMA, text)
    assert root.children == {}
    assert loaded.errors == len(loaded.problems) == 1
    assert message in loaded.problems[0].message
    assert "/etc" not in str(loaded.problems)


def test_a_position_in_what_is_not_well_formed():
    _, loaded = tree_of(SCHEMA, "<configuration>\n  <snmp>\n  </smnp>\n</configuration>")
    assert [(p.line, p.column) for p in loaded.problems] == [(3, 9)]
    _, loaded = tree_of(SCHEMA, "<configuration></snmp>")
    assert [(p.line, p.column) for p in loaded.problems] == [(1, 22)]
