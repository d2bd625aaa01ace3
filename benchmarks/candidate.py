"""A big configuration: starting with it, setting one statement in it, and what others feel of a big paste."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from contextlib import contextmanager
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.figures import Figure, quantile
from benchmarks.paste import READY
from benchmarks.processes import product
from benchmarks.terminal import CONFIGURATION, shell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from benchmarks.processes import Endpoint
    from benchmarks.terminal import Terminal

_LINES = 10_000
_SETS = 200
_BETWEEN_KEYS = 0.002  # seconds; a fast typist is 50 times slower


async def measure() -> list[Figure]:
    """Loads, sets and interference, each on a new device."""
    plain = await _start("")
    figures = []
    for name, lines in (("candidate", spread_lines(_LINES)), ("list", list_lines(_LINES))):
        figures += await _load_and_set(plain, name, "".join(lines))
    async with product() as endpoint:
        figures += [
            await _interference(endpoint, f"paste of {count} lines", "".join(spread_lines(count)).encode())
            for count in (1000, 20_000)
        ]
    return figures


async def _start(text: str) -> float:
    """Seconds to start a device with this configuration."""
    with _file(text) as name:
        begun = perf_counter()
        async with product("--config", name):
            return perf_counter() - begun


@contextmanager
def _file(text: str) -> Iterator[str]:
    """A file with this text, for as long as it is needed."""
    with tempfile.NamedTemporaryFile("w", suffix=".set") as file:
        file.write(text)
        file.flush()
        yield file.name


def spread_lines(count: int) -> Iterable[str]:
    """`set` lines that each make a list entry of their own, ten statements each."""
    for number in range(count):
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}/32"
        yield f"set policy-options prefix-list P{number // 10} {address}\n"


def list_lines(count: int) -> Iterable[str]:
    """`set` lines that all add to one list."""
    for number in range(count):
        yield f"set policy-options prefix-list BIG 10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}/32\n"


async def _load_and_set(plain: float, name: str, text: str) -> list[Figure]:
    """Start with the lines, then set and delete one more in the candidate, over and over."""
    took = await _start(text) - plain
    with _file(text) as path:
        async with product("--config", path) as endpoint:
            return [Figure(f"load of {_LINES} set lines, {name}", took, "s", 2.0), await _set(endpoint, name)]


async def _set(endpoint: Endpoint, name: str) -> Figure:
    async with shell(endpoint) as terminal:
        await terminal.ask(b"configure\n", CONFIGURATION)
        empty = await _median(terminal, b"\n", b"\n")
        one = await _median(
            terminal,
            b"set policy-options prefix-list BIG 192.0.2.1/32\n",
            b"delete policy-options prefix-list BIG 192.0.2.1/32\n",
        )
        await terminal.ask(b"rollback 0\n", CONFIGURATION)
    note = f"round trip {one * 1e3:.2f} ms, of an empty line {empty * 1e3:.2f} ms"
    return Figure(f"set in a {name} of {_LINES}", (one - empty) * 1e3, "ms", 1.0, note=note)


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
