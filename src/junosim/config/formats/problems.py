"""What reading a configuration found wrong: where, and what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from junosim.errors import SyntaxProblem

if TYPE_CHECKING:
    from junosim.schema.walk import Path

BAD_ATTRIBUTE: Final = "bad-attribute"
DATA_EXISTS: Final = "data-exists"
DATA_MISSING: Final = "data-missing"
INVALID_VALUE: Final = "invalid-value"
MISSING_ELEMENT: Final = "missing-element"
UNKNOWN_ELEMENT: Final = "unknown-element"


@dataclass(frozen=True, slots=True)
class LoadProblem:
    """One finding.

    `line` counts from 1, and is 0 where the reader cannot tell. `column` counts from 0: the end of the word in brace
    text, its start in set commands and JSON; XML has columns for what is malformed.
    `path` is the hierarchy as words, `word` the bad word, `source` the statement it stands in. `kind` says of what
    sort it is, in the words of the NETCONF standard, where a reader of elements knows; else it is empty.
    """

    line: int
    column: int
    message: str
    path: tuple[str, ...] = ()
    source: str = ""
    warning: bool = False
    word: str = ""
    kind: str = ""


def refuse_question(path: Path, index: int) -> None:
    """Raise SyntaxProblem for a word that is no statement, but does something (`plain-text-password`).

    `index` is the place of the word in its line.
    """
    if path and path[-1].node.is_deed:
        raise SyntaxProblem("unmatched", index, path[-1].node.word)


def message_of(problem: SyntaxProblem) -> str:
    """What is said of a word in a text that cannot be understood."""
    if problem.kind == "ambiguous":
        return f"'{problem.word}' is ambiguous"
    return problem.message or "syntax error"
