"""What `compare | display xml` shows, set on the older tree, makes the newer one of it.

But for marks and comments of levels that have nothing left on the way, and go with what they held.
"""

from __future__ import annotations

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree

import schema_builder
from config_strategies import trees
from junosim.config import compare
from junosim.config.formats import compare_xml
from junosim.config.formats.read_xml import parts
from junosim.config.load import load_elements
from junosim.config.tree import Branch
from junosim.config.workspace import Workspace
from junosim.slices import finish, without_pauses

SCHEMA = schema_builder.build()
JUNOS = ' xmlns:junos="http://xml.juniper.net/junos/"'


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_what_is_shown_leads_from_one_tree_to_the_other(data):
    old = data.draw(trees(SCHEMA, decorated=False))
    new = data.draw(st.one_of(trees(SCHEMA, start=old, decorated=False), trees(SCHEMA, decorated=False)))
    text = "\n".join(without_pauses(compare_xml.configuration(old, new, attributes=JUNOS)))
    assume("\ufffd" not in text)  # in the place of characters that XML cannot hold
    assume('"create"></' not in text)  # an empty value, which cannot be told from none
    assert bool(text) != compare.equal(old, new)
    work = Workspace(Branch(SCHEMA, (), dict(old.children)))
    if text:
        loaded = finish(load_elements(work, parts(etree.fromstring(text)), replacing=False))
        assert not loaded.errors  # what an alternative excludes is not there any more: a warning
    assert compare.equal(work.root, new)
