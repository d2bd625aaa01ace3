"""Configuration mode: entering, moving in the hierarchy, leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.cli import messages
from junosim.cli.commands import configuring
from junosim.cli.context import Ask
from junosim.cli.editing_users import editing_users
from junosim.config.locks import Mode
from junosim.config.lookup import words_of
from junosim.errors import ConfigurationError, DatabaseModified
from junosim.schema.node import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.cli.command import Command
    from junosim.cli.context import Context, Routine
    from junosim.config.locks import Editor


_MODES = {"exclusive": Mode.EXCLUSIVE, "private": Mode.PRIVATE}


def configure(context: Context, command: Command) -> Routine:
    """`configure [exclusive|private]`, `edit` in operational mode: edit the configuration. Not behind `run`."""
    if context.editing is not None:
        raise ConfigurationError(messages.ALREADY_CONFIGURING)
    device = context.device
    mode = next((_MODES[word] for word in _MODES if word in command.arguments), Mode.SHARED)
    others = device.stores.locks.editors
    try:
        candidate = configuring.enter(context, mode)
    except DatabaseModified:
        if mode is Mode.EXCLUSIVE:
            yield from _others(context, others)
        raise
    if mode is not Mode.SHARED:
        yield messages.WILL_BE_DISCARDED
    yield messages.ENTERING
    yield from _others(context, others)
    if mode is Mode.SHARED and candidate.modified:
        yield messages.CHANGED


def _others(context: Context, editors: tuple[Editor, ...]) -> Iterator[str]:
    if editors:
        yield messages.USERS_EDITING
        yield from editing_users(context, editors)


def status(context: Context, command: Command) -> Routine:
    """`status`: who is editing the configuration."""
    yield from _others(context, context.device.stores.locks.editors)


def edit(context: Context, command: Command) -> Routine:
    """`edit` in configuration mode: go to a level, which need not exist."""
    assert context.editing is not None
    target = command.statements[0] if command.statements else ()
    while target and target[-1].node.kind not in (Kind.CONTAINER, Kind.LIST):
        target = target[:-1]
    context.editing.enter(target)
    _show_level(context)
    yield from ()


def top(context: Context, command: Command) -> Routine:
    """`top` alone: go to the top level."""
    assert context.editing is not None
    context.editing.rise(None)
    _show_level(context)
    yield from ()


def up(context: Context, command: Command) -> Routine:
    """`up [N]` alone: go N levels up."""
    assert context.editing is not None
    context.editing.rise(int(command.arguments.get("levels", "1")))
    _show_level(context)
    yield from ()


def _show_level(context: Context) -> None:
    """Let the other sessions see at which level this one edits."""
    assert context.editing is not None
    editor = context.editing.candidate.editor
    assert editor is not None
    editor.hierarchy = words_of(context.editing.base)


def exit_level(context: Context, command: Command) -> Routine:
    """`exit`, `quit` in configuration mode: back to the level before, or out at the top."""
    assert context.editing is not None
    if "configuration-mode" in command.arguments or not context.editing.leave():
        yield from leave(context)
    else:
        _show_level(context)


def leave(context: Context) -> Routine:
    """Leave configuration mode. A session that alone knows of changes is asked first."""
    assert context.editing is not None
    candidate = context.editing.candidate
    assert candidate.editor is not None
    if candidate.modified:
        yield messages.CHANGED
        shared = candidate.editor.mode is Mode.SHARED
        if shared and len(context.device.stores.locks.editors) == 1:
            answer = yield Ask(messages.EXIT_QUESTION, default="yes")
            if answer != "yes":
                return
            yield ""
        elif not shared:
            if candidate.editor.mode is Mode.EXCLUSIVE:
                yield messages.AUTO_ROLLBACK
            answer = yield Ask(messages.DISCARD_QUESTION, default="yes")
            if answer != "yes":
                return
            yield from ("", messages.DISCARDING, messages.LOAD_COMPLETE)
    yield messages.EXITING
    configuring.leave(context)
