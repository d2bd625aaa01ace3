"""Configuration mode: `load`, from the terminal or from a file.

A text is loaded in slices on a workspace of its own and put in place at once, so that no commit of another
session takes a part of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.cli import messages
from junosim.cli.class_names import localize
from junosim.cli.context import Output, ReadText
from junosim.cli.files import read_text
from junosim.cli.whole import whole
from junosim.config import edit
from junosim.config.load import Form, Loaded, Mode, load_in_slices
from junosim.errors import ConfigurationError
from junosim.schema.walk import Step

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from junosim.cli.command import Command
    from junosim.cli.context import Context, Routine
    from junosim.config.candidate import Candidate
    from junosim.config.workspace import Workspace
    from junosim.schema.walk import Path, Visible

TERMINAL: Final = "terminal"
_VERSION: Final = "version"

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
    loaded = yield from load_whole(context.editing.candidate, text, mode, form, base, context.changeable)
    if not loaded.refused:
        for predefined in tuple(localize(context.editing.candidate)):
            yield messages.predefined_class(predefined)
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


def load_whole(
    candidate: Candidate, text: str, mode: Mode, form: Form, base: Path, visible: Visible | None = None
) -> Generator[Output, str, Loaded]:
    """Load a text so that the candidate holds nothing or all of it; pauses now and then; `visible` as for `whole`.

    Raises ConfigurationError when other sessions keep on editing the candidate, which is then left to them.
    """

    def work(fork: Workspace) -> Generator[None, None, Loaded]:
        start = fork.root
        loaded = yield from load_in_slices(fork, text, mode=mode, form=form, base=base)
        drop_version(fork)
        if loaded.refused:
            fork.root = start
            fork.forget()
        return loaded

    return (yield from whole(candidate, work, visible))


def drop_version(work: Workspace) -> None:
    """Take out the `version` line of a text: the software of the device states its own."""
    if _VERSION not in work.root.children:
        return
    work.root = edit.delete(work.root, work.owner, (Step(work.root.node.by_name[_VERSION]),))
    if work.journal is not None:
        work.journal[:] = [note for note in work.journal if note.words != (_VERSION,)]
