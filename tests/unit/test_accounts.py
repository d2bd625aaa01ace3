"""Accounts, login classes and permissions as the committed configuration says."""

from __future__ import annotations

import pytest

from junosim.access.classes import PREDEFINED, Classes
from junosim.access.permissions import FLAG_TEXTS, FLAGS, expand
from junosim.access.ssh_policy import serves_scp, serves_sftp, takes_key, takes_password
from junosim.access.users import Account, Accounts, PublicKey, uids
from junosim.config.tree import Branch, Entries, Leaf, Mark, Values
from junosim.schema.node import Kind, Node

KEY = "ecdsa-sha2-nistp256 AAAAE2Vj comment"


def box(name, *children, keys=(), mark=Mark.NONE):
    node = Node(name, Kind.LIST if keys else Kind.CONTAINER)
    return Branch(node, keys, {child.node.name: child for child in children}, mark)


def leaf(name, value=None, mark=Mark.NONE):
    return Leaf(Node(name, Kind.LEAF), value, mark)


def listed(name, *branches):
    return Entries(Node(name, Kind.LIST, keys=("name",)), {branch.keys: branch for branch in branches})


def user(name, *children, mark=Mark.NONE):
    return box("user", *children, keys=(name,), mark=mark)


def configuration(*users, classes=(), ssh=(), root=()):
    return box(
        "configuration",
        box(
            "system",
            box("login", listed("class", *classes), listed("user", *users)),
            box("services", box("ssh", *ssh)),
            box("root-authentication", *root),
        ),
    )


def test_accounts_are_read_from_the_configuration():
    key = box("ssh-ecdsa", leaf("from", "10.0.0.*,!10.0.0.9"), keys=(KEY,))
    tree = configuration(
        user(
            "officer",
            leaf("uid", "6400"),
            leaf("class", "super-user"),
            leaf("full-name", "Crypto Officer"),
            box("authentication", leaf("encrypted-password", "$6$a$b"), listed("ssh-ecdsa", key)),
        ),
        user("guest"),
        user("sleeper", mark=Mark.INACTIVE),
        root=(leaf("encrypted-password", "$6$r$r"),),
    )
    keys = (PublicKey("ecdsa-sha2-nistp256", "AAAAE2Vj", "10.0.0.*,!10.0.0.9"),)
    assert Accounts().of(tree) == {
        "officer": Account("officer", 6400, "super-user", "$6$a$b", "Crypto Officer", keys),
        "guest": Account("guest", None, "unauthorized"),
        "root": Account("root", 0, "super-user", "$6$r$r"),
    }


def test_a_commit_takes_effect_at_once_and_an_unchanged_stanza_is_not_read_again():
    accounts = Accounts()
    old = configuration(user("officer"))
    new = configuration(user("guest"))
    first = accounts.of(old)
    assert accounts.of(Branch(old.node, (), dict(old.children))) is first
    assert set(accounts.of(new)) == {"guest", "root"}
    assert set(accounts.of(box("configuration"))) == {"root"}


def test_a_key_is_bound_to_the_hosts_it_names():
    account = Account("a", 1, "c", keys=(PublicKey("ssh-rsa", "AAAA", "10.0.0.*,!10.0.0.9"),))
    assert account.accepts_key("ssh-rsa", "AAAA", "10.0.0.1")
    assert not account.accepts_key("ssh-rsa", "AAAA", "10.0.0.9")
    assert not account.accepts_key("ssh-rsa", "AAAA", "192.0.2.1")
    assert not account.accepts_key("ssh-rsa", "BBBB", "10.0.0.1")
    assert not account.accepts_key("ssh-dss", "AAAA", "10.0.0.1")
    assert PublicKey("ssh-rsa", "AAAA").allows("192.0.2.1")
    assert PublicKey("ssh-rsa", "AAAA", "!10.0.0.9").allows("10.0.0.1") is False


def test_no_public_keys_of_a_user_hides_his_keys():
    key = box("ssh-ecdsa", keys=(KEY,))
    tree = configuration(
        user("a", box("authentication", listed("ssh-ecdsa", key), leaf("no-public-keys"))),
        user("b", box("authentication", listed("ssh-ecdsa", box("ssh-ecdsa", keys=("rubbish",))))),
    )
    assert Accounts().of(tree)["a"].keys == ()
    assert Accounts().of(tree)["b"].keys == ()


