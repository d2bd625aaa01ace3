"""Operational commands: hand the line to its operation and print the view of the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.cli import messages, prompt
from junosim.operations import envelope, render
from junosim.operations.cli import timestamp_line
from junosim.operations.operation import Context as OperationContext
from junosim.operations.registry import OPERATIONS
from junosim.slices import collected

if TYPE_CHECKING:
    from collections.abc import Iterable

    from junosim.cli.command import Command, PipeCall
    from junosim.cli.context import Context, Routine
    from junosim.operations.operation import Operation


def operate(context: Context, command: Command) -> Routine:
    """Run an operation of the registry; a command of the language without one is refused by the device."""
    operation = OPERATIONS.get(command.handler or "")
    if operation is None:
        yield messages.not_valid_on(context.device.platform.model)
        return
    display, call = form_of(command), call_of(context, command)
    if display is None:
        yield (yield from render.text(operation, call))
    else:
        yield (yield from collected(_answer(context, command, operation, call, display)))


def call_of(context: Context, command: Command) -> OperationContext:
    """What the operation of a command is given."""
    return OperationContext(context.device, context.login, context.settings, command.arguments)


def form_of(command: Command) -> PipeCall | None:
    """The pipe that asks for XML or JSON. IPv6 addresses have the form of RFC 5952 without being asked for it."""
    displays = (call for call in command.pipes if call.name == "display")
    return next((call for call in displays if call.words[1] in ("json", "xml")), None)


def _answer(
    context: Context, command: Command, operation: Operation, call: OperationContext, display: PipeCall
) -> Iterable[str | None]:
    """The lines of the answer, in the form that `| display` asks for."""
    if display.words[1] == "json":
        return render.json(operation, call)
    lines: Iterable[str | None] = _request(command) if "rpc" in display.words else render.xml(operation, call)
    return envelope.reply(lines, context.device.software.release, prompt.banner(context))


def _request(command: Command) -> Iterable[str]:
    if "rpc" not in command.node.attributes:
        return ("<message>", f"    {messages.NO_REQUEST}", "</message>")
    return render.request(command.node, command.arguments)


def timestamp(context: Context) -> str:
    """The time line before an output while `set cli timestamp` is on, else ""."""
    if context.settings.timestamp is None:
        return ""
    return timestamp_line(OperationContext(context.device, context.login, context.settings))


def show_history(context: Context, command: Command) -> Routine:
    """`show cli history [COUNT]`: the commands of this mode with their times, oldest first [vendor documentation]."""
    entries = list(context.history)
    count = int(command.arguments.get("count", len(entries)))
    local = context.device.local_time
    yield [f"   {local(entry.time):%H:%M:%S} -- {entry.text.rstrip()}" for entry in entries[-count:]]


def quit_session(context: Context, command: Command) -> Routine:
    """`quit`, `exit` in operational mode: end the session."""
    context.ended = True
    yield from ()
