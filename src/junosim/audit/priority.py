"""Facilities and severities of log messages: their names, their numbers, and the codes that lines show."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


class Severity(IntEnum):
    """How bad it is, from 0 for the worst (RFC 5424); the names are those of the configuration."""

    EMERGENCY = 0
    ALERT = 1
    CRITICAL = 2
    ERROR = 3
    WARNING = 4
    NOTICE = 5
    INFO = 6
    DEBUG = 7


@dataclass(frozen=True, slots=True)
class Facility:
    """A class of messages.

    `name` is the word of the configuration, or our name for one that has none; `number` the one in `<PRI>`; `code`
    what `explicit-priority` shows.
    """

    name: str
    number: int
    code: str


# Numbers: FreeBSD's, and the local ones that the vendor's documentation names for messages to remote hosts; captures
# have 22 and 23. Codes: the vendor's table of facility codes; those of external, security and syslog are [g].
_FACILITIES: Final = (
    Facility("kernel", 0, "KERN"),
    Facility("user", 1, "USER"),
    Facility("daemon", 3, "DAEMON"),
    Facility("authorization", 4, "AUTH"),
    Facility("syslog", 5, "SYSLOG"),
    Facility("cron", 9, "CRON"),
    Facility("authpriv", 10, "AUTHPRIV"),
    Facility("ftp", 11, "FTP"),
    Facility("ntp", 12, "NTP"),
    Facility("security", 13, "SECURITY"),
    Facility("console", 14, "CONSOLE"),
    Facility("dfc", 17, "DFC"),
    Facility("external", 18, "EXTERNAL"),
    Facility("firewall", 19, "FIREWALL"),
    Facility("pfe", 20, "PFE"),
    Facility("conflict-log", 21, "CONFLICT"),
    Facility("change-log", 22, "CHANGE"),
    Facility("interactive-commands", 23, "INTERACT"),
)

FACILITIES: Final[Mapping[str, Facility]] = {facility.name: facility for facility in _FACILITIES}
"""Every facility by its name. `syslog`, `cron`, `authpriv` and `console` no statement can name: `any` takes them."""

FACILITY_COUNT: Final = 24
"""As many numbers of facilities there are (RFC 5424)."""

LOCAL: Final[Mapping[str, int]] = {f"local{number}": 16 + number for number in range(8)}
"""The further words of `facility-override`."""


def severity(name: str) -> Severity:
    """The severity of that name. Raises KeyError for an unknown one."""
    return Severity[name.upper()]


def override_number(word: str) -> int:
    """The number that `facility-override` puts into `<PRI>`. Raises KeyError for an unknown word."""
    return LOCAL[word] if word in LOCAL else FACILITIES[word].number
