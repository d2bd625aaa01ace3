"""A log host for tests: it takes what devices send to `system syslog host`, by UDP on loopback.

with LogCollector() as collector, junosim.start(syslog_targets=[collector.target]) as device:
    ...
    assert collector.wait_for("UI_COMMIT")
"""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from types import TracebackType

_LONGEST: Final = 65536  # bytes of a datagram
_ROOM: Final = 8 * 1024 * 1024  # bytes that wait for the thread, as far as the system allows


class LogCollector:
    """Keeps the messages that arrive, as they are, from its making until it is closed.

    They are read in a thread, and may be looked at in any other one.
    """

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        with suppress(OSError):
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _ROOM)
        self._socket.bind(("127.0.0.1", 0))
        self._messages: list[str] = []
        self._arrived = threading.Condition()
        self._is_closed = False
        self._thread = threading.Thread(target=self._receive, name="junosim-log-collector", daemon=True)
        self._thread.start()

    def __enter__(self) -> LogCollector:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def port(self) -> int:
        """The port on 127.0.0.1 that it listens on."""
        return int(self._socket.getsockname()[1])

    @property
    def target(self) -> str:
        """What `syslog_targets` takes, for all hosts of a device; `f"192.0.2.9={collector.target}"` for one."""
        return f"127.0.0.1:{self.port}"

    @property
    def messages(self) -> tuple[str, ...]:
        """What has arrived so far, in its order."""
        with self._arrived:
            return tuple(self._messages)

    def wait_for(self, text: str, timeout: float = 5.0) -> str:
        """The first message with that text in it, which may be there already.

        Raises TimeoutError when none has come within `timeout` seconds.
        """
        seen = 0

        def found() -> bool:
            nonlocal seen
            seen = min(seen, len(self._messages))  # they may have been cleared
            while seen < len(self._messages) and text not in self._messages[seen]:
                seen += 1
            return seen < len(self._messages)

        with self._arrived:
            if not self._arrived.wait_for(found, timeout):
                raise TimeoutError(f"no message with {text!r} among {len(self._messages)}")
            return self._messages[seen]

    def clear(self) -> None:
        """Forget what has arrived."""
        with self._arrived:
            self._messages.clear()

    def close(self) -> None:
        """Listen no more; what has arrived stays. May be repeated."""
        if not self._is_closed:
            self._is_closed = True
            self._socket.sendto(b"", self._socket.getsockname())  # wakes the thread
            self._thread.join()
            self._socket.close()

    def _receive(self) -> None:
        while True:
            data = self._socket.recv(_LONGEST)
            if self._is_closed and not data:
                return
            with self._arrived:
                self._messages.append(data.decode("utf-8", "replace"))
                self._arrived.notify_all()
