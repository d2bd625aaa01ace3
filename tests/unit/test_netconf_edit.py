"""`edit-config`, `copy-config`, `delete-config`: what is asked for, what comes of it, and what is said of it."""

from __future__ import annotations

import pytest

from cli_session import Typist
from junosim.device.files import SYSTEM
from junosim.netconf import edit
from netconf_session import NetconfUser

OPTION = "<{0}>{1}</{0}>"


@pytest.fixture
def user():
    return NetconfUser()


def edit_config(inner, *options, target="candidate", name="config"):
    said = "".join(OPTION.format(*option) for option in options)
    return f"<edit-config><target><{target}/></target>{said}<{name}>{inner}</{name}></edit-config>"


def configuration(inner):
    return f"<configuration>{inner}</configuration>"


def host_name(name, attribute=""):
    return configuration(f"<system><host-name {attribute}>{name}</host-name></system>")


def ok(reply):
    return [part.tag for part in reply] == ["ok"]


def errors(reply):
    """What a reply says is wrong: tag, severity, level, message, bad element."""
    fields = ("error-tag", "error-severity", "error-path", "error-message", "error-info/bad-element")
    return [
        tuple((found.findtext(field) or "").strip() for field in fields) for found in reply.iter("rpc-error")
    ]


def changes(user):
    """What the shared candidate holds beyond what is committed, as `show | compare` prints it."""
    typist = Typist(user.device)
    typist.line("configure")
    return [line for line in typist.line("show | compare").splitlines() if line[:1] in "+-"]


def test_a_change_is_merged_into_the_candidate(user):
    assert ok(user.call(edit_config(configuration("<snmp><location>lab</location></snmp>"))))
    assert changes(user) == ["+  snmp {", "+      location lab;", "+  }"]


def test_what_is_committed_stays_as_it_is_until_the_commit(user):
    user.call(edit_config(host_name("new")))
    assert user.device.host_name == "r1"
    assert ok(user.call("<commit/>"))
    assert user.device.host_name == "new"


@pytest.mark.parametrize(
    ("operation", "default", "expected"),
    [
        ("create", "merge", ("data-exists", "error", "[edit system]", "statement already exists", "x")),
        ("frob", "merge", ("bad-attribute", "error", "[edit system]", "invalid operation 'frob'", "x")),
    ],
)
def test_an_operation_that_cannot_be_done_has_its_tag(user, operation, default, expected):
    call = edit_config(host_name("x", f"nc:operation='{operation}'"), ("default-operation", default))
    assert errors(user.call(call)) == [expected]
    assert changes(user) == []


def test_what_is_missing_and_not_to_be_made_has_its_tag(user):
    call = edit_config(configuration("<snmp><location>x</location></snmp>"), ("default-operation", "none"))
    assert errors(user.call(call)) == [("data-missing", "error", "[edit snmp]", "statement not found", "x")]


def test_deleting_what_is_missing_is_a_warning_beside_ok(user):
    call = edit_config(configuration("<snmp operation='delete'/>"), ("default-operation", "none"))
    reply = user.call(call)
    assert [part.tag for part in reply] == ["rpc-error", "ok"]
    assert errors(reply) == [("", "warning", "", "statement not found", "")]


def test_removing_what_is_missing_says_nothing(user):
    call = edit_config(configuration("<snmp operation='remove'/>"), ("default-operation", "none"))
    assert ok(user.call(call))


def test_the_new_configuration_replaces_all(user):
    authentication = (
        "<root-authentication><encrypted-password>$6$x</encrypted-password></root-authentication>"
    )
    inner = configuration(f"<system><host-name>alone</host-name>{authentication}</system>")
    assert ok(user.call(edit_config(inner, ("default-operation", "replace"))))
    assert [part.tag for part in user.call(GET).find("data/configuration")] == ["version", "system"]


GET = "<get-config><source><candidate/></source></get-config>"


