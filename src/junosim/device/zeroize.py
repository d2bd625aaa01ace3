"""Zeroization: everything that users brought to the device is erased, and it boots as it was delivered.

The erasing is a script of the lifecycle, so that it goes on when the session that asked for it is gone. Nothing is
shown to anybody before the last secret is overwritten; what follows then is the time that a real device needs for
its disks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from junosim.device import boot, erasure, system_log
from junosim.device.lifecycle import Real, State
from junosim.device.zeroize_text import TARGET, VMHOST, zeroize_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.device.device import Device
    from junosim.device.lifecycle import Script
    from junosim.device.logins import Login
    from junosim.device.zeroize_text import ZeroizeText

_PATIENCE: Final = 5.0  # seconds that a session has to show the last lines
_LOOK: Final = 0.05


@dataclass(slots=True)
class Zeroization:
    """A zeroization that goes on, for the session that asked for it.

    on_console True when the session is on the console, which the device takes for itself: it prints the lines there
    said       lines that the session has not shown yet
    has_ended  True when no more lines will come
    is_heard   set by the session when it has shown all, or shows no more
    """

    on_console: bool = False
    said: list[str] = field(default_factory=list)
    has_ended: bool = False
    is_heard: bool = False

    def take(self) -> list[str]:
        """The lines since the last call."""
        said, self.said = self.said, []
        return said


def begin(device: Device, login: Login, *, vmhost: bool = False, local: bool = False) -> Zeroization:
    """Begin to erase everything; `local` leaves another Routing Engine as it is. Raises StorageError.

    When it returns the erasing cannot be stopped any more, not by a power loss either.
    """
    system_log.stop_asked(device, login, "zeroized")
    erasure.begin(device.storage)
    progress = Zeroization(login.tty == device.platform.console[1])
    text = zeroize_text(VMHOST if vmhost else device.platform.boot_text, fips=device.fips_mode)
    device.begin(_script(device, login, progress, text, local=local))
    device.lifecycle.wake()  # from here on nobody else has a say
    return progress


def _script(device: Device, asker: Login, progress: Zeroization, text: ZeroizeText, *, local: bool) -> Script:
    device.lifecycle.enter(State.ZEROIZING)
    device.plan = None
    device.end_sessions(but=asker)
    processes = list(_ended_processes(device, text))
    yield 0.0
    for _ in erasure.start_anew(device):
        yield 0.0
    for delay, line in text.session:
        yield delay
        for shown in _for_engines(device, line, local=local):
            if progress.on_console:
                device.console.print(f"{shown}\n")
            else:
                progress.said.append(shown)
    progress.has_ended = True
    yield from _wait_for(progress)
    device.end_sessions()
    now = device.local_time()
    for name, number in processes:
        device.console.print(
            f"{now:%b} {now.day:2} {now:%H:%M:%S} {text.sender}: {name} (PID {number}) terminate signal 15 sent\n"
        )
    yield from boot.show(device, "shutdown")
    yield from boot.show(device, "reboot")
    yield from boot.boot(device)


def _wait_for(progress: Zeroization) -> Iterator[Real]:
    """Give the session that asked time to show the last line, as long as anybody may expect it to."""
    waited = 0.0
    while not (progress.is_heard or progress.on_console) and waited < _PATIENCE:
        yield Real(_LOOK)
        waited += _LOOK


def _for_engines(device: Device, line: str, *, local: bool) -> list[str]:
    if TARGET not in line:
        return [line]
    engines = device.platform.routing_engines[: 1 if local else None]
    targets = (device.platform.zeroizes.format(slot=engine.slot) for engine in engines)
    return [line.replace(TARGET, target) for target in targets]


def _ended_processes(device: Device, text: ZeroizeText) -> Iterator[tuple[str, int]]:
    """The processes that are ended, with the numbers that they have here as far as the device knows them."""
    for name, number, program in text.processes:
        found = device.processes.find(program) or device.processes.of_file(program)
        yield name, number if found is None else device.processes.pid(found)
