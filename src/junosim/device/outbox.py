"""What waits for remote log hosts: the lines that `system syslog host` takes, until somebody brings them there.

No I/O: a carrier (`servers/syslog_sender.py`) says which hosts it reaches, is told when there is something, and takes
it from here. What waits for one host is bounded. When there is too much of it new lines are lost; that is said in the
log once, and how many it were when the host is reached again.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final, Protocol

from junosim.audit.forms import line, message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from junosim.audit.event import Event
    from junosim.audit.forms import Origin
    from junosim.audit.route import Host
    from junosim.config.tree import Branch

HOST_BYTES: Final = 4 * 1024 * 1024
"""As much may wait for one host; where there are many, they share `ALL_BYTES`."""
ALL_BYTES: Final = 64 * 1024 * 1024
MOST_HOSTS: Final = 100
"""Hosts that are sent to, the first ones of the configuration: a line for each of them is made in one go."""

LINE_BYTES: Final = 65_000
"""A longer line is cut: a datagram holds no more."""

_LOST: Final = "syslog-host-lost"
_RESUMED: Final = "syslog-host-resumed"
_REPORTS: Final = frozenset({_LOST, _RESUMED})
_EACH: Final = 100  # bytes that a line costs beside its text


class Carrier(Protocol):
    """Who brings lines to hosts."""

    def reaches(self, host: Host, tree: Branch) -> bool:
        """Say whether lines for this host of that configuration go anywhere; else none are made."""
        ...

    def ready(self) -> None:
        """Something waits. Called in the middle of whatever is logged: send nothing yet."""
        ...


class Waiting:
    """What waits for one host. `lost` counts the lines that were lost since the last time it was said.

    What is said of lost lines is sent too, and may be lost: that is not said until something else has happened.
    """

    __slots__ = ("_bytes", "_capacity", "_is_said", "_lines", "_say", "host", "lost")

    def __init__(self, host: Host, say: Callable[..., object], capacity: int = HOST_BYTES) -> None:
        self.host = host
        self.lost = 0
        self._lines: deque[bytes] = deque()
        self._bytes = 0
        self._capacity = capacity
        self._is_said = False
        self._say = say

    def __len__(self) -> int:
        return len(self._lines)

    @property
    def held(self) -> int:
        """Bytes that wait, with what each line costs beside its text."""
        return self._bytes

    @property
    def first(self) -> bytes | None:
        """The line to be sent next; None when nothing waits."""
        return self._lines[0] if self._lines else None

    def take_over(self, host: Host, capacity: int) -> None:
        """The statements of the host have changed, or there are more hosts or fewer."""
        self.host, self._capacity = host, capacity

    def put(self, data: bytes, *, is_report: bool = False) -> bool:
        """Let a line wait; False when it is lost. A report is what is said of lost lines."""
        if not is_report:
            self._is_said = False
        if self._bytes + len(data) + _EACH > self._capacity:
            self.lost += 1
            return False
        self._lines.append(data)
        self._bytes += len(data) + _EACH
        return True

    def sent(self) -> None:
        """The first line is on its way. With the last one it is known how many were lost."""
        self._remove()
        if self.lost and not self._lines and not self._is_said:
            lost, self.lost = self.lost, 0
            self._is_said = True
            self._say(_RESUMED, hostname=self.host.name, count=str(lost))

    def failed(self) -> None:
        """The first line could not be sent, and is lost."""
        self._remove()
        self.lost += 1
        if self.lost == 1 and not self._is_said:
            self._is_said = True
            self._say(_LOST, hostname=self.host.name)

    def _remove(self) -> None:
        self._bytes -= len(self._lines.popleft()) + _EACH


class Outbox:
    """What waits for all hosts of one device. `say` writes an event into the log, by its key and arguments."""

    __slots__ = ("_carrier", "_overflowing", "_say", "_tree", "_waiting")

    def __init__(self, say: Callable[..., object]) -> None:
        self._say = say
        self._carrier: Carrier | None = None
        self._tree: Branch | None = None
        self._waiting: dict[str, Waiting] = {}
        self._overflowing: list[str] = []

    @property
    def waiting(self) -> tuple[Waiting, ...]:
        """The hosts that are reached."""
        return tuple(self._waiting.values())

    def attach(self, carrier: Carrier) -> None:
        """Let a carrier bring the lines away from now on."""
        self._carrier, self._tree = carrier, None

    def detach(self) -> None:
        """Nobody brings lines away any more: those that wait are gone, and none are made. May be repeated."""
        self._carrier = None
        self.clear()

    def clear(self) -> None:
        """Forget what waits, as a device does that loses its power."""
        self._tree = None
        self._waiting = {}

    def take(self, event: Event, hosts: Iterable[Host], origin: Origin, tree: Branch) -> None:
        """Let an event wait for those of the `hosts` of the configuration `tree` that want it and are reached."""
        carrier = self._carrier
        if carrier is None:
            return
        if tree is not self._tree:
            self._look(carrier, hosts, tree)
        was_overflowing = bool(self._overflowing)  # then it is said already, and this is what is said
        text: str | None = None
        is_wanted = False
        for waiting in self._waiting.values():
            selection = waiting.host.selection
            if not selection.wants(event.kind):
                continue
            if selection.looks_at_text:
                text = message(event) if text is None else text
                if not selection.takes(event.kind, text):
                    continue
            is_wanted = True
            data = _data(line(event, waiting.host.layout, origin))
            if not waiting.put(data, is_report=event.kind.key in _REPORTS) and waiting.lost == 1:
                self._overflowing.append(waiting.host.name)
        if is_wanted:
            carrier.ready()
        if not was_overflowing:
            self._say_lost()

    def _say_lost(self) -> None:
        """Say for which hosts lines are being lost: an event of its own, which may be too much for more of them."""
        while names := self._overflowing[:]:
            self._say(_LOST, hostname=", ".join(names))
            del self._overflowing[: len(names)]

    def _look(self, carrier: Carrier, hosts: Iterable[Host], tree: Branch) -> None:
        """Take over a committed configuration: what waits for hosts that stay goes on waiting."""
        reached = [host for host in hosts if carrier.reaches(host, tree)][:MOST_HOSTS]
        capacity = min(HOST_BYTES, ALL_BYTES // max(1, len(reached)))
        before, self._tree = self._waiting, tree
        self._waiting = {host.name: self._entry(host, before.get(host.name), capacity) for host in reached}

    def _entry(self, host: Host, before: Waiting | None, capacity: int) -> Waiting:
        if before is None:
            return Waiting(host, self._say, capacity)
        before.take_over(host, capacity)
        return before


def _data(text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    if len(data) > LINE_BYTES:
        data = data[:LINE_BYTES].decode("utf-8", "ignore").encode()  # no half of a letter
    return data
