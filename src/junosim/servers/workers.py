"""A few threads for work that takes milliseconds and frees the interpreter: hashing, key generation."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Workers:
    """The threads all devices of the process share; none is started before the first job.

    Few on purpose: a flood of logins waits in line here instead of taking every core from the event loop.
    """

    __slots__ = ("_pool",)

    def __init__(self, threads: int = 2) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="junosim-worker")

    async def run(self, job: Callable[[], T]) -> T:
        """Run the job in a worker and return its result, or raise what it raised."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, job)

    def close(self) -> None:
        """Drop the jobs that wait and end the threads once the running jobs (milliseconds) are done."""
        self._pool.shutdown(wait=True, cancel_futures=True)
