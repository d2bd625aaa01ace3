"""A large configuration over NETCONF: how long a client waits for it, and for its load."""

from __future__ import annotations

import asyncio
from statistics import median
from time import perf_counter
from typing import Final

import asyncssh

from benchmarks.candidate import spread_lines
from benchmarks.figures import Figure
from benchmarks.processes import product

_LINES: Final = 10_000
_RUNS: Final = 5
MARK: Final = b"]]>]]>"
ENABLE: Final = "configure ; set system services netconf ssh ; commit and-quit"
_CALLS: Final = {
    "get-config": "<get-config><source><candidate/></source></get-config>",
    "get-configuration": "<get-configuration/>",
    "get-configuration as text": "<get-configuration format='text'/>",
}


async def measure() -> list[Figure]:
    """One session that loads the lines, and asks for them."""
    async with (
        product() as endpoint,
        asyncssh.connect(
            endpoint.host, endpoint.port, username=endpoint.user, password=endpoint.password, known_hosts=None
        ) as connection,
    ):
        await connection.run(ENABLE)
        process = await connection.create_process(subsystem="netconf", encoding=None)
        await process.stdout.readuntil(MARK)
        commands = "".join(spread_lines(_LINES))
        body = f"<configuration-set>{commands}</configuration-set>"
        took, _ = await call(process, f"<load-configuration action='set'>{body}</load-configuration>")
        figures = [Figure(f"load-configuration of {_LINES} set lines", took, "s", 2.0)]
        for name, text in _CALLS.items():
            runs = [await call(process, text) for _ in range(_RUNS)]
            assert runs[0][1].count(b"\n") >= _LINES
            figures.append(Figure(f"{name} of {_LINES} lines", median(took for took, _ in runs), "s", 1.0))
    return figures


async def call(process: asyncssh.SSHClientProcess[bytes], text: str) -> tuple[float, bytes]:
    """Seconds until the reply is there, and the reply."""
    begun = perf_counter()
    process.stdin.write(f"<rpc>{text}</rpc>".encode() + MARK)
    pieces: list[bytes] = []
    while not b"".join(pieces[-2:]).rstrip().endswith(MARK):
        pieces.append(await process.stdout.read(1 << 20))
    return perf_counter() - begun, b"".join(pieces)


if __name__ == "__main__":
    for figure in asyncio.run(measure()):
        print(figure)
