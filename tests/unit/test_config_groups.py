"""Configuration groups: what is inherited, from which group, and who has precedence."""

from __future__ import annotations

import pytest

from junosim.config.formats import set as set_format
from junosim.config.groups.inheritance import Inheritance
from junosim.config.load import Form, tree_of
from junosim.schema import release


@pytest.fixture(scope="module")
def mx():
    return release.load("mx19").configuration


def view(schema, text):
    root, loaded = tree_of(schema, text, Form.SET)
    assert loaded.problems == ()
    return list(set_format.lines(Inheritance().view(root)))


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
