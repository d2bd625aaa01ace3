"""A reboot, halt or power-off that users ask for: at once or at a time, announced to all terminals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Final

from junosim.device import boot, system_log
from junosim.device.lifecycle import Real
from junosim.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from junosim.device.device import Device
    from junosim.device.lifecycle import Script
    from junosim.device.logins import Login

BAD_TIME: Final = "bad time format"  # [g]; the system's shutdown says so
PAST_TIME: Final = "that time is already past."

_MINUTE, _HOUR = 60, 3600
_WARNINGS: Final = (
    10 * _HOUR, 5 * _HOUR, 2 * _HOUR, _HOUR, 30 * _MINUTE, 20 * _MINUTE, 10 * _MINUTE, 5 * _MINUTE, 2 * _MINUTE,
    _MINUTE, 30,
)  # fmt: skip
"""Seconds before the end at which all terminals are told (FreeBSD, shutdown(8))."""


class Kind(Enum):
    """What is asked for, by the word that tells of it."""

    REBOOT = "reboot"
    HALT = "halt"
    POWER_OFF = "power-off"


_DONE: Final[Mapping[Kind, str]] = {
    Kind.REBOOT: "rebooted",
    Kind.HALT: "halted",
    Kind.POWER_OFF: "powered off",
}
_DOING: Final[Mapping[Kind, str]] = {
    Kind.REBOOT: "reboot",
    Kind.HALT: "halt",
    Kind.POWER_OFF: "power-down",
}

_SCRIPTS: Final[Mapping[Kind, Callable[[Device], Script]]] = {
    Kind.REBOOT: boot.reboot,
    Kind.HALT: boot.halt,
    Kind.POWER_OFF: boot.switch_off,
}


@dataclass(frozen=True, slots=True)
class Plan:
    """A stop that waits for its time; `requested` and `time` are in seconds since the epoch."""

    kind: Kind
    user: str
    pid: int
    requested: float
    time: float
    message: str = ""


def delay_of(device: Device, at: str) -> float:
    """Seconds until a time as users give it: `now`, `+minutes`, `hh:mm` or `yymmddhhmm` in the device's zone.

    Raises ConfigurationError for what is no time, or past.
    """
    if at == "now":
        return 0.0
    if re.fullmatch(r"\+\d{1,6}", at):
        return int(at[1:]) * _MINUTE
    now = device.local_time()
    if found := re.fullmatch(r"(\d{1,2}):?(\d\d)", at):
        moment = _moment(now, hour=int(found[1]), minute=int(found[2]))
        if moment < now:  # of the day that comes
            moment += timedelta(days=1)
    elif re.fullmatch(r"\d{10}", at):
        year, month, day, hour, minute = (int(at[place : place + 2]) for place in range(0, 10, 2))
        moment = _moment(now, year=2000 + year, month=month, day=day, hour=hour, minute=minute)
        if moment < now:
            raise ConfigurationError(PAST_TIME)
    else:
        raise ConfigurationError(BAD_TIME)
    return moment.timestamp() - device.clock.time()


def _moment(now: datetime, **fields: int) -> datetime:
    try:
        return now.replace(**fields, second=0, microsecond=0)  # type: ignore[arg-type]
    except ValueError:
        raise ConfigurationError(BAD_TIME) from None


def request(device: Device, login: Login, kind: Kind, delay: float = 0.0, message: str = "") -> list[str]:
    """Stop the device after `delay` seconds; what the user is shown. A stop that was planned before is forgotten."""
    now = device.clock.time()
    plan = Plan(kind, login.user, device.next_pid(), now, now + delay, message)
    device.plan = plan
    system_log.stop_asked(device, login, _DONE[kind])
    lines = [f"[pid {plan.pid}]"]
    if delay:
        moment = device.local_time(plan.time)
        lines = ["", f"Shutdown at {moment:%a %b} {moment.day:2} {moment:%H:%M:%S %Y}", *lines]
    else:
        lines = ["", *_announcement(device, plan, 0.0), "Shutdown NOW!", *lines]
    device.begin(_count_down(device, plan, login))
    return lines


def cancel(device: Device) -> Plan | None:
    """Forget the stop that waits for its time; None when there is none."""
    plan, device.plan = device.plan, None
    if plan is not None:
        device.lifecycle.stop()
    return plan


def _count_down(device: Device, plan: Plan, sender: Login) -> Script:
    """Warn all terminals while the time comes near, then stop."""
    left = plan.time - plan.requested
    _tell(device, plan, left, sender)
    for seconds in (*(seconds for seconds in _WARNINGS if seconds < left), 0.0):
        if left:
            yield Real(left - seconds)
            left = seconds
            _tell(device, plan, left)
    device.plan = None
    system_log.going_down(device, plan.pid, _DOING[plan.kind], plan.user, plan.message)
    yield from _SCRIPTS[plan.kind](device)


def _tell(device: Device, plan: Plan, left: float, but: Login | None = None) -> None:
    text = "\n".join(_announcement(device, plan, left))
    for login in device.logins.on_terminals():
        if login is not but:
            login.inbox.append(text)
    device.alarm()


def _announcement(device: Device, plan: Plan, left: float) -> list[str]:
    """The lines that all terminals are shown (FreeBSD, shutdown(8); the immediate one: captures)."""
    host = f"@{device.host_name}" if device.host_name else ""
    final = "FINAL " if left == 0 else ""
    lines = [f"*** {final}System shutdown message from {plan.user}{host} ***", ""]
    if left > 10 * _MINUTE:
        lines.append(f"System going down at {device.local_time(plan.time):%H:%M}")
    elif left >= _MINUTE:
        minutes = int(left // _MINUTE)
        lines.append(f"System going down in {minutes} minute{'s' if minutes > 1 else ''}")
    elif left:
        lines.append(f"System going down in {int(left)} seconds")
    else:
        lines.append("System going down IMMEDIATELY")
    if plan.message:
        lines += ["", plan.message]
    return [*lines, ""]
