"""Login classes as they are configured, and what they make of a session beside its rights."""

from __future__ import annotations

import pytest

from cli_session import Typist, make_device
from junosim.access.classes import Confirmation, LoginClass

ALL = frozenset({"all"})


@pytest.fixture
def officer():
    typist = Typist()
    typist.line("configure")
    return typist


def warning(name):
    return f"warning: '{name}' is a predefined class name; changing to '{name}-local'"


@pytest.mark.parametrize("name", ["operator", "read-only", "super-user", "superuser", "unauthorized"])
def test_a_predefined_class_that_is_configured_gets_another_name(officer, name):
    assert officer.line(f"set system login class {name} permissions view") == warning(name)
    assert officer.line("show system login class | display set") == (
        f"set system login class {name}-local permissions view"
    )
    assert officer.line("commit") == "commit complete"


def test_so_it_does_at_its_level_and_in_groups(officer):
    officer.line("edit system login class operator")
    assert warning("operator") in officer.line("set permissions view")
    officer.line("top")
    assert warning("operator") in officer.line("set groups g system login class operator idle-timeout 5")
    assert "operator-local" in officer.line("show groups | display set")
    assert "class operator " not in officer.line("show | display set | match class")


def test_so_it_does_in_a_text_that_is_loaded(officer):
    officer.line("load merge terminal")
    officer.line("system { login { class operator { permissions trace; } class own { permissions view; } } }")
    shown = officer.send("\x04")
    assert warning("operator") in shown
    assert "load complete" in shown
    assert officer.line("show system login class operator-local") == "permissions trace;"
    assert officer.line("show system login class own") == "permissions view;"


@pytest.mark.parametrize(
    "line",
    [
        "copy system login class own to class operator",
        "rename system login class own to class operator",
    ],
)
def test_a_predefined_class_is_no_target(officer, line):
    officer.line("set system login class own permissions view")
    assert officer.line(line) == "error: target 'operator' is a predefined class"


@pytest.mark.parametrize(
    ("permissions", "warns"),
    [
        ("[ secret security maintenance control ]", False),
        ("[ secret security maintenance control view ]", False),
        ("all", False),
        ("[ view trace ]", False),
        ("maintenance", True),
        ("[ secret security ]", True),
        ("security-control", True),
    ],
)
def test_half_a_crypto_officer_is_warned_of(permissions, warns):  # R-ROLE-001, R-ROLE-002
    typist = Typist(make_device(fips=True))
    typist.line("configure")
    typist.line(f"set system login class c permissions {permissions}")
    shown = typist.line("commit")
    assert shown.endswith("commit complete")
    assert (
        "    warning: some of the permissions secret, security, maintenance and control" in shown
    ) is warns
    assert typist.lines("set system location floor 3", "commit") == "commit complete"


def test_outside_fips_mode_there_are_no_roles(officer):
    assert officer.lines("set system login class c permissions maintenance", "commit") == "commit complete"


def confirming(*confirmations, **options):
    return Typist(user="eve", login_class=LoginClass("c", ALL, confirmations=confirmations), **options)


def test_commands_that_ask_before_they_run():
    typist = confirming(Confirmation("^show version", "Show it ?"), Confirmation("^commit"))
    assert typist.send("sh ver\r").endswith("Show it ? [yes,no] (no) ")
    assert "Hostname" not in typist.send("\r")
    typist.send("show version\r")
    assert "Hostname" in typist.send("yes\r")
    assert "Hostname" not in typist.line("show cli directory")
    typist.line("configure")
    assert typist.send("commit\r").endswith("Do you want to continue ? [yes,no] (no) ")
    assert "commit complete" in typist.send("y\r")
    typist.send("run show version\r")
    assert "Hostname" not in typist.send("no\r")


def test_who_cannot_be_asked_has_said_no():
    typist = confirming(Confirmation("^show version"), pty=False, command="show version; show cli directory")
    assert "Hostname" not in typist.greeting
    assert "Current directory" in typist.greeting


@pytest.mark.parametrize(
    ("statements", "prompt"),
    [
        (["set system login class c cli prompt tower>"], "tower>"),
        (["set system login user eve cli prompt mine>"], "mine>"),
        (
            ["set system login class c cli prompt tower>", "set system login user eve cli prompt mine>"],
            "mine>",
        ),
        ([], "eve@r1> "),
    ],
)
def test_the_prompt_of_a_class_and_of_a_user(officer, statements, prompt):
    officer.lines(
        "set system login class c permissions all",
        "set system login user eve class c authentication no-public-keys",
        *statements,
        "commit",
    )
    assert Typist(officer.device, user="eve", permissions=None).greeting.endswith(prompt)


@pytest.mark.parametrize(
    ("options", "is_there"),
    [
        ({}, True),
        ({"no_hidden_commands": True}, False),
        ({"no_hidden_commands": True, "hidden_exceptions": ("commit force",)}, True),
    ],
)
def test_hidden_commands_of_a_class(options, is_there):
    typist = Typist(user="eve", login_class=LoginClass("c", ALL, **options))
    typist.line("configure")
    assert ("syntax error" not in typist.line("commit force")) is is_there
    assert "syntax error" not in typist.line("run show version")
    typist.line("exit")
    assert not typist.login.is_editing


@pytest.mark.parametrize(
    ("statement", "hides"), [("", True), ("set system login class c allow-hidden-commands", False)]
)
def test_the_system_hides_hidden_commands_from_all_but_some_classes(officer, statement, hides):
    officer.lines(
        "set system login class c permissions all",
        "set system login user eve class c authentication no-public-keys",
        "set system no-hidden-commands",
        *filter(None, [statement]),
        "commit",
    )
    typist = Typist(officer.device, user="eve", permissions=None)
    typist.line("configure")
    assert ("syntax error" in typist.line("commit force")) is hides


@pytest.mark.parametrize(
    ("uids", "is_refused"),
    [
        ((99,), True),
        ((100,), False),
        ((64000,), False),
        ((64001,), True),
        ((3000, 3000), True),
        ((3000, 3001), False),
    ],
)
def test_numbers_of_users(officer, uids, is_refused):  # R-ROLE-006
    shown = [
        officer.line(f"set system login user u{place} uid {uid} class operator")
        for place, uid in enumerate(uids)
    ]
    assert ("commit complete" not in officer.line("commit") or any(shown)) is is_refused
