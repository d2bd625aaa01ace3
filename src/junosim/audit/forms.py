r"""The forms of a log line: standard, with explicit priority, structured; in a file or on the way to a remote host.

    Feb 27 02:33:04  r1 mgd[6520]: UI_LOGOUT_EVENT: User 'op' logout                        a file
    Feb 27 02:33:04  r1 mgd[6520]: %INTERACT-6-UI_LOGOUT_EVENT: User 'op' logout            … with explicit-priority
    <190>Feb 27 02:33:04 r1 mgd[6520]: UI_LOGOUT_EVENT: User 'op' logout                    a remote host (RFC 3164)
    <190>1 2026-02-27T02:33:04.000Z r1 mgd 6520 UI_LOGOUT_EVENT [junos@2636.1.1.1.2.25 username="op"] User 'op' logout

The last one, of `structured-data` (RFC 5424), is the same in files and on the wire. Sources: the guides, captures of
remote messages, the vendor's system log reference.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from junosim.audit.priority import override_number

if TYPE_CHECKING:
    from datetime import tzinfo

    from junosim.audit.event import Event

_NIL: Final = "-"
_MILLISECONDS: Final = len("2026-02-27T02:33:04.000")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_HIGH: Final = 0x80  # where the second set of control characters begins, of which 8-bit terminals take orders
_ESCAPED: Final = re.compile(r'["\\\]]')
_ENTERPRISE: Final = "junos@2636.1.1.1.2"


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose lines these are: the name of the host, its time zone, and the number of its product.

    `product` is the last arc of `jnxProductName` in the vendor's MIB: 25 for an MX480.
    """

    host: str
    zone: tzinfo
    product: int


@dataclass(frozen=True, slots=True)
class Layout:
    """How the lines of one destination look.

    `year` and `millisecond` are `time-format`, `structured` and `brief` `structured-data [brief]`. What follows is
    for remote hosts alone: `facility` is the word of `facility-override`, `prefix` that of `log-prefix`.
    """

    year: bool = False
    millisecond: bool = False
    explicit_priority: bool = False
    structured: bool = False
    brief: bool = False
    remote: bool = False
    facility: str | None = None
    prefix: str = ""
    names_host: bool = True


def line(event: Event, layout: Layout, origin: Origin) -> str:
    """The event as one line without its end.

    `structured` wins over `explicit_priority` and the time format [vendor].
    """
    if layout.structured:
        return _structured(event, layout, origin)
    moment = stamp(event.time, origin.zone, year=layout.year, millisecond=layout.millisecond)
    if not layout.remote:
        return f"{moment}  {origin.host} {message(event, explicit=layout.explicit_priority)}"
    host = f"{origin.host} " if layout.names_host else ""
    prefix = f"{layout.prefix}: " if layout.prefix else ""
    said = message(event, explicit=layout.explicit_priority)
    return f"<{priority(event, layout.facility)}>{moment} {host}{prefix}{said}"


def message(event: Event, *, explicit: bool = False) -> str:
    """What stands behind the host: `process[pid]: TAG: text`. This is what `match` looks at [g].

    The priority that `explicit` shows is that of the event itself, also where a remote host is told another facility
    [vendor]; of an event without a tag it is `%AUTH-6: text` [g].
    """
    kind = event.kind
    process = kind.process if event.pid is None or not kind.gives_pid else f"{kind.process}[{event.pid}]"
    text = visible(event.text)
    if explicit:
        tag = f"-{kind.tag}" if kind.tag else ""
        return f"{process}: %{kind.facility.code}-{kind.severity.value}{tag}: {text}"
    return f"{process}: {kind.tag}: {text}" if kind.tag else f"{process}: {text}"


def priority(event: Event, facility: str | None = None) -> int:
    """The number in `<PRI>`. Facilities of Junos alone have the local numbers that remote hosts expect.

    `facility` is the word of `facility-override`, which counts for all messages [g].
    """
    number = event.kind.facility.number if facility is None else override_number(facility)
    return number * 8 + event.kind.severity


def stamp(time: float, zone: tzinfo, *, year: bool = False, millisecond: bool = False) -> str:
    """`Aug 21 12:36:30`, with `time-format` `Aug 21 12:36:30.401 2006` [vendor]."""
    if not (year or millisecond):
        return _second(int(time), zone)
    now = datetime.fromtimestamp(time, zone)
    shown = _shown(now)
    if millisecond:
        shown = f"{shown}.{now.microsecond // 1000:03}"
    return f"{shown} {now.year}" if year else shown


@lru_cache(maxsize=64)
def _second(time: int, zone: tzinfo) -> str:
    return _shown(datetime.fromtimestamp(time, zone))


def _shown(now: datetime) -> str:
    return f"{_MONTHS[now.month - 1]} {now.day:2} {now.hour:02}:{now.minute:02}:{now.second:02}"


def visible(text: str) -> str:
    """The text with control characters as `^J` or `M-^[`, as syslogd shows them, so that one event is one line."""
    return text if text.isprintable() else _CONTROL.sub(_spelled, text)


def _spelled(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"^{chr(code ^ 0x40)}" if code < _HIGH else f"M-^{chr(code ^ 0xC0)}"


def _structured(event: Event, layout: Layout, origin: Origin) -> str:
    """RFC 5424; what is unknown is `-`. A prefix has no place in it [g]; a host that is not named is unknown [g]."""
    kind = event.kind
    now = datetime.fromtimestamp(event.time, UTC)
    moment = f"{now.isoformat(timespec='milliseconds')[:_MILLISECONDS]}Z"
    number = priority(event, layout.facility if layout.remote else None)
    host = origin.host if layout.names_host else _NIL
    pid = _NIL if event.pid is None or not kind.gives_pid else str(event.pid)
    process = kind.process.replace(" ", "_")  # a field has no blanks
    head = f"<{number}>1 {moment} {host} {process} {pid} {kind.tag or _NIL} {_data(event, origin.product)}"
    return head if layout.brief else f"{head} {visible(event.text)}"


def _data(event: Event, product: int) -> str:
    if not event.kind.tag:
        return _NIL
    fields = [
        f'{argument.field}="{_ESCAPED.sub(_escape, visible(value))}"'
        for argument, value in zip(event.kind.arguments, event.arguments, strict=True)
    ]
    return f"[{' '.join([f'{_ENTERPRISE}.{product}', *fields])}]"


def _escape(found: re.Match[str]) -> str:
    return f"\\{found[0]}"
