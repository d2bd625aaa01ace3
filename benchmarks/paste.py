"""Another user's big paste, as a process of its own: what it reads from standard input goes to a session.

`python -m benchmarks.paste HOST PORT USER PASSWORD`: configuration mode, then the input, then a rollback. Says
when it is in configuration mode, waits for the end of its input and begins; at the end it prints the seconds it
took as JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.processes import Endpoint
from benchmarks.terminal import CONFIGURATION, shell

if TYPE_CHECKING:
    from benchmarks.terminal import Terminal

READY = "ready"

_LAST = b"run show cli\n"
_LAST_OUTPUT = b"CLI working directory"  # stands in the last command's output and nowhere before


async def main() -> None:
    """Paste, and say how long it took."""
    host, port, user, password = sys.argv[1:5]
    async with shell(Endpoint(host, int(port), user, password, 0)) as terminal:
        await terminal.ask(b"configure\n", CONFIGURATION)
        print(READY, flush=True)
        given = await asyncio.to_thread(sys.stdin.buffer.read)
        begun = perf_counter()
        came = await paste(terminal, given)
        took = perf_counter() - begun
        await terminal.ask(b"rollback 0\n", CONFIGURATION)
    print(json.dumps({"seconds": took, "end": came[-200:].decode("latin-1")}))


async def paste(terminal: Terminal, given: bytes) -> bytes:
    """Send all at once, as a terminal program does, and wait until the last line is worked off."""
    came = await terminal.ask(given + _LAST, _LAST_OUTPUT, anywhere=True)
    await terminal.until(CONFIGURATION)
    return came


if __name__ == "__main__":
    asyncio.run(main())
