"""`get-syslog-events`: the lines of a log file, as they are written, in the reply of one call.

The reply begins at once and stays open; each line stands in it as it stands in the file, until the time to stop, or
until the client wants to do something else. Lines that were written before come first where a time to start is given.

A client that does not read makes nobody wait: its lines are kept up to a bound, those beyond it are counted.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from junosim.audit.catalog import catalog
from junosim.audit.priority import severity
from junosim.cli import messages
from junosim.device.file_names import FileProblem
from junosim.device.files import SYSTEM
from junosim.device.logs import lines_of, path_of
from junosim.netconf.reading import local_name, text_of
from junosim.netconf.recorded import asked_time, recorded
from junosim.netconf.replies import Refused, RpcError
from junosim.schema.patterns import BadPattern, Pattern
from junosim.slices import Beat
from junosim.text import xml_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.audit.event import Event
    from junosim.audit.priority import Severity
    from junosim.device.device import Device
    from junosim.device.sessions import Peer
    from junosim.netconf.caller import Caller
    from junosim.netconf.reading import XmlElement
    from junosim.netconf.recorded import Recorded
    from junosim.slices import Lines

NAME: Final = "get-syslog-events"
HEAD: Final = "<syslog-events>"
TAIL: Final = "</syslog-events>"
MOST_LINES: Final = 1000
"""Lines that wait for a client that does not read; those beyond are lost to it."""
MOST_BYTES: Final = 256 << 10
"""The same in bytes."""

_PERMISSIONS: Final = frozenset({"all", "trace"})
_SYNTAX: Final = "syntax error"
_MISSING: Final = "missing mandatory argument: stream"
_MOST_REPLAYED: Final = 8 << 20  # bytes of a file, the last ones
_PIECE: Final = 64  # lines that are sent in one step
_FLAGS: Final = frozenset({"recorded", "current-time"})
_LISTS: Final = frozenset({"event", "process", "host", "priority", "parameter", "text-pattern"})
_ONCE: Final = frozenset({"stream", "start-time", "stop-time", "count", "connection-id"})


@dataclass(slots=True)
class Wanted:
    """What a client asks for: the lines of the log `stream` that fit each of the lists which is not empty."""

    stream: str
    start: float | None = None
    stop: float | None = None
    count: int | None = None
    only_recorded: bool = False
    tags: frozenset[str] = frozenset()
    processes: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()
    severities: tuple[Severity, ...] = ()
    patterns: tuple[Pattern, ...] = ()

    def takes(self, line: Recorded, kind: Severity | None) -> bool:
        """True for a line that is wanted; `kind` is how bad it is, None where nobody knows."""
        return (
            (not self.tags or line.tag in self.tags)
            and (not self.processes or line.process in self.processes)
            and (not self.hosts or line.host in self.hosts)
            and (not self.severities or (kind is not None and kind <= max(self.severities)))
            and all(pattern.found_in(line.line) for pattern in self.patterns)
        )

    @property
    def has_filter(self) -> bool:
        """False when every line of the file is wanted."""
        return bool(self.tags or self.processes or self.hosts or self.severities or self.patterns)


def wanted_by(caller: Caller, call: XmlElement) -> Wanted:
    """What a call asks for. Raises Refused for what it may not have or nobody can."""
    if _PERMISSIONS.isdisjoint(caller.context.permissions):
        raise Refused(RpcError(messages.PERMISSION_DENIED, bad_element=NAME))
    given: dict[str, list[str]] = {}
    for argument in call.iterchildren("*"):
        name = local_name(argument)
        if name not in _FLAGS | _LISTS | _ONCE or len(argument) or (name in given and name not in _LISTS):
            raise Refused(RpcError(_SYNTAX, bad_element=name))
        given.setdefault(name, []).append(text_of(argument))
    stream = given.get("stream", [""])[0]
    if not stream or "/" in stream or stream.startswith("."):
        raise Refused(RpcError(_SYNTAX if stream else _MISSING, bad_element="stream"))
    device = caller.device
    return Wanted(
        stream,
        start=_time(device, given, "start-time"),
        stop=device.clock.time() if "current-time" in given else _time(device, given, "stop-time"),
        count=_count(given),
        only_recorded="recorded" in given,
        tags=frozenset(given.get("event", ())),
        processes=frozenset(given.get("process", ())),
        hosts=frozenset(given.get("host", ())),
        severities=tuple(_severity(word) for word in given.get("priority", ())),
        patterns=tuple(_pattern(text) for name in ("parameter", "text-pattern") for text in given.get(name, ())),
    )  # fmt: skip


def _time(device: Device, given: dict[str, list[str]], name: str) -> float | None:
    if name not in given:
        return None
    moment = asked_time(given[name][0], device.time_zone)
    if moment is None:
        raise Refused(RpcError(_SYNTAX, bad_element=name))
    return moment


def _count(given: dict[str, list[str]]) -> int | None:
    if "count" not in given:
        return None
    text = given["count"][0]
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and int(text)):
        raise Refused(RpcError(_SYNTAX, bad_element="count"))
    return int(text)


def _severity(word: str) -> Severity:
    """How bad a line has to be at least: `error`, or `any.error` as the configuration has it."""
    try:
        return severity(word.rpartition(".")[2])
    except KeyError:
        raise Refused(RpcError(_SYNTAX, bad_element="priority")) from None


def _pattern(text: str) -> Pattern:
    try:
        return Pattern(text)
    except BadPattern as problem:
        raise Refused(RpcError(str(problem), bad_element="text-pattern")) from problem


class Subscription:
    """One call that is being answered. It begins with what `wanted` says was written before, then follows the file.

    Raises Refused when there is no such log. `end` has to be called once it is over.
    """

    __slots__ = (
        "_bytes", "_device", "_end", "_fresh", "_left", "_lost", "_peer", "_queue", "_replay", "_unfollow", "_wanted",
    )  # fmt: skip

    def __init__(self, device: Device, peer: Peer, wanted: Wanted) -> None:
        self._device = device
        self._peer = peer
        self._wanted = wanted
        self._left = wanted.count  # lines that are still to be sent, None for any number
        self._queue: deque[str] = deque()
        self._bytes = self._lost = 0
        self._fresh: list[str] = []  # lines of the file whose event is not known yet
        try:
            before = device.files.read(path_of(wanted.stream), SYSTEM)
        except FileProblem as problem:
            raise Refused(RpcError(f"no such stream: {wanted.stream}", bad_element="stream")) from problem
        replays = wanted.start is not None or wanted.only_recorded
        self._replay: Lines | None = self._replayed(before[-_MOST_REPLAYED:]) if replays else None
        self._unfollow: Callable[[], None] = device.logs.follow(wanted.stream, self._fresh.append)
        self._end: Callable[[], None] = device.audit.listen(self._happened)

    def end(self) -> None:
        """Follow the file no longer; harmless when repeated."""
        ends = (self._unfollow, self._end)
        self._unfollow = self._end = _nothing  # they know this subscription, and would lie in a ring with it
        for end in ends:
            end()

    @property
    def is_over(self) -> bool:
        """True when there is nothing more to send, now and later."""
        if self._left == 0:
            return True
        wanted, now = self._wanted, self._device.clock.time()
        over = wanted.only_recorded or (wanted.stop is not None and wanted.stop <= now)
        return over and self._replay is None and not self._queue

    def deadline(self) -> float | None:
        """When there is something to do, on the monotonic scale of the clock; None for not before an event."""
        clock = self._device.clock
        if not self._peer.reads:
            return None
        if self._replay is not None or self._queue or self._lost or self.is_over:
            return clock.monotonic()
        stop = self._wanted.stop
        return None if stop is None else clock.monotonic() + max(0.0, stop - clock.time())

    def lines(self) -> list[str]:
        """The next lines to send, as they stand in the reply; none while the client does not read."""
        if not self._peer.reads:
            return []
        sent: list[str] = []
        while len(sent) < _PIECE and self._left != 0 and (line := self._next()) is not None:
            sent.append(xml_text(line).replace("&quot;", '"'))  # as in the file, as far as XML lets it be
            if self._left is not None:
                self._left -= 1
        if self._lost and self._replay is None and not self._queue:
            sent.append(f"<!-- {self._lost} events were lost -->")
            self._lost = 0
        return sent

    def _next(self) -> str | None:
        """The next line; None when there is none now, or others are to have their turn."""
        if self._replay is not None:
            for line in self._replay:
                return line
            self._replay = None
        if not self._queue:
            return None
        line = self._queue.popleft()
        self._bytes -= len(line)
        return line

    def _replayed(self, content: bytes) -> Lines:
        """The wanted lines of a file, None between slices."""
        device, wanted, beat = self._device, self._wanted, Beat()
        now, zone = device.clock.time(), device.time_zone
        for text in lines_of(content):
            if beat.due():
                yield None
            line = recorded(text, zone, now)
            is_then = line.time is not None and (
                (wanted.start is None or line.time >= wanted.start)
                and (wanted.stop is None or line.time <= wanted.stop)
            )
            if is_then and wanted.takes(line, _severity_of(line.tag)):
                yield text

    def _happened(self, event: Event) -> None:
        """An event: the file has taken it, and has its line, or has not."""
        lines = self._fresh.copy()
        self._fresh.clear()
        wanted = self._wanted
        if not lines or (wanted.stop is not None and event.time > wanted.stop) or wanted.only_recorded:
            return
        if wanted.start is not None and event.time < wanted.start:
            return
        for text in lines:
            if not wanted.has_filter or wanted.takes(
                recorded(text, self._device.time_zone, event.time), event.kind.severity
            ):
                self._put(text)

    def _put(self, line: str) -> None:
        if len(self._queue) >= MOST_LINES or self._bytes + len(line) > MOST_BYTES:
            self._lost += 1
            return
        self._queue.append(line)
        self._bytes += len(line)
        if len(self._queue) == 1:
            self._peer.rouse()


def _nothing() -> None:
    """What is done at a second end."""


def _severity_of(tag: str) -> Severity | None:
    """How bad the messages with this tag are."""
    return next((kind.severity for kind in catalog().values() if kind.tag and kind.tag == tag), None)
