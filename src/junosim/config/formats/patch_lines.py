"""The output of `show | compare` taken apart: sections under `[edit …]` headers, runs of one sign, clauses.

Only the layout is read here, nothing of what the words mean. A text that was mailed reads like one that was not:
carriage returns, blanks at line ends, tabs, empty lines and a common margin do not count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from junosim.config.formats.tokens import MOST_WORDS, STATEMENT_TOO_LONG, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lark import Token

_HEADER = re.compile(r"(\s*)\[edit(?:\s+(.*))?\]")
_BROKEN_HEADER = re.compile(r"\s*\[edit\b")
_ELLIPSIS = "..."  # stands in the braces of a statement that is only named
_SIGNS = "+-!"
_MAXIMUM_NESTING = 128


@dataclass(slots=True)
class Run:
    """Lines that follow one another and have the same sign (a blank for context), the sign itself made a blank.

    `number` is the line of the text at which the run begins, counted from 1.
    """

    sign: str
    number: int
    lines: list[str]

    @property
    def text(self) -> str:
        """All lines."""
        return "\n".join(self.lines)


@dataclass(slots=True)
class Section:
    """A header and the runs below it; `header` are its words, None for lines that stand before any header.

    `broken` is the text of a header that lacks its bracket.
    """

    number: int
    header: str | None
    runs: list[Run] = field(default_factory=list)
    broken: str = ""


@dataclass(slots=True)
class Clause:
    """One statement as it is written: what stands before it, its words, and the token that ends it.

    A comment that no statement follows is a clause without words. `problem` says what keeps it from being read.
    """

    words: list[Token] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    comments: list[Token] = field(default_factory=list)
    end: Token | None = None
    problem: str = ""


def sections(text: str) -> Iterator[Section]:
    """The sections of a text, in order."""
    section = Section(0, None)
    margin = 0
    for number, raw in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        line = raw.rstrip()
        if not line:
            continue
        header = _HEADER.fullmatch(line)
        if header is not None or _BROKEN_HEADER.match(line):
            if section.header is not None or section.runs or section.broken:
                yield section
            margin = len(header[1]) if header is not None else 0
            section = (
                Section(number, (header[2] or "").strip())
                if header is not None
                else Section(number, "", broken=line.strip())
            )
        else:
            _add(section, number, line, margin)
    yield section


def _add(section: Section, number: int, line: str, margin: int) -> None:
    """Put a line into the last run, or into a new one where the sign changes."""
    at = margin if not line[:margin].strip() else 0
    sign = line[at] if line[at] in _SIGNS else " "
    if sign != " ":
        line = f"{line[:at]} {line[at + 1 :]}"
    last = section.runs[-1] if section.runs else None
    if last is None or last.sign != sign:
        section.runs.append(Run(sign, number, [line]))
        return
    last.lines += [""] * (number - last.number - len(last.lines))
    last.lines.append(line)


def pieces(run: Run) -> Iterator[tuple[str, Clause]]:
    """The statements of a run as they end, each with what ends it: `;`, or `{` for the head of a block.

    `}` is the end of a block, with an empty clause. A blank goes with comments that no statement follows, and `?`
    with a clause that could not be read, which is the last.
    """
    clause = Clause()
    depth = 0
    for token in tokens(run.text):
        kind = token.type
        clause.end = token
        if kind == "COMMENT" and not clause.words:
            clause.comments.append(token)
        elif kind == "MARK" and not clause.words:
            clause.marks.append(token[:-1])
        elif kind in ("SEMICOLON", "LBRACE"):
            depth += kind == "LBRACE"
            if not clause.words or depth > _MAXIMUM_NESTING:
                clause.problem = "nesting too deep" if clause.words else "syntax error"
                break
            yield str(token), clause
            clause = Clause(end=token)
        elif kind == "RBRACE":
            if clause.words not in ([], [_ELLIPSIS]) or not depth:
                clause.problem = "syntax error"
                break
            depth -= 1
            yield "}", Clause(end=token)
            clause = Clause(end=token)
        elif kind == "UNCLOSED":
            clause.problem = "unbalanced quotes" if token.startswith('"') else "unbalanced comment"
            break
        elif kind != "COMMENT":
            clause.words.append(token)
            if len(clause.words) > MOST_WORDS:
                clause.problem = STATEMENT_TOO_LONG
                break
    if clause.words or depth:
        clause.problem = clause.problem or "syntax error"
    if clause.problem:
        yield "?", clause
    elif clause.comments:
        yield " ", clause


def clauses(run: Run) -> list[Clause]:
    """The statements of a run but for what is in their braces; the last may be one that could not be read."""
    found: list[Clause] = []
    depth = 0
    for end, clause in pieces(run):
        if end == "}":
            depth -= 1
        elif not depth or end == "?":
            found.append(clause)
        depth += end == "{"
    return found


def comment_text(token: Token, margin: int | None = None) -> str:
    """The text of a comment; the lines after the first lose the sign and the indent of the first."""
    blanks = (token.column or 1) - 1 if margin is None else margin
    first, *rest = str(token)[2:-2].split("\n")
    return "\n".join((first, *(without_margin(line, blanks) for line in rest))).strip()


def without_margin(line: str, blanks: int) -> str:
    """A line without at most that many blanks at its start."""
    held = len(line) - len(line.lstrip())
    return line[min(held, blanks) :]


def plain_text(run: Run) -> str:
    """The text of a run in which the lines of a comment after the first lack sign and indent of its statement."""
    if not any("/*" in line and "*/" not in line for line in run.lines):
        return run.text
    lines = list(run.lines)
    depth, margin, begins = 0, 0, True
    for token in tokens(run.text):
        if begins and not depth:
            margin = (token.column or 1) - 1
        if token.type == "COMMENT":
            for at in range(token.line or 1, token.end_line or 1):
                lines[at] = without_margin(lines[at], margin)
        depth += (token.type == "LBRACE") - (token.type == "RBRACE")
        begins = token.type in ("SEMICOLON", "RBRACE")
    return "\n".join(lines)
