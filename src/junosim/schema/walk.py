"""The one walk over the schema: words in, a path of statements out.

`set`, `delete`, `edit`, `show`, loading, `?`, completion and operational commands all step through the same
`Walker`, one word at a time, so that the rules of the Junos language live here alone: invisible words, list
keys, keywords before values before unique prefixes, brackets, expressions, and the statements
that may follow one another on a line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from junosim.errors import SyntaxProblem, ValueProblem
from junosim.schema import values
from junosim.schema.choices import Choice, slot_leaf, value_choices, words_of
from junosim.schema.limits import limits_of, words_left
from junosim.schema.node import Flag, Kind, Node
from junosim.schema.obfuscation import MAGIC, MALFORMED_SECRET, is_obfuscated, reveal, stored_form

# Keys named `choice-value` are typed only after these words (`route-filter P upto /24`).
_OPTIONAL_KEY = "choice-value"
_TAKES_CHOICE_VALUE = frozenset({"upto", "through", "prefix-length-range", "address-mask"})
_MAXIMUM_DEPTH = 128


def is_absent_key(name: str, value: str) -> bool:
    """True for a `choice-value` that is not typed, since its `choice-ident` takes none; it is stored as empty."""
    return not value and name == _OPTIONAL_KEY


@dataclass(frozen=True, slots=True)
class Step:
    """One statement on a path: `values` are the keys of a list entry, or the one value of a leaf.

    A leaf or leaf-list without a value (as `delete` may name it), a bare keyword, a container and a whole list
    have no values.
    """

    node: Node
    values: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The step as it is typed, with quotes for an empty value alone; invisible words and absent keys left out."""
        typed = self.values
        if "" in typed:
            names = self.node.keys or ("",)
            typed = tuple(
                value or '""'
                for name, value in zip(names, typed, strict=True)
                if not is_absent_key(name, value)
            )
        return typed if self.node.has_no_word else (self.node.word, *typed)


Path: TypeAlias = tuple[Step, ...]
Visible: TypeAlias = Callable[[Path, Node], bool]


class Expect(Enum):
    """What the next word may be."""

    STATEMENT = "statement"
    KEY = "key"
    VALUE = "value"
    BRACKET = "bracket"  # inside `[ … ]`
    EXPRESSION = "expression"  # inside the parentheses of a policy expression


@dataclass(slots=True)
class _Level:
    """A container or list entry entered on the way, and the invisible leaves of it already given on this line."""

    step: Step
    taken: tuple[str, ...] = ()


