"""Configuration groups: what is inherited, from which group, and who has precedence.

The examples of the vendor's documentation are here; the general case is in `property/test_groups_inheritance`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from time import perf_counter

import pytest

from junosim.clock import ManualClock
from junosim.config.commit import Committer
from junosim.config.formats import set as set_format
from junosim.config.groups.conditions import Circumstances
from junosim.config.groups.inheritance import Inheritance
from junosim.config.groups.patterns import fits
from junosim.config.load import Form, load, tree_of
from junosim.config.stores import Stores
from junosim.config.tree import Branch
from junosim.errors import CommitError
from junosim.schema import release

ROOT = 'set system root-authentication encrypted-password "$6$salt$hash"\n'


@pytest.fixture(scope="module")
def mx():
    return release.load("mx19").configuration


def tree(schema, text):
    root, loaded = tree_of(schema, text, Form.SET)
    assert loaded.problems == ()
    return root


def view(schema, text, device=None):
    return list(set_format.lines(Inheritance(device).view(tree(schema, text))))


# ------------------------------------------------------------------ places and precedence


def test_statements_are_inherited_in_their_places(mx):
    text = """
        set groups node system host-name one
        set groups node system services netconf ssh
        set apply-groups node
        set system services ssh
    """
    assert view(mx, text) == [
        "set system services ssh",
        "set system services netconf ssh",
        "set system host-name one",
    ]


def test_what_stands_above_the_application_is_not_inherited(mx):
    text = """
        set groups node system host-name one
        set groups node system services netconf ssh
        set system services apply-groups node
    """
    assert view(mx, text) == ["set system services netconf ssh"]


def test_an_inner_group_has_precedence_over_an_outer_one(mx):
    text = """
        set groups standard interfaces <t3-*> t3-options compatibility-mode larscom subrate 10
        set groups standard interfaces <t3-*> t3-options idle-cycle-flag ones
        set groups northwest interfaces <t3-*> t3-options long-buildout
        set groups northwest interfaces <t3-*> t3-options compatibility-mode kentrox
        set apply-groups standard
        set interfaces t3-0/0/0 apply-groups northwest
    """
    assert view(mx, text) == [
        "set interfaces t3-0/0/0 t3-options long-buildout",
        "set interfaces t3-0/0/0 t3-options compatibility-mode kentrox",
        "set interfaces t3-0/0/0 t3-options idle-cycle-flag ones",
    ]


def test_a_group_may_be_applied_far_below_its_statements(mx):
    text = """
        set groups some-isp interfaces <xe-*> gigether-options flow-control
        set groups some-isp protocols bgp group <*> neighbor <*> remove-private
        set groups some-isp protocols pim interface <*> version 1
        set interfaces xe-0/0/0 apply-groups some-isp
        set protocols bgp group main neighbor 10.254.0.1 apply-groups some-isp
        set protocols pim interface xe-0/0/0.0 apply-groups some-isp
    """
    assert view(mx, text) == [
        "set interfaces xe-0/0/0 gigether-options flow-control",
        "set protocols bgp group main neighbor 10.254.0.1 remove-private",
        "set protocols pim interface xe-0/0/0.0 version 1",
    ]


def test_of_several_groups_the_first_counts_and_the_device_itself_most(mx):
    text = """
        set groups a system host-name a
        set groups b system host-name b
        set groups b system time-zone UTC
        set groups b system domain-name b.example
        set apply-groups [ a b ]
        set system domain-name own.example
    """
    assert view(mx, text) == [
        "set system host-name a",
        "set system domain-name own.example",
        "set system time-zone UTC",
    ]


def test_an_exact_name_counts_more_than_a_wildcard_and_the_first_wildcard_most(mx):
    text = """
        set groups g interfaces <*> mtu 1000
        set groups g interfaces <*> description any
        set groups g interfaces <ge-*> mtu 2000
        set groups g interfaces <ge-*> description ge
        set groups g interfaces ge-0/0/0 mtu 3000
        set apply-groups g
        set interfaces ge-0/0/1 disable
    """
    assert view(mx, text) == [
        "set interfaces ge-0/0/0 description any",
        "set interfaces ge-0/0/0 mtu 3000",
        "set interfaces ge-0/0/1 description any",
        "set interfaces ge-0/0/1 disable",
        "set interfaces ge-0/0/1 mtu 1000",
    ]


def test_all_values_and_entries_are_inherited_behind_the_local_ones(mx):
    text = """
        set groups basic snmp interface so-1/1/1.0
        set groups basic system name-server 10.0.0.100
        set groups basic system name-server 10.0.0.200
        set apply-groups basic
        set snmp interface so-0/0/0.0
        set system name-server 10.0.0.1
    """
    assert view(mx, text) == [
        "set system name-server 10.0.0.1",
        "set system name-server 10.0.0.100",
        "set system name-server 10.0.0.200",
        "set snmp interface so-0/0/0.0",
        "set snmp interface so-1/1/1.0",
    ]


def test_a_choice_made_on_the_device_excludes_the_other_cases(mx):
    text = """
        set groups g routing-options static route 10.0.0.0/8 discard
        set groups g routing-options static route 10.0.0.0/8 no-readvertise
        set apply-groups g
        set routing-options static route 10.0.0.0/8 next-hop 192.0.2.1
    """
    assert view(mx, text) == [
        "set routing-options static route 10.0.0.0/8 next-hop 192.0.2.1",
        "set routing-options static route 10.0.0.0/8 no-readvertise",
    ]


def test_groups_can_be_nested_and_apply_below_their_own_top(mx):
    text = """
        set groups site apply-groups company
        set groups site system host-name site
        set groups site interfaces <ge-*> apply-groups large
        set groups company system domain-name company.example
        set groups company system host-name company
        set groups large interfaces <*> mtu 9000
        set apply-groups site
        set interfaces ge-0/0/0 disable
        set interfaces xe-0/0/0 disable
    """
    assert view(mx, text) == [
        "set system host-name site",
        "set system domain-name company.example",
        "set interfaces ge-0/0/0 disable",
        "set interfaces ge-0/0/0 mtu 9000",
        "set interfaces xe-0/0/0 disable",
    ]


def test_a_group_can_be_excepted_with_all_that_it_applies(mx):
    text = """
        set groups a interfaces <*> mtu 9000
        set groups a apply-groups b
        set groups b interfaces <*> description b
        set apply-groups a
        set interfaces ge-0/0/0 disable
        set interfaces ge-0/0/1 apply-groups-except a
        set interfaces ge-0/0/1 disable
        set interfaces ge-0/0/2 apply-groups-except b
        set interfaces ge-0/0/2 disable
    """
    assert view(mx, text) == [
        "set interfaces ge-0/0/0 description b",
        "set interfaces ge-0/0/0 disable",
        "set interfaces ge-0/0/0 mtu 9000",
        "set interfaces ge-0/0/1 disable",
        "set interfaces ge-0/0/2 disable",
        "set interfaces ge-0/0/2 mtu 9000",
    ]


def test_what_is_inactive_is_not_there(mx):
    text = """
        set groups a system host-name a
        set groups a system time-zone UTC
        set groups b system domain-name b.example
        set groups c system domain-search c.example
        set apply-groups [ a b ]
        set system host-name own
        set system apply-groups c
        deactivate system host-name
        deactivate groups a system time-zone
        deactivate groups b
        deactivate system apply-groups
    """
    assert view(mx, text) == ["set system host-name a"]


def test_wildcards_and_empty_levels_make_no_statements(mx):
    text = """
        set groups g interfaces <*> unit <*> family inet mtu 1500
        set groups g protocols bgp group <*> hold-time 90
        set groups g system ports
        set apply-groups g
    """
    assert view(mx, text) == []


# ------------------------------------------------------------------ wildcards


@pytest.mark.parametrize(
    ("pattern", "names", "others"),
    [
        ("<*>", ["", "a", "ge-0/0/0"], []),
        ("<ge-*>", ["ge-", "ge-0/0/0"], ["xe-0/0/0", "age-1"]),
        ("<ge-*/1>", ["ge-0/0/1", "ge-/1"], ["ge-/11", "ge-0", "ge/1"]),
        ("<aa*aa>", ["aaaa", "aabaa"], ["aaa", "aa"]),
        ("<ge-0/0/?>", ["ge-0/0/1"], ["ge-0/0/", "ge-0/0/11"]),
        ("<ge-[01]/0/*>", ["ge-0/0/1", "ge-1/0/1"], ["ge-2/0/1"]),
        ("<ge-[0-3]>", ["ge-0", "ge-3"], ["ge-4", "ge--"]),
        ("<[!a-c]x>", ["dx", "-x"], ["ax", "cx", "x"]),
        ("<[]]>", ["]"], ["a"]),
        ("<[!]]>", ["a"], ["]"]),
        ("<[a-]>", ["a", "-"], ["b"]),
        ("<[z-a]>", [], ["a", "z", "-"]),
        ("<[!z-a]>", ["a"], [""]),
        ("<a[b>", ["a[b"], ["ab"]),
        ("<a.b>", ["a.b"], ["axb"]),
        ("<[^a]>", ["^", "a"], ["b"]),
        ('<"ge-0/0/[0-3]">', ["ge-0/0/1"], ["ge-0/0/4"]),
        ("ge-*", ["ge-*"], ["ge-0"]),
    ],
)
def test_wildcards(pattern, names, others):
    assert [name for name in (*names, *others) if fits((pattern,), (name,))] == names


@pytest.mark.parametrize(
    "pattern", ["*" * 100 + "b", "*a" * 40 + "b", "*[a-c]*?" * 20 + "[!a]", "?*" * 100 + "b"]
)
def test_no_pattern_takes_long(pattern):
    start = perf_counter()
    assert not fits((f"<{pattern}>",), ("a" * 200,))
    assert perf_counter() - start < 0.1


def test_a_pattern_of_very_many_wildcards_stands_for_no_name():
    assert fits(("<" + "*a" * 500 + ">",), ("a" * 500,))
    assert not fits(("<" + "*a" * 30_000 + ">",), ("a" * 30_000,))


# ------------------------------------------------------------------ conditions


NOON = datetime(2020, 7, 8, 12, 0, tzinfo=UTC)
DEVICE = Circumstances("mx480", "re0", lambda _zone: NOON)


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("model mx480", True),
        ("model mx240", False),
        ("routing-engine re0", True),
        ("routing-engine re1", False),
        ("chassis lcc0", False),
        ("member member0", False),
        ("node node0", False),
        ("peers [ one two ]", True),
        ("peers two", False),
        ("time 11:00", True),
        ("time 12:00:01", False),
        ("time 11:00 to 12:30", True),
        ("time 11:00 to 12:00", False),
        ("time 22:00 to 06:00", False),
        ("time 22:00 to 12:01", True),
        ("time 2020-07-08.12:00", True),
        ("time 2020-07-08.12:01", False),
        ("time 2020-07-01.00:00 to 2020-07-08.11:59", False),
        ("time 2020-07-01.00:00 to 2020-07-09.00:00:00", True),
        ("time 2020-13-01.00:00", False),
        ("time soon", False),
        ("time 11:00 to later", False),
    ],
)
def test_conditions(mx, condition, holds):
    text = f"""
        set groups g when {condition}
        set groups g system domain-name g.example
        set apply-groups g
        set system host-name one
    """
    expected = ["set system host-name one"] + ["set system domain-name g.example"] * holds
    assert view(mx, text, DEVICE) == expected


def test_all_conditions_have_to_hold(mx):
    text = """
        set groups g when model mx480
        set groups g when routing-engine re1
        set groups g system host-name one
        set apply-groups g
    """
    assert view(mx, text, DEVICE) == []


def test_groups_of_a_routing_engine_count_there_alone(mx):
    text = """
        set groups re0 system host-name zero
        set groups re1 system host-name one
        set groups lcc0-re0 system domain-name lcc.example
        set apply-groups [ re1 lcc0-re0 re0 ]
    """
    assert view(mx, text, DEVICE) == ["set system host-name zero"]


def test_a_view_follows_the_clock(mx):
    now = NOON

    def clock(zone):
        assert zone == "Europe/Berlin"
        return now

    root = tree(
        mx,
        """
        set groups night when time 22:00 to 06:00
        set groups night system host-name night
        set apply-groups night
        set system time-zone Europe/Berlin
        """,
    )
    kept = Inheritance(Circumstances(now=clock))
    by_day = kept.view(root)
    assert "host-name" not in by_day.children["system"].children
    now = NOON.replace(hour=23)
    assert kept.view(root).children["system"].children["host-name"].value == "night"
    now = NOON
    assert list(set_format.lines(kept.view(root))) == list(set_format.lines(by_day))


# ------------------------------------------------------------------ what a commit refuses


def refusal(schema, text, *, before=""):
    """The findings of a commit, as (path, statement, message)."""
    stores = Stores(schema, ManualClock(), tree(schema, ROOT + before))
    committer = Committer(stores)
    committer.check(stores.shared)
    assert load(stores.shared, text, form=Form.SET).problems == ()
    try:
        committer.commit(stores.shared, user="lab")
    except CommitError as error:
        return [(" ".join(found.path), found.statement, found.message) for found in error.problems]
    return []


def undefined(path, name):
    return (path, f"apply-groups {name}", f"group '{name}' is not defined")


def test_undefined_groups_are_refused_where_they_are_applied(mx):
    text = """
        set groups a system apply-groups c
        set apply-groups [ a b ]
        set interfaces ge-0/0/0 unit 0 apply-groups [ d a ]
        set interfaces ge-0/0/1 apply-groups e
        deactivate interfaces ge-0/0/1
        set apply-groups "${node}"
    """
    wanted = [
        undefined("", "b"),
        undefined("interfaces ge-0/0/0 unit 0", "d"),
        undefined("groups a system", "c"),
    ]
    assert refusal(mx, text) == wanted


def test_a_group_that_is_applied_cannot_go(mx):
    before = """
        set groups a system host-name a
        set groups b system host-name b
        set apply-groups b
        set interfaces ge-0/0/0 apply-groups a
    """
    wanted = [undefined("interfaces ge-0/0/0", "a")]
    assert refusal(mx, "delete groups a", before=before) == wanted
    assert refusal(mx, "deactivate groups a", before=before) == wanted
    assert refusal(mx, "delete groups", before=before) == [undefined("", "b"), *wanted]
    assert refusal(mx, "delete groups a\ndelete interfaces", before=before) == []


def test_without_any_group_each_application_is_refused(mx):
    assert refusal(mx, "set apply-groups a") == [undefined("", "a")]
    text = "set interfaces ge-0/0/0 unit 0 apply-groups a\nset system apply-groups b\ndeactivate system apply-groups"
    assert refusal(mx, text) == [undefined("interfaces ge-0/0/0 unit 0", "a")]


def test_a_refused_commit_is_refused_again(mx):
    stores = Stores(mx, ManualClock(), tree(mx, ROOT + "set groups a system host-name a\nset apply-groups a"))
    committer = Committer(stores)
    load(stores.shared, "set system apply-groups b", form=Form.SET)
    for line in ("set system domain-name x.example", "set system apply-groups b"):
        with pytest.raises(CommitError):
            committer.commit(stores.shared, user="lab")
        load(stores.shared, line, form=Form.SET)
    load(stores.shared, "set groups b system domain-name y.example", form=Form.SET)
    committer.commit(stores.shared, user="lab")


def test_a_group_cannot_be_applied_to_itself(mx):
    text = """
        set groups a apply-groups b
        set groups b interfaces <*> apply-groups a
        set groups c apply-groups a
        set apply-groups c
    """
    message = "group '{}' is applied to itself"
    assert refusal(mx, text) == [("groups", name, message.format(name)) for name in "ab"]


def test_rules_are_checked_where_a_statement_is_inherited(mx):
    text = """
        set groups g system login user <*> class nobody
        set apply-groups g
        set system login user joe uid 2000
    """
    found = refusal(mx, text)
    assert ("system login user joe", "class nobody") in [(path, statement) for path, statement, _ in found]


def test_what_is_required_may_be_inherited(mx):
    text = f"""
        set groups g {ROOT.removeprefix("set ")}
        set apply-groups g
        delete system root-authentication
    """
    assert refusal(mx, text) == []


def test_what_is_stored_has_its_groups(mx):
    stores = Stores(mx, ManualClock(), tree(mx, ROOT))
    load(stores.shared, "set groups g system host-name one\nset apply-groups g", form=Form.SET)
    Committer(stores).commit(stores.shared, user="lab")
    assert "groups" in stores.committed.root.children
    assert stores.shared.root is stores.committed.root


def test_a_check_of_a_candidate_is_not_changed_by_later_edits(mx):
    stores = Stores(mx, ManualClock(), tree(mx, ROOT + "set groups g system host-name a\nset apply-groups g"))
    committer = Committer(stores)
    load(stores.shared, "set groups g system host-name b", form=Form.SET)
    committer.check(stores.shared)
    load(stores.shared, "set groups g system host-name c", form=Form.SET)
    committer.commit(stores.shared, user="lab")
    assert (
        committer.inheritance.view(stores.committed.root).children["system"].children["host-name"].value
        == "c"
    )


def test_an_empty_tree_is_its_own_view(mx):
    root = Branch(mx)
    assert Inheritance().view(root) is root
