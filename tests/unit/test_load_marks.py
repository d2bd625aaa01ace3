"""What may stand before a statement in a text that is loaded: `replace:`, `delete:`, `inactive:`, `protect:` …"""

from __future__ import annotations

import pytest

import config_session
from junosim.config.formats import set as set_form
from junosim.config.load import Form, Mode, load
from junosim.config.tree import Branch

SCHEMA, edited = config_session.SCHEMA, config_session.edited

LOGIN = (
    "set system login user a uid 2000",
    "set system login user a class super-user",
    "set system login user b uid 2001",
    "set system login class c permissions x",
    "set system login class c permissions y",
    "set system host-name old",
    "set interfaces ge-0/0/0 unit 0 family inet mtu 1500",
    "set interfaces ge-0/0/0 unit 0 family iso",
    "set groups g system host-name old",
    "set groups g system location there",
)


def lines(work):
    return list(set_form.lines(work.root))


def changed(text, *, mode=Mode.REPLACE, form=None, setup=LOGIN):
    """What a text adds to and takes from a configuration, and its problems."""
    work = edited(*setup)
    before = lines(work)
    loaded = load(work, text, mode=mode, form=form)
    after = lines(work)
    gone = {line for line in before if line not in after}
    return gone, {line for line in after if line not in before}, [p.message for p in loaded.problems]


USER_A = {"set system login user a uid 2000", "set system login user a class super-user"}


@pytest.mark.parametrize(
    ("text", "gone", "come"),
    [
        ("replace: system { location x; }",
         {line for line in LOGIN if line.startswith("set system")}, {"set system location x"}),
        ("system { login { replace: user a { uid 3000; } } }", USER_A, {"set system login user a uid 3000"}),
        ("system { login { replace: user a; } }", USER_A, {"set system login user a"}),
        ("system { login { replace: user { a { uid 3000; } } } }",
         {*USER_A, "set system login user b uid 2001"}, {"set system login user a uid 3000"}),
        ("system { login { user { replace: a { uid 3000; } } } }", USER_A, {"set system login user a uid 3000"}),
        ("system { replace: host-name new; }", {"set system host-name old"}, {"set system host-name new"}),
        ("system { login { class c { replace: permissions [ y z ]; } } }",
         {"set system login class c permissions x"}, {"set system login class c permissions z"}),
        ("interfaces { ge-0/0/0 { unit 0 { replace: family inet { mtu 9000; } } } }",
         {"set interfaces ge-0/0/0 unit 0 family inet mtu 1500"},
         {"set interfaces ge-0/0/0 unit 0 family inet mtu 9000"}),
        ("groups { g { replace: system { host-name new; } } }",
         {"set groups g system host-name old", "set groups g system location there"},
         {"set groups g system host-name new"}),
        ("replace: snmp { location x; }", set(), {"set snmp location x"}),
        ("system { login { user a { replace: uid 3000; class operator; } } }", USER_A,
         {"set system login user a uid 3000", "set system login user a class operator"}),
    ],
)  # fmt: skip
def test_replace_lets_the_old_statement_go_before_the_new_one_comes(text, gone, come):
    assert changed(text) == (gone, come, [])


def test_replace_is_nothing_in_a_merge():
    assert changed("system { login { replace: user a { uid 3000; } } }", mode=Mode.MERGE) == (
        {"set system login user a uid 2000"}, {"set system login user a uid 3000"}, []
    )  # fmt: skip


@pytest.mark.parametrize("mode", [Mode.MERGE, Mode.REPLACE])
@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("system { login { delete: user a; } }", USER_A),
        ("system { login { delete: user a { uid 5; bogus { x; } } } }", USER_A),
        ("system { login { delete: user; } }", {*USER_A, "set system login user b uid 2001"}),
        ("system { login { delete: user { a; } } }", {*USER_A, "set system login user b uid 2001"}),
        ("system { login { user { delete: a; } } }", USER_A),
        ("system { delete: host-name; }", {"set system host-name old"}),
        ("system { delete: host-name whatever; }", {"set system host-name old"}),
        ("system { login { class c { delete: permissions x; } } }", {"set system login class c permissions x"}),
        ("system { login { class c { delete: permissions [ x y ]; } } }",
         {"set system login class c permissions x", "set system login class c permissions y"}),
        ("system { login { class c { delete: permissions; } } }",
         {"set system login class c permissions x", "set system login class c permissions y"}),
        ("interfaces { ge-0/0/0 { unit 0 { delete: family iso; } } }",
         {"set interfaces ge-0/0/0 unit 0 family iso"}),
        ("delete: groups g;", {"set groups g system host-name old", "set groups g system location there"}),
    ],
)  # fmt: skip
def test_delete_takes_a_statement_away(mode, text, gone):
    taken, come, problems = changed(text, mode=mode)
    assert (taken - gone, gone - taken, problems) == (set(), set(), [])
    assert come <= {"set system login class c"}  # an entry stays when what is in it goes


