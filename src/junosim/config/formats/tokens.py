"""Tokens of configuration text: Lark's lexer over `grammars/text.lark`, as a stream."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from lark import Lark, Token

from junosim.resources import data_folder
from junosim.schema.quoting import unquote

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_WORDS = 10_000
"""Words that one statement may have [our choice]: it is read in one go, while others wait."""
STATEMENT_TOO_LONG = "statement is too long"


@cache
def _lexer() -> Lark:
    grammar = (data_folder("grammars") / "text.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser=None, lexer="basic")


def tokens(text: str, *, remarks: bool = False) -> Iterator[Token]:
    """The tokens of a text, each with its line and column; lexed as they are asked for.

    What stands behind `#` is among them with `remarks` only.
    """
    found = _lexer().lex(text)
    return iter(found) if remarks else (token for token in found if token.type != "REMARK")


def word_of(token: Token) -> str:
    """The word that a token stands for, without quotes."""
    return unquote(str(token)) if token.type == "STRING" else str(token)


def whole_characters(text: str) -> str:
    """The text with U+FFFD for what is no character by itself: halves of surrogate pairs."""
    return text if text.isascii() else text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
