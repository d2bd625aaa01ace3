"""The protocol SFTP as the SSH library has it, held to what OpenSSH of the device's time speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import asyncssh
from asyncssh.sftp import SFTPServerHandler

from junosim.device.file_names import TOO_MANY
from junosim.device.transfers import MOST_OPEN

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from asyncssh.packet import SSHPacket
    from asyncssh.stream import SSHReader, SSHWriter

    from junosim.servers.sftp import DeviceFiles

VERSION: Final = 3
"""The version of the protocol that OpenSSH speaks."""


class SftpHandler(SFTPServerHandler):
    """The protocol as OpenSSH 7.5 speaks it: its extensions, and one request after the other.

    `pause` is awaited before each request, so that other sessions get their turn.
    """

    _extensions = [  # noqa: RUF012 - as the library declares it
        (b"posix-rename@openssh.com", b"1"),
        (b"statvfs@openssh.com", b"2"),
        (b"fstatvfs@openssh.com", b"2"),
        (b"hardlink@openssh.com", b"1"),
        (b"fsync@openssh.com", b"1"),
    ]
    _packet_handlers = {  # noqa: RUF012 - likewise
        kind: handler
        for kind, handler in SFTPServerHandler._packet_handlers.items()  # noqa: SLF001 - to take some away
        if kind not in (b"lsetstat@openssh.com", b"limits@openssh.com", b"copy-data", b"ranges@asyncssh.com")
    }

    def __init__(
        self,
        files: DeviceFiles,
        reader: SSHReader[bytes],
        writer: SSHWriter[bytes],
        pause: Callable[[], Awaitable[None]],
    ) -> None:
        super().__init__(files, reader, writer, VERSION)
        self._files = files
        self._pause = pause
        self._nonstandard_symlink = (
            True  # OpenSSH takes the names of `symlink` in the other order, from everybody
        )

    async def recv_packet(self) -> SSHPacket:
        """The next request."""
        await self._pause()
        packet = await super().recv_packet()
        self._files.check()
        return packet

    def _get_next_handle(self) -> bytes:
        if len(self._dir_handles) >= MOST_OPEN:
            raise asyncssh.SFTPFailure(TOO_MANY)
        return super()._get_next_handle()
