"""What sshd says of a connection that has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import asyncssh

from junosim.device import ssh_lines
from junosim.device.login_lines import connection_closed, received_disconnect

if TYPE_CHECKING:
    from junosim.audit.event import Entry
    from junosim.servers.connection import Connection
    from junosim.servers.contract import Origin

_NO_ANSWER: Final = "not responding to keepalive"  # the library's words


def last_line(reason: Exception | None, connection: Connection, origin: Origin) -> Entry | None:
    """The line that belongs to the reason for which a connection has ended.

    None for one that the device has cut, and for one that ends without a word before the login.
    """
    where = (origin.address, origin.port)
    if isinstance(reason, asyncssh.ConnectionLost) and _NO_ANSWER in reason.reason:
        return ssh_lines.not_responding(*where)
    if connection.talked_too_much:
        return ssh_lines.too_many_packets(*where)
    if connection.farewell is not None:
        return received_disconnect(*where, *connection.farewell, before_login=not connection.is_logged_in)
    if isinstance(reason, asyncssh.ConnectionLost) and connection.is_logged_in:
        return connection_closed(*where)
    return None
