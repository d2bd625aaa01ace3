"""The text form read: braces give the hierarchy, every statement is a walk over the schema from there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from junosim.config import comments, edit, marks
from junosim.config.formats.problems import LoadProblem, message_of, refuse_question
from junosim.config.formats.tokens import MOST_WORDS, STATEMENT_TOO_LONG, tokens, word_of
from junosim.config.lookup import lookup, words_of
from junosim.config.tree import Mark
from junosim.errors import ConfigurationError, SyntaxProblem
from junosim.schema.node import Flag, Kind, Node
from junosim.schema.walk import Expect, Walker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from lark import Token

    from junosim.config.tree import Branch
    from junosim.config.workspace import Workspace
    from junosim.schema.walk import Path

_MAXIMUM_NESTING = 128
_SLICE = 80  # tokens between two yields: less than 2 ms


@dataclass(slots=True)
class _Prefix:
    """What stands before a statement: a comment and marks."""

    comment: str | None = None
    marks: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return self.comment is not None or bool(self.marks)


@dataclass(slots=True)
class _Frame:
    """One pair of braces: the hierarchy in it, the list whose word it implies, what to do when it closes.

    Behind the word of a list, `prefix` is that of each entry in the braces.
    """

    base: Path
    group: Node | None = None
    target: Path = ()
    prefix: _Prefix = field(default_factory=_Prefix)
    excused: bool = (
        False  # from being reported to have no contents: a level below is, or something was deleted
    )


class TextReader:
    """Sets the statements of a text on a workspace, from the hierarchy `base`.

    `delete:` and the marks are always honoured, `replace:` only with `replacing`. `problems` collects what was wrong;
    the rest stays set.
    """

    def __init__(self, work: Workspace, base: Path = (), *, replacing: bool = False) -> None:
        self._work = work
        self._schema = work.root.node
        self._replacing = replacing
        self._frames = [_Frame(base)]
        self._words: list[Token] = []
        self._prefix = _Prefix()
        self._skipping = 0  # open braces of a block that is not read
        self._misread = False  # because it could not be understood
        self._last: Token | None = None
        self.problems: list[LoadProblem] = []
        self.refused = False  # what is right is always done

    def read(self, text: str) -> Iterator[None]:
        """Read the whole text; yields now and then so that other work can be done in between."""
        for count, token in enumerate(tokens(text, remarks=True), 1):
            if not self._take(token):
                return
            if count % _SLICE == 0:
                yield
        self._finish()

    # ------------------------------------------------------------------ tokens

    def _take(self, token: Token) -> bool:
        """Take one token; False when there is no sense in going on."""
        self._last = token
        kind = token.type
        if self._skipping:
            self._skipping += (kind == "LBRACE") - (kind == "RBRACE")
            if not self._skipping and self._misread:
                self._problem(token, _RECOVERED, str(token))
        elif kind == "SEMICOLON":
            self._statement(token)
        elif kind == "LBRACE":
            return self._open(token)
        elif kind == "RBRACE":
            self._close(token)
        elif kind == "UNCLOSED":
            self._unclosed(token)
            self._words.clear()
            return False
        elif kind == "COMMENT":
            if not self._words:
                self._prefix.comment = comments.kept(token)
        elif kind == "REMARK":
            if not self._words and not comments.is_remark(token):
                self._prefix.comment = comments.followed(self._prefix.comment, token)
        elif kind == "MARK" and not self._words:
            self._prefix.marks.append(token[:-1])
        else:
            self._words.append(token)
            if len(self._words) > MOST_WORDS:
                self._problem(token, STATEMENT_TOO_LONG, f"{' '.join(self._words[:3])} ...")
                self._words.clear()
                return False
        return True

    def _finish(self) -> None:
        if self._last is not None and (self._words or self._skipping or len(self._frames) > 1):
            self._problem(self._last, "syntax error")
        self._words.clear()
        while len(self._frames) > 1:
            self._leave(self._frames.pop())

    def _statement(self, token: Token) -> None:
        """A statement that ends in a semicolon."""
        walker = self._walk(";")
        words, prefix = self._reset()
        if walker is None or not words:
            return
        if "delete" in prefix.marks and (walker.is_complete or _names_statement(walker)):
            self._delete(walker, words[-1])
        elif not walker.is_complete:
            self._problem(token, "missing argument", _source(words, ";"))
        else:
            self._set(walker, words[-1], prefix)

    def _open(self, token: Token) -> bool:
        """The opening brace after a container, a list entry, or the word of a list."""
        if len(self._frames) > _MAXIMUM_NESTING:
            self._problem(token, "nesting too deep")
            return False
        frame = self._frames[-1]
        walker = self._walk(" {")
        words, prefix = self._reset()
        is_list = walker is not None and walker.expect is Expect.KEY and _names_statement(walker)
        if walker is None or not words:
            if walker is not None:
                self._problem(token, "syntax error")
            self._skip(misread=True)
        elif not is_list and (not walker.is_complete or len(walker.hierarchy) <= len(frame.base)):
            self._problem(token, "syntax error", _source(words, " {"))
            self._skip(misread=True)
        elif "delete" in prefix.marks:
            self._delete(walker, words[-1])
            self._skip(misread=False)
        elif is_list:
            if "replace" in prefix.marks:
                self._replace(walker, words[-1])
                prefix.marks.remove("replace")
            self._frames.append(_Frame(walker.hierarchy, walker.pending, prefix=prefix))
        else:
            self._enter(walker, words[-1], prefix)
        return True

    def _skip(self, *, misread: bool) -> None:
        """Read nothing up to the brace that closes the block at hand."""
        self._skipping, self._misread = 1, misread

    def _enter(self, walker: Walker, word: Token, prefix: _Prefix) -> None:
        target = self._target(walker)
        opening = _Prefix(marks=[mark for mark in prefix.marks if mark in ("replace", "unprotect")])
        is_there = not prefix.marks and lookup(self._work.root, walker.hierarchy) is not None
        is_set = is_there or self._set(walker, word, opening)
        self._frames.append(_Frame(walker.hierarchy, None, target, prefix if is_set else _Prefix()))

    def _close(self, token: Token) -> None:
        if self._words:
            self._problem(token, "syntax error", _source(self._words, " }"))
        self._reset()
        if len(self._frames) == 1:
            self._problem(token, "syntax error")
            return
        self._leave(self._frames.pop())

    def _leave(self, frame: _Frame) -> None:
        if frame.group is not None:
            return
        if lookup(self._work.root, frame.base) is None and self._last is not None:
            if not frame.excused:
                self._problem(self._last, _NO_CONTENTS, " ".join(frame.base[-1].words), warning=True)
            self._frames[-1].excused = True
        if frame.prefix:
            self._decorate(frame.target, frame.prefix)

    # ------------------------------------------------------------------ statements

    def _reset(self) -> tuple[list[Token], _Prefix]:
        words, prefix, frame = self._words, self._prefix, self._frames[-1]
        self._words, self._prefix = [], _Prefix()
        if frame.group is not None and frame.prefix and words:
            prefix.marks = frame.prefix.marks + prefix.marks
            if prefix.comment is None:  # it stood above the first of the entries
                prefix.comment, frame.prefix.comment = frame.prefix.comment, None
        return words, prefix

    def _walk(self, end: str) -> Walker | None:
        """Walk the words of the statement at hand, which `end` ends; None after a problem."""
        frame = self._frames[-1]
        walker = Walker(self._schema, frame.base, self._work.visible)
        if frame.group is not None and self._words:
            walker.feed(frame.group.word)
        for token in self._words:
            try:
                walker.feed(word_of(token), quoted=token.type == "STRING")
            except SyntaxProblem as problem:
                self._problem(token, message_of(problem), _source(self._words, end))
                return None
        try:
            refuse_question(walker.path, len(self._words))
        except SyntaxProblem as problem:
            self._problem(self._words[-1], message_of(problem), _source(self._words, end))
            return None
        return walker

    def _set(self, walker: Walker, word: Token, prefix: _Prefix) -> bool:
        """Set what a line names; False when that is refused."""
        if "unprotect" in prefix.marks:  # before there is something to be refused
            self._decorate(self._target(walker), _Prefix(marks=["unprotect"]))
        if "replace" in prefix.marks and not self._replace(walker, word):
            return False
        if not self._set_statements(walker.statements, word):
            return False
        if prefix:
            self._decorate(self._target(walker), prefix)
        return True

    def _set_statements(self, statements: tuple[Path, ...], word: Token) -> bool:
        """Set what a line names, many values of one list in one go; False at the first that is refused."""
        whole = edit.common_list(statements)
        if whole is not None:
            values = [path[-1].values[0] for path in statements]
            return self._apply(edit.set_values, whole, word, values)
        return all(self._apply(edit.set_, path, word) for path in statements)

    def _target(self, walker: Walker) -> Path:
        """The statement that what stands before a line is about."""
        return first_statement(walker.statements[0], len(self._frames[-1].base))

    def _replace(self, walker: Walker, word: Token) -> bool:
        """Let a statement go before its new content comes; False when that is refused."""
        path = _without_value(walker.path)
        if not self._replacing or lookup(self._work.root, path) is None:
            return True
        return self._apply(edit.delete, path, word)

    def _delete(self, walker: Walker, word: Token) -> None:
        """Delete a statement whatever its value, or values of a list of values."""
        self._frames[-1].excused = True
        node = walker.path[-1].node
        is_values = walker.is_complete and node.kind is Kind.LEAF_LIST
        for path in walker.statements if is_values else (_without_value(walker.path),):
            self._apply(edit.delete, path, word)

    def _apply(self, operation: Callable[..., Branch], path: Path, word: Token, *more: Sequence[str]) -> bool:
        """Do one edit; False when it is refused, which is then reported at `word`."""
        try:
            self._work.apply(operation, path, *more)
        except ConfigurationError as problem:
            self._problem(word, problem.message, warning=problem.severity == "warning")
            return False
        return True

    def _decorate(self, target: Path, prefix: _Prefix) -> None:
        """Give the statement the marks and the comment that stood before it."""
        if lookup(self._work.root, target) is None:
            return
        add, remove = Mark.NONE, Mark.NONE
        for word in prefix.marks:
            add |= _ADDED.get(word, Mark.NONE)
            remove |= _REMOVED.get(word, Mark.NONE)
        self._work.apply(marks.overlay, target, add, remove, prefix.comment)

    def _unclosed(self, token: Token) -> None:
        """Report a string or comment that takes all the rest of the text, by its first line."""
        first = token.partition("\n")[0]
        message = "unbalanced quotes" if first.startswith('"') else "unbalanced comment"
        column = (token.column or 1) - 1 + len(first)
        path = words_of(self._frames[-1].base)
        self.problems.append(LoadProblem(token.line or 1, column, message, path, first, word=first))

    def _problem(self, token: Token, message: str, source: str = "", *, warning: bool = False) -> None:
        column = (token.end_column or 1) - 1
        path = words_of(self._frames[-1].base)
        word = str(token)
        self.problems.append(
            LoadProblem(token.line or 1, column, message, path, source or word, warning, word)
        )


def _names_statement(walker: Walker) -> bool:
    """True when a line names a statement without its value or keys, as a deletion may."""
    return walker.expect in (Expect.KEY, Expect.VALUE) and not walker.path[-1].values


def _without_value(path: Path) -> Path:
    """The same statement whatever its value."""
    node = path[-1].node
    return path if node.has_children else (*path[:-1], type(path[-1])(node))


def _source(words: list[Token], end: str) -> str:
    """A statement as it was written, its blanks made one."""
    return " ".join(words) + end


_NO_CONTENTS = "statement has no contents; ignored"
_RECOVERED = "error recovery ignores input until this point"
_ADDED = {"inactive": Mark.INACTIVE, "protect": Mark.PROTECTED}
_REMOVED = {"active": Mark.INACTIVE, "unprotect": Mark.PROTECTED}


def first_statement(path: Path, depth: int) -> Path:
    """The statement right below the hierarchy of that depth; `family inet` counts as one."""
    end = depth + 1
    while (
        end < len(path)
        and path[end - 1].node.flags & Flag.JOINED
        and path[end - 1].node.kind is Kind.CONTAINER
    ):
        end += 1
    return path[:end]
