"""Whatever edits do to a tree, the journal of the audit trail tells of it: nothing changes without its line."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

import config_strategies
import schema_builder
from junosim.config import diff, edit, journal
from junosim.config.journal import DELETE, SET
from junosim.config.tree import Branch, Entries, Leaf, Values
from junosim.config.workspace import Workspace
from junosim.errors import ConfigurationError
from junosim.slices import finish

SCHEMA = schema_builder.build()


def contents(path, item):
    """The leaves and values in an item, with their paths."""
    if isinstance(item, Branch):
        for child in item.children.values():
            if isinstance(child, Entries):
                for keys, entry in child.entries.items():
                    yield from contents((*path, (child.node, keys)), entry)
            else:
                yield from contents((*path, (child.node, ())), child)
    elif isinstance(item, Leaf):
        yield path, item.value
    elif isinstance(item, Values):
        yield from ((path, value) for value in item.values)


def plain(path):
    return tuple((step.node, step.values) for step in path)


def is_told(entries, path, value):
    """Whether a statement was set to this value."""
    *level, (node, _) = path
    for entry in entries:
        *where, (told, _) = plain(entry.path) or [(None, ())]
        if entry.verb == SET and where == level and told is node and (node.is_secret or entry.new == value):
            return True
    return False


def is_gone(entries, path):
    """Whether a statement, or what it lay in, was deleted."""
    return any(
        entry.verb == DELETE
        and [(node, keys or path[place][1]) for place, (node, keys) in enumerate(plain(entry.path))]
        == list(path[: len(entry.path)])
        for entry in entries
        if len(entry.path) <= len(path)
    )


def check(before, after, entries):
    for change in diff.diff(before, after):
        path = plain(change.path)
        old, new = dict(contents(path, change.old)), dict(contents(path, change.new))
        several = isinstance(change.new, Values) or isinstance(change.old, Values)
        if change.kind is diff.Kind.MARKED or change.kind is diff.Kind.MOVED or several:
            continue
        for where, value in new.items():
            assert old.get(where) == value or is_told(entries, where, value), (where, value)
        for where in old.keys() - new.keys():
            assert is_gone(entries, where), where


@settings(max_examples=150, deadline=None)
@given(config_strategies.trees(SCHEMA), st.data())
def test_each_edit_is_told(tree, data):
    work = Workspace(tree)
    work.freeze()
    work.journal = []
    config_strategies.thin_out(data.draw, work)
    for path in data.draw(st.lists(config_strategies.paths(SCHEMA), max_size=8)):
        try:
            work.apply(edit.set_, path)
        except ConfigurationError:  # a full list
            continue
    check(tree, work.root, work.journal)


@settings(max_examples=150, deadline=None)
@given(config_strategies.trees(SCHEMA), config_strategies.trees(SCHEMA))
def test_the_difference_of_two_trees_is_told(one, other):
    check(one, other, finish(journal.differences(one, other)))
