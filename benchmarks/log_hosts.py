"""Events of the audit trail on their way to a remote log host: how many a second arrive, and what a dead host costs.

The device is in this process, the log host one of its own that counts what it receives.
"""

from __future__ import annotations

import asyncio
import json
import socket
import sys
import tracemalloc
from contextlib import asynccontextmanager
from dataclasses import dataclass
from math import inf
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Final

from benchmarks.figures import Figure
from benchmarks.processes import spawned
from benchmarks.receiving import ASK
from junosim.assemble.conditions import Conditions
from junosim.assemble.serve import ServedDevice
from junosim.clock import SystemClock
from junosim.device.outbox import HOST_BYTES
from junosim.entropy import SystemEntropy
from junosim.servers.collectors import Collectors
from junosim.servers.workers import Workers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from junosim.device.device import Device
    from junosim.servers.collectors import Address

_RATE: Final = 10_000  # events a second that are promised
_SECONDS: Final = 5.0
_FREE: Final = 50_000  # events as fast as they can be
_DEAD: Final = 200_000  # events for a host that is never found
_BATCH: Final = 50  # events in one turn of the event loop
_HOST: Final = "set system syslog host 192.0.2.9 any any"
_ALONE: Final = f"{_HOST}\nset system syslog file interactive-commands interactive-commands none"


async def measure() -> list[Figure]:
    """The rate that arrives, the loss at the promised rate, and the memory that a dead host holds."""
    async with spawned([sys.executable, "-m", "benchmarks.receiving"]) as ready:
        port = ready[0]["port"]
        async with _device([str(port)]) as device:
            await _emit(device, _BATCH, inf)  # files and sockets are there
            free = await _measured(device, port, _FREE, inf)
            steady = await _measured(device, port, int(_RATE * _SECONDS), _RATE)
    held, longest = await _dead()
    return [
        Figure("events to a log host, as fast as may be", _per_second(free), "1/s", _RATE, True, _lost(free)),
        Figure(
            "events to a log host, at 10,000/s", _per_second(steady), "1/s", _RATE * 0.99, True, _lost(steady)
        ),
        Figure(
            "processor for an event to a file and a log host",
            free.processor / free.sent * 1e6,
            "µs",
            1e6 / _RATE,
        ),
        Figure("memory held for a host never found", held / 2**20, "MiB", HOST_BYTES / 2**20 * 1.5),
        Figure("longest turn with such a host", longest * 1000, "ms", 50.0),
    ]


@dataclass(frozen=True, slots=True)
class _Run:
    sent: int
    received: int
    seconds: float
    processor: float  # seconds


def _per_second(run: _Run) -> float:
    return run.received / run.seconds


def _lost(run: _Run) -> str:
    return f"{run.sent - run.received} of {run.sent} lost"


async def _measured(device: Device, port: int, count: int, rate: float) -> _Run:
    await _until_sent(device)
    before = await _received(port)
    begun, worked = perf_counter(), process_time()
    await _emit(device, count, rate)
    await _until_sent(device)
    took, worked = perf_counter() - begun, process_time() - worked
    return _Run(count, await _received(port) - before, took, worked)


async def _until_sent(device: Device) -> None:
    while any(waiting.first for waiting in device.audit.outbox.waiting):  # noqa: ASYNC110 - it is measured
        await asyncio.sleep(0)


async def _emit(device: Device, count: int, rate: float) -> float:
    """Emit so many events, so many a second; returns the longest turn of the event loop, in seconds."""
    begun = turn = perf_counter()
    longest = 0.0
    for number in range(0, count, _BATCH):
        for _ in range(_BATCH):
            device.audit.emit("ui-command", 7001, username="crypto-officer", command="show version ")
        await asyncio.sleep(max(0.0, begun + (number + _BATCH) / rate - perf_counter()))
        now = perf_counter()
        longest, turn = max(longest, now - turn), now
    return longest


async def _dead() -> tuple[int, float]:
    """Bytes that are held for a host whose name is never found, and the longest turn meanwhile."""
    async with _device(["collector.invalid"], _ALONE, lambda _name: None) as device:
        longest = await _emit(device, _FREE, inf)  # its outbox is full by then
        tracemalloc.start()
        try:
            before = tracemalloc.get_traced_memory()[0]
            await _emit(device, _DEAD, inf)
            growth = tracemalloc.get_traced_memory()[0] - before
        finally:
            tracemalloc.stop()
        held = sum(waiting.held for waiting in device.audit.outbox.waiting)
        return held + growth, longest


@asynccontextmanager
async def _device(
    targets: list[str], config: str = _HOST, ask: Callable[[str], Address | None] | None = None
) -> AsyncIterator[Device]:
    clock, entropy, workers = SystemClock(), SystemEntropy(), Workers()
    blueprint = Conditions(fips=False).draft(
        "mx480", clock, entropy, users=None, text=config, source="configuration"
    )
    served = ServedDevice(blueprint, "r1", clock, entropy, workers, collectors=Collectors(targets, ask))
    await served.start("127.0.0.1", 0)
    try:
        yield served.device
    finally:
        await served.stop()
        workers.close()


async def _received(port: int) -> int:
    """How many messages the log host has by now."""
    loop = asyncio.get_running_loop()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.setblocking(False)
        await loop.sock_sendto(asking, ASK, ("127.0.0.1", port))
        count, _ = json.loads(await asyncio.wait_for(loop.sock_recv(asking, 100), 10))
        return int(count)
