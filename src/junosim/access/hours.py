"""When members of a login class may log in: `allowed-days`, `access-start` and `access-end`.

Vendor documentation: without days every day counts, without times the whole day. A time that ends before it starts
goes on past midnight, into a day that need not be among those allowed.
"""

from __future__ import annotations

import re
from datetime import time, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

    from junosim.access.classes import LoginClass

_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CLOCK: Final = re.compile(
    r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))? ?(?P<half>(?:[aApP][mM])?)(?: ?[+-]\d{4})?"
)


def may_log_in(login_class: LoginClass, now: datetime) -> bool:
    """Whether a member may log in at this moment, given in the time zone of the device.

    The minute of `access-start` is the first in which he may, that of `access-end` the first in which he may not
    [our choice].
    """
    start, end = _time(login_class.access_start), _time(login_class.access_end)
    if start is None or end is None:
        return _is_allowed(login_class, now)
    moment = now.time()
    if start < end:
        return start <= moment < end and _is_allowed(login_class, now)
    if moment >= start:
        return _is_allowed(login_class, now)
    return moment < end and _is_allowed(login_class, now - timedelta(days=1))


def _is_allowed(login_class: LoginClass, day: datetime) -> bool:
    return not login_class.allowed_days or _DAYS[day.weekday()] in login_class.allowed_days


def _time(text: str) -> time | None:
    """A time of day as the configuration has it: `20:00`, `8:00:30`, `8:00 PM`; None for none.

    It is meant in the time zone of the device, whatever offset stands behind it [our choice].
    """
    found = _CLOCK.fullmatch(text)
    if found is None:
        return None
    hour, half = int(found["hour"]), found["half"].upper()
    if half:
        hour = hour % 12 + (12 if half == "PM" else 0)
    return time(hour, int(found["minute"]), int(found["second"] or 0))
