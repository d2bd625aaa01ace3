"""Damaged texts of any form: every one is answered with problems, none with an exception; frozen trees stay."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import config_strategies
import schema_builder
from junosim.config import compare
from junosim.config.formats import compare_text, json, xml
from junosim.config.formats import set as set_form
from junosim.config.formats import text as text_form
from junosim.config.load import Form, Mode, load, tree_of
from junosim.config.workspace import Workspace

SCHEMA = schema_builder.build()
PIECES = (
    "", "<", ">", "</", "/>", "&", "&lt;", "<!--", "-->", "<![CDATA[", "]]>", "<?x?>", "<!DOCTYPE a>", '"', "{", "}",
    "[", "]", ",", ":", "null", "true", "1e9", "-0", "\\", "\\u0000", "\n", "\x00", "\ud800",
    "\ufeff", "configuration", "name", "@", "junos:comment", ";", "/*", "*/", "#", "inactive: ", "protect: ",
    "replace: ", "delete: ", "unprotect: ", "set ", "edit ", "up 9", "rename ", " to ", "copy ", "insert ",
    " before ", "annotate ", "[edit", "[edit]", "\n+", "\n-", "\n!", "\n ", " { ... }", "...",
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


WRITERS = {
    Form.TEXT: text_form.lines,
    Form.SET: set_form.lines,
    Form.XML: lambda tree: xml.configuration(tree, {}, None),
    Form.JSON: json.lines,
}


def written(tree, form):
    return "\n".join(WRITERS[form](tree))


@pytest.mark.parametrize("form", WRITERS)
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


@settings(max_examples=200, deadline=None, database=None)
@given(st.data())
def test_a_damaged_patch_is_answered_with_problems(data):
    old, new = data.draw(config_strategies.trees(SCHEMA)), data.draw(config_strategies.trees(SCHEMA))
    patch = data.draw(damaged("\n".join(compare_text.lines(old, new))))
    before = written(old, Form.TEXT)
    work = Workspace(old)
    loaded = load(work, patch, form=Form.PATCH)
    last = patch.count("\n") + 1
    assert all(problem.message and 1 <= problem.line <= last for problem in loaded.problems)
    assert written(old, Form.TEXT) == before
    once = written(work.root, Form.TEXT)
    again, _ = tree_of(SCHEMA, once, Form.TEXT)
    assert written(again, Form.TEXT) == once
