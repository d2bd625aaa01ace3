"""Configuration mode: `save`, to a file or to the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.cli import messages
from junosim.cli.commands.loading import TERMINAL
from junosim.cli.commands.showing import statement_lines
from junosim.cli.files import FileWriter, written

if TYPE_CHECKING:
    from junosim.cli.command import Command
    from junosim.cli.context import Context, Routine

_CONFIGURATION = "configuration"


def save(context: Context, command: Command) -> Routine:
    """`save FILE|terminal`: the candidate from this level on, in the braces of the levels that it lies in.

    So a part of a configuration comes back to its place when the file is loaded.
    """
    name = command.arguments["filename"]
    lines = statement_lines(context, command.base)
    if name == TERMINAL:
        count = 0
        for line in lines:
            count += line is not None
            yield line
        yield messages.wrote(count, _CONFIGURATION, name)
        return
    writer = FileWriter(context, name)
    yield from written(lines, writer)
    yield messages.wrote(writer.lines, _CONFIGURATION, name)
