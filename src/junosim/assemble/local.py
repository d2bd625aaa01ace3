"""A session driven in place, without a socket: bytes in, text out, as soon as the device has answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.device.sessions import Hangup
from junosim.servers.contract import Origin, Terminal

if TYPE_CHECKING:
    from types import TracebackType

    from junosim.servers.contract import SshDevice

_NOWHERE = Origin("", 0)


class LocalSession:
    """One CLI session of `user` on a device.

    Without `command` it is interactive, on a terminal of `columns` by `rows`; `send` gives it keys. With one it
    runs the commands in it (separated by `;`) as an SSH exec channel does, and ends. Use it in `with`: leaving
    frees what the session holds.
    """

    __slots__ = ("_clock", "_sent", "_session", "status")

    def __init__(
        self, device: SshDevice, user: str, *, command: str | None = None, columns: int = 80, rows: int = 24
    ) -> None:
        terminal = Terminal("vt100", columns, rows) if command is None else None
        self._clock = device.clock
        self._session = device.open_session(user, _NOWHERE, terminal, command)
        self._sent = bytearray()
        self.status: int | None = None

    @property
    def has_ended(self) -> bool:
        """True when the device has ended the session; `status` is then its exit status."""
        return self.status is not None

    def send(self, keys: str) -> str:
        """Send keys (`\\r` is Enter) and return what the device sends back until it waits for more."""
        self._session.feed(keys.encode())
        return self.read()

    def end_input(self) -> str:
        """Tell the device that no more input comes, and return what it sends back."""
        self._session.eof()
        return self.read()

    def read(self) -> str:
        """Let the device work until it waits, and return what it has sent."""
        self.work()
        sent, self._sent = self._sent, bytearray()
        return sent.decode("utf-8", "replace")

    def deadline(self) -> float | None:
        """When the session has something to do by itself, on the device's monotonic scale; None for never."""
        return None if self.has_ended else self._session.deadline()

    def work(self) -> None:
        """Let the device work until it waits; what it sends is kept for `read`."""
        self._take()
        while (deadline := self.deadline()) is not None and deadline <= self._clock.monotonic():
            self._session.wake()
            self._take()

    def close(self) -> None:
        """Cut the connection; harmless when repeated."""
        self._session.closed()

    def __enter__(self) -> LocalSession:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _take(self) -> None:
        for effect in self._session.effects():
            if isinstance(effect, Hangup):
                self.status = effect.status
        self._sent += self._session.output()


def run_commands(device: SshDevice, user: str, commands: str) -> str:
    """What the commands (separated by `;`) print, as over an SSH exec channel; a question gets no answer."""
    with LocalSession(device, user, command=commands) as session:
        text = session.read()
        return text if session.has_ended else text + session.end_input()
