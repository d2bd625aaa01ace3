"""Where a patch is read: the hierarchy of a section, the walk over the words of its lines, what was wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.config.formats.problems import LoadProblem
from junosim.config.formats.tokens import tokens, word_of
from junosim.config.lookup import words_of
from junosim.errors import SyntaxProblem
from junosim.schema.walk import Expect, Walker

if TYPE_CHECKING:
    from lark import Token

    from junosim.config.formats.patch_lines import Clause, Section
    from junosim.config.workspace import Workspace
    from junosim.schema.node import Node
    from junosim.schema.walk import Path

DOES_NOT_MATCH = "statement does not match patch"


class PatchPlace:
    """The section at hand of a patch that is applied to `work`, its headers counted from the hierarchy `start`.

    base, group    its hierarchy, and the list whose entries stand there without its word
    first_line     the lines of the text before the run at hand
    problems       what was wrong so far
    """

    def __init__(self, work: Workspace, start: Path) -> None:
        self.work = work
        self.base: Path = start
        self.group: Node | None = None
        self.first_line = 0
        self.problems: list[LoadProblem] = []
        self._start = start

    def enter(self, section: Section, *, again: bool = False) -> bool:
        """Go to the hierarchy of a header; False, and when not `again` a problem, where it names none."""
        self.base, self.group, self.first_line = self._start, None, max(section.number - 1, 0)
        if section.header is None:
            return bool(section.runs)
        if section.broken:
            return self._no_header(section, section.broken, len(section.broken), again=again)
        words = [token for token in tokens(section.header) if token.type != "COMMENT"]
        walker = Walker(self.work.root.node, self._start, self.work.visible)
        for token in words:
            try:
                walker.feed(word_of(token), quoted=token.type == "STRING")
            except SyntaxProblem as problem:
                return self._no_words(section, token, problem.message, again=again)
        if names_list(walker):
            self.group = walker.pending
        elif not walker.is_complete or walker.path != walker.hierarchy:
            return self._no_words(section, words[-1], "", again=again)
        self.base = walker.hierarchy
        return True

    def _no_words(self, section: Section, token: Token, message: str, *, again: bool) -> bool:
        column = (token.end_column or 1) - 1 + len("[edit ")
        source = f"[edit {section.header}]"
        return self._no_header(section, source, column, message, str(token), again=again)

    def _no_header(
        self, section: Section, source: str, column: int, message: str = "", word: str = "", *, again: bool
    ) -> bool:
        if not again:
            problem = LoadProblem(section.number, column, message or "syntax error", (), source, word=word)
            self.problems.append(problem)
        return False

    def walk(self, clause: Clause, base: Path, group: Node | None, *, silent: bool = False) -> Walker | None:
        """Walk the words of a clause in a hierarchy; None, and unless `silent` a problem, where they mean nothing."""
        if clause.problem:
            if not silent:
                self.report(clause, base, clause.problem)
            return None
        walker = Walker(self.work.root.node, base, self.work.visible)
        if group is not None:
            walker.feed(group.word)
        for token in clause.words:
            try:
                walker.feed(word_of(token), quoted=token.type == "STRING")
            except SyntaxProblem as problem:
                if not silent:
                    self.report(clause, base, problem.message or "syntax error", token)
                return None
        return walker

    def report(
        self, clause: Clause, base: Path, message: str, token: Token | None = None, *, warning: bool = False
    ) -> None:
        """Note a problem with a clause, at `token` or its last word."""
        at = token or (clause.words[-1] if clause.words else clause.end)
        assert at is not None
        end = " {" if clause.end is not None and clause.end.type == "LBRACE" else ";"
        line, column = (at.line or 1) + self.first_line, (at.end_column or 1) - 1
        source = " ".join(clause.words) + end
        self.problems.append(LoadProblem(line, column, message, words_of(base), source, warning, str(at)))


def names_list(walker: Walker) -> bool:
    """True for the word of a list alone, whose entries follow without it."""
    return walker.expect is Expect.KEY and walker.pending is not None and not walker.path[-1].values
