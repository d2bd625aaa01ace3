"""How many files and sockets the process may have open: usually 1,024, less than clients that wait for a login."""

from __future__ import annotations

import resource
from typing import Final

_WANTED: Final = 65_536  # sixteen devices with all the connections that each takes


def raise_limit() -> None:
    """Let the process have as many as the system allows it, within reason; more than that stays as it is."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _WANTED if hard == resource.RLIM_INFINITY else min(hard, _WANTED)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
