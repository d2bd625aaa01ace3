"""`show ntp associations` and `show ntp status`: the time servers, none of which has ever answered.

Texts: ntpq of the releases, as captures show it of devices whose servers do not answer.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from junosim.config.query import entries, find
from junosim.device import hosts
from junosim.operations.model import Element
from junosim.operations.operation import Context, Operation, output

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.device.device import Device

_NO_DAEMON: Final = "ntpq: read: Connection refused"
_HEADER: Final = "     remote           refid      st t when poll reach   delay   offset  jitter"
_RULE: Final = "=" * 78

_EPOCH: Final = 2_208_988_800  # seconds from 1900, where the time of the protocol begins, to 1970
_WRAP: Final = 2**32  # seconds until it begins again, which is what a time of 0 is shown as
_IDENT: Final = 31  # characters of the kernel's name that are shown
_BUILT: Final = re.compile(r"-(\d{8})\.")
_UNKNOWN_DAY: Final = "19700101"


def associations(context: Context) -> Element:
    """`show ntp associations`: the servers of the configuration, none of which has answered yet."""
    device = context.device
    if not _runs(device):
        return Element("ntp-associations", Element("output", _NO_DAEMON))
    tree = device.configuration
    names = (
        {} if "no-resolve" in context.arguments else {str(found): name for found, name in hosts.names(tree)}
    )
    peers = [entry.keys[0] for kind in ("peer", "server") for entry in entries(tree, "system", "ntp", kind)]
    return Element("ntp-associations", *(Element("remote", names.get(peer, peer)) for peer in peers))


def associations_text(answer: Element, context: Context) -> Iterator[str]:
    """The table of ntpq."""
    if answer.find("output") is not None:
        yield from output(answer, context)
        return
    yield _HEADER
    yield _RULE
    for peer in answer.children:
        yield f" {peer.text[:15]:<15} .INIT.          16 -    -   64    0    0.000    0.000 4000.00"


def status(context: Context) -> Element:
    """`show ntp status`: the variables of the daemon, whose clock follows nobody."""
    device = context.device
    lines = _status(device) if _runs(device) else (_NO_DAEMON,)
    return Element("ntp-status", *(Element("output", line) for line in lines))


def _status(device: Device) -> tuple[str, ...]:
    """Layout and values of a capture; the age of the answer, and when the daemon was built, are this device's."""
    kernel = device.platform.kernel
    clock = device.clock.time()
    return (
        "status=c011 sync_alarm, sync_unspec, 1 event, event_restart,",
        f'version="ntpd 4.2.0-a {_built(kernel)} (1)", processor="amd64",',
        f'system="FreeBSD{kernel[:_IDENT]}", leap=11, stratum=16,',
        "precision=-22, rootdelay=0.000, rootdispersion=0.105, peer=0,",
        f"refid=INIT, reftime={_time(device, -_EPOCH)},",
        f"poll=4, clock={_time(device, clock)}, state=0,",
        "offset=0.000, frequency=0.000, jitter=0.000, stability=0.000",
    )


def _built(kernel: str) -> str:
    """The day in the name of the kernel, as the day on which the daemon of the same release was built."""
    found = _BUILT.search(kernel)
    day = datetime.strptime(found[1] if found else _UNKNOWN_DAY, "%Y%m%d").replace(tzinfo=UTC)
    return f"{day:%a %b} {day.day:2} {day:%H:%M:%S}  {day:%Y}"


def _time(device: Device, seconds: float) -> str:
    """A time of the protocol, given in seconds since 1970: in hexadecimal, then in the time zone of the device."""
    counted = seconds + _EPOCH
    whole = int(counted)
    local = device.local_time(seconds if whole else _WRAP - _EPOCH)
    thousandths = int(counted % 1 * 1000)
    return (
        f"{whole % _WRAP:08x}.{int(counted % 1 * _WRAP):08x}  "
        f"{local:%a, %b} {local.day:2} {local.year} {local.hour:2}:{local:%M:%S}.{thousandths:03}"
    )


def _runs(device: Device) -> bool:
    return find(device.configuration, "system", "ntp") is not None


OPERATIONS = (
    Operation("ntp-associations", associations, associations_text),
    Operation("ntp-status", status, output),
)
