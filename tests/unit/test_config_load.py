"""Loading: forms, modes, marks, and where problems are reported."""

from __future__ import annotations

import pytest

import config_session
from junosim.config.formats import set as set_form
from junosim.config.formats import text as text_form
from junosim.config.load import Form, Mode, form_of, load, load_in_slices, tree_of

SCHEMA, tree, edited = config_session.SCHEMA, config_session.tree, config_session.edited


def lines(work):
    return list(set_form.lines(work.root))


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("set system host-name x", Form.SET),
        ("# note\n\ndelete system", Form.SET),
        ("system { host-name x; }", Form.TEXT),
        ("## Last commit: x\n/* top */ version 1;", Form.TEXT),
        ("", Form.TEXT),
    ],
)
def test_the_form_is_known_by_the_first_word(text, form):
    assert form_of(text) is form


def test_merge_adds_and_override_replaces():
    work = edited("set system host-name a", "set snmp location x")
    assert load(work, "system { host-name b; }").errors == 0
    assert lines(work) == ["set system host-name b", "set snmp location x"]
    load(work, "system { host-name c; }", mode=Mode.OVERRIDE)
    assert lines(work) == ["set system host-name c"]


def test_replace_honours_its_marks():
    work = edited("set system ntp peer 1.1.1.1 key 1", "set system ntp peer 2.2.2.2", "set snmp location x")
    load(work, "system {\n replace: ntp { peer 3.3.3.3; }\n}\ndelete: snmp;", mode=Mode.REPLACE)
    assert lines(work) == ["set system ntp peer 3.3.3.3"]


def test_marks_and_comments_are_loaded():
    text = "/* why */\ninactive: system {\n protect: host-name x;\n}\nsnmp { location y; }"
    root, loaded = tree_of(SCHEMA, text)
    assert loaded.problems == ()
    assert root.children["system"].comment == "why"
    assert list(set_form.lines(root)) == [
        "set system host-name x", "protect system host-name", "deactivate system", "set snmp location y"
    ]  # fmt: skip
    work = edited("set system host-name x", "deactivate system")
    load(work, "active: system { location z; }")
    assert lines(work) == ["set system host-name x", "set system location z"]


def test_input_takes_braces_where_the_output_has_one_line():
    text = """
    system { name-server 1.1.1.1; ntp { server 1.1.1.1 { version 4; prefer; } } }
    interfaces { ge-0/0/0 { unit 0 { family { inet { mtu 1500; } iso; } } } }
    policy-options { policy-statement p { term t { from { protocol bgp; } then { accept; } } } }
    """
    root, loaded = tree_of(SCHEMA, text)
    assert loaded.problems == ()
    assert list(set_form.lines(root)) == [
        "set system name-server 1.1.1.1",
        "set system ntp server 1.1.1.1 version 4",
        "set system ntp server 1.1.1.1 prefer",
        "set interfaces ge-0/0/0 unit 0 family inet mtu 1500",
        "set interfaces ge-0/0/0 unit 0 family iso",
        "set policy-options policy-statement p term t from protocol bgp",
        "set policy-options policy-statement p term t then accept",
    ]


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("system {\n    bogus x;\n}", 2, 9, "syntax error"),
        ("protocols {\n    bogus default {\n        a;\n    }\n}", 2, 9, "syntax error"),
        ("system {\n    host-name;\n}", 2, 14, "missing argument"),
        ("system {\n    host-name a\n}", 3, 1, "syntax error"),
        ("system {\n    host-name a;\n", 2, 16, "syntax error"),
        ("system { host-name a; } }", 1, 25, "syntax error"),
        ('system { host-name "a; }', 1, 24, "unbalanced quotes"),
        ("system { host-name a { b; } }", 1, 22, "syntax error"),
        ("system { /* no end", 1, 18, "unbalanced comment"),
    ],
)
def test_problems_of_brace_text_name_line_and_column(text, line, column, message):
    _, loaded = tree_of(SCHEMA, text, Form.TEXT)
    problem = loaded.problems[0]
    assert (problem.line, problem.column, problem.message) == (line, column, message)