@pytest.mark.parametrize(
    ("name", "flags"),
    [
        ("super-user", FLAGS | {"all"}),
        ("operator", {"clear", "network", "reset", "trace", "view"}),
        ("read-only", {"view"}),
        ("unauthorized", set()),
        ("nobody-made-it", set()),
        ("monitor", {"trace", "view"}),
        ("inactive", set()),
    ],
)
def test_classes_grant_their_permissions(name, flags):
    tree = configuration(
        classes=(
            box("class", Values(Node("permissions", Kind.LEAF_LIST), ("trace", "view")), keys=("monitor",)),
            box("class", Values(Node("permissions", Kind.LEAF_LIST), ("all",)), keys=("read-only",)),
            box(
                "class",
                Values(Node("permissions", Kind.LEAF_LIST), ("all",), Mark.INACTIVE),
                keys=("inactive",),
            ),
        )
    )
    assert Classes().named(tree, name).permissions == flags


def test_who_may_change_may_look():
    assert expand(frozenset({"admin-control", "nonsense"})) == {"admin-control", "admin"}
    assert expand(frozenset({"all-control"})) == {
        flag for flag in FLAGS if flag.endswith("-control") or f"{flag}-control" in FLAGS
    }
    assert "view" not in expand(frozenset({"configure"}))


def test_every_flag_has_its_text():
    assert len(FLAG_TEXTS) == 42
    assert all(text.startswith("Can ") for text in FLAG_TEXTS.values())


@pytest.mark.parametrize(
    ("statements", "root_password", "user_password", "root_key", "user_key"),
    [
        ((), False, True, True, True),
        ((leaf("root-login", "deny"),), False, True, False, True),
        ((leaf("root-login", "deny-password"),), False, True, True, True),
        ((leaf("root-login", "allow"),), True, True, True, True),
        ((leaf("root-login", "deny", Mark.INACTIVE),), False, True, True, True),
        ((leaf("no-passwords"),), False, False, True, True),
        ((leaf("no-public-keys"),), False, True, False, False),
    ],
)
def test_ssh_statements_decide_who_may_try(statements, root_password, user_password, root_key, user_key):
    tree = configuration(ssh=statements)
    assert takes_password(tree, "root", "deny-password") is root_password
    assert takes_password(tree, "lab", "deny-password") is user_password
    assert takes_key(tree, "root", "deny-password") is root_key
    assert takes_key(tree, "lab", "deny-password") is user_key
    assert takes_key(configuration(), "root", "deny") is False


def test_the_predefined_classes_and_their_permissions():
    assert {name: login_class.permissions for name, login_class in PREDEFINED.items()} == {
        "super-user": FLAGS | {"all"},
        "superuser": FLAGS | {"all"},
        "operator": {"clear", "network", "reset", "trace", "view"},
        "read-only": {"view"},
        "unauthorized": set(),
    }


@pytest.mark.parametrize(
    ("ssh", "refusals", "permissions", "sftp", "scp"),
    [
        ((), (), {"view"}, False, True),
        ((leaf("sftp-server"),), (), {"view"}, True, True),
        ((leaf("sftp-server"),), (), set(), False, False),
        ((leaf("sftp-server", mark=Mark.INACTIVE),), (), {"view"}, False, True),
        ((leaf("sftp-server"),), (leaf("no-sftp-server"),), {"view"}, False, True),
        ((leaf("sftp-server"),), (leaf("no-scp-server"),), {"view"}, True, False),
    ],
)
def test_who_may_transfer_files(ssh, refusals, permissions, sftp, scp):
    words = Values(Node("permissions", Kind.LEAF_LIST), tuple(permissions))
    tree = configuration(ssh=ssh, classes=(box("class", words, *refusals, keys=("c",)),))
    login_class = Classes().named(tree, "c")
    assert serves_sftp(tree, login_class) is sftp
    assert serves_scp(login_class) is scp


def test_accounts_without_a_number_get_free_ones():
    accounts = {
        name: Account(name, uid, "c") for name, uid in (("a", None), ("b", 2000), ("c", None), ("root", 0))
    }
    assert uids(accounts) == {"a": 2001, "b": 2000, "c": 2002, "root": 0}
