"""A change that is made through elements leads to the tree that the commands of the CLI lead to."""

from __future__ import annotations

import re

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree

import config_strategies
import schema_builder
from junosim.config import compare
from junosim.config.formats import fields
from junosim.config.formats.read_set import SetReader
from junosim.config.formats.read_xml import parts
from junosim.config.load import load_elements
from junosim.config.lookup import words_of
from junosim.config.tree import Branch
from junosim.config.workspace import Workspace
from junosim.errors import JunosimError
from junosim.schema import walk
from junosim.schema.node import Flag, Kind
from junosim.schema.quoting import quote
from junosim.slices import finish

SCHEMA = schema_builder.build()
JOINING = ("to", "before", "after")  # words of the commands themselves
MARKS = {
    "deactivate": ("inactive", "inactive"),
    "activate": ("active", "active"),
    "protect": ("protect", "protect"),
    "unprotect": ("unprotect", "unprotect"),
}


def typed(path):
    """A statement as it is typed; not all can be, where a value looks like a word of its level."""
    words = words_of(path)
    try:
        assume(walk.locate(SCHEMA, list(words)) == path)
    except JunosimError:
        assume(False)
    assume(not any("\n" in word or word in JOINING for word in words))
    return " ".join(map(quoted, words))


def quoted(word):
    return quote(word, always=re.fullmatch(r"[\w./:-]+", word) is None or word.endswith(":"))


def element_of(path, *attributes):
    """The elements of a statement, from the root on, with attributes on the last one; both are returned."""
    root = place = etree.Element("configuration")
    for step in path:
        place = etree.SubElement(place, step.node.name)
        if step.node.kind is Kind.LIST:
            for _, name, value in fields.key_fields(Branch(step.node, step.values), mask=False):
                put_text(etree.SubElement(place, name), value)
        elif step.values:
            put_text(place, step.values[0])
    for name, value in attributes:
        place.set(name, value)
    return root


def put_text(element, value):
    if value is None:
        return
    assume(value and value.strip() == value and "\r" not in value)  # blanks around a value are layout
    try:
        element.text = value
    except ValueError:  # characters that XML cannot hold
        assume(False)


class Both:
    """One tree edited by commands, and one by elements."""

    def __init__(self, tree):
        self.by_command, self.by_element = Workspace(tree), Workspace(tree)

    def edit(self, commands, element, *, merging=True):
        reader = SetReader(self.by_command)
        for command in commands:
            reader.line(command)
        finish(load_elements(self.by_element, parts(element), stopping=False, merging=merging))
        assert compare.equal(self.by_command.root, self.by_element.root), (commands, etree.tostring(element))


@st.composite
def places(draw, root):
    """A statement that is there, or another one."""
    there = config_strategies.statements(root)
    if there and draw(st.integers(0, 4)):
        return draw(st.sampled_from(there))
    path = draw(config_strategies.paths(SCHEMA))
    return path[: draw(st.integers(1, len(path)))]


def change(draw, both):
    kind = draw(st.sampled_from(["set", "set", "delete", "replace", "move", "rename", *MARKS]))
    if kind == "set":
        path = draw(config_strategies.paths(SCHEMA))
        both.edit([f"set {typed(path)}"], element_of(path))
        return
    path = draw(places(both.by_command.root))
    if path[-1].node.kind is Kind.LEAF:  # elements delete one whatever its value is
        path = (*path[:-1], walk.Step(path[-1].node))
    if kind == "delete":
        operation = draw(st.sampled_from(["delete", "remove"]))
        both.edit([f"delete {typed(path)}"], element_of(path, ("operation", operation)), merging=False)
    elif kind == "replace":
        if path[-1].node.kind is Kind.LEAF_LIST or not path[-1].node.has_children:
            return
        commands = [f"delete {typed(path)}", f"set {typed(path)}"]
        both.edit(commands, element_of(path, ("operation", "replace")))
    elif kind == "move":
        there = config_strategies.statements(both.by_command.root)
        others = [
            other
            for other in there
            if other[:-1] == path[:-1] and other[-1].node is path[-1].node and other != path
        ]
        if path in there and others and path[-1].node.flags & Flag.USER_ORDERED:
            other, where = draw(st.sampled_from(others)), draw(st.sampled_from(["before", "after"]))
            command = f"insert {typed(path)} {where} {tail(other)}"
            both.edit([command], element_of(path, ("insert", where), *named(other)), merging=False)
    elif kind == "rename":
        node = path[-1].node
        if node.kind is not Kind.LIST or len(node.keys) != 1:
            return
        new = (*path[:-1], walk.Step(node, draw(config_strategies.keys_of(node))))
        typed(new)
        command = f"rename {typed(path)} to {tail(new)}"
        both.edit([command], element_of(path, ("rename", "rename"), *named(new)), merging=False)
    else:
        if path[-1].node.flags & Flag.JOINED or path[-1].node.kind is Kind.LEAF_LIST:
            return
        both.edit([f"{kind} {typed(path)}"], element_of(path, MARKS[kind]), merging=False)


def tail(path):
    return " ".join(map(quoted, path[-1].words))


def named(path):
    node = path[-1].node
    names = node.keys if node.kind is Kind.LIST else ("name",)
    for value in path[-1].values:
        put_text(etree.Element("x"), value)
    return list(zip(names, path[-1].values, strict=True))


@settings(max_examples=120, deadline=None)
@given(config_strategies.trees(SCHEMA), st.data())
def test_elements_do_what_commands_do(tree, data):
    both = Both(tree)
    for _ in range(data.draw(st.integers(1, 5))):
        change(data.draw, both)
