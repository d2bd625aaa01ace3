"""Operations of NETCONF on a configuration of 100,000 lines, and what they cost somebody who types meanwhile."""

from __future__ import annotations

import asyncio
from math import inf
from time import perf_counter
from typing import TYPE_CHECKING, Final

from benchmarks.figures import Figure, quantile
from benchmarks.netconf import ENABLE, MARK, call
from benchmarks.processes import product
from benchmarks.terminal import connect, shell

if TYPE_CHECKING:
    from collections.abc import Iterator

    import asyncssh

    from benchmarks.terminal import Terminal

_LINES: Final = 100_000
_PIECE: Final = 10_000  # lines that one edit brings: a message has a limit
_QUIET: Final = 200  # keystrokes with nothing else going on
_MOST: Final = 20.0  # milliseconds that p99 may grow
_EDIT: Final = (
    "<edit-config><target><candidate/></target><config><configuration><policy-options>{}</policy-options>"
    "</configuration></config></edit-config>"
)
_GET: Final = (
    "<get-config><source><candidate/></source><filter><configuration>{}</configuration></filter></get-config>"
)
_LIST: Final = "<policy-options><prefix-list>{}</prefix-list></policy-options>"


async def measure() -> list[Figure]:
    """One session that edits and gets, one that types."""
    async with product() as endpoint, connect(endpoint) as connection, shell(endpoint) as terminal:
        await connection.run(ENABLE)
        process = await connection.create_process(subsystem="netconf", encoding=None)
        await process.stdout.readuntil(MARK)
        await terminal.ask(b"show version\n", b"> ")
        quiet = [await _key(terminal) for _ in range(_QUIET)]
        edits = [await call(process, _EDIT.format(piece)) for piece in _pieces()]
        assert all(b"<ok/>" in reply for _, reply in edits)
        took, busy = await _typed_during(terminal, process, _GET.format("<policy-options/>"))
        one, _ = await call(process, _GET.format(_LIST.format("<name>P77</name>")))
        none, _ = await call(
            process, _GET.format(_LIST.format("<prefix-list-item><name>x</name></prefix-list-item>"))
        )
    before, during = quantile(quiet, 0.99), quantile(busy, 0.99)
    return [
        Figure(f"edit-config of {_PIECE} lines", max(took for took, _ in edits), "s", inf),
        Figure(f"get-config of {_LINES} lines, by a filter", took, "s", inf),
        Figure(f"get-config of one entry of {_LINES} lines", one * 1000, "ms", inf),
        Figure(f"get-config of {_LINES} lines, none fits", none * 1000, "ms", inf),
        Figure("a keystroke meanwhile, p99, added", during - before, "ms", _MOST, note=(
            f"{during:.1f} against {before:.1f} ms, at most {max(busy):.1f} ms of {len(busy)} keystrokes"
        )),
    ]  # fmt: skip


def _pieces() -> Iterator[str]:
    """Prefix lists of ten entries each, as elements."""
    for start in range(0, _LINES, _PIECE):
        lists = []
        for number in range(start // 10, (start + _PIECE) // 10):
            items = "".join(
                f"<prefix-list-item><name>10.{number >> 8 & 255}.{number & 255}.{last}/32</name></prefix-list-item>"
                for last in range(10)
            )
            lists.append(f"<prefix-list><name>P{number}</name>{items}</prefix-list>")
        yield "".join(lists)


async def _typed_during(
    terminal: Terminal, process: asyncssh.SSHClientProcess[bytes], text: str
) -> tuple[float, list[float]]:
    """Seconds that a call takes, and milliseconds until each key that is typed meanwhile is echoed."""
    reply = asyncio.ensure_future(call(process, text))
    busy = []
    while not reply.done():
        busy.append(await _key(terminal))
    took, _ = await reply
    return took, busy


async def _key(terminal: Terminal) -> float:
    """Milliseconds until a key is echoed; it is taken back afterwards."""
    begun = perf_counter()
    await terminal.ask(b"s", b"s")
    took = perf_counter() - begun
    await terminal.ask(b"\x08", b"\b", anywhere=True)
    return took * 1000


if __name__ == "__main__":
    for figure in asyncio.run(measure()):
        print(figure)
