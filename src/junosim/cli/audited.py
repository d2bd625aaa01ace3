"""Command lines in the audit trail: each as it was typed, with a blank at its end, and without secrets.

What is a secret, the statement says that the word is a value of. A line that was refused may hold one as well: in
the wrong mode, behind a mistyped name, in a word too many. There, whatever may be one is hidden.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from junosim.cli.parse import LineParser, may_hold_secret
from junosim.cli.words import split
from junosim.device.hidden import HIDDEN, without_passwords, without_stored_secrets
from junosim.device.login_lines import shown_name
from junosim.errors import SyntaxProblem
from junosim.schema.walk import Walker

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from junosim.cli.command import Command, Grammar
    from junosim.cli.context import Context
    from junosim.cli.words import Word

_SETTING: Final = ("set", "prompt")
_SET_COMMANDS: Final = ("chassis", "cli", "date")  # what `set` is of operational mode
_NAMES: Final = re.compile(
    r".*(?:password|passphrase|secret)|(?:.+[-_])?key|ascii-text|hexadecimal|cak", re.IGNORECASE
)
"""Names of statements and arguments whose value is a secret wherever they stand."""


def shown(line: str, completion: str, command: Command) -> str:
    """A line that is a command, as the log has it; `completion` is what completes its last word."""
    words = split(line)
    return _clean(f"{line}{completion}", words, {*command.secrets, *_arguments(words, command)})


def tell(context: Context, line: str) -> None:
    """Log a line, as it is shown."""
    login = context.login
    context.device.audit.emit("ui-command", login.pid, username=shown_name(login.user), command=line)


def line_of_program(line: str) -> str:
    """A command that a program gave in a call of its own, without what may be a secret.

    That a program may set something so is an error of its: all behind the first word of such a statement is hidden.
    """
    words = split(line)
    hidden = set(_behind_names(words))
    if (
        words
        and _begins(words[0], *_SETTING)
        and not any(_begins(word, *_SET_COMMANDS) for word in words[1:2])
    ):
        hidden.update(range(2, len(words)))
    return _clean(line, words, hidden).strip()


def names_secret(name: str) -> bool:
    """True for the name of a statement or argument whose value is a secret wherever it stands."""
    return _NAMES.fullmatch(name) is not None


def tell_refused(context: Context, line: str, grammar: Grammar) -> None:
    """Log a line that was refused."""
    words = split(line)
    tell(context, _clean(line, words, {*_in_refused(words, grammar)}))


def _clean(line: str, words: tuple[Word, ...], hidden: Collection[int]) -> str:
    text = without_passwords(without_stored_secrets(_without(line, words, hidden)))
    return f"{text.strip()} "


def _without(line: str, words: tuple[Word, ...], hidden: Collection[int]) -> str:
    """The line with `HIDDEN` in the places of these words; quotes go with what is in them."""
    for place in sorted(hidden, reverse=True):
        if place < len(words):
            line = f"{line[: words[place].start]}{HIDDEN}{line[words[place].end :]}"
    return line


def _arguments(words: tuple[Word, ...], command: Command) -> Iterator[int]:
    """Values of arguments of operational commands whose names say that they are secrets."""
    while command.inner is not None:
        command = command.inner
    return _behind_names(words) if command.arguments and not command.statements else iter(())


def _in_refused(words: tuple[Word, ...], grammar: Grammar) -> Iterator[int]:
    """The words of a refused line that may be secrets.

    These are: what the statement says up to the word that does not fit; that word, where a secret can be set; all
    words behind it, where something is set; the word behind a name that tells of a secret; each quoted word, where
    something is set.
    """
    parser = LineParser(grammar)
    sets = any(_begins(word, *_SETTING) for word in words[:4])
    try:
        parser.feed_all(words)
    except SyntaxProblem:
        if parser.may_hide or parser.count - 1 in parser.secrets:  # no name, or one half without its quotes
            yield parser.count
        if sets or parser.may_hide or parser.count in parser.secrets:
            yield from range(parser.count + 1, len(words))
    yield from parser.secrets
    yield from _behind_names(words)
    if sets:
        yield from (place for place, word in enumerate(words) if word.quoted)
        if grammar.commands is grammar.operations:
            yield from _out_of_place(words, grammar)


def _out_of_place(words: tuple[Word, ...], grammar: Grammar) -> Iterator[int]:
    """Those of a statement that somebody gave in operational mode."""
    walker = Walker(grammar.configuration)
    for place, word in enumerate(words[1:], 1):
        try:
            walker.feed(word.text, quoted=word.quoted)
        except SyntaxProblem:
            if may_hold_secret(walker):
                yield from range(place, len(words))
            return


def _behind_names(words: tuple[Word, ...]) -> Iterator[int]:
    for place, (name, value) in enumerate(pairwise(words), 1):
        if value.is_pipe:
            return
        if names_secret(name.text):
            yield place


def _begins(word: Word, *names: str) -> bool:
    return not word.quoted and any(name.startswith(word.text.lower()) for name in names)
