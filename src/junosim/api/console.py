"""The console of a running device for programs: what it shows, keys, and waiting for a text."""

from __future__ import annotations

import asyncio
import codecs
import re
from concurrent.futures import Future
from typing import TYPE_CHECKING, Final, TypeVar

from junosim.device.console import KEPT
from junosim.servers.console_address import TcpAddress, console_address

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Protocol

    from junosim.api.background import LoopThread
    from junosim.assemble.serve import ServedDevice

    T = TypeVar("T")

    class Call(Protocol):
        """Calls a function on the thread the device lives on."""

        def __call__(self, function: Callable[[], T], /) -> T: ...  # noqa: D102


_PATIENCE: Final = 5.0  # seconds of the host
_SHOWN: Final = 500  # characters of what was seen instead, in the error


class ConsoleTimeout(TimeoutError):
    """The text that was waited for did not come; the message shows what was there instead."""


class ConsoleAccess:
    r"""The console line of a device. It shares the line with all who are attached to it.

        device.console.send("root\r")
        device.console.expect("# ")

    `expect` and `read` go through what the line has shown, each from where the last of them stopped; the first begins
    with what was kept. Usable from any thread for devices started by `with`, on the event loop of the device else.
    """

    def __init__(self, served: ServedDevice, call: Call, thread: LoopThread | None) -> None:
        self._served = served
        self._call = call
        self._thread = thread
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._unread = ""
        self._waiting: list[tuple[re.Pattern[str], Future[str]]] = []
        call(self._attach)

    @property
    def address(self) -> str | None:
        """Where others can attach, the first of `addresses`; None while there is nothing."""
        return next(iter(self.addresses), None)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where others can attach: paths of Unix sockets, `HOST:PORT`; none before `listen`."""
        return tuple(str(address) for address in self._call(lambda: self._served.console.addresses))

    @property
    def is_logged_in(self) -> bool:
        """True while somebody has a session on the console."""
        return self._call(lambda: self._served.console.is_logged_in)

    def listen(self, where: int | str | Path = 0) -> str:
        """Let others attach at a port of this host (0 takes a free one) or a Unix socket; returns the address.

        For devices started by `with`. Raises ConsoleAddressError or OSError for what cannot be used.
        """
        return self._background().run(self.alisten(where))

    async def alisten(self, where: int | str | Path = 0) -> str:
        """As `listen`, for devices started by `async with`."""
        address = TcpAddress(where) if isinstance(where, int) else console_address(str(where))
        return str(await self._served.console.listen(address))

    def output(self) -> str:
        """What the line keeps: the last 256 KiB since the last logout, as a new attachment is shown it."""
        return self._call(lambda: self._served.device.console.content.decode("utf-8", "replace"))

    def send(self, keys: str | bytes) -> None:
        r"""Type; `\r` is Enter. What comes of it is had with `expect`, `read` or `output`."""
        data = keys.encode() if isinstance(keys, str) else keys
        self._call(lambda: self._served.console.send(data))

    def read(self) -> str:
        """What the line has shown since the last `read` or `expect`."""
        return self._call(lambda: self._take(len(self._unread)))

    def expect(self, text: str | re.Pattern[str], timeout: float = _PATIENCE) -> str:
        """Wait until the line shows a text, or a match of a pattern; returns what it has shown up to its end.

        `timeout` is in seconds of the host. For devices started by `with`. Raises ConsoleTimeout.
        """
        self._background()
        future = self._call(lambda: self._wait_for(text))
        try:
            return future.result(timeout)
        except TimeoutError:
            return self._call(lambda: self._give_up(text, future))

    async def aexpect(self, text: str | re.Pattern[str], timeout: float = _PATIENCE) -> str:  # noqa: ASYNC109
        """As `expect`, for devices started by `async with`."""
        future = self._wait_for(text)
        try:
            async with asyncio.timeout(timeout):
                return await asyncio.shield(asyncio.wrap_future(future))
        except TimeoutError:
            return self._give_up(text, future)

    # ------------------------------------------------------------------ on the thread of the device

    def begin_anew(self) -> None:
        """The device was put back to its start: what was shown before is not read any more."""
        self._decoder.reset()
        self._unread = ""
        self._heard(self._served.device.console.content)

    def _attach(self) -> None:
        console = self._served.device.console
        self._heard(console.content)
        console.listeners.append(self._heard)

    def _heard(self, data: bytes) -> None:
        self._unread = (self._unread + self._decoder.decode(data))[-KEPT:]
        while self._waiting and self._answer(*self._waiting[0]):
            pass

    def _take(self, count: int) -> str:
        taken, self._unread = self._unread[:count], self._unread[count:]
        return taken

    def _wait_for(self, text: str | re.Pattern[str]) -> Future[str]:
        future: Future[str] = Future()
        pattern = re.compile(re.escape(text)) if isinstance(text, str) else text
        self._waiting.append((pattern, future))
        if len(self._waiting) == 1:
            self._answer(pattern, future)
        return future

    def _answer(self, pattern: re.Pattern[str], future: Future[str]) -> bool:
        """Give the first who waits what he waits for, if it is there."""
        found = pattern.search(self._unread)
        if found is None:
            return False
        del self._waiting[0]
        future.set_result(self._take(found.end()))
        return True

    def _give_up(self, text: str | re.Pattern[str], future: Future[str]) -> str:
        """What came at the last moment after all. Raises ConsoleTimeout."""
        if future.done():
            return future.result()
        self._waiting = [entry for entry in self._waiting if entry[1] is not future]
        wanted = text if isinstance(text, str) else text.pattern
        raise ConsoleTimeout(f"the console did not show {wanted!r}; it shows {self._unread[-_SHOWN:]!r}")

    def _background(self) -> LoopThread:
        if self._thread is None:
            raise RuntimeError("this device runs on the caller's event loop: await aexpect() or alisten()")
        return self._thread