def test_what_is_right_around_an_error_is_kept():
    work = edited()
    loaded = load(work, "system { bogus { a { b; } c; } host-name x; }\nsnmp { location y; }")
    assert [problem.message for problem in loaded.problems] == [
        "syntax error", "error recovery ignores input until this point"
    ]  # fmt: skip
    assert lines(work) == ["set system host-name x", "set snmp location y"]


def test_problems_name_hierarchy_word_and_source():
    """The form of a captured load, with statements of the small language."""
    source = "protocols {\n    mstp {\n        topology default {\n            x;\n        }\n    }\n}\n"
    _, loaded = tree_of(SCHEMA, source)
    found = [(p.line, p.column, p.word, p.path, p.source, p.message) for p in loaded.problems]
    assert found == [
        (3, 16, "topology", ("protocols", "mstp"), "topology default {", "syntax error"),
        (5, 9, "}", ("protocols", "mstp"), "}", "error recovery ignores input until this point"),
        (6, 5, "}", ("protocols",), "mstp", "statement has no contents; ignored"),
    ]
    assert loaded.errors == 2


def test_a_container_without_contents_is_a_warning():
    root, loaded = tree_of(SCHEMA, "protocols {\n    ospf {\n    }\n}")
    (problem,) = loaded.problems
    assert (problem.message, problem.warning) == ("statement has no contents; ignored", True)
    assert (problem.path, problem.source) == (("protocols",), "ospf")
    assert root.children == {}


def test_problems_of_set_commands_name_the_bad_word():
    work = edited()
    loaded = load(work, "set system host-name a\nset system bogus x\nset system host-name\nnonsense\n")
    assert [(p.line, p.column, p.source) for p in loaded.problems] == [
        (2, 11, "bogus"),
        (3, 20, ""),
        (4, 0, "nonsense"),
    ]
    assert lines(work) == ["set system host-name a"]


def test_all_edit_commands_are_understood():
    work = edited(
        "set system name-server 1.1.1.1", "set system name-server 2.2.2.2", "edit system",
        "rename name-server 1.1.1.1 to name-server 3.3.3.3", "copy name-server 3.3.3.3 to name-server 4.4.4.4",
        "insert name-server 4.4.4.4 before name-server 3.3.3.3", "set host-name h", 'annotate host-name "the name"',
        "top", "edit interfaces ge-0/0/0 unit 0", "up", "set mtu 9000", "exit", "delete system name-server 2.2.2.2",
        "copy interfaces ge-0/0/0 to ge-0/0/1",
    )  # fmt: skip
    assert lines(work) == [
        "set system host-name h", "set system name-server 4.4.4.4", "set system name-server 3.3.3.3",
        "set interfaces ge-0/0/0 mtu 9000", "set interfaces ge-0/0/1 mtu 9000",
    ]  # fmt: skip
    assert work.root.children["system"].children["host-name"].comment == "the name"


def test_an_empty_key_is_written_as_it_is_typed():
    work = edited('set system login class "" idle-timeout 5')
    assert lines(work) == ['set system login class "" idle-timeout 5']
    assert 'class "" {' in "\n".join(text_form.lines(work.root))


def test_only_line_ends_end_a_command():
    text = 'set system location "a\x0bb\u2028c"\r\nset system host-name x\r\n'
    root, loaded = tree_of(SCHEMA, text, Form.SET)
    assert loaded.problems == ()
    assert [leaf.value for leaf in root.children["system"].children.values()] == ["a\x0bb\u2028c", "x"]


def test_nesting_has_a_limit():
    _, loaded = tree_of(SCHEMA, "system " * 3 + "{" * 300, Form.TEXT)
    assert loaded.errors >= 1
    _, loaded = tree_of(SCHEMA, "interfaces { " * 200, Form.TEXT)
    assert loaded.errors >= 1


def test_a_load_comes_in_slices_and_others_may_edit_in_between():
    work = edited()
    slices = load_in_slices(work, "\n".join(f"set interfaces ge-0/0/{n} mtu 9000" for n in range(200)))
    next(slices)
    load(work, "set system host-name meanwhile")
    work.replace(work.root)  # as a commit does: what was loaded so far is frozen now
    frozen = work.root
    count = sum(1 for _ in slices)
    assert count >= 3
    assert len(lines(work)) == 201
    assert len(list(set_form.lines(frozen))) < 201
