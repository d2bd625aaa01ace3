"""The shipped language is complete: counts of the two models, their rules, order and shapes."""

from __future__ import annotations

from functools import cache

import pytest

from junosim.resources import data_folder
from junosim.schema.cache import Cache, user_folder
from junosim.schema.check import every_node
from junosim.schema.node import Flag, Kind
from junosim.schema.release import Release, load

# The models: 45,365 and 37,178 nodes; 146,975 and 133,583 paths, of which 32 and 29 are `groups` and what it has
# of its own; 2,549 and 2,087 different rules. MX also has the graft of `services ipsec-vpn`: 148 nodes and paths,
# 41 rules that the model does not have. `apply-flags` at the root is the generator's own; `load-key-file`
# stands at two places of the guides.
NODES = {"mx19": 45_365 + 148 + 1 + 2, "qfx20": 37_178 + 1 + 2}
PATHS = {"mx19": 146_975 - 32 + 148 + 1 + 2, "qfx20": 133_583 - 29 + 1 + 2}
RULES = {"mx19": 2_549 + 41, "qfx20": 2_087}


@cache
def plain(name: str):
    """A release of its own, so that what other tests load does not count."""
    folder = data_folder("grammars") / "junos"
    release = Release(name, folder, Cache([user_folder()]))
    return release, release.configuration_under(())


def declared(release: Release) -> int:
    """Statements written once in the grammar files, reached from the root."""
    places, seen, count = [release._place("root", "root:configuration")], set(), 0
    while places:
        place = places.pop()
        if place in seen:
            continue
        seen.add(place)
        for item in release.library.grammar(place[0]).level(place[1]):
            body = item[1] if item[0] == "+" else item[3]
            count += item[0] != "+"
            if body is not None:
                places.append(release._place(place[0], body))
    return count


def paths(root) -> int:
    """Paths outside `groups`; what every statement takes (`apply-groups` …) does not count."""
    known: dict[int, int] = {}

    def below(node) -> int:
        if id(node.children) not in known:
            known[id(node.children)] = sum(1 + below(child) for child in node.children if child.order >= 0)
        return known[id(node.children)]

    return sum(1 + below(child) for child in root.children if child.name != "groups")


def rules(root) -> set[tuple[str, str]]:
    found = {rule for node in every_node(root) for rule in node.rules}
    types = {id(node.type): node.type for node in every_node(root) if node.type is not None}
    parts = [part for spec in types.values() for part in (spec, *spec.members)]
    return found | {rule for part in parts for word in part.words for rule in word.rules}


@pytest.mark.parametrize("name", ["mx19", "qfx20"])
def test_every_statement_of_the_model_is_there(name):
    release, root = plain(name)
    assert declared(release) == NODES[name]
    assert paths(root) == PATHS[name]


@pytest.mark.parametrize("name", ["mx19", "qfx20"])
def test_every_commit_rule_of_the_model_is_there(name):
    assert len(rules(plain(name)[1])) == RULES[name]


@pytest.mark.parametrize("name", ["mx19", "qfx20"])
def test_every_shape_occurs_and_orders_are_strict(name):
    flags, levels = Flag(0), set()
    for node in every_node(plain(name)[1]):
        flags |= node.flags
        if node.has_children and id(node.children) not in levels:
            levels.add(id(node.children))
            orders = [child.order for child in node.children]
            assert orders == sorted(set(orders)), node
            assert all(key in node.by_name for key in node.keys), node
    assert flags & ~(Flag.HIDDEN | Flag.UNIQUE) == ~(Flag.HIDDEN | Flag.UNIQUE) & Flag(2**16 - 1)


def test_system_order_differs_by_release():
    names = {name: [child.name for child in plain(name)[1].by_name["system"].children] for name in NODES}
    assert names["mx19"].index("login") < names["mx19"].index("host-name")
    assert names["qfx20"].index("host-name") < names["qfx20"].index("login")


def test_root_is_in_display_order():
    words = [child.name for child in plain("mx19")[1].children]
    wanted = "version groups apply-groups system chassis services security interfaces snmp routing-options protocols"
    assert [word for word in words if word in wanted.split()] == wanted.split()


def test_statements_that_take_groups_have_them_first():
    system = plain("mx19")[1].by_name["system"]
    assert [child.name for child in system.children[:4]] == [
        "apply-groups",
        "apply-groups-except",
        "apply-flags",
        "apply-macro",
    ]
    assert system.by_name["apply-groups"].kind is Kind.LEAF_LIST
    interface = plain("mx19")[1].by_name["interfaces"].by_name["interface"]
    assert interface.by_name["apply-macro"] is system.by_name["apply-macro"]


def test_groups_hold_the_root_again():
    root = plain("mx19")[1]
    entry = root.by_name["groups"]
    assert entry.children[0].name == "name"
    assert entry.by_name["system"].children is root.by_name["system"].children
    assert "groups" not in entry.by_name


def test_shapes_of_the_shape_table():
    root = plain("mx19")[1]
    unit = root.by_name["interfaces"].by_name["interface"].by_name["unit"]
    assert unit.by_name["family"].flags & Flag.JOINED
    options = root.by_name["interfaces"].by_name["interface"].by_name["gigether-options"]
    assert options.by_word["802.3ad"] is options.by_name["ieee-802.3ad"]
    classifiers = root.by_name["class-of-service"].by_name["classifiers"].by_name["dscp"]
    assert classifiers.by_name["forwarding-class"].by_name["loss-priority"].flags & Flag.ONE_LINE
    policers = root.by_name["firewall"].by_name["family"]
    assert policers.kind is Kind.CONTAINER


def test_the_graft_is_merged_into_what_was_there():
    services = plain("mx19")[1].by_name["services"]
    assert "rule" in services.by_name["ipsec-vpn"].by_name
    assert {"ipsec-vpn-rules", "nat-rules"} <= set(services.by_name["service-set"].by_name)
    assert "ipsec-vpn" not in plain("qfx20")[1].by_name["services"].by_name


def test_annotations_are_laid_over_the_shared_release():
    user = load("mx19").configuration.by_name["system"].by_name["login"].by_name["user"]
    assert user.by_name["uid"].attributes["effect"] == "accounts"
    copy = load("mx19").configuration.by_name["groups"].by_name["system"].by_name["login"].by_name["user"]
    assert copy.by_name["uid"].help == user.by_name["uid"].help
    assert load("mx19") is load("mx19")
