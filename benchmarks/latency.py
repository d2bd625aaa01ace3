"""What one session adds to the keystrokes of another while it works on a large configuration.

    python -m benchmarks.latency [LINES]

One process is the device, with a configuration of LINES lines as text (default 100,000); a second one runs commands,
one after the other; this one types in a session of its own and waits for the echo of each key. Each figure is the
99th percentile of the echoes while a command ran, less that of the echoes while nothing ran.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from contextlib import asynccontextmanager
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.figures import Figure, quantile
from benchmarks.generated import commands
from benchmarks.processes import Endpoint, product
from benchmarks.terminal import shell

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

_LINES = 100_000
_PROMISE = 20.0  # milliseconds
_IDLE_KEYS = 300
_PAUSE = 0.005  # seconds between two keys
_WORD = 40  # keys of a line, which is then given up

# What is typed, and how the answer ends: at the prompt of one of the modes, or at that of the pager.
_OPERATIONAL, _CONFIGURATION, _MORE = "> ", "# ", "(more"
_SHOWS = [
    ("show configuration", _OPERATIONAL),
    ("show configuration | display set", _OPERATIONAL),
    ("show configuration | display xml", _OPERATIONAL),
    ("show configuration | display json", _OPERATIONAL),
    ("show configuration | display detail", _OPERATIONAL),
    ("show configuration | display inheritance", _OPERATIONAL),
    ("show configuration | count", _OPERATIONAL),
    ("show configuration | last 10", _OPERATIONAL),
    ('show configuration | match "(a|b|c)*x.*y.*z"', _OPERATIONAL),
    ("show configuration | save all", _OPERATIONAL),
    ("help apropos address", _OPERATIONAL),
]
_EDITS = [
    ("save whole", _CONFIGURATION),
    ("load override whole", _CONFIGURATION),
    ("show | compare", _CONFIGURATION),
    ("commit", _CONFIGURATION),
    ("load merge whole", _CONFIGURATION),
    ("rollback 1", _CONFIGURATION),
    ("delete interfaces", _CONFIGURATION),
    ("delete policy-options", _CONFIGURATION),
    ("delete firewall", _CONFIGURATION),
    ("delete protocols", _CONFIGURATION),
    ("show | compare", _CONFIGURATION),
    ("commit", _CONFIGURATION),
    ("rollback 1", _CONFIGURATION),
    ("show | compare", _CONFIGURATION),
    ("commit check", _CONFIGURATION),
    ("commit", _CONFIGURATION),
    ("set groups ports interfaces <*> mtu 9000", _CONFIGURATION),
    ("set groups peers protocols bgp group <*> neighbor <*> hold-time 90", _CONFIGURATION),
    ("set apply-groups [ ports peers ]", _CONFIGURATION),
    ("commit", _CONFIGURATION),
    ("show | display inheritance", _CONFIGURATION),
    ("replace pattern peer with neighbour", _CONFIGURATION),
    ("show | compare", _CONFIGURATION),
    ("commit", _CONFIGURATION),
    ("set snmp location here", _CONFIGURATION),
    ("commit", _CONFIGURATION),
]
_SCRIPT = [
    ("set cli screen-length 0", _OPERATIONAL),
    *_SHOWS,
    ("set cli screen-length 24", _OPERATIONAL),
    ("show configuration", _MORE),
    ("G", _MORE),
    ("/nothing", _MORE),
    ("q", _OPERATIONAL),
    ("set cli screen-length 0", _OPERATIONAL),
    ("configure", _CONFIGURATION),
    *_EDITS,
]
_KEYS = frozenset("Gq")  # take effect without Enter


async def measure(lines: int = _LINES) -> list[Figure]:
    """One figure for each command that took long enough for ten keys."""
    with tempfile.NamedTemporaryFile("w", suffix=".set") as source:
        source.write("\n".join(commands(lines // 2)) + "\n")
        source.flush()
        async with product("--config", source.name) as endpoint, _worker(endpoint) as worker:
            return await _figures(endpoint, worker)


async def _figures(endpoint: Endpoint, worker: asyncio.subprocess.Process) -> list[Figure]:
    async with shell(endpoint) as terminal:
        typist = _Typist(terminal.ask)
        for _ in range(_IDLE_KEYS):
            await typist.key()
        idle = typist.taken()
        floor = quantile(idle, 0.99)
        figures = [Figure("a key while nothing runs", floor, "ms", float("inf"), note=_note(idle))]
        for command, ending in _SCRIPT:
            done = asyncio.create_task(_run(worker, command, ending))
            begun = perf_counter()
            while not done.done():
                await typist.key()
            seconds = perf_counter() - begun
            await done
            echoes = typist.taken()
            if len(echoes) >= 10:
                note = f"{_note(echoes)}, {seconds:.1f} s"
                added = max(quantile(echoes, 0.99) - floor, 0.0)
                figures.append(Figure(command, added, "ms", _PROMISE, note=note))
    return figures


def _note(echoes: list[float]) -> str:
    return f"p50 {quantile(echoes, 0.5):.1f}, p99 {quantile(echoes, 0.99):.1f}, max {max(echoes):.1f} ms"


class _Typist:
    """Types one letter after the other, and takes the time until each is echoed."""

    def __init__(self, ask: Callable[[bytes, bytes], Awaitable[bytes]]) -> None:
        self._ask = ask
        self._echoes: list[float] = []
        self._typed = 0

    async def key(self) -> None:
        """Type a letter; after a line of them, give it up."""
        begun = perf_counter()
        await self._ask(b"z", b"z")
        self._echoes.append((perf_counter() - begun) * 1e3)
        self._typed += 1
        if self._typed % _WORD == 0:
            await self._ask(b"\x03", _OPERATIONAL.encode())
        await asyncio.sleep(_PAUSE)

    def taken(self) -> list[float]:
        """The times since the last call, in milliseconds."""
        echoes, self._echoes = self._echoes, []
        return echoes


# ---------------------------------------------------------------------- the other process


@asynccontextmanager
async def _worker(endpoint: Endpoint) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.latency", "--work", endpoint.host, str(endpoint.port), endpoint.user,
        endpoint.password, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.terminate()
        await process.wait()


async def _run(worker: asyncio.subprocess.Process, command: str, ending: str) -> None:
    assert worker.stdin is not None
    assert worker.stdout is not None
    worker.stdin.write(json.dumps([command, ending]).encode() + b"\n")
    if not await worker.stdout.readline():
        raise ConnectionError(f"the process that runs the commands has ended at {command!r}")


async def _work(endpoint: Endpoint) -> None:
    """Run the commands that standard input names, and print a line after each."""
    async with shell(endpoint) as terminal:
        place = b"".join(terminal.chunks).rpartition(b"\n")[2][:-2]  # USER@HOST
        loop = asyncio.get_running_loop()
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            command, ending = json.loads(line)
            keys = command if command in _KEYS else f"{command}\r"
            prompt = ending.encode() if ending == _MORE else place + ending.encode()
            await terminal.ask(keys.encode(), prompt, anywhere=ending == _MORE)
            print("done", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--work"]:
        host, port, user, password = sys.argv[2:]
        asyncio.run(_work(Endpoint(host, int(port), user, password, 0)))
    else:
        for each in asyncio.run(measure(*map(int, sys.argv[1:2]))):
            print(each)
