"""Splits a line into words and operators. Quotes stay with their text until the words are expanded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from junosim.shell.language.dialect import ShellError

if TYPE_CHECKING:
    from junosim.shell.language.dialect import Dialect

_OPERATOR: Final = re.compile(r"\|\||&&|>>&|>&|>>|\|&|[|&;<>()]")
_PLAIN: Final = re.compile(r"[^\s|&;<>()'\"\\`#]+|#")
_IN_DOUBLE: Final = re.compile(r"[^\"\\`]+")
_NO_SUBSTITUTION: Final = "Command substitution is not available"  # [g]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a word; `quote` is `'` or `"` around it, or "" for none. A backslash quotes like `'`."""

    text: str
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """One word."""

    parts: tuple[Part, ...]

    @property
    def plain(self) -> str | None:
        """The text of a word without quotes, else None."""
        return self.parts[0].text if len(self.parts) == 1 and not self.parts[0].quote else None


@dataclass(frozen=True, slots=True)
class Operator:
    """`|`, `||`, `&&`, `;`, `&`, `(`, `)` or a redirection, of a stream where it is said (`2>`)."""

    text: str
    stream: int | None = None


Token: TypeAlias = Word | Operator


def split(line: str, dialect: Dialect) -> list[Token]:
    """The words and operators of a line; a comment is left out. Raises ShellError for a quote without its end."""
    return _Splitter(line, dialect).tokens()


class _Splitter:
    def __init__(self, line: str, dialect: Dialect) -> None:
        self._line = line
        self._dialect = dialect
        self._at = 0
        self._parts: list[Part] = []
        self._tokens: list[Token] = []

    def tokens(self) -> list[Token]:
        line = self._line
        while self._at < len(line):
            char = line[self._at]
            if char.isspace():
                self._end_word()
                self._at += 1
            elif char == "#" and not self._parts:
                break
            elif (found := _OPERATOR.match(line, self._at)) is not None:
                self._operator(found[0])
            else:
                self._piece(char)
        self._end_word()
        return self._tokens

    def _operator(self, text: str) -> None:
        stream = None
        if not self._dialect.has_io_numbers and text == "|&":
            self._end_word()
            self._tokens += [Operator(">&", 3), Operator("|")]
            self._at += len(text)
            return
        if self._dialect.has_io_numbers:
            text = {">>&": ">>", "|&": "|"}.get(text, text)
            word = Word(tuple(self._parts)).plain if self._parts else None
            if word is not None and len(word) == 1 and word in "012" and text[0] in "<>":
                stream = int(word)
                self._parts.clear()
        self._end_word()
        self._tokens.append(Operator(text, stream))
        self._at += len(text)

    def _piece(self, char: str) -> None:
        line = self._line
        if char == "\\":
            self._parts.append(Part(line[self._at + 1 : self._at + 2], "'"))
            self._at += 2
        elif char == "'":
            end = line.find("'", self._at + 1)
            if end < 0:
                raise self._unmatched("'")
            self._parts.append(Part(line[self._at + 1 : end], "'"))
            self._at = end + 1
        elif char == '"':
            self._at += 1
            self._double()
        elif char == "`":
            raise ShellError(self._dialect.complaint("`", _NO_SUBSTITUTION))
        else:
            found = _PLAIN.match(line, self._at)
            assert found is not None
            self._parts.append(Part(found[0]))
            self._at = found.end()

    def _double(self) -> None:
        """Take what stands between double quotes, where a backslash quotes some characters."""
        line = self._line
        self._parts.append(Part("", '"'))
        while self._at < len(line):
            char = line[self._at]
            if char == '"':
                self._at += 1
                return
            if char == "`":
                raise ShellError(self._dialect.complaint("`", _NO_SUBSTITUTION))
            if char == "\\":
                following = line[self._at + 1 : self._at + 2]
                special = following != "" and following in '$`"\\'
                self._parts.append(Part(following if special else "\\", "'"))
                self._at += 2 if special else 1
                continue
            found = _IN_DOUBLE.match(line, self._at)
            assert found is not None
            self._parts.append(Part(found[0], '"'))
            self._at = found.end()
        raise self._unmatched('"')

    def _unmatched(self, quote: str) -> ShellError:
        if self._dialect.has_io_numbers:
            return ShellError("sh: Syntax error: Unterminated quoted string\n")
        return ShellError(f"Unmatched '{quote}'.\n")

    def _end_word(self) -> None:
        if self._parts:
            self._tokens.append(Word(tuple(self._parts)))
            self._parts = []
