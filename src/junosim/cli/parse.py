"""Reads a command line word by word: command, arguments, statements, nested commands and pipes.

The same parser serves Enter, `?`, space and Tab: fed with all words it gives the `Command` to run; fed with
those before the cursor it says what may follow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.cli.command import FORMS, READING, Command, Form, Grammar, Operand, PipeCall
from junosim.cli.topics import subjects
from junosim.cli.visibility import levels_among, pipes_behind
from junosim.config.wholesale.operands import PatternWalker, RangeWalker
from junosim.errors import SyntaxProblem
from junosim.schema.choices import Choice
from junosim.schema.node import Kind, Node
from junosim.schema.walk import Expect, Path, Walker

if TYPE_CHECKING:
    from collections.abc import Iterable

    from junosim.cli.words import Word


_EDIT = "configuration.edit"
_NESTED = (Operand.COMMAND, Operand.OPERATION)
_ANYWHERE = (Operand.STATEMENT, Operand.OPTIONAL, Operand.SUBJECT, Operand.RANGE)
_WALKERS: dict[Operand, type[Walker]] = {
    Operand.PATTERN: PatternWalker,
    Operand.RANGE: RangeWalker,
    Operand.RANGES: RangeWalker,
}


class LineParser:
    """Takes the words of one line in turn. Every problem is a SyntaxProblem with the index of the word."""

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self._command = Walker(grammar.commands, (), grammar.visible_command)
        self._form: Form = ()
        self._operands: list[Walker | str | None] = []
        self._inner: LineParser | None = None
        self._pipes: list[Walker] = []
        self.count = 0

    # ------------------------------------------------------------------ taking words

    def feed(self, word: Word) -> None:
        """Take the next word. Raises SyntaxProblem whose `kind` says which message it deserves."""
        try:
            self._feed(word)
        except SyntaxProblem as problem:
            raise SyntaxProblem(self._kind(problem), self.count, word.text, problem.message) from problem
        self.count += 1

    def feed_all(self, words: Iterable[Word]) -> LineParser:
        """Take several words; returns self."""
        for word in words:
            self.feed(word)
        return self

    def _feed(self, word: Word) -> None:
        if word.open:  # a quote that is never closed
            raise SyntaxProblem("syntax", self.count, word.text)
        if word.is_pipe and not self._wants_text():
            self._feed_pipe(word)
        elif self._pipes:
            self._pipes[-1].feed(word.text, quoted=word.quoted)
        elif self._inner is not None:
            self._inner.feed(word)
        elif not self._feed_operand(word):
            self._command.feed(word.text, quoted=word.quoted)
            self._form = FORMS.get(self._handler() or "", ())

    def _feed_pipe(self, word: Word) -> None:
        if not self.can_pipe:
            raise SyntaxProblem("unmatched", self.count, word.text)
        visible = pipes_behind(self.piped_handler, self._grammar.visible_command)
        self._pipes.append(Walker(self._grammar.pipes, (), visible))

    @property
    def piped_handler(self) -> str | None:
        """The handler of the command whose output a pipe takes: that of the inner one behind `run` or `top`."""
        return self._handler() if self._inner is None else self._inner.piped_handler

    def _wants_text(self) -> bool:
        return bool(self._pipes) and self._pipes[-1].expect is Expect.VALUE

    def _handler(self) -> str | None:
        if self._command.expect is not Expect.STATEMENT:
            return None
        return self._command.level.attributes.get("handler") or self._last_handler()

    def _last_handler(self) -> str | None:
        """The handler of a command without children, which the walker reports as a statement."""
        path = self._command.path
        return path[-1].node.attributes.get("handler") if path else None

    # ------------------------------------------------------------------ operands

    def _feed_operand(self, word: Word) -> bool:
        """Give the word to the operand it belongs to; False when the command itself must take it."""
        if not self._form:
            return False
        position = max(len(self._operands) - 1, 0)
        if self._moves_on(word, position):
            self._operands.append(word.text)
            return True
        position, slot = self._slot()
        if slot in _NESTED:
            return self._feed_nested(word, slot)
        if slot is Operand.TEXT:
            if position and len(self._operands) > position:  # the text behind a statement is one word
                raise SyntaxProblem("unmatched", self.count, word.text)
            self._operands.append(word.text)
            return True
        if len(self._operands) <= position:
            self._operands.append(self._statement_walker(slot))
        walker = self._operands[position]
        if not isinstance(walker, Walker):
            raise SyntaxProblem("unmatched", self.count, word.text)
        if self._text_follows(position) and word.quoted and walker.expect is not Expect.KEY:
            self._operands.append(word.text)
            return True
        walker.feed(word.text, quoted=word.quoted)
        return True

    def _slot(self) -> tuple[int, Operand]:
        """The place in the form that the next word belongs to; the word between two statements is behind us."""
        position = max(len(self._operands) - 1, 0)
        slot = self._form[position]
        if isinstance(slot, tuple):
            position += 1
            slot = self._form[position]
        assert isinstance(slot, Operand)
        return position, slot

    def _moves_on(self, word: Word, position: int) -> bool:
        """True when the word is the `to`, `before` or `after` that ends the statement before it."""
        if position + 1 >= len(self._form) or len(self._operands) != position + 1 or word.quoted:
            return False
        following, walker = self._form[position + 1], self._operands[position]
        if not isinstance(following, tuple) or not isinstance(walker, Walker):
            return False
        return word.text in following and walker.expect is Expect.STATEMENT and bool(walker.path)

    def _text_follows(self, position: int) -> bool:
        return position + 1 < len(self._form) and self._form[position + 1] is Operand.TEXT

    def _statement_walker(self, slot: Operand) -> Walker:
        grammar = self._grammar
        base, reads = grammar.base, self._handler() in READING
        visible = grammar.visible_statement if reads else grammar.changeable_statement
        if self._handler() == _EDIT:
            visible = levels_among(visible)
        if slot is Operand.SUBJECT:
            return Walker(subjects(grammar.configuration), (), visible)
        if slot is Operand.SIBLING:
            first = self._operands[0]
            assert isinstance(first, Walker)
            base = first.path[:-1]
        kind = _WALKERS.get(slot, Walker)
        return kind(grammar.configuration, base, visible)

    def _feed_nested(self, word: Word, slot: Operand) -> bool:
        grammar = self._grammar
        if slot is Operand.OPERATION:
            inner = grammar.at(grammar.operations, grammar.base)
        else:
            levels = self._climbed()
            if (
                self._last_handler_is("configuration.up")
                and word.text.isdigit()
                and not self._given("levels")
            ):
                return False
            inner = grammar.at(grammar.commands, grammar.climb(levels))
        self._inner = LineParser(inner)
        self._inner.feed(word)
        return True

    def _last_handler_is(self, handler: str) -> bool:
        return (self._command.level.attributes.get("handler") or self._last_handler()) == handler

    def _given(self, name: str) -> bool:
        return name in _arguments(self._command)

    def _climbed(self) -> int | None:
        """How many levels `up` climbs; None for `top`."""
        if not self._last_handler_is("configuration.up"):
            return None
        given = _arguments(self._command)
        return int(next(iter(given.values()), "1"))

    # ------------------------------------------------------------------ where the line stands

    @property
    def _walker(self) -> Walker | None:
        """The walker that the next word goes to; None before a free text."""
        if self._pipes:
            return self._pipes[-1]
        if self._inner is not None:
            return self._inner._walker  # noqa: SLF001 - the same class
        if not self._form:
            return self._command
        position, slot = self._slot()
        if slot in _NESTED or slot is Operand.TEXT:
            return None
        if len(self._operands) <= position or not isinstance(self._operands[position], Walker):
            return self._statement_walker(slot)
        walker = self._operands[position]
        assert isinstance(walker, Walker)
        return walker

    @property
    def reads_statements(self) -> bool:
        """True when the next word belongs to a configuration statement, not to a command."""
        if self._inner is not None and not self._pipes:
            return self._inner.reads_statements
        return not self._pipes and bool(self._form) and self._form[0] not in _NESTED

    def choices(self, prefix: str) -> list[Choice]:
        """What the next word may be."""
        if self._pipes or self._inner is not None:
            source = self._walker if self._pipes else None
            return source.choices(prefix) if source else self._inner_choices(prefix)
        if self._form and self._form[0] in _NESTED:
            nested = self._nested_root()
            own = self._command.choices(prefix) if self._command.level is not self._grammar.commands else []
            return own + Walker(nested, (), self._grammar.visible_command).choices(prefix)
        walker = self._walker
        found = walker.choices(prefix) if walker is not None else []
        return found + self._link_choices(prefix)

    def _inner_choices(self, prefix: str) -> list[Choice]:
        assert self._inner is not None
        return self._inner.choices(prefix)

    def _nested_root(self) -> Node:
        grammar = self._grammar
        return grammar.operations if self._form[0] is Operand.OPERATION else grammar.commands

    def _link_choices(self, prefix: str) -> list[Choice]:
        position = max(len(self._operands) - 1, 0)
        if position + 1 >= len(self._form) or len(self._operands) != position + 1:
            return []
        following, walker = self._form[position + 1], self._operands[position]
        if not isinstance(following, tuple) or not isinstance(walker, Walker) or not walker.path:
            return []
        node = self._command.level
        return [Choice(node, node, word, _LINK_HELP[word]) for word in following if word.startswith(prefix)]

    @property
    def path(self) -> Path:
        """Where the line stands among the statements or arguments."""
        walker = self._walker
        return walker.path if walker is not None else ()

    @property
    def expanded(self) -> str | None:
        """The last word spelled out."""
        walker = self._walker
        return walker.expanded[-1] if walker is not None and walker.expanded else None

    @property
    def can_end(self) -> bool:
        """True when Enter may follow."""
        if self._pipes:
            return _is_executable(self._pipes[-1])
        if self._inner is not None:
            return self._inner.can_end
        if not self._form:
            return _is_executable(self._command)
        return self._operands_complete()

    @property
    def can_pipe(self) -> bool:
        """True when `|` may follow."""
        if self._inner is not None and not self._pipes:
            return self._inner.can_pipe
        return self.can_end

    def _operands_complete(self) -> bool:
        if len(self._operands) < len(self._form):
            optional = not self._operands and self._form[0] in (Operand.OPTIONAL, Operand.PATTERN, *_NESTED)
            return optional and (self._form[0] is not Operand.OPERATION)
        last = self._operands[-1]
        if isinstance(last, PatternWalker):
            return True
        if isinstance(last, Walker):
            slot = self._form[len(self._operands) - 1]
            return bool(last.path) and (slot in _ANYWHERE or last.is_complete) and not _half_keyed(last)
        return last is not None and self._form[-1] is Operand.TEXT

    # ------------------------------------------------------------------ the result

    def command(self) -> Command:
        """The command of the line. Raises SyntaxProblem when the line is not complete."""
        if not self.can_end:
            raise SyntaxProblem(self._missing(), self.count)
        path = self._command.path
        level = self._command.level
        node = path[-1].node if path and path[-1].node.attributes.get("handler") else level
        command = Command(node.attributes.get("handler"), node, tuple(self._command.expanded))
        command.arguments = _arguments(self._command)
        command.base = self._grammar.base
        command.pipes = tuple(_pipe_call(walker) for walker in self._pipes)
        self._add_operands(command)
        if self._inner is not None:
            command.inner = self._inner.command()
            command.inner.pipes += command.pipes
        return command

    def _add_operands(self, command: Command) -> None:
        for position, operand in enumerate(self._operands):
            slot = self._form[position]
            if isinstance(operand, str):
                command.link, command.text = (
                    (operand, command.text) if isinstance(slot, tuple) else ("", operand)
                )
            elif isinstance(operand, PatternWalker):
                command.place, command.pattern = operand.place, operand.pattern or ""
                command.words += tuple(operand.expanded)
            elif isinstance(operand, RangeWalker):
                command.ranged = operand.ranged()
                command.words += tuple(operand.expanded)
            elif operand is not None and position == 0:
                command.statements = operand.statements if slot is Operand.STATEMENTS else (operand.path,)
                command.words += tuple(operand.expanded)
            elif operand is not None:
                command.other = operand.path
                command.words += (command.link, *operand.expanded)

    def _missing(self) -> str:
        """Which message a line deserves that is not complete."""
        if self._inner is not None and not self._pipes:
            return self._inner._missing()  # noqa: SLF001 - the same class
        walker = self._walker
        if walker is not None and walker.expect is not Expect.STATEMENT:
            return "missing-argument"
        if self.reads_statements and not self._operands and self._form[0] is not Operand.SUBJECT:
            return "expecting-statement"
        if self.reads_statements or (walker is not None and walker.level.is_executable):
            return "missing-argument"
        return "expecting-command"

    def _kind(self, problem: SyntaxProblem) -> str:
        if problem.kind != "unmatched":
            return problem.kind
        if self._pipes or self.reads_statements:
            return "syntax"
        return "unknown-command" if self.count == 0 else "expecting-command"


_LINK_HELP = {
    "to": "New name of the statement",
    "before": "Insert before this statement",
    "after": "Insert after this statement",
}


def _is_executable(walker: Walker) -> bool:
    """True when the words name a command that can be carried out, with the arguments it cannot do without."""
    if walker.expect is not Expect.STATEMENT:
        return False
    path, level = walker.path, walker.level
    if path and path[-1].node.is_executable:
        level = path[-1].node
    if not level.is_executable:
        return False
    return not level.required or _arguments(walker).keys() >= set(level.required)


def _half_keyed(walker: Walker) -> bool:
    return walker.expect is Expect.KEY and bool(walker.path[-1].values)


def _arguments(walker: Walker) -> dict[str, str]:
    """The arguments of a command by name; a bare keyword has the value ""."""
    found: dict[str, str] = {}
    for path in walker.statements:
        node = path[-1].node
        if node.kind in (Kind.LEAF, Kind.LEAF_LIST):
            found[node.name] = path[-1].values[0] if path[-1].values else ""
    return found


def _pipe_call(walker: Walker) -> PipeCall:
    return PipeCall(walker.expanded[0], tuple(walker.expanded), _arguments(walker))
