"""The output of `show | compare` applied: what `load patch` does.

All that goes is taken away first, then what comes is set, so that a case of a choice can take the place of
another and a full list get another entry. Containers that are emptied meanwhile keep their marks until the end.
What does not fit the configuration is reported and left out; the rest is done.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from junosim.config import arrange, edit, marks, protection
from junosim.config.formats.patch_lines import (
    Clause,
    Run,
    Section,
    broken,
    clauses,
    comment_text,
    plain_text,
    sections,
)
from junosim.config.formats.patch_order import arranged
from junosim.config.formats.problems import LoadProblem
from junosim.config.formats.read_text import TextReader, first_statement
from junosim.config.formats.tokens import tokens, word_of
from junosim.config.lookup import lookup, words_of
from junosim.config.tree import Branch, Entries, Keys, Mark
from junosim.errors import ConfigurationError, SyntaxProblem
from junosim.schema.node import Flag, Kind, Node
from junosim.schema.walk import Expect, Step, Walker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lark import Token

    from junosim.config.workspace import Workspace
    from junosim.schema.walk import Path

_Change: TypeAlias = "Callable[..., Branch]"
_SLICE = 20  # statements taken away between two yields: about 2 ms
DOES_NOT_MATCH = "statement does not match patch"


class PatchReader:
    """Applies a patch to a workspace; headers count from the hierarchy `base`.

    `problems` collects what did not fit, by line.
    """

    def __init__(self, work: Workspace, base: Path = ()) -> None:
        self._work = work
        self._schema = work.root.node
        self._start = base
        self._base: Path = base
        self._group: Node | None = None  # the list whose entries stand in the section, without its word
        self._first_line = 0  # lines before the run at hand
        self._order: dict[Path, list[tuple[str, Keys]]] = {}
        self._comments: dict[str, Token] = {}  # by sign: comments that still want a statement
        self._protected: list[tuple[Path, Clause]] = []
        self._emptied: dict[Path, None] = {}
        self.refused = False  # what is right is always done
        self.problems: list[LoadProblem] = []

    def read(self, text: str) -> Iterator[None]:
        """Apply the whole text; yields now and then so that other work can be done in between."""
        parts = list(sections(text))
        for section in parts:
            if self._enter(section):
                yield from self._removals(section)
        for section in parts:
            if self._enter(section, again=True):
                yield from self._additions(section)
        self._reorder()
        for path, clause in self._protected:
            self._do(marks.protect, clause, path)
        for path in self._emptied:
            self._work.apply(edit.prune, path)
        self.problems.sort(key=lambda problem: problem.line)

    # ------------------------------------------------------------------ sections

    def _enter(self, section: Section, *, again: bool = False) -> bool:
        """Go to the hierarchy of a header; False where it names none."""
        self._base, self._group, self._first_line = self._start, None, max(section.number - 1, 0)
        if section.header is None:
            return bool(section.runs)
        if section.broken:
            if not again:
                self.problems.append(
                    LoadProblem(section.number, len(section.broken), "syntax error", (), section.broken)
                )
            return False
        words = [token for token in tokens(section.header) if token.type != "COMMENT"]
        walker = Walker(self._schema, self._start, self._work.visible)
        for token in words:
            try:
                walker.feed(word_of(token), quoted=token.type == "STRING")
            except SyntaxProblem as problem:
                if not again:
                    self._header_problem(section, token, problem.message)
                return False
        if walker.expect is Expect.KEY and not walker.path[-1].values:
            self._group = walker.pending
        elif not walker.is_complete or walker.path != walker.hierarchy:
            if not again:
                self._header_problem(section, words[-1], "")
            return False
        self._base = walker.hierarchy
        return True

    def _header_problem(self, section: Section, token: Token, message: str) -> None:
        column = (token.end_column or 1) - 1 + len("[edit ")
        source = f"[edit {section.header}]"
        self.problems.append(
            LoadProblem(section.number, column, message or "syntax error", (), source, word=str(token))
        )

    # ------------------------------------------------------------------ what goes

    def _removals(self, section: Section) -> Iterator[None]:
        for run in section.runs:
            self._first_line = run.number - 1
            if run.sign == "-":
                for clause in clauses(run):
                    if clause.words or clause.problem:
                        yield from self._remove(clause, self._base, self._group)
                self._emptied.setdefault(self._base)
            elif run.sign == "!":
                for clause in clauses(run):
                    if "unprotect" in clause.marks:
                        self._mark_line(clause)
            yield

    def _remove(self, clause: Clause, base: Path, group: Node | None) -> Iterator[None]:
        """Take away what a clause lists, and the containers it names that are empty then."""
        walker = self._walk(clause, base, group)
        if walker is None:
            return
        if clause.block is None:
            if not walker.is_complete:
                self._problem(clause, base, "missing argument")
                return
            for count, path in enumerate(walker.statements, 1):
                self._take(path, clause, base)
                if not count % _SLICE:
                    yield
            for path in walker.statements:
                self._sweep(path[:-1], len(base))
            yield
            return
        opened = walker.expect is Expect.KEY and walker.pending is not None and not walker.path[-1].values
        hierarchy = walker.hierarchy
        if not opened and (not walker.is_complete or len(hierarchy) <= len(base)):
            self._problem(clause, base, "syntax error")
            return
        for inner in clause.block:
            if inner.words or inner.problem:
                yield from self._remove(inner, hierarchy, walker.pending if opened else None)
        if opened:
            return
        for path in walker.statements:
            if path != hierarchy:  # a value without a word, on the line of the brace
                self._take(path, clause, base)
        if lookup(self._work.root, hierarchy) is not None:
            self._take(hierarchy, clause, base)
            self._sweep(hierarchy[:-1], len(base))

    def _take(self, path: Path, clause: Clause, base: Path) -> None:
        """Take one statement away; a container or list entry only when it is empty."""
        item = lookup(self._work.root, path)
        if item is None or isinstance(item, Entries) or (isinstance(item, Branch) and item.children):
            self._problem(clause, base, DOES_NOT_MATCH)
            return
        try:
            protection.refuse_removal(self._work.root, path, item)
        except ConfigurationError as problem:
            self._problem(clause, base, problem.message, warning=True)
            return
        self._work.apply(edit.take, path)

    def _sweep(self, path: Path, depth: int) -> None:
        """Take away the containers and entries below that depth on the path which are empty now."""
        while len(path) > depth:
            item = lookup(self._work.root, path)
            if not isinstance(item, Branch) or item.children or item.mark & Mark.PROTECTED:
                return
            self._work.apply(edit.take, path)
            path = path[:-1]

    # ------------------------------------------------------------------ what comes, moves or is marked

    def _additions(self, section: Section) -> Iterator[None]:
        self._comments = {}
        for depth in range(1, len(self._base) + 1):
            self._note_order(" ", self._base[:depth])
        for run in section.runs:
            self._first_line = run.number - 1
            if run.sign == "+":
                yield from self._add(run)
            elif run.sign == "-":
                self._keep_comment(run, clauses(run) if run.lines[-1].endswith("*/") else [])
            else:
                found = clauses(run)
                bad = broken(found)
                if bad is not None:
                    self._problem(bad, self._base, bad.problem)
                for clause in found:
                    self._context(clause, run.sign)
            yield

    def _reorder(self) -> None:
        """Put the entries of ordered lists where the lines that name them say, headers among them."""
        for path, lines in self._order.items():
            if any(sign != " " for sign, _ in lines):
                held = lookup(self._work.root, path)
                if isinstance(held, Entries):
                    self._work.apply(arrange.reorder, path, arranged(held.entries, lines))

    def _keep_comment(self, run: Run, found: list[Clause]) -> None:
        """Keep a comment that ends a run: it is about the context line that follows."""
        if not found or any(clause.words for clause in found):
            self._comments.clear()
        if found and not found[-1].words and found[-1].comments:
            self._comments[run.sign] = found[-1].comments[-1]

    def _add(self, run: Run) -> Iterator[None]:
        """Set what a run holds; the text form does the rest."""
        text, before = plain_text(run), run.number - 1
        if self._group is not None:
            text, before = f"{self._group.word} {{\n{text}\n}}", before - 1
        reader = TextReader(self._work, self._base)
        yield from reader.read(text)
        self.problems += [replace(problem, line=problem.line + before) for problem in reader.problems]
        found = clauses(run, nested=False)
        for clause in found:
            if clause.words and not clause.problem:
                walker = self._walk(clause, self._base, self._group, silent=True)
                if walker is not None:
                    self._note_order("+", self._statement(walker))
        self._keep_comment(run, found)

    def _context(self, clause: Clause, sign: str) -> None:
        """A line that shows a place, names what a comment is about, moves an entry, or marks a statement."""
        if sign == "!" and clause.marks:
            if "unprotect" not in clause.marks and not clause.problem:
                self._mark_line(clause)
            return
        if not clause.words or clause.problem:
            return
        path = self._path(clause)
        if path is None:
            return
        if sign == "!" and not (path[-1].values and path[-1].node.flags & Flag.USER_ORDERED):
            self._problem(clause, self._base, "syntax error")
            return
        if sign == "!":
            try:
                protection.refuse_below(self._work.root, path, "modified")
            except ConfigurationError as problem:
                self._problem(clause, self._base, problem.message)
                return
        self._note_order(sign, path)
        if self._comments:
            new = self._comments.get("+")
            text = comment_text(new) if new is not None else ""
            self._comments = {}
            self._do(marks.annotate, clause, path, text)

    def _mark_line(self, clause: Clause) -> None:
        path = self._path(clause)
        if path is None:
            return
        self._note_order(" ", path)
        if "protect" in clause.marks:
            self._protected.append((path, clause))
        for word, change in _CHANGES.items():
            if word in clause.marks:
                self._do(change, clause, path)

    def _do(self, change: _Change, clause: Clause, path: Path, *more: str) -> None:
        try:
            self._work.apply(change, path, *more)
        except ConfigurationError as problem:
            self._problem(clause, self._base, problem.message, warning=problem.severity == "warning")

    def _note_order(self, sign: str, path: Path) -> None:
        step = path[-1] if path else None
        if step is not None and step.node.kind is Kind.LIST and step.node.flags & Flag.USER_ORDERED:
            whole = (*path[:-1], Step(step.node))
            self._order.setdefault(whole, []).append((sign, step.values))

    # ------------------------------------------------------------------ walking

    def _path(self, clause: Clause) -> Path | None:
        """The statement that a line of context, of a move or of a mark names; None, and a problem, if none."""
        walker = self._walk(clause, self._base, self._group)
        if walker is None:
            return None
        path = self._statement(walker) if walker.is_complete else ()
        if not path:
            self._problem(clause, self._base, "syntax error")
            return None
        if lookup(self._work.root, path) is None:
            self._problem(clause, self._base, DOES_NOT_MATCH)
            return None
        return path

    def _statement(self, walker: Walker) -> Path:
        """The statement right below the section that a line is about."""
        if not walker.is_complete or not walker.statements:
            return ()
        path = walker.statements[0]
        return first_statement(path, len(self._base)) if len(path) > len(self._base) else ()

    def _walk(self, clause: Clause, base: Path, group: Node | None, *, silent: bool = False) -> Walker | None:
        """Walk the words of a clause; None after a problem."""
        if clause.problem:
            if not silent:
                self._problem(clause, base, clause.problem)
            return None
        walker = Walker(self._schema, base, self._work.visible)
        if group is not None:
            walker.feed(group.word)
        for token in clause.words:
            try:
                walker.feed(word_of(token), quoted=token.type == "STRING")
            except SyntaxProblem as problem:
                if not silent:
                    self._problem(clause, base, problem.message or "syntax error", token)
                return None
        return walker

    def _problem(
        self, clause: Clause, base: Path, message: str, token: Token | None = None, *, warning: bool = False
    ) -> None:
        at = token or (clause.words[-1] if clause.words else clause.end)
        assert at is not None
        source = " ".join(clause.words) + (" {" if clause.block is not None else ";")
        self.problems.append(
            LoadProblem(
                (at.line or 1) + self._first_line,
                (at.end_column or 1) - 1,
                message,
                words_of(base),
                source,
                warning,
                str(at),
            )
        )


_CHANGES: dict[str, _Change] = {
    "inactive": marks.deactivate,
    "active": marks.activate,
    "unprotect": marks.unprotect,
}
