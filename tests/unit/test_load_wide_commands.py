"""`wildcard …` and `replace pattern …` in a text of commands that is loaded."""

from __future__ import annotations

import pytest

import config_session
from junosim.config.formats import set as set_form
from junosim.config.load import Form, load, load_in_slices

edited = config_session.edited

SETUP = (
    "set interfaces ge-0/0/0 mtu 1500",
    "set interfaces ge-0/0/1 mtu 1500",
    "set interfaces xe-0/0/0 description ge-0/0/0",
    "set system host-name old",
)


def done(text, *setup):
    """The configuration after a text of commands, and its problems."""
    work = edited(*(setup or SETUP))
    loaded = load(work, text, form=Form.SET)
    return list(set_form.lines(work.root)), [
        (p.line, p.column, p.message, p.warning) for p in loaded.problems
    ]


@pytest.mark.parametrize(
    ("text", "gone", "come"),
    [
        ("wildcard delete interfaces ^ge-", SETUP[:2], ()),
        ("edit interfaces\nwildcard delete ge-0/0/1", SETUP[1:2], ()),
        ("wildcard range set interfaces ge-0/0/[0-1] mtu 9000", SETUP[:2],
         ("set interfaces ge-0/0/0 mtu 9000", "set interfaces ge-0/0/1 mtu 9000")),
        ("wildcard range set interfaces ge-0/0/[2-4,!3] unit 0", (),
         ("set interfaces ge-0/0/2 unit 0", "set interfaces ge-0/0/4 unit 0")),
        ("wildcard range deactivate interfaces ge-0/0/[0-1]", (),
         ("deactivate interfaces ge-0/0/0", "deactivate interfaces ge-0/0/1")),
        ("wildcard range delete interfaces ge-0/0/[0-1]", SETUP[:2], ()),
        ("wildcard range delete interfaces ge-0/0/[0-1] mtu", SETUP[:2],
         ("set interfaces ge-0/0/0", "set interfaces ge-0/0/1")),
        ("edit interfaces\nreplace pattern ge- with et-", SETUP[:3],
         ("set interfaces et-0/0/0 mtu 1500", "set interfaces et-0/0/1 mtu 1500",
          "set interfaces xe-0/0/0 description et-0/0/0")),
        ("replace pattern old with new upto 1", SETUP[3:], ("set system host-name new",)),
        ("edit interfaces\ntop replace pattern old with new\nset ge-9/0/0 disable", SETUP[3:],
         ("set interfaces ge-9/0/0 disable", "set system host-name new")),
    ],
)  # fmt: skip
def test_they_do_in_a_text_what_they_do_on_the_line(text, gone, come):
    lines, problems = done(text)
    assert problems == []
    assert set(SETUP) - set(lines) == set(gone)
    assert set(lines) - set(SETUP) == set(come)


def test_annotate_gives_each_its_comment():
    work = edited(*SETUP)
    assert load(work, 'wildcard range annotate interfaces ge-0/0/[0-1] "why"', form=Form.SET).problems == ()
    entries = work.root.children["interfaces"].children["interface"].entries
    assert [entry.comment for entry in entries.values()] == ["why", "why", None]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("wildcard", (1, 8, "syntax error", False)),
        ("wildcard bogus", (1, 9, "syntax error", False)),
        ("wildcard delete", (1, 15, "syntax error", False)),
        ("wildcard delete interfaces (", (1, 27, "(: parentheses not balanced", False)),
        ("wildcard delete interfaces nothing", (1, 0, "statement not found", True)),
        ("wildcard range bogus x", (1, 15, "syntax error", False)),
        ("wildcard range set", (1, 18, "syntax error", False)),
        ("wildcard range set bogus", (1, 19, "syntax error", False)),
        ("wildcard range set interfaces ge-0/0/[0-] mtu 5", (1, 30, "invalid range '[0-]'", False)),
        ("wildcard range set interfaces ge-0/0/[0-1] mtu", (1, 46, "syntax error", False)),
        ("wildcard range annotate interfaces", (1, 34, "syntax error", False)),
        ("wildcard range delete interfaces ge-0/0/[7-8]", (1, 0, "statement not found", True)),
        ("replace", (1, 7, "syntax error", False)),
        ("replace pattern a", (1, 17, "syntax error", False)),
        ("replace pattern a by b", (1, 18, "syntax error", False)),
        ("replace pattern a with b upto 0", (1, 30, "syntax error", False)),
        ("replace pattern a with b upto 1 more", (1, 32, "syntax error", False)),
        ("replace pattern [ with b", (1, 16, "[: brackets ([ ]) not balanced", False)),
        ("replace pattern 1500 with many", (1, 0, "Invalid numeric value: 'many' at 'many'", False)),
        ("replace pattern ge-0/0/0 with ge-0/0/1", (1, 0, "target 'ge-0/0/1' already exists", False)),
    ],
)
def test_what_is_wrong_is_reported_and_changes_nothing(text, problem):
    lines, problems = done(f"{text}\nset snmp location x")
    assert problems == [problem]
    assert set(lines) == {*SETUP, "set snmp location x"}


def test_a_warning_in_a_range_does_not_stop_it():
    lines, problems = done("wildcard range delete interfaces ge-0/0/[0-5]")
    assert problems == [(1, 0, "statement not found", True)]
    assert lines == ["set system host-name old", SETUP[2]]


def test_a_long_one_comes_in_slices():
    work = edited()
    slices = load_in_slices(work, "wildcard range set interfaces ge-0/[0-9]/[0-19] mtu 1500", form=Form.SET)
    assert sum(1 for _ in slices) >= 10
    assert len(list(set_form.lines(work.root))) == 200
