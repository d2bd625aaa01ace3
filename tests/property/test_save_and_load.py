"""What `save` writes at any level loads back, and is then saved byte for byte as before."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

import schema_builder
from config_strategies import trees
from junosim.config import compare
from junosim.config.formats import text as text_form
from junosim.config.load import Form, Mode, load
from junosim.config.lookup import excerpt
from junosim.config.tree import Branch, Entries
from junosim.config.workspace import Workspace
from junosim.schema.walk import Step

SCHEMA = schema_builder.build()


def levels(branch, path=()):
    """All the levels of a tree that `edit` can go to."""
    yield path
    for item in branch.children.values():
        if isinstance(item, Entries):
            for keys, entry in item.entries.items():
                yield from levels(entry, (*path, Step(item.node, keys)))
        elif isinstance(item, Branch):
            yield from levels(item, (*path, Step(item.node)))


def saved(root, path=()):
    return "".join(f"{line}\n" for line in text_form.lines(excerpt(root, path)))


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_a_file_saved_at_any_level_loads_back_to_its_place(data):
    root = data.draw(trees(SCHEMA))
    path = data.draw(st.sampled_from(list(levels(root))))
    text = saved(root, path)
    for mode in (Mode.MERGE, Mode.OVERRIDE, Mode.REPLACE, Mode.UPDATE):
        work = Workspace(Branch(SCHEMA))
        loaded = load(work, text, mode=mode, form=Form.TEXT)
        assert loaded.problems == ()
        assert saved(work.root) == text
        assert compare.equal(work.root, excerpt(root, path))


@settings(max_examples=10, deadline=None)
@given(st.data())
def test_what_was_there_before_counts_as_the_kind_of_load_says(data):
    old, new = data.draw(trees(SCHEMA)), data.draw(trees(SCHEMA))
    for mode in (Mode.OVERRIDE, Mode.UPDATE):
        work = Workspace(old)
        assert load(work, saved(new), mode=mode, form=Form.TEXT).problems == ()
        assert saved(work.root) == saved(new)
