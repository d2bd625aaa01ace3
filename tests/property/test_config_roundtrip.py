"""Whatever stands in a tree, each of its four forms loads back to an equal tree."""

from __future__ import annotations

import json

from hypothesis import assume, given, settings

import config_strategies
import schema_builder
from junosim.config import compare, diff, edit
from junosim.config.formats import compare_text, text
from junosim.config.formats import json as json_form
from junosim.config.formats import set as set_form
from junosim.config.formats import xml as xml_form
from junosim.config.load import Form, tree_of
from junosim.config.tree import Branch
from junosim.config.workspace import Workspace

SCHEMA = schema_builder.build()
# Characters that XML cannot hold, and line ends at an end of a value, which are taken for layout.
UNSAFE = ("\ufffd", ">&#10;", "&#10;<")


def loaded(lines, form):
    root, outcome = tree_of(SCHEMA, "\n".join(lines) + "\n", form)
    assert outcome.problems == ()
    return root


@settings(max_examples=250, deadline=None)
@given(config_strategies.trees(SCHEMA))
def test_text_form_loads_back_to_an_equal_tree(tree):
    lines = list(text.lines(tree))
    back = loaded(lines, Form.TEXT)
    assert list(text.lines(back)) == lines
    assert compare.equal(back, tree)


@settings(max_examples=200, deadline=None)
@given(config_strategies.trees(SCHEMA, decorated=False))
def test_set_form_loads_back_to_an_equal_tree(tree):
    lines = list(set_form.lines(tree))
    back = loaded(lines, Form.SET)
    assert list(set_form.lines(back)) == lines
    assert compare.equal(back, tree)


def in_xml(tree):
    return list(xml_form.configuration(tree, {}, None))


@settings(max_examples=200, deadline=None)
@given(config_strategies.trees(SCHEMA))
def test_xml_form_loads_back_to_an_equal_tree(tree):
    lines = in_xml(tree)
    assume(not any(reference in line for line in lines for reference in UNSAFE))
    back = loaded(lines, Form.XML)
    assert in_xml(back) == lines
    assert compare.equal(back, tree)


@settings(max_examples=200, deadline=None)
@given(config_strategies.trees(SCHEMA))
def test_json_form_loads_back_to_an_equal_tree(tree):
    lines = list(json_form.lines(tree))
    assert json.loads("\n".join(lines)).keys() == {"configuration"}
    back = loaded(lines, Form.JSON)
    assert list(json_form.lines(back)) == lines
    assert compare.equal(back, tree)


@settings(max_examples=100, deadline=None)
@given(config_strategies.trees(SCHEMA), config_strategies.trees(SCHEMA))
def test_a_difference_is_found_exactly_when_trees_are_not_equal(one, other):
    assert not diff.diff(one, one)
    assert list(compare_text.lines(one, one)) == []
    same = compare.equal(one, other)
    assert diff.differ(one, other) is not same
    assert bool(list(compare_text.lines(one, other))) is not same


@settings(max_examples=100, deadline=None)
@given(config_strategies.trees(SCHEMA), config_strategies.paths(SCHEMA))
def test_an_edit_never_changes_a_frozen_tree(tree, path):
    before = list(text.lines(tree))
    work = Workspace(tree)
    try:
        work.apply(edit.set_, path)
        work.apply(edit.delete, path[:1])
    except Exception:
        pass
    assert list(text.lines(tree)) == before


@settings(max_examples=100, deadline=None)
@given(config_strategies.trees(SCHEMA, decorated=False))
def test_deleting_all_that_was_set_leaves_nothing(tree):
    work = Workspace(tree)
    for name in list(tree.children):
        work.apply(edit.delete, (config_strategies.Step(SCHEMA.by_name[name]),))
    assert work.root.children == {}
    assert compare.equal(work.root, Branch(SCHEMA))
