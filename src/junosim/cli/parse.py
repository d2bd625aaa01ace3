"""Reads a command line word by word: command, arguments, statements, nested commands and pipes.

The same parser serves Enter, `?`, space and Tab: fed with all words it gives the `Command` to run; fed with
those before the cursor it says what may follow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.cli.command import FORMS, Command, Grammar, Operand, PipeCall
from junosim.cli.operands import Operands
from junosim.cli.visibility import pipes_behind
from junosim.errors import SyntaxProblem
from junosim.schema.node import Kind, Node
from junosim.schema.walk import Expect, Path, Walker

if TYPE_CHECKING:
    from collections.abc import Iterable

    from junosim.cli.words import Word
    from junosim.schema.choices import Choice


class LineParser:
    """Takes the words of one line in turn. Every problem is a SyntaxProblem with the index of the word."""

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self._command = Walker(grammar.commands, (), grammar.visible_command)
        self._operands = Operands(grammar, None, ())
        self._inner: LineParser | None = None
        self._inner_start = 0
        self._pipes: list[Walker] = []
        self._secrets: list[int] = []
        self.count = 0

    # ------------------------------------------------------------------ taking words

    def feed(self, word: Word) -> None:
        """Take the next word. Raises SyntaxProblem whose `kind` says which message it deserves."""
        try:
            self._feed(word)
        except SyntaxProblem as problem:
            raise SyntaxProblem(self._kind(problem), self.count, word.text, problem.message) from problem
        finally:
            if self._operands.took_secret:
                self._secrets.append(self.count)
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
            handler = self._handler()
            self._operands = Operands(self._grammar, handler, FORMS.get(handler or "", ()))

    def _feed_pipe(self, word: Word) -> None:
        if not self.can_pipe:
            raise SyntaxProblem("unmatched", self.count, word.text)
        visible = pipes_behind(self.piped_handler, self._grammar.rights, self.line)
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
        operands = self._operands
        if not operands.form:
            return False
        if operands.nested is not None:
            return self._feed_nested(word, operands.nested)
        operands.feed(word, self.count)
        return True

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
        self._inner_start = self.count
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
    def secrets(self) -> tuple[int, ...]:
        """The places of the words that are values of secrets, one that was refused as such among them."""
        if self._inner is None:
            return tuple(self._secrets)
        return tuple(self._inner_start + place for place in self._inner.secrets)

    @property
    def may_hide(self) -> bool:
        """True where a secret may be set: a mistyped word may be the name of one."""
        walker = self._walker
        return self.reads_statements and walker is not None and may_hold_secret(walker)

    @property
    def _walker(self) -> Walker | None:
        """The walker that the next word goes to; None before a free text."""
        if self._pipes:
            return self._pipes[-1]
        if self._inner is not None:
            return self._inner._walker  # noqa: SLF001 - the same class
        return self._operands.walker if self._operands.form else self._command

    @property
    def reads_statements(self) -> bool:
        """True when the next word belongs to a configuration statement, not to a command."""
        if self._inner is not None and not self._pipes:
            return self._inner.reads_statements
        return not self._pipes and bool(self._operands.form) and self._operands.nested is None

    def choices(self, prefix: str) -> list[Choice]:
        """What the next word may be."""
        if self._pipes or self._inner is not None:
            source = self._walker if self._pipes else None
            return source.choices(prefix) if source else self._inner_choices(prefix)
        if self._operands.nested is not None:
            nested = self._nested_root()
            own = self._command.choices(prefix) if self._command.level is not self._grammar.commands else []
            return own + Walker(nested, (), self._grammar.visible_command).choices(prefix)
        walker = self._walker
        found = walker.choices(prefix) if walker is not None else []
        return found + self._operands.links(prefix, self._command.level)

    def _inner_choices(self, prefix: str) -> list[Choice]:
        assert self._inner is not None
        return self._inner.choices(prefix)

    def _nested_root(self) -> Node:
        grammar = self._grammar
        return grammar.operations if self._operands.nested is Operand.OPERATION else grammar.commands

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
        return self._is_whole and self._is_permitted

    @property
    def _is_whole(self) -> bool:
        """True when the line is a command, whoever may run it."""
        if self._pipes:
            return _is_executable(self._pipes[-1])
        if self._inner is not None:
            return self._inner._is_whole  # noqa: SLF001 - the same class
        return self._operands.are_complete if self._operands.form else _is_executable(self._command)

    @property
    def can_pipe(self) -> bool:
        """True when `|` may follow."""
        if self._inner is not None and not self._pipes:
            return self._inner.can_pipe
        return self.can_end

    # ------------------------------------------------------------------ who may run it

    @property
    def line(self) -> str:
        """The words of the command that expressions of a login class are held against, spelled out.

        Of a command of configuration mode these are its own words without statements; behind `run`, `top` and `up`
        those of the command there.
        """
        if self._inner is not None:
            return self._inner.line
        return " ".join(self._line_words)

    @property
    def _line_words(self) -> list[str]:
        own = self._command.expanded
        return [*own, *self._operands.expanded] if self._is_operational else own

    @property
    def _is_operational(self) -> bool:
        return self._grammar.commands is self._grammar.operations

    @property
    def _is_permitted(self) -> bool:
        """True when the user may run the command as it stands, and the one behind it."""
        rights = self._grammar.rights
        if rights is None:
            return True
        if self._inner is not None and not self._inner._is_permitted:  # noqa: SLF001 - the same class
            return False
        return rights.permits(self._command.path, " ".join(self._line_words))

    def _denied_word(self) -> int:
        """Which word makes the line one that the user may not run: the first with which it begins so, or the last."""
        rights, words, path = self._grammar.rights, self._line_words, self._command.path
        if self._inner is not None and not self._inner._is_permitted:  # noqa: SLF001 - the same class
            return self._inner_start + self._inner._denied_word()  # noqa: SLF001
        if rights is not None:
            for count in range(1, len(words)):
                if rights.verdict(" ".join(words[:count])) is False:
                    return count - 1
            if not rights.permits(path, words[0]):
                return 0
        return len(words) - 1

    # ------------------------------------------------------------------ the result

    def command(self) -> Command:
        """The command of the line. Raises SyntaxProblem when the line is not complete."""
        if not self._is_whole:
            raise SyntaxProblem(self._missing(), self.count)
        if not self._is_permitted:
            index = self._denied_word()
            is_first = index in (0, self._inner_start)
            raise SyntaxProblem("unknown-command" if is_first else "expecting-command", index)
        path = self._command.path
        level = self._command.level
        node = path[-1].node if path and path[-1].node.attributes.get("handler") else level
        command = Command(node.attributes.get("handler"), node, tuple(self._command.expanded))
        command.arguments = _arguments(self._command)
        command.base = self._grammar.base
        command.line = " ".join(self._line_words)
        command.secrets = self.secrets
        command.pipes = tuple(_pipe_call(walker) for walker in self._pipes)
        self._operands.add_to(command)
        if self._inner is not None:
            command.inner = self._inner.command()
            command.inner.pipes += command.pipes
        return command

    def _missing(self) -> str:
        """Which message a line deserves that is not complete."""
        if self._inner is not None and not self._pipes:
            return self._inner._missing()  # noqa: SLF001 - the same class
        walker = self._walker
        if walker is not None and walker.expect is not Expect.STATEMENT:
            return "missing-argument"
        if (
            self.reads_statements
            and self._operands.is_empty
            and self._operands.form[0] is not Operand.SUBJECT
        ):
            return "expecting-statement"
        if self.reads_statements or (walker is not None and walker.level.is_executable):
            return "missing-argument"
        return "expecting-command"

    def _kind(self, problem: SyntaxProblem) -> str:
        if problem.kind != "unmatched":
            return problem.kind
        if self._pipes or self.reads_statements:
            return "denied" if self._denies(problem.word) else "syntax"
        return "unknown-command" if self.count == 0 else "expecting-command"

    def _denies(self, word: str) -> bool:
        return not self._pipes and self._inner is None and self._operands.denies(word)


def may_hold_secret(walker: Walker) -> bool:
    """True where one of the statements that may follow is a secret."""
    return any(node.is_secret for node in walker.level.children)


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
