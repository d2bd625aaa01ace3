"""Lines of log files taken apart: when, which process, which tag. They are those that `audit.forms` makes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import tzinfo

_PLAIN: Final = re.compile(
    r"(?P<month>[A-Z][a-z]{2}) +(?P<day>\d{1,2}) (?P<time>\d\d:\d\d:\d\d)(?:\.\d{3})?(?: (?P<year>\d{4}))? +"
    r"(?P<host>\S+) (?P<process>[^\s:\[]+)(?:\[(?P<pid>\d+)\])?: "
    r"(?:%[A-Z]+-\d(?:-(?P<explicit>[A-Z][A-Z0-9_]+))?: |(?P<tag>[A-Z][A-Z0-9]*_[A-Z0-9_]+): )?"
)
_STRUCTURED: Final = re.compile(
    r"<\d{1,3}>1 (?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?)Z (?P<host>\S+) (?P<process>\S+)"
    r" (?P<pid>\S+) (?P<tag>\S+) "
)
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ASKED: Final = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d)(?:[.T ](?P<time>\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(?P<zone>Z|[+-]\d\d:?\d\d)?)?"
)
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Recorded:
    """One line. `time` is in seconds since the epoch, None where the line has none that can be read."""

    line: str
    time: float | None = None
    host: str = ""
    process: str = ""
    tag: str = ""


def recorded(line: str, zone: tzinfo, now: float) -> Recorded:
    """A line of a log, read in this time zone; one without a year is of the year before `now`."""
    found = _STRUCTURED.match(line)
    if found is not None:
        moment = datetime.fromisoformat(found["time"]).replace(tzinfo=UTC).timestamp()
        return Recorded(line, moment, found["host"], found["process"], found["tag"].removeprefix("-"))
    found = _PLAIN.match(line)
    if found is None:
        return Recorded(line)
    tag = found["explicit"] or found["tag"] or ""
    return Recorded(line, _moment(found, zone, now), found["host"], found["process"], tag)


def _moment(found: re.Match[str], zone: tzinfo, now: float) -> float | None:
    if found["month"] not in _MONTHS:
        return None
    latest = datetime.fromtimestamp(now, zone) + _DAY
    hour, minute, second = map(int, found["time"].split(":"))
    years = (int(found["year"]),) if found["year"] else range(latest.year, latest.year - 5, -1)
    for year in years:
        try:
            moment = datetime(
                year, _MONTHS.index(found["month"]) + 1, int(found["day"]), hour, minute, second, tzinfo=zone
            )
        except ValueError:  # the 29th of February
            continue
        if found["year"] or moment <= latest:
            return moment.timestamp()
    return None


def asked_time(text: str, zone: tzinfo) -> float | None:
    """A time that a client names, in seconds since the epoch: `2020-07-08.07:00:00`, ISO 8601, or such a number.

    None for what is none. A time without a zone is that of the device.
    """
    if text.isascii() and text.isdecimal() and len(text) < 12:
        return float(text)
    found = _ASKED.fullmatch(text)
    if found is None:
        return None
    clock = found["time"] or "00:00"
    try:
        moment = datetime.fromisoformat(f"{found['date']}T{clock}{found['zone'] or ''}")
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).timestamp()
    except (ValueError, OverflowError):
        return None
