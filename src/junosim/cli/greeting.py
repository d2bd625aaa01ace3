"""What a terminal shows after a login, before the first prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.access.users import ROOT
from junosim.cli import messages
from junosim.config.query import leaf_text
from junosim.operations import render
from junosim.operations.operation import Context as OperationContext
from junosim.operations.registry import OPERATIONS
from junosim.operations.tips import TIPS
from junosim.slices import finish
from junosim.text import unescaped

if TYPE_CHECKING:
    from junosim.cli.context import Context
    from junosim.device.device import Device
    from junosim.device.logins import Login

_ALARMS: Final = "chassis.system-alarms"
_MAY_SEE_ALARMS: Final = "view"


def greeting(device: Device, login: Login) -> str:
    """The line of the last login, the banner of the release, and the announcement; each line with its end.

    root is not shown a banner that the CLI prints when it is started. On the console login(1) of FreeBSD puts a blank
    line before the banner, and words the line of the last login in its own way.
    """
    lines = []
    if login.earlier is not None:
        moment, origin = device.local_time(login.earlier.time), login.earlier.origin
        if login.is_on_console:
            lines.append(messages.last_login_on_console(moment, origin, device.platform.console[0]))
        else:
            lines.append(messages.last_login(moment, origin))
    if not (login.user == ROOT and device.platform.cli_banner):
        banner = device.platform.login_banner(device.software.release)
        lines += ["", banner] if login.is_on_console else [banner]
    announcement = leaf_text(device.configuration, "system", "login", "announcement")
    if announcement is not None:
        lines.append(unescaped(announcement))
    return "".join(f"{line}\n" for line in lines)


def class_greeting(context: Context) -> str:
    """What the login class asks for at the begin of the CLI: the alarms of the system, then a tip.

    The alarms are those of the command, and shown to nobody who may not give it [our choice], nor their order.
    """
    device, login = context.device, context.login
    lines: list[str] = []
    if login.login_class.login_alarms and _MAY_SEE_ALARMS in context.permissions:
        call = OperationContext(device, login, context.settings)
        lines.extend(finish(render.text(OPERATIONS[_ALARMS], call)))
    if login.login_class.login_tip:
        lines.append(TIPS[device.entropy.below(len(TIPS))])
    return "".join(f"{line}\n" for line in lines)