# ---------------------------------------------------------------------- options

MIXED = configuration(
    "<system><host-name>one</host-name><nonsense/></system>"
    "<snmp><location>l</location></snmp><chassis><nonsense/></chassis>"
)
FIRST = ["-  host-name r1;", "+  host-name one;"]
BOTH = [*FIRST, "+  snmp {", "+      location l;", "+  }"]


@pytest.mark.parametrize(
    ("option", "errors_found", "left"),
    [
        ((), 1, FIRST),
        (("error-option", "stop-on-error"), 1, FIRST),
        (("error-option", "continue-on-error"), 2, BOTH),
        (("error-option", "ignore-error"), 2, BOTH),
        (("error-option", "rollback-on-error"), 2, []),
        (("test-option", "test-then-set"), 1, []),
        (("test-option", "set"), 1, FIRST),
        (("test-option", "test-only"), 1, []),
    ],
)
def test_what_stays_of_an_edit_with_errors(user, option, errors_found, left):
    found = errors(user.call(edit_config(MIXED, *([option] if option else []))))
    assert found == [("unknown-element", "error", "", "syntax error", "nonsense")] * errors_found
    assert sorted(changes(user)) == sorted(left)


def test_a_test_sets_nothing(user):
    assert ok(user.call(edit_config(host_name("x"), ("test-option", "test-only"))))
    assert changes(user) == []


@pytest.mark.parametrize("parameter", ["default-operation", "test-option", "error-option"])
def test_a_word_that_an_option_does_not_have(user, parameter):
    reply = user.call(edit_config(host_name("x"), (parameter, "frob")))
    assert errors(reply) == [("invalid-value", "error", "", "invalid value 'frob'", parameter)]


@pytest.mark.parametrize(
    ("call", "tag", "bad"),
    [
        ("<edit-config><config/></edit-config>", "missing-element", "target"),
        ("<edit-config><target/><config/></edit-config>", "missing-element", "target"),
        ("<edit-config><target><candidate/></target></edit-config>", "missing-element", "config"),
        (edit_config(""), "missing-element", "configuration"),
        (edit_config("<system/>"), "unknown-element", "system"),
        (edit_config("x", name="config-text"), "missing-element", "configuration-text"),
        (edit_config("", name="url"), "missing-element", "url"),
        (edit_config("", target="running"), "operation-not-supported", "running"),
        (edit_config("", target="startup"), "operation-not-supported", "startup"),
        (edit_config("", target="elsewhere"), "unknown-element", "elsewhere"),
        (edit_config("", ("frob", "x")), "unknown-element", "frob"),
        ("<copy-config><target><candidate/></target></copy-config>", "missing-element", "source"),
        ("<copy-config><target><running/></target></copy-config>", "operation-not-supported", "running"),
        ("<delete-config><target><running/></target></delete-config>", "operation-not-supported", "running"),
        ("<delete-config/>", "missing-element", "target"),
    ],
)
def test_calls_that_lack_something_or_ask_for_too_much(user, call, tag, bad):
    ((found, _, _, _, element),) = errors(user.call(call))
    assert (found, element) == (tag, bad)
    assert changes(user) == []


# ---------------------------------------------------------------------- other sources


def test_a_text_is_taken_in(user):
    text = "<configuration-text>system { host-name text; } snmp { location l; }</configuration-text>"
    assert ok(user.call(edit_config(text, name="config-text")))
    assert "+  host-name text;" in changes(user)


