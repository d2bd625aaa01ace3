"""A command over an open NETCONF session, against the floor: a command over SSH alone, which opens a channel for it.

The floor is told what the product answers, so both send the same bytes in the same number of writes. The two are
asked in turn, a round each, and the medians compared.
"""

from __future__ import annotations

import asyncio
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Final

from benchmarks.figures import Figure
from benchmarks.netconf import MARK, call
from benchmarks.processes import floor, product
from benchmarks.terminal import connect

if TYPE_CHECKING:
    import asyncssh

_COMMANDS: Final = ("show version", "show system uptime")
_ROUNDS: Final = 10
_CALLS: Final = 20  # of each in a round


async def measure() -> list[Figure]:
    """A figure for each command."""
    async with product() as real, connect(real) as connection:
        process = await connection.create_process(subsystem="netconf", encoding=None)
        await process.stdout.readuntil(MARK)
        return [await _compared(process, command) for command in _COMMANDS]


async def _compared(process: asyncssh.SSHClientProcess[bytes], command: str) -> Figure:
    text = f"<command>{command}</command>"
    await call(process, text)
    _, answer = await call(process, text)  # the second: nothing is done for the first time
    times: tuple[list[float], list[float]] = ([], [])
    async with floor(b"", {command.encode(): [answer]}) as bare, connect(bare) as connection:
        for number in range(_ROUNDS + 1):
            one = [(await call(process, text))[0] for _ in range(_CALLS)]
            other = [await _executed(connection, command, answer) for _ in range(_CALLS)]
            if number:  # the first round warms up
                times[0].extend(one)
                times[1].extend(other)
    real, least = median(times[0]), median(times[1])
    note = f"{real * 1e3:.2f} ms, floor {least * 1e3:.2f} ms"
    return Figure(f"<command>{command}, round trip", real / least, "x", 2.0, note=note)


async def _executed(connection: asyncssh.SSHClientConnection, command: str, answer: bytes) -> float:
    begun = perf_counter()
    found = await connection.run(command, encoding=None)
    assert found.stdout == answer
    return perf_counter() - begun


if __name__ == "__main__":
    for figure in asyncio.run(measure()):
        print(figure)
