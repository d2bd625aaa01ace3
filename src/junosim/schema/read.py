"""Read one grammar file into statements, or one annotation file into notes, as they are written.

`grammars/lang.lark` is the language; `docs/grammar-language.md` describes it. What the statements mean for one
release is the work of `junosim.schema.compile`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, cast

from lark import Lark
from lark.exceptions import UnexpectedInput

from junosim.errors import GrammarError
from junosim.resources import data_folder
from junosim.schema.builder import Builder
from junosim.schema.literal import quoted, unquoted

if TYPE_CHECKING:
    from pathlib import Path

    from junosim.schema.statements import GrammarFile, Note

__all__ = ["language_path", "parse_grammar", "parse_notes", "quoted", "unquoted"]


def parse_grammar(text: str, origin: str) -> GrammarFile:
    """The statements of one grammar file; raises GrammarError that names `origin` and the line."""
    return cast("GrammarFile", _parse("file", text, origin))


def parse_notes(text: str, origin: str) -> list[Note]:
    """The lines of one annotation file; raises GrammarError that names `origin` and the line."""
    return cast("list[Note]", _parse("notes", text, origin))


def language_path() -> Path:
    """The file that defines the language."""
    return data_folder("grammars") / "lang.lark"


@lru_cache(maxsize=2)
def _parser(start: str) -> Lark:
    return Lark(
        language_path().read_text(encoding="utf-8"),
        parser="lalr",
        lexer="contextual",
        start=start,
        transformer=Builder(),
        maybe_placeholders=True,
    )


def _parse(start: str, text: str, origin: str) -> object:
    try:
        return _parser(start).parse(text)
    except UnexpectedInput as problem:
        shown = (
            problem.get_context(text, 40).splitlines()[0].strip() if problem.pos_in_stream is not None else ""
        )
        raise GrammarError(
            f"{origin}:{problem.line}: not understood at column {problem.column}: {shown}"
        ) from None
    except GrammarError as problem:
        # The builder knows the line and not the file.
        raise GrammarError(f"{origin}:{problem}") from None
