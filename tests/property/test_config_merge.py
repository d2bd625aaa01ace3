"""Private candidates merge as the model says: against plain dictionaries of statements, merged one by one."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

import config_strategies
import schema_builder
from config_session import at, tree
from junosim.config import arrange, edit, marks
from junosim.config.compare import equal
from junosim.config.formats import set as set_form
from junosim.config.lookup import lookup, words_of
from junosim.config.merge import merge
from junosim.config.tree import Branch, Entries, Mark, Values
from junosim.config.workspace import Workspace
from junosim.errors import ConfigurationError
from junosim.schema.node import Flag, Kind

SCHEMA = schema_builder.build()


def flat(branch):
    """All statements of a tree by place: what each says, and its node. Lists of values have a place for each."""
    found = {(): ((branch.mark, branch.comment), branch.node)}
    for name, item in branch.children.items():
        if isinstance(item, Entries):
            parts = {(name, keys): entry for keys, entry in item.entries.items()}
        else:
            parts = {(name,): item}
        for head, part in parts.items():
            if isinstance(part, Branch):
                found |= {(*head, *place): said for place, said in flat(part).items()}
            elif isinstance(part, Values):
                found[head] = (part.mark, part.comment), part.node
                found |= {(*head, (value,)): (None, part.node) for value in part.values}
            else:
                found[head] = (part.value, part.mark, part.comment), part.node
    return found


def orders(branch, prefix=()):
    """The order of values, and of the entries of lists that the user orders, by place."""
    found = {}
    for name, item in branch.children.items():
        if isinstance(item, Entries):
            if item.node.flags & Flag.USER_ORDERED:
                found[(*prefix, name)] = list(item.entries)
            for keys, entry in item.entries.items():
                found |= orders(entry, (*prefix, name, keys))
        elif isinstance(item, Values):
            found[(*prefix, name)] = [(value,) for value in item.values]
        elif isinstance(item, Branch):
            found |= orders(item, (*prefix, name))
    return found


def model(trees):
    """The merged dictionary, or None where there is a conflict."""
    base, mine, theirs = (flat(part) for part in trees)
    merged = {}
    for place in base.keys() | mine.keys() | theirs.keys():
        before, here, there = base.get(place), mine.get(place), theirs.get(place)
        if here not in (before, there) and there != before:
            return None
        chosen = there if here == before else here
        if chosen is not None:
            merged[place] = chosen
    by_place = [orders(part) for part in trees]
    one_sided = (
        (base, mine, theirs, moves(by_place[0], by_place[2])),
        (base, theirs, mine, moves(*by_place[:2])),
    )
    if any(deleted_and_changed(*sides) for sides in one_sided):
        return None
    if has_two_cases(merged) or not same_moves(*by_place):
        return None
    return without_empty(merged)


def deleted_and_changed(base, one, other, moved):
    """True when `one` has deleted what `other` has changed, or has put in another order."""
    changed = moved | {place for place in base.keys() | other.keys() if base.get(place) != other.get(place)}
    gone = {place for place in base.keys() - one.keys() if place in other}
    return any(place[: len(top)] == top for top in gone for place in changed)


def moves(before, after):
    """The lists that hold what they held in another order."""
    return {
        place
        for place in before.keys() & after.keys()
        if kept(before[place], after[place]) != kept(after[place], before[place])
    }


def has_two_cases(merged):
    chosen = {(place, node) for place, (_, node) in merged.items() if node.choices}
    return any(
        edit.excludes(node, other)
        for place, node in chosen
        for rival, other in chosen
        if parent(place, node) == parent(rival, other)
    )


def parent(place, node):
    return place[
        : len(place) - (2 if node.kind in (Kind.LIST, Kind.LEAF_LIST) and place[-1] != node.name else 1)
    ]


def without_empty(merged):
    """The dictionary without containers and lists of values that hold nothing and mean nothing so."""
    for place, (_, node) in sorted(merged.items(), key=lambda held: -len(held[0])):
        is_box = node.kind is Kind.CONTAINER and place and not edit.stands_alone(node)
        is_list = node.kind is Kind.LEAF_LIST and place[-1] == node.name
        if (is_box or is_list) and not any(
            other[: len(place)] == place for other in merged if len(other) > len(place)
        ):
            del merged[place]
    return merged


def kept(keys, among):
    return [key for key in keys if key in among]


def same_moves(base, mine, theirs):
    """True unless both sides have put what they kept of a list into another order, each its own."""
    for place in base.keys() & mine.keys() & theirs.keys():
        common = kept(base[place], set(mine[place]) & set(theirs[place]))
        here, there = kept(mine[place], common), kept(theirs[place], common)
        if common != here != there != common:
            return False
    return True


@st.composite
def versions(draw):
    """A tree, and two others that came of it by a few edits each; all take from a small stock of statements."""
    stock = draw(st.lists(config_strategies.paths(SCHEMA), min_size=2, max_size=7))
    base = edited(draw, Branch(SCHEMA), stock, draw(st.integers(0, 6)), ["set"])
    sides = [edited(draw, base, stock, draw(st.integers(0, 4)), ACTIONS) for _ in range(2)]
    return base, *sides


ACTIONS = ["set", "set", "delete", "delete", "mark", "comment", "move"]


def edited(draw, root, stock, count, actions):
    work = Workspace(root)
    for _ in range(count):
        path, action = draw(st.sampled_from(stock)), draw(st.sampled_from(actions))
        target = path[: draw(st.integers(1, len(path)))]
        try:
            if action == "set":
                work.apply(edit.set_, path)
            elif action == "delete":
                work.apply(edit.delete, target)
            elif action == "mark":
                work.apply(marks.deactivate, target)
            elif action == "comment":
                work.apply(marks.annotate, target, draw(st.sampled_from(["why", "how"])))
            else:
                move(draw, work, target)
        except ConfigurationError:
            continue
    return work.root


def move(draw, work, target):
    """Put an entry before another one of its list."""
    held = lookup(work.root, (*target[:-1], type(target[-1])(target[-1].node)))
    keys = (
        list(held.entries)
        if isinstance(held, Entries)
        else [(value,) for value in getattr(held, "values", ())]
    )
    if target[-1].values and len(keys) > 1:
        anchor = draw(st.sampled_from(keys))
        work.apply(
            arrange.insert, target, (*target[:-1], type(target[-1])(target[-1].node, anchor)), before=True
        )


def show(trees):
    return "\n---\n".join("\n".join(set_form.lines(part)) for part in trees)


BASE = ("set system host-name a", "set snmp location here")


@settings(max_examples=150, deadline=None)
@given(versions())
@example((tree(*BASE), tree("set system host-name b"), tree(BASE[1])))
def test_against_plain_dictionaries(trees):
    base, mine, theirs = trees
    frozen = [flat(part) for part in trees]
    result = merge(base, mine, theirs)
    expected = model(trees)
    if expected is not None:
        assert result.conflicts == (), show(trees)
        assert flat(result.root) == expected, show(trees)
        check_order(*(orders(part) for part in trees), orders(result.root))
    else:
        assert result.conflicts, show(trees)
        assert len(result.problems()) == len(result.conflicts)
    assert [flat(part) for part in trees] == frozen
    mirrored = merge(base, theirs, mine)
    assert bool(mirrored.conflicts) == bool(result.conflicts)
    if not result.conflicts:
        assert flat(mirrored.root) == flat(result.root)


def check_order(base, mine, theirs, merged):
    for place, order in merged.items():
        before, here, there = (side.get(place, []) for side in (base, mine, theirs))
        common = kept(before, order)
        leader = here if kept(here, common) != kept(common, here) else there
        assert kept(order, leader) == kept(leader, order)


@settings(max_examples=50, deadline=None)
@given(versions())
def test_what_only_one_side_changed_comes_through_as_it_is(trees):
    base, mine, _ = trees
    assert merge(base, mine, base).root is mine
    assert merge(base, base, mine).root is mine
    assert equal(merge(base, mine, mine).root, mine)


@settings(max_examples=50, deadline=None)
@given(versions())
def test_after_a_conflict_the_merge_is_done_and_mine_counts(trees):
    """What the first commit refuses, the second brings into force."""
    base, mine, theirs = trees
    result = merge(base, mine, theirs)
    again = merge(theirs, result.root, theirs)
    assert again.conflicts == ()
    assert again.root is result.root
    for path in result.conflicts:
        held, wanted = lookup(result.root, path), lookup(mine, path)
        assert (held is None) == (wanted is None)


def test_marks_are_merged_like_values():
    base = tree(*BASE)
    mine, theirs = Workspace(base), Workspace(base)
    mine.apply(marks.deactivate, at("snmp"))
    theirs.apply(edit.set_, at("snmp community x"))
    merged = merge(base, mine.root, theirs.root)
    assert merged.conflicts == ()
    assert merged.root.children["snmp"].mark is Mark.INACTIVE
    assert "community" in merged.root.children["snmp"].children
    theirs.apply(marks.annotate, at("snmp"), "busy")
    assert merge(base, mine.root, theirs.root).conflicts == (at("snmp"),)


def test_what_both_sides_add_is_marked_alike_or_in_conflict():
    base = tree("set system host-name a")
    mine, theirs = Workspace(base), Workspace(base)
    for side, place in ((mine, "here"), (theirs, "there")):
        side.apply(edit.set_, at("snmp community x"))
        side.apply(edit.set_, at(f"system location {place}"))
    mine.apply(marks.deactivate, at("snmp"))
    assert merge(base, mine.root, theirs.root).conflicts
    assert [words_of(path) for path in merge(base, mine.root, theirs.root).conflicts] == [
        ("system", "location"),
        ("snmp",),
    ]
