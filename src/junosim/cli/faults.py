"""Faults of the program in a session: one logged line with an identifier, and that identifier for the user."""

from __future__ import annotations

import logging
import traceback
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from junosim.cli import messages

if TYPE_CHECKING:
    from junosim.device.device import Device

_LOG: Final = logging.getLogger("junosim.cli")


def report(device: Device, user: str) -> str:
    """Log the exception being handled; the line that the user sees of it.

    The identifier is made from the fault and its time: the random source of the device may be what failed.
    """
    seen = f"{device.clock.monotonic()} {user} {traceback.format_exc()}"
    identifier = blake2b(seen.encode(errors="replace"), digest_size=4).hexdigest()
    _LOG.exception("internal error %s", identifier, extra={"user": user})
    return messages.internal_error(identifier)
