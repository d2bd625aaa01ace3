"""Another user who transfers files, as a process of its own.

`python -m benchmarks.copying HOST PORT USER PASSWORD BYTES`: says when it has logged in, waits for the end of its
input, and transfers a file of that size to the device and back, by SFTP and by SCP. Prints the seconds of each
as JSON.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

import asyncssh

from benchmarks.processes import Endpoint
from benchmarks.terminal import connect

if TYPE_CHECKING:
    from collections.abc import Awaitable

READY = "ready"

_THERE = f"/var/tmp/benchmark-{os.getpid()}"  # on the device


def main() -> None:
    """Transfer, and say how long it took."""
    host, port, user, password, size = sys.argv[1:6]
    with TemporaryDirectory() as folder:
        here = Path(folder, "file")
        here.write_bytes(bytes(range(256)) * (int(size) // 256))
        print(json.dumps(asyncio.run(_copy(Endpoint(host, int(port), user, password, 0), str(here)))))


async def _copy(endpoint: Endpoint, here: str) -> dict[str, float]:
    """Seconds by the kind of transfer."""
    async with connect(endpoint) as connection, connection.start_sftp_client() as sftp:
        print(READY, flush=True)
        await asyncio.to_thread(sys.stdin.buffer.read)
        took = {
            "SFTP to the device": await _timed(sftp.put(here, _THERE)),
            "SFTP from the device": await _timed(sftp.get(_THERE, here)),
            "SCP to the device": await _timed(asyncssh.scp(here, (connection, _THERE))),
            "SCP from the device": await _timed(asyncssh.scp((connection, _THERE), here)),
        }
        await sftp.remove(_THERE)
        return took


async def _timed(work: Awaitable[object]) -> float:
    begun = perf_counter()
    await work
    return perf_counter() - begun


if __name__ == "__main__":
    main()
