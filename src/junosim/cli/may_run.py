"""Whether a user may do what a program asks for: a command as a text, or one by the name of its RPC.

if not may_run(context, "show interfaces terse"): …
if not may_call(context, "get-interface-information", {"terse": ""}): …
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.access.command_rights import line_of
from junosim.cli.command import Grammar
from junosim.cli.parse import LineParser
from junosim.cli.visibility import commands_for
from junosim.cli.words import split
from junosim.errors import SyntaxProblem
from junosim.schema import rpc_names
from junosim.schema.walk import Step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from junosim.cli.context import Context
    from junosim.schema.node import Node
    from junosim.schema.release import Release
    from junosim.schema.walk import Path


def may_run(context: Context, text: str) -> bool:
    """True for an operational command, also an abbreviated one, that exists and that the user may run."""
    return _may_run(context, context.device.release.commands, text)


def may_configure(context: Context, text: str) -> bool:
    """The same for a command of configuration mode, at its top level."""
    return _may_run(context, context.device.release.configuration_commands, text)


def _may_run(context: Context, commands: Node, text: str) -> bool:
    release = context.device.release
    grammar = Grammar(
        commands, release.commands, release.pipes, release.configuration,
        visible_command=commands_for(context.rights), rights=context.rights, visible_statement=context.readable,
        changeable_statement=context.changeable,
    )  # fmt: skip
    try:
        return LineParser(grammar).feed_all(split(text)).can_end
    except SyntaxProblem:
        return False


def may_call(context: Context, name: str, arguments: Mapping[str, str]) -> bool:
    """True for an RPC that exists, whose command the user may run with these arguments (as `Command.arguments`)."""
    path = command_of(context.device.release, name)
    return path is not None and permits_call(context, path, arguments)


def permits_call(context: Context, path: Path, arguments: Mapping[str, str]) -> bool:
    """True when the user may run the command at the end of `path` with these arguments."""
    level = path[-1].node
    given = [
        Step(node, (value,) if value else ())
        for word, value in arguments.items()
        if (node := level.by_name.get(word)) is not None
    ]
    return context.rights.permits(path, line_of((*path, *given)))


def command_of(release: Release, name: str) -> Path | None:
    """The words of the command with this RPC, the fewest if there are several; None for no such call."""
    words = rpc_names.words_of(release.library.folder, release.name, name)
    if words is None:
        return None
    path: Path = ()
    level = release.commands
    for word in words:
        level = level.by_name[word]
        path = (*path, Step(level))
    return path
