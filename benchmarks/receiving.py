"""A process that takes datagrams and counts them: a log host for the measurement.

It prints its port as JSON; a datagram `count` is answered with how many came before it, and how many bytes they had.
"""

from __future__ import annotations

import json
import socket
import sys
from contextlib import suppress

ASK = b"count"
_ROOM = 8 * 1024 * 1024


def main() -> None:
    """Count until the process is ended."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        with suppress(OSError):
            receiver.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _ROOM)
        receiver.bind(("127.0.0.1", 0))
        print(json.dumps({"port": receiver.getsockname()[1]}), flush=True)
        count = size = 0
        while True:
            data, sender = receiver.recvfrom(65536)
            if data == ASK:
                receiver.sendto(json.dumps([count, size]).encode(), sender)
                continue
            count += 1
            size += len(data)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()
    sys.exit(0)
