"""The `protect:` mark: what it forbids, found on the way to a statement and below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.config.lookup import child, lookup, words_of
from junosim.config.tree import Branch, Entries, Item, Mark
from junosim.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.schema.walk import Path


def refuse_below(root: Branch, path: Path, action: str, severity: str = "error") -> None:
    """Raise ConfigurationError when the statement, or one it lies in, is protected.

    `action` ends the message (`cannot be ACTION`).
    """
    item: Item | None = root
    for depth, step in enumerate(path, 1):
        if not isinstance(item, Branch):
            return
        # a leaf is protected whatever value it is to get
        item = child(item, step) if step.node.has_children else item.children.get(step.node.name)
        if item is None:
            return
        if not isinstance(item, Entries) and item.mark & Mark.PROTECTED:
            own = step.words if step.node.has_children else (step.node.word,)
            raise _refusal((*words_of(path[: depth - 1]), *own), path, action, severity)


def refuse_removal(root: Branch, path: Path, item: Item) -> None:
    """Raise ConfigurationError when `item`, found at `path`, is protected, lies or holds a protected statement."""
    refuse_below(root, path, "deleted", "warning")
    for words in _protected(item):
        raise _refusal((*words_of(path), *words), path, "deleted", "warning")


def kept(item: Item) -> Item | None:
    """What is left of an unprotected item when it is deleted: what is protected in it; None when nothing is."""
    if isinstance(item, Entries):
        entries = {
            keys: left for keys, entry in item.entries.items() if isinstance(left := _left(entry), Branch)
        }
        return Entries(item.node, entries) if entries else None
    if not isinstance(item, Branch):
        return None
    children = {name: left for name, child in item.children.items() if (left := _left(child)) is not None}
    return Branch(item.node, item.keys, children, item.mark, item.comment) if children else None


def _left(item: Item) -> Item | None:
    return item if not isinstance(item, Entries) and item.mark & Mark.PROTECTED else kept(item)


def warnings(root: Branch, path: Path) -> list[str]:
    """What a deletion of the statement at `path` says of the protected statements below it, which stay."""
    item = lookup(root, path)
    found = () if item is None else _protected(item)
    return [_refusal((*words_of(path), *words), path, "deleted", "warning").message for words in found]


def _refusal(protected: tuple[str, ...], path: Path, action: str, severity: str) -> ConfigurationError:
    target = " ".join(words_of(path))
    return ConfigurationError(
        f"[{' '.join(protected)}] is protected, '{target}' cannot be {action}", severity
    )


def _protected(item: Item) -> Iterator[tuple[str, ...]]:
    """The protected statements below an item, as words from there."""
    if isinstance(item, Branch):
        for sub in item.children.values():
            head = () if sub.node.has_no_word else (sub.node.word,)
            if not isinstance(sub, Entries) and sub.mark & Mark.PROTECTED:
                yield head
            for words in _protected(sub):
                yield (*head, *words)
    elif isinstance(item, Entries):
        for keys, entry in item.entries.items():
            typed = tuple(key for key in keys if key)
            if entry.mark & Mark.PROTECTED:
                yield typed
            for words in _protected(entry):
                yield (*typed, *words)
