"""From the start of the process to the first byte of SSH, with the shipped or a warm cache and with none.

The router is in FIPS mode: it has booted and its self-tests have run.
"""

from __future__ import annotations

import asyncio
import tempfile
from statistics import median
from time import perf_counter

from benchmarks.figures import Figure
from benchmarks.processes import endpoint_of, product_command, spawned

_RUNS = 5


async def measure() -> list[Figure]:
    """Both figures, in seconds."""
    with tempfile.TemporaryDirectory() as folder:
        await _start(folder)
        warm = [await _start(folder) for _ in range(_RUNS)]
    cold = []
    for _ in range(_RUNS):
        with tempfile.TemporaryDirectory() as folder:
            cold.append(await _start(folder))
    return [
        Figure("start to SSH-ready, warm cache", median(warm), "s", 1.0, note=f"{_RUNS} runs"),
        Figure("start to SSH-ready, empty user cache", median(cold), "s", 5.0, note=f"{_RUNS} runs"),
    ]


async def _start(cache: str) -> float:
    begun = perf_counter()
    async with spawned(product_command(fips=True), environment={"XDG_CACHE_HOME": cache}) as ready:
        endpoint = endpoint_of(ready[0])
        reader, writer = await asyncio.open_connection(endpoint.host, endpoint.port)
        await reader.readline()
        took = perf_counter() - begun
        writer.close()
        await writer.wait_closed()
    return took
