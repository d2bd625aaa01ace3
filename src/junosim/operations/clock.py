"""`set date` and `set date ntp`: the clock of the device. Forms of the time: date(1) of FreeBSD."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Final

from junosim.config.query import entries
from junosim.device import hosts, login_lines, time_log
from junosim.errors import ConfigurationError
from junosim.operations.model import Element
from junosim.operations.operation import Context, Operation, output

if TYPE_CHECKING:
    from datetime import tzinfo

_TIME: Final = re.compile(r"(?P<digits>(?:\d\d){1,6})(?:\.(?P<second>\d\d))?")
_FIRST_YEAR, _LAST_YEAR = 1970, 2037  # what a signed number of 32 bits counts in seconds
_FIELDS: Final = ("century", "year", "month", "day", "hour", "minute")  # given from the right
_MALFORMED: Final = "illegal time format"  # as date(1); how the CLI says it is recalled
_NO_SERVER: Final = "no server suitable for synchronization found"
_NO_KEY: Final = "authentication key {} is not configured"
_NONE_NAMED: Final = "no servers can be used, exiting"


def set_date(context: Context) -> Element:
    """`set date [[[[[cc]yy]mm]dd]HH]MM[.ss]`: what is not given stays as it is; seconds become 0.

    The log has the line of date(1), at the new time.
    """
    device = context.device
    wanted, login = context.arguments["time"], context.login
    try:
        moment = parse(wanted, device.local_time(), device.time_zone)
    except ConfigurationError as problem:
        time_log.failed(device, login, login.origin, wanted, problem.message)
        raise
    device.set_time(moment.timestamp(), login.origin, login.user)
    device.audit.write(login_lines.date_set(context.login.user), device.next_pid())
    return _answer(date_line(device.local_time()))


def parse(text: str, now: datetime, zone: tzinfo) -> datetime:
    """The moment that a text names. Raises ConfigurationError."""
    match = _TIME.fullmatch(text)
    if match is None:
        raise ConfigurationError(_MALFORMED)
    digits = match["digits"]
    given = [int(digits[place : place + 2]) for place in range(0, len(digits), 2)]
    fields = {
        "century": now.year // 100,
        "year": now.year % 100,
        "month": now.month,
        "day": now.day,
        "hour": now.hour,
        "minute": now.minute,
    }
    named = _FIELDS[-len(given) :]
    fields.update(zip(named, given, strict=True))
    if "year" in named and "century" not in named:
        fields["century"] = 19 if fields["year"] >= 69 else 20  # as date(1)
    year = 100 * fields["century"] + fields["year"]
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ConfigurationError(_MALFORMED)
    try:
        return datetime(
            year, fields["month"], fields["day"], fields["hour"], fields["minute"], int(match["second"] or 0),
            tzinfo=zone,
        )  # fmt: skip
    except (ValueError, OverflowError):
        raise ConfigurationError(_MALFORMED) from None


def date_line(moment: datetime) -> str:
    """`Mon Mar 24 16:08:00 UTC 2025` [capture]."""
    return f"{moment:%a %b} {moment.day:2} {moment:%H:%M:%S %Z %Y}"


def set_date_ntp(context: Context) -> Element:
    """`set date ntp [SERVER] [key N] [source-address A]`: asks a server, or those of `system ntp`; none is reached.

    Raises ConfigurationError for a key that the configuration does not have [our wording].
    """
    device = context.device
    server, key = context.arguments.get("server"), context.arguments.get("key")
    known = {entry.keys[0] for entry in entries(device.configuration, "system", "ntp", "authentication-key")}
    asked = [server] if server else [*_servers(context)]
    if key is not None and key not in known:
        reason = _NO_KEY.format(key)
        time_log.failed(device, context.login, " ".join(asked), time_log.UNKNOWN, reason)
        raise ConfigurationError(reason)
    usable = [name for name in asked if hosts.addresses(device.configuration, name)]
    now = device.local_time()
    stamp = f"{now.day:2} {now:%b %H:%M:%S} ntpdate[{device.next_pid()}]: "
    unknown = [f"{stamp}can't find host {name}" for name in asked if name not in usable]
    reason = _NO_SERVER if usable else _NONE_NAMED
    time_log.failed(device, context.login, " ".join(asked), time_log.UNKNOWN, reason)
    return _answer(*unknown, stamp + reason)


def _servers(context: Context) -> list[str]:
    tree = context.device.configuration
    return [entry.keys[0] for entry in entries(tree, "system", "ntp", "server")]


def _answer(*lines: str) -> Element:
    return Element("date-information", *(Element("output", line) for line in lines))


OPERATIONS = (
    Operation("date", set_date, output),
    Operation("date-ntp", set_date_ntp, output),
)
