"""The output of `show | compare`, loaded as a patch, turns the one configuration into the other."""

from __future__ import annotations

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

import config_session
import config_strategies
import release_trees
import schema_builder
from junosim.config import compare
from junosim.config.formats import compare_text, text
from junosim.config.load import Form, load
from junosim.config.lookup import lookup
from junosim.config.workspace import Workspace
from junosim.schema import release

SCHEMA = schema_builder.build()


RELEASES = ("mx19", "qfx20")


def patched(old, lines):
    work = Workspace(old)
    loaded = load(work, "\n".join(lines) + "\n", form=Form.PATCH)
    return work.root, loaded.problems


@st.composite
def pairs(draw):
    """Two trees, the second made of the first by random edits or alone."""
    old = draw(config_strategies.trees(SCHEMA))
    if draw(st.booleans()):
        return old, draw(config_strategies.trees(SCHEMA))
    return old, draw(config_strategies.trees(SCHEMA, start=old))


@settings(max_examples=120, deadline=None)
@given(pairs())
def test_a_difference_loaded_as_a_patch_gives_the_new_configuration(pair):
    old, new = pair
    lines = list(compare_text.lines(old, new))
    note("\n".join(lines))
    before = list(text.lines(old))
    result, problems = patched(old, lines)
    assert problems == ()
    assert list(text.lines(result)) == list(text.lines(new))
    assert compare.equal(result, new)
    assert list(text.lines(old)) == before


def content(root, base):
    held = lookup(root, base)
    return list(text.lines(held)) if held is not None else []


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_so_does_the_difference_below_a_level(data):
    """The headers are absolute there too. The marks of the level itself do not belong to it."""
    old, new = data.draw(pairs())
    levels = [
        path for path in config_strategies.statements(new) if lookup(old, path) and path[-1].node.has_children
    ]
    base = data.draw(st.sampled_from([(), *levels]))
    result, problems = patched(old, compare_text.lines(old, new, base))
    assert problems == ()
    assert content(result, base) == content(new, base)


LISTS = ("protocols mstp interface", "system name-server", "snmp community c clients", "system login user")
NAMES = {"protocols mstp interface": "abcdef", "system login user": "abcdef"}
FIELDS = {
    "protocols mstp interface": "edge",
    "snmp community c clients": "restrict",
    "system login user": "class x",
}


@st.composite
def ordered(draw, words):
    """A tree that holds some entries of one ordered list, in any order, some with content, marks and comments."""
    names = NAMES.get(words) or [f"10.0.0.{number}" for number in range(6)]
    commands = []
    for name in draw(st.permutations(names))[: draw(st.integers(0, 6))]:
        commands.append(f"set {words} {name}")
        if words in FIELDS and draw(st.booleans()):
            commands.append(f"set {words} {name} {FIELDS[words]}")
        if draw(st.integers(0, 4)) == 0:
            commands.append(f"deactivate {words} {name}")
        if draw(st.integers(0, 4)) == 0:
            commands.append(f'annotate {words} {name} "note"')
    return config_session.tree(*commands)


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(LISTS).flatmap(lambda words: st.tuples(ordered(words), ordered(words))))
def test_the_order_of_a_list_comes_with_the_patch(pair):
    old, new = pair
    result, problems = patched(old, list(compare_text.lines(old, new)))
    assert problems == ()
    assert list(text.lines(result)) == list(text.lines(new))


@pytest.mark.parametrize("name", RELEASES)
def test_it_does_so_over_the_whole_language_of_a_release(name):
    schema = release.load(name).configuration

    @settings(max_examples=60, deadline=None, database=None)
    @given(st.data())
    def check(data):
        old = data.draw(release_trees.trees(schema))
        new = data.draw(release_trees.trees(schema, start=old))
        lines = list(compare_text.lines(old, new))
        note("\n".join(lines))
        result, problems = patched(old, lines)
        assert problems == ()
        assert compare.equal(result, new)

    check()
