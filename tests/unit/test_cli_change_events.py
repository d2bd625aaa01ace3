"""What the audit trail says of loads and edits: the lines of the guides (R-LOAD-001…005, R-AUD-001, -002, -017)."""

import pytest

from cli_session import Typist
from junosim.cli.commands import COMMANDS
from junosim.config import edit
from junosim.device.files import Visitor
from junosim.errors import ConfigurationError
from junosim.schema import walk
from junosim.schema.node import Kind, Node

FILE = """\
system {
    radius-server {
        1.2.3.4 secret "$9$.PQzF39tu1REyz36Cp"; ## SECRET-DATA
    }
    login {
        user admin {
            uid 2010;
            class super-user;
            authentication {
                encrypted-password "$6$salt$abc"; ## SECRET-DATA
            }
        }
        user admin2 {
            authentication {
                encrypted-password "$6$salt$def"; ## SECRET-DATA
            }
        }
    }
}
"""
RADIUS = "[system radius-server 1.2.3.4 secret]"
ADMIN = "[system login user admin authentication encrypted-password]"
ADMIN2 = "[system login user admin2 authentication encrypted-password]"
KINDS = {"ui-load", "ui-set", "ui-set-secret", "ui-change", "ui-change-mark", "ui-change-place"}


class Listener:
    """A session, and what is logged of its changes."""

    def __init__(self):
        self.typist = Typist()
        self.events = []
        self.typist.device.files.write("/var/home/lab/CC_config2.txt", FILE.encode(), Visitor("lab"))
        self.typist.line("configure")
        self.typist.device.audit.listen(self.note)

    def note(self, event):
        if event.kind.key in KINDS:
            self.events.append(event)

    def tells(self, *lines):
        """The events of these lines: their texts without the user."""
        self.events.clear()
        for line in lines:
            self.typist.line(line)
        assert all(event.arguments[0] == "lab" for event in self.events)
        assert all(event.time == self.typist.device.clock.time() for event in self.events)
        assert all(event.pid == self.typist.login.pid for event in self.events)
        return self.texts()

    def texts(self):
        return [event.text.removeprefix("User 'lab' ") for event in self.events]

    def secrets(self, *lines):
        """Without the changes that are no secrets."""
        self.tells(*lines)
        return [
            text
            for event, text in zip(self.events, self.texts(), strict=True)
            if event.kind.key in ("ui-load", "ui-set-secret") or event.arguments[1] in ("override", "update")
        ]


@pytest.fixture
def listener():
    return Listener()


def test_r_load_001_merge_sets_each_secret_in_the_order_of_the_file(listener):
    assert listener.secrets("load merge CC_config2.txt") == [
        f"set: {path}" for path in (RADIUS, ADMIN, ADMIN2)
    ]


def test_r_load_002_replace_replaces_each_secret(listener):
    assert listener.secrets("load replace CC_config2.txt") == [
        f"replace: {path}" for path in (RADIUS, ADMIN, ADMIN2)
    ]


def test_r_load_003_override_says_so_first(listener):
    assert listener.secrets("load override CC_config2.txt") == [
        "is performing a 'load override'",
        "override: CC_config2.txt",
        *(f"set: {path}" for path in (RADIUS, ADMIN, ADMIN2)),
    ]


def test_r_load_004_update_sets_each_secret_and_deactivates_nothing_there(listener):
    listener.tells("load override CC_config2.txt")
    assert listener.tells("load update CC_config2.txt") == [
        "is performing a 'load update'",
        "update: CC_config2.txt",
        *(line for path in (RADIUS, ADMIN, ADMIN2) for line in (f"set: {path}", f'deactivate: {path} ""')),
    ]
    assert listener.events[3].kind.tag == "UI_CFG_AUDIT_OTHER"


def test_update_tells_what_differs_and_what_goes(listener):
    listener.typist.lines(
        "load override CC_config2.txt", "set system login user admin uid 2011", "set snmp contact me"
    )
    assert listener.tells("load update CC_config2.txt")[-2:] == [f'deactivate: {ADMIN2} ""', "delete: [snmp]"]
    assert 'set: [system login user admin uid] "2011" -> "2010"' in listener.tells(
        "set system login user admin uid 2011", "load update CC_config2.txt"
    )


def test_the_rest_of_a_file_is_told_with_old_and_new_values(listener):
    told = listener.tells("set system host-name r2", "load merge CC_config2.txt")
    assert told[0] == 'set: [system host-name] "r1" -> "r2"'
    assert "set: [system login user admin]" in told
    assert 'set: [system login user admin class] <unconfigured> -> "super-user"' in told
    assert "$" not in "".join(told)


