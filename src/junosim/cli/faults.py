"""Faults of the program in a session: one logged line with an identifier, and that identifier for the user."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from junosim.cli import messages

if TYPE_CHECKING:
    from junosim.cli.context import Context

_LOG: Final = logging.getLogger("junosim.cli")


def report(context: Context) -> str:
    """Log the exception being handled; the line that the user sees of it."""
    identifier = context.device.entropy.bytes(4).hex()
    _LOG.exception("internal error %s", identifier, extra={"user": context.login.user})
    return messages.internal_error(identifier)
