"""A big candidate over SSH: setting one statement in it, loading it, and what others feel of that."""

from __future__ import annotations

import asyncio
import json
import sys
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.figures import Figure, quantile
from benchmarks.paste import READY, paste
from benchmarks.processes import product
from benchmarks.terminal import CONFIGURATION, shell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.processes import Endpoint
    from benchmarks.terminal import Terminal

_LINES = 10_000
_SETS = 200
_BETWEEN_KEYS = 0.002  # seconds; a fast typist is 50 times slower


async def measure() -> list[Figure]:
    """Loads, sets and interference, each on a new device."""
    figures = []
    for name, lines in (("candidate", spread_lines(_LINES)), ("list", list_lines(_LINES))):
        async with product() as endpoint:
            figures += await _load_and_set(endpoint, name, lines)
    async with product() as endpoint:
        for name, given in (
            ("paste of 1,000 lines", "".join(spread_lines(1000))),
            ("load of 20,000 lines", "load set terminal\n" + "".join(spread_lines(20_000))),
        ):
            figures.append(await _interference(endpoint, name, given.encode()))
    return figures


def spread_lines(count: int) -> Iterable[str]:
    """`set` lines that each make a list entry of their own, ten statements each."""
    for number in range(count):
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}/32"
        yield f"set policy-options prefix-list P{number // 10} {address}\n"


def list_lines(count: int) -> Iterable[str]:
    """`set` lines that all add to one list."""
    for number in range(count):
        yield f"set policy-options prefix-list BIG 10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}/32\n"


async def _load_and_set(endpoint: Endpoint, name: str, lines: Iterable[str]) -> list[Figure]:
    async with shell(endpoint) as terminal:
        await terminal.ask(b"configure\n", CONFIGURATION)
        begun = perf_counter()
        came = await paste(terminal, b"load set terminal\n" + "".join(lines).encode())
        took = perf_counter() - begun
        if b"load complete" not in came:
            raise RuntimeError(f"the load failed: {came[-500:]!r}")
        empty = await _median(terminal, b"\n", b"\n")
        one = await _median(
            terminal,
            b"set policy-options prefix-list BIG 192.0.2.1/32\n",
            b"delete policy-options prefix-list BIG 192.0.2.1/32\n",
        )
        await terminal.ask(b"rollback 0\n", CONFIGURATION)
    note = f"round trip {one * 1e3:.2f} ms, of an empty line {empty * 1e3:.2f} ms"
    return [
        Figure(f"load of {_LINES} set lines, {name}", took, "s", 2.0),
        Figure(f"set in a {name} of {_LINES}", (one - empty) * 1e3, "ms", 1.0, note=note),
    ]


async def _median(terminal: Terminal, line: bytes, undo: bytes) -> float:
    times = []
    for _ in range(_SETS):
        begun = perf_counter()
        await terminal.ask(line, CONFIGURATION)
        times.append(perf_counter() - begun)
        await terminal.ask(undo, CONFIGURATION)
    return median(times)


async def _interference(endpoint: Endpoint, name: str, given: bytes) -> Figure:
    """The echo of one session while another process pastes into a second one."""
    command = [sys.executable, "-m", "benchmarks.paste", endpoint.host, str(endpoint.port), endpoint.user]
    async with shell(endpoint) as terminal:
        other = await asyncio.create_subprocess_exec(
            *command, endpoint.password, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        assert other.stdout is not None
        if (await other.stdout.readline()).decode().strip() != READY:
            raise RuntimeError("the second session could not log in")
        pasting = asyncio.create_task(other.communicate(given))
        times = []
        while not pasting.done():
            begun = perf_counter()
            await terminal.ask(b"s", b"s")
            await terminal.ask(b"\x7f", b"\x08")
            times.append((perf_counter() - begun) / 2)
            await asyncio.sleep(_BETWEEN_KEYS)
        out, _ = await pasting
    took = json.loads(out)["seconds"]
    note = f"median {median(times) * 1e3:.2f} ms, worst {max(times) * 1e3:.1f} ms, {took:.1f} s, {len(times)} keys"
    return Figure(f"keystroke p99 during a {name}", quantile(times, 0.99) * 1e3, "ms", 20.0, note=note)
