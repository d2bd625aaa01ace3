"""Where work is done that takes milliseconds: hashing in a process or a thread, key generation in a thread."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar, cast

from junosim.access.passwords import PasswordCheck
from junosim.servers.hashing import Hashing, HashingFailed

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Workers:
    """The threads that all devices share, and with `hashes_apart` a process; none starts before there is a job.

    Few on purpose: a flood of logins waits in line here instead of taking every core from the event loop. A program
    that serves many people has its passwords hashed apart; in one that runs tests a process for each of them costs
    more than it saves. With it all methods belong to one event loop.
    """

    __slots__ = ("_hashing", "_pool")

    def __init__(self, threads: int = 2, *, hashes_apart: bool = False) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="junosim-worker")
        self._hashing = Hashing() if hashes_apart else None

    async def run(self, job: Callable[[], T]) -> T:
        """Do the job elsewhere and return its result, or raise what it raised."""
        if self._hashing is not None and isinstance(job, PasswordCheck):
            try:
                computed = await self._hashing.compute(job.secret, job.setting)
            except HashingFailed:  # has been logged; a thread does it as well
                pass
            else:
                return cast("T", job.fits(computed))
        return await asyncio.get_running_loop().run_in_executor(self._pool, job)

    def close(self) -> None:
        """Drop the jobs that wait and end the threads once the running jobs (milliseconds) are done."""
        if self._hashing is not None:
            self._hashing.close()
        self._pool.shutdown(wait=True, cancel_futures=True)
