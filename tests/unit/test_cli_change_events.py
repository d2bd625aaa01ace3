"""What the device tells of loads and edits: the events behind the audit lines of the guides (R-LOAD-001…005)."""

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
RADIUS = "system radius-server 1.2.3.4 secret"
ADMIN = "system login user admin authentication encrypted-password"
ADMIN2 = "system login user admin2 authentication encrypted-password"


class Listener:
    """A session whose device tells of everything."""

    def __init__(self, listens=True):
        self.typist = Typist()
        self.events = []
        self.typist.device.files.write("/var/home/lab/CC_config2.txt", FILE.encode(), Visitor("lab"))
        self.typist.line("configure")
        if listens:
            self.typist.device.subscribers.append(self.events.append)

    def tells(self, *lines):
        """The events of these lines: name and arguments without the user."""
        self.events.clear()
        for line in lines:
            self.typist.line(line)
        assert all(event.arguments["user"] == "lab" for event in self.events)
        assert all(event.time == self.typist.device.clock.time() for event in self.events)
        return [(event.name, *list(event.arguments.values())[1:]) for event in self.events]

    def secrets(self, *lines):
        return [event for event in self.tells(*lines) if event[0] != "change"]


@pytest.fixture
def listener():
    return Listener()


def test_r_load_001_merge_sets_each_secret_in_the_order_of_the_file(listener):
    assert listener.secrets("load merge CC_config2.txt") == [
        ("load", "merge", "CC_config2.txt"),
        ("set-secret", "set", RADIUS),
        ("set-secret", "set", ADMIN),
        ("set-secret", "set", ADMIN2),
    ]


def test_r_load_002_replace_replaces_each_secret(listener):
    assert listener.secrets("load replace CC_config2.txt") == [
        ("load", "replace", "CC_config2.txt"),
        ("set-secret", "replace", RADIUS),
        ("set-secret", "replace", ADMIN),
        ("set-secret", "replace", ADMIN2),
    ]


def test_r_load_003_override_says_so_first(listener):
    assert listener.secrets("load override CC_config2.txt") == [
        ("load", "override", "CC_config2.txt"),
        ("set-secret", "set", RADIUS),
        ("set-secret", "set", ADMIN),
        ("set-secret", "set", ADMIN2),
    ]


def test_r_load_004_update_sets_each_secret_and_deactivates_nothing_there(listener):
    events = listener.tells("load override CC_config2.txt", "load update CC_config2.txt")
    assert events[events.index(("load", "update", "CC_config2.txt")) :] == [
        ("load", "update", "CC_config2.txt"),
        ("set-secret", "set", RADIUS),
        ("change", "deactivate", RADIUS, "", '""'),
        ("set-secret", "set", ADMIN),
        ("change", "deactivate", ADMIN, "", '""'),
        ("set-secret", "set", ADMIN2),
        ("change", "deactivate", ADMIN2, "", '""'),
    ]


def test_update_tells_what_differs_and_what_goes(listener):
    listener.typist.lines(
        "load override CC_config2.txt", "set system login user admin uid 2011", "set snmp contact me"
    )
    assert listener.tells("load update CC_config2.txt")[-2:] == [
        ("change", "deactivate", ADMIN2, "", '""'),
        ("change", "delete", "snmp", "", ""),
    ]
    assert ("change", "set", "system login user admin uid", "2011", "2010") in listener.tells(
        "set system login user admin uid 2011", "load update CC_config2.txt"
    )


def test_the_rest_of_a_file_is_told_with_old_and_new_values(listener):
    events = listener.tells("set system host-name r2", "load merge CC_config2.txt")
    assert events[0] == ("change", "set", "system host-name", "r1", "r2")
    assert ("change", "set", "system login user admin", "", "") in events
    assert ("change", "set", "system login user admin class", "", "super-user") in events
    assert not [event for event in events if "$" in " ".join(event)]


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
    assert told == [("load", "merge", "x"), ("change", "set", "system location building", "", "HQ")]
    assert listener.typist.line("show | compare") == "[edit system]\n+   location building HQ;"


def test_a_text_from_the_terminal_is_told_when_it_is_in_place(listener):
    listener.events.clear()
    listener.typist.send("load merge terminal\r")
    listener.typist.send("snmp {\r    contact me;\r}\r\x04")
    assert [event.name for event in listener.events] == ["load", "change"]
    assert dict(listener.events[0].arguments) == {"user": "lab", "kind": "merge", "source": "terminal"}


