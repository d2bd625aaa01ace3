"""The inherited view is that of a plain recursion over the whole tree, however it came about."""

from __future__ import annotations

from fnmatch import fnmatchcase
from random import Random  # noqa: TID251 - of a seed
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junosim.config import edit, marks
from junosim.config.groups import records
from junosim.config.groups.inheritance import Inheritance
from junosim.config.lookup import lookup
from junosim.config.tree import Branch, Entries, Leaf, Mark
from junosim.config.workspace import Workspace
from junosim.errors import ConfigurationError
from junosim.schema.walk import Step
from junosim.slices import finish
from schema_builder import PRESENT, USER, container, either, enum, flag, leaf, leaves, list_

NAMES = ("a", "ab", "b")
WILD = (*NAMES, "<*>", "<a*>", "<[!a]*>")
GROUPS = ("G1", "G2", "G3")
HIDDEN = {"groups", "apply-groups", "apply-groups-except"}


def applying(*children):
    return (
        leaves("apply-groups", enum(*GROUPS, "none")),
        leaves("apply-groups-except", enum(*GROUPS)),
        *children,
    )


def stanzas(keys):
    """Two lists in one another, a container, a choice; all but one level take groups."""
    inner = list_("inner", leaf("value", enum("1", "2")), flag("on"), key=enum(*keys), flags=USER)
    cases = either(
        "kind",
        leaf("one", enum("1", "2")),
        leaves("many", enum("1", "2", "3")),
        container("box", leaf("value", enum("1", "2")), flag("set"), flags=PRESENT),
    )
    entry = list_("entry", *applying(*cases, inner, leaf("value", enum("1", "2"))), key=enum(*keys))
    plain = container("plain", *applying(leaf("value", enum("1", "2")), leaves("many", enum("1", "2", "3"))))
    return (*applying(), container("top", *applying(entry, plain, flag("on"))), entry)


def language():
    group = list_("groups", *stanzas(WILD), key=enum(*GROUPS))
    return container("configuration", group, *stanzas(NAMES))


SCHEMA = language()
GROUP_NODE = SCHEMA.by_name["groups"]


# ------------------------------------------------------------------ the plain meaning


def plain(item):
    """What is active of an item: dicts for branches and lists, tuples for leaf-lists, None for what is inactive."""
    if isinstance(item, Entries):
        found = {keys: plain(entry) for keys, entry in item.entries.items()}
        return {keys: entry for keys, entry in found.items() if entry is not None} or None
    if item.mark & Mark.INACTIVE:
        return None
    if isinstance(item, Leaf):
        return item.value or "on"
    if isinstance(item, Branch):
        found = {name: plain(child) for name, child in item.children.items()}
        return {name: child for name, child in found.items() if child is not None}
    return item.values


def matches(pattern, key):
    return fnmatchcase(key, pattern[1:-1]) if pattern.startswith("<") else pattern == key


def steps_below(said, step):
    """What one branch of a group says about a step: a name, or a name and a key."""
    name, key = step
    found = said.get(name)
    if found is None or key is None:
        return [] if found is None else [found]
    exact = [entry for (pattern,), entry in found.items() if pattern == key]
    return exact + [entry for (pattern,), entry in found.items() if "<" in pattern and matches(pattern, key)]


def says(groups, name, place, chain=()):
    """All that a group says about a place, in order: [(branch, chain)]."""
    if name not in groups or name in chain:
        return []
    found = with_nested(groups, [(groups[name], (*chain, name))], ())
    for depth, step in enumerate(place, 1):
        below = [(branch, chain) for said, chain in found for branch in steps_below(said, step)]
        found = with_nested(groups, below, place[:depth])
    return found


def with_nested(groups, found, place):
    result = []
    for said, chain in found:
        result.append((said, chain))
        for name in said.get("apply-groups", ()):
            result += says(groups, name, place, chain)
    for said, chain in found:
        for name in said.get("apply-groups-except", ()):
            result = [
                (other, way)
                for other, way in result
                if not (way[: len(chain)] == chain and name in way[len(chain) :])
            ]
    return unrepeated(result)


def unrepeated(found):
    seen = []
    for said, chain in found:
        if not any(said is other for other, _ in seen):
            seen.append((said, chain))
    return seen


def expanded(node, local, above, groups, place):
    """The plain meaning of a branch whose statements are `local`, under what groups say about it."""
    own = [said for name in local.get("apply-groups", ()) for said in says(groups, name, place)]
    excepted = local.get("apply-groups-except", ())
    said = unrepeated(own + [(b, chain) for b, chain in above if not set(chain) & set(excepted)])
    result = {}
    for part in (local, *(branch for branch, _ in said)):
        for name in part:
            child = node.by_name.get(name)
            if name in HIDDEN or name in result or child is None:
                continue
            if part is not local and any(edit.excludes(child, node.by_name[other]) for other in result):
                continue
            value = merged(child, name, local.get(name), said, groups, place)
            if value is not None:
                result[name] = value
    return result


def merged(node, name, local, said, groups, place):
    parts = [local] * (local is not None) + [branch[name] for branch, _ in said if name in branch]
    if node.kind.name == "LEAF":
        return parts[0]
    if node.kind.name == "LEAF_LIST":
        return tuple(dict.fromkeys(value for part in parts for value in part))
    if node.kind.name == "CONTAINER":
        found = expanded(
            node, local or {}, below(groups, said, place, (name, None)), groups, (*place, (name, None))
        )
        return found if found or local is not None or edit.stands_alone(node) else None
    keys = list(local or ())
    keys += [key for part in parts for key in part if key not in keys and "<" not in key[0]]
    keys = list(dict.fromkeys(keys))
    entries = {}
    for (key,) in keys:
        step = (name, key)
        entry = (local or {}).get((key,), {})
        entries[key,] = expanded(node, entry, below(groups, said, place, step), groups, (*place, step))
    return entries or None


