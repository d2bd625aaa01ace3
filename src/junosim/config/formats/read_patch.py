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
    clauses,
    comment_text,
    plain_text,
    sections,
)
from junosim.config.formats.patch_order import arranged
from junosim.config.formats.patch_place import DOES_NOT_MATCH, PatchPlace
from junosim.config.formats.patch_removals import Removals
from junosim.config.formats.read_text import TextReader, first_statement
from junosim.config.lookup import lookup
from junosim.config.tree import Branch, Entries, Keys
from junosim.errors import ConfigurationError
from junosim.schema.node import Flag, Kind
from junosim.schema.walk import Step, Walker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lark import Token

    from junosim.config.workspace import Workspace
    from junosim.schema.walk import Path

_Change: TypeAlias = "Callable[..., Branch]"


class PatchReader:
    """Applies a patch to a workspace; headers count from the hierarchy `base`.

    `problems` collects what did not fit, by line.
    """

    def __init__(self, work: Workspace, base: Path = ()) -> None:
        self._work = work
        self._place = PatchPlace(work, base)
        self._order: dict[Path, list[tuple[str, Keys]]] = {}
        self._comments: dict[str, Token] = {}  # by sign: comments that still want a statement
        self._protected: list[tuple[Path, Clause]] = []
        self._removed = Removals(self._place)
        self.refused = False  # what is right is always done
        self.problems = self._place.problems

    def read(self, text: str) -> Iterator[None]:
        """Apply the whole text; yields now and then so that other work can be done in between."""
        parts = list(sections(text))
        for section in parts:
            if self._place.enter(section):
                yield from self._removals(section)
        for section in parts:
            if self._place.enter(section, again=True):
                yield from self._additions(section)
        self._reorder()
        for path, clause in self._protected:
            self._do(marks.protect, clause, path)
        for path in self._removed.emptied:
            self._work.apply(edit.prune, path)
        self.problems.sort(key=lambda problem: problem.line)

    def _removals(self, section: Section) -> Iterator[None]:
        for run in section.runs:
            self._place.first_line = run.number - 1
            if run.sign == "-":
                yield from self._removed.run(run)
            elif run.sign == "!":
                for clause in clauses(run):
                    if "unprotect" in clause.marks:
                        self._mark_line(clause)
            yield

    # ------------------------------------------------------------------ what comes, moves or is marked

    def _additions(self, section: Section) -> Iterator[None]:
        self._comments = {}
        for depth in range(1, len(self._place.base) + 1):
            self._note_order(" ", self._place.base[:depth])
        for run in section.runs:
            self._place.first_line = run.number - 1
            if run.sign == "+":
                yield from self._add(run)
            elif run.sign == "-":
                self._keep_comment(run, clauses(run) if run.lines[-1].endswith("*/") else [])
            else:
                found = clauses(run)
                if found and found[-1].problem:
                    self._place.report(found[-1], self._place.base, found[-1].problem)
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
        if self._place.group is not None:
            text, before = f"{self._place.group.word} {{\n{text}\n}}", before - 1
        reader = TextReader(self._work, self._place.base)
        yield from reader.read(text)
        self.problems += [replace(problem, line=problem.line + before) for problem in reader.problems]
        found = clauses(run)
        for clause in found:
            if clause.words and not clause.problem:
                walker = self._place.walk(clause, self._place.base, self._place.group, silent=True)
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
            self._place.report(clause, self._place.base, "syntax error")
            return
        if sign == "!":
            try:
                protection.refuse_below(self._work.root, path, "modified")
            except ConfigurationError as problem:
                self._place.report(clause, self._place.base, problem.message)
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
            self._place.report(
                clause, self._place.base, problem.message, warning=problem.severity == "warning"
            )

    def _note_order(self, sign: str, path: Path) -> None:
        step = path[-1] if path else None
        if step is not None and step.node.kind is Kind.LIST and step.node.flags & Flag.USER_ORDERED:
            whole = (*path[:-1], Step(step.node))
            self._order.setdefault(whole, []).append((sign, step.values))

    # ------------------------------------------------------------------ walking

    def _path(self, clause: Clause) -> Path | None:
        """The statement that a line of context, of a move or of a mark names; None, and a problem, if none."""
        walker = self._place.walk(clause, self._place.base, self._place.group)
        if walker is None:
            return None
        path = self._statement(walker) if walker.is_complete else ()
        if not path:
            self._place.report(clause, self._place.base, "syntax error")
            return None
        if lookup(self._work.root, path) is None:
            self._place.report(clause, self._place.base, DOES_NOT_MATCH)
            return None
        return path

    def _statement(self, walker: Walker) -> Path:
        """The statement right below the section that a line is about."""
        if not walker.is_complete or not walker.statements:
            return ()
        path = walker.statements[0]
        return first_statement(path, len(self._place.base)) if len(path) > len(self._place.base) else ()


_CHANGES: dict[str, _Change] = {
    "inactive": marks.deactivate,
    "active": marks.activate,
    "unprotect": marks.unprotect,
}
