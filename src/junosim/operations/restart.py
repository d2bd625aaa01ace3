"""`restart`: a process of the Routing Engine ends and begins anew.

Layout: public captures of `restart routing`.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from junosim.device import system_log
from junosim.device.load import COMMAND_WORK
from junosim.errors import ConfigurationError
from junosim.operations.model import Element
from junosim.operations.operation import Context, Operation, output

_NOT_NEEDED: Final = "{} subsystem not running - not needed by configuration."
_UNKNOWN: Final = "invalid daemon: {}"  # our wording
# Commands of their own in the model, whose processes do not run on a router without what needs them.
_NOT_RUNNING: Final = {
    "jdmd": "Data model process",
    "jinventoryd": "Inventory process",
    "kernel-replication": "Kernel replication process",
    "named-service": "DNS server process",
    "web-management": "Web management process",
    "border-signaling-gateway": "Border signaling gateway process",
    "pgcp": "Packet gateway service process",
}


def restart(context: Context) -> Element:
    """`restart NAME [gracefully|immediately|soft]`: the process has a new number, with `soft` the old one."""
    return _restart(context, context.arguments["daemon-name"])


def _restart(context: Context, name: str) -> Element:
    device = context.device
    program = device.processes.find(name)
    if program is None:
        title = _NOT_RUNNING.get(name)
        raise ConfigurationError(_UNKNOWN.format(name) if title is None else _NOT_NEEDED.format(title))
    if context.arguments.get("how-to-reset") == "soft":
        text = f"{program.title} signalled, pid {device.processes.pid(program)}"  # our wording
    else:
        before = device.processes.pid(program)
        pid = device.processes.restart(program, device.clock.monotonic())
        system_log.restarted(device, context.login, program, before, pid)
        device.worked(COMMAND_WORK)
        text = f"{program.title} started, pid {pid}"
    return Element("restart-information", Element("output", text))


OPERATIONS = (
    Operation("restart", restart, output),
    Operation("restart-routing", partial(_restart, name="routing"), output),
    *(Operation(f"restart-{name}", partial(_restart, name=name), output) for name in _NOT_RUNNING),
)
