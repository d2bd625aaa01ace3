"""`show system storage`, `… memory` and `… information`: what the Routing Engine has, and how much of it is in use.

Layouts and elements: captures of devices; the sums of the memory are those of `show system processes extensive`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.device.files import CAPACITY
from junosim.operations.model import Element
from junosim.operations.operation import Context, Operation
from junosim.operations.processes import memory
from junosim.text import human_size

if TYPE_CHECKING:
    from collections.abc import Iterator

DISK: Final = "/dev/gpt/junos"
MOUNTED: Final = "/.mount"
"""The one file system that all files lie on [g: names as in public captures]."""

_BLOCK: Final = 512
_KILOBYTES: Final = 1024
_STORAGE_HEADER: Final = "Filesystem              Size       Used      Avail  Capacity   Mounted on"
_MEMORY: Final = (
    ("Total", "total"), ("Reserved", "reserved"), ("Wired", "wired"), ("Active", "active"),
    ("Inactive", "inactive"), ("Cache", "cache"), ("Free", "free"),
)  # fmt: skip


def storage(context: Context) -> Element:
    """The file systems, in blocks of 512 bytes, and in words."""
    used = -(-context.device.files.used // _KILOBYTES) * _KILOBYTES  # the disk gives whole blocks
    return Element(
        "system-storage-information",
        Element(
            "filesystem",
            Element("filesystem-name", DISK),
            _blocks("total-blocks", CAPACITY),
            _blocks("used-blocks", used),
            _blocks("available-blocks", CAPACITY - used),
            Element("used-percent", f"{-(-100 * used // CAPACITY):>3}"),
            Element("mounted-on", MOUNTED),
        ),
    )


def _blocks(name: str, size: int) -> Element:
    return Element(name, str(size // _BLOCK), attributes={"junos:format": human_size(size)})


def storage_text(answer: Element, _context: Context) -> Iterator[str]:
    """A table."""
    yield _STORAGE_HEADER
    for found in answer.children:
        cells = [found.shown(f"{name}-blocks") for name in ("total", "used", "available")]
        percent = f"{found.value('used-percent').strip()}%"
        sizes = f"{cells[0]:>8}{cells[1]:>11}{cells[2]:>11}{percent:>10}"
        yield f"{found.value('filesystem-name'):<20}{sizes}  {found.value('mounted-on')}"


def system_memory(context: Context) -> Element:
    """How the memory is used, in KB and per cent of all."""
    device = context.device
    parts = memory(context, device.processes.all(device.clock.monotonic()))
    total = device.platform.routing_engines[0].memory * _KILOBYTES
    sizes = {"total": total, "reserved": parts["buffers"], "cache": 0, **parts}
    pairs = ((name, sizes[name]) for _, name in _MEMORY)
    return Element(
        "system-memory-information",
        Element(
            "system-memory-summary-information",
            *(
                element
                for name, size in pairs
                for element in (
                    Element(f"system-memory-{name}", str(size)),
                    Element(f"system-memory-{name}-percent", str(100 * size // total)),
                )
            ),
        ),
    )


def system_memory_text(answer: Element, _context: Context) -> Iterator[str]:
    """One line for each use."""
    summary = answer.find("system-memory-summary-information")
    yield "System memory usage distribution:"
    for title, name in _MEMORY:
        size, percent = (
            ("", "") if summary is None
            else (summary.value(f"system-memory-{name}"), summary.value(f"system-memory-{name}-percent"))
        )  # fmt: skip
        yield f"{title:>11} memory: {size:>9} Kbytes ({percent:>3}%)"


def information(context: Context) -> Element:
    """Model, family, version, serial number and name."""
    device = context.device
    return Element(
        "system-information",
        Element("hardware-model", device.platform.model),
        Element("os-name", device.platform.family),
        Element("os-version", device.software.release),
        Element("serial-number", device.platform.chassis.serial_number),
        Element("host-name", device.host_name) if device.host_name else None,
    )


def information_text(answer: Element, _context: Context) -> Iterator[str]:
    """A line for each, but for the serial number."""
    named = (
        ("Model", "hardware-model"),
        ("Family", "os-name"),
        ("Junos", "os-version"),
        ("Hostname", "host-name"),
    )
    for title, name in named:
        if answer.find(name) is not None:
            yield f"{title}: {answer.value(name)}"


OPERATIONS = (
    Operation("storage", storage, storage_text, by_member=True),
    Operation("memory", system_memory, system_memory_text, by_member=True),
    Operation("information", information, information_text),
)
