"""The checks of a commit: each looks only at what changed, and reports all it finds.

What is inactive counts as absent. Texts that no source prints are in `_TEXTS`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.config.diff import Change, Changes, Kind
from junosim.config.edit import surplus_message
from junosim.config.lookup import lookup, words_of
from junosim.config.tree import Branch, Entries, Item, Leaf, Mark, Values
from junosim.errors import Problem
from junosim.schema.node import Flag, Node
from junosim.schema.node import Kind as NodeKind
from junosim.schema.walk import Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.schema.walk import Path

PREDEFINED_CLASSES = frozenset({"super-user", "superuser", "operator", "read-only", "unauthorized"})
# Statements that a device cannot do without although the model does not say so: (container, statement).
REQUIRED = (("system", "root-authentication"),)
_TEXTS = {
    "class": "Referenced class '{0}' is not defined",
    "unique": "'{0}' is already used by '{1}'",
}


def missing_statements(new: Branch, changes: Changes) -> Iterator[Problem]:
    """Mandatory statements that are not there."""
    for container, statement in REQUIRED:
        if container in new.node.by_name and not _holds(new, container, statement):
            yield Problem((), container, f"Missing mandatory statement: '{statement}'")
    for path, branch in _touched(new, changes):
        for node in branch.node.children:
            if node.flags & Flag.MANDATORY and node.name not in branch.node.keys:
                item = branch.children.get(node.name)
                if item is None or not _is_active(item):
                    words = words_of(path[:-1])
                    yield Problem(words, _last(path), f"Missing mandatory statement: '{node.word}'")


def missing_notes(root: Branch) -> dict[int, str]:
    """The last line that `show` prints in a container that lacks a required statement, by the container's id."""
    notes = {}
    for container, statement in REQUIRED:
        branch = root.children.get(container)
        if (
            isinstance(branch, Branch)
            and container in root.node.by_name
            and not _holds(root, container, statement)
        ):
            notes[id(branch)] = f"## Warning: missing mandatory statement(s): '{statement}'"
    return notes


def surplus_entries(new: Branch, changes: Changes) -> Iterator[Problem]:
    """Lists that hold more entries or values than they may."""
    for path, branch in _touched(new, changes):
        for item in branch.children.values():
            limit = item.node.maximum
            if limit is None or not isinstance(item, Entries | Values):
                continue
            if len(item.entries if isinstance(item, Entries) else item.values) > limit:
                yield Problem(words_of(path), item.node.word, surplus_message(limit))


def repeated_values(new: Branch, changes: Changes) -> Iterator[Problem]:
    """Values that may occur once among the entries of a list and occur again."""
    seen: set[tuple[Path, str]] = set()
    for path, branch in _touched(new, changes):
        if not path or branch.node.kind is not NodeKind.LIST:
            continue
        for item in branch.children.values():
            if not (item.node.flags & Flag.UNIQUE and isinstance(item, Leaf)):
                continue
            place = ((*path[:-1], Step(branch.node)), item.node.name)
            if place not in seen:
                seen.add(place)
                yield from _repeated(new, place[0], item.node)


def _repeated(new: Branch, path: Path, node: Node) -> Iterator[Problem]:
    entries = lookup(new, path)
    if not isinstance(entries, Entries):
        return
    holders: dict[str, Branch] = {}
    for entry in entries.entries.values():
        leaf = entry.children.get(node.name)
        if entry.mark & Mark.INACTIVE or not isinstance(leaf, Leaf) or leaf.value is None:
            continue
        first = holders.setdefault(leaf.value, entry)
        if first is not entry:
            where = words_of((*path[:-1], Step(entry.node, entry.keys)))
            text = _TEXTS["unique"].format(leaf.value, " ".join(first.keys))
            yield Problem(where, f"{node.word} {leaf.value}", text)


def undefined_classes(new: Branch, changes: Changes) -> Iterator[Problem]:
    """Users whose login class does not exist."""
    if not changes.touches("system", "login"):
        return
    login = _active_below(_active_below(new, "system"), "login")
    if login is None:
        return
    classes = login.children.get("class")
    known = set(PREDEFINED_CLASSES)
    if isinstance(classes, Entries):
        known |= {keys[0] for keys, entry in classes.entries.items() if not entry.mark & Mark.INACTIVE}
    users = login.children.get("user")
    for entry in users.entries.values() if isinstance(users, Entries) else ():
        leaf = entry.children.get("class")
        if (
            entry.mark & Mark.INACTIVE
            or not isinstance(leaf, Leaf)
            or leaf.value in known
            or not _is_active(leaf)
        ):
            continue
        where = ("system", "login", "user", *entry.keys)
        yield Problem(where, f"class {leaf.value}", _TEXTS["class"].format(leaf.value))


# ---------------------------------------------------------------------- what changed


def _touched(new: Branch, changes: Changes) -> Iterator[tuple[Path, Branch]]:
    """The branches of the new tree whose own children changed, each once.

    Inactive ones are left out, and groups: what those hold counts where it is inherited.
    """
    seen: set[int] = set()
    for change in changes:
        if change.path and change.path[0].node.name == "groups":
            continue
        holder = change.path[:-1] if _is_below(change) else change.path
        branch = lookup(new, holder)
        if isinstance(branch, Branch) and id(branch) not in seen and _is_active_path(new, holder):
            seen.add(id(branch))
            yield holder, branch
        whole = change.kind is Kind.ADDED or change.kind is Kind.MARKED
        if whole and isinstance(change.new, Branch) and _is_active_path(new, change.path):
            for path, below in _below(change.new, change.path):
                if id(below) not in seen:
                    seen.add(id(below))
                    yield path, below


def _is_below(change: Change) -> bool:
    """True when the change is one of a child: the branch that holds it is looked at."""
    return change.kind is not Kind.MARKED or not isinstance(change.new, Branch)


def _below(branch: Branch, path: Path) -> Iterator[tuple[Path, Branch]]:
    """A branch and all branches below it, inactive ones left out."""
    if branch.mark & Mark.INACTIVE:
        return
    yield path, branch
    for item in branch.children.values():
        if isinstance(item, Branch):
            yield from _below(item, (*path, Step(item.node)))
        elif isinstance(item, Entries):
            for keys, entry in item.entries.items():
                yield from _below(entry, (*path, Step(item.node, keys)))


def _is_active_path(root: Branch, path: Path) -> bool:
    """True when nothing on the way to the statement is inactive."""
    item: Item | None = root
    for depth in range(len(path)):
        item = lookup(item, path[depth : depth + 1]) if isinstance(item, Branch) else None
        if item is None or not _is_active(item):
            return False
    return True


def _is_active(item: Item) -> bool:
    return isinstance(item, Entries) or not item.mark & Mark.INACTIVE


def _active_below(branch: Branch | None, name: str) -> Branch | None:
    item = branch.children.get(name) if branch is not None else None
    return item if isinstance(item, Branch) and _is_active(item) else None


def _holds(root: Branch, container: str, statement: str) -> bool:
    branch = _active_below(root, container)
    item = branch.children.get(statement) if branch is not None else None
    return item is not None and _is_active(item)


def _last(path: Path) -> str:
    return " ".join(words_of(path[-1:]))