def test_a_load_that_is_refused_has_changed_nothing(listener):
    listener.typist.device.files.write("/var/home/lab/x", b"<configuration><snmp>", Visitor("lab"))
    assert listener.tells("load merge x", "load merge missing") == [
        ("load", "merge", "x"),
        ("load", "merge", "missing"),
    ]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["set system radius-server 1.2.3.4 secret hush"], [("set-secret", "set", RADIUS)]),
        (["set snmp contact me"], [("change", "set", "snmp contact", "", "me")]),
        (["delete system services"], [("change", "delete", "system services", "", "")]),
        (["deactivate system services"], [("change", "deactivate", "system services", "", "")]),
        (["protect system services"], [("change", "protect", "system services", "", "")]),
        (["rename interfaces fxp0 to em0"], [("change", "rename", "interfaces fxp0", "", "em0")]),
        (["copy interfaces fxp0 to em0"], [("change", "copy", "interfaces fxp0", "", "em0")]),
        (['annotate system services "why"'], [("change", "annotate", "system services", "", "why")]),
        (["set bogus x", "delete snmp", "show"], []),
        (["edit snmp", "set contact me"], [("change", "set", "snmp contact", "", "me")]),
        (["rollback 0"], [("load", "rollback", "0")]),
        (["load factory-default"], [("load", "factory-default", "")]),
        (["top set snmp contact me"], [("change", "set", "snmp contact", "", "me")]),
    ],
)
def test_edits_on_the_line(listener, lines, told):
    assert listener.tells(*lines)[: max(len(told), 1)] == told


def test_commands_of_a_text_keep_their_verbs(listener):
    text = "set snmp contact me\ndeactivate snmp\ndelete snmp contact\nset version 1\n"
    listener.typist.device.files.write("/var/home/lab/x", text.encode(), Visitor("lab"))
    assert listener.tells("load set x") == [
        ("load", "set", "x"),
        ("change", "set", "snmp contact", "", "me"),
        ("change", "deactivate", "snmp", "", ""),
        ("change", "delete", "snmp contact", "", ""),
    ]


def test_marks_in_a_text_are_told(listener):
    listener.typist.device.files.write("/var/home/lab/x", b"inactive: snmp { contact me; }", Visitor("lab"))
    assert listener.tells("load merge x")[1:] == [
        ("change", "set", "snmp contact", "", "me"),
        ("change", "deactivate", "snmp", "", ""),
    ]


def test_another_session_is_not_blamed_for_what_this_one_does(listener):
    other = Typist(listener.typist.device, user="eve")
    other.line("configure")
    listener.events.clear()
    listener.typist.send("delete\r")  # asks
    other.line("set snmp contact me")
    listener.typist.send("yes\r")
    told = [(event.arguments["user"], event.arguments["verb"]) for event in listener.events]
    assert told == [("eve", "set"), ("lab", "delete")]


def test_a_command_that_is_cut_off_tells_what_it_did(listener):
    listener.events.clear()
    listener.typist.send("delete\r")
    listener.typist.send("\x03")
    assert listener.events == []


def test_a_password_that_is_asked_for_is_a_secret(listener):
    listener.events.clear()
    for line in ("set system root-authentication plain-text-password", "Secret-99", "Secret-99"):
        listener.typist.send(f"{line}\r")
    assert [(event.name, event.arguments["path"]) for event in listener.events] == [
        ("set-secret", "system root-authentication encrypted-password")
    ]


def test_with_nobody_listening_nothing_is_noted(monkeypatch):
    monkeypatch.setattr("junosim.config.workspace.record", None)  # would crash
    silent = Listener(listens=False)
    assert silent.typist.line("load merge CC_config2.txt") == "load complete"
    assert silent.typist.line("set snmp contact me") == ""


def test_changes_of_many_statements_are_told_one_by_one(listener):
    listener.typist.lines("edit snmp", "set community a")
    assert listener.tells("wildcard range set community c[1-2] authorization read-only") == [
        ("change", "set", "snmp community c1 authorization", "", "read-only"),
        ("change", "set", "snmp community c2 authorization", "", "read-only"),
    ]
    assert sorted(listener.tells("replace pattern read-only with read-write")) == [
        ("change", "set", "snmp community c1 authorization", "read-only", "read-write"),
        ("change", "set", "snmp community c2 authorization", "read-only", "read-write"),
    ]
    listener.events.clear()
    listener.typist.send("wildcard delete community ^c\r")
    listener.typist.send("yes\r")
    assert [tuple(event.arguments.values())[1:3] for event in listener.events] == [
        ("delete", "snmp community c1"),
        ("delete", "snmp community c2"),
    ]


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