def test_delete_of_nothing_is_a_warning_with_its_place():
    work = edited()
    (problem,) = load(work, "system {\n    delete: host-name;\n}").problems
    assert (problem.message, problem.warning, problem.line, problem.path) == (
        "statement not found", True, 2, ("system",)
    )  # fmt: skip
    assert lines(work) == []


def test_a_deletion_whose_keys_are_half_given_is_refused():
    text = "policy-options { policy-statement p { term t { from { delete: route-filter 10.0.0.0/8; } } } }"
    work = edited("set policy-options policy-statement p term t from route-filter 10.0.0.0/8 exact")
    loaded = load(work, text)
    assert [problem.message for problem in loaded.problems][:1] == ["missing argument"]
    assert lines(work) == ["set policy-options policy-statement p term t from route-filter 10.0.0.0/8 exact"]


@pytest.mark.parametrize(
    ("text", "come"),
    [
        ("inactive: system { location x; }", {"set system location x", "deactivate system"}),
        ("system { inactive: host-name old; }", {"deactivate system host-name"}),
        ("system { login { inactive: user a { uid 2000; } } }", {"deactivate system login user a"}),
        ("system { login { inactive: user { a; b; } } }",
         {"deactivate system login user a", "deactivate system login user b"}),
        ("system { login { user { protect: a; } } }", {"protect system login user a"}),
        ("protect: inactive: system { location x; }",
         {"set system location x", "protect system", "deactivate system"}),
        ("interfaces { ge-0/0/0 { unit 0 { inactive: family iso; } } }",
         {"deactivate interfaces ge-0/0/0 unit 0 family iso"}),
    ],
)  # fmt: skip
def test_marks_are_given(text, come):
    assert changed(text, mode=Mode.MERGE) == (set(), come, [])


@pytest.mark.parametrize(
    ("text", "gone", "come"),
    [
        ("active: system { location x; }", {"deactivate system"}, {"set system location x"}),
        ("unprotect: system { location x; }", {"protect system"}, {"set system location x"}),
        ("unprotect: active: system { host-name new; }",
         {"protect system", "deactivate system", "set system host-name old"}, {"set system host-name new"}),
    ],
)  # fmt: skip
def test_marks_are_taken_away(text, gone, come):
    setup = (*LOGIN, "deactivate system", "protect system")
    if "unprotect" not in text:
        setup = setup[:-1]
    assert changed(text, mode=Mode.MERGE, setup=setup) == (gone, come, [])


@pytest.mark.parametrize(
    ("text", "message", "warning"),
    [
        ("replace: system { location x; }", "[system] is protected, 'system' cannot be deleted", True),
        ("delete: system;", "[system] is protected, 'system' cannot be deleted", True),
        (
            "system { delete: login { user a; } }",
            "[system] is protected, 'system login' cannot be deleted",
            True,
        ),
        ("inactive: system { location x; }", "[system] is protected, 'system' cannot be modified", False),
        ("system { host-name x; }", "[system] is protected, 'system host-name x' cannot be modified", False),
    ],
)
def test_what_is_protected_refuses_and_the_rest_is_loaded(text, message, warning):
    work = edited(*LOGIN, "protect system")
    before = set(lines(work))
    loaded = load(work, f"{text}\nsnmp {{ location x; }}", mode=Mode.REPLACE)
    assert (loaded.problems[0].message, loaded.problems[0].warning) == (message, warning)
    assert set(lines(work)) - before == {"set snmp location x"}
    assert before <= set(lines(work))


# ---------------------------------------------------------------------- the same in XML and JSON


