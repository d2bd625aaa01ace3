"""The processes of a measurement: the product, the floor, and what the system says about them."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

_ROOT = Path(__file__).resolve().parent.parent
_START_LIMIT = 120.0


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a server listens and how to log in; `pid` is its process."""

    host: str
    port: int
    user: str
    password: str
    pid: int


@asynccontextmanager
async def spawned(
    command: Sequence[str], given: bytes = b"", environment: Mapping[str, str] | None = None, lines: int = 1
) -> AsyncIterator[list[dict[str, Any]]]:
    """A process that prints so many lines of JSON when it is ready; it is ended afterwards."""
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=_ROOT,
        env={**os.environ, **(environment or {})},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        if given:
            process.stdin.write(given)
        process.stdin.close()
        async with asyncio.timeout(_START_LIMIT):
            ready = [json.loads(await process.stdout.readline()) for _ in range(lines)]
        yield ready
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def product_command(*options: str, fips: bool = False) -> list[str]:
    """The command line that starts the product; the variable JUNOSIM names another one to measure."""
    named = os.environ.get("JUNOSIM")
    program = named.split() if named else [sys.executable, "-m", "junosim"]
    mode = () if fips else ("--no-fips",)
    return [*program, "run", "mx480", "--port", "0", "--json", *mode, *options]


@asynccontextmanager
async def product(*options: str) -> AsyncIterator[Endpoint]:
    """One MX480 of the product, in a process of its own."""
    async with spawned(product_command(*options)) as ready:
        yield endpoint_of(ready[0])


def endpoint_of(ready: dict[str, Any]) -> Endpoint:
    """The endpoint in the line that the product printed; the first user is the super-user."""
    user = ready["users"][0]
    ssh = ready["ssh"]
    return Endpoint(ssh["host"], ssh["port"], user["name"], user["password"], ready["pid"])


@asynccontextmanager
async def floor(greeting: bytes, answers: Mapping[bytes, list[bytes]]) -> AsyncIterator[Endpoint]:
    """A bare SSH server that sends the same bytes in the same number of writes, in a process of its own."""
    script = {
        "greeting": greeting.hex(),
        "answers": {line.hex(): [chunk.hex() for chunk in chunks] for line, chunks in answers.items()},
    }
    command = [sys.executable, "-m", "benchmarks.floor"]
    async with spawned(command, json.dumps(script).encode()) as ready:
        yield Endpoint("127.0.0.1", ready[0]["port"], "floor", "floor", ready[0]["pid"])


def resident_bytes(pid: int) -> int:
    """The resident memory of a process."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise ValueError(f"process {pid} has no resident memory")
