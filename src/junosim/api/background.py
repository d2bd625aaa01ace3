"""An event loop in a thread of its own, so that synchronous programs can host devices."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Protocol

T = TypeVar("T")

if TYPE_CHECKING:

    class Call(Protocol):
        """Calls a function on the thread the device lives on, and returns or raises what it did."""

        def __call__(self, function: Callable[[], T], /) -> T: ...  # noqa: D102


class LoopThread:
    """Runs coroutines and calls on an event loop in a daemon thread, which starts with the first of them."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def run(self, work: Coroutine[None, None, T]) -> T:
        """Run a coroutine there, wait for it, and return or raise what it did."""
        return asyncio.run_coroutine_threadsafe(work, self._running()).result()

    def call(self, function: Callable[[], T]) -> T:
        """Call a function there, wait for it, and return or raise what it did. In that thread it is just called."""
        if threading.current_thread() is self._thread:
            return function()
        outcome: Future[T] = Future()

        def settle() -> None:
            try:
                outcome.set_result(function())
            except BaseException as error:
                outcome.set_exception(error)

        self._running().call_soon_threadsafe(settle)
        return outcome.result()

    def close(self) -> None:
        """End the loop and its thread. May be repeated."""
        thread, self._thread = self._thread, None
        if thread is not None and self._loop is not None:
            self._loop.call_soon_threadsafe(self._loop.stop)
            thread.join()

    def _running(self) -> asyncio.AbstractEventLoop:
        if self._thread is None:
            ready = threading.Event()
            self._thread = threading.Thread(
                target=self._serve, args=(ready,), name="junosim-loop", daemon=True
            )
            self._thread.start()
            ready.wait()
        assert self._loop is not None
        return self._loop

    def _serve(self, ready: threading.Event) -> None:
        with asyncio.Runner() as runner:
            loop = self._loop = runner.get_loop()
            loop.call_soon(ready.set)
            loop.run_forever()