@pytest.mark.parametrize(
    "text",
    [
        "<system><login><user replace='replace'><name>a</name><uid>3000</uid></user></login></system>",
        "<system><login><user operation='replace'><name>a</name><uid>3000</uid></user></login></system>",
    ],
)
def test_replace_in_xml(text):
    text = f"<configuration>{text}</configuration>"
    assert changed(text, form=Form.XML) == (USER_A, {"set system login user a uid 3000"}, [])


@pytest.mark.parametrize(
    ("body", "gone", "come"),
    [
        ("<system replace='replace'><location>x</location></system>",
         {line for line in LOGIN if line.startswith("set system")}, {"set system location x"}),
        ("<system><host-name replace='replace'>new</host-name></system>",
         {"set system host-name old"}, {"set system host-name new"}),
        ("<system><login><user delete='delete'><name>a</name></user></login></system>", USER_A, set()),
        ("<system><host-name delete='delete'/></system>", {"set system host-name old"}, set()),
        ("<groups><name>g</name><system replace='replace'><host-name>new</host-name></system></groups>",
         {"set groups g system host-name old", "set groups g system location there"},
         {"set groups g system host-name new"}),
        ("<system inactive='inactive'><location>x</location></system>", set(),
         {"set system location x", "deactivate system"}),
    ],
)  # fmt: skip
def test_marks_in_xml(body, gone, come):
    assert changed(f"<configuration>{body}</configuration>", form=Form.XML) == (gone, come, [])


@pytest.mark.parametrize(
    ("body", "gone", "come"),
    [
        ('{"system": {"@": {"operation": "replace"}, "location": "x"}}',
         {line for line in LOGIN if line.startswith("set system")}, {"set system location x"}),
        ('{"system": {"login": {"user": [{"@": {"operation": "replace"}, "name": "a", "uid": 3000}]}}}',
         USER_A, {"set system login user a uid 3000"}),
        ('{"system": {"login": {"user": [{"@": {"operation": "delete"}, "name": "a"}]}}}', USER_A, set()),
        ('{"system": {"@host-name": {"operation": "delete"}, "host-name": [null]}}',
         {"set system host-name old"}, set()),
        ('{"system": {"@": {"inactive": true}, "location": "x"}}', set(),
         {"set system location x", "deactivate system"}),
    ],
)  # fmt: skip
def test_marks_in_json(body, gone, come):
    assert changed(f'{{"configuration": {body}}}', form=Form.JSON) == (gone, come, [])


# ---------------------------------------------------------------------- moving about in a text of commands


def test_commands_move_about_as_typed_ones_do():
    work = edited(
        "edit system login", "edit user a", "set uid 2000", "exit", "set user b uid 2001", "up", "set host-name x",
        "edit login user a", "up 2 set location y", "set class c", "top set snmp location z", "set full-name n",
        "top edit snmp", "exit", "delete full-name", "quit", "set time-zone t", "top", "set version 1",
    )  # fmt: skip
    assert lines(work) == [
        "set version 1", "set system login user a uid 2000", "set system login user a class c",
        "set system login user b uid 2001", "set system host-name x", "set system location y",
        "set system time-zone t", "set snmp location z",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("command", "column"),
    [
        ("top up set snmp location x", 4),
        ("up 2 bogus", 5),
        ("top edit bogus", 9),
        ("top set snmp bogus x", 13),
    ],
)
def test_a_command_that_fails_elsewhere_leaves_the_level(command, column):
    work = edited()
    loaded = load(work, f"edit system\n{command}\nset host-name x\n", form=Form.SET)
    assert [(problem.line, problem.column) for problem in loaded.problems] == [(2, column)]
    assert lines(work) == ["set system host-name x"]


def test_a_warning_elsewhere_leaves_the_level():
    work = edited()
    loaded = load(work, "edit system\ntop delete snmp\nset host-name x\n", form=Form.SET)
    assert [problem.warning for problem in loaded.problems] == [True]
    assert lines(work) == ["set system host-name x"]


@pytest.mark.parametrize("line", ["up " + "9" * 5000, "top " * 20000, "exit", "up 3"])
def test_odd_moves_do_no_harm(line):
    work = edited()
    load(work, f"{line}\nset snmp location x", form=Form.SET)
    assert lines(work) == ["set snmp location x"]
    assert isinstance(work.root, Branch)


@pytest.mark.parametrize("text", ["system { lo x; }", "set system lo x"])
def test_an_ambiguous_word_is_said_to_be_so(text):
    loaded = load(edited(), text)
    assert loaded.problems[0].message == "'lo' is ambiguous"
