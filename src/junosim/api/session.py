"""An interactive CLI session of a running device, without a socket."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from junosim.assemble.local import LocalSession

if TYPE_CHECKING:
    from types import TracebackType

    from junosim.api.background import Call
    from junosim.servers.contract import SshDevice

    T = TypeVar("T")


class DeviceSession:
    """A user's session as a terminal shows it: `send` gives it keys and returns what comes back.

    Use it in `with`: leaving cuts the session, which frees what it holds on the device.
    """

    def __init__(self, call: Call, device: SshDevice, user: str, columns: int, rows: int) -> None:
        self._call = call
        self._session = call(lambda: LocalSession(device, user, columns=columns, rows=rows))
        self.is_closed = False

    @property
    def has_ended(self) -> bool:
        """True when the device has ended the session."""
        return self._session.has_ended

    @property
    def status(self) -> int | None:
        """The exit status of a session that has ended, else None."""
        return self._session.status

    def send(self, keys: str) -> str:
        """Send keys (`\\r` is Enter) and return what the device sends back until it waits for more."""
        return self._call(lambda: self._session.send(keys))

    def read(self) -> str:
        """What the device has sent since: the first prompt, or what time has brought."""
        return self._call(self._session.read)

    def deadline(self) -> float | None:
        """When time does something to the session, on the clock's monotonic scale. On the device's thread."""
        return None if self.is_closed else self._session.deadline()

    def work(self) -> None:
        """Let the session do what is due; `read` brings what it shows. On the device's thread."""
        if not self.is_closed:
            self._session.work()

    def close(self) -> None:
        """Cut the session; harmless when repeated."""
        if not self.is_closed:
            self.is_closed = True
            self._call(self._session.close)

    def __enter__(self) -> DeviceSession:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
