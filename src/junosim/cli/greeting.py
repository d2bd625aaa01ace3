"""What a terminal shows after a login, before the first prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.access.users import ROOT
from junosim.cli import messages
from junosim.config.query import leaf_text
from junosim.text import unescaped

if TYPE_CHECKING:
    from junosim.device.device import Device
    from junosim.device.logins import Login


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
