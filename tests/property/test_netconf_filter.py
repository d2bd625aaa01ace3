"""Subtree filters take from a tree what a plain reading of RFC 6241 takes from the whole of its elements."""

from __future__ import annotations

from copy import deepcopy

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree

import config_strategies
import schema_builder
from junosim.config.formats import fields
from junosim.config.formats import xml as xml_form
from junosim.netconf.filter import Selector, read
from junosim.netconf.reading import local_name
from junosim.schema.node import Kind
from junosim.slices import Beat, finish

SCHEMA = schema_builder.build()
UNSAFE = "\ufffd"  # in the place of characters that XML cannot hold
JUNOS = "http://xml.juniper.net/junos/"
MASKED = st.booleans()


def elements_of(tree, *, mask=False):
    """The whole tree as elements."""
    lines = "\n".join(xml_form.lines(tree, mask=mask))
    assume(UNSAFE not in lines)
    return etree.fromstring(f'<configuration xmlns:junos="{JUNOS}">{lines}</configuration>')


def texts(element):
    """Elements in a form that can be compared, blanks between them left out."""
    parts = tuple(texts(part) for part in element)
    return (element.tag, tuple(element.attrib.items()), parts, None if parts else element.text)


# ---------------------------------------------------------------- the reference


class Reference:
    """What a filter takes, by the words of the RFC: each element of the data tried with each of the filter."""

    def __init__(self, wanted):
        self.whole, self.shown = set(), set()
        self.wanted = wanted

    def taken(self, data):
        self._visit(data, self.wanted, SCHEMA)
        return self._kept(data, SCHEMA)

    def _visit(self, element, pattern, node):
        if any(element.get(name) != value for name, value in pattern.attrib.items()):
            return False
        if not len(pattern) and not (pattern.text or "").strip():
            self.whole.add(element)
            return True
        if not len(pattern):
            fits = not len(element) and not_blank(node) and (element.text or "") == pattern.text.strip()
            if fits:
                self.whole.add(element)
            return fits
        matches = [part for part in pattern if not len(part) and (part.text or "").strip()]
        rest = [part for part in pattern if part not in matches]
        if not node.has_children or not all(
            any(
                Reference(part)._visit(child, part, below) for child, below in called(element, part.tag, node)
            )
            for part in matches
        ):
            return False
        if not rest:
            self.whole.add(element)
            return True
        found = [
            self._visit(child, part, below)
            for part in (*matches, *rest)
            for child, below in called(element, part.tag, node)
        ]
        if any(found):
            self.shown.add(element)
        return any(found)

    def _kept(self, element, node):
        if element in self.whole:
            return deepcopy(element)
        copy = etree.Element(element.tag, element.attrib, element.nsmap)
        comment, told = None, None
        for child in element if element in self.shown else ():
            if child.tag.startswith("{"):
                comment, told = child, None
                continue
            if told not in (None, child.tag):  # that of a leaf-list stands above the first of its values
                comment = None
            told = child.tag
            if child in self.whole or child in self.shown:
                copy.extend([] if comment is None else [deepcopy(comment)])
                copy.append(self._kept(child, node.by_name.get(child.tag)))
                comment = None
            elif child.tag in keys_of(node):
                copy.append(deepcopy(child))
            if node.by_name.get(child.tag, STRAY).kind is not Kind.LEAF_LIST:
                comment = None
        return copy


def not_blank(node):
    return node is None or not node.has_children


def keys_of(node):
    return (*node.keys, *fields.choice_words(node)) if node.kind is Kind.LIST else ()


def called(element, name, node):
    """The children of an element that a filter calls by this name, with their nodes."""
    names = {name}
    if name == "name" and len(node.keys) == 1 and "name" not in node.by_name:
        names = set(keys_of(node))
    return [(child, node.by_name.get(child.tag, STRAY)) for child in element if child.tag in names]


STRAY = schema_builder.leaf("stray")


# ---------------------------------------------------------------- filters


@st.composite
def filters(draw, data):
    """Filters of elements that are there, or nearly."""
    pattern = etree.Element("configuration")
    grow(draw, pattern, data, SCHEMA)
    return pattern


def grow(draw, pattern, data, node):
    children = [child for child in data if isinstance(child.tag, str) and not child.tag.startswith("{")]
    for child in draw(st.lists(st.sampled_from(children), max_size=3)) if children else ():
        name = "name" if child.tag in keys_of(node) and draw(st.booleans()) else child.tag
        part = etree.SubElement(pattern, draw(st.sampled_from([name] * 9 + ["stray"])))
        if draw(st.integers(0, 9)) == 0:
            part.set("inactive", draw(st.sampled_from(["inactive", "no"])))
        if len(child):
            below = node.by_name.get(child.tag, STRAY)
            if draw(st.integers(0, 3)):
                grow(draw, part, child, below)
        elif draw(st.booleans()) and (child.text or "").strip():
            part.text = draw(st.sampled_from([child.text] * 4 + ["other"]))


def taken(tree, pattern, *, mask=False):
    wanted = finish(read(pattern, Beat()))
    return finish(Selector(mask).root(tree, [wanted]))


# ---------------------------------------------------------------- properties


@settings(max_examples=150, deadline=None)
@given(config_strategies.trees(SCHEMA), st.data(), MASKED)
def test_a_filter_takes_what_the_rfc_says(tree, data, mask):
    elements = elements_of(tree, mask=mask)
    pattern = data.draw(filters(elements))
    found = elements_of(taken(tree, pattern, mask=mask), mask=mask)
    expected = texts(Reference(pattern).taken(elements))
    assert texts(found) == expected, etree.tostring(pattern)


@settings(max_examples=60, deadline=None)
@given(config_strategies.trees(SCHEMA))
def test_an_empty_element_takes_the_tree_itself(tree):
    assert taken(tree, etree.Element("configuration")) is tree


@settings(max_examples=60, deadline=None)
@given(config_strategies.trees(SCHEMA), st.data())
def test_namespaces_make_no_difference(tree, data):
    pattern = data.draw(filters(elements_of(tree)))
    wanted = finish(read(pattern, Beat()))
    for element in pattern.iter():
        element.tag = f"{{urn:any}}{element.tag}"
    assert local_name(pattern) == "configuration"
    assert finish(read(pattern, Beat())) == wanted
