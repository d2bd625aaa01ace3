"""What space, Tab and `?` do to the line before the cursor.

Space spells out an unambiguous keyword and never a value; Tab does the same for names the device knows; `?`
lists what may follow. Each makes an `Outcome` that the session paints; Tab and `?` in slices, as there may be
many thousands of names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from junosim.cli.help_format import ENTER_ROW, PIPE_ROW, Marker, Row
from junosim.cli.parse import LineParser
from junosim.cli.words import Word, split
from junosim.errors import SyntaxProblem
from junosim.schema import values
from junosim.schema.node import Kind, Node
from junosim.schema.quoting import quote
from junosim.schema.walk import Path

if TYPE_CHECKING:
    from junosim.cli.command import Grammar
    from junosim.schema.choices import Choice
    from junosim.slices import Slices

_UNMATCHED: Final = frozenset({"unknown-command", "expecting-command", "syntax"})
"""Kinds of problems with a word that fits nothing."""

Names: TypeAlias = Callable[[Node, Path, str], Iterator[tuple[str, str] | None]]
"""The names known to the device that may stand for a value, with help texts, and pauses among them.

Called with the leaf or list, the path so far, and what is typed of the value.
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a completion key.

    `insert` goes in at the cursor; a `problem` is shown under the caret at `column` of the line; `rows` are
    listed. An ambiguous word has both a problem and rows.
    """

    insert: str = ""
    problem: SyntaxProblem | None = None
    column: int = 0
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class _Cut:
    """The line before the cursor: the words that are done, the one being typed, and the parser behind them."""

    parser: LineParser
    last: Word | None
    text: str

    @property
    def prefix(self) -> str:
        return self.last.text if self.last else ""


def on_space(grammar: Grammar, text: str, read: Callable[[tuple[Word, ...]], LineParser]) -> Outcome:
    """Space: spell out the word before the cursor, or say what is wrong with it.

    `read` gives a parser that has taken the words; it may raise SyntaxProblem.
    """
    words = split(text)
    if not words or words[-1].open or words[-1].end < len(text) or _ends_escaping(text):
        return Outcome(" ")
    try:
        parser = read(words)
    except SyntaxProblem as problem:
        if problem.index < len(words) - 1:  # said when that word was typed
            return Outcome(" ")
        return _refused(problem, words, grammar)
    return Outcome(_rest(grammar, words, parser.expanded) + " ")


def _ends_escaping(text: str) -> bool:
    """True behind a backslash that takes the next letter into the word."""
    return (len(text) - len(text.rstrip("\\"))) % 2 == 1


def on_tab(grammar: Grammar, text: str, names: Names, *, configuring: bool) -> Slices[Outcome]:
    """Tab: as space, and names the device knows; a list where several things fit."""
    cut = _cut(grammar, text)
    if isinstance(cut, Outcome):
        return cut
    if cut.last is not None and not cut.last.quoted:
        fitting = yield from _fitting(cut, names)
        if not fitting:
            return on_space(grammar, text, LineParser(grammar).feed_all)
        if insert := _common(fitting, cut.prefix):
            return Outcome(insert)
    return Outcome(rows=(yield from _rows(cut, names, configuring)))


def on_help(grammar: Grammar, text: str, names: Names, *, configuring: bool) -> Slices[Outcome]:
    """`?`: list what may stand at the cursor."""
    cut = _cut(grammar, text)
    if isinstance(cut, Outcome):
        return cut
    return Outcome(rows=(yield from _rows(cut, names, configuring)))


def ambiguity(grammar: Grammar, words: Sequence[Word], index: int) -> tuple[Row, ...]:
    """The rows under `'x' is ambiguous.`: the keywords that word `index` is a prefix of."""
    parser = LineParser(grammar).feed_all(words[:index])
    return _choice_rows(parser, words[index].text, parser.reads_statements)


def caret(grammar: Grammar, words: Sequence[Word], problem: SyntaxProblem) -> int:
    """The column of the line under which a problem is marked.

    That is where the word begins; one past an ambiguous word, and past one that something hidden begins with
    [captures]; behind a line that is not complete, or a word that may not be seen [capture], the cursor.
    """
    index = problem.index
    if index >= len(words):
        return words[-1].end + 1
    word = words[index]
    if problem.kind == "denied":
        return word.end + 1
    if problem.kind == "ambiguous" or _begins_hidden(grammar, words, problem):
        return word.end
    return word.start


def _begins_hidden(grammar: Grammar, words: Sequence[Word], problem: SyntaxProblem) -> bool:
    word = words[problem.index]
    if problem.kind not in _UNMATCHED or word.open or word.is_pipe:
        return False
    choices = LineParser(grammar).feed_all(words[: problem.index]).choices(word.text)
    return any(choice.word is not None and not choice.listed for choice in choices)


def _cut(grammar: Grammar, text: str) -> _Cut | Outcome:
    words = split(text)
    typing = words[-1] if words and (words[-1].end == len(text) or words[-1].open) else None
    if typing is not None:
        words = words[:-1]
    parser = LineParser(grammar)
    try:
        parser.feed_all(words)
    except SyntaxProblem as problem:
        return _refused(problem, words, grammar)
    if typing is not None and typing.is_pipe:
        if not parser.can_pipe:
            return Outcome(problem=SyntaxProblem("syntax", parser.count, "|"), column=typing.start)
        parser.feed(typing)
        typing = None
    return _Cut(parser, typing, text)


def _refused(problem: SyntaxProblem, words: Sequence[Word], grammar: Grammar) -> Outcome:
    rows = ambiguity(grammar, words, problem.index) if problem.kind == "ambiguous" else ()
    return Outcome(problem=problem, column=caret(grammar, words, problem), rows=rows)


def _rest(grammar: Grammar, words: Sequence[Word], expanded: str | None) -> str:
    """The letters that the last keyword has beyond those typed; nothing for a value."""
    word = words[-1]
    if word.quoted or expanded is None or expanded == word.text or not expanded.startswith(word.text):
        return ""
    choices = LineParser(grammar).feed_all(words[:-1]).choices(word.text)
    is_keyword = any(choice.word == expanded for choice in choices)
    return expanded[len(word.text) :] if is_keyword else ""


def _fitting(cut: _Cut, names: Names) -> Slices[set[str]]:
    found: set[str] = set()
    for choice in cut.parser.choices(cut.prefix):
        if choice.word is not None and choice.listed:
            found.add(choice.word)
        elif choice.word is None:
            known = yield from _known(cut, choice, names)
            found.update(row.name for row in known)
    return found


def _known(cut: _Cut, choice: Choice, names: Names) -> Slices[list[Row]]:
    """The names that fit what is typed."""
    found: list[Row] = []
    prefix = cut.prefix
    for known in names(choice.node, cut.parser.path, prefix):
        if known is None:
            yield
        elif known[0].startswith(prefix):
            found.append(Row(*known))
    return found


def _common(fitting: set[str], prefix: str) -> str:
    """What Tab adds to `prefix`: all that these words have in common, "" where that is nothing."""
    if len(fitting) == 1:
        (word,) = fitting
        return " " if word == prefix else _spelled_out(word, prefix)
    return "" if prefix in fitting else _shared_prefix(min(fitting), max(fitting))[len(prefix) :]


def _spelled_out(word: str, prefix: str) -> str:
    """The rest of a word and a space, "" where quotes are needed before it; behind a directory, its files follow."""
    rest = word[len(prefix) :]
    if quote(rest) != rest:
        rest = "" if prefix else quote(word)
    return rest + " " if rest and not word.endswith("/") else rest


def _shared_prefix(first: str, last: str) -> str:
    size = next(
        (index for index, letter in enumerate(first) if last[index : index + 1] != letter), len(first)
    )
    return first[:size]


# ---------------------------------------------------------------------- rows of a listing


def _rows(cut: _Cut, names: Names, configuring: bool) -> Slices[tuple[Row, ...]]:
    parser, prefix = cut.parser, cut.prefix
    rows: list[Row] = []
    if not prefix and parser.can_end:
        rows.append(ENTER_ROW)
    rows += yield from _placeholder_rows(cut, names)
    rows += _choice_rows(parser, prefix, configuring)
    if not prefix and parser.can_pipe and parser.count:
        rows.append(PIPE_ROW)
    return tuple(rows)


def _placeholder_rows(cut: _Cut, names: Names) -> Slices[list[Row]]:
    rows: list[Row] = []
    for choice in cut.parser.choices(cut.prefix):
        if choice.word is None and choice.listed and _may_begin(choice.leaf, cut.prefix):
            rows.append(
                Row(values.placeholder(choice.leaf), f"{choice.help}{values.value_help(choice.leaf)}")
            )
            rows += yield from _known(cut, choice, names)
    return rows


def _may_begin(leaf: Node, prefix: str) -> bool:
    return leaf.type is None or values.may_begin(leaf.type, prefix)


def _choice_rows(parser: LineParser, prefix: str, configuring: bool) -> tuple[Row, ...]:
    marked = configuring and parser.reads_statements
    rows = [
        Row(choice.word, choice.help, _marker(choice) if marked else Marker.PLAIN)
        for choice in parser.choices(prefix)
        if choice.word is not None and choice.listed
    ]
    return tuple(rows)


def _marker(choice: Choice) -> Marker:
    node = choice.node
    if choice.word != node.word:
        return Marker.PLAIN
    if node.kind is Kind.LEAF_LIST:
        return Marker.LIST
    opens = node.kind is Kind.LIST or (node.kind is Kind.CONTAINER and bool(node.children))
    return Marker.CONTAINER if opens else Marker.PLAIN
