"""What an archive writes gives back the very same tree: whole, as changes, and as text where it is text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import config_strategies
import schema_builder
from junosim.config import arrange, compare, edit, marks
from junosim.config.archive import files
from junosim.config.archive.records import lines, weigh
from junosim.config.lookup import lookup
from junosim.config.revision import Revision
from junosim.config.tree import Branch, Entries, Mark
from junosim.config.workspace import Workspace
from junosim.errors import ConfigurationError
from junosim.schema import release
from junosim.schema.node import Flag
from junosim.schema.walk import Step

SCHEMA = schema_builder.build()
NO_LIMIT = 1 << 30


def written_and_read(base, root):
    data = "".join(lines(base, root)).encode()
    return files.from_lines(base, data)


def the_same(one, other):
    """Equal, and the entries of ordered lists in the same order all the way down."""
    return compare.equal(one, other) and compare.equal(other, one)


@settings(max_examples=150, deadline=None, database=None)
@given(config_strategies.trees(SCHEMA))
def test_a_whole_tree(tree):
    assert the_same(written_and_read(Branch(SCHEMA), tree), tree)


@settings(max_examples=100, deadline=None, database=None)
@given(config_strategies.trees(SCHEMA), config_strategies.trees(SCHEMA))
def test_the_changes_between_any_two_trees(old, new):
    before = list(lines(Branch(SCHEMA), old))
    assert the_same(written_and_read(old, new), new)
    assert list(lines(Branch(SCHEMA), old)) == before


@settings(max_examples=100, deadline=None, database=None)
@given(config_strategies.trees(SCHEMA, decorated=True))
def test_a_text_is_only_written_where_it_gives_back_the_tree(tree):
    data = files.as_text(Revision(1, tree, 0.0, "two\nlines", "cli"), NO_LIMIT)
    assert data is None or the_same(files.from_text(SCHEMA, data), tree)


@st.composite
def edited(draw, tree):
    """A tree after a few edits: statements set and deleted, marked, entries moved; what is left is shared."""
    work = Workspace(tree)
    for _ in range(draw(st.integers(1, 6))):
        what = draw(st.integers(0, 4))
        try:
            if what == 0:
                work.apply(edit.set_, draw(config_strategies.paths(SCHEMA)))
            elif what == 1:
                work.apply(edit.delete, draw(existing(work.root)))
            elif what == 2:
                comment = draw(st.sampled_from([None, "", "why", "*/"]))
                mark = draw(st.sampled_from([Mark.INACTIVE, Mark.PROTECTED]))
                work.apply(marks.overlay, draw(existing(work.root)), mark, Mark.NONE, comment)
            else:
                source = draw(ordered_entries(work.root))
                target = Step(source[-1].node, draw(st.sampled_from(siblings(work.root, source))))
                work.apply(arrange.insert, source, (*source[:-1], target), before=draw(st.booleans()))
        except (ConfigurationError, LookupError):
            continue
    return work.root


def siblings(root, path):
    entries = lookup(root, (*path[:-1], Step(path[-1].node)))
    assert isinstance(entries, Entries)
    return list(entries.entries)


def statements(branch, path=()):
    for item in branch.children.values():
        if isinstance(item, Entries):
            for keys, entry in item.entries.items():
                here = (*path, Step(item.node, keys))
                yield here
                yield from statements(entry, here)
        else:
            here = (*path, Step(item.node))
            yield here
            if isinstance(item, Branch):
                yield from statements(item, here)


@st.composite
def existing(draw, root):
    found = list(statements(root))
    if not found:
        raise LookupError
    return draw(st.sampled_from(found))


@st.composite
def ordered_entries(draw, root):
    found = [path for path in statements(root) if path[-1].values and path[-1].node.flags & Flag.USER_ORDERED]
    if not found:
        raise LookupError
    return draw(st.sampled_from(found))


@settings(max_examples=200, deadline=None, database=None)
@given(st.data())
def test_the_changes_of_a_few_edits(data):
    old = data.draw(config_strategies.trees(SCHEMA))
    new = data.draw(edited(old))
    back = written_and_read(old, new)
    assert the_same(back, new)
    again = data.draw(edited(new))
    assert the_same(written_and_read(old, again), again)


@settings(max_examples=60, deadline=None, database=None)
@given(st.permutations(range(14)), st.permutations(range(14)), st.integers(0, 14), st.integers(0, 14))
def test_the_order_of_entries_that_come_go_and_move(one, other, few, many):
    old, new = route_filters(one[:few]), route_filters(other[:many])
    assert the_same(written_and_read(old, new), new)
    inserted = route_filters(sorted({*one[:few], *one[:many]}))
    assert the_same(written_and_read(route_filters(sorted(one[:few])), inserted), inserted)


def route_filters(numbers):
    schema = SCHEMA.by_name
    work = Workspace(Branch(SCHEMA))
    base = (Step(schema["interfaces"]), Step(schema["interfaces"].by_name["interface"], ("ge-0/0/0",)))
    unit = Step(base[-1].node.by_name["unit"], ("0",))
    family = Step(unit.node.by_name["family"])
    inet = Step(family.node.by_name["inet"])
    address = inet.node.by_name["address"]
    for number in numbers:
        work.apply(edit.set_, (*base, unit, family, inet, Step(address, (f"10.0.{number}.0/24",))))
    return work.root


@pytest.mark.parametrize("name", ["mx19", "qfx20"])
def test_random_statements_of_a_release(name):
    schema = release.load(name).configuration

    @settings(max_examples=40, deadline=None, database=None)
    @given(config_strategies.trees(schema), config_strategies.trees(schema))
    def check(old, new):
        assert the_same(written_and_read(Branch(schema), old), old)
        assert the_same(written_and_read(old, new), new)
        data = files.as_text(Revision(1, new, 0.0, "lab", "cli"), NO_LIMIT)
        assert data is None or the_same(files.from_text(schema, data), new)

    check()


def test_heavy_statements_are_spread_over_lines():
    tree = Workspace(Branch(SCHEMA))
    snmp = SCHEMA.by_name["interfaces"]
    for number in range(300):
        path = (Step(snmp), Step(snmp.by_name["interface"], (f"ge-0/0/{number}",)))
        tree.apply(edit.set_, (*path, Step(path[-1].node.by_name["description"], (f"port {number}",))))
    written = list(lines(Branch(SCHEMA), tree.root))
    assert len(written) > 300
    assert max(map(len, written)) < 200
    assert weigh(tree.root, 10_000) == 2 + 1 + 600
    assert the_same(written_and_read(Branch(SCHEMA), tree.root), tree.root)
