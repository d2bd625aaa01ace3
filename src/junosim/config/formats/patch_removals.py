"""What a patch takes away: the statements of its `-` lines, one by one as they are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from junosim.config import edit, protection
from junosim.config.formats.patch_lines import pieces
from junosim.config.formats.patch_place import DOES_NOT_MATCH, names_list
from junosim.config.lookup import lookup
from junosim.config.tree import Branch, Entries, Mark
from junosim.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.config.formats.patch_lines import Clause, Run
    from junosim.config.formats.patch_place import PatchPlace
    from junosim.schema.node import Node
    from junosim.schema.walk import Path, Walker

_SLICE = 20  # statements taken away between two yields: about 2 ms


@dataclass(frozen=True, slots=True)
class _Block:
    """A pair of braces: the hierarchy in it, the list whose word it implies, how it began.

    `head` and `walker` are None for the section itself and for a block that is only the word of a list.
    """

    base: Path
    group: Node | None
    head: Clause | None = None
    walker: Walker | None = None


class Removals:
    """Takes away what runs of `-` lines list, and the containers they name that are empty then.

    `emptied` are hierarchies that may be empty now; what comes decides whether they stay.
    """

    def __init__(self, place: PatchPlace) -> None:
        self._place = place
        self._work = place.work
        self.emptied: dict[Path, None] = {}

    def run(self, run: Run) -> Iterator[None]:
        """Take away what one run lists; yields now and then so that other work can be done in between."""
        blocks = [_Block(self._place.base, self._place.group)]
        skipping = 0  # open braces of a block that means nothing
        for count, (end, clause) in enumerate(pieces(run), 1):
            if skipping:
                skipping += (end == "{") - (end == "}")
            elif end == "}":
                block = blocks.pop()
                self._leave(block, blocks[-1].base)
            elif end == "{":
                opened = self._opened(clause, blocks[-1])
                if opened is None:
                    skipping = 1
                else:
                    blocks.append(opened)
            elif clause.words or clause.problem:
                yield from self._statement(clause, blocks[-1])
            if not count % _SLICE:
                yield
        for block in reversed(blocks):  # braces that never closed, and the section itself
            self.emptied.setdefault(block.base)

    def _statement(self, clause: Clause, block: _Block) -> Iterator[None]:
        walker = self._place.walk(clause, block.base, block.group)
        if walker is None:
            return
        if not walker.is_complete:
            self._place.report(clause, block.base, "missing argument")
            return
        for count, path in enumerate(walker.statements, 1):
            self._take(path, clause, block.base)
            if not count % _SLICE:
                yield
        for path in walker.statements:
            self._sweep(path[:-1], len(block.base))

    def _opened(self, clause: Clause, block: _Block) -> _Block | None:
        """The block that a clause begins; None after a problem."""
        walker = self._place.walk(clause, block.base, block.group)
        if walker is None:
            return None
        if names_list(walker):
            return _Block(walker.hierarchy, walker.pending)
        if not walker.is_complete or len(walker.hierarchy) <= len(block.base):
            self._place.report(clause, block.base, "syntax error")
            return None
        return _Block(walker.hierarchy, None, clause, walker)

    def _leave(self, block: _Block, base: Path) -> None:
        """Take away the values on the line of the brace, then what the block was about."""
        if block.walker is None or block.head is None:
            return
        for path in block.walker.statements:
            if path != block.base:  # a value without a word
                self._take(path, block.head, base)
        if lookup(self._work.root, block.base) is not None:
            self._take(block.base, block.head, base)
            self._sweep(block.base[:-1], len(base))

    def _take(self, path: Path, clause: Clause, base: Path) -> None:
        """Take one statement away; a container or list entry only when it is empty."""
        item = lookup(self._work.root, path)
        if item is None or isinstance(item, Entries) or (isinstance(item, Branch) and item.children):
            self._place.report(clause, base, DOES_NOT_MATCH)
            return
        try:
            protection.refuse_removal(self._work.root, path, item)
        except ConfigurationError as problem:
            self._place.report(clause, base, problem.message, warning=True)
            return
        self._work.apply(edit.take, path)

    def _sweep(self, path: Path, depth: int) -> None:
        """Take away the containers and entries below that depth on the path which are empty now."""
        while len(path) > depth:
            item = lookup(self._work.root, path)
            if not isinstance(item, Branch) or item.children or item.mark & Mark.PROTECTED:
                return
            self._work.apply(edit.take, path)
            path = path[:-1]
