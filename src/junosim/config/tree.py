"""The configuration tree: copy-on-write, shared between revisions, candidates and devices.

Items know their schema node and nothing of their parent, so that a subtree can stand in many trees at once.
Who may change an item in place is decided by its `owner`: a candidate carries a token, an item with the same
token is its own, every other one is copied before it is changed (`own`). A commit throws the token away, which
freezes the tree without touching it.

    Branch    a container, the root, or one entry of a list
    Entries   all entries of one list, by their keys, in the order of input
    Leaf      one leaf; a bare keyword has the value None
    Values    the values of one leaf-list, in the order of input
    Denied    in views only: a statement that its reader may not see
"""

from __future__ import annotations

from enum import IntFlag
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from junosim.schema.node import Node

Owner: TypeAlias = object
Keys: TypeAlias = tuple[str, ...]


DENIED = "/* ACCESS-DENIED */"


class Mark(IntFlag):
    """What stands before a statement: `inactive:`, `protect:`."""

    NONE = 0
    INACTIVE = 1
    PROTECTED = 2


class Leaf:
    """One leaf; `value` is None for a bare keyword."""

    __slots__ = ("comment", "mark", "node", "value")

    def __init__(
        self, node: Node, value: str | None, mark: Mark = Mark.NONE, comment: str | None = None
    ) -> None:
        self.node = node
        self.value = value
        self.mark = mark
        self.comment = comment


class Denied(Leaf):
    """What stands in the place of a statement in the view of somebody who may not see it; of any kind of node."""

    __slots__ = ()

    def __init__(self, node: Node) -> None:
        super().__init__(node, DENIED)


class Values:
    """The values of one leaf-list, in the order of input."""

    __slots__ = ("comment", "mark", "node", "values")

    def __init__(
        self, node: Node, values: tuple[str, ...], mark: Mark = Mark.NONE, comment: str | None = None
    ) -> None:
        self.node = node
        self.values = values
        self.mark = mark
        self.comment = comment


class Branch:
    """A container, the root, or one entry of a list; `children` are by XML name, in no order."""

    __slots__ = ("children", "comment", "keys", "mark", "node", "owner")

    def __init__(
        self,
        node: Node,
        keys: Keys = (),
        children: dict[str, Item] | None = None,
        mark: Mark = Mark.NONE,
        comment: str | None = None,
        owner: Owner | None = None,
    ) -> None:
        self.node = node
        self.keys = keys
        self.children: dict[str, Item] = {} if children is None else children
        self.mark = mark
        self.comment = comment
        self.owner = owner

    def own(self, owner: Owner) -> Branch:
        """This branch if `owner` may change it in place, else a copy that `owner` may change."""
        if self.owner is owner:
            return self
        return Branch(self.node, self.keys, dict(self.children), self.mark, self.comment, owner)


class Entries:
    """All entries of one list, by their keys, in the order of input."""

    __slots__ = ("entries", "node", "owner")

    def __init__(
        self, node: Node, entries: dict[Keys, Branch] | None = None, owner: Owner | None = None
    ) -> None:
        self.node = node
        self.entries: dict[Keys, Branch] = {} if entries is None else entries
        self.owner = owner

    def own(self, owner: Owner) -> Entries:
        """These entries if `owner` may change them in place, else a copy that `owner` may change."""
        if self.owner is owner:
            return self
        return Entries(self.node, dict(self.entries), owner)


Item: TypeAlias = Branch | Entries | Leaf | Values
