"""Whether a user may do what a program asks for: a command as a text, or one by the name of its RPC.

if not may_run(context, "show interfaces terse"): …
if not (yield from may_call(context, "get-interface-information", {"terse": ""})): …
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.access.command_rights import line_of
from junosim.cli.command import Grammar
from junosim.cli.parse import LineParser
from junosim.cli.visibility import commands_for
from junosim.cli.words import split
from junosim.errors import SyntaxProblem
from junosim.schema.node import Kind
from junosim.schema.walk import Step
from junosim.slices import Beat

if TYPE_CHECKING:
    from collections.abc import Mapping

    from junosim.cli.context import Context
    from junosim.schema.node import Node
    from junosim.schema.walk import Path
    from junosim.slices import Slices

_RPC: Final = "rpc"


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


def may_call(context: Context, name: str, arguments: Mapping[str, str]) -> Slices[bool]:
    """True for an RPC that exists, whose command the user may run with these arguments (as `Command.arguments`)."""
    path = yield from command_of(context.device.release.commands, name)
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


def command_of(root: Node, name: str) -> Slices[Path | None]:
    """The words of the command with this RPC, the fewest if there are several."""
    beat = Beat()
    level: list[tuple[Path, Node]] = [((), root)]
    while level:
        below: list[tuple[Path, Node]] = []
        for path, parent in level:
            for node in parent.children:
                if beat.due():
                    yield
                if node.kind is not Kind.CONTAINER:
                    continue
                here = (*path, Step(node))
                if node.attributes.get(_RPC) == name:
                    return here
                below.append((here, node))
        level = below
    return None
