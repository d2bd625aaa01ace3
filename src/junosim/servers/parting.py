"""What sshd says of a connection when the library has ended it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import asyncssh

from junosim.device import ssh_lines

if TYPE_CHECKING:
    from junosim.device.login_lines import LoginLine
    from junosim.servers.connection import Connection
    from junosim.servers.contract import Origin

_NO_ANSWER: Final = "not responding to keepalive"  # the library's words


def last_line(reason: Exception | None, connection: Connection, origin: Origin) -> LoginLine | None:
    """The line that belongs to the reason for which a connection has ended; None when there is none."""
    where = (origin.address, origin.port)
    if isinstance(reason, asyncssh.ConnectionLost) and _NO_ANSWER in reason.reason:
        return ssh_lines.not_responding(*where)
    if connection.talked_too_much:
        return ssh_lines.too_many_packets(*where)
    return None
