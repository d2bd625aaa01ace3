"""Five hundred sessions at once: how many fail, and what an idle one costs."""

from __future__ import annotations

import asyncio
import resource
from contextlib import AsyncExitStack
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.figures import Figure
from benchmarks.processes import product, resident_bytes
from benchmarks.terminal import OPERATIONAL, shell

if TYPE_CHECKING:
    from benchmarks.processes import Endpoint
    from benchmarks.terminal import Terminal

_SESSIONS = 500


async def measure() -> list[Figure]:
    """Failures, memory of an idle session, and the time to log all in."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    async with product() as endpoint, AsyncExitStack() as stack:
        await _visit(endpoint)
        before = resident_bytes(endpoint.pid)
        begun = perf_counter()
        found = await asyncio.gather(
            *(stack.enter_async_context(shell(endpoint)) for _ in range(_SESSIONS)), return_exceptions=True
        )
        took = perf_counter() - begun
        each = (resident_bytes(endpoint.pid) - before) / _SESSIONS / 1024
        answers = await asyncio.gather(*map(_use, found), return_exceptions=True)
    failures = sum(isinstance(answer, BaseException) for answer in answers)
    return [
        Figure(f"failures of {_SESSIONS} sessions at once", failures, "", 0, note=f"{took:.1f} s to log in"),
        Figure("idle session, memory", each, "KB", 100.0),
    ]


async def _visit(endpoint: Endpoint) -> None:
    """What the first session of all pays for: the RSA key, imports."""
    async with shell(endpoint) as terminal:
        await terminal.ask(b"show version\n", OPERATIONAL)


async def _use(terminal: Terminal | BaseException) -> None:
    if isinstance(terminal, BaseException):
        raise terminal
    await terminal.ask(b"show system uptime\n", OPERATIONAL)