def test_r_load_005_a_disallowed_service_is_refused_as_a_whole_line(listener):
    device = listener.typist.device
    ftp = Node("ftp", Kind.CONTAINER, attributes={"state": "refused"})
    services = device.release.configuration.by_name["system"].by_name["services"]
    held = services.by_name["ftp"]
    text = "system {\n    services {\n        ftp;\n    }\n    location {\n        building HQ;\n    }\n}\n"
    device.files.write("/var/home/lab/x", text.encode(), Visitor("lab"))
    commands = "set system services ftp\nset system location building HQ\n"
    device.files.write("/var/home/lab/y", commands.encode(), Visitor("lab"))
    services.by_word["ftp"] = services.by_name["ftp"] = ftp
    try:
        told = listener.tells("load merge x")
        shown = listener.typist.lines("rollback", "load merge x")
        typed = listener.typist.lines("rollback", "load set y")
    finally:
        services.by_word["ftp"] = services.by_name["ftp"] = held
    assert shown == (
        "x:3:(11) syntax error: ftp\n  [edit system services]\n    'ftp;'\n      syntax error\n"
        "load complete (1 errors)"
    )
    assert typed == "y:1:(20) syntax error: ftp\nload complete"
    assert told == ['set: [system location building] <unconfigured> -> "HQ"']
    assert listener.typist.line("show | compare") == "[edit system]\n+   location building HQ;"


def test_a_text_from_the_terminal_is_told_when_it_is_in_place(listener):
    listener.events.clear()
    listener.typist.send("load override terminal\r")
    listener.typist.send("snmp {\r    contact me;\r}\r\x04")
    assert listener.texts() == [
        "is performing a 'load override'",
        "override: terminal",
        'set: [snmp contact] <unconfigured> -> "me"',
    ]


def test_a_load_that_is_refused_has_changed_nothing(listener):
    listener.typist.device.files.write("/var/home/lab/x", b"<configuration><snmp>", Visitor("lab"))
    assert listener.tells("load merge x", "load merge missing") == []


NEW_UNIT = [
    "set: [interfaces ge-0/0/1]",
    "set: [interfaces ge-0/0/1 unit 0]",
    'set: [interfaces ge-0/0/1 unit 0 description] <unconfigured> -> "test"',
]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            ["set system radius-server 1.2.3.4 secret hush"],
            ["set: [system radius-server 1.2.3.4]", f"set: {RADIUS}"],
        ),
        (["set snmp contact me"], ['set: [snmp contact] <unconfigured> -> "me"']),
        (["set interfaces ge-0/0/1 unit 0 description test"], NEW_UNIT),
        (["delete system services"], ["delete: [system services]"]),
        (["deactivate system services"], ['deactivate: [system services] ""']),
        (["protect system services"], ['protect: [system services] ""']),
        (["rename interfaces fxp0 to em0"], ["rename: [interfaces fxp0] em0"]),
        (["copy interfaces fxp0 to em0"], ["copy: [interfaces fxp0] em0"]),
        (['annotate system services "why"'], ['annotate: [system services] "why"']),
        (["set bogus x", "delete snmp", "show"], []),
        (["edit snmp", "set contact me"], ['set: [snmp contact] <unconfigured> -> "me"']),
        (["load factory-default"], ["is performing a 'load factory-default'"]),
        (["top set snmp contact me"], ['set: [snmp contact] <unconfigured> -> "me"']),
        (["set interfaces fxp0 disable"], ['set: [interfaces fxp0] <unconfigured> -> "disable"']),
    ],
)
def test_edits_on_the_line(listener, lines, told):
    assert listener.tells(*lines)[: max(len(told), 1)] == told


def test_a_bare_word_that_goes_is_named(listener):
    """[captures]"""
    listener.tells("set interfaces fxp0 disable")
    assert listener.tells("delete interfaces fxp0 disable") == ['delete: [interfaces fxp0] "disable"']


def test_a_neighbour_is_named_with_its_side(listener):
    listener.tells(
        "set policy-options policy-statement p term a", "set policy-options policy-statement p term b"
    )
    assert listener.tells("insert policy-options policy-statement p term b before term a") == [
        "insert: [policy-options policy-statement p term b] before term a"
    ]


def test_what_a_statement_excludes_is_told_to_go(listener):
    listener.tells("set policy-options policy-statement p then accept")
    assert listener.tells("set policy-options policy-statement p then reject") == [
        'delete: [policy-options policy-statement p then] "accept"',
        'set: [policy-options policy-statement p then] <unconfigured> -> "reject"',
    ]


