"""What syslogd, the kernel, init and shutdown(8) log when a device, or one of its processes, starts and stops.

Order and words of the start of syslogd: the guides ("Audit startup").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.audit.forms import stamp
from junosim.device.login_lines import shown_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from junosim.device.device import Device
    from junosim.device.logins import Login
    from junosim.device.process_list import Program

SYSLOGD: Final = "syslogd"
"""What the process that writes the log calls itself there."""

_LOGGER: Final = "event-processing"  # what `restart` calls it
_ALARM: Final = "14"  # the signal that ends syslogd in the guides


def stop_asked(device: Device, login: Login, action: str) -> None:
    """A user stops the system; `action` is `rebooted`, `halted`, `powered off`, `zeroized`."""
    device.audit.emit("ui-reboot", login.pid, action=action, username=shown_name(login.user))


def going_down(device: Device, pid: int, action: str, user: str, message: str) -> None:
    """The time of a stop has come: `action` is `reboot`, `halt`, `power-down` (FreeBSD, shutdown(8))."""
    device.audit.emit("shutdown", pid, action=action, username=shown_name(user), message=message)


def daemons_end(device: Device) -> None:
    """Everything that the boot started is told to end, the log at last."""
    for program in _named(device):
        device.audit.emit(
            "process-signalled", daemon=program.name, daemon_pid=str(device.processes.pid(program))
        )
    device.audit.emit("syslogd-exiting", signal=_ALARM)


def log_begins(device: Device, kernel: Iterable[str]) -> None:
    """The log is written again, behind a boot: what the kernel has said until then comes first."""
    number = _logger(device)
    _syslogd_begins(device, number, number, kernel)


def log_goes_on(device: Device) -> None:
    """The log of before is written on, by a device that begins as it is behind a boot: its start is never unsaid."""
    log_begins(device, ())


def daemons_begin(device: Device) -> None:
    """What a boot starts is there."""
    for program in _named(device):
        device.audit.emit(
            "process-started", daemon=program.name, daemon_pid=str(device.processes.pid(program))
        )


def restarted(device: Device, login: Login, program: Program, before: int, after: int) -> None:
    """A user had a process end and begin anew, with another number."""
    emit = device.audit.emit
    emit("ui-restart", login.pid, username=shown_name(login.user), daemon=program.name)
    if program.name == _LOGGER:
        emit("syslogd-exiting", signal=_ALARM)
        _syslogd_begins(device, before, after)
        return
    emit("process-signalled", daemon=program.name, daemon_pid=str(before))
    emit("process-exited", daemon=program.name, daemon_pid=str(before))
    emit("process-started", daemon=program.name, daemon_pid=str(after))


def _syslogd_begins(device: Device, before: int, after: int, kernel: Iterable[str] = ()) -> None:
    emit, moment = device.audit.emit, stamp(device.clock.time(), device.time_zone)
    emit("syslogd-restart")
    emit("kernel-process-exited", stamp=moment, daemon=SYSLOGD, daemon_pid=str(before), status="1")
    for line in kernel:
        emit("kernel-line", text=line)
    emit("kernel-process-started", stamp=moment, daemon=SYSLOGD, daemon_pid=str(after))


def _logger(device: Device) -> int:
    program = device.processes.find(_LOGGER)
    return device.processes.management if program is None else device.processes.pid(program)


def _named(device: Device) -> Iterable[Program]:
    names = device.processes.names()
    return (program for name in names if (program := device.processes.find(name)) is not None)
