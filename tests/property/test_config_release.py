"""Random statements of the shipped releases: shown in any form they load back to an equal tree."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junosim.config import compare, edit
from junosim.config.formats import compare_text, text
from junosim.config.formats import json as json_form
from junosim.config.formats import set as set_form
from junosim.config.formats import xml as xml_form
from junosim.config.load import Form, tree_of
from junosim.config.tree import Branch
from junosim.config.workspace import Workspace
from junosim.errors import ConfigurationError
from junosim.schema import release, values
from junosim.schema.node import Kind
from junosim.schema.obfuscation import stored_form
from junosim.schema.walk import Step

SAMPLES = (
    "a", "1", "2", "100", "2000", "10.1.2.3", "10.1.0.0/16", "2001:db8::1", "2001:db8::/32", "ge-0/0/0", "ge-0/0/0.0",
    "00:11:22:33:44:55", "65000:1", "target:65000:1", "two words", "12:30:00", "2020-01-01.12:00:00", "0x1f", "1m",
    "any", "tcp", "49.0001.0000.0000.0001.00", "www.example.net", "1.5", "( a && b )",
)  # fmt: skip
FORMS = (
    (Form.TEXT, text.lines),
    (Form.SET, set_form.lines),
    (Form.XML, lambda tree: xml_form.configuration(tree, {}, None)),
    (Form.JSON, json_form.lines),
)
TAKES_VALUE = ("upto", "through", "prefix-length-range", "address-mask")


@cache
def samples(spec):
    """Values that the type takes, in the form `values.check` gives them."""
    words = [word.word for word in values.enumerated(spec)][:4]
    found = [values.check(spec, text) for text in (*words, *SAMPLES) if values.matches(spec, text)]
    found += [low for low, _ in spec.ranges[:1] if values.matches(spec, low)]
    return tuple(dict.fromkeys(found))


@st.composite
def paths(draw, root):
    """A complete statement; one that has no sample value ends above it."""
    steps = []
    level = root
    while len(steps) < 12:
        slot = next(
            (node for node in level.children if node.has_no_word and node.name not in level.keys), None
        )
        children = [
            node
            for node in level.children
            # Of several values without a word only the first can be given alone.
            if node.name not in level.keys
            and (not node.has_no_word or node is slot)
            and node.name != "groups"
        ]
        if not children:
            break
        node = draw(st.sampled_from(children))
        step = draw(steps_of(node))
        if step is None:
            break
        steps.append(step)
        if not node.has_children:
            break
        level = node
    return tuple(steps)


@st.composite
def steps_of(draw, node):
    if node.kind is Kind.CONTAINER or node.is_flag:
        return Step(node)
    leaves = [node] if node.kind is not Kind.LIST else [node.by_name[name] for name in node.keys]
    given = []
    for leaf in leaves:
        if leaf.name == "choice-value" and given[-1] not in (
            "upto",
            "through",
            "prefix-length-range",
            "address-mask",
        ):
            given.append("")
            continue
        known = [stored_form(leaf, value) for value in samples(leaf.type)]
        if not known:
            return None
        given.append(draw(st.sampled_from(known)))
    return Step(node, tuple(given))


@pytest.mark.parametrize("name", ["mx19", "qfx20"])
def test_random_statements_survive_every_form(name):
    schema = release.load(name).configuration

    @settings(max_examples=60, deadline=None, database=None)
    @given(st.lists(paths(schema), min_size=3, max_size=10))
    def check(statements):
        work = Workspace(Branch(schema))
        for path in statements:
            try:
                work.apply(edit.set_, path)
            except ConfigurationError:  # a full list
                continue
        for form, write in FORMS:
            lines = list(write(work.root))
            back, loaded = tree_of(schema, "\n".join(lines), form)
            assert loaded.problems == ()
            assert list(write(back)) == lines
            assert compare.equal(back, work.root)
            assert list(compare_text.lines(back, work.root)) == []

    check()
