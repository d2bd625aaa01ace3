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

    __slots__ = ("_clock", "_session", "status")

    def __init__(
        self, device: SshDevice, user: str, *, command: str | None = None, columns: int = 80, rows: int = 24
    ) -> None:
        terminal = Terminal("vt100", columns, rows) if command is None else None
        self._clock = device.clock
        self._session = device.open_session(user, _NOWHERE, terminal, command)
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
        sent = bytearray(self._take())
        while not self.has_ended and self._has_work():
            self._session.wake()
            sent += self._take()
        return sent.decode("utf-8", "replace")

    def close(self) -> None:
        """Cut the connection; harmless when repeated."""
        self._session.closed()

    def __enter__(self) -> LocalSession:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _has_work(self) -> bool:
        deadline = self._session.deadline()
        return deadline is not None and deadline <= self._clock.monotonic()

    def _take(self) -> bytes:
        for effect in self._session.effects():
            if isinstance(effect, Hangup):
                self.status = effect.status
        return self._session.output()


def run_commands(device: SshDevice, user: str, commands: str) -> str:
    """What the commands (separated by `;`) print, as over an SSH exec channel; a question gets no answer."""
    with LocalSession(device, user, command=commands) as session:
        text = session.read()
        return text if session.has_ended else text + session.end_input()
