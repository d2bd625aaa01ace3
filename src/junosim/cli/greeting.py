"""What a terminal shows after a login, before the first prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.cli import messages
from junosim.config.query import leaf_text
from junosim.text import unescaped

if TYPE_CHECKING:
    from junosim.device.device import Device
    from junosim.device.logins import Login


def greeting(device: Device, login: Login) -> str:
    """The line of the last login, the banner of the release, and the announcement; each line with its end."""
    lines = [device.platform.login_banner(device.software.release)]
    if login.earlier is not None:
        lines.insert(0, messages.last_login(device.local_time(login.earlier.time), login.earlier.origin))
    announcement = leaf_text(device.configuration, "system", "login", "announcement")
    if announcement is not None:
        lines.append(unescaped(announcement))
    return "".join(f"{line}\n" for line in lines)
