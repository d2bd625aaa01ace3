"""Lines of the system log: what stands before the text, and how a process writes one."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from junosim.audit.forms import stamp, visible
from junosim.device.file_names import FileProblem

if TYPE_CHECKING:
    from junosim.device.device import Device

MESSAGES: Final = "messages"
"""The log that is there whatever is configured."""
NAMELESS: Final = "Amnesiac"
"""What a device without a host name calls itself: to getty (the guides), in its log and to its users."""


def header(device: Device, process: str, pid: int | None = None) -> str:
    """`Mar  5 14:47:18  host process[pid]:`, now, in the device's time zone; not every process gives its pid."""
    sender = process if pid is None else f"{process}[{pid}]"
    moment = stamp(device.clock.time(), device.time_zone)
    return f"{moment}  {device.host_name or NAMELESS} {sender}:"


def log(device: Device, process: str, text: str, pid: int | None = None) -> None:
    """Write one line of a process into the system log; a disk that is full or broken stops nobody.

    Control characters are shown as `^J` and the like, as syslogd does, so that one text is one line.
    """
    with suppress(FileProblem):
        device.logs.append(MESSAGES, f"{header(device, process, pid)} {visible(text)}")
