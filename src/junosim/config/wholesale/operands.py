"""Operands that stand for many statements: a path that ends in a pattern, and statements with ranges in them.

Both are walkers, so that `?`, completion and Enter treat them as any other statement on the line.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from junosim.config.wholesale import ranges
from junosim.config.wholesale.wildcard import Place
from junosim.errors import SyntaxProblem
from junosim.schema.node import Kind, Node
from junosim.schema.walk import Expect, Path, Walker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.schema.walk import Visible

_BAD_RANGE = "invalid range"
_MANY = f"range stands for more than {ranges.LARGEST} words"


class PatternWalker(Walker):
    """A statement of which the last word is a pattern.

    Any word may turn out to be the last, so that the place before it is remembered; one that is no word of the
    language can only be the pattern.
    """

    __slots__ = ("_ended", "pattern", "place")

    def __init__(self, root: Node, base: Path = (), visible: Visible | None = None) -> None:
        super().__init__(root, base, visible)
        self.pattern: str | None = None
        self.place = Place(base)
        self._ended = False

    def feed(self, word: str, *, quoted: bool = False) -> None:
        """Take the next word; only what follows a pattern raises SyntaxProblem."""
        if self._ended:
            raise SyntaxProblem("unmatched", len(self.expanded), word)
        self.place, self.pattern = self._place(), word
        try:
            super().feed(word, quoted=quoted)
        except SyntaxProblem:
            if self.expect in (Expect.BRACKET, Expect.EXPRESSION):
                raise
            self._ended = True
            self.expanded.append(word)

    def _place(self) -> Place:
        if self.expect in (Expect.KEY, Expect.VALUE):
            last = self.path[-1]
            return Place(self.hierarchy, last.node, last.values if last.node.kind is Kind.LIST else ())
        return Place(self.hierarchy)


class RangeWalker(Walker):
    """Statements in which words may stand for several, as `ge-0/0/[0-3]`; read as if it were the first of them."""

    __slots__ = ("_count", "_start", "words")

    def __init__(self, root: Node, base: Path = (), visible: Visible | None = None) -> None:
        super().__init__(root, base, visible)
        self._start = base
        self._count = 1
        self.words: list[tuple[str, bool]] = []

    def feed(self, word: str, *, quoted: bool = False) -> None:
        """Take the next word. Raises SyntaxProblem, also for a range that is none."""
        place = len(self.expanded)
        words = (word,) if quoted else _alternatives(word, place)
        if self._count * len(words) > ranges.LARGEST:
            raise SyntaxProblem("value", place, word, _MANY)
        super().feed(words[0], quoted=quoted)
        self._count *= len(words)
        self.words.append((word, quoted))
        if words[0] != word:
            self.expanded[-1] = word

    def ranged(self) -> Ranged:
        """All the statements that were given."""
        return Ranged(self._root, self._start, self._visible, tuple(self.words))


@dataclass(frozen=True, slots=True)
class Ranged:
    """Statements with ranges, as words that may be quoted; `expand` makes each of them when it is asked for."""

    root: Node
    base: Path
    visible: Visible | None
    words: tuple[tuple[str, bool], ...]

    def expand(self) -> Iterator[Walker]:
        """One walker for each combination. Raises SyntaxProblem for a word that is wrong in its place."""
        choices = [
            (word,) if quoted else _alternatives(word, place)
            for place, (word, quoted) in enumerate(self.words)
        ]
        quotes = [quoted for _, quoted in self.words]
        for words in product(*choices):
            walker = Walker(self.root, self.base, self.visible)
            for word, quoted in zip(words, quotes, strict=True):
                walker.feed(word, quoted=quoted)
            yield walker


def _alternatives(word: str, place: int) -> tuple[str, ...]:
    try:
        return ranges.expanded(word)
    except ValueError as problem:
        raise SyntaxProblem("value", place, word, f"{_BAD_RANGE} '{problem}'") from None
    except OverflowError:
        raise SyntaxProblem("value", place, word, _MANY) from None
