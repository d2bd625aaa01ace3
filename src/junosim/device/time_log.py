"""What the audit trail says of changes of the clock: old and new time, who asked, from where, and why it failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.device.login_lines import shown_name

if TYPE_CHECKING:
    from datetime import datetime

    from junosim.device.device import Device
    from junosim.device.logins import Login

CONSOLE: Final = "console"
"""Where somebody is who came by no address."""
UNKNOWN: Final = "unknown"
"""A time that nobody knows: that of a server which did not answer."""


def time_text(moment: datetime) -> str:
    """A time as these lines have it [g]: `2030-01-01 00:00:00 UTC`."""
    return f"{moment:%Y-%m-%d %H:%M:%S %Z}"


def failed(device: Device, login: Login, origin: str, wanted: str, reason: str) -> None:
    """The clock was not set: `origin` is where the time was to come from, `wanted` what it was to be."""
    device.audit.emit(
        "time-change-failed",
        device.processes.management,
        username=shown_name(login.user),
        origin=origin or CONSOLE,
        old_time=time_text(device.local_time()),
        new_time=wanted,
        reason=reason,
    )
