"""`show bgp summary` and its kind while the protocol does not run, and the time servers that nobody has reached.

Texts: captures of devices, ntpq. A protocol that is configured is not modelled, and its commands are refused.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from junosim.config.query import entries, find
from junosim.operations.model import Element
from junosim.operations.operation import Context, Operation, not_modelled, output

if TYPE_CHECKING:
    from collections.abc import Iterator

_NOT_RUNNING: Final = (
    ("bgp", "BGP is not running"),
    ("ospf", "OSPF instance is not running"),
    ("ospf3", "OSPF3 instance is not running"),
    ("isis", "IS-IS instance is not running"),
    ("ldp", "LDP instance is not running"),
)
_NO_DAEMON: Final = "ntpq: read: Connection refused"
_HEADER: Final = "     remote           refid      st t when poll reach   delay   offset  jitter"
_RULE: Final = "=" * 78


def not_running(context: Context, protocol: str, text: str) -> Element:
    """What a command of a protocol says that is not configured. Raises ConfigurationError for one that is."""
    device = context.device
    if find(device.configuration, "protocols", protocol) is not None:
        raise not_modelled(context)
    return Element(f"{protocol}-information", Element("output", text))


def associations(context: Context) -> Element:
    """`show ntp associations`: the servers of the configuration, none of which has answered yet."""
    tree = context.device.configuration
    if find(tree, "system", "ntp") is None:
        return Element("ntp-associations", Element("output", _NO_DAEMON))
    peers = [*entries(tree, "system", "ntp", "peer"), *entries(tree, "system", "ntp", "server")]
    return Element("ntp-associations", *(Element("remote", entry.keys[0]) for entry in peers))


def associations_text(answer: Element, context: Context) -> Iterator[str]:
    """The table of ntpq."""
    if answer.find("output") is not None:
        yield from output(answer, context)
        return
    yield _HEADER
    yield _RULE
    for peer in answer.children:
        yield f" {peer.text[:15]:<15} .INIT.          16 -    -   64    0    0.000    0.000 4000.00"


OPERATIONS = (
    *(
        Operation(protocol, partial(not_running, protocol=protocol, text=text), output)
        for protocol, text in _NOT_RUNNING
    ),
    Operation("ntp-associations", associations, associations_text),
)