class Walker:
    """Steps through the words of one line, from `root` (with the hierarchy `base` already entered).

    After each `feed`, `path` is where the line stands and `statements` are the complete statements on it; a line
    may hold several (`user a uid 2000 class operator`). `expanded` holds each word fed, spelled out; `took_secret`
    tells whether the last one is the value of a secret.
    `visible` says which statements exist for this user and mode, and may carry limits of their values; those that
    these hide are not words at all.
    """

    __slots__ = (
        "_group",
        "_keys",
        "_levels",
        "_limits",
        "_node",
        "_parts",
        "_root",
        "_statements",
        "_variable",
        "_visible",
        "_wildcard",
        "expanded",
        "expect",
        "took_secret",
    )

    def __init__(self, root: Node, base: Path = (), visible: Visible | None = None) -> None:
        self._root = root
        self._visible = visible
        self._limits = limits_of(visible)
        self._levels = [_Level(step) for step in base]
        self._statements: list[Path] = []
        self._node = root  # the list or leaf whose keys or value come next
        self._keys: list[str] = []
        self._parts: list[str] = []
        self._group = 0
        names = [step.node.name for step in base[:1]]
        self._wildcard = "groups" in names
        self._variable = "dynamic-profiles" in names
        self.expect = Expect.STATEMENT
        self.expanded: list[str] = []
        self.took_secret = False

    # ------------------------------------------------------------------ where the line stands

    @property
    def level(self) -> Node:
        """The container or list whose children may follow."""
        return self._levels[-1].step.node if self._levels else self._root

    @property
    def hierarchy(self) -> Path:
        """The containers and list entries entered."""
        return tuple(level.step for level in self._levels)

    @property
    def path(self) -> Path:
        """The statement the line names: the last one completed, or the one that still wants a key or value."""
        if self.expect in (Expect.KEY, Expect.VALUE):
            return (*self.hierarchy, Step(self._node, tuple(self._keys)))
        if self._statements:
            return self._statements[-1]
        return self.hierarchy

    @property
    def statements(self) -> tuple[Path, ...]:
        """The complete statements of the line, in the order typed."""
        if self._statements and self._covers_level():
            return tuple(self._statements)
        if not self._levels:
            return tuple(self._statements)
        return (*self._statements, self.hierarchy)

    @property
    def is_complete(self) -> bool:
        """True when the line may end here as a `set`: nothing half given."""
        return self.expect is Expect.STATEMENT

    @property
    def pending(self) -> Node | None:
        """The list or leaf that still wants a key or a value."""
        return None if self.expect is Expect.STATEMENT else self._node

    def _covers_level(self) -> bool:
        """True when the last statement already lies below the level, which then needs no mention of its own."""
        last, depth = self._statements[-1], len(self._levels)
        return len(last) > depth and all(last[index] is self._levels[index].step for index in range(depth))

    # ------------------------------------------------------------------ stepping

    def feed(self, word: str, *, quoted: bool = False) -> None:
        """Take the next word. Raises SyntaxProblem; the walker is then where it was."""
        self.took_secret = False
        if self.expect is Expect.STATEMENT:
            self._feed_statement(word, quoted)
        elif self.expect is Expect.KEY:
            self._feed_key(word)
        elif self.expect is Expect.VALUE:
            self._feed_value(word, quoted)
        elif self.expect is Expect.BRACKET:
            self._feed_bracket(word, quoted)
        else:
            self._feed_expression(word)

    def feed_all(self, words: Iterable[str]) -> Walker:
        """Take several words; returns self."""
        for word in words:
            self.feed(word)
        return self

    def _feed_statement(self, word: str, quoted: bool) -> None:
        level = self.level
        node = None if quoted else level.by_word.get(word)  # in quotes a word is a value
        if node is not None and self._is_visible(node):
            self._enter(node, node.word)
            return
        if self._feed_slot(word, quoted):
            return
        if node is not None:  # who may not use a word must not mean another one by it
            raise self._refusal(word)
        candidates = [choice for choice in self.choices(word) if choice.listed and choice.word is not None]
        if len(candidates) > 1:
            raise SyntaxProblem("ambiguous", len(self.expanded), word)
        if candidates:
            self._take_choice(candidates[0])
            return
        raise self._refusal(word)

    def _take_choice(self, choice: Choice) -> None:
        assert choice.word is not None
        if choice.node.has_no_word:
            self._accept_slot(choice.node, choice.word)
        else:
            self._enter(choice.node, choice.word)

    def _refusal(self, word: str) -> SyntaxProblem:
        """The problem of a word that fits nothing: the value's own message where only a value could stand."""
        slots = [slot for slot in self._slots() if not words_of(slot_leaf(slot))]
        if len(slots) == 1:
            try:
                self._check(slot_leaf(slots[0]), word)
            except ValueProblem as problem:
                return SyntaxProblem("value", len(self.expanded), word, problem.message)
        return SyntaxProblem("unmatched", len(self.expanded), word)

    # ------------------------------------------------------------------ invisible words

    def _slots(self) -> Iterator[Node]:
        """The children whose own word is not typed, in order; each leaf once a line."""
        taken = self._levels[-1].taken if self._levels else ()
        for node in self.level.slots:
            if node.name not in taken and self._is_visible(node):
                yield node

    def _feed_slot(self, word: str, quoted: bool) -> bool:
        for slot in self._slots():
            leaf = slot_leaf(slot)
            if not quoted and self._gives_way(slot, word):
                continue
            if leaf.type is not None and self._matches(slot, leaf, word):
                self._accept_slot(slot, word)
                return True
        return False

    def _gives_way(self, slot: Node, word: str) -> bool:
        """True for a free argument that a command can do without, when the word begins a keyword beside it.

        `show interfaces ter` asks for `terse`, not for an interface of that name; `file show e` for a file. One
        that must be given gives way to its own keywords alone: `load merge ter`.
        """
        if (
            not self.level.is_executable
            or slot.kind is not Kind.LEAF
            or slot.type is None
            or not values.is_open(slot.type)
        ):
            return False
        is_needed = bool(slot.flags & Flag.MANDATORY)
        if is_needed and not words_of(slot):
            return False
        return any(
            choice.listed and choice.word is not None and (choice.node is slot or not is_needed)
            for choice in self.choices(word)
        )

    def _accept_slot(self, slot: Node, word: str) -> None:
        if slot.kind is Kind.LIST:
            self._node, self._keys = slot, []
            self.expect = Expect.KEY
            self._feed_key(word)
            return
        value = self._checked(slot, word)
        if self._levels:
            self._levels[-1].taken += (slot.name,)
        self._complete(slot, (value,))
        self.expanded.append(value)

    # ------------------------------------------------------------------ entering a statement

    def _enter(self, node: Node, word: str) -> None:
        if len(self._levels) >= _MAXIMUM_DEPTH:
            raise SyntaxProblem("unmatched", len(self.expanded), word)
        self.expanded.append(word)
        if node.kind is Kind.CONTAINER:
            if node.children:
                self._push(Step(node))
            else:
                self._statements.append((*self.hierarchy, Step(node)))
        elif node.is_flag or node.asks:
            self._complete(node, ())
        elif node.kind is Kind.LIST and not node.keys:
            self._push(Step(node))
        else:
            self._node, self._keys = node, []
            self.expect = Expect.KEY if node.kind is Kind.LIST else Expect.VALUE

    def _push(self, step: Step) -> None:
        if not self._levels:
            self._wildcard = self._wildcard or step.node.name == "groups"
            self._variable = self._variable or step.node.name == "dynamic-profiles"
        self._levels.append(_Level(step))
        self.expect = Expect.STATEMENT

    def _complete(self, node: Node, given: tuple[str, ...]) -> None:
        self._statements.append((*self.hierarchy, Step(node, given)))
        self.expect = Expect.STATEMENT

    # ------------------------------------------------------------------ keys and values

    def _feed_key(self, word: str) -> None:
        name = self._node.keys[len(self._keys)]
        key = self._checked(self._node.by_name[name], word, is_key=True)
        self._keys.append(key)
        self.expanded.append(key)
        self._skip_absent_keys()
        if len(self._keys) == len(self._node.keys):
            self._push(Step(self._node, tuple(self._keys)))

    def _skip_absent_keys(self) -> None:
        """A `choice-value` that its `choice-ident` does not take is never typed; it is stored as empty."""
        keys = self._node.keys
        position = len(self._keys)
        if (
            position < len(keys)
            and keys[position] == _OPTIONAL_KEY
            and self._keys[keys.index("choice-ident")] not in _TAKES_CHOICE_VALUE
        ):
            self._keys.append("")

    def _feed_value(self, word: str, quoted: bool) -> None:
        node = self._node
        if not quoted and word == "[" and node.kind is Kind.LEAF_LIST:
            self.expanded.append(word)
            self.expect = Expect.BRACKET
            return
        if not quoted and self._opens_expression(word):
            self._feed_expression(word)
            return
        value = self._checked(node, word)
        self.expanded.append(value)
        self._complete(node, (value,))

    def _feed_bracket(self, word: str, quoted: bool) -> None:
        if not quoted and word == "]":
            self.expanded.append(word)
            self.expect = Expect.STATEMENT
            return
        if not quoted and self._opens_expression(word):
            self._feed_expression(word)
            return
        value = self._checked(self._node, word)
        self.expanded.append(value)
        self._statements.append((*self.hierarchy, Step(self._node, (value,))))

    # ------------------------------------------------------------------ policy expressions

    def _opens_expression(self, word: str) -> bool:
        spec = self._node.type
        return (
            spec is not None and spec.base == "policy-algebra" and word.startswith("(") and not _closed(word)
        )

    def _feed_expression(self, word: str) -> None:
        """`( A && B )` is one value; its words are joined with single blanks until the parentheses close."""
        in_bracket = self.expect is Expect.BRACKET or (self.expect is Expect.EXPRESSION and self._group == 1)
        text = " ".join((*self._parts, word))
        closed = _closed(text)
        if closed:
            text = self._checked(self._node, text)
        self._parts.append(word)
        self.expanded.append(word)
        if not closed:
            self._group = 1 if in_bracket else 0
            self.expect = Expect.EXPRESSION
            return
        self._parts = []
        self._complete(self._node, (text,))
        if in_bracket:
            self.expect = Expect.BRACKET

    # ------------------------------------------------------------------ checking

    def _matches(self, slot: Node, leaf: Node, word: str) -> bool:
        """Whether the word can be the value of an invisible leaf, or the first key of an invisible list."""
        assert leaf.type is not None
        if self._lacks(slot, leaf, word):
            return False
        wildcard = self._wildcard and (slot.kind is Kind.LIST or leaf.type.wildcard)
        return values.matches(leaf.type, word, wildcard=wildcard, variable=self._variable)

    def _lacks(self, node: Node, leaf: Node, word: str) -> bool:
        """True for a keyword of the leaf that the mode of the device does not have."""
        return (
            self._limits is not None
            and word in words_of(leaf)
            and not self._limits.has_word(self._holder(node, leaf), leaf, word)
        )

    def _holder(self, node: Node, leaf: Node) -> Path:
        """The statements that a value of the leaf stands in: for a key that of its list as well."""
        return self.hierarchy if node is leaf else (*self.hierarchy, Step(node))

    def _check(self, leaf: Node, word: str, *, is_key: bool = False) -> str:
        value = checked_value(leaf, word, self._wildcard, self._variable, is_key=is_key)
        if self._limits is not None:
            self._limits.check(self._holder(self._node, leaf) if is_key else self.hierarchy, leaf, value)
        return value

    def _checked(self, leaf: Node, word: str, *, is_key: bool = False) -> str:
        """The stored form of a value; enumerations may be shortened to a unique prefix."""
        self.took_secret = leaf.is_secret
        try:
            value = self._check(leaf, word, is_key=is_key)
        except ValueProblem as problem:
            return self._abbreviated(leaf, word, problem)
        return stored_form(leaf, value) if leaf.is_secret else value

    def _abbreviated(self, leaf: Node, word: str, problem: ValueProblem) -> str:
        known = words_of(leaf)
        words = words_left(self._limits, self.hierarchy, leaf)
        # what would be a keyword in another mode is short for no other one
        fitting = [] if word in known else [candidate for candidate in words if candidate.startswith(word)]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            raise SyntaxProblem("ambiguous", len(self.expanded), word)
        if known and leaf.type is not None and leaf.type.base == "enum":
            raise SyntaxProblem("unmatched", len(self.expanded), word)
        raise SyntaxProblem("value", len(self.expanded), word, problem.message) from problem

    def _is_visible(self, node: Node) -> bool:
        return self._visible is None or self._visible(self.hierarchy, node)

    # ------------------------------------------------------------------ what may follow

    def choices(self, prefix: str = "") -> list[Choice]:
        """What the next word may be, keywords that start with `prefix` and all values, in schema order."""
        if self.expect is Expect.STATEMENT:
            return self._statement_choices(prefix)
        if self.expect is Expect.KEY:
            return self._value_choices(
                self._node, self._node.by_name[self._node.keys[len(self._keys)]], prefix
            )
        if self.expect is Expect.EXPRESSION:
            return []
        found = self._value_choices(self._node, self._node, prefix)
        if self._node.kind is Kind.LEAF_LIST:
            bracket = "]" if self.expect is Expect.BRACKET else "["
            text = "Close a set of values" if bracket == "]" else "Open a set of values"
            if bracket.startswith(prefix):
                found.append(Choice(self._node, self._node, bracket, text))
        return found

    def _statement_choices(self, prefix: str) -> list[Choice]:
        found = [
            Choice(node, node, word, node.help, not node.flags & (Flag.HIDDEN | Flag.DEPRECATED))
            for word, node in self.level.by_word.items()
            if word.startswith(prefix) and self._is_visible(node)
        ]
        for slot in self._slots():
            found += self._value_choices(slot, slot_leaf(slot), prefix)
        return found

    def _value_choices(self, node: Node, leaf: Node, prefix: str) -> list[Choice]:
        found = value_choices(node, leaf, prefix)
        if self._limits is None:
            return found
        return [choice for choice in found if choice.word is None or not self._lacks(node, leaf, choice.word)]


