"""The commands of the set form that change many statements at once: `wildcard …` and `replace pattern …`.

What is wrong with the words is found when a command is read; what it does comes afterwards, in slices, and wholly or
not at all. Nobody else may edit the workspace in the meantime.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, TypeVar

from lark import Token

from junosim.config import edit, marks
from junosim.config.formats.problems import refuse_question
from junosim.config.formats.tokens import word_of
from junosim.config.wholesale import replacing, wildcard
from junosim.config.wholesale.operands import PatternWalker, RangeWalker
from junosim.errors import ConfigurationError, SyntaxProblem
from junosim.schema.patterns import BadPattern, Pattern, Substitution
from junosim.schema.walk import Expect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from junosim.config.tree import Branch, Owner
    from junosim.config.workspace import Workspace
    from junosim.schema.walk import Path, Walker

_T = TypeVar("_T")
_Act: TypeAlias = "Callable[[Workspace], Iterator[None]]"

WILDCARD = "wildcard"
REPLACE = "replace"
VERBS = frozenset({WILDCARD, REPLACE})

_SLICE = 20  # statements between two yields: about 2 ms
_OPERATIONS: dict[str, Callable[[Branch, Owner, Path], Branch]] = {
    "activate": marks.activate,
    "deactivate": marks.deactivate,
    "delete": edit.delete,
    "protect": marks.protect,
    "unprotect": marks.unprotect,
}
_SET, _ANNOTATE = "set", "annotate"
_LARGEST = 4_294_967_295  # of `upto`


def wide_command(work: Workspace, base: Path, words: Sequence[Token]) -> Iterator[None]:
    """The slices of a command of these words (see `joined`), done at the hierarchy `base`.

    Raises SyntaxProblem at once; the slices raise ConfigurationError and ValueProblem. Nothing is asked.
    """
    kind = str(words[1]) if len(words) > 1 else ""
    read = _COMMANDS.get((str(words[0]), kind))
    if read is None:
        raise _unknown(words, 1)
    return _whole(work, read(work, base, words))


def _whole(work: Workspace, act: _Act) -> Iterator[None]:
    """Do it on a fork; a warning comes when it is done."""
    fork = work.fork()
    try:
        yield from act(fork)
    except ConfigurationError as problem:
        if problem.severity == "warning":
            work.adopt(fork)
        raise
    work.adopt(fork)


def joined(line: list[Token]) -> list[Token]:
    """The words of a line; in a `wildcard` command, brackets that touch a word (`ge-0/0/[0-3]`) belong to it."""
    if WILDCARD not in line[:3]:  # it may stand behind `up 2`
        return line
    words: list[Token] = []
    for token in line:
        last = words[-1] if words else None
        parts = {"WORD", "LBRACKET", "RBRACKET"}
        if last is not None and last.end_pos == token.start_pos and {last.type, token.type} <= parts:
            words[-1] = Token(
                "WORD", last + token, last.start_pos, last.line, last.column, token.end_line, token.end_column,
                token.end_pos,
            )  # fmt: skip
        else:
            words.append(token)
    return words


def _unknown(words: Sequence[Token], index: int) -> SyntaxProblem:
    """The problem of a word that fits nothing, or is missing."""
    if index >= len(words):
        return SyntaxProblem("missing-argument", index)
    return SyntaxProblem("unmatched", index, str(words[index]))


def _fed(walker: Walker, words: Sequence[Token], first: int) -> None:
    """Let a walker take the words from `first` on. Raises SyntaxProblem with the index in the line."""
    for index, token in enumerate(words[first:], first):
        try:
            walker.feed(word_of(token), quoted=token.type == "STRING")
        except SyntaxProblem as problem:
            raise SyntaxProblem(problem.kind, index, problem.word, problem.message) from problem


# ---------------------------------------------------------------------- the commands


def _delete(work: Workspace, base: Path, words: Sequence[Token]) -> _Act:
    """`wildcard delete PATH PATTERN`."""
    walker = PatternWalker(work.root.node, base, work.visible)
    _fed(walker, words, 2)
    if walker.pattern is None:
        raise _unknown(words, len(words))
    place, pattern = walker.place, _compiled(Pattern, len(words) - 1, walker.pattern, case_sensitive=True)

    def act(fork: Workspace) -> Iterator[None]:
        found = yield from wildcard.matches(fork.root, place, pattern.found_in)
        if not found:
            raise ConfigurationError(edit.NOT_FOUND, "warning")
        for count, match in enumerate(found, 1):
            fork.apply(edit.delete, match.path)
            if count % _SLICE == 0:
                yield

    return act


def _range(work: Workspace, base: Path, words: Sequence[Token]) -> _Act:
    """`wildcard range set|annotate|delete|… PATH`."""
    verb = str(words[2]) if len(words) > 2 else ""
    if verb not in (_SET, _ANNOTATE) and verb not in _OPERATIONS:
        raise _unknown(words, 2)
    end = len(words) - (verb == _ANNOTATE)
    walker = RangeWalker(work.root.node, base, work.visible)
    _fed(walker, words[:end], 3)
    is_half = walker.expect is not Expect.STATEMENT and (verb == _SET or bool(walker.path[-1].values))
    if is_half or end <= 3:
        raise _unknown(words, len(words))
    ranged, text = walker.ranged(), word_of(words[-1])

    def change(fork: Workspace, each: Walker) -> None:
        if verb == _SET:
            for path in each.statements:
                refuse_question(path, len(words) - 1)
                fork.apply(edit.set_, path)
        elif verb == _ANNOTATE:
            fork.apply(marks.annotate, each.path, text)
        else:
            fork.apply(_OPERATIONS[verb], each.path)

    def act(fork: Workspace) -> Iterator[None]:
        warning: ConfigurationError | None = None
        for count, each in enumerate(ranged.expand(), 1):
            try:
                change(fork, each)
            except ConfigurationError as problem:
                if problem.severity != "warning":
                    raise
                warning = warning or problem
            if count % _SLICE == 0:
                yield
        if warning is not None:
            raise warning

    return act


def _replace(work: Workspace, base: Path, words: Sequence[Token]) -> _Act:
    """`replace pattern A with B [upto N]`."""
    shape = ("replace", "pattern", None, "with", None, "upto", None)
    for index, expected in enumerate(shape if len(words) > 5 else shape[:5]):
        if index >= len(words) or (expected is not None and words[index] != expected):
            raise _unknown(words, index)
    if len(words) > len(shape):
        raise _unknown(words, len(shape))
    limit = _limit(words[6]) if len(words) == len(shape) else None
    substitute = _compiled(Substitution, 2, word_of(words[2]), word_of(words[4]))

    def act(fork: Workspace) -> Iterator[None]:
        yield from replacing.replace_pattern(fork, base, substitute, limit)

    return act


_COMMANDS: dict[tuple[str, str], Callable[[Workspace, Path, Sequence[Token]], _Act]] = {
    (WILDCARD, "delete"): _delete,
    (WILDCARD, "range"): _range,
    (REPLACE, "pattern"): _replace,
}


def _limit(word: Token) -> int:
    if not (word.isdecimal() and word.isascii() and len(word) <= 10 and 0 < int(word) <= _LARGEST):
        raise SyntaxProblem("unmatched", 6, str(word))
    return int(word)


def _compiled(make: Callable[..., _T], index: int, *arguments: str, **more: bool) -> _T:
    try:
        return make(*arguments, **more)
    except BadPattern as problem:
        raise SyntaxProblem("value", index, problem.pattern, str(problem)) from problem
