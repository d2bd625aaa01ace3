"""What the attributes of elements do: every operation on every kind of statement, there and missing; moves, names."""

from __future__ import annotations

import pytest
from lxml import etree

import config_session
from junosim.config.formats import set as set_form
from junosim.config.formats.read_xml import parts
from junosim.config.load import Form, Mode, load_elements, load_in_slices
from junosim.slices import finish

SCHEMA, edited = config_session.SCHEMA, config_session.edited
OTHERS = ("set system time-zone UTC", "set policy-options community d members 9:9")


def done(inner, *before, mode=Mode.MERGE, stopping=False, merging=True):
    """Take elements in: the set form of the outcome, and what was wrong (kind, message, is it a warning)."""
    work = edited(*before)
    element = etree.fromstring(f"<configuration>{inner}</configuration>")
    loaded = finish(load_elements(work, parts(element), mode=mode, stopping=stopping, merging=merging))
    problems = [(found.kind, found.message, found.warning) for found in loaded.problems]
    return sorted(set_form.lines(work.root)), problems


class Target:
    """A statement: its element with `{0}` for an attribute, the commands that make what is there before, what merging
    and what replacing makes of that, what is left without it, and what comes where it was not."""

    def __init__(self, element, before, merged, replaced, left=(), made=None):
        self.element = element
        self.before, self.merged, self.replaced, self.left = before, merged, replaced, left
        self.made = replaced if made is None else made


TARGETS = {
    "container": Target(
        "<system><ntp {0}><peer><name>10.0.0.2</name></peer></ntp></system>",
        ("set system ntp server 10.0.0.1",),
        ("set system ntp server 10.0.0.1", "set system ntp peer 10.0.0.2"),
        ("set system ntp peer 10.0.0.2",),
    ),
    "presence": Target(
        "<system><services><ssh {0}><root-login>deny</root-login></ssh></services></system>",
        ("set system services ssh root-login allow",),
        ("set system services ssh root-login deny",),
        ("set system services ssh root-login deny",),
    ),
    "entry": Target(
        "<system><login><user {0}><name>u</name><uid>100</uid></user></login></system>",
        ("set system login user u class c",),
        ("set system login user u class c", "set system login user u uid 100"),
        ("set system login user u uid 100",),
    ),
    "leaf": Target(
        "<system><host-name {0}>b</host-name></system>",
        ("set system host-name a",),
        ("set system host-name b",),
        ("set system host-name b",),
    ),
    "keyword": Target(
        "<system><services><finger {0}/></services></system>",
        ("set system services finger",),
        ("set system services finger",),
        ("set system services finger",),
    ),
    "value": Target(
        "<policy-options><community><name>c</name><members {0}>1:1</members></community></policy-options>",
        ("set policy-options community c members [ 1:1 2:2 ]",),
        ("set policy-options community c members 1:1", "set policy-options community c members 2:2"),
        ("set policy-options community c members 1:1", "set policy-options community c members 2:2"),
        ("set policy-options community c members 2:2",),
        ("set policy-options community c members 1:1",),
    ),
}
NOT_FOUND = ("", "statement not found", True)
MISSING = ("data-missing", "statement not found", False)
EXISTS = ("data-exists", "statement already exists", False)


def lines(commands):
    return sorted(set_form.lines(edited(*commands).root))


@pytest.mark.parametrize("merging", [True, False], ids=["default merge", "default none"])
@pytest.mark.parametrize("operation", [None, "merge", "replace", "create", "delete", "remove", "none"])
@pytest.mark.parametrize("name", TARGETS)
def test_an_operation_on_what_is_there(name, operation, merging):
    target = TARGETS[name]
    attribute = f'operation="{operation}"' if operation else ""
    found, problems = done(target.element.format(attribute), *OTHERS, *target.before, merging=merging)
    is_none = operation == "none" or (operation is None and not merging)
    expected = {
        "replace": target.replaced,
        "create": target.before,
        "delete": target.left,
        "remove": target.left,
    }.get(operation, target.before if is_none else target.merged)
    inner_is_missing = is_none and name in ("container", "entry")  # what stands in it
    assert problems == ([EXISTS] if operation == "create" else [MISSING] if inner_is_missing else [])
    assert found == lines((*OTHERS, *expected))


