"""The JSON form of a configuration: its layout, what is read, and what is refused."""

from __future__ import annotations

import json as json_text

import pytest

import config_session
from junosim.config.formats import json
from junosim.config.formats import set as set_form
from junosim.config.load import Form, form_of, load, tree_of
from junosim.config.tree import Mark

SCHEMA, tree, edited = config_session.SCHEMA, config_session.tree, config_session.edited


def read(members, root=None):
    """Load the members of `configuration`; the set form of the outcome and the problems."""
    work = edited(root=root) if root is not None else edited()
    loaded = load(work, json_text.dumps({"configuration": members}))
    return list(set_form.lines(work.root)), loaded.problems


def test_layout_is_that_of_the_captures():
    root = tree(
        "set system login user a uid 2000",
        "set system services ssh",
        "set system services finger",
        "set interfaces ge-0/0/0 unit 0 vlan-id 5",
        "set interfaces ge-0/0/1",
        "set policy-options community c members [ 1:1 2:2 ]",
    )
    lines = list(json.configuration(root, {"junos:commit-user": "lab"}, "19.1R2.8"))
    assert lines == [
        "{",
        '    "configuration" : {',
        '        "@" : {',
        '            "junos:commit-user" : "lab"',
        "        }, ",
        '        "version" : "19.1R2.8", ',
        '        "system" : {',
        '            "login" : {',
        '                "user" : [',
        "                {",
        '                    "name" : "a", ',
        '                    "uid" : 2000',
        "                }",
        "                ]",
        "            }, ",
        '            "services" : {',
        '                "ssh" : [null], ',
        '                "finger" : [null]',
        "            }",
        "        }, ",
        '        "interfaces" : {',
        '            "interface" : [',
        "            {",
        '                "name" : "ge-0/0/0", ',
        '                "unit" : [',
        "                {",
        '                    "name" : 0, ',
        '                    "vlan-id" : 5',
        "                }",
        "                ]",
        "            }, ",
        "            {",
        '                "name" : "ge-0/0/1"',
        "            }",
        "            ]",
        "        }, ",
        '        "policy-options" : {',
        '            "community" : [',
        "            {",
        '                "name" : "c", ',
        '                "members" : ["1:1", "2:2"]',
        "            }",
        "            ]",
        "        }",
        "    }",
        "}",
    ]


def test_attributes_stand_in_an_object_or_beside_a_leaf():
    work = edited(
        "set system host-name a", "set snmp location y", "deactivate snmp", "protect system host-name"
    )
    config_session.SetReader(work).line('annotate snmp "x y"')
    held = json_text.loads("\n".join(json.lines(work.root)))["configuration"]
    assert held == {
        "system": {"@host-name": {"protect": True}, "host-name": "a"},
        "snmp": {"@": {"inactive": True, "comment": "/* x y */"}, "location": "y"},
    }


def test_an_empty_configuration():
    assert json_text.loads("\n".join(json.lines(tree()))) == {"configuration": {}}
    lines = "\n".join(json.configuration(tree(), {"a": "b"}, None))
    assert json_text.loads(lines) == {"configuration": {"@": {"a": "b"}}}


def test_secrets_are_masked():
    root = tree("set system root-authentication encrypted-password $1$abc")
    lines = "\n".join(json.lines(root, mask=True))
    assert '"encrypted-password" : "/* SECRET-DATA */"' in lines
    assert "$1$abc" not in lines


@pytest.mark.parametrize(
    "members",
    [
        {"system": {"login": {"user": [{"uid": 2000, "name": "a"}]}}},
        {"system": {"login": {"user": {"uid": "2000", "name": "a"}}}},
        [{"system": [{"login": [{"user": [{"name": "a", "uid": ["2000"]}]}]}]}],
        {"@": {"junos:commit-user": "x"}, "system": {"login": {"user": [{"name": "a", "uid": 2000}]}}},
    ],
)
def test_spellings_that_mean_the_same(members):
    assert read(members) == (["set system login user a uid 2000"], ())


