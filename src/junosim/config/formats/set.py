"""The set form of a configuration: one command a line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from junosim.config import layout
from junosim.config.formats import shape
from junosim.config.lookup import lookup
from junosim.config.tree import Branch, Entries, Item, Leaf, Mark, Values
from junosim.slices import without_pauses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.schema.node import Node
    from junosim.schema.walk import Path
    from junosim.slices import Lines


@dataclass(frozen=True, slots=True)
class SetWriter:
    """Writes trees as `set` lines; `mask` hides secrets from those who may not see them.

    `explicit` writes a line for every level, not only for the statements in it.
    """

    mask: bool = False
    explicit: bool = False

    def level(self, branch: Branch, prefix: str = "") -> Lines:
        """The lines of what a branch holds; `prefix` are the words from where the lines start, quoted."""
        arranged = shape.level_of(branch)
        if arranged.values:
            yield self._line(prefix, self._values(arranged.values, branch.node))
        for statement in arranged.statements:
            item = statement.item
            if isinstance(item, Entries):
                for entry in (yield from shape.in_order(item)):
                    yield from self._branch(entry, branch.node, prefix)
            elif isinstance(item, Branch):
                yield from self._branch(
                    item, branch.node, prefix, self._values(statement.values, branch.node)
                )
            else:
                yield from self.item(item, branch.node, prefix)

    def item(self, item: Item, parent: Node, prefix: str = "") -> Lines:
        """The lines of one statement of a level whose node is `parent`."""
        if isinstance(item, Branch):
            yield from self._branch(item, parent, prefix)
        elif isinstance(item, Entries):
            for entry in (yield from shape.in_order(item)):
                yield from self._branch(entry, parent, prefix)
        elif isinstance(item, Values):
            for value in shape.values_words(item):
                yield self._line(prefix, (item.node.word, value))
            yield from self._marks(item, prefix, (item.node.word,))
        else:
            words = shape.leaf_words(item, parent, mask=self.mask)
            yield self._line(prefix, words)
            yield from self._marks(item, prefix, words[:1])

    def _branch(self, branch: Branch, parent: Node, prefix: str, values: tuple[str, ...] = ()) -> Lines:
        head = shape.head_words(branch, parent, mask=self.mask)
        below = " ".join((prefix, *head) if prefix else head)
        if values or not branch.children or (self.explicit and not layout.is_joined(branch.node)):
            yield self._line(below, values)
        yield from self.level(branch, below)
        yield from self._marks(branch, prefix, head)

    def _values(self, leaves: tuple[Leaf, ...], parent: Node) -> tuple[str, ...]:
        return tuple(word for leaf in leaves for word in shape.leaf_words(leaf, parent, mask=self.mask))

    @staticmethod
    def _line(prefix: str, words: tuple[str, ...]) -> str:
        return " ".join(("set", prefix, *words)) if prefix else " ".join(("set", *words))

    @staticmethod
    def _marks(item: Branch | Leaf | Values, prefix: str, words: tuple[str, ...]) -> Iterator[str]:
        if not item.mark:
            return
        path = " ".join((prefix, *words) if prefix else words)
        if item.mark & Mark.INACTIVE:
            yield f"deactivate {path}"
        if item.mark & Mark.PROTECTED:
            yield f"protect {path}"


def lines(branch: Branch, *, mask: bool = False) -> Iterator[str]:
    """The set form of what a branch holds, relative to it, without line ends."""
    return without_pauses(SetWriter(mask).level(branch))


def show(
    root: Branch, path: Path, *, mask: bool = False, explicit: bool = False, relative: bool = False
) -> Lines:
    """The set form of the statement at `path`, absolute or `relative` to it; nothing when it is missing."""
    item = lookup(root, path)
    if item is None:
        return iter(())
    writer = SetWriter(mask, explicit)
    if relative:
        parent = path[-2].node if len(path) > 1 else root.node
        return writer.level(item) if isinstance(item, Branch) else writer.item(item, parent)
    holder = path if isinstance(item, Branch) else path[:-1]
    words: list[str] = []
    parent = root.node
    for step in holder:
        words += shape.head_words(Branch(step.node, step.values), parent, mask=mask)
        parent = step.node
    prefix = " ".join(words)
    if not isinstance(item, Branch):
        return writer.item(item, parent, prefix)
    return writer.level(item, prefix) if item.children or not path else iter((f"set {prefix}",))
