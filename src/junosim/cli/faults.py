"""Faults of the program in a session: one logged line with an identifier, and that identifier for the user."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from junosim.cli import messages

if TYPE_CHECKING:
    from junosim.device.device import Device

_LOG: Final = logging.getLogger("junosim.cli")


def report(device: Device, user: str) -> str:
    """Log the exception being handled; the line that the user sees of it."""
    identifier = device.entropy.bytes(4).hex()
    _LOG.exception("internal error %s", identifier, extra={"user": user})
    return messages.internal_error(identifier)
