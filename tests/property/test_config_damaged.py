"""Damaged XML and JSON: every text is answered with problems, none with an exception; frozen trees stay."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import config_strategies
import schema_builder
from junosim.config import compare
from junosim.config.formats import json, xml
from junosim.config.load import Form, Mode, load, tree_of
from junosim.config.workspace import Workspace

SCHEMA = schema_builder.build()
PIECES = (
    "", "<", ">", "</", "/>", "&", "&lt;", "<!--", "-->", "<![CDATA[", "]]>", "<?x?>", "<!DOCTYPE a>", '"', "{", "}",
    "[", "]", ",", ":", "null", "true", "1e9", "-0", "\\", "\\u0000", "\n", "\x00", "\ud800",
    "\ufeff", "configuration", "name", "@", "junos:comment",
    ' inactive="inactive"', ' operation="delete"', ' replace="replace"', ' active="x"',
)  # fmt: skip


@st.composite
def damaged(draw, text):
    """The text with some stretches replaced by something else."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        text = text[:start] + draw(st.sampled_from(PIECES)) + text[end:]
    return text


def written(tree, form):
    lines = xml.configuration(tree, {}, None) if form is Form.XML else json.lines(tree)
    return "\n".join(lines)


@pytest.mark.parametrize("form", [Form.XML, Form.JSON])
def test_a_damaged_text_is_answered_with_problems(form):
    @settings(max_examples=150, deadline=None, database=None)
    @given(st.data())
    def check(data):
        tree = data.draw(config_strategies.trees(SCHEMA))
        text = data.draw(damaged(written(tree, form)))
        work = Workspace(tree)
        loaded = load(work, text, form=form, mode=data.draw(st.sampled_from([Mode.MERGE, Mode.REPLACE])))
        assert all(
            problem.message and problem.line >= 0 and problem.column >= 0 for problem in loaded.problems
        )
        assert compare.equal(tree, tree_of(SCHEMA, written(tree, Form.JSON), Form.JSON)[0])
        list(xml.lines(work.root))
        list(json.lines(work.root))

    check()
