"""`show cli authorization`: the form of junos-cli facts, for predefined classes and one of the configuration."""

from __future__ import annotations

from bare_device import container, leaf, make_device
from junosim.access.classes import Expressions, LoginClass
from junosim.access.permissions import FLAG_TEXTS
from junosim.config.tree import Branch, Entries, Values
from junosim.operations.cli_settings import CliSettings
from junosim.operations.operation import Context
from junosim.operations.registry import OPERATIONS
from junosim.operations.render import text
from junosim.schema.node import Kind, Node
from junosim.slices import finish


def lines(user: str, class_name: str) -> list[str]:
    device = make_device()
    users, classes = Node("user", Kind.LIST, keys=("name",)), Node("class", Kind.LIST, keys=("name",))
    permissions = Values(Node("permissions", Kind.LEAF_LIST), ("view", "admin-control"))
    operators = {"permissions": permissions, "allow-commands": leaf("allow-commands", "clear .*")}
    below = {
        "user": Entries(users, {("alice",): Branch(users, ("alice",), {"class": leaf("class", class_name)})}),
        "class": Entries(classes, {("staff",): Branch(classes, ("staff",), dict(operators))}),
    }
    login = Branch(container("login"), children=dict(below))
    system = device.configuration.children["system"]
    assert isinstance(system, Branch)
    system.children["login"] = login
    context = Context(device, device.logins.open(user), CliSettings())
    return finish(text(OPERATIONS["cli.authorization"], context))


def test_a_class_of_the_configuration():
    assert lines("alice", "staff") == [
        "Current user: 'alice       ' class 'staff'",
        "Permissions:",
        "    admin       -- Can view user accounts",
        "    admin-control-- Can modify user accounts",
        "    view        -- Can view current values and statistics",
        "Individual command authorization:",
        "    Allow regular expression: clear .*",
        "    Deny regular expression: none",
        "    Allow configuration regular expression: none",
        "    Deny configuration regular expression: none",
    ]


def test_super_user_and_root_have_every_permission():
    for found in (lines("alice", "super-user"), lines("root", "staff")):
        assert found[0].endswith("class 'super-user'")
        assert sum("-- Can" in line for line in found) == len(FLAG_TEXTS)


def test_a_user_who_is_gone_has_none():
    assert not any("--" in line for line in lines("carol", "staff"))


def shown(login_class: LoginClass, *, user: str = "alice", outer: str | None = None) -> list[str]:
    device = make_device()
    login = device.logins.open(outer or user)
    if outer is not None:
        login = device.logins.nest(login, user)
    login.login_class = login_class
    return finish(text(OPERATIONS["cli.authorization"], Context(device, login, CliSettings())))


def test_who_became_another_user_is_shown_with_both_names():
    assert (
        shown(LoginClass("c"), user="bob", outer="alice")[0] == "Current user: 'bob' login: 'alice' class 'c'"
    )


def test_lists_of_expressions_stand_in_their_quotes():
    rules = Expressions(allow_each=("show .*", "ping"), deny_each=("request",))
    assert shown(LoginClass("c", commands=rules, configuration=Expressions(deny="system")))[-4:] == [
        '    Allow regular expression: "show .*" "ping"',
        '    Deny regular expression: "request"',
        "    Allow configuration regular expression: none",
        "    Deny configuration regular expression: system",
    ]