def test_a_text_stops_at_its_first_error(user):
    text = "<configuration-text>snmp { nonsense 1; location l; }</configuration-text>"
    assert errors(user.call(edit_config(text, name="config-text"))) == [
        ("operation-failed", "error", "", "syntax error", "nonsense")
    ]
    assert changes(user) == []


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("", "<configuration><snmp><location>l</location></snmp></configuration>"),
        ("format='xml'", "<configuration><snmp><location>l</location></snmp></configuration>"),
        ("format='text'", "snmp { location l; }"),
    ],
)
@pytest.mark.parametrize("name", ["/var/tmp/x", "file:///var/tmp/x", "file://localhost/var/tmp/x"])
def test_a_file_is_taken_in(user, form, text, name):
    user.device.files.write("/var/tmp/x", text.encode(), SYSTEM)
    call = f"<edit-config><target><candidate/></target><url {form}>{name}</url></edit-config>"
    assert ok(user.call(call))
    assert "+      location l;" in changes(user)


def test_a_file_that_is_not_there(user):
    reply = user.call(edit_config("file:///var/tmp/none", name="url"))
    ((tag, _, _, message, _),) = errors(reply)
    assert tag == "operation-failed"
    assert "none" in message


def test_a_predefined_class_gets_another_name(user):
    inner = (
        "<system><login><class><name>operator</name><idle-timeout>5</idle-timeout></class></login></system>"
    )
    reply = user.call(edit_config(configuration(inner)))
    assert [part.tag for part in reply] == ["rpc-error", "ok"]
    assert "changing to 'operator-local'" in errors(reply)[0][3]


# ---------------------------------------------------------------------- copy-config, delete-config


def test_what_is_committed_is_copied_over_the_candidate(user):
    user.call(edit_config(host_name("x")))
    copy = "<copy-config><target><candidate/></target><source><running/></source></copy-config>"
    assert ok(user.call(copy))
    assert changes(user) == []


def test_a_configuration_is_copied_over_the_candidate(user):
    source = f"<source><config>{host_name('copied')}</config></source>"
    assert ok(user.call(f"<copy-config><target><candidate/></target>{source}</copy-config>"))
    assert user.call(GET).findtext("data/configuration/system/host-name") == "copied"
    assert user.call(GET).find("data/configuration/interfaces") is None


def test_a_copy_with_an_error_changes_nothing(user):
    source = f"<source><config>{MIXED}</config></source>"
    reply = user.call(f"<copy-config><target><candidate/></target>{source}</copy-config>")
    assert len(errors(reply)) == 1
    assert changes(user) == []


def test_all_is_deleted_but_what_is_protected(user):
    user.call(edit_config(configuration("<snmp><location protect='protect'>l</location></snmp>")))
    assert ok(user.call("<delete-config><target><candidate/></target></delete-config>"))
    held = user.call(GET).find("data/configuration")
    assert [part.tag for part in held] == ["version", "snmp"]


# ---------------------------------------------------------------------- rights


def test_rights_are_judged_on_the_difference():
    user = NetconfUser(permissions=("configure", "view", "snmp-control"), name="part")
    assert ok(user.call(edit_config(configuration("<snmp><location>l</location></snmp>"))))
    hidden = errors(user.call(edit_config(host_name("x"))))
    assert [tag for tag, *_ in hidden] == ["unknown-element"]
    replaced = edit_config(configuration("<snmp/>"), ("default-operation", "replace"))
    assert [message for _, _, _, message, _ in errors(user.call(replaced))] == ["permission denied"]
    assert changes(user) == ["+  snmp {", "+      location l;", "+  }"]


def test_who_may_not_configure_edits_nothing():
    user = NetconfUser(permissions=("view", "view-configuration"), name="reader")
    for call in (
        edit_config(host_name("x")),
        "<delete-config><target><candidate/></target></delete-config>",
        "<copy-config><target><candidate/></target><source><running/></source></copy-config>",
        "<lock><target><candidate/></target></lock>",
        "<commit/>",
        "<discard-changes/>",
        "<validate><source><candidate/></source></validate>",
    ):
        assert [message for _, _, _, message, _ in errors(user.call(call))] == ["permission denied"], call


def test_the_words_of_the_options_are_those_of_the_standard():
    assert edit.Options().mode.value == "merge"
    assert edit.Options(clears=True).mode.value == "override"
