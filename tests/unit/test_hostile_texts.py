"""Texts that are damaged, huge or malicious: a clear answer in bounded time and memory, and the rest is loaded."""

from __future__ import annotations

import time
import tracemalloc

import pytest

from cli_session import Typist
from junosim.cli.text_input import MOST, TextInput
from junosim.cli.whole import load_whole
from junosim.config.edit import MOST_VALUES
from junosim.config.formats import text
from junosim.config.load import MOST_PROBLEMS, Form, Mode, load, load_in_slices, tree_of
from junosim.config.tree import Branch, Values
from junosim.config.workspace import Workspace
from junosim.device.files import Visitor
from junosim.errors import ConfigurationError
from junosim.schema import release

SCHEMA = release.load("mx19").configuration
SECONDS = 30  # what no text here may take, on a machine that is very busy
CTRL_C, CTRL_D = "\x03", "\x04"


def read(source, form=None):
    start = time.perf_counter()
    root, loaded = tree_of(SCHEMA, source, form)
    assert time.perf_counter() - start < SECONDS
    return root, loaded.problems


def shown(root):
    return "\n".join(text.lines(root))


# ------------------------------------------------------------------ what is only unusual

LOCATION = "snmp {\n    location here;\n}"


@pytest.mark.parametrize(
    "source",
    [
        LOCATION,
        LOCATION.replace("\n", "\r\n"),
        LOCATION.replace("\n", "\r"),
        LOCATION.replace("    ", "\t"),
        f"\ufeff{LOCATION}",
        f"\ufeff{LOCATION}\r\n\r\n\x00",
        "snmp{location here;}",
        "snmp {\n ## a remark { ;\n location here; ## SECRET-DATA\n}\n# the end",
        "## Last commit: 2020-01-01 00:00:00 UTC by lab\nsnmp {\n    location here;\n}",
        "\ufeffset snmp location here",
        "set snmp location here\r\n",
        "# a remark\nset snmp location here # another\n\n",
        "\tset\tsnmp\tlocation\there\t",
        '\ufeff{"configuration" : {"snmp" : {"location" : "here"}}}',
        "\ufeff<configuration>\r\n<snmp><location>here</location></snmp></configuration>",
        "<?xml version='1.0'?><!-- a remark --><configuration><snmp><location>here</location></snmp></configuration>",
        "\ufeff[edit]\r\n+  snmp {\r\n+\tlocation here;\r\n+  }",
    ],
)
def test_a_text_that_an_editor_or_a_mailer_has_changed(source):
    root, problems = read(source, Form.PATCH if "[edit" in source else None)
    assert problems == ()
    assert shown(root) == LOCATION


def test_comments_of_every_kind():
    source = "/* one */\nsnmp {\n    /* two\n       lines */\n    location here; /* behind */\n"
    source += "    # kept\n    contact me;\n}"
    root, problems = read(source)
    assert problems == ()
    once = shown(root)
    assert once.startswith("/* one */\nsnmp {\n    /* two\n       lines */\n    location here;\n")
    assert "    # kept\n    contact me;" in once
    assert shown(read(once)[0]) == once


def test_control_characters_and_bytes_that_are_no_text_stay_values():
    typist = Typist()
    typist.device.files.write(
        "/var/home/lab/x", b'snmp {\n    location "a\x01\xff\x00b";\n}\n', Visitor("lab")
    )
    typist.line("configure")
    assert typist.line("load merge x") == "load complete"
    assert "\x01" not in typist.line("show snmp")
    root = typist.device.stores.shared.root
    assert shown(read(shown(root))[0]) == shown(root)


@pytest.mark.parametrize(("source", "form"), [
    ('system { radius-server 192.0.2.1 secret "a\ud800"; }', Form.TEXT),
    ('set system radius-server 192.0.2.1 secret "a\udfff"', Form.SET),
    ('{"configuration" : {"system" : {"radius-server" : {"name" : "1.1.1.1", "secret" : "a\\ud800"}}}}', Form.JSON),
])  # fmt: skip
def test_half_a_character_is_replaced(source, form):
    root, problems = read(source, form)
    assert problems == ()
    shown(root).encode()


# ------------------------------------------------------------------ what is wrong

DEEP = 10_000


@pytest.mark.parametrize(
    ("source", "form", "message"),
    [
        ("system {" * DEEP + "}" * DEEP, Form.TEXT, "syntax error"),
        ("system {" * DEEP, Form.TEXT, "syntax error"),
        ("groups a {" + "apply-macro b {" * DEEP, Form.TEXT, "syntax error"),
        ("{" * DEEP, Form.TEXT, "syntax error"),
        ("}" * DEEP, Form.TEXT, "syntax error"),
        ('snmp { location "' + "\\" * 60_000, Form.TEXT, "unbalanced quotes"),
        ("/* " * 60_000, Form.TEXT, "unbalanced comment"),
        ("set snmp location " + "x " * 30_000, Form.SET, "statement is too long"),
        ("snmp { location " + "x " * 30_000, Form.TEXT, "statement is too long"),
        ("[edit snmp]\n- location " + "x " * 30_000, Form.PATCH, "statement is too long"),
        ("[edit]\n+" + " system {" * DEEP, Form.PATCH, "syntax error"),
        ('{"configuration" : ' + "[" * DEEP, Form.JSON, "nesting too deep"),
        ('{"configuration" : ' + '{"system" : ' * DEEP, Form.JSON, "nesting too deep"),
        ("<configuration>" + "<system>" * DEEP, Form.XML, "nesting too deep"),
        ("<configuration>&who;</configuration>", Form.XML, "Entity 'who' not defined"),
    ],
)  # fmt: skip
def test_a_clean_error_for_what_is_too_deep_too_long_or_never_ends(source, form, message):
    root, problems = read(source, form)
    assert message in [problem.message for problem in problems]
    assert root.children.keys() <= {"system", "snmp", "groups"}


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize("prolog", [
    f'<!DOCTYPE lolz [<!ENTITY l0 "lol">{LAUGHS}]>',
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd">',
    '<?xml version="1.0"?>\n<!-- --><!DOCTYPE x>',
])  # fmt: skip
def test_document_types_are_refused(prolog):
    root, problems = read(
        f"{prolog}<configuration><snmp><location>&l9;</location></snmp></configuration>", Form.XML
    )
    assert [problem.message for problem in problems] == ["document type declarations are not allowed"]
    assert root.children == {}


