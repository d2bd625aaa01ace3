"""The algebra of edits: each takes a root and a path, and returns the root that has the edit.

`owner` is the token of the candidate: what carries it is changed in place, everything else is copied first, so
that revisions and other candidates never see an edit. An edit that is refused raises before anything changed.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from junosim.config import protection
from junosim.config.lookup import lookup, words_of
from junosim.config.tree import Branch, Entries, Item, Leaf, Owner, Values
from junosim.errors import ConfigurationError
from junosim.schema.node import Flag, Kind, Node

if TYPE_CHECKING:
    from collections.abc import Sequence

    from junosim.schema.walk import Path, Step

NOT_FOUND = "statement not found"
SYNTAX = "syntax error"
MOST_VALUES = 8192
"""Values of a leaf-list for which the model has no limit [our choice]: each edit of one copies them."""


def set_(root: Branch, owner: Owner, path: Path) -> Branch:
    """Set one statement. A container that means nothing when empty is not made by itself.

    Raises ConfigurationError for a protected statement and for one entry more than a list may hold.
    """
    refuse_set(root, path)
    while path and path[-1].node.kind is Kind.CONTAINER and not stands_alone(path[-1].node):
        path = path[:-1]
    root = branch = root.own(owner)
    for step in path:
        if step.node.choices:
            _drop_other_cases(branch, step.node)
        if step.node.kind <= Kind.LIST:
            branch = own_child(branch, step, owner)
        else:
            _set_value(branch, step)
    return root


def set_values(root: Branch, owner: Owner, path: Path, values: Sequence[str]) -> Branch:
    """Set a leaf-list to have these values too, as one `set_` for each would; `path` ends in a step without value.

    Raises ConfigurationError as `set_` does; nothing is changed then.
    """
    step = path[-1]
    held = lookup(root, path)
    known = held.values if isinstance(held, Values) else ()
    merged = tuple(dict.fromkeys((*known, *values)))
    if len(merged) > max(_most(step.node), len(known)):
        raise ConfigurationError(surplus_message(_most(step.node)))
    root = set_(root, owner, (*path[:-1], type(step)(step.node, merged[:1])))
    branch = own_parent(root, owner, path)
    item = branch.children[step.node.name]
    assert isinstance(item, Values)
    branch.children[step.node.name] = Values(step.node, merged, item.mark, item.comment)
    return root


def common_list(statements: Sequence[Path]) -> Path | None:
    """The leaf-list, without a value, of which all these statements are values; None for one or for others."""
    if len(statements) < 2:
        return None
    *above, step = statements[0]
    if step.node.kind is not Kind.LEAF_LIST:
        return None
    whole = (*above, type(step)(step.node))
    same = all(path[-1].node is step.node and path[:-1] == whole[:-1] for path in statements)
    return whole if same else None


def refuse_set(root: Branch, path: Path) -> None:
    """Raise the ConfigurationError that `set_` would raise, if any; nothing is changed."""
    if path and path[-1].node.is_deed:  # what the CLI does, no statement
        raise ConfigurationError(SYNTAX)
    protection.refuse_below(root, path, "modified")
    _refuse_protected_cases(root, path)
    _refuse_surplus(root, path)


def delete(root: Branch, owner: Owner, path: Path) -> Branch:
    """Delete a statement with all below it, and the containers that are left empty and mean nothing.

    An empty path deletes everything. What is protected below the statement stays, and what it lies in (vendor
    documentation). Raises ConfigurationError (warnings) when there is no such statement or it is protected itself.
    """
    item = lookup(root, path)
    if item is None:
        raise ConfigurationError(NOT_FOUND, "warning")
    protection.refuse_below(root, path, "deleted", "warning")
    kept = protection.kept(item)
    if kept is not None:
        return _exchanged(root, owner, path, kept)
    if not path:
        return Branch(root.node, owner=owner)
    return _removed(root, owner, path)


def clear(root: Branch, owner: Owner, path: Path) -> Branch:
    """Delete all below a container or list entry, as `delete` without a statement does at an edit level."""
    item = lookup(root, path)
    if not isinstance(item, Branch):
        return root
    if not item.keys:
        return delete(root, owner, path)
    protection.refuse_below(root, path, "deleted", "warning")
    kept = protection.kept(item)
    root = root.own(owner)
    own_branch(root, owner, path).children = dict(kept.children) if isinstance(kept, Branch) else {}
    return root


def _exchanged(root: Branch, owner: Owner, path: Path, kept: Item) -> Branch:
    """The root with what is left of the statement at `path` in its place."""
    if not path:
        assert isinstance(kept, Branch)
        return kept.own(owner)
    root = root.own(owner)
    parent, step = own_parent(root, owner, path), path[-1]
    if isinstance(kept, Branch) and kept.keys:
        own_entries(parent, step.node, owner).entries[step.values] = kept
    else:
        parent.children[step.node.name] = kept
    return root


def take(root: Branch, owner: Owner, path: Path) -> Branch:
    """Take away the statement at `path`, which exists and is not protected; emptied containers stay."""
    root = root.own(owner)
    _drop(own_parent(root, owner, path), path[-1], owner)
    return root


def prune(root: Branch, owner: Owner, path: Path) -> Branch:
    """Take away the containers on the way to `path` that are empty and mean nothing."""
    while path:
        item = lookup(root, path)
        if item is None:
            path = path[:-1]
            continue
        if not isinstance(item, Branch) or item.children or stands_alone(item.node) or item.keys:
            break
        root = take(root, owner, path)
        path = path[:-1]
    return root


def stands_alone(node: Node) -> bool:
    """True for a container that means something without children."""
    return bool(node.flags & Flag.PRESENCE) or not node.children


def own_child(branch: Branch, step: Step, owner: Owner) -> Branch:
    """The container or list entry one step below a branch that `owner` owns; made when it is missing."""
    node = step.node
    if node.kind is Kind.CONTAINER:
        found = branch.children.get(node.name)
        made = found.own(owner) if isinstance(found, Branch) else Branch(node, owner=owner)
        branch.children[node.name] = made
        return made
    entries = own_entries(branch, node, owner)
    entry = entries.entries.get(step.values)
    made = Branch(node, step.values, owner=owner) if entry is None else entry.own(owner)
    entries.entries[step.values] = made
    return made


def own_entries(branch: Branch, node: Node, owner: Owner) -> Entries:
    """The entries of the list `node` below a branch that `owner` owns; made when they are missing."""
    found = branch.children.get(node.name)
    entries = found.own(owner) if isinstance(found, Entries) else Entries(node, owner=owner)
    branch.children[node.name] = entries
    return entries


def own_parent(root: Branch, owner: Owner, path: Path) -> Branch:
    """The branch that holds the statement at `path`, which must exist, below a root that `owner` owns."""
    return own_branch(root, owner, path[:-1])


def own_branch(root: Branch, owner: Owner, path: Path) -> Branch:
    """The container or list entry at `path` below a root that `owner` owns; made when it is missing."""
    branch = root
    for step in path:
        branch = own_child(branch, step, owner)
    return branch


def _set_value(branch: Branch, step: Step) -> None:
    node = step.node
    found = branch.children.get(node.name)
    value = step.values[0] if step.values else None
    if isinstance(found, Values):
        if value is not None and value not in found.values:
            branch.children[node.name] = Values(node, (*found.values, value), found.mark, found.comment)
    elif isinstance(found, Leaf):
        if found.value != value:
            branch.children[node.name] = Leaf(node, value, found.mark, found.comment)
    elif node.kind is Kind.LEAF_LIST:
        branch.children[node.name] = Values(node, step.values)
    else:
        branch.children[node.name] = Leaf(node, value)


def _drop_other_cases(branch: Branch, node: Node) -> None:
    """Delete what the choices of `node` exclude."""
    for name in [name for name, item in branch.children.items() if excludes(node, item.node)]:
        del branch.children[name]


def excludes(one: Node, other: Node) -> bool:
    """True when two siblings are members of one choice, in different cases of it."""
    if one is other or not other.choices:
        return False
    cases = dict(zip(other.choices[::2], other.choices[1::2], strict=True))
    return any(
        cases.get(choice, case) != case
        for choice, case in zip(one.choices[::2], one.choices[1::2], strict=True)
    )


def _refuse_surplus(root: Branch, path: Path) -> None:
    """Refuse one entry or value more than the list may hold."""
    item: Item | None = root
    for step in path:
        if not isinstance(item, Branch):
            return
        held = item.children.get(step.node.name)
        if isinstance(held, Entries):
            item = held.entries.get(step.values)
            count = len(held.entries)
        elif isinstance(held, Values):
            item = held if step.values and step.values[0] in held.values else None
            count = len(held.values)
        else:
            item = held
            continue
        if item is None and count >= _most(step.node):
            raise ConfigurationError(surplus_message(_most(step.node)))


def _most(node: Node) -> float:
    """How many entries or values a list may hold."""
    if node.maximum is not None:
        return node.maximum
    return MOST_VALUES if node.kind is Kind.LEAF_LIST else inf


def _refuse_protected_cases(root: Branch, path: Path) -> None:
    """Refuse a member of a choice while another case of it is protected."""
    for depth, step in enumerate(path):
        if not step.node.choices:
            continue
        branch = lookup(root, path[:depth])
        if isinstance(branch, Branch):
            for item in branch.children.values():
                if excludes(step.node, item.node):
                    protection.refuse_removal(root, (*path[:depth], type(step)(item.node)), item)


def surplus_message(maximum: float) -> str:
    """The text for a list that holds more than its maximum [our wording]."""
    return f"number of elements exceeds limit of {maximum}"


def _removed(root: Branch, owner: Owner, path: Path) -> Branch:
    """The root without the statement at `path`, which exists; emptied containers go with it."""
    root = root.own(owner)
    branches = [root]
    for step in path[:-1]:
        branches.append(own_child(branches[-1], step, owner))
    _drop(branches[-1], path[-1], owner)
    for parent, step in zip(branches[-2::-1], path[-2::-1], strict=True):
        emptied = parent.children[step.node.name]
        if not isinstance(emptied, Branch) or emptied.children or stands_alone(step.node):
            break
        del parent.children[step.node.name]
    return root


def _drop(branch: Branch, step: Step, owner: Owner) -> None:
    """Remove one child, one entry or one value."""
    item = branch.children[step.node.name]
    if isinstance(item, Entries) and (step.values or not step.node.keys):
        entries = item.own(owner)
        del entries.entries[step.values]
        branch.children[step.node.name] = entries
        if entries.entries:
            return
    elif isinstance(item, Values) and step.values and len(item.values) > 1:
        rest = tuple(value for value in item.values if value != step.values[0])
        branch.children[step.node.name] = Values(item.node, rest, item.mark, item.comment)
        return
    del branch.children[step.node.name]


def last_words(path: Path) -> str:
    """The last statement of a path as it stands in messages."""
    return " ".join(words_of(path[-1:]))
