"""How many connections the configuration lets come: `connection-limit` and `rate-limit` of the SSH service."""

from __future__ import annotations

from collections import Counter, deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from junosim.servers.contract import SshSettings

_MINUTE = 60.0  # seconds in which attempts are counted


class Admission:
    """Counts the connections of one device, for each version of IP by itself (documentation of the statements).

    A connection counts from its beginning to its end, logged in or not; as an attempt counts one that was let in, so
    that a flood does not keep the door shut beyond its minute.
    """

    __slots__ = ("_begun", "_open")

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()
        self._begun: dict[str, deque[float]] = {}

    def exceeded(self, address: str, settings: SshSettings, now: float) -> tuple[str, int] | None:
        """The statement that keeps a client of this address out, and its limit; None when none does.

        `now` is in seconds on a scale that never goes back.
        """
        family = _family(address)
        if settings.connections is not None and self._open[family] >= settings.connections:
            return "connection-limit", settings.connections
        begun = self._begun.get(family)
        while begun and begun[0] <= now - _MINUTE:
            begun.popleft()
        if settings.attempts is not None and begun is not None and len(begun) >= settings.attempts:
            return "rate-limit", settings.attempts
        return None

    def enter(self, address: str, settings: SshSettings, now: float) -> None:
        """A client was let in."""
        family = _family(address)
        self._open[family] += 1
        if settings.attempts is None:
            self._begun.pop(family, None)
        else:
            self._begun.setdefault(family, deque()).append(now)

    def leave(self, address: str) -> None:
        """The connection of a client that was let in is over."""
        self._open[_family(address)] -= 1


def _family(address: str) -> str:
    """`inet` or `inet6`; an IPv4 client of a socket for both is written as `::ffff:192.0.2.1`."""
    return "inet6" if ":" in address and "." not in address else "inet"
