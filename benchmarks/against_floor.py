"""What is measured against the floor: commands, commands per second, keystrokes, key logins.

The floor is told what the product sent, so both send the same bytes in the same number of writes. The two are
asked in turn, a round each, and the medians compared: what else the host does hits both.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

import asyncssh

from benchmarks.figures import Figure
from benchmarks.processes import floor, product
from benchmarks.terminal import CONFIGURATION, OPERATIONAL, connect, open_shell, shell

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from benchmarks.processes import Endpoint
    from benchmarks.terminal import Terminal

_COMMAND = b"show version\n"
_ROUNDS = 10
_COMMANDS_A_ROUND = 30
_KEYS_A_ROUND = 100
_LOGINS_A_ROUND = 3
_SESSIONS = 100
_COMMANDS_A_SESSION = 5


async def measure() -> list[Figure]:
    """All figures that have a floor."""
    async with AsyncExitStack() as stack:
        real = await stack.enter_async_context(product())
        key = await install_key(real)
        bare = await stack.enter_async_context(_floor_of(real))
        return [
            await _ratio("show version, round trip", 1.5, real, bare, _round_trips),
            await _ratio("keystroke, echo", 1.3, real, bare, _keystrokes),
            await _login_ratio(real, bare, key),
            await _throughput(real, bare),
        ]


@asynccontextmanager
async def _floor_of(real: Endpoint) -> AsyncIterator[Endpoint]:
    """The floor for what this product sends."""
    async with connect(real) as connection:
        terminal = await open_shell(connection)
        greeting = b"".join(terminal.chunks)
        await terminal.ask(_COMMAND, OPERATIONAL)
        await terminal.ask(_COMMAND, OPERATIONAL)  # the second: nothing is done for the first time
        answers = {_COMMAND: list(terminal.chunks)}
    async with floor(greeting, answers) as bare:
        yield bare


async def install_key(real: Endpoint) -> asyncssh.SSHKey:
    """A new key that logs the user in."""
    key = asyncssh.generate_private_key("ecdsa-sha2-nistp256")
    line = b" ".join(key.export_public_key().split()[:2])
    async with shell(real) as terminal:
        await terminal.ask(b"configure\n", CONFIGURATION)
        user = f"set system login user {real.user} authentication ssh-ecdsa ".encode()
        await terminal.ask(user + b'"' + line + b'"\n', CONFIGURATION)
        answer = await terminal.ask(b"commit\n", CONFIGURATION)
        if b"commit complete" not in answer:
            raise RuntimeError(f"the key could not be committed: {answer!r}")
    return key


async def _ratio(
    name: str,
    limit: float,
    real: Endpoint,
    bare: Endpoint,
    round_of: Callable[[Terminal], Awaitable[list[float]]],
) -> Figure:
    """The medians of one kind of question, in turn."""
    times: tuple[list[float], list[float]] = ([], [])
    async with shell(real) as one, shell(bare) as other:
        for terminal in (one, other):
            await round_of(terminal)
        for _ in range(_ROUNDS):
            for terminal, found in zip((one, other), times, strict=True):
                found.extend(await round_of(terminal))
    return _compared(name, limit, *times)


def _compared(name: str, limit: float, real: list[float], bare: list[float]) -> Figure:
    one, other = median(real), median(bare)
    return Figure(name, one / other, "x", limit, note=f"{one * 1e3:.2f} ms, floor {other * 1e3:.2f} ms")


async def _round_trips(terminal: Terminal) -> list[float]:
    times = []
    for _ in range(_COMMANDS_A_ROUND):
        begun = perf_counter()
        await terminal.ask(_COMMAND, OPERATIONAL)
        times.append(perf_counter() - begun)
    return times


async def _keystrokes(terminal: Terminal) -> list[float]:
    times = []
    for _ in range(_KEYS_A_ROUND):
        begun = perf_counter()
        await terminal.ask(b"s", b"s")
        times.append(perf_counter() - begun)
    await terminal.ask(b"\x15" + b"s", b"s")  # Ctrl-U: the line does not grow without end
    return times


async def _login_ratio(real: Endpoint, bare: Endpoint, key: asyncssh.SSHKey) -> Figure:
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(_ROUNDS + 1):
        for endpoint, found in zip((real, bare), times, strict=True):
            for _ in range(_LOGINS_A_ROUND):
                begun = perf_counter()
                async with connect(endpoint, key):
                    took = perf_counter() - begun
                if number:  # the first round warms up
                    found.append(took)
    return _compared("login with a key", 1.3, *times)


async def _throughput(real: Endpoint, bare: Endpoint) -> Figure:
    """Commands per second over many sessions at once, as a share of the floor's."""
    rates: tuple[list[float], list[float]] = ([], [])
    async with AsyncExitStack() as stack:
        groups = [
            [await stack.enter_async_context(shell(endpoint)) for _ in range(_SESSIONS)]
            for endpoint in (real, bare)
        ]
        for number in range(_ROUNDS // 2 + 1):
            for terminals, found in zip(groups, rates, strict=True):
                begun = perf_counter()
                await asyncio.gather(*map(_several, terminals))
                if number:
                    found.append(_SESSIONS * _COMMANDS_A_SESSION / (perf_counter() - begun))
    one, other = median(rates[0]), median(rates[1])
    note = f"{one:.0f}/s, floor {other:.0f}/s"
    return Figure(f"commands/s at {_SESSIONS} sessions", one / other, "x", 0.6, at_least=True, note=note)


async def _several(terminal: Terminal) -> None:
    for _ in range(_COMMANDS_A_SESSION):
        await terminal.ask(_COMMAND, OPERATIONAL)
