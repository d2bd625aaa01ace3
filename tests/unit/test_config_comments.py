"""Comments are kept as they were written, through loading, showing and every form."""

from __future__ import annotations

import pytest

import config_session
from junosim.config import marks
from junosim.config.formats import json as json_form
from junosim.config.formats import text as text_form
from junosim.config.formats import xml as xml_form
from junosim.config.load import tree_of
from junosim.config.workspace import Workspace

at, SCHEMA = config_session.at, config_session.SCHEMA

REMARKED = """\
# of the device
# in two lines
system {
    /* the name
       of it */
    host-name x;
    # where it is
    location y;
}"""


def test_comments_of_both_kinds_come_back_as_they_were_written():
    root, loaded = tree_of(SCHEMA, REMARKED)
    assert loaded.problems == ()
    assert "\n".join(text_form.lines(root)) == REMARKED


@pytest.mark.parametrize("form", [xml_form, json_form])
def test_comments_of_both_kinds_pass_through_the_other_forms(form):
    root, _ = tree_of(SCHEMA, REMARKED)
    text = "\n".join(form.configuration(root, {}, None))
    again, loaded = tree_of(SCHEMA, text)
    assert loaded.problems == ()
    assert "\n".join(text_form.lines(again)) == REMARKED


def test_what_the_device_says_is_no_comment():
    text = """
## Last commit: 2020-07-08 07:00:00 UTC by root
version x;
system {
    root-authentication {
        encrypted-password "$6$x"; # SECRET-DATA
    }
    ## Warning: missing mandatory statement(s)
    host-name x; ## SECRET-DATA
    location y;
}
"""
    root, loaded = tree_of(SCHEMA, text)
    assert loaded.problems == ()
    assert not any(line.lstrip().startswith(("#", "/*")) for line in text_form.lines(root))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("plain", "/* plain */"),
        ("/* signed */", "/* signed */"),
        ("# signed", "# signed"),
        ("# one\ntwo", "# one\n# two"),
        ("end */ and more", "/* end * / and more */"),
    ],
)
def test_a_comment_is_annotated_with_or_without_its_signs(written, shown):
    root, _ = tree_of(SCHEMA, "system { host-name x; }")
    work = Workspace(root)
    work.apply(marks.annotate, at("system"), written)
    text = "\n".join(text_form.lines(work.root))
    assert text.startswith(f"{shown}\nsystem {{")
    assert "\n".join(text_form.lines(tree_of(SCHEMA, text)[0])) == text
