"""Every statement path of a schema as a line that sets it, and the trip there and back through both text forms.

A path is a tuple of nodes from the top of the configuration down to one statement. `line_of` makes the words that
set it, with generated values; `round_trip` sets them in an empty candidate, shows the candidate in text and set
form, and loads both back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import schema_samples
from junosim.config import edit
from junosim.config.formats.set import SetWriter
from junosim.config.formats.text import TextWriter
from junosim.config.load import Form, load, tree_of
from junosim.config.lookup import lookup
from junosim.config.tree import Branch, Entries, Item, Leaf, Values
from junosim.config.workspace import Workspace
from junosim.errors import ConfigurationError, SyntaxProblem
from junosim.schema import values
from junosim.schema.node import Flag, Kind, Node
from junosim.schema.quoting import quote
from junosim.schema.walk import Walker
from junosim.slices import without_pauses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.entropy import Entropy
    from junosim.schema.walk import Path

NodePath: TypeAlias = tuple[Node, ...]
APPLYING = frozenset(
    ("apply-groups", "apply-groups-except", "apply-flags", "apply-macro")
)  # the same at every level
REPEATING = "groups"  # holds the whole configuration once more under each name
LONGEST_VALUE = 200


class Unreachable(Exception):
    """No line of words can set the statement by itself: an earlier invisible value takes every text for it."""


@dataclass(frozen=True)
class Word:
    """One word of a line: a keyword, or a value of `leaf`."""

    text: str
    leaf: Node | None = None

    @property
    def is_expression(self) -> bool:
        """True for a combination of policies, which is typed without quotes, word by word."""
        spec = self.leaf.type if self.leaf is not None else None
        return spec is not None and spec.base == "policy-algebra" and self.text.startswith("(")

    @property
    def typed(self) -> str:
        """The word as typed, with quotes where they are needed."""
        return self.text if self.leaf is None or self.is_expression else quote(self.text)


def statement_paths(root: Node) -> Iterator[NodePath]:
    """All statements that can be set, in display order; key leaves belong to their list.

    `apply-groups` and its like, which stand everywhere, only at the first two levels.
    """
    stack: list[NodePath] = [(child,) for child in reversed(root.children) if child.name != REPEATING]
    while stack:
        path = stack.pop()
        node = path[-1]
        if node.is_deed:  # no statement: `plain-text-password`, `load-key-file`
            continue
        if node.kind is not Kind.CONTAINER or edit.stands_alone(node):
            yield path
        if node.has_children:
            stack += [
                (*path, child)
                for child in reversed(node.children)
                if child.name not in node.keys and (child.name not in APPLYING or len(path) == 1)
            ]


def stratum(path: NodePath) -> tuple[object, ...]:
    """What a sample must cover: kind, base of the type with pattern or range, shape flags."""
    node = path[-1]
    spec = node.type
    about = (
        (spec.base, spec.pattern is not None, bool(spec.ranges), spec.wildcard) if spec is not None else ()
    )
    return (node.kind, node.flags, about, len(node.keys), bool(node.choices))


def name_of(path: NodePath) -> str:
    return " ".join(node.word for node in path)


# ------------------------------------------------------------------ lines


def line_of(root: Node, path: NodePath, entropy: Entropy) -> list[Word]:
    """The words that set the statement, with valid values. Raises Unreachable."""
    words: list[Word] = []
    parent = root
    for node in path:
        if node.kind is Kind.LIST:
            words += _list_words(parent, node, entropy)
        else:
            if not node.has_no_word:
                words.append(Word(node.word))
            if node.type is not None:
                words += _slot_words(parent, node, node, entropy)
        parent = node
    return words


def _list_words(parent: Node, node: Node, entropy: Entropy) -> list[Word]:
    words = [] if node.has_no_word else [Word(node.word)]
    ident = ""
    for place, key in enumerate(node.keys):
        leaf = node.by_name[key]
        if key == "choice-value" and ident not in ("upto", "through", "prefix-length-range", "address-mask"):
            continue
        words += _slot_words(parent, leaf, node, entropy) if place == 0 else [_value_word(leaf, entropy)]
        if key == "choice-ident":
            ident = words[-1].text
    return words


def _value_word(leaf: Node, entropy: Entropy) -> Word:
    texts = _texts(leaf, entropy)
    return Word(texts[entropy.below(len(texts))], leaf)


def _texts(leaf: Node, entropy: Entropy) -> list[str]:
    """Valid values that can be typed: short ones, and no empty ones, which no line can tell from an absent key."""
    if leaf.type is None:
        return [leaf.word]  # a key that the model gives no type
    return [text for text in schema_samples.valid(leaf.type, entropy) if 0 < len(text) <= LONGEST_VALUE]


def _slot_words(parent: Node, leaf: Node, slot: Node, entropy: Entropy) -> list[Word]:
    """A valid value; for an invisible word one that nothing else at the level takes.

    Where earlier invisible leaves take all of them, these get values first (`priority 7 0`). Raises Unreachable.
    """
    if not slot.has_no_word:
        return [_value_word(leaf, entropy)]
    rivals = _earlier_slots(parent, slot)
    texts = [text for text in _texts(leaf, entropy) if text not in parent.by_word]
    free = [text for text in texts if not _taken(rivals, text)]
    if free:
        return [Word(free[entropy.below(len(free))], leaf)]
    words = []
    for rival in [rival for rival in rivals if rival.kind is Kind.LEAF and not edit.excludes(slot, rival)]:
        words += _slot_words(parent, rival, rival, entropy)
        rivals.remove(rival)
    free = [text for text in texts if not _taken(rivals, text)]
    if not free:
        raise Unreachable(f"{parent.name} {slot.name}")
    return [*words, Word(free[entropy.below(len(free))], leaf)]


def _earlier_slots(parent: Node, slot: Node) -> list[Node]:
    """The invisible words that are tried before `slot`."""
    found: list[Node] = []
    for node in parent.children:
        if node is slot:
            break
        if node.has_no_word and node.name not in parent.keys:
            found.append(node)
    return found


def _taken(rivals: list[Node], text: str) -> bool:
    leaves = [rival.by_name[rival.keys[0]] if rival.kind is Kind.LIST else rival for rival in rivals]
    return any(leaf.type is not None and values.matches(leaf.type, text) for leaf in leaves)


def _last_leaf(path: NodePath) -> Node:
    """The leaf whose value ends the line: the statement itself, or the last key of a list."""
    node = path[-1]
    return node.by_name[node.keys[-1]] if node.kind is Kind.LIST and node.keys else node


def spoiled(path: NodePath, line: list[Word], entropy: Entropy) -> Iterator[list[Word]]:
    """The line with its last value replaced by one that its type refuses, each in turn.

    Not for invisible words: there, what one type refuses may be a keyword or the value of another statement.
    """
    node, leaf = path[-1], _last_leaf(path)
    if leaf.type is None or line[-1].leaf is None or (node.has_no_word and len(node.keys) < 2):
        return
    for text in schema_samples.invalid(leaf.type, entropy) or ():
        if text and not any(word.word.startswith(text) for word in values.enumerated(leaf.type)):
            yield [*line[:-1], Word(text, leaf)]


def under_groups(root: Node, path: NodePath) -> NodePath:
    """The same statement inside `groups NAME`."""
    found = [root.by_name[REPEATING]]
    for node in path:
        found.append(found[-1].by_name[node.name])
    return tuple(found)


# ------------------------------------------------------------------ setting, showing, loading


def walked(root: Node, line: list[Word]) -> tuple[Path, ...]:
    """The statements that the words set. Raises SyntaxProblem."""
    walker = Walker(root)
    for word in line:
        if word.is_expression:
            walker.feed_all(word.text.split())
        else:
            walker.feed(word.text, quoted=word.leaf is not None)
    if not walker.is_complete:
        raise SyntaxProblem("missing-argument", len(line))
    return walker.statements


def set_line(root: Node, line: list[Word]) -> tuple[Branch, tuple[Path, ...]]:
    """An empty candidate after the line. Raises SyntaxProblem, ConfigurationError."""
    tree = Branch(root)
    owner = object()
    statements = walked(root, line)
    for path in statements:
        tree = edit.set_(tree, owner, path)
    return tree, statements


def round_trip(root: Node, path: NodePath, entropy: Entropy) -> str:
    """What went wrong with one path; empty when all is well. Raises Unreachable."""
    line = line_of(root, path, entropy)
    shown = " ".join(word.text for word in line)
    try:
        tree, statements = set_line(root, line)
    except (SyntaxProblem, ConfigurationError) as problem:
        return f"refused: {shown!r}: {problem!r}"
    target = statements[-1]
    nodes = tuple(step.node.name for step in target)
    if nodes != tuple(node.name for node in path):
        return f"other statement: {shown!r} set {' '.join(nodes)}"
    if lookup(tree, target) is None:
        return f"not stored: {shown!r}"
    return _shown_and_loaded(root, tree)


def _shown_and_loaded(root: Node, tree: Branch) -> str:
    forms = (("set", Form.SET, SetWriter().level(tree)), ("text", Form.TEXT, TextWriter().level(tree)))
    for name, form, lines in forms:
        text = "\n".join(without_pauses(lines)) + "\n"
        copy, loaded = tree_of(root, text, form)
        if loaded.problems:
            return f"{name} form does not load: {text!r}: {loaded.problems[0]}"
        if not same(tree, copy):
            return f"{name} form loads to another tree: {text!r}"
    return ""


def same(one: Item | None, other: Item | None) -> bool:
    """True for trees with the same statements, values and marks; entries and values also in the same order."""
    if isinstance(one, Branch) and isinstance(other, Branch):
        return (
            one.node.name == other.node.name
            and one.keys == other.keys
            and one.mark == other.mark
            and one.children.keys() == other.children.keys()
            and all(same(item, other.children[name]) for name, item in one.children.items())
        )
    if isinstance(one, Entries) and isinstance(other, Entries):
        if not one.node.flags & Flag.USER_ORDERED:
            return one.entries.keys() == other.entries.keys() and all(
                same(entry, other.entries[keys]) for keys, entry in one.entries.items()
            )
        return list(one.entries) == list(other.entries) and all(
            same(entry, other.entries[keys]) for keys, entry in one.entries.items()
        )
    if isinstance(one, Leaf) and isinstance(other, Leaf):
        return (one.value, one.mark) == (other.value, other.mark)
    if isinstance(one, Values) and isinstance(other, Values):
        return (one.values, one.mark) == (other.values, other.mark)
    return False


def refusal(root: Node, path: NodePath, good: list[Word], bad: list[Word]) -> str:
    """What is wrong with the refusal of `bad`, whose last value is invalid; empty when it is right.

    Right is: refused at that value, with a message, and a candidate that holds `good` stays as it was.
    """
    leaf = _last_leaf(path)
    shown = " ".join(word.text for word in bad)
    try:
        walked(root, bad)
    except SyntaxProblem as problem:
        if problem.index < len(bad) - 1:
            return f"{shown!r} refused at word {problem.index}"
        if problem.kind == "value" and not problem.message:
            return f"{shown!r} refused without a message"
        if problem.kind not in _KINDS[leaf.type is not None and leaf.type.base == "enum"]:
            return f"{shown!r} refused as {problem.kind}"
    else:
        return f"{shown!r} accepted"
    work = Workspace(set_line(root, good)[0])
    before = list(SetWriter().level(work.root))
    loaded = load(work, f"set {' '.join(word.typed for word in bad)}\n", form=Form.SET)
    if not loaded.errors:
        return f"{shown!r} loaded without an error"
    if list(SetWriter().level(work.root)) != before:
        return f"{shown!r} changed the candidate"
    return ""


# An unknown word of an enumeration is a syntax error; an expression that does not close lacks an argument.
_KINDS = {False: ("value", "missing-argument"), True: ("value", "unmatched")}
