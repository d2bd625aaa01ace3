"""Login classes as values: what the statements of one say, and when they are read."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from cli_session import Typist, make_device
from junosim.access.classes import PREDEFINED, Classes, Confirmation, Expressions, LoginClass

STATEMENTS = (
    'set system login class c allow-commands "^clear arp"',
    'set system login class c deny-commands "^show (log|route)"',
    'set system login class c allow-configuration-regexps [ "interfaces .*" snmp ]',
    "set system login class c deny-configuration-regexps system",
    "set system login class c permissions [ view admin-control ]",
    "set system login class c idle-timeout 5",
    "set system login class c login-alarms",
    "set system login class c login-tip",
    "set system login class c security-role crypto-administrator",
    "set system login class c access-start 08:00:00 access-end 17:30:00",
    "set system login class c allowed-days [ monday friday ]",
    "set system login class c cli prompt tower",
    "set system login class c configuration-breadcrumbs",
    "set system login class c no-hidden-commands except extension",
    'set system login class c confirm-commands "^request" "Sure"',
)


@pytest.fixture
def officer():
    typist = Typist()
    typist.line("configure")
    return typist


def committed(officer, *lines):
    for line in lines:
        assert officer.line(line) == ""
    assert officer.line("commit") == "commit complete"
    return officer.device


def test_a_class_holds_what_its_statements_say(officer):
    device = committed(officer, *STATEMENTS)
    found = Classes().of(device.configuration)["c"]
    assert found == LoginClass(
        name="c",
        permissions=frozenset({"view", "admin", "admin-control"}),
        commands=Expressions("^clear arp", "^show (log|route)"),
        configuration=Expressions(None, None, ("interfaces .*", "snmp"), ("system",)),
        idle_timeout=5,
        login_alarms=True,
        login_tip=True,
        security_role="crypto-administrator",
        access_start=found.access_start,
        access_end=found.access_end,
        allowed_days=("monday", "friday"),
        prompt="tower",
        configuration_breadcrumbs=True,
        no_hidden_commands=True,
        hidden_exceptions=("extension",),
        confirmations=(Confirmation("^request", "Sure"),),
    )
    assert (found.access_start[:5], found.access_end[:5]) == ("08:00", "17:30")


def test_predefined_classes_exist_without_a_configuration():
    assert set(PREDEFINED) == {"operator", "read-only", "super-user", "superuser", "unauthorized"}
    device = make_device()
    classes = Classes().of(device.configuration)
    assert all(classes[name] is login_class for name, login_class in PREDEFINED.items())
    assert PREDEFINED["operator"].is_predefined
    assert not LoginClass("c").is_predefined


def test_classes_are_read_once_for_each_committed_stanza(officer):
    classes = Classes()
    tree = committed(officer, *STATEMENTS).configuration
    first = classes.named(tree, "c")
    assert classes.named(tree, "c") is first
    tree = committed(officer, "set system login class c idle-timeout 6").configuration
    assert classes.named(tree, "c").idle_timeout == 6


def test_a_class_that_does_not_exist_gives_nothing():
    assert Classes().named(make_device().configuration, "gone") == LoginClass("gone")


def test_a_class_cannot_be_changed_by_who_holds_it():
    with pytest.raises(FrozenInstanceError):
        PREDEFINED["read-only"].permissions = frozenset({"all"})


@pytest.mark.parametrize("name", ["super-user", "monitor", "read-only"])
def test_logs_name_a_class_with_a_prefix(name):  # R-ROLE-011
    assert LoginClass(name).logged_name == f"j-{name}"


def test_a_session_keeps_the_class_of_its_login(officer):
    device = committed(
        officer,
        "set system login class c permissions view",
        "set system login user eve class c authentication no-public-keys",
    )
    before = device.logins.open("eve")
    committed(officer, "set system login class c permissions trace")
    assert before.login_class.permissions == {"view"}
    assert device.logins.nest(before, "eve").login_class is before.login_class
    assert device.logins.nest(before, "root").login_class is PREDEFINED["super-user"]
    assert device.logins.open("eve").login_class.permissions == {"view", "trace"}
    assert device.logins.open("nobody").login_class is PREDEFINED["unauthorized"]
