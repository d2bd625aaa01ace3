"""What happens while a device boots and stops, step by step: scripts for its lifecycle.

The texts are data (`boot_text`), the order and the work are here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.device import erasure, self_tests, system_log, trust_log
from junosim.device.audit import NAMELESS
from junosim.device.boot_text import boot_text
from junosim.device.factory import factory_configuration
from junosim.device.lifecycle import LifecycleError, Real, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.device.device import Device
    from junosim.device.lifecycle import Script

DISK, USB = "disk", "usb"
MEDIA = (DISK, USB)
"""What a device can boot from: its own disk, or an installation medium, which makes it as it was delivered."""

_FAREWELL = 2.0  # seconds between the last message and the end of the sessions
_PANIC = 1.0  # seconds from a panic to the next boot that pass whatever the pace is
_FILE_SYSTEM_CHECK = 60.0  # likewise, of a boot that is slow


def power_on(device: Device, media: str = DISK) -> None:
    """Switch the power of a device on that is off. Raises LifecycleError for one that is on, or unknown media."""
    check_media(media)
    if device.lifecycle.state is not State.OFF:
        raise LifecycleError("the power is on already")
    device.begin(boot(device, media))


def check_media(media: str) -> None:
    """Raises LifecycleError for something a device cannot boot from."""
    if media not in MEDIA:
        raise LifecycleError(f"{media!r} is nothing to boot from; there are {', '.join(MEDIA)}")


def power_off(device: Device) -> None:
    """Take the power away, whatever the device is doing; what is not on the disk is lost."""
    device.lifecycle.stop()
    device.end_sessions()
    if device.lifecycle.state is not State.OFF:
        device.lifecycle.enter(State.OFF)


def boot(device: Device, media: str = DISK) -> Script:
    """From the loader to the login prompt."""
    device.lifecycle.enter(State.BOOTING)
    yield from show(device, "loader")
    for _ in erasure.finish(device):
        yield 0.0
    if media == USB:
        yield from show(device, "usb")
        device.software.deliver()
        device.faults.repair()
        device.start_over(factory_configuration(device.platform, device.release))
        yield from show(device, "loader")
    device.software.activate()
    device.start_kernel()
    yield from show(device, "kernel")
    if device.faults.take("boot", "slow"):
        yield Real(_FILE_SYSTEM_CHECK)
        yield from show(device, "check")
    yield from show(device, "start")
    device.restart_configuration()
    system_log.log_begins(device, lines(device, "kernel"))
    trust_log.current(device)
    state = None
    if device.fips_mode:
        state = yield from self_tests.power_on(device)
        if state is None:
            yield from panic(device)
            return
    yield from show(device, "daemons")
    system_log.daemons_begin(device)
    device.lifecycle.enter(state or device.state_when_up())


def panic(device: Device) -> Script:
    """Stop at once, as the kernel does when a self-test has failed, and boot again; what is broken fails again.

    Nobody is let in, and without a pace too it takes its time, since it may go on for ever.
    """
    device.lifecycle.enter(State.PANIC)
    device.end_sessions()
    yield from show(device, "panic")
    yield Real(_PANIC)
    device.begin(boot(device))


def stop(device: Device) -> Script:
    """End sessions and daemons, so that nothing is left but the kernel."""
    yield _FAREWELL
    device.lifecycle.enter(State.SHUTTING_DOWN)
    device.end_sessions()
    system_log.daemons_end(device)
    yield from show(device, "shutdown")


def reboot(device: Device) -> Script:
    """Stop and boot again."""
    yield from stop(device)
    yield from show(device, "reboot")
    yield from boot(device)


def halt(device: Device) -> Script:
    """Stop, until somebody presses a key on the console."""
    yield from stop(device)
    yield from show(device, "halt")
    device.lifecycle.enter(State.HALTED)


def switch_off(device: Device) -> Script:
    """Stop and switch the power off."""
    yield from stop(device)
    yield from show(device, "power-off")
    device.lifecycle.enter(State.OFF)


def show(device: Device, phase: str) -> Iterator[float]:
    """Print the lines of one phase on the console, each after its time."""
    for line in boot_text(device.platform.boot_text).phases[phase]:
        yield line.delay
        device.console.print(f"{_filled(device, line.text)}\n")


def lines(device: Device, phase: str) -> Iterator[str]:
    """The lines of one phase, all at once."""
    return (_filled(device, line.text) for line in boot_text(device.platform.boot_text).phases[phase])


def _filled(device: Device, text: str) -> str:
    now = device.local_time()
    return text.format(
        version=device.software.release,
        kernel=device.platform.kernel,
        model=device.platform.model,
        host=device.host_name or NAMELESS,
        epoch=int(device.clock.time()),
        date=device.utc_text(),
        local=f"{now:%a %b} {now.day:2} {now:%H:%M:%S %Z %Y}",
    )
