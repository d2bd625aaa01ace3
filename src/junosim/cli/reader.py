"""Reads a line while it grows: from the word where the last key left off, not from its beginning each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.cli.parse import LineParser

if TYPE_CHECKING:
    from junosim.cli.parse import Grammar
    from junosim.cli.words import Word


class LineReader:
    """Keeps the parser of the words read last; it serves again while the line still begins with these words."""

    __slots__ = ("_grammar", "_parser", "_words")

    def __init__(self) -> None:
        self._grammar: Grammar | None = None
        self._words: tuple[Word, ...] = ()
        self._parser: LineParser | None = None

    def read(self, grammar: Grammar, words: tuple[Word, ...]) -> LineParser:
        """A parser that has taken `words`. Raises SyntaxProblem."""
        parser, known = self._parser, self._words
        self._parser = None  # a parser that stopped in the middle of a word is of no use
        if parser is None or grammar is not self._grammar or words[: len(known)] != known:
            parser, known = LineParser(grammar), ()
        parser.feed_all(words[len(known) :])
        self._grammar, self._words, self._parser = grammar, words, parser
        return parser
