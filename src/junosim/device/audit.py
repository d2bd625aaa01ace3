"""The audit trail of a device: whatever happens on it comes through here, and goes to those who are to know.

    device.audit.emit("ui-logout", login.pid, username=login.user)

The kinds are those of `audit.catalog`. An event is kept in the journal whatever is configured, written to the log,
and given to those who listen.
"""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from junosim.audit.catalog import entry
from junosim.audit.event import Event
from junosim.audit.forms import Layout, Origin, line
from junosim.audit.route import Routing
from junosim.device.file_names import FileProblem
from junosim.device.outbox import Outbox

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.audit.event import Entry
    from junosim.device.device import Device

MESSAGES: Final = "messages"
"""The log that is there whatever is configured."""
NAMELESS: Final = "Amnesiac"
"""What a device without a host name calls itself: to getty (the guides), in its log and to its users."""
JOURNAL_LENGTH: Final = 1000
"""Events that the journal has, the last ones."""

_LAYOUT: Final = Layout()


class Audit:
    """The audit trail of one device. `journal` has the last events, the newest at its end.

    `outbox` has what waits for remote hosts.
    """

    __slots__ = ("_device", "_listeners", "_routing", "journal", "outbox")

    def __init__(self, device: Device) -> None:
        self._device = device
        self._listeners: list[Callable[[Event], None]] = []
        self._routing = Routing()
        self.journal: deque[Event] = deque(maxlen=JOURNAL_LENGTH)
        self.outbox = Outbox(self.emit)

    def emit(self, key: str, /, pid: int | None = None, **arguments: str) -> None:
        """Something has happened: its kind, the process that says so, and the arguments of the kind.

        Raises KeyError for an unknown kind, TypeError for wrong arguments. A disk that is full stops nobody.
        """
        self.write(entry(key, **arguments), pid)

    def write(self, said: Entry, pid: int | None = None) -> None:
        """The same for what was put together elsewhere."""
        device = self._device
        event = Event(said.kind, said.arguments, pid, device.clock.time())
        self.journal.append(event)
        origin = Origin(device.host_name or NAMELESS, device.time_zone, device.platform.product)
        with suppress(FileProblem):
            device.logs.append(MESSAGES, line(event, _LAYOUT, origin))
        for listener in tuple(self._listeners):
            listener(event)
        tree = device.configuration
        self.outbox.take(
            event, self._routing.of(tree).hosts, origin, tree
        )  # last, as it may have to say something

    def listen(self, callback: Callable[[Event], None]) -> Callable[[], None]:
        """Call back with every event from now on, in its order; the returned function ends that."""
        self._listeners.append(callback)

        def end() -> None:
            if callback in self._listeners:
                self._listeners.remove(callback)

        return end