def resolve(
    root: Node, words: Iterable[str], base: Path = (), visible: Visible | None = None
) -> tuple[Path, ...]:
    """The statements that a complete line of words sets. Raises SyntaxProblem."""
    walker = Walker(root, base, visible).feed_all(words)
    if not walker.is_complete:
        raise SyntaxProblem("missing-argument", len(walker.expanded))
    return walker.statements


def locate(root: Node, words: Iterable[str], base: Path = (), visible: Visible | None = None) -> Path:
    """The one statement that words name, with or without its value, as `delete` and `show` take it.

    Raises SyntaxProblem, also for a list entry whose keys are half given.
    """
    walker = Walker(root, base, visible).feed_all(words)
    path = walker.path
    if walker.expect is Expect.KEY and path[-1].values:
        raise SyntaxProblem("missing-argument", len(walker.expanded))
    return path


def checked_value(leaf: Node, text: str, wildcard: bool, variable: bool, *, is_key: bool = False) -> str:
    """The value of a leaf as `values.check` gives it; of a secret in its `$9$` form, the secret is checked.

    `wildcard` is true below `groups`, `variable` below `dynamic-profiles`. Raises ValueProblem.
    """
    assert leaf.type is not None
    wildcard = wildcard and (is_key or leaf.type.wildcard)
    if leaf.is_obfuscated and text.startswith(MAGIC):
        if not is_obfuscated(text):
            raise ValueProblem(MALFORMED_SECRET)
        values.check(leaf.type, reveal(text), wildcard=wildcard, variable=variable)
        return text
    return values.check(leaf.type, text, wildcard=wildcard, variable=variable)


def stored_value(
    leaf: Node, text: str, base: Path, visible: Visible | None = None, *, key_of: Node | None = None
) -> str:
    """The stored form of the value of a leaf in the hierarchy `base`, without abbreviations.

    `key_of` is the list of which it is a key. Limits that `visible` carries count. Raises ValueProblem.
    """
    top = base[0].node.name if base else ""
    value = checked_value(leaf, text, top == "groups", top == "dynamic-profiles", is_key=key_of is not None)
    limits = limits_of(visible)
    if limits is not None:
        limits.check(base if key_of is None else (*base, Step(key_of)), leaf, value)
    return stored_form(leaf, value) if leaf.is_secret else value


def takes_choice_value(ident: str) -> bool:
    """True for a `choice-ident` that is followed by a `choice-value` (`upto /24`)."""
    return ident in _TAKES_CHOICE_VALUE


def _closed(text: str) -> bool:
    return text.count("(") == text.count(")")
