"""What logins cost others, and how many there are in a second.

    python -m benchmarks.logins

A process of its own logs in by password, fifty at a time, twice a second; another one is the device; this one
types in a session and waits for the echo of each key. The same is done to a device that takes every password without
hashing it (`benchmarks/unhashed.py`), in turn; what hashing adds to a keystroke is the difference of the two 99th
percentiles. Logins a second are compared with those of the bare SSH library, by key;
those by password also pay for the hash, which on two cores takes the time of the client and the server.
"""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import AsyncExitStack, asynccontextmanager
from math import inf
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.against_floor import install_key
from benchmarks.figures import Figure, quantile
from benchmarks.processes import Endpoint, endpoint_of, floor, product, product_command, spawned
from benchmarks.terminal import connect, shell

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import asyncssh

    from benchmarks.terminal import Terminal


_PARALLEL = 50
_ROUNDS = 5
_SECONDS = 4.0  # of typing, in a round
_EVERY = 0.5  # seconds from fifty logins to the next fifty
_PAUSE = 0.002  # seconds between two keys
_WORD = 40  # keys of a line, which is then given up
_BATCH = 100  # logins of one kind, in a round

_ADDED = 10.0  # milliseconds that hashing may add to a keystroke
_SHARE = 0.7  # logins a second, of those of the bare library


async def measure() -> list[Figure]:
    """What hashing adds to keystrokes, and the rate of logins."""
    async with AsyncExitStack() as stack:
        real = await stack.enter_async_context(product())
        unhashed = await stack.enter_async_context(_unhashed())
        return [*await _keystrokes(real, unhashed), *await _rates(real)]


@asynccontextmanager
async def _unhashed() -> AsyncIterator[Endpoint]:
    command = [sys.executable, "-m", "benchmarks.unhashed", *product_command()[3:]]
    async with spawned(command) as ready:
        yield endpoint_of(ready[0])


# --- keystrokes while others log in ------------------------------------------------------------------------


async def _keystrokes(real: Endpoint, unhashed: Endpoint) -> list[Figure]:
    echoes: tuple[list[float], list[float]] = ([], [])
    logins = [0, 0]
    added = []
    async with AsyncExitStack() as stack:
        terminals = [await stack.enter_async_context(shell(endpoint)) for endpoint in (real, unhashed)]
        for _ in range(_ROUNDS):
            ends = []
            for number, endpoint in enumerate((real, unhashed)):
                async with _crowd(endpoint) as crowd:
                    found = await _type(terminals[number])
                    logins[number] += await _dismissed(crowd)
                echoes[number].extend(found)
                ends.append(quantile(found, 0.99))
            added.append(ends[0] - ends[1])
    hashed, bare = (
        f"p99 {quantile(found, 0.99):.1f} ms, {count / _ROUNDS / _SECONDS:.0f} logins/s"
        for found, count in zip(echoes, logins, strict=True)
    )
    whole = max(quantile(echoes[0], 0.99) - quantile(echoes[1], 0.99), 0.0)
    note = f"{hashed}; without: {bare}; median of {_ROUNDS} rounds {max(median(added), 0.0):.1f} ms"
    return [Figure(f"a key under {_PARALLEL} logins: hashing adds", whole, "ms", _ADDED, note=note)]


async def _type(terminal: Terminal) -> list[float]:
    """The echoes of keys typed for a while, in milliseconds."""
    echoes = []
    until = perf_counter() + _SECONDS
    while (begun := perf_counter()) < until:
        await terminal.ask(b"z", b"z")
        echoes.append((perf_counter() - begun) * 1e3)
        if len(echoes) % _WORD == 0:
            await terminal.ask(b"\x03", b"> ")
        await asyncio.sleep(_PAUSE)
    await terminal.ask(b"\x03", b"> ")
    return echoes


@asynccontextmanager
async def _crowd(endpoint: Endpoint) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.logins", "--crowd", endpoint.host, str(endpoint.port), endpoint.user,
        endpoint.password, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        await process.stdout.readline()  # the first of them are in
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _dismissed(crowd: asyncio.subprocess.Process) -> int:
    """End the crowd; how often it has logged in."""
    out, _ = await crowd.communicate(b"")
    return int(json.loads(out))


async def _log_in_for_ever(endpoint: Endpoint) -> None:
    """Log in by password, so many at a time, until standard input ends; print how often.

    They begin together, and again after a while: both devices get the same load, as far as they can.
    """
    done = 0
    asked = asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)

    async def one() -> None:
        async with connect(endpoint):
            pass

    while not asked.done():
        begun = perf_counter()
        await asyncio.gather(*(one() for _ in range(_PARALLEL)))
        if not done:
            print("ready", flush=True)
        done += _PARALLEL
        await asyncio.sleep(max(_EVERY - (perf_counter() - begun), 0.0))
    print(json.dumps(done - _PARALLEL), flush=True)


# --- logins a second ---------------------------------------------------------------------------------------


async def _rates(real: Endpoint) -> list[Figure]:
    key = await install_key(real)
    ways = {"by key": (real, key), "by password": (real, None), "floor": (None, key)}
    rates: dict[str, list[float]] = {way: [] for way in ways}
    async with floor(b"", {}) as bare:
        for number in range(_ROUNDS + 1):
            for way, (endpoint, given) in ways.items():
                rate = await _rate(endpoint or bare, given)
                if number:  # the first round warms up
                    rates[way].append(rate)
    other = median(rates.pop("floor"))
    return [
        Figure(
            f"logins/s {way}", median(found) / other, "x", *promise,
            note=f"{median(found):.0f}/s, floor by key {other:.0f}/s",
        )
        for (way, found), promise in zip(rates.items(), ((_SHARE, True), (inf, False)), strict=True)
    ]  # fmt: skip


async def _rate(endpoint: Endpoint, key: asyncssh.SSHKey | None) -> float:
    """Logins a second, a few at a time: the client is as busy as the server."""

    async def some(count: int) -> None:
        for _ in range(count):
            async with connect(endpoint, key):
                pass

    begun = perf_counter()
    await asyncio.gather(*(some(_BATCH // 10) for _ in range(10)))
    return _BATCH / (perf_counter() - begun)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--crowd"]:
        host, port, user, password = sys.argv[2:]
        asyncio.run(_log_in_for_ever(Endpoint(host, int(port), user, password, 0)))
    else:
        for each in asyncio.run(measure()):
            print(each)
