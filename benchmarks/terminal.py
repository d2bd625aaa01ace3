"""A client at a terminal: types, waits for the prompt, and keeps what came in the pieces it came in."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, cast

import asyncssh

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from benchmarks.processes import Endpoint

OPERATIONAL = b"> "
CONFIGURATION = b"# "
_PATIENCE = 120.0
_LONGEST_ENDING = 64


class Terminal(asyncssh.SSHClientSession[bytes]):
    """One shell with a terminal of 511 columns. `chunks` holds what came since the last question."""

    def __init__(self) -> None:
        self.channel: asyncssh.SSHClientChannel[bytes]
        self.chunks: list[bytes] = []
        self._tail = b""
        self._ending = b""
        self._anywhere = False
        self._answered: asyncio.Future[None] | None = None

    def connection_made(self, chan: asyncssh.SSHClientChannel[bytes]) -> None:
        """The channel is open."""
        self.channel = chan

    def data_received(self, data: bytes, datatype: int | None) -> None:
        """Keep the piece; wake the one who waits when it ends as he wants."""
        self.chunks.append(data)
        self._tail = self._tail[-_LONGEST_ENDING:] + data
        if self._answered and not self._answered.done() and self._has_come():
            self._answered.set_result(None)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody waits for ever."""
        if self._answered and not self._answered.done():
            self._answered.set_exception(exc or ConnectionError("the server closed the session"))

    def _has_come(self) -> bool:
        return self._ending in self._tail if self._anywhere else self._tail.endswith(self._ending)

    async def until(self, ending: bytes) -> None:
        """Wait until what came ends so."""
        self._ending, self._anywhere = ending, False
        if self._has_come():
            return
        self._answered = asyncio.get_running_loop().create_future()
        await asyncio.wait_for(self._answered, _PATIENCE)

    async def ask(self, data: bytes, ending: bytes, *, anywhere: bool = False) -> bytes:
        """Send, wait until what comes ends so (or, with `anywhere`, holds it), and return all that came."""
        self.chunks.clear()
        self._tail = b""
        self._ending, self._anywhere = ending, anywhere
        self._answered = asyncio.get_running_loop().create_future()
        self.channel.write(data)
        await self._answered
        return b"".join(self.chunks)


def connect(endpoint: Endpoint, key: asyncssh.SSHKey | None = None) -> asyncssh.connection._ACMWrapper:  # type: ignore[name-defined]
    """A connection by password, or by key; both in one try."""
    return asyncssh.connect(
        endpoint.host,
        endpoint.port,
        username=endpoint.user,
        password=None if key else endpoint.password,
        client_keys=[key] if key else None,
        preferred_auth="publickey" if key else "password",
        known_hosts=None,
        config=None,
        agent_path=None,
        compression_algs=["none"],
        login_timeout=_PATIENCE,
    )


@asynccontextmanager
async def shell(endpoint: Endpoint) -> AsyncIterator[Terminal]:
    """A connection with one shell, at its first prompt."""
    async with connect(endpoint) as connection:
        yield await open_shell(connection)


async def open_shell(connection: asyncssh.SSHClientConnection) -> Terminal:
    """A shell on a connection, at its first prompt, with the pager off."""
    _, session = await connection.create_session(
        Terminal, term_type="vt100", term_size=(511, 1000), encoding=None
    )
    terminal = cast("Terminal", session)
    await terminal.until(OPERATIONAL)
    return terminal
