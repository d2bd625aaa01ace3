"""What `get-configuration` gives in any form, `load-configuration` takes back to the same tree."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree

import release_trees
from cli_session import make_device
from junosim.config import compare
from junosim.config.formats import text as text_form
from junosim.config.load import Form, Mode
from netconf_session import NetconfUser

UNSAFE = "\ufffd"  # in the place of characters that XML cannot hold
LOADS = {
    "xml": 'action="override"',
    "text": 'action="override" format="text"',
    "json": 'action="override" format="json"',
    "set": 'action="set" format="text"',
}
GIVER, TAKER = NetconfUser(make_device()), NetconfUser(make_device())


def given_to(user, root):
    """Let the candidate hold what of a tree exists on the device; the tree as it is then."""
    shared = user.device.stores.shared
    shared.load("\n".join(text_form.lines(root)), mode=Mode.OVERRIDE, form=Form.TEXT)
    return shared.root


def taken(form, reply):
    """The body of the call that loads what a reply holds."""
    lines = reply.split("\n")[1:-2]
    if form == "json":
        return "<configuration-json>{}</configuration-json>".format("\n".join(lines))
    return "\n".join(lines)


@pytest.mark.parametrize("form", LOADS)
@settings(max_examples=4, deadline=None)
@given(st.data())
def test_what_is_given_is_taken_back(form, data):
    root = data.draw(release_trees.trees(GIVER.device.release.configuration))
    held = given_to(GIVER, root)
    assume(held.children)
    reply = GIVER.message(f"<rpc><get-configuration format='{form}'/></rpc>")
    assume(UNSAFE not in reply and "/* OMITTED */" not in reply)
    etree.fromstring(reply)
    TAKER.device.stores.shared.replace(type(held)(held.node))
    answer = TAKER.message(
        f"<rpc><load-configuration {LOADS[form]}>{taken(form, reply)}</load-configuration></rpc>"
    )
    assert "<ok/>" in answer
    got = TAKER.device.stores.shared.root
    if form == "set":  # which has no comments
        return
    assert compare.equal(got, held)