def below(groups, said, place, step):
    found = [(branch, chain) for part, chain in said for branch in steps_below(part, step)]
    return with_nested(groups, found, (*place, step))


def meaning(root):
    tree = plain(root)
    groups = {key: entry for (key,), entry in (tree.get("groups") or {}).items()}
    return expanded(SCHEMA, tree, [], groups, ())


# ------------------------------------------------------------------ random edits


def statement(chance, root):
    """A complete statement; every third level it passes applies or excepts a group instead of going on."""
    steps, level = [], root
    while True:
        children = [node for node in level.children if node.name not in level.keys and node is not GROUP_NODE]
        about_groups = [node for node in children if node.name in HIDDEN]
        node = chance.choice(about_groups if about_groups and chance.random() < 0.3 else children)
        spec = level_key(node) if node.keys else node.type
        steps.append(Step(node, (chance.choice(spec.words).word,) if spec is not None else ()))
        if not node.has_children or chance.random() < 0.05:
            return tuple(steps)
        level = node


def level_key(node):
    return node.by_name[node.keys[0]].type


def anywhere(chance):
    """A statement; half of them in a group."""
    if chance.random() < 0.5:
        return statement(chance, SCHEMA)
    return (Step(GROUP_NODE, (chance.choice(GROUPS),)), *statement(chance, GROUP_NODE))


OPERATIONS = ("set",) * 6 + ("delete", "delete", "delete above", "deactivate", "activate")


def change(work, path, operation):
    target = path[:-1] if operation == "delete above" and len(path) > 1 else path
    try:
        if operation == "set":
            work.apply(edit.set_, path)
        elif operation.startswith("delete"):
            work.apply(edit.delete, target)
        elif lookup(work.root, target) is not None:
            add, remove = (Mark.INACTIVE, Mark.NONE)[:: 1 if operation == "deactivate" else -1]
            work.apply(marks.overlay, target, add, remove, None)
    except ConfigurationError:  # not there
        return


def nodes_of(item):
    """All items below one, each with the node that its holder has for it."""
    for name, child in item.children.items():
        yield child, item.node.by_name[name]
        for branch in child.entries.values() if isinstance(child, Entries) else [child]:
            if isinstance(branch, Branch):
                yield from nodes_of(branch)


@pytest.mark.parametrize("few", [0, 2, 64])
@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32))
def test_a_view_is_the_plain_meaning_and_the_next_one_follows_from_it(few, seed):
    """With 64, all that is small is made anew; with 0, the record of everything is kept."""
    with patch.object(records, "_FEW", few):
        edit_and_compare(Random(seed))  # hypothesis would try small numbers, which make dull trees


def edit_and_compare(chance):
    work, kept = Workspace(Branch(SCHEMA)), Inheritance()
    known = [anywhere(chance) for _ in range(50)]
    for path in known:
        change(work, path, "set")
    for _ in range(20):
        work.freeze()
        compare(work.root, kept)
        for _ in range(chance.choice((1, 1, 1, 3))):
            path = anywhere(chance) if chance.random() < 0.4 else chance.choice(known)
            known.append(path)
            change(work, path, chance.choice(OPERATIONS))
    work.freeze()
    compare(work.root, kept)


def compare(root, kept):
    fresh, view = Inheritance().view(root), kept.view(root)
    if "groups" not in root.children:
        assert fresh is view is root
        return
    wanted = meaning(root)
    explained, origins = finish(Inheritance().explained(root))
    check_origins(explained, root, origins)
    for path in ("top", "entry"):
        step = (Step(SCHEMA.by_name[path]),)
        part, _ = finish(Inheritance().explained(root, step))
        assert plain(part).get(path) == wanted.get(path)
    assert [plain(tree) for tree in (fresh, view, explained)] == [wanted] * 3
    assert ordered(view) == ordered(fresh)
    assert all(item.node is node for item, node in nodes_of(fresh))
    assert kept.view(root) is view


def check_origins(view, local, origins):
    """What the tree does not have has an origin, and nothing else."""
    for name, item in view.children.items():
        own = local.children.get(name) if local is not None else None
        own = None if own is None or plain(own) is None else own
        if isinstance(item, Entries):
            for keys, entry in item.entries.items():
                mine = own.entries.get(keys) if own is not None else None
                mine = None if mine is None or plain(mine) is None else mine
                if plain(entry) is not None:
                    assert (id(entry) in origins.items) == (mine is None)
                    check_origins(entry, mine, origins)
        elif plain(item) is not None and item.node.kind.name == "LEAF_LIST":
            values = own.values if own is not None else ()
            assert set(origins.values.get(id(item), ())) == set(item.values) - set(values)
        elif plain(item) is not None:
            assert (id(item) in origins.items) == (own is None)
            if isinstance(item, Branch):
                check_origins(item, own, origins)


def ordered(item):
    """Entries and values in their order."""
    if isinstance(item, Entries):
        return [(keys, ordered(entry)) for keys, entry in item.entries.items()]
    if isinstance(item, Branch):
        return sorted((name, ordered(child)) for name, child in item.children.items())
    return [item.value if isinstance(item, Leaf) else item.values]


def test_a_tree_without_groups_is_its_own_view():
    work = Workspace(Branch(SCHEMA))
    top = SCHEMA.by_name["top"]
    work.apply(edit.set_, (Step(top), Step(top.by_name["on"])))
    assert Inheritance().view(work.root) is work.root
