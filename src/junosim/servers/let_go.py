"""Transports that are over: freed at once, without the collector of garbage.

The event loop's transport of a socket holds a method of its own, so it lies in a ring with itself, its socket and
what is known about it: some 0.8 KB, which the collector of a process that serves may have put aside for as long as
somebody is connected (`app/garbage.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import asyncio

_METHOD: Final = "_read_ready_cb"  # CPython's name for it, in all versions so far


def let_go(transport: asyncio.BaseTransport) -> None:
    """Open the ring of a transport that is closed or aborted, and reads no more. May be repeated."""
    if hasattr(transport, _METHOD):
        setattr(transport, _METHOD, None)
