"""What a transfer of 20 MB costs another session: the delay that it adds to keystrokes, and how fast it is."""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import asynccontextmanager
from math import inf
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.copying import READY
from benchmarks.figures import Figure, quantile
from benchmarks.processes import product
from benchmarks.terminal import shell

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from benchmarks.processes import Endpoint
    from benchmarks.terminal import Terminal

_SIZE = 20 * 1000 * 1000  # bytes
_QUIET = 400  # keystrokes with nothing else going on
_MOST = 20.0  # milliseconds that p99 may grow


async def measure() -> list[Figure]:
    """The delay a transfer adds, and the rate of each kind of transfer."""
    async with product() as endpoint, shell(endpoint) as terminal, _copier(endpoint) as copier:
        await terminal.ask(b"show version\n", b"> ")
        quiet = [await _key(terminal) for _ in range(_QUIET)]
        assert copier.stdin is not None
        assert copier.stdout is not None
        copier.stdin.close()
        report = asyncio.ensure_future(copier.stdout.readline())
        busy = []
        while not report.done():
            busy.append(await _key(terminal))
        took: dict[str, float] = json.loads(await report)
    before, during = quantile(quiet, 0.99), quantile(busy, 0.99)
    return [
        Figure("a keystroke during transfers, p99, added", during - before, "ms", _MOST, note=(
            f"{during:.1f} against {before:.1f} ms, at most {max(busy):.1f} ms of {len(busy)} keystrokes"
        )),
        *(Figure(f"{kind}, 20 MB", _SIZE / seconds / 1e6, "MB/s", inf) for kind, seconds in took.items()),
    ]  # fmt: skip


async def _key(terminal: Terminal) -> float:
    """Milliseconds until a key is echoed; it is taken back afterwards."""
    begun = perf_counter()
    await terminal.ask(b"s", b"s")
    took = perf_counter() - begun
    await terminal.ask(b"\x08", b"\b", anywhere=True)
    return took * 1000


@asynccontextmanager
async def _copier(endpoint: Endpoint) -> AsyncIterator[asyncio.subprocess.Process]:
    """The process that transfers, logged in."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.copying",
        endpoint.host, str(endpoint.port), endpoint.user, endpoint.password, str(_SIZE),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        ready = await process.stdout.readline()
        assert ready.decode().strip() == READY
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
