"""When the periodic self-tests are due: `system fips self-test periodic`, in the time zone of the device."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import tzinfo

# How far to look: for a day of the month 41 years, as the 29th of February is a given weekday once in at most 40.
_MONTHS, _DAYS = 41 * 12, 2 * 366
# A clock that is put forward delays what falls into the gap, by a whole day where the date line was moved.
_LONGEST_DELAY = timedelta(days=2)
_LEAP_YEAR = 2000


@dataclass(frozen=True, slots=True)
class Schedule:
    """At `hour`:`minute` on every day that has all that is given; None stands for any.

    `day_of_week` is 1 for Monday to 7 for Sunday. A month without that day is left out.
    """

    hour: int
    minute: int
    day_of_week: int | None = None
    day_of_month: int | None = None
    month: int | None = None

    def has(self, day: date) -> bool:
        """True when the tests are to be run on that day."""
        return (
            self.day_of_week in {None, day.isoweekday()}
            and self.day_of_month in {None, day.day}
            and self.month in {None, day.month}
        )

    def next_due(self, after: float, zone: tzinfo) -> float | None:
        """The first time after `after`, both in seconds since the epoch; None for a day that no year has.

        An hour that is skipped when clocks are put forward counts as the hour that follows it; of an hour that
        comes twice the first one counts.
        """
        if self.month and self.day_of_month and self.day_of_month > monthrange(_LEAP_YEAR, self.month)[1]:
            return None
        for day in self._days(datetime.fromtimestamp(after, zone).date() - _LONGEST_DELAY):
            if self.has(day):
                due = datetime(day.year, day.month, day.day, self.hour, self.minute, tzinfo=zone).timestamp()
                if due > after:
                    return due
        return None

    def _days(self, first: date) -> Iterator[date]:
        """The days to look at: all from the first one, or the day of each month."""
        if self.day_of_month is None:
            yield from (first + timedelta(days=number) for number in range(_DAYS))
            return
        for number in range(first.month - 1, first.month + _MONTHS):
            year, month = first.year + number // 12, number % 12 + 1
            if self.day_of_month <= monthrange(year, month)[1]:
                yield date(year, month, self.day_of_month)


def schedule_of(leaf: Callable[[str], str | None]) -> Schedule | None:
    """The schedule of `periodic`; `leaf` gives the text of a statement in it, or None.

    None without a `start-time`, which every other statement asks for. The texts have passed their types.
    """
    start = leaf("start-time")
    if start is None:
        return None
    hour, _, minute = start.partition(":")
    return Schedule(
        int(hour),
        int(minute),
        *(
            None if (text := leaf(name)) is None else int(text)
            for name in ("day-of-week", "day-of-month", "month")
        ),
    )
