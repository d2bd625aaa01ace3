"""`set chassis display message`: the text on the front of the chassis."""

from __future__ import annotations

from typing import Final

from junosim.operations.model import Element
from junosim.operations.operation import Context, Operation, output

_SENT: Final = "message sent"  # vendor documentation


def set_message(context: Context) -> Element:
    """Show a text on the craft interface; nothing else of the device reads it."""
    context.device.craft_message = context.arguments["message"]
    return Element("message-information", Element("output", _SENT))


OPERATIONS = (Operation("craft-message", set_message, output),)
