"""The schema tree in memory: a graph of shared nodes, expanded one level at a time when first looked at.

One node describes one configuration statement, or one word or argument of an operational command. Nodes are
shared by all devices of a release and by all paths that reach the same statement; a node has therefore no
parent. Nothing changes a node after it was made, but for the children it expands on first use.
"""

from __future__ import annotations

from enum import IntEnum, IntFlag
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from junosim.schema.types import TypeSpec

NO_ATTRIBUTES: Mapping[str, str] = {}


_ASKS = "ask-password"  # the annotation `effect` of words that do something when they are set
_LOADS_KEYS = "load-keys"
_KEPT_AS_TYPED = frozenset({"encrypted-password", "certificate", "name"})  # `name`: a list of SSH keys


class Kind(IntEnum):
    """What a node is."""

    CONTAINER = 1
    LIST = 2
    LEAF = 3
    LEAF_LIST = 4


class Flag(IntFlag):
    """The shape of a statement; the letters are those of the facts (docs/facts-format.md)."""

    NO_WORD = 1 << 0  # `nk`, `nk~`: the statement's own word is not typed
    ONE_LINE = 1 << 1  # `1l`: never braces
    ONE_LINE_IF_SINGLE = 1 << 2  # `1l+`: one line while it has one child
    HOMOGENEOUS = 1 << 3  # `hom`: entries may be grouped in one pair of braces
    USER_ORDERED = 1 << 4  # entries keep the order of input
    PRESENCE = 1 << 5  # a container that means something when it is empty
    MANDATORY = 1 << 6
    DEPRECATED = 1 << 7  # accepted, but not listed by `?`
    HIDDEN = 1 << 8  # accepted, never listed
    GROUPS = 1 << 9  # takes apply-groups, apply-groups-except, apply-macro
    SECRET = 1 << 10  # printed with `## SECRET-DATA`
    JOINED = 1 << 11  # `family`: always joined with its child on one line
    WILDCARD = 1 << 12  # the value also takes `<wildcard>` in groups or `$variable` in dynamic profiles
    UNIQUE = 1 << 13  # the value may occur once among its siblings' entries
    GUESSED = 1 << 14  # the shape flags of this node are unknown in the source (`f?`)
    ALWAYS_GROUPED = 1 << 15  # entries share one pair of braces even where one of them would fit on a line
    QUOTED = 1 << 16  # the value is shown in quotes, whatever is in it


NO_FLAGS = Flag(0)


class State(IntEnum):
    """How far a statement is supported."""

    STORED = 0  # kept and shown, no effect
    EFFECT = 1
    REFUSED = 2


