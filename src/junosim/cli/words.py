"""Splits a command line into words, quoted strings and pipes, with their columns.

The tokens are those of `grammars/line.lark`; Lark's lexer alone is used, since a line is a flat list.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from lark import Lark
from lark.exceptions import UnexpectedCharacters

from junosim.resources import data_folder
from junosim.schema.quoting import unquote


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a line: its `text` without quotes, and the columns it takes in the line (end exclusive).

    `open` marks a quoted string that lacks its closing quote.
    """

    text: str
    start: int
    end: int
    quoted: bool = False
    open: bool = False

    @property
    def is_pipe(self) -> bool:
        """True for the `|` between a command and what its output goes through."""
        return self.text == "|" and not self.quoted


@cache
def _lexer() -> Lark:
    grammar = (data_folder("grammars") / "line.lark").read_text()
    return Lark(grammar, parser=None, lexer="basic")


@lru_cache(maxsize=64)
def split(line: str) -> tuple[Word, ...]:
    """The words of `line`. Never fails: a stray character becomes a word of its own."""
    found: list[Word] = []
    try:
        for token in _lexer().lex(line):
            start = token.start_pos or 0
            end = start + len(token)
            if token.type == "STRING":
                found.append(Word(unquote(str(token)), start, end, quoted=True))
            elif token.type == "OPEN_STRING":
                found.append(Word(str(token)[1:], start, end, quoted=True, open=True))
            else:
                found.append(Word(str(token), start, end))
    except UnexpectedCharacters as problem:
        position = problem.pos_in_stream or 0
        found.append(Word(line[position:], position, len(line), open=True))
    return tuple(found)


def split_commands(line: str) -> list[str]:
    """The commands of an exec request, which `;` separates outside quotes."""
    parts = [""]
    inside = escaped = False
    for letter in line:
        if letter == ";" and not inside:
            parts.append("")
            continue
        if letter == '"' and not escaped:
            inside = not inside
        escaped = letter == "\\" and not escaped
        parts[-1] += letter
    return [part.strip() for part in parts if part.strip()]
