"""The walk over the schema, by table: one row per shape flag and rule of the language."""

import pytest

from junosim.errors import SyntaxProblem
from junosim.schema.walk import Walker, locate, resolve
from schema_builder import build

ROOT = build()


def typed(path):
    return " ".join(word for step in path for word in step.words)


@pytest.mark.parametrize(
    ("line", "statements"),
    [
        # leaf, bare keyword, container with presence
        ("system host-name r1", ["system host-name r1"]),
        ("interfaces ge-0/0/0 disable", ["interfaces ge-0/0/0 disable"]),
        ("system services ssh", ["system services ssh"]),
        # list with one key, with several keys, an absent choice-value
        ("system login user a", ["system login user a"]),
        (
            "policy-options policy-statement p term 1 from route-filter 10.0.0.0/8 exact",
            ["policy-options policy-statement p term 1 from route-filter 10.0.0.0/8 exact"],
        ),
        (
            "policy-options policy-statement p term 1 from route-filter 10.0.0.0/8 upto /24 accept",
            ["policy-options policy-statement p term 1 from route-filter 10.0.0.0/8 upto /24 accept"],
        ),
        # invisible list word, invisible leaf, words before values before prefixes
        ("interfaces ge-0/0/0 unit 0 family inet", ["interfaces ge-0/0/0 unit 0 family inet"]),
        ("interfaces interface-set s", ["interfaces interface-set s"]),
        ("routing-options autonomous-system 64500 loops 2", [
            "routing-options autonomous-system 64500", "routing-options autonomous-system loops 2",
        ]),
        ("routing-options autonomous-system lo 2", ["routing-options autonomous-system loops 2"]),
        ("protocols mpls label-switched-path p priority 7 0", [
            "protocols mpls label-switched-path p priority",
            "protocols mpls label-switched-path p 7",
            "protocols mpls label-switched-path p 0",
        ]),
        ("shapes macro m data 5", ["shapes macro m data 5"]),
        # leaf-lists: one value, brackets, an expression in parentheses
        ("policy-options community c members 1:1", ["policy-options community c members 1:1"]),
        ("policy-options community c members [ 1:1 2:2 ]", [
            "policy-options community c members 1:1", "policy-options community c members 2:2",
        ]),
        ("policy-options policy-statement p term 1 from policy ( A && B )", [
            "policy-options policy-statement p term 1 from policy ( A && B )",
        ]),
        ("policy-options policy-statement p term 1 from policy [ A ( B || C ) ]", [
            "policy-options policy-statement p term 1 from policy A",
            "policy-options policy-statement p term 1 from policy ( B || C )",
        ]),
        # several statements on one line
        ("system login user a uid 2000 class operator", [
            "system login user a uid 2000", "system login user a class operator",
        ]),
        ("system ntp server 192.0.2.1 version 4 prefer", [
            "system ntp server 192.0.2.1 version 4", "system ntp server 192.0.2.1 prefer",
        ]),
        # unique prefixes of words and of enumerations
        ("sys log user a", ["system login user a"]),
        ("system syslog file f ker inf", ["system syslog file f kernel info"]),
    ],
)  # fmt: skip
def test_a_line_sets_these_statements(line, statements):
    assert [typed(path) for path in resolve(ROOT, line.split())] == statements


@pytest.mark.parametrize(
    ("line", "kind", "index"),
    [
        ("system foo", "unmatched", 1),
        ("system login user a uid 5", "value", 5),
        ("system login user a uid", "missing-argument", 5),
        ("system login user", "missing-argument", 3),
        ("p", "ambiguous", 0),
        ("system syslog file f foo", "unmatched", 4),
        ("policy-options community c members [ 1:1", "missing-argument", 6),
        ("policy-options policy-statement p term 1 from route-filter 10.0.0.0/8", "missing-argument", 8),
    ],
)
def test_a_bad_line_says_which_word_and_why(line, kind, index):
    with pytest.raises(SyntaxProblem) as caught:
        resolve(ROOT, line.split())
    assert (caught.value.kind, caught.value.index) == (kind, index)


def test_a_refused_value_carries_the_message_of_its_type():
    with pytest.raises(SyntaxProblem) as caught:
        resolve(ROOT, ["system", "login", "user", "a", "uid", "5"])
    assert caught.value.message == "Value 5 is not within range (100..64000) at '5'"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("system host-name", "system host-name"),
        ("system login user", "system login user"),
        ("policy-options community c members", "policy-options community c members"),
        ("interfaces ge-0/0/0 unit 0", "interfaces ge-0/0/0 unit 0"),
    ],
)
def test_delete_and_show_may_name_a_statement_without_its_value(line, words):
    assert typed(locate(ROOT, line.split())) == words


def test_a_hidden_statement_is_no_word_at_all():
    def visible(_path, node):
        return node.name != "finger"

    with pytest.raises(SyntaxProblem):
        resolve(ROOT, ["system", "services", "finger"], visible=visible)
    words = [choice.word for choice in Walker(ROOT, (), visible).feed_all(["system", "services"]).choices()]
    assert words == ["ssh"]


def test_a_hierarchy_is_where_a_line_starts():
    base = locate(ROOT, ["system", "login"])
    assert [typed(path) for path in resolve(ROOT, ["user", "a"], base)] == ["system login user a"]


def test_choices_hold_keywords_and_values_of_the_position():
    walker = Walker(ROOT).feed_all(["system", "syslog", "file", "f"])
    assert [choice.word for choice in walker.choices()] == ["archive", "any", "kernel", "daemon"]
    walker = Walker(ROOT).feed_all(["system", "host-name"])
    assert [choice.word for choice in walker.choices()] == [None]


def test_after_a_value_the_siblings_may_follow():
    walker = Walker(ROOT).feed_all(["system", "login", "user", "a", "uid", "2000"])
    assert "class" in [choice.word for choice in walker.choices()]
    assert walker.is_complete


def test_expanded_spells_every_word_out():
    assert Walker(ROOT).feed_all(["sys", "sysl", "file", "f", "ker"]).expanded == [
        "system", "syslog", "file", "f", "kernel",
    ]  # fmt: skip
