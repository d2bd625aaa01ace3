"""Interface ranges: their members, and who has precedence over them."""

from __future__ import annotations

import pytest

from cli_session import Typist
from junosim.clock import ManualClock
from junosim.config.commit import Committer
from junosim.config.formats import set as set_format
from junosim.config.groups import ranges
from junosim.config.groups.inheritance import Inheritance
from junosim.config.load import Form, load, tree_of
from junosim.config.lookup import lookup
from junosim.config.stores import Stores
from junosim.errors import CommitError
from junosim.schema import release, walk

ROOT = 'set system root-authentication encrypted-password "$6$salt$hash"\n'


@pytest.fixture(scope="module")
def mx():
    return release.load("mx19").configuration


def tree(schema, text):
    root, loaded = tree_of(schema, text, Form.SET)
    assert loaded.problems == ()
    return root


def view(schema, text):
    """The statements of the view but for the ranges themselves."""
    lines = set_format.lines(Inheritance().view(tree(schema, text)))
    return [line for line in lines if "interface-range" not in line]


@pytest.mark.parametrize(
    ("statement", "names"),
    [
        ("member ge-0/0/0", ["ge-0/0/0"]),
        ('member "ge-0/0/[0-2]"', ["ge-0/0/0", "ge-0/0/1", "ge-0/0/2"]),
        ('member "ge-0/0/[1,3,5-6]"', ["ge-0/0/1", "ge-0/0/3", "ge-0/0/5", "ge-0/0/6"]),
        ('member "ge-[0-1]/1/[2-3]"', ["ge-0/1/2", "ge-0/1/3", "ge-1/1/2", "ge-1/1/3"]),
        ("member xe-2/0/*", [f"xe-2/0/{port}" for port in range(48)]),
        ("member-range ge-0/0/8 to ge-0/0/11", ["ge-0/0/8", "ge-0/0/9", "ge-0/0/10", "ge-0/0/11"]),
        ("member-range ge-0/0/3 to ge-0/0/1", []),
        ("member-range ge-0/0/1 to xe-0/0/3", ["ge-0/0/1", "xe-0/0/3"]),
        (
            "member-range ge-0/0/46 to ge-1/0/1",
            ["ge-0/0/46", "ge-0/0/47", "ge-1/0/0", "ge-1/0/1"],
        ),
    ],
)
def test_members(mx, statement, names):
    root = tree(mx, f"set interfaces interface-range some {statement}")
    wanted = lookup(root, walk.locate(mx, ["interfaces", "interface-range", "some"]))
    assert list(ranges.members(wanted)) == names


def test_members_come_into_being_with_what_the_range_says(mx):
    text = """
        set interfaces interface-range some member "ge-0/0/[0-1]"
        set interfaces interface-range some mtu 9000
        set interfaces interface-range some unit 0 family inet
        set interfaces ge-0/0/1 mtu 1500
    """
    assert view(mx, text) == [
        "set interfaces ge-0/0/0 mtu 9000",
        "set interfaces ge-0/0/0 unit 0 family inet",
        "set interfaces ge-0/0/1 mtu 1500",
        "set interfaces ge-0/0/1 unit 0 family inet",
    ]


def test_a_range_counts_more_than_a_group_and_the_first_range_most(mx):
    text = """
        set groups g interfaces <*> mtu 1000
        set groups g interfaces <*> description group
        set groups g interfaces <*> hold-time up 10
        set groups g interfaces <*> hold-time down 10
        set groups own interfaces <*> speed 1g
        set interfaces interface-range first member ge-0/0/0
        set interfaces interface-range first mtu 2000
        set interfaces interface-range first apply-groups own
        set interfaces interface-range second member-range ge-0/0/0 to ge-0/0/1
        set interfaces interface-range second mtu 3000
        set interfaces interface-range second description second
        set interfaces interface-range unused member ge-0/0/2
        deactivate interfaces interface-range unused
        set interfaces ge-0/0/1 apply-groups g
        set interfaces ge-0/0/1 description own
        set apply-groups g
    """
    assert view(mx, text) == [
        "set interfaces ge-0/0/0 description second",
        "set interfaces ge-0/0/0 speed 1g",
        "set interfaces ge-0/0/0 mtu 2000",
        "set interfaces ge-0/0/0 hold-time up 10",
        "set interfaces ge-0/0/0 hold-time down 10",
        "set interfaces ge-0/0/1 description own",
        "set interfaces ge-0/0/1 mtu 3000",
        "set interfaces ge-0/0/1 hold-time up 10",
        "set interfaces ge-0/0/1 hold-time down 10",
    ]


def test_the_next_view_follows_edits_of_ranges_members_and_groups(mx):
    stores = Stores(
        mx,
        ManualClock(),
        tree(
            mx,
            ROOT
            + """
            set groups g interfaces <*> unit <*> description g
            set interfaces interface-range some member "ge-0/0/[0-3]"
            set interfaces interface-range some unit 0 apply-groups g
            """,
        ),
    )
    kept = Inheritance()
    for line in (
        "set interfaces interface-range some mtu 9000",
        "set groups g interfaces <*> unit <*> description h",
        "set interfaces ge-0/0/1 mtu 1500",
        "set interfaces interface-range other member ge-0/0/3",
        "set interfaces interface-range other description other",
        'delete interfaces interface-range some member "ge-0/0/[0-3]"',
        "deactivate interfaces interface-range other",
        "delete groups",
    ):
        assert load(stores.shared, line, form=Form.SET).problems == ()
        stores.shared.freeze()
        root = stores.shared.root
        assert list(set_format.lines(kept.view(root))) == list(set_format.lines(Inheritance().view(root)))


def test_too_many_members_are_refused(mx):
    stores = Stores(mx, ManualClock(), tree(mx, ROOT))
    load(stores.shared, "set interfaces interface-range all member ge-*/*/*", form=Form.SET)
    with pytest.raises(CommitError) as refused:
        Committer(stores).commit(stores.shared, user="lab")
    assert ("interfaces", "interface-range", "all") in [found.path for found in refused.value.problems]


def test_undefined_groups_in_ranges_are_refused(mx):
    stores = Stores(mx, ManualClock(), tree(mx, ROOT))
    text = "set interfaces interface-range all member ge-0/0/0\nset interfaces interface-range all apply-groups no"
    load(stores.shared, text, form=Form.SET)
    with pytest.raises(CommitError) as refused:
        Committer(stores).commit(stores.shared, user="lab")
    assert [found.message for found in refused.value.problems] == ["group 'no' is not defined"]


def test_display_inheritance_shows_members_in_place_of_ranges():
    typist = Typist()
    typist.lines(
        "configure",
        "delete interfaces",
        "set interfaces interface-range some member-range ge-0/0/0 to ge-0/0/1",
        "set interfaces interface-range some mtu 9000",
        "set interfaces ge-0/0/1 mtu 1500",
    )
    assert typist.line("show interfaces | display inheritance").split("\n") == [
        "ge-0/0/1 {",
        "    mtu 1500;",
        "}",
        "##",
        "## 'ge-0/0/0' was expanded from interface-range 'some'",
        "##",
        "ge-0/0/0 {",
        "    ##",
        "    ## '9000' was expanded from interface-range 'some'",
        "    ##",
        "    mtu 9000;",
        "}",
    ]
