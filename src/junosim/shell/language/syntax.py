"""What a line says: pipelines of commands, joined by `;`, `&&` and `||`, with their redirections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from junosim.shell.language.dialect import ShellError
from junosim.shell.language.words import Operator, Word, split

if TYPE_CHECKING:
    from junosim.shell.language.dialect import Dialect

_ENDS: Final = frozenset({";", "&", "&&", "||"})
_INPUT, _OUTPUT, _ERRORS = 0, 1, 2
BOTH: Final = 3
"""Stands for standard output and standard error together."""


@dataclass(frozen=True, slots=True)
class Redirection:
    """A stream (0 input, 1 output, 2 errors, `BOTH`) that is a file, or (`duplicates`) another stream."""

    stream: int
    target: Word
    appends: bool = False
    duplicates: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """One command of a pipeline."""

    words: tuple[Word, ...]
    redirections: tuple[Redirection, ...] = ()
    joins_errors: bool = False  # its errors go down the pipe too


@dataclass(frozen=True, slots=True)
class Step:
    """One pipeline; `condition` is `&&`, `||`, or "" for always."""

    condition: str
    commands: tuple[Command, ...]


def parse(line: str, dialect: Dialect) -> list[Step]:
    """The steps of a line. Raises ShellError."""
    return _Parser(line, dialect).steps()


class _Parser:
    def __init__(self, line: str, dialect: Dialect) -> None:
        self._dialect = dialect
        self._tokens = split(line, dialect)
        self._at = 0

    def steps(self) -> list[Step]:
        steps: list[Step] = []
        condition = ""
        while self._at < len(self._tokens):
            operator = self._operator()
            if operator is not None and operator.text in {";", "&"} and not condition:
                if self._dialect.has_io_numbers:
                    raise self._unexpected(operator.text)
                self._at += 1  # csh takes `;;` as nothing
                continue
            steps.append(Step(condition, self._pipeline()))
            operator = self._operator()
            condition = ""
            if operator is not None:
                if operator.text not in _ENDS:
                    raise self._unexpected(operator.text)
                condition = operator.text if operator.text in {"&&", "||"} else ""
                self._at += 1
        if condition:
            raise self._unexpected("")
        return steps

    def _pipeline(self) -> tuple[Command, ...]:
        commands = [self._command()]
        while (operator := self._operator()) is not None and operator.text == "|":
            self._at += 1
            commands.append(self._command())
        return tuple(commands)

    def _command(self) -> Command:
        words: list[Word] = []
        redirections: list[Redirection] = []
        joins = False
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            if isinstance(token, Word):
                words.append(token)
                self._at += 1
            elif token.stream == BOTH:  # csh's `|&`
                joins = True
                self._at += 1
            elif token.text[0] in "<>":
                redirections.append(self._redirection(token))
            else:
                break
        if not words and not (redirections and self._dialect.has_io_numbers):
            operator = self._operator()
            raise self._unexpected(operator.text if operator is not None else "")
        return Command(tuple(words), tuple(redirections), joins)

    def _redirection(self, operator: Operator) -> Redirection:
        self._at += 1
        target = self._tokens[self._at] if self._at < len(self._tokens) else None
        if not isinstance(target, Word):
            if self._dialect.has_io_numbers:
                raise self._unexpected(target.text if target is not None else "")
            raise ShellError("Missing name for redirect.\n")
        self._at += 1
        stream = operator.stream if operator.stream is not None else int(operator.text[0] == ">")
        both = operator.text.endswith("&") and not self._dialect.has_io_numbers
        return Redirection(
            BOTH if both else stream,
            target,
            appends=operator.text.startswith(">>"),
            duplicates=operator.text == ">&" and not both,
        )

    def _operator(self) -> Operator | None:
        token = self._tokens[self._at] if self._at < len(self._tokens) else None
        return token if isinstance(token, Operator) else None

    def _unexpected(self, text: str) -> ShellError:
        if not self._dialect.has_io_numbers:
            if text in {"(", ")"}:
                return ShellError("Badly placed ()'s.\n")
            return ShellError("Invalid null command.\n")
        what = f'"{text}" unexpected' if text else "end of file unexpected"
        return ShellError(f"sh: Syntax error: {what}\n")