class Node:
    """One statement of the configuration language, or one word or argument of a command.

    name        the name in XML (`ieee-802.3ad`)
    word        the word as typed (`802.3ad`); the same as `name` nearly everywhere
    kind, flags see `Kind` and `Flag`
    type        the value type of a leaf or leaf-list (None for a bare keyword, a container or a list)
    keys        names of the key leaves of a list, in the order they are typed
    choices     identifiers of the choices the node is a member of, outermost first, each followed by its case;
                two siblings that share a choice but differ in the case exclude one another
    rules       the `must` rules as (expression, message) pairs
    has_no_word True when the statement's own word is not typed
    default, unit, maximum  as in the model; None when it states none
    order       place among its siblings, in the order in which Junos prints them
    attributes  what annotations say: `help`, `view` and `control` (permission names), `complete` (the
                completion source), `fips`, `state`; for commands `rpc`, `handler`, and as `view` the permission
                to use them
    """

    __slots__ = (
        "_by_name",
        "_by_word",
        "_children",
        "_expand",
        "_required",
        "_slots",
        "attributes",
        "choices",
        "default",
        "flags",
        "has_no_word",
        "keys",
        "kind",
        "maximum",
        "name",
        "order",
        "rules",
        "type",
        "unit",
        "word",
    )

    def __init__(
        self,
        name: str,
        kind: Kind,
        *,
        flags: Flag = NO_FLAGS,
        type: TypeSpec | None = None,  # noqa: A002 - the field's own name
        keys: tuple[str, ...] = (),
        choices: tuple[str, ...] = (),
        rules: tuple[tuple[str, str], ...] = (),
        default: str | None = None,
        unit: str | None = None,
        maximum: int | None = None,
        order: int = 0,
        word: str | None = None,
        attributes: Mapping[str, str] = NO_ATTRIBUTES,
        children: tuple[Node, ...] = (),
        expand: Callable[[], tuple[Node, ...]] | None = None,
    ) -> None:
        self.name = name
        self.word = word or name
        self.kind = kind
        self.flags = flags
        self.type = type
        self.keys = keys
        self.choices = choices
        self.rules = rules
        self.default = default
        self.unit = unit
        self.maximum = maximum
        self.order = order
        self.attributes = attributes
        self._children: tuple[Node, ...] | None = None if expand else children
        self._expand = expand
        self._by_name: dict[str, Node] | None = None
        self._by_word: dict[str, Node] | None = None
        self._slots: tuple[Node, ...] | None = None
        self._required: tuple[str, ...] | None = None
        # a leaf-list always has its word
        self.has_no_word = bool(flags & Flag.NO_WORD) and kind is not Kind.LEAF_LIST

    @property
    def children(self) -> tuple[Node, ...]:
        """The statements below, in the order in which Junos prints them; key leaves of a list included."""
        if self._children is None:
            assert self._expand is not None
            self._children = self._expand()
            self._expand = None
        return self._children

    @property
    def by_name(self) -> Mapping[str, Node]:
        """The children by their XML name."""
        if self._by_name is None:
            self._by_name = {child.name: child for child in self.children}
        return self._by_name

    @property
    def by_word(self) -> Mapping[str, Node]:
        """The children that are typed with a word of their own, by that word."""
        if self._by_word is None:
            self._by_word = {
                child.word: child
                for child in self.children
                if not child.has_no_word and child.name not in self.keys
            }
        return self._by_word

    @property
    def slots(self) -> tuple[Node, ...]:
        """The children whose own word is not typed, keys of a list left out: what a bare value may fill."""
        if self._slots is None:
            self._slots = tuple(
                child for child in self.children if child.has_no_word and child.name not in self.keys
            )
        return self._slots

    @property
    def required(self) -> tuple[str, ...]:
        """The names of the children that must be given."""
        if self._required is None:
            self._required = tuple(child.name for child in self.children if child.flags & Flag.MANDATORY)
        return self._required

    @property
    def is_flag(self) -> bool:
        """True for a bare keyword: a leaf without a value."""
        return self.kind is Kind.LEAF and self.type is None

    @property
    def is_obfuscated(self) -> bool:
        """True for a secret that is kept in the `$9$` form; hashes and certificates are kept as they are."""
        return self.is_secret and self.name not in _KEPT_AS_TYPED

    @property
    def asks(self) -> bool:
        """True for a word that takes no value on the line, but asks for it: `plain-text-password`."""
        return self.attributes.get("effect") == _ASKS

    @property
    def loads_keys(self) -> bool:
        """True for a word that stores what the file named behind it holds: `load-key-file`."""
        return self.attributes.get("effect") == _LOADS_KEYS

    @property
    def is_deed(self) -> bool:
        """True for a word of `set` that is no statement: nothing of its name is ever stored or shown."""
        return self.attributes.get("effect") in {_ASKS, _LOADS_KEYS}

    @property
    def has_children(self) -> bool:
        """True for a container or a list."""
        return self.kind <= Kind.LIST

    @property
    def is_secret(self) -> bool:
        """True when the value is stored obfuscated or hashed and printed with `## SECRET-DATA`."""
        return bool(self.flags & Flag.SECRET)

    @property
    def is_executable(self) -> bool:
        """True for a word of a command after which the command can be executed."""
        return "rpc" in self.attributes or "handler" in self.attributes

    @property
    def help(self) -> str:
        """The help text of `?`: the annotated one, or one derived from the name."""
        text = self.attributes.get("help")
        if text is not None:
            return text
        words = self.name.replace("-", " ")
        return words[:1].upper() + words[1:]

    @property
    def state(self) -> State:
        """How far the statement is supported."""
        return State[self.attributes.get("state", "stored").upper()]

    def __repr__(self) -> str:
        return f"<{self.kind.name.lower()} {self.name}>"
