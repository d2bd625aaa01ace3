"""Random edits do to a tree what they do to a plain dictionary of statements."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

import config_strategies
import schema_builder
from junosim.config import edit
from junosim.config.compare import equal
from junosim.config.formats import set as set_form
from junosim.config.load import Form, load, tree_of
from junosim.config.tree import Branch, Entries, Leaf
from junosim.config.workspace import Workspace
from junosim.errors import ConfigurationError
from junosim.schema.node import Kind
from junosim.schema.walk import Step

SCHEMA = schema_builder.build()


def place(path):
    """A statement without the value of its leaf: what identifies it."""
    names = []
    for step in path:
        names.append(step.node.name)
        if step.node.kind is Kind.LIST or (step.node.kind is Kind.LEAF_LIST and step.values):
            names.append(step.values)
    return tuple(names)


class Model:
    """Statements by place; containers without meaning of their own are not kept."""

    def __init__(self):
        self.held = {}

    def set(self, path):
        for depth, step in enumerate(path, 1):
            for sibling in self.siblings(path[:depth]):
                if edit.excludes(step.node, sibling):
                    self.drop((*place(path[: depth - 1]), sibling.name))
            if step.node.kind is Kind.CONTAINER and not edit.stands_alone(step.node):
                continue
            value = step.values[0] if step.node.kind is Kind.LEAF and step.values else None
            self.held[place(path[:depth])] = value

    def siblings(self, path):
        level = path[-2].node if len(path) > 1 else SCHEMA
        return [node for node in level.children if node is not path[-1].node]

    def drop(self, prefix):
        gone = [key for key in self.held if key[: len(prefix)] == prefix]
        for key in gone:
            del self.held[key]
        return bool(gone)


def flat(branch, prefix=()):
    """A tree as the dictionary that the model keeps."""
    found = {}
    for name, item in branch.children.items():
        here = (*prefix, name)
        if isinstance(item, Entries):
            for keys, entry in item.entries.items():
                found[(*here, keys)] = None
                found |= flat(entry, (*here, keys))
        elif isinstance(item, Branch):
            assert item.children or edit.stands_alone(item.node)
            if edit.stands_alone(item.node):
                found[here] = None
            found |= flat(item, here)
        elif isinstance(item, Leaf):
            found[here] = item.value
        else:
            found |= {(*here, (value,)): None for value in item.values}
    return found


EDITS = st.lists(
    st.tuples(config_strategies.paths(SCHEMA), st.integers(0, 3), st.integers(1, 6)), max_size=25
)


def refusal(work, operation, path):
    """Do an edit; the text of its refusal, or None."""
    try:
        work.apply(operation, path)
    except ConfigurationError as problem:
        return problem.message
    return None


@settings(max_examples=150, deadline=None)
@given(EDITS)
def test_random_edits_against_a_plain_dictionary(edits):
    work, model = Workspace(Branch(SCHEMA)), Model()
    earlier = []
    for path, action, depth in edits:
        if action:
            message = refusal(work, edit.set_, path)
            assert message in (None, "number of elements exceeds limit of 2")
            if message is None:
                model.set(path)
        else:
            target = path[:depth]
            if target[-1].node.kind is Kind.LEAF:
                target = (*target[:-1], Step(target[-1].node))
            removed = model.drop(place(target))
            assert refusal(work, edit.delete, target) == (None if removed else "statement not found")
        assert flat(work.root) == model.held
        work.replace(work.root)  # as a commit does
        earlier.append((work.root, dict(model.held)))
    for root, held in earlier:
        assert flat(root) == held


@settings(max_examples=60, deadline=None)
@given(config_strategies.trees(SCHEMA, decorated=False), config_strategies.trees(SCHEMA, decorated=False))
def test_loading_over_a_tree_and_loading_again_are_the_same(base, other):
    lines = "\n".join(set_form.lines(other))
    work = Workspace(base)
    load(work, lines, form=Form.SET)
    once = work.root
    work.replace(once)
    load(work, lines, form=Form.SET)
    assert equal(work.root, once)
    alone, _ = tree_of(SCHEMA, lines, Form.SET)
    assert equal(alone, other)
