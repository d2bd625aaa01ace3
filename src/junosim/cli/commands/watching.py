"""`monitor traffic` and `monitor interface`: what passes on the interfaces, on which nothing passes.

`monitor interface` prints one screen and returns, as no counter ever changes; on a terminal the real one redraws it
every second. Layouts: the vendor's documentation, as recalled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.cli.context import Interrupted, Wait
from junosim.config.query import branch, find
from junosim.device.reach import is_up, prefixes
from junosim.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.cli.command import Command
    from junosim.cli.context import Context, Routine
    from junosim.device.device import Device

_CAPTURE: Final = 96  # bytes of each packet
_LONG: Final = 86400.0  # seconds between two looks at packets that never come
_GIGABIT: Final = 1_000_000_000


def monitor_traffic(context: Context, command: Command) -> Routine:
    """`monitor traffic [interface NAME] [no-resolve] [detail] …`: until Ctrl-C."""
    arguments, device = command.arguments, context.device
    ports = [port.name for port in device.platform.ports if port.kind == "management"]
    name = arguments.get("interface") or ports[0]
    _check(device, name)
    if "detail" not in arguments:
        yield "verbose output suppressed, use <detail> or <extensive> for full protocol decode"
    if "no-resolve" in arguments:
        yield "Address resolution is OFF."
    else:
        yield "Address resolution is ON. Use <no-resolve> to avoid any reverse lookup delay."
        yield "Address resolution timeout is 4s."
    yield f"Listening on {name}, capture size {_CAPTURE} bytes"
    yield ""
    try:
        while arguments.get("count") != "0":
            yield Wait(device.clock.monotonic() + _LONG)
    except Interrupted:
        pass
    yield "0 packets received by filter"
    yield "0 packets dropped by kernel"


def monitor_interface(context: Context, command: Command) -> Routine:
    """`monitor interface [NAME | traffic]`."""
    device, name = context.device, command.arguments.get("interface-name")
    if name is not None:
        _check(device, name)
    yield _clock_line(context)
    if name is not None:
        yield from _one(device, name)
    else:
        yield ""
        yield "Interface    Link  Input packets        (pps)     Output packets        (pps)"
        for found in _names(device):
            link = "Up" if is_up(device, found) else "Down"
            yield f" {found:<12}{link:<6}{0:>12} {'(0)':>12} {0:>18} {'(0)':>12}"


def _clock_line(context: Context) -> str:
    now = context.device.local_time()
    return f"{context.device.host_name or '':<37}{'Seconds: 0':<25}Time: {now:%H:%M:%S}"


def _names(device: Device) -> list[str]:
    """The physical interfaces there are, and those that the configuration adds to them (`lo0`)."""
    found = [port.name for port in device.platform.ports if port.kind != "console"]
    return [*found, *dict.fromkeys(
        name for unit, _prefix in prefixes(device.configuration) if (name := unit.partition(".")[0]) not in found
    )]  # fmt: skip


def _check(device: Device, name: str) -> None:
    """Raises ConfigurationError for an interface that is not there."""
    if name.partition(".")[0] not in _names(device):
        raise ConfigurationError(f"device {name} not found")


def _one(device: Device, name: str) -> Iterator[str]:
    physical = name.partition(".")[0]
    entry = branch(device.configuration, "interfaces", "interface", physical)
    state = "Disabled" if find(entry, "disable") is not None else "Enabled"
    speed = next((port.speed for port in device.platform.ports if port.name == physical), 0)
    yield f"Interface: {name}, {state}, Link is {'Up' if is_up(device, physical) else 'Down'}"
    shown = f"{speed // 1_000_000}mbps" if 0 < speed < 10 * _GIGABIT else f"{speed // _GIGABIT}Gbps"
    yield (
        f"Encapsulation: Ethernet, Speed: {shown}"
        if speed
        else "Encapsulation: Unspecified, Speed: Unspecified"
    )
    yield f"{'Traffic statistics:':<60}Current delta"
    for label, unit in (
        ("Input bytes:", "bps"), ("Output bytes:", "bps"), ("Input packets:", "pps"), ("Output packets:", "pps")
    ):  # fmt: skip
        yield f"  {label:<16}{0:>20} {f'(0 {unit})':<22} [0]"
