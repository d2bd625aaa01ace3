"""`load update`: the result is the text, and what both have is the very same tree as before (R-LOAD-004)."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

import config_session
from config_strategies import trees
from junosim.config.diff import diff, differ
from junosim.config.formats import text as text_form
from junosim.config.load import Form, Mode, load
from junosim.config.sharing import Sharing
from junosim.config.workspace import Workspace

SCHEMA, edited, at = config_session.SCHEMA, config_session.edited, config_session.at


def shown(root):
    return "\n".join(text_form.lines(root))


def shared(old, new):
    slices = Sharing().branch(old, new)
    while True:
        try:
            next(slices)
        except StopIteration as end:
            return end.value


def update(root, text, base=()):
    work = Workspace(root)
    assert load(work, text, mode=Mode.UPDATE, form=Form.TEXT, base=base).errors == 0
    return work.root


def test_a_text_that_says_the_same_leaves_the_tree_itself():
    before = edited(
        "set system host-name x", "set system login user a uid 2000", "deactivate system login"
    ).root
    assert update(before, shown(before)) is before


def test_only_what_differs_is_new():
    before = edited(
        "set system host-name x", "set system login user a uid 2000", "set system login user b uid 2001",
        "set snmp location here",
    ).root  # fmt: skip
    after = update(before, shown(before).replace("2001", "2002"))
    assert after.children["snmp"] is before.children["snmp"]
    users = [root.children["system"].children["login"].children["user"].entries for root in (before, after)]
    assert users[0]["a",] is users[1]["a",]
    (change,) = diff(before, after)
    assert change.path == at("system login user b uid")


def test_what_the_text_lacks_goes():
    before = edited("set system host-name x", "set snmp location here").root
    after = update(before, "system {\n    host-name x;\n}\n")
    assert shown(after) == "system {\n    host-name x;\n}"
    assert after.children["system"] is before.children["system"]


def test_relative_updates_the_level_alone():
    before = edited("set system host-name x", "set system location y", "set snmp location here").root
    after = update(before, "host-name x;", base=at("system"))
    assert shown(after) == "system {\n    host-name x;\n}\nsnmp {\n    location here;\n}"
    assert after.children["snmp"] is before.children["snmp"]
    assert shown(before).startswith("system {\n    host-name x;\n    location y;\n}")


def test_another_order_of_entries_the_user_ordered_is_a_difference():
    before = edited("set system name-server 1.1.1.1", "set system name-server 2.2.2.2").root
    after = update(before, "system {\n    name-server {\n        2.2.2.2;\n        1.1.1.1;\n    }\n}\n")
    assert differ(before, after)
    held = [root.children["system"].children["name-server"].entries for root in (before, after)]
    assert held[0]["1.1.1.1",] is held[1]["1.1.1.1",]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_sharing_changes_nothing_of_what_is_said(data):
    old, new = data.draw(trees(SCHEMA)), data.draw(trees(SCHEMA))
    expected, kept = shown(new), shown(old)
    result = shared(old, new)
    assert (shown(result), shown(old)) == (expected, kept)
    assert (result is old) == (not differ(old, result))
