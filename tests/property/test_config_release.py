"""Random configurations of the shipped releases: shown in any form they load back to an equal tree."""

from __future__ import annotations

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

import release_trees
import schema_paths
from junosim.config import compare
from junosim.config.formats import compare_text, text
from junosim.config.formats import json as json_form
from junosim.config.formats import set as set_form
from junosim.config.formats import xml as xml_form
from junosim.config.load import Form, tree_of
from junosim.schema import release

FORMS = (
    (Form.TEXT, text.lines),
    (Form.SET, set_form.lines),
    (Form.XML, lambda tree: xml_form.configuration(tree, {}, None)),
    (Form.JSON, json_form.lines),
)


@pytest.mark.parametrize("name", ["mx19", "qfx20"])
def test_random_configurations_survive_every_form(name):
    """Comments, which the set form has not, apart."""
    schema = release.load(name).configuration

    @settings(max_examples=60, deadline=None, database=None)
    @given(st.data())
    def check(data):
        tree = data.draw(release_trees.trees(schema))
        for form, write in FORMS:
            lines = list(write(tree))
            note("\n".join(lines))
            back, loaded = tree_of(schema, "\n".join(lines), form)
            assert loaded.problems == ()
            assert list(write(back)) == lines
            assert schema_paths.same(back, tree)
            if form is not Form.SET:
                assert compare.equal(back, tree)
                assert list(compare_text.lines(back, tree)) == []

    check()


def test_what_is_drawn_is_wide():
    """The strategy reaches groups, marks, comments, lists in any order, and many statements."""
    schema = release.load("mx19").configuration
    found = set()

    @settings(max_examples=120, deadline=None, database=None, derandomize=True)
    @given(st.data())
    def look(data):
        lines = list(text.lines(data.draw(release_trees.trees(schema))))
        found.update(line.strip().split(" ")[0].strip(";{") for line in lines)

    look()
    assert {"inactive:", "/*", "groups", "protocols"} <= found
    assert len(found) > 100
