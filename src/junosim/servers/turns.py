"""Turns of the event loop for work that comes in bulk: many transfers at once must not add up their slices."""

from __future__ import annotations

import asyncio
from collections import deque


class Turns:
    """Lets one of those who wait go on in each turn of the loop, in the order in which they asked.

    Between two of them the loop serves everybody else.
    """

    __slots__ = ("_is_dealing", "_waiting")

    def __init__(self) -> None:
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._is_dealing = False

    async def next(self) -> None:
        """Wait for a turn, which is never the one that is going on."""
        loop = asyncio.get_running_loop()
        turn = loop.create_future()
        self._waiting.append(turn)
        if not self._is_dealing:
            self._is_dealing = True
            loop.call_soon(self._deal)
        await turn

    def _deal(self) -> None:
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():  # whoever was cancelled has gone
                turn.set_result(None)
                break
        self._is_dealing = bool(self._waiting)
        if self._is_dealing:
            asyncio.get_running_loop().call_soon(self._deal)