@pytest.mark.parametrize("merging", [True, False], ids=["default merge", "default none"])
@pytest.mark.parametrize("operation", [None, "merge", "replace", "create", "delete", "remove", "none"])
@pytest.mark.parametrize("name", TARGETS)
def test_an_operation_on_what_is_missing(name, operation, merging):
    target = TARGETS[name]
    attribute = f'operation="{operation}"' if operation else ""
    above = {
        "container": (),
        "entry": ("set system login user v",),
        "keyword": ("set system services ssh",),
        "presence": ("set system services finger",),
        "value": ("set policy-options community c",),
    }.get(name, ())
    before = (*OTHERS, *above)
    found, problems = done(target.element.format(attribute), *before, merging=merging)
    is_none = operation == "none" or (operation is None and not merging)
    if operation in ("delete", "remove") or is_none:
        assert found == lines(before)
        assert problems == {"delete": [NOT_FOUND], "remove": []}.get(operation, [MISSING])
    else:
        assert found == lines((*before, *target.made))
        assert problems == []


@pytest.mark.parametrize("operation", ["merge", "replace", "create"])
def test_nothing_is_made_in_a_level_that_is_not_there_and_is_not_to_be_made(operation):
    inner = f"<snmp><location operation='{operation}'>x</location></snmp>"
    assert done(inner, merging=False) == ([], [MISSING])


def test_deleting_below_what_is_missing_makes_nothing():
    inner = (
        "<snmp><location operation='{}'/></snmp>"
        "<system><ntp><peer operation='{}'><name>1.1.1.1</name></peer></ntp></system>"
    )
    assert done(inner.format("remove", "remove"), merging=False) == ([], [])
    assert done(inner.format("delete", "delete"), merging=False) == ([], [NOT_FOUND, NOT_FOUND])


def test_an_operation_counts_for_what_lies_in_it_up_to_the_next_one():
    inner = (
        "<system operation='merge'><host-name>a</host-name>"
        "<ntp operation='none'><peer><name>1.1.1.1</name></peer></ntp></system>"
    )
    assert done(inner, "set system time-zone UTC", merging=False) == (
        ["set system host-name a", "set system time-zone UTC"],
        [MISSING],
    )


def test_the_new_configuration_takes_the_place_of_the_old_one():
    inner = "<system><host-name>b</host-name></system>"
    assert done(inner, *OTHERS, mode=Mode.OVERRIDE) == (["set system host-name b"], [])


@pytest.mark.parametrize(
    ("stopping", "left", "kinds"),
    [
        (True, ["set system host-name a"], ["", "unknown-element"]),
        (
            False,
            ["set snmp location l", "set system host-name a", "set system time-zone UTC"],
            ["", "unknown-element", "invalid-value", "missing-element", "bad-attribute"],
        ),
    ],
)
def test_what_comes_after_the_first_error(stopping, left, kinds):
    inner = (
        "<system><host-name>a</host-name><location delete='delete'/><nonsense/><time-zone>UTC</time-zone>"
        "<login><user><name>u</name><uid>x</uid></user><user><uid>100</uid></user></login></system>"
        "<snmp><location>l</location><community operation='frob'><name>c</name></community></snmp>"
    )
    found, problems = done(inner, stopping=stopping)
    assert [line for line in found if "login" not in line] == left
    assert [kind for kind, _, _ in problems] == kinds


@pytest.mark.parametrize("form", [Form.TEXT, Form.SET, Form.XML])
def test_a_text_of_any_form_stops_at_its_first_error(form):
    text = {
        Form.TEXT: "system { host-name a; nonsense; time-zone UTC; } snmp { location l; }",
        Form.SET: "set system host-name a\nset system nonsense\nset snmp location l",
        Form.XML: "<configuration><system><host-name>a</host-name><nonsense/></system>"
        "<snmp><location>l</location></snmp></configuration>",
    }[form]
    work = edited()
    loaded = finish(load_in_slices(work, text, form=form, stopping=True))
    assert list(set_form.lines(work.root)) == ["set system host-name a"]
    assert len(loaded.problems) == 1


# ---------------------------------------------------------------------- names and places

TERMS = tuple(f"set policy-options policy-statement p term {name} then accept" for name in "abc")
TERM = (
    "<policy-options><policy-statement><name>p</name>"
    "<term {}><name>{}</name></term></policy-statement></policy-options>"
)
MEMBERS = "<policy-options><community><name>c</name><members {}>{}</members></community></policy-options>"
COMMUNITY = ("set policy-options community c members [ 1:1 2:2 3:3 ]",)


