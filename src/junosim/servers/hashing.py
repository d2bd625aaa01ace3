"""A process of its own that computes password hashes: a flood of logins costs no other session its turn.

A thread would compete with the event loop for the interpreter lock, and two of them for the cores.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import subprocess
import sys
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Final

from junosim.access import crypt_process
from junosim.access.crypt_process import ANSWER, REQUEST
from junosim.errors import JunosimError

if TYPE_CHECKING:
    from typing import TypeAlias

    _Answer: TypeAlias = asyncio.Future[bytes | None]

_log = logging.getLogger(__name__)

_IN_FLIGHT: Final = 4  # requests that the process has already: it need not wait for the event loop
_CODE: Final = """
import sys
sys.path.insert(0, sys.argv[1])
from junosim.access.crypt_process import main
main()
"""


class HashingFailed(JunosimError):
    """There is no such process; the message says why."""


class Hashing:
    """The process, which is started for the first request. All methods belong to one event loop.

    Requests are answered in their order. One whose caller has been cancelled is dropped, if it has not been sent.
    """

    __slots__ = ("_process", "_sent", "_starting", "_transport", "_waiting", "problem")

    def __init__(self) -> None:
        self._waiting: deque[tuple[bytes, _Answer]] = deque()
        self._sent: deque[_Answer] = deque()
        self._process: subprocess.Popen[bytes] | None = None
        self._transport: asyncio.Transport | None = None
        self._starting: asyncio.Task[None] | None = None
        self.problem: str | None = None  # why there is no process, and will be none

    async def compute(self, password: bytes, setting: bytes) -> bytes | None:
        """The hash, None for a setting that is not understood. Raises HashingFailed."""
        if self.problem is not None:
            raise HashingFailed(self.problem)
        loop = asyncio.get_running_loop()
        answer: _Answer = loop.create_future()
        self._waiting.append((REQUEST.pack(len(password), len(setting)) + password + setting, answer))
        if self._transport is not None:
            self._send()
        elif self._starting is None:
            self._starting = loop.create_task(self._start())
        return await answer

    def close(self) -> None:
        """End the process; who waits for it is told. May be repeated."""
        if self._starting is not None:
            self._starting.cancel()
        self.ended("the server stops")

    async def _start(self) -> None:
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                self._process = _spawned(theirs.fileno())
        except OSError as problem:
            ours.close()
            self.ended(str(problem))
            return
        ours.setblocking(False)
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.connect_accepted_socket(lambda: _Answers(self), ours)
        self._send()

    def _send(self) -> None:
        assert self._transport is not None
        while self._waiting and len(self._sent) < _IN_FLIGHT:
            request, answer = self._waiting.popleft()
            if not answer.done():
                self._sent.append(answer)
                self._transport.write(request)

    def answered(self, computed: bytes | None) -> None:
        """The process has computed the next hash."""
        answer = self._sent.popleft()
        if not answer.done():
            answer.set_result(computed)
        self._send()

    def ended(self, problem: str) -> None:
        """There is no process any more, or shall be none."""
        if self.problem is None:
            self.problem = problem
        if self._transport is not None:
            self._transport.abort()
            self._transport = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
        for answer in (*self._sent, *(answer for _, answer in self._waiting)):
            if not answer.done():
                answer.set_exception(HashingFailed(self.problem))
        self._sent.clear()
        self._waiting.clear()


def _spawned(pipe: int) -> subprocess.Popen[bytes]:
    """The process. It ends with its input, not with the keys of a terminal: it has a group of its own."""
    where = str(Path(crypt_process.__file__).parents[2])  # the folder of this very package
    return subprocess.Popen(
        [sys.executable, "-I", "-c", _CODE, where], stdin=pipe, stdout=pipe, start_new_session=True
    )


class _Answers(asyncio.Protocol):
    """What comes from the process."""

    def __init__(self, hashing: Hashing) -> None:
        self._hashing = hashing
        self._received = b""

    def data_received(self, data: bytes) -> None:
        received = self._received + data
        while len(received) >= ANSWER.size:
            end = ANSWER.size + ANSWER.unpack_from(received)[0]
            if len(received) < end:
                break
            self._hashing.answered(received[ANSWER.size : end] or None)
            received = received[end:]
        self._received = received

    def connection_lost(self, exc: Exception | None) -> None:
        if self._hashing.problem is None:
            _log.warning("the process that computes password hashes has ended; threads take its place")
        self._hashing.ended("the process has ended")
