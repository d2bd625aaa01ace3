"""The set form read: one edit command a line, each done as if it had been typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from junosim.config import arrange, edit, marks
from junosim.config.formats.problems import LoadProblem, message_of, refuse_question
from junosim.config.formats.read_wide import VERBS as WIDE_VERBS
from junosim.config.formats.read_wide import joined, wide_command
from junosim.config.formats.tokens import MOST_WORDS, STATEMENT_TOO_LONG, tokens, word_of
from junosim.config.lookup import words_of
from junosim.config.tree import Branch, Owner
from junosim.errors import ConfigurationError, SyntaxProblem, ValueProblem
from junosim.schema.walk import Walker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lark import Token

    from junosim.config.workspace import Workspace
    from junosim.schema.walk import Path

_Edit: TypeAlias = Callable[[Branch, Owner, "Path"], Branch]
_EDITS: dict[str, _Edit] = {
    "delete": edit.delete,
    "activate": marks.activate,
    "deactivate": marks.deactivate,
    "protect": marks.protect,
    "unprotect": marks.unprotect,
}
_EDIT = "edit"
_MOVES = frozenset({"top", "up", "exit", "quit"})
_PAIRS = frozenset({"rename", "copy", "insert"})
VERBS = frozenset({"set", "annotate", _EDIT, *_EDITS, *_MOVES, *_PAIRS, *WIDE_VERBS})
_NUMBER = re.compile("[0-9]{1,9}")
_SLICE = 1600  # characters between two yields: less than 2 ms
_PER_LINE = 40  # characters that a line counts on top of its own


class SetReader:
    """Does edit commands on a workspace, from the hierarchy `base`.

    `problems` collects what could not be done; the valid commands stay done.
    """

    def __init__(self, work: Workspace, base: Path = ()) -> None:
        self._work = work
        self._schema = work.root.node
        self._start = base
        self._base = base
        self._trail: list[Path] = []  # the levels that `exit` goes back to
        self.problems: list[LoadProblem] = []
        self.refused = False  # what is right is always done

    def read(self, text: str) -> Iterator[None]:
        """Read all lines; yields now and then so that other work can be done in between."""
        done = 0
        for number, line in enumerate(text.split("\n"), 1):
            yield from self._slices(line, number)
            done += len(line) + _PER_LINE
            if done > _SLICE:
                done = 0
                yield

    def line(self, line: str, number: int = 1) -> None:
        """Do one line; what is wrong with it goes to `problems`."""
        for _ in self._slices(line, number):
            continue

    def _slices(self, line: str, number: int) -> Iterator[None]:
        """Do one line; only commands that change many statements yield in between."""
        words = joined([token for token in islice(tokens(line), MOST_WORDS + 1) if token.type != "COMMENT"])
        if not words:
            return
        if len(words) > MOST_WORDS:
            self._problem(number, len(line), STATEMENT_TOO_LONG, "")
            return
        try:
            rest = self._command(words)
            if rest is not None:
                yield from rest
        except SyntaxProblem as problem:
            at = words[problem.index] if problem.index < len(words) else words[-1]
            column = (at.column or 1) - 1 if problem.index < len(words) else len(line)
            message = message_of(problem)
            self._problem(number, column, message, problem.word)
        except ConfigurationError as problem:
            warning = problem.severity == "warning"
            self._problem(number, 0, problem.message, line.strip(), warning=warning)
        except ValueProblem as problem:
            self._problem(number, 0, problem.message, line.strip())

    def _problem(self, number: int, column: int, message: str, source: str, *, warning: bool = False) -> None:
        self.problems.append(
            LoadProblem(number, column, message, words_of(self._base), source, warning, source)
        )

    # ------------------------------------------------------------------ commands

    def _command(self, line: list[Token], *, moving: bool = True) -> Iterator[None] | None:
        """Do one command, or return the slices in which it is done.

        Behind `top` and `up` stands none that moves, but for `edit`.
        """
        verb = str(line[0])
        rest = line[1:]
        if verb == "set":
            self._set(rest)
        elif verb in _EDITS and rest:
            self._work.apply(_EDITS[verb], self._locate(rest, 1))
        elif verb == _EDIT or (verb in _MOVES and moving):
            return self._move(verb, rest)
        elif verb in _PAIRS:
            self._pair(verb, rest)
        elif verb == "annotate" and rest:
            path = self._locate(rest[:-1], 1)
            self._work.apply(marks.annotate, path, word_of(rest[-1]))
        elif verb in WIDE_VERBS:
            return wide_command(self._work, self._base, line)
        elif verb in _EDITS or verb == "annotate":
            raise SyntaxProblem("missing-argument", 1)
        else:
            raise SyntaxProblem("unmatched", 0, verb)
        return None

    def _set(self, words: Sequence[Token]) -> None:
        walker = self._walk(words, 1)
        if not walker.is_complete or not words:
            raise SyntaxProblem("missing-argument", len(words) + 1)
        statements = walker.statements
        whole = edit.common_list(statements)
        if whole is not None:
            self._work.apply(edit.set_values, whole, [path[-1].values[0] for path in statements])
            return
        for path in statements:
            refuse_question(path, len(words))
            self._work.apply(edit.set_, path)

    def _move(self, verb: str, words: Sequence[Token]) -> Iterator[None] | None:
        if verb == _EDIT:
            walker = self._walk(words, 1)
            if not walker.is_complete or walker.path != walker.hierarchy:
                raise SyntaxProblem("unmatched", len(words), str(words[-1]) if words else "")
            self._trail.append(self._base)
            self._base = walker.hierarchy
        elif verb in ("exit", "quit"):
            self._base = self._trail.pop() if self._trail else self._start
        else:
            return self._climb(verb, words)
        return None

    def _climb(self, verb: str, words: Sequence[Token]) -> Iterator[None] | None:
        """`top` and `up [N]`: go there, or do the command behind them there."""
        counts = verb == "up" and bool(words) and _NUMBER.fullmatch(words[0]) is not None
        levels = int(words[0]) if counts else 1 if verb == "up" else len(self._base)
        target = self._base[: max(len(self._start), len(self._base) - levels)]
        rest, before = list(words[counts:]), self._base
        self._base = target
        if not rest:
            self._trail = [level for level in self._trail if len(level) < len(target)]
            return None
        stays = False
        try:
            slices = self._command(rest, moving=False)
            stays = rest[0] == _EDIT
        except SyntaxProblem as problem:
            index = problem.index + 1 + counts
            raise SyntaxProblem(problem.kind, index, problem.word, problem.message) from problem
        finally:
            if not stays:
                self._base = before
        if stays:
            self._trail[-1] = before
        return slices

    def _pair(self, verb: str, words: Sequence[Token]) -> None:
        links = ("before", "after") if verb == "insert" else ("to",)
        at = next((place for place in range(len(words) - 1, 0, -1) if words[place] in links), None)
        if at is None:
            raise SyntaxProblem("missing-argument", len(words) + 1)
        source = self._locate(words[:at], 1)
        target = self._locate(words[at + 1 :], at + 2, source[:-1])
        if verb == "insert":
            before = words[at] == "before"
            self._work.apply(arrange.insert, source, target, before=before)
        else:
            change = arrange.rename if verb == "rename" else arrange.copy
            self._work.apply(change, source, target)

    # ------------------------------------------------------------------ walking

    def _locate(self, words: Sequence[Token], first: int, base: Path | None = None) -> Path:
        walker = self._walk(words, first, base)
        path = walker.path
        if walker.pending is not None and walker.pending.keys and path[-1].values:
            raise SyntaxProblem("missing-argument", first + len(words))
        return path

    def _walk(self, words: Sequence[Token], first: int, base: Path | None = None) -> Walker:
        """Walk the words; a problem's index counts in the whole line, where these words start at `first`."""
        walker = Walker(self._schema, self._base if base is None else base, self._work.visible)
        for place, token in enumerate(words):
            if token.type in ("LBRACE", "RBRACE", "SEMICOLON", "UNCLOSED"):
                raise SyntaxProblem("unmatched", first + place, str(token))
            try:
                walker.feed(word_of(token), quoted=token.type == "STRING")
            except SyntaxProblem as problem:
                raise SyntaxProblem(problem.kind, first + place, problem.word, problem.message) from problem
        return walker
