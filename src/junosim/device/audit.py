"""The audit trail of a device: whatever happens on it comes through here, and goes to those who are to know.

    device.audit.emit("ui-logout", login.pid, username=login.user)

The kinds are those of `audit.catalog`. An event is kept in the journal whatever is configured, written where `system
syslog` wants it, and given to those who listen.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from junosim.audit.catalog import entry
from junosim.audit.event import Event
from junosim.device.audit_journal import AuditJournal
from junosim.device.destinations import NAMELESS, Destinations
from junosim.device.hidden import cleaned
from junosim.device.outbox import Outbox

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.audit.event import Entry
    from junosim.device.device import Device

__all__ = ["JOURNAL_LENGTH", "NAMELESS", "Audit"]

JOURNAL_LENGTH: Final = 1000
"""Events that the journal in memory has, the last ones."""
_AT_ONCE: Final = 64  # events that the journal on the disk gets together at the latest: about 1 ms of work


class Audit:
    """The audit trail of one device.

    `journal` has the last events, the newest at its end, and `kept` is the journal on the disk; `destinations` are
    those on the device itself, and `outbox` has what waits for remote hosts.
    """

    __slots__ = ("_device", "_listeners", "_unkept", "destinations", "journal", "kept", "outbox")

    def __init__(self, device: Device) -> None:
        self._device = device
        self._listeners: tuple[Callable[[Event], None], ...] = ()
        self._unkept = 0  # events that the journal on the disk does not have
        self.journal: deque[Event] = deque(maxlen=JOURNAL_LENGTH)
        self.kept = AuditJournal(device.storage)
        self.destinations = Destinations(device)
        self.outbox = Outbox(self.emit)

    def emit(self, key: str, /, pid: int | None = None, **arguments: str) -> None:
        """Something has happened: its kind, the process that says so, and the arguments of the kind.

        Raises KeyError for an unknown kind, TypeError for wrong arguments. A disk that is full stops nobody.
        """
        self.write(entry(key, **arguments), pid)

    def write(self, said: Entry, pid: int | None = None) -> None:
        """The same for what was put together elsewhere."""
        event = Event(said.kind, cleaned(said.arguments), pid, self._device.clock.time())
        self.journal.append(event)
        self._unkept += 1
        destinations = self.destinations
        destinations.write(event)
        if event.kind.is_durable:
            self.flush()
        elif self._unkept >= _AT_ONCE:
            self._keep(waits=False)
        for listener in self._listeners:
            listener(event)
        if destinations.tree is not None:  # always; last, as it may have to say something
            self.outbox.take(event, destinations.routes.hosts, destinations.origin, destinations.tree)

    def flush(self) -> None:
        """Return when all that has happened is safe in the journal on the disk, up to the length of the journal."""
        self._keep(waits=True)

    def _keep(self, *, waits: bool) -> None:
        events = list(self.journal)[-self._unkept :] if self._unkept else []
        self._unkept = 0
        self.kept.keep(events, self.destinations.origin, waits=waits)

    def listen(self, callback: Callable[[Event], None]) -> Callable[[], None]:
        """Call back with every event from now on, in its order; the returned function ends that."""
        self._listeners += (callback,)

        def end() -> None:
            self._listeners = tuple(other for other in self._listeners if other is not callback)

        return end

    def forget(self) -> None:
        """Nothing of before is known any more: the device begins anew."""
        self.journal.clear()
        self._unkept = 0
        self.kept.forget()
        self.destinations.forget()
        self.outbox.clear()
