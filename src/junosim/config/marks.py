"""Edits of what stands before a statement: activate, deactivate, protect, unprotect, annotate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.config import comments, layout, protection
from junosim.config.edit import NOT_FOUND, own_child, own_parent
from junosim.config.lookup import lookup
from junosim.config.tree import Branch, Entries, Item, Leaf, Mark, Owner, Values
from junosim.errors import ConfigurationError

if TYPE_CHECKING:
    from junosim.schema.walk import Path

# Texts of an edit that would change nothing; no source prints them.
_NOTHING_TO_DO = {
    (Mark.INACTIVE, True): "statement is already inactive",
    (Mark.INACTIVE, False): "statement is not inactive",
    (Mark.PROTECTED, True): "statement is already protected",
    (Mark.PROTECTED, False): "statement is not protected",
}


def activate(root: Branch, owner: Owner, path: Path) -> Branch:
    """Take `inactive:` away. Raises ConfigurationError (warnings) when there is nothing to do."""
    protection.refuse_below(root, path, "modified")
    return _mark(root, owner, path, Mark.INACTIVE, present=False)


def deactivate(root: Branch, owner: Owner, path: Path) -> Branch:
    """Mark a statement `inactive:`. Raises ConfigurationError (warnings) when there is nothing to do."""
    protection.refuse_below(root, path, "modified")
    return _mark(root, owner, path, Mark.INACTIVE, present=True)


def protect(root: Branch, owner: Owner, path: Path) -> Branch:
    """Mark a statement `protect:`. Raises ConfigurationError (warnings) when there is nothing to do."""
    return _mark(root, owner, path, Mark.PROTECTED, present=True)


def unprotect(root: Branch, owner: Owner, path: Path) -> Branch:
    """Take `protect:` away. Raises ConfigurationError (warnings) when there is nothing to do."""
    return _mark(root, owner, path, Mark.PROTECTED, present=False)


def annotate(root: Branch, owner: Owner, path: Path, text: str) -> Branch:
    """Put a comment above a statement; an empty text removes it. Raises ConfigurationError when it is missing."""
    protection.refuse_below(root, path, "modified")
    targets = _targets(root, path)
    root = root.own(owner)
    for target in targets:
        found = lookup(root, target)
        assert found is not None
        _put(root, owner, target, _mark_of(found), comments.kept(text) or None)
    return root


def overlay(root: Branch, owner: Owner, path: Path, add: Mark, remove: Mark, comment: str | None) -> Branch:
    """Give a statement marks and a comment as a text that is loaded does: what it already has is no fault.

    Raises ConfigurationError for a protected statement that would get another comment, or come or go.
    """
    targets = _targets(root, path)
    if not remove & Mark.PROTECTED and any(
        _differs(root, target, add, remove, comment) for target in targets
    ):
        protection.refuse_below(root, path, "modified")
    root = root.own(owner)
    for target in targets:
        found = lookup(root, target)
        assert found is not None
        mark = (_mark_of(found) | add) & ~remove
        _put(root, owner, target, mark, _comment_of(found) if comment is None else comment or None)
    return root


def _differs(root: Branch, path: Path, add: Mark, remove: Mark, comment: str | None) -> bool:
    """True when a statement would get another comment, or would be inactive and was not, or the other way round."""
    found = lookup(root, path)
    assert found is not None
    mark = _mark_of(found)
    is_other = (mark ^ (mark | add) & ~remove) & Mark.INACTIVE
    return bool(is_other) or (comment is not None and (comment or None) != _comment_of(found))


def _mark(root: Branch, owner: Owner, path: Path, mark: Mark, *, present: bool) -> Branch:
    targets = []
    for target in _targets(root, path):
        found = lookup(root, target)
        assert found is not None
        if bool(_mark_of(found) & mark) != present:
            targets.append((target, found))
    if not targets:
        raise ConfigurationError(_NOTHING_TO_DO[mark, present], "warning")
    root = root.own(owner)
    for target, found in targets:
        old = _mark_of(found)
        _put(root, owner, target, old | mark if present else old & ~mark, _comment_of(found))
    return root


def _targets(root: Branch, path: Path) -> list[Path]:
    """The statements that can carry a mark: a whole list stands for its entries, `family` for its members."""
    found = lookup(root, path)
    if found is None or not path:
        raise ConfigurationError(NOT_FOUND, "warning")
    step = type(path[-1])
    if isinstance(found, Entries):
        return [(*path[:-1], step(found.node, keys)) for keys in found.entries]
    if isinstance(found, Branch) and found.children and layout.is_joined(found.node):
        below = [(*path, step(item.node)) for item in found.children.values()]
        return [target for sub in below for target in _targets(root, sub)]
    if isinstance(found, Leaf | Values):
        return [(*path[:-1], step(found.node))]
    return [path]


def _mark_of(item: Item) -> Mark:
    return Mark.NONE if isinstance(item, Entries) else item.mark


def _comment_of(item: Item) -> str | None:
    return None if isinstance(item, Entries) else item.comment


def _put(root: Branch, owner: Owner, path: Path, mark: Mark, comment: str | None) -> None:
    """Give the statement at `path` this mark and comment; `owner` owns the root."""
    parent = own_parent(root, owner, path)
    step = path[-1]
    if step.node.has_children:
        branch = own_child(parent, step, owner)
        branch.mark, branch.comment = mark, comment
        return
    item = parent.children[step.node.name]
    if isinstance(item, Leaf):
        parent.children[step.node.name] = Leaf(item.node, item.value, mark, comment)
    elif isinstance(item, Values):
        parent.children[step.node.name] = Values(item.node, item.values, mark, comment)
