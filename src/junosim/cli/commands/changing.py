"""Configuration mode: the commands that change the candidate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.cli import messages
from junosim.cli.class_names import localized, refuse_predefined
from junosim.cli.context import Ask
from junosim.cli.key_files import with_keys
from junosim.cli.secrets import ask_secret, is_password_question, set_password
from junosim.config import arrange, edit, marks, protection
from junosim.config.lookup import lookup
from junosim.config.tree import Entries
from junosim.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.cli.command import Command
    from junosim.cli.context import Context, Routine
    from junosim.config.tree import Branch, Owner
    from junosim.schema.walk import Path


def set_statements(context: Context, command: Command) -> Routine:
    """`set`: silent when it succeeds; a line that is refused leaves the candidate as it was."""
    assert context.editing is not None
    statements = yield from with_keys(context, command.statements)
    if any(is_password_question(path) for path in statements):
        yield from set_password(context, statements)
        return
    candidate = context.editing.candidate
    named = tuple(localized(statements))
    for path, _ in named:
        edit.refuse_set(candidate.root, path)
    for path, _ in named:
        candidate.apply(edit.set_, path)
    yield from dict.fromkeys(messages.predefined_class(name) for _, name in named if name is not None)


def delete(context: Context, command: Command) -> Routine:
    """`delete`: one statement, or after a question everything under the level."""
    assert context.editing is not None
    candidate = context.editing.candidate
    if command.statements:
        path = command.statements[0]
        stay = protection.warnings(candidate.root, path)
        candidate.apply(edit.delete, path)
        yield _warned(stay)
    else:
        yield from delete_level(context, command.base)


def delete_level(context: Context, base: Path) -> Routine:
    """Delete all below the level `base`, after a question."""
    assert context.editing is not None
    if not base:
        yield messages.DELETE_ALL
    answer = yield Ask(messages.DELETE_QUESTION, default="no")
    if answer == "yes":
        candidate = context.editing.candidate
        stay = protection.warnings(candidate.root, base)
        candidate.apply(edit.clear, base)
        yield _warned(stay)


def _warned(texts: list[str]) -> list[str]:
    return [messages.error_line(text, "warning") for text in texts]


def _on_statement(function: Callable[[Branch, Owner, Path], Branch]) -> Callable[[Context, Command], Routine]:
    def run(context: Context, command: Command) -> Routine:
        assert context.editing is not None
        path = command.statements[0]
        context.editing.candidate.apply(function, path)
        yield from ()

    run.__doc__ = function.__doc__
    return run


activate = _on_statement(marks.activate)
deactivate = _on_statement(marks.deactivate)
protect = _on_statement(marks.protect)
unprotect = _on_statement(marks.unprotect)


def annotate(context: Context, command: Command) -> Routine:
    """`annotate`: a comment above a statement; an empty one removes it."""
    assert context.editing is not None
    path = command.statements[0]
    context.editing.candidate.apply(marks.annotate, path, command.text)
    yield from ()


def rename(context: Context, command: Command) -> Routine:
    """`rename … to …`."""
    assert context.editing is not None
    path, target = command.statements[0], command.other
    refuse_predefined(path, target)
    context.editing.candidate.apply(arrange.rename, path, target)
    yield from ()


def copy(context: Context, command: Command) -> Routine:
    """`copy … to …`."""
    assert context.editing is not None
    path, target = command.statements[0], command.other
    refuse_predefined(path, target)
    context.editing.candidate.apply(arrange.copy, path, target)
    yield from ()


def insert(context: Context, command: Command) -> Routine:
    """`insert … before|after …`."""
    assert context.editing is not None
    path, anchor, before = command.statements[0], command.other, command.link == "before"
    context.editing.candidate.apply(arrange.insert, path, anchor, before=before)
    yield from ()


def prompt(context: Context, command: Command) -> Routine:
    """`prompt`: ask twice for the value of a secret, without echo (guides, "preshared key")."""
    assert context.editing is not None
    path = command.statements[0]
    if isinstance(lookup(context.editing.candidate.root, path), Entries) or path[-1].node.type is None:
        raise ConfigurationError("statement has no value to ask for")
    value = yield from ask_secret(context, path)
    if value is None:
        yield messages.error_line(messages.PASSWORDS_DIFFER)
        return
    step = type(path[-1])(path[-1].node, (value,))
    context.editing.candidate.apply(edit.set_, (*path[:-1], step))