def test_commands_of_a_text_keep_their_verbs(listener):
    text = "set snmp contact me\ndeactivate snmp\ndelete snmp contact\nset version 1\n"
    listener.typist.device.files.write("/var/home/lab/x", text.encode(), Visitor("lab"))
    assert listener.tells("load set x") == [
        'set: [snmp contact] <unconfigured> -> "me"',
        'deactivate: [snmp] ""',
        "delete: [snmp contact]",
    ]


def test_a_patch_says_so_and_is_told_as_the_edits_it_makes(listener):
    text = "[edit system]\n-  host-name r1;\n+  host-name r2;\n"
    listener.typist.device.files.write("/var/home/lab/x", text.encode(), Visitor("lab"))
    first, *told = listener.tells("load patch x")
    assert first == "is performing a 'load patch'"
    assert told == ["delete: [system host-name]", 'set: [system host-name] <unconfigured> -> "r2"']


def test_marks_in_a_text_are_told(listener):
    listener.typist.device.files.write("/var/home/lab/x", b"inactive: snmp { contact me; }", Visitor("lab"))
    assert listener.tells("load merge x") == [
        'set: [snmp contact] <unconfigured> -> "me"',
        'deactivate: [snmp] ""',
    ]


def test_a_rollback_tells_what_it_has_changed_secrets_apart(listener):
    listener.typist.lines("set system radius-server 1.2.3.4 secret hush", "set snmp contact me", "commit")
    listener.typist.lines(
        "set system radius-server 1.2.3.4 secret other", "set snmp contact you", "deactivate snmp", "commit"
    )
    assert listener.tells("rollback 1") == [
        "is performing a 'rollback 1'",
        "rollback: 1",
        f"set: {RADIUS}",
        'activate: [snmp] ""',
        'set: [snmp contact] "you" -> "me"',
    ]
    assert "UI_CFG_AUDIT_SET_SECRET" in [event.kind.tag for event in listener.events]
    assert listener.tells("rollback 2")[2:] == ["delete: [system radius-server 1.2.3.4]", "delete: [snmp]"]
    assert listener.tells("rollback 0")[2:5] == [
        "set: [system radius-server 1.2.3.4]",
        f"set: {RADIUS}",
        'set: [snmp contact] <unconfigured> -> "you"',
    ]


def test_another_session_is_not_blamed_for_what_this_one_does(listener):
    other = Typist(listener.typist.device, user="eve")
    other.line("configure")
    listener.events.clear()
    listener.typist.send("delete\r")  # asks
    other.line("set snmp contact me")
    listener.typist.send("yes\r")
    told = [(*event.arguments[:2], event.pid) for event in listener.events]
    assert told == [("eve", "set", other.login.pid), ("lab", "delete", listener.typist.login.pid)]


def test_a_command_that_is_cut_off_tells_what_it_did(listener):
    listener.events.clear()
    listener.typist.send("delete\r")
    listener.typist.send("\x03")
    assert listener.events == []


def test_a_password_that_is_asked_for_is_a_secret(listener):
    """R-AUD-002"""
    listener.events.clear()
    for line in ("set system root-authentication plain-text-password", "Secret-99", "Secret-99"):
        listener.typist.send(f"{line}\r")
    assert listener.texts() == ["set: [system root-authentication encrypted-password]"]


def test_changes_of_many_statements_are_told_one_by_one(listener):
    listener.typist.lines("edit snmp", "set community a")
    assert listener.tells("wildcard range set community c[1-2] authorization read-only") == [
        "set: [snmp community c1]",
        'set: [snmp community c1 authorization] <unconfigured> -> "read-only"',
        "set: [snmp community c2]",
        'set: [snmp community c2 authorization] <unconfigured> -> "read-only"',
    ]
    assert sorted(listener.tells("replace pattern read-only with read-write")) == [
        'set: [snmp community c1 authorization] "read-only" -> "read-write"',
        'set: [snmp community c2 authorization] "read-only" -> "read-write"',
    ]
    listener.events.clear()
    listener.typist.send("wildcard delete community ^c\r")
    listener.typist.send("yes\r")
    assert listener.texts() == ["delete: [snmp community c1]", "delete: [snmp community c2]"]


def test_what_is_undone_is_not_told(listener, monkeypatch):
    """A command may do its edits, and a guard take them back when it finds that they were not allowed."""

    def undone(context, _command):
        candidate = context.editing.candidate
        before = candidate.root
        candidate.freeze()
        candidate.apply(edit.set_, walk.locate(before.node, ["snmp", "contact", "me"]))
        candidate.replace(before)
        raise ConfigurationError("permission denied")
        yield

    monkeypatch.setitem(COMMANDS, "configuration.set", undone)
    assert listener.tells("set snmp contact me") == []
