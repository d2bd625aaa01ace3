"""Whether it is an hour, on the clock of a device, at which a user may log in to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.access.hours import may_log_in

if TYPE_CHECKING:
    from junosim.device.device import Device


def lets_in(device: Device, user: str) -> bool:
    """True when the login class that the user has by now lets its members in now."""
    return may_log_in(device.login_class_of(user), device.local_time())
