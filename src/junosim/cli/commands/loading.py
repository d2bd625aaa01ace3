"""Configuration mode: `load`, from the terminal or from a file.

A text is loaded in slices on a workspace of its own and put in place at once, so that no commit of another
session takes a part of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.cli import messages
from junosim.cli.commands import configuring
from junosim.cli.context import ReadText
from junosim.cli.files import read_text
from junosim.cli.whole import load_whole
from junosim.config.load import Form, Mode
from junosim.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from junosim.cli.command import Command
    from junosim.cli.context import Context, Routine

TERMINAL: Final = "terminal"

_MODES: Final[Mapping[str, tuple[Mode, Form]]] = {
    "json": (Mode.MERGE, Form.JSON),
    "merge": (Mode.MERGE, Form.TEXT),
    "override": (Mode.OVERRIDE, Form.TEXT),
    "replace": (Mode.REPLACE, Form.TEXT),
    "patch": (Mode.MERGE, Form.PATCH),
    "set": (Mode.MERGE, Form.SET),
    "update": (Mode.UPDATE, Form.TEXT),
}


def load(context: Context, command: Command) -> Routine:
    """`load json|merge|override|patch|replace|set|update FILE|terminal [json|xml] [relative]`."""
    assert context.editing is not None
    mode, form = _MODES[command.node.word]
    name = command.arguments["filename"]
    base = command.base if "relative" in command.arguments else ()
    if name == TERMINAL:
        text = yield ReadText(messages.TYPE_TEXT)
    else:
        text = yield from read_text(context, name)
    form = _form(command, form, text)
    loaded, predefined = yield from configuring.load(context, text, mode, form, base)
    for class_name in predefined:
        yield messages.predefined_class(class_name)
    yield from messages.load_report(name, loaded, commands=form is Form.SET)


def load_factory_default(context: Context, _command: Command) -> Routine:
    """`load factory-default`: the configuration that the device was delivered with, instead of the candidate."""
    assert context.editing is not None
    yield messages.FACTORY_CONFIGURATION
    text = context.device.platform.factory_configuration
    candidate = context.editing.candidate
    loaded = yield from load_whole(candidate, text, Mode.OVERRIDE, Form.TEXT, (), context.changeable)
    if loaded.errors:  # all of it exists on the device, but not for this user
        raise ConfigurationError(messages.PERMISSION_DENIED)


def _form(command: Command, form: Form, text: str) -> Form:
    """The form of the text: as the command says; a text that begins with `<` is XML."""
    if "json" in command.arguments:
        return Form.JSON
    is_xml = "xml" in command.arguments or (form is Form.TEXT and text.lstrip().startswith("<"))
    return Form.XML if is_xml else form
