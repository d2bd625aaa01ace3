"""How statements are typed and in which order they are shown: what the text and the set form share.

The rules are those of the schema facts: schema order among statements, user order or a sort among entries, words
that are not typed, values that follow a word of their level.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

from junosim.config.tree import DENIED, Branch, Denied, Entries, Item, Leaf, Mark, Values
from junosim.schema.node import Flag, Kind, Node
from junosim.schema.quoting import quote
from junosim.schema.sorting import entry_key
from junosim.schema.walk import is_absent_key
from junosim.slices import finish

if TYPE_CHECKING:
    from collections.abc import Iterable

    from junosim.schema.sorting import EntryOrder
    from junosim.slices import Slices

_MARK_WORDS = frozenset({"inactive:", "active:", "protect:", "unprotect:", "replace:", "delete:"})
MASK = "/* SECRET-DATA */"
_KEYS = 32  # sort keys made between two pauses: some parse an address or the name of an interface


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a level: its item and the values that stand after its words."""

    item: Item
    values: tuple[Leaf, ...] = ()


@dataclass(frozen=True, slots=True)
class Level:
    """What a branch holds: invisible leaves that follow its own words, then statements in display order."""

    values: tuple[Leaf, ...]
    statements: tuple[Statement, ...]


def level_of(branch: Branch) -> Level:
    """The content of a branch, arranged for display."""
    items = ordered(branch)
    loose = [item for item in items if isinstance(item, Leaf) and is_loose(item)]
    if not loose:
        return Level((), tuple(Statement(item) for item in items))
    carrier = _carrier(items, loose[0])
    rest = tuple(
        Statement(item, tuple(loose) if item is carrier else ()) for item in items if not is_loose(item)
    )
    return Level(() if carrier else tuple(loose), rest)


def is_loose(item: Item) -> bool:
    """True for an invisible leaf that can stand on the line of another statement."""
    return (
        isinstance(item, Leaf)
        and item.node.has_no_word
        and not item.mark
        and item.comment is None
        and not isinstance(item, Denied)
    )


def _carrier(items: list[Item], leaf: Leaf) -> Item | None:
    """The presence container without children right before an invisible leaf: `priority` in `priority 7 0`."""
    at = items.index(leaf)
    before = items[at - 1] if at else None
    if isinstance(before, Branch) and before.node.kind is Kind.CONTAINER and not before.node.children:
        return before
    return None


def ordered(branch: Branch) -> list[Item]:
    """The children of a branch in display order."""
    if len(branch.children) < 2:
        return list(branch.children.values())
    return sorted(branch.children.values(), key=lambda item: item.node.order)


def in_order(entries: Entries) -> Slices[list[Branch]]:
    """The entries of a list in display order."""
    node = entries.node
    if node.flags & Flag.USER_ORDERED or len(entries.entries) < 2:
        return list(entries.entries.values())
    ranked: list[tuple[EntryOrder, Branch]] = []
    for entry in entries.entries.values():
        ranked.append((entry_key(node, entry.keys), entry))
        if not len(ranked) % _KEYS:
            yield
    ranked.sort(key=itemgetter(0))  # of what was typed in order, which is most, hardly any work
    return [entry for _, entry in ranked]


def ordered_entries(entries: Entries) -> list[Branch]:
    """The same at once, for lists of which there are few entries."""
    return finish(in_order(entries))


def value_text(node: Node, value: str, parent: Node | None = None) -> str:
    """A value or key as it is shown: quoted where its text, its secrecy or a word of its level asks for it.

    `parent` is given where the value stands in the place of a word.
    """
    if node.type is not None and node.type.base == "policy-algebra" and value.startswith("("):
        return value
    clash = parent is not None and value in parent.by_word
    is_marked = node.is_secret or bool(node.flags & Flag.QUOTED)
    return quote(value, always=is_marked or clash or value in _MARK_WORDS or value.startswith("/*"))


def leaf_words(leaf: Leaf, parent: Node, *, mask: bool = False) -> tuple[str, ...]:
    """A leaf as typed words: its own word where it has one, and its value."""
    node = leaf.node
    if leaf.value is None:
        return (node.word,)
    if isinstance(leaf, Denied):
        return (DENIED,) if node.has_no_word else (node.word, DENIED)
    place = parent if node.has_no_word else None
    text = MASK if mask and node.is_secret else value_text(node, leaf.value, place)
    return (text,) if node.has_no_word else (node.word, text)


def key_words(entry: Branch, parent: Node | None = None, *, mask: bool = False) -> tuple[str, ...]:
    """The keys of a list entry as typed; `parent` is given for a list whose own word is not typed."""
    words = []
    for name, key in zip(entry.node.keys, entry.keys, strict=True):
        if is_absent_key(name, key):
            continue
        leaf = entry.node.by_name[name]
        if mask and leaf.is_secret:
            words.append(MASK)
        else:
            words.append(value_text(leaf, key, None if words else parent))
    return tuple(words)


def head_words(branch: Branch, parent: Node, *, mask: bool = False) -> tuple[str, ...]:
    """The words of a container or list entry itself."""
    node = branch.node
    if node.kind is Kind.LIST:
        keys = key_words(branch, parent if node.has_no_word else None, mask=mask)
        return keys if node.has_no_word else (node.word, *keys)
    return () if node.has_no_word else (node.word,)


def values_words(values: Values) -> tuple[str, ...]:
    """The values of a leaf-list as shown, in their order."""
    return tuple(value_text(values.node, value) for value in values.values)


def has_secret(leaves: Iterable[Leaf]) -> bool:
    """True when one of the leaves is a secret."""
    return any(leaf.node.is_secret for leaf in leaves)


def entry_has_secret_key(branch: Branch) -> bool:
    """True when a key of a list entry is a secret."""
    return any(branch.node.by_name[name].is_secret for name in branch.node.keys) if branch.keys else False


def marks_of(item: Branch | Leaf | Values) -> str:
    """What stands before a statement."""
    if not item.mark:
        return ""
    inactive = "inactive: " if item.mark & Mark.INACTIVE else ""
    return ("protect: " if item.mark & Mark.PROTECTED else "") + inactive
