"""`request support information`: what support asks for first, one command after the other, each below its prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.cli import prompt
from junosim.cli.commands.showing import show_committed
from junosim.cli.context import PAUSE
from junosim.operations import render
from junosim.operations.operation import Context as OperationContext
from junosim.operations.registry import OPERATIONS
from junosim.slices import finish

if TYPE_CHECKING:
    from collections.abc import Mapping

    from junosim.cli.command import Command
    from junosim.cli.context import Context, Routine

# (command as it is shown, handler, arguments), in the order of the real list, without those that nothing answers.
_COMMANDS: Final[tuple[tuple[str, str, Mapping[str, str]], ...]] = (
    ("show system uptime no-forwarding", "system.uptime", {}),
    ("show version detail no-forwarding", "system.version", {}),
    ("show system processes extensive no-forwarding", "system.processes", {"level": "extensive"}),
    ("show system users", "system.users", {}),
    ("show system commit", "system.commit", {}),
    ("show system connections", "system.connections", {}),
)
_BRIEF: Final = 4  # commands of `brief`
_CONFIGURATION: Final = "show configuration | except SECRET-DATA | display omit"


def support_information(context: Context, command: Command) -> Routine:
    """`request support information [brief]`."""
    is_brief = command.arguments.get("level") == "brief"
    for shown, handler, arguments in _COMMANDS[:_BRIEF] if is_brief else _COMMANDS:
        call = OperationContext(context.device, context.login, context.settings, arguments)
        yield [
            "",
            f"{prompt.prompt(context)}{shown} ",
            "",
            *finish(render.text(OPERATIONS[handler], call)),
        ]
        yield PAUSE
    if is_brief:
        return
    yield ["", f"{prompt.prompt(context)}{_CONFIGURATION} ", ""]
    for item in show_committed(context, command):
        lines = item if isinstance(item, list) else [item]
        yield [line for line in lines if isinstance(line, str) and "SECRET-DATA" not in line]
        yield PAUSE
