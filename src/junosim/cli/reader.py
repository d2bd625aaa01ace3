"""Reads lines for one session, and spares it work: a growing line is read on from the word where the last key
left off, and a line read before against the same grammar is not read again (programs repeat their commands).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from junosim.cli import complete
from junosim.cli.parse import LineParser
from junosim.cli.words import split

if TYPE_CHECKING:
    from junosim.cli.command import Command, Grammar
    from junosim.cli.complete import Outcome
    from junosim.cli.words import Word

T = TypeVar("T")

_REMEMBERED: Final = 16  # lines, and beginnings of lines, kept


class LineReader:
    """Reads lines against the grammar given last with `against`."""

    __slots__ = ("_commands", "_grammar", "_parser", "_spaces", "_words")

    def __init__(self, grammar: Grammar) -> None:
        self.against(grammar)

    def against(self, grammar: Grammar) -> None:
        """Mode or level have changed: nothing read before holds any more."""
        self._grammar = grammar
        self._parser: LineParser | None = None
        self._words: tuple[Word, ...] = ()
        self._commands: dict[str, tuple[Command, str]] = {}
        self._spaces: dict[str, Outcome] = {}

    @property
    def grammar(self) -> Grammar:
        """What lines are read against."""
        return self._grammar

    def command(self, line: str) -> tuple[Command, str]:
        """The command of a line, and its last word spelled out ("" for a value). Raises SyntaxProblem."""
        known = self._commands.get(line)
        if known is None:
            parser = self._read(split(line))
            known = parser.command(), parser.expanded or ""
            _remember(self._commands, line, known)
        return known

    def space(self, text: str) -> Outcome:
        """What the space key does behind `text`."""
        known = self._spaces.get(text)
        if known is None:
            known = complete.on_space(self._grammar, text, self._read)
            _remember(self._spaces, text, known)
        return known

    def _read(self, words: tuple[Word, ...]) -> LineParser:
        """A parser that has taken `words`: the last one, if the line still begins with what that has taken."""
        parser, taken = self._parser, self._words
        self._parser = None  # a parser that stops in the middle of a word is of no use
        if parser is None or words[: len(taken)] != taken:
            parser, taken = LineParser(self._grammar), ()
        parser.feed_all(words[len(taken) :])
        self._words, self._parser = words, parser
        return parser


def _remember(memory: dict[str, T], key: str, value: T) -> None:
    if len(memory) >= _REMEMBERED:
        memory.clear()
    memory[key] = value
