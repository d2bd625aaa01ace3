"""What sshd says of a client that has ended its connection, in its own words or without any."""

from __future__ import annotations

from typing import TYPE_CHECKING

import asyncssh

from junosim.device.login_lines import connection_closed, received_disconnect

if TYPE_CHECKING:
    from junosim.device.login_lines import LoginLine
    from junosim.servers.connection import Connection
    from junosim.servers.contract import Origin


def farewell_line(reason: Exception | None, connection: Connection, origin: Origin) -> LoginLine | None:
    """The line about a client that has gone; None for one that was cut, or that has not even logged in."""
    where = (origin.address, origin.port)
    if connection.farewell is not None:
        return received_disconnect(*where, *connection.farewell, before_login=not connection.is_logged_in)
    if isinstance(reason, asyncssh.ConnectionLost) and connection.is_logged_in:
        return connection_closed(*where)
    return None
