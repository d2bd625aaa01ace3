"""What a command of configuration mode takes behind its own words: statements, words between them, a text.

The command has a form (`command.FORMS`), which says what follows what.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.cli.command import READING, SHOWING, Command, Form, Grammar, Operand
from junosim.cli.topics import subjects
from junosim.cli.visibility import levels_among
from junosim.config.wholesale.operands import PatternWalker, RangeWalker
from junosim.errors import SyntaxProblem
from junosim.schema.choices import Choice
from junosim.schema.walk import Expect, Walker

if TYPE_CHECKING:
    from junosim.cli.words import Word
    from junosim.schema.node import Node

NESTED = (Operand.COMMAND, Operand.OPERATION)
"""Operands that are commands themselves; they are read by another parser."""

_EDIT = "configuration.edit"
_ANYWHERE = (Operand.STATEMENT, Operand.OPTIONAL, Operand.SUBJECT, Operand.RANGE)
_WALKERS: dict[Operand, type[Walker]] = {
    Operand.PATTERN: PatternWalker,
    Operand.RANGE: RangeWalker,
    Operand.RANGES: RangeWalker,
}
_LINK_HELP = {
    "to": "New name of the statement",
    "before": "Insert before this statement",
    "after": "Insert after this statement",
}


class Operands:
    """The operands of one command, read word by word against the form of its `handler`."""

    def __init__(self, grammar: Grammar, handler: str | None, form: Form) -> None:
        self.form = form
        self._grammar = grammar
        self._handler = handler
        self._found: list[Walker | str | None] = []

    @property
    def nested(self) -> Operand | None:
        """The kind of command that follows, if one does."""
        first = self.form[0] if self.form else None
        return first if isinstance(first, Operand) and first in NESTED else None

    @property
    def is_empty(self) -> bool:
        """True before the first word."""
        return not self._found

    @property
    def took_secret(self) -> bool:
        """True when the last word was the value of a secret, or what was to be one."""
        last = self._found[-1] if self._found else None
        return isinstance(last, Walker) and last.took_secret

    def feed(self, word: Word, index: int) -> None:
        """Take the next word, which is the one at `index` of the line. Raises SyntaxProblem."""
        position = max(len(self._found) - 1, 0)
        if self._moves_on(word, position):
            self._found.append(word.text)
            return
        position, slot = self._slot()
        if slot is Operand.TEXT:
            if position and len(self._found) > position:  # the text behind a statement is one word
                raise SyntaxProblem("unmatched", index, word.text)
            self._found.append(word.text)
            return
        if len(self._found) <= position:
            self._found.append(self._statement_walker(slot))
        walker = self._found[position]
        if not isinstance(walker, Walker):
            raise SyntaxProblem("unmatched", index, word.text)
        if self._text_follows(position) and word.quoted and walker.expect is not Expect.KEY:
            self._found.append(word.text)
            return
        walker.feed(word.text, quoted=word.quoted)

    def _slot(self) -> tuple[int, Operand]:
        """The place in the form that the next word belongs to; the word between two statements is behind us."""
        position = max(len(self._found) - 1, 0)
        slot = self.form[position]
        if isinstance(slot, tuple):
            position += 1
            slot = self.form[position]
        assert isinstance(slot, Operand)
        return position, slot

    def _moves_on(self, word: Word, position: int) -> bool:
        """True when the word is the `to`, `before` or `after` that ends the statement before it."""
        if position + 1 >= len(self.form) or len(self._found) != position + 1 or word.quoted:
            return False
        following, walker = self.form[position + 1], self._found[position]
        if not isinstance(following, tuple) or not isinstance(walker, Walker):
            return False
        return word.text in following and walker.expect is Expect.STATEMENT and bool(walker.path)

    def _text_follows(self, position: int) -> bool:
        return position + 1 < len(self.form) and self.form[position + 1] is Operand.TEXT

    def _statement_walker(self, slot: Operand) -> Walker:
        grammar = self._grammar
        base, reads = grammar.base, self._handler in READING
        visible = grammar.visible_statement if reads else grammar.changeable_statement
        if self._handler == _EDIT:
            visible = levels_among(visible)
        if slot is Operand.SUBJECT:
            return Walker(subjects(grammar.configuration), (), visible)
        if slot is Operand.SIBLING:
            first = self._found[0]
            assert isinstance(first, Walker)
            base = first.path[:-1]
        kind = _WALKERS.get(slot, Walker)
        return kind(grammar.configuration, base, visible)

    @property
    def walker(self) -> Walker | None:
        """The walker that the next word goes to; None before a free text."""
        position, slot = self._slot()
        if slot in NESTED or slot is Operand.TEXT:
            return None
        walker = self._found[position] if len(self._found) > position else None
        return walker if isinstance(walker, Walker) else self._statement_walker(slot)

    def denies(self, word: str) -> bool:
        """True for the name of a statement that the command would show, if the user might see it [capture]."""
        walker, exists = self.walker, self._grammar.existing_statement
        if walker is None or exists is None or self._handler not in SHOWING:
            return False
        node = walker.level.by_word.get(word)
        return node is not None and exists(walker.path, node)

    @property
    def expanded(self) -> list[str]:
        """The words taken, spelled out."""
        words: list[str] = []
        for operand in self._found:
            if isinstance(operand, str):
                words.append(operand)
            elif operand is not None:
                words += operand.expanded
        return words

    def links(self, prefix: str, node: Node) -> list[Choice]:
        """The words that may stand between the statements here, as choices of the command `node`."""
        position = max(len(self._found) - 1, 0)
        if position + 1 >= len(self.form) or len(self._found) != position + 1:
            return []
        following, walker = self.form[position + 1], self._found[position]
        if not isinstance(following, tuple) or not isinstance(walker, Walker) or not walker.path:
            return []
        return [Choice(node, node, word, _LINK_HELP[word]) for word in following if word.startswith(prefix)]

    @property
    def are_complete(self) -> bool:
        """True when the command needs no more words."""
        if len(self._found) < len(self.form):
            optional = not self._found and self.form[0] in (Operand.OPTIONAL, Operand.PATTERN, *NESTED)
            return optional and (self.form[0] is not Operand.OPERATION)
        last = self._found[-1]
        if isinstance(last, PatternWalker):
            return True
        if isinstance(last, Walker):
            slot = self.form[len(self._found) - 1]
            return bool(last.path) and (slot in _ANYWHERE or last.is_complete) and not _half_keyed(last)
        return last is not None and self.form[-1] is Operand.TEXT

    def add_to(self, command: Command) -> None:
        """Put what was read into the command."""
        for position, operand in enumerate(self._found):
            slot = self.form[position]
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


def _half_keyed(walker: Walker) -> bool:
    return walker.expect is Expect.KEY and bool(walker.path[-1].values)