def taken(inner, *before):
    """Take elements in: the lines of the outcome in their order, and the messages."""
    work = edited(*before)
    element = etree.fromstring(f"<configuration>{inner}</configuration>")
    loaded = finish(load_elements(work, parts(element), stopping=False, merging=True))
    return list(set_form.lines(work.root)), [found.message for found in loaded.problems]


def terms(inner):
    found, problems = taken(inner, *TERMS)
    return "".join(dict.fromkeys(line.split()[5] for line in found)), problems


def values(inner):
    found, problems = taken(inner, *COMMUNITY)
    assert problems == []
    return [line.split()[-1] for line in found]


@pytest.mark.parametrize(
    ("attributes", "name", "order"),
    [
        ("insert='before' name='b'", "c", "acb"),
        ("insert='after' name='c'", "a", "bca"),
        ("insert='first'", "c", "cab"),
        ("insert='last'", "a", "bca"),
        ("insert='first'", "new", "newabc"),
        ("insert='before' name='b'", "new", "anewbc"),
        ("insert='first'", "a", "abc"),
        ("rename='rename' name='x'", "b", "axc"),
        ("rename='rename' name='x'", "a", "xbc"),
    ],
)
def test_an_entry_gets_another_place_or_name(attributes, name, order):
    assert terms(TERM.format(attributes, name)) == (order, [])


@pytest.mark.parametrize(
    ("attributes", "name", "message"),
    [
        ("insert='before' name='z'", "c", "statement 'term z' not found"),
        ("insert='before'", "c", "attribute 'insert' needs the name of an entry"),
        ("insert='beside' name='a'", "c", "invalid value 'beside' of attribute 'insert'"),
        ("rename='rename'", "c", "attribute 'rename' needs the name of an entry"),
        ("rename='rename' name='a'", "c", "target 'term a' already exists"),
        ("rename='rename' name='x'", "z", "statement 'term z' not found"),
    ],
)
def test_another_place_or_name_that_will_not_do(attributes, name, message):
    assert terms(TERM.format(attributes, name)) == ("abc", [message])


def test_values_of_a_list_move_and_are_renamed():
    assert values(MEMBERS.format("insert='first'", "3:3")) == ["3:3", "1:1", "2:2"]
    assert values(MEMBERS.format("insert='after' name='2:2'", "1:1")) == ["2:2", "1:1", "3:3"]
    assert values(MEMBERS.format("insert='before' name='2:2'", "5:5")) == ["1:1", "5:5", "2:2", "3:3"]
    assert values(MEMBERS.format("rename='rename' name='4:4'", "2:2")) == ["1:1", "4:4", "3:3"]


def test_marks_are_set_and_taken():
    inner = "<system inactive='inactive'><host-name protect='protect'>a</host-name></system>"
    found, _ = done(inner)
    assert found == ["deactivate system", "protect system host-name", "set system host-name a"]
    taken, _ = done("<system active='active'><host-name unprotect='unprotect'/></system>", *found[::-1])
    assert taken == ["set system host-name a"]


COMMENT = "<junos:comment xmlns:junos='http://xml.juniper.net/junos/'>why</junos:comment>"


@pytest.mark.parametrize(
    "inner",
    [
        "<snmp><location inactive='inactive'/></snmp>",
        "<snmp inactive='inactive'/>",
        f"<snmp>{COMMENT}<location active=''/></snmp>",
    ],
)
def test_what_is_protected_gets_no_marks_and_comments(inner):
    before = ("set snmp location l", "protect snmp")
    found, problems = done(inner, *before)
    assert found == lines(before)
    ((_, message, _),) = problems
    assert message.startswith("[snmp] is protected, ")
    assert message.endswith(" cannot be modified")


def test_marks_that_are_there_already_and_that_go_with_the_protection_are_no_fault():
    before = ("set snmp location l", "deactivate snmp location", "protect snmp location")
    assert done("<snmp><location inactive='inactive'/></snmp>", *before) == (lines(before), [])
    freed = done("<snmp><location unprotect='unprotect' active='active'/></snmp>", *before)
    assert freed == (["set snmp location l"], [])