def test_a_byte_order_mark_does_not_matter():
    root, loaded = tree_of(SCHEMA, '\ufeff\n{"configuration" : {"snmp" : {"location" : "x"}}}')
    assert loaded.problems == ()
    assert list(set_form.lines(root)) == ["set snmp location x"]


def test_flags_and_choices_are_read():
    members = {
        "system": {"services": {"ssh": [None], "finger": None}},
        "policy-options": {
            "policy-statement": [
                {"name": "p", "term": [{"name": "t", "from": {"route-filter": [
                    {"address": "10.0.0.0/8", "exact": [None]}, {"address": "10.0.0.0/8", "upto": "/24"}]}}]}
            ]
        },
    }  # fmt: skip
    lines, problems = read(members)
    assert problems == ()
    assert lines == [
        "set system services ssh",
        "set system services finger",
        "set policy-options policy-statement p term t from route-filter 10.0.0.0/8 exact",
        "set policy-options policy-statement p term t from route-filter 10.0.0.0/8 upto /24",
    ]


def test_attributes_are_read():
    members = {
        "system": {"host-name": "b", "@host-name": {"inactive": True, "comment": "/* why */"}},
        "snmp": {"@": {"operation": "delete"}},
        "routing-options": {"@": {"inactive": False}, "reference": 1, "import-policy": ["a", "b"]},
    }
    work = edited("set snmp location x")
    loaded = load(work, json_text.dumps({"configuration": members}), form=Form.JSON)
    assert [(p.message, p.word, p.line) for p in loaded.problems] == [("syntax error", "reference", 1)]
    name = work.root.children["system"].children["host-name"]
    assert (name.value, name.mark, name.comment) == ("b", Mark.INACTIVE, "why")
    assert "snmp" not in work.root.children
    options = work.root.children["routing-options"]
    assert (options.mark, options.children["import-policy"].values) == (Mark.NONE, ("a", "b"))


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ('{"configuration" : {"system" : {', (1, 32)),
        ('{"configuration" :\n {"system" : x}}', (2, 13)),
        ('{"configuration" : {}} x', (1, 23)),
        ('{"configuration" : NaN}', (0, 0)),
        ('{"system" : {}}', (1, 0)),
        ('{"configuration" : "x"}', (1, 0)),
        ('{"configuration" : {}, "other" : {}}', (1, 0)),
        ("{" * 100_000, (1, 1)),
        ('{"a":' * 100_000, (0, 0)),
        ('{"configuration":' + "[" * 100_000, (0, 0)),
    ],
)
def test_what_is_no_configuration_is_refused(text, position):
    assert form_of(text) is Form.JSON
    root, loaded = tree_of(SCHEMA, text)
    assert root.children == {}
    assert [(p.line, p.column) for p in loaded.problems] == [position]
    assert loaded.errors == 1


@pytest.mark.parametrize("value", [[["x"]], {"a": "x"}, [{"a": 1}]])
def test_a_leaf_takes_no_structure(value):
    lines, problems = read({"snmp": {"location": value}})
    assert lines == []
    assert [(p.message, p.source) for p in problems] == [("syntax error", "location")]


WRONG = """{
  "configuration" : {
    "system" : { "bogus" : 1, "host-name" : "a \\" { b" },
    "interfaces" : {
      "interface" : [
        { "name" : "ge-0/0/0", "unit" : [ { "name" : "0" } ],
          "mtu" : "abc" },
        { "description" : "no name" }
      ]
    }
  }
}
"""


def test_problems_say_where_they_are():
    loaded = load(edited(), WRONG, form=Form.JSON)
    assert [(problem.line, problem.column, problem.word) for problem in loaded.problems] == [
        (3, 17, "bogus"),
        (7, 10, "abc"),
        (8, 10, "interface"),
    ]