def test_no_more_problems_are_kept_than_anyone_reads():
    _, problems = read("}" * 5 * MOST_PROBLEMS)
    assert problems[-1].message == "too many errors, the rest is ignored"
    assert len(problems) < MOST_PROBLEMS + 200


def test_what_is_right_before_and_behind_an_error_is_loaded():
    root, problems = read(f"{LOCATION}\nnonsense {{ a {{ b; }} }}\nsystem {{ host-name x; }}")
    assert problems
    assert root.children.keys() == {"snmp", "system"}


# ------------------------------------------------------------------ what is big


def values(count):
    return " ".join(f"g{number}" for number in range(count))


@pytest.mark.parametrize(("source", "form"), [
    (f"apply-groups [ {values(MOST_VALUES)} ];", Form.TEXT),
    (f"set apply-groups [ {values(MOST_VALUES)} ]", Form.SET),
])  # fmt: skip
def test_a_list_of_values_as_long_as_one_may_be(source, form):
    root, problems = read(source, form)
    assert problems == ()
    held = root.children["apply-groups"]
    assert isinstance(held, Values)
    assert held.values == tuple(values(MOST_VALUES).split())
    work = Workspace(root)
    loaded = load(work, "set apply-groups one-more", form=Form.SET)
    assert [problem.message for problem in loaded.problems] == [
        f"number of elements exceeds limit of {MOST_VALUES}"
    ]
    assert load(work, f"apply-groups [ {values(2)} more ];").errors == 1
    assert load(work, f"apply-groups [ {values(9)} ];").errors == 0


def test_values_in_brackets_are_set_as_one_by_one():
    one, other = Workspace(Branch(SCHEMA)), Workspace(Branch(SCHEMA))
    load(one, "apply-groups [ c a ];\napply-groups [ a b a d ];\n")
    load(other, "".join(f"set apply-groups {name}\n" for name in "cabad"), form=Form.SET)
    assert shown(one.root) == shown(other.root) == "apply-groups [ c a b d ];"
    load(one, "protect: apply-groups a;")
    assert load(one, "apply-groups [ x y ];").errors == 1
    assert shown(one.root) == "protect: apply-groups [ c a b d ];"


def test_a_line_of_sixty_thousand_characters_and_of_many_empty_statements():
    root, problems = read(f"snmp {{ location {'x' * 60_000}; }}")
    assert problems == ()
    assert len(shown(root)) > 60_000
    assert read(";" * 20_000)[1] == ()


def test_others_get_their_turn_during_a_big_text():
    """A slice is some 2 ms; counted, not timed."""
    for source, form in ((";" * 10_000, Form.TEXT), ("set snmp location x\n" * 2000, Form.SET)):
        assert sum(1 for _ in load_in_slices(Workspace(Branch(SCHEMA)), source, form=form)) >= 40


def test_fifty_megabytes_typed_are_read_and_not_kept():
    tracemalloc.start()
    given = TextInput()
    for number in range(1000):
        given.add(f"{number:050000d}")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1.2 * MOST
    outcome = given.result()
    assert isinstance(outcome, ConfigurationError)
    assert outcome.message == f"text is longer than {MOST} characters"


def test_fifty_megabytes_in_a_file_are_refused_at_once():
    typist = Typist()
    typist.device.files.write("/var/home/lab/big", b"snmp { location x; }\n" * 2_500_000, Visitor("lab"))
    typist.line("configure")
    start = time.perf_counter()
    assert typist.line("load merge big") == f"error: text is longer than {MOST} characters"
    assert time.perf_counter() - start < SECONDS
    assert typist.line("show | compare") == ""


# ------------------------------------------------------------------ who goes away in the middle


@pytest.mark.parametrize("command", ["load merge terminal", "load patch terminal", "load set terminal"])
def test_control_c_and_a_hangup_in_the_middle_of_a_text_leave_nothing(command):
    typist = Typist()
    typist.line("configure")
    typist.send(f"{command}\r")
    typist.send("[edit]\r+  snmp {\rset snmp location x\r")
    assert typist.send(CTRL_C).endswith("[edit]\nlab@r1# ")
    assert typist.line("show | compare") == ""
    typist.send(f"{command}\r")
    typist.send("set snmp location x\r")
    typist.session.closed()
    assert not typist.device.stores.shared.modified
    assert Typist(typist.device).line("configure") == "Entering configuration mode"


def test_a_load_that_is_ended_in_the_middle_leaves_nothing():
    candidate = Typist().device.stores.shared
    commands = "".join(f"set snmp community c{number}\n" for number in range(400))
    work = load_whole(candidate, commands, Mode.MERGE, Form.SET, ())
    for _ in range(3):
        next(work)
    work.close()
    assert not candidate.modified
