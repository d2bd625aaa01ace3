"""`show system login lockout` and `clear system login lockout`: who may not log in over the network for a while.

Layout of the table: the FIPS guide for the MX304, its blanks approximate. The elements below the
first have names of ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.device import login_lines
from junosim.errors import ConfigurationError
from junosim.operations.model import Element
from junosim.operations.operation import Context, Operation, output
from junosim.operations.times import stamp

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from junosim.access.lockout import Lockout
    from junosim.device.device import Device

_USER_WIDTH: Final = 25
_TIME_WIDTH: Final = 29
_NOBODY: Final = "missing mandatory argument: user"


def lockout(context: Context) -> Element:
    """The users who are locked out, or the one who was asked for if he is."""
    device, user = context.device, context.arguments.get("user")
    return Element(
        "system-login-lockout-information",
        *(_row(device, found) for found in device.lockouts.current() if user in (None, found.user)),
    )


def _row(device: Device, found: Lockout) -> Element:
    """The times are those of the clock as it is set now, as the time of the boot is."""

    def moment(monotonic: float) -> datetime:
        return device.local_time(device.clock.time() - device.clock.monotonic() + monotonic)

    return Element(
        "system-login-lockout",
        Element("user", found.user),
        stamp("lockout-start", moment(found.start)),
        stamp("lockout-end", moment(found.end)),
    )


def lockout_text(answer: Element, _context: Context) -> Iterable[str]:
    """One line for each user, nothing without any."""
    if answer.children:
        yield f"{'User':<{_USER_WIDTH}}{'Lockout start':<{_TIME_WIDTH}}Lockout end"
    for row in answer.children:
        user, start, end = (row.value(name) for name in ("user", "lockout-start", "lockout-end"))
        yield f"{user:<{_USER_WIDTH - 1}} {start:<{_TIME_WIDTH}}{end}"


def clear(context: Context) -> None:
    """Let one user, or all, log in again; the wrong passwords so far are forgotten too."""
    device, user = context.device, context.arguments.get("user")
    if user is None and "all" not in context.arguments:
        raise ConfigurationError(_NOBODY)
    for name in device.lockouts.clear(user):
        device.audit.write(login_lines.account_unlocked(name, login_lines.MGD), context.login.pid)


OPERATIONS = (Operation("lockout", lockout, lockout_text), Operation("clear-lockout", clear, output))
