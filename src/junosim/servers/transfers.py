"""One SSH channel that transfers files: the SFTP or SCP server of the SSH library over the files of the device."""

from __future__ import annotations

import asyncio
import logging
import re
import shlex
from typing import TYPE_CHECKING, Final

import asyncssh
from asyncssh.scp import run_scp_server
from asyncssh.stream import SSHReader, SSHServerStreamSession, SSHWriter

from junosim.device.file_names import FileProblem
from junosim.servers.sftp import DeviceFiles, ScpFiles
from junosim.servers.sftp_handler import SftpHandler
from junosim.servers.supervisor import Supervisor
from junosim.servers.turns import Turns

if TYPE_CHECKING:
    from junosim.device.scp_command import ScpCommand
    from junosim.device.transfers import Transfer

_log = logging.getLogger(__name__)

_SLICE: Final = 0.002  # seconds of work until other sessions get their turn
_MANY: Final = re.compile(r"\*{2,}")
_MAGIC: Final = frozenset("*?[")  # characters of patterns


class Transfers:
    """What all transfers of one server share: their tasks, and the turns in which they work."""

    __slots__ = ("tasks", "turns")

    def __init__(self) -> None:
        self.tasks = Supervisor()
        self.turns = Turns()

    async def close(self) -> None:
        """End every transfer and wait until all have let go of their files."""
        await self.tasks.close()


class TransferStream(SSHServerStreamSession[bytes]):
    """Serves SFTP, or with a `command` SCP. `channel_full` and `transport_full` hold its output back."""

    def __init__(
        self,
        channel: asyncssh.SSHServerChannel[bytes],
        transfer: Transfer,
        command: ScpCommand | None,
        shared: Transfers,
    ) -> None:
        super().__init__(None)
        self._channel = channel
        self._transfer = transfer
        self._command = command
        self._shared = shared
        self._task: asyncio.Task[None] | None = None
        self._resumed = 0.0  # when this session last gave way, in seconds of the loop
        self.connection_made(channel)

    def session_started(self) -> None:
        """The client knows that it has its session."""
        self._task = self._shared.tasks.start(self._run(), f"transfer {self._transfer.name}")

    def regulate(self, *, full: bool) -> None:
        """The client does not read, or reads again."""
        if full != self._write_paused:
            (self.pause_writing if full else self.resume_writing)()

    def look(self) -> None:
        """Something may have happened to the user: end the session if it must."""
        if self._transfer.is_over and self._task is not None:
            self._task.cancel()

    def end(self) -> None:
        """Free what the session holds; harmless when repeated."""
        if self._task is not None:
            self._task.cancel()
        self._transfer.closed()

    async def _run(self) -> None:
        """Serve until the client has enough. The channel's one fault boundary; it ends with status 0."""
        status = 0
        try:
            await self._serve(SSHReader(self, self._channel), SSHWriter(self, self._channel))
        except asyncio.CancelledError:
            status = 1
            if not self._transfer.is_over:
                raise
        except (asyncssh.Error, OSError, EOFError) as problem:
            _log.info("%s: transfer ended: %s", self._transfer.name, problem)
        except Exception:
            status = 1
            _log.exception("%s: a transfer failed and is closed", self._transfer.name)
        finally:
            self._transfer.closed()
            if not self._channel.is_closing():
                self._channel.exit(status)

    async def _serve(self, reader: SSHReader[bytes], writer: SSHWriter[bytes]) -> None:
        """Both ends know this session, which therefore does not know them: nothing is left when it is over."""
        command = self._command
        if command is None:
            files = DeviceFiles(self._channel, self._transfer)
            await SftpHandler(files, reader, writer, self._pause).run()
            return
        if command.sends and not _MAGIC.intersection(command.path):
            try:
                self._transfer.link_status(command.path)
            except FileProblem as problem:  # the library would say less
                await reader.read(1)
                writer.write(b"\x01scp: %s\n" % str(problem).encode("utf-8", "surrogateescape"))
                self._channel.exit(1)
                return
        errors = SSHWriter(self, self._channel, asyncssh.EXTENDED_DATA_STDERR)
        served = run_scp_server(
            ScpFiles(self._channel, self._transfer, self._pause, preserves=command.preserves),
            _spelled(command),
            reader,
            writer,
            errors,
        )
        if served is not None:
            await served

    async def _pause(self) -> None:
        """Wait until the client reads, and let others have their turn now and then."""
        await self.drain(None)
        now = asyncio.get_running_loop().time()
        if now - self._resumed >= _SLICE:
            await self._shared.turns.next()
            self._resumed = asyncio.get_running_loop().time()


def _spelled(command: ScpCommand) -> str:
    """The command as the library reads it; see `ScpFiles` for what is always preserved.

    Two asterisks are one, as in a shell: the library would look through whole trees, again and again.
    """
    flags = ["-f"] if command.sends else ["-t", "-p"]
    flags += ["-p"] if command.sends and command.preserves else []
    flags += ["-r"] if command.recurses else []
    flags += ["-d"] if command.needs_directory else []
    return " ".join(["scp", *flags, "--", shlex.quote(_MANY.sub("*", command.path))])
