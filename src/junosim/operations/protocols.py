"""`show bgp summary` and its kind while the protocol does not run.

Texts: captures of devices. A protocol that is configured is not modelled, and its commands are refused.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from junosim.config.query import find
from junosim.operations.model import Element
from junosim.operations.operation import Context, Operation, not_modelled, output

_NOT_RUNNING: Final = (
    ("bgp", "BGP is not running"),
    ("ospf", "OSPF instance is not running"),
    ("ospf3", "OSPF3 instance is not running"),
    ("isis", "IS-IS instance is not running"),
    ("ldp", "LDP instance is not running"),
)


def not_running(context: Context, protocol: str, text: str) -> Element:
    """What a command of a protocol says that is not configured. Raises ConfigurationError for one that is."""
    device = context.device
    if find(device.configuration, "protocols", protocol) is not None:
        raise not_modelled(context)
    return Element(f"{protocol}-information", Element("output", text))


OPERATIONS = tuple(
    Operation(protocol, partial(not_running, protocol=protocol, text=text), output)
    for protocol, text in _NOT_RUNNING
)
