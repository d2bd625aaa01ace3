"""Operational commands: hand the line to its operation and print the view of the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.cli import messages
from junosim.operations import render
from junosim.operations.cli import timestamp_line
from junosim.operations.operation import Context as OperationContext
from junosim.operations.registry import OPERATIONS

if TYPE_CHECKING:
    from junosim.cli.command import Command
    from junosim.cli.context import Context, Routine


def operate(context: Context, command: Command) -> Routine:
    """Run an operation of the registry; a command of the language without one is refused by the device."""
    operation = OPERATIONS.get(command.handler or "")
    if operation is None:
        yield messages.not_valid_on(context.device.platform.model)
        return
    call = OperationContext(context.device, context.login, context.settings, command.arguments)
    yield list(render.text(operation, call))


def timestamp(context: Context) -> str:
    """The time line before an output while `set cli timestamp` is on, else ""."""
    if context.settings.timestamp is None:
        return ""
    return timestamp_line(OperationContext(context.device, context.login, context.settings))


def quit_session(context: Context, command: Command) -> Routine:
    """`quit`, `exit` in operational mode: end the session."""
    context.ended = True
    yield from ()
