"""`request system reboot|halt|power-off`, `request vmhost …`, and what belongs to a stop that waits for its time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.cli import messages
from junosim.cli.context import Ask
from junosim.device import shutdown
from junosim.device.shutdown import Kind
from junosim.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from junosim.cli.command import Command
    from junosim.cli.context import Context, Routine
    from junosim.device.shutdown import Plan

_KINDS: Final[Mapping[str, Kind]] = {kind.value: kind for kind in Kind}


def stop_system(context: Context, command: Command) -> Routine:
    """`request system reboot|halt|power-off [at TIME] [in MINUTES] [message TEXT]`: after a question."""
    yield from _stop(context, command, messages.STOP_QUESTIONS[command.node.word])


def stop_vmhost(context: Context, command: Command) -> Routine:
    """`request vmhost reboot|halt|power-off [in MINUTES]`: the Routing Engine and the host under it."""
    yield from _stop(context, command, messages.STOP_VMHOST_QUESTIONS[command.node.word])


def _stop(context: Context, command: Command, question: str) -> Routine:
    arguments, device = command.arguments, context.device
    if "other-routing-engine" in arguments or "backup-routing-engine" in arguments:
        raise ConfigurationError(messages.NO_OTHER_ENGINE)
    kind = _KINDS[command.node.word]
    if kind is not Kind.REBOOT and len(device.platform.routing_engines) > 1:
        yield from messages.OTHER_ENGINE_STAYS
    delay = shutdown.delay_of(device, _time(arguments))
    answer = yield Ask(question, default="no")
    if answer == "yes":
        yield shutdown.request(device, context.login, kind, delay, arguments.get("message", ""))


def _time(arguments: Mapping[str, str]) -> str:
    """The time as `at` takes it; `in` gives minutes from now."""
    minutes = arguments.get("in", "now")
    return arguments.get("at", minutes if minutes == "now" else f"+{minutes.removeprefix('+')}")


def show_reboot(context: Context, _command: Command) -> Routine:
    """`show system reboot`: the stop that waits for its time."""
    plan = context.device.plan
    yield messages.NO_STOP_PLANNED if plan is None else _planned(context, plan)


def clear_reboot(context: Context, _command: Command) -> Routine:
    """`clear system reboot`: forget it."""
    plan = shutdown.cancel(context.device)
    yield messages.NO_STOP_PLANNED if plan is None else [*_planned(context, plan), messages.STOP_CANCELLED]


def _planned(context: Context, plan: Plan) -> list[str]:
    return messages.stop_planned(plan.kind.value, plan.user, context.device.local_time(plan.time), plan.pid)
