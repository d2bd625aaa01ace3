"""Times and durations as Junos prints them. Source: captures of `show system uptime` and `… users`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.operations.model import Element

if TYPE_CHECKING:
    from datetime import datetime

_MINUTE, _HOUR, _DAY, _WEEK = 60, 3600, 86400, 7 * 86400


def date_time(moment: datetime) -> str:
    """`2021-08-31 08:48:11 MSK`."""
    return moment.strftime("%Y-%m-%d %H:%M:%S %Z")


def clock_time(moment: datetime) -> str:
    """`8:48AM`."""
    return f"{moment.hour % 12 or 12}:{moment:%M}{'AM' if moment.hour < 12 else 'PM'}"


def age(seconds: float) -> str:
    """`00:01:40`, `5d 17:09`, `22w0d 19:16`."""
    whole = int(seconds)
    hours, minutes = whole % _DAY // _HOUR, whole % _HOUR // _MINUTE
    if whole < _DAY:
        return f"{hours:02}:{minutes:02}:{whole % _MINUTE:02}"
    if whole < _WEEK:
        return f"{whole // _DAY}d {hours:02}:{minutes:02}"
    return f"{whole // _WEEK}w{whole % _WEEK // _DAY}d {hours:02}:{minutes:02}"


def up_time(seconds: float) -> str:
    """The time up as `w` prints it: `154 days, 19:16`, `15 days, 5 mins`, `2 hrs`, `42 secs`."""
    whole = int(seconds)
    if whole > _MINUTE:
        whole += 30  # w rounds to the minute
    days, hours, minutes = whole // _DAY, whole % _DAY // _HOUR, whole % _HOUR // _MINUTE
    parts = [_plural(days, "day")] if days else []
    if hours and minutes:
        parts.append(f"{hours}:{minutes:02}")
    elif hours:
        parts.append(_plural(hours, "hr"))
    elif minutes:
        parts.append(_plural(minutes, "min"))
    elif not days:
        parts.append(_plural(whole, "sec"))
    return ", ".join(parts)


def login_time(since: datetime, now: datetime) -> str:
    """When somebody logged in, as `w` prints it: `2:35AM`, after a day `Mon10PM`, after a week `08Jul20`."""
    passed = (now - since).total_seconds()
    if passed < _DAY and since.day == now.day:
        return clock_time(since)
    if passed < _WEEK:
        return since.strftime("%a%I%p")
    return since.strftime("%d%b%y")


def idle_time(seconds: float) -> str:
    """How long a session is idle, as `w` prints it: `-`, minutes, `2:15`, `2days`."""
    whole = int(seconds)
    if whole >= 36 * _HOUR:
        return _plural(whole // _DAY, "day").replace(" ", "")
    if whole >= _HOUR:
        return f"{whole // _HOUR}:{whole % _HOUR // _MINUTE:02}"
    return str(whole // _MINUTE) if whole >= _MINUTE else "-"


def stamp(name: str, moment: datetime) -> Element:
    """An element with a date, and its seconds since the epoch beside it."""
    return Element(name, date_time(moment), attributes={"junos:seconds": str(int(moment.timestamp()))})


def length(name: str, seconds: float) -> Element:
    """An element with a duration, and its seconds beside it."""
    return Element(name, age(seconds), attributes={"junos:seconds": str(int(seconds))})


def words(name: str, seconds: float) -> Element:
    """As `length`, in words: `5 days, 3 hours, 24 minutes, 13 seconds`."""
    whole = int(seconds)
    parts = ((whole // _DAY, "day"), (whole % _DAY // _HOUR, "hour"), (whole % _HOUR // _MINUTE, "minute"))
    text = ", ".join(
        _plural(number, unit) for number, unit in (*parts, (whole % _MINUTE, "second")) if number
    )
    return Element(name, text or "0 seconds", attributes={"junos:seconds": str(whole)})


def _plural(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"
