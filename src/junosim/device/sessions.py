"""The small protocol of every byte-stream session (CLI, later NETCONF and console login), without I/O.

A server feeds bytes in, writes out what `output` returns, carries out the effects, and calls `wake` when the
deadline has come. Long work is done in slices: while a session has more to do, its deadline lies in the past,
so that the server calls `wake` again as soon as other sessions had their turn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

if TYPE_CHECKING:
    from junosim.device.logins import Login


@dataclass(frozen=True, slots=True)
class Hangup:
    """The session ended: close the channel with this exit status once all output is written."""

    status: int = 0


Effect: TypeAlias = Hangup


CLI: Final = "cli"
XML: Final = "xml"


@dataclass(frozen=True, slots=True)
class Enter:
    """Another session is to take the terminal until it ends: `CLI`, one for programs (`XML`), or a shell by its name.

    `user` is whose session it is. With `command` it carries out that alone; for `XML` these are the words of
    `netconf.asked`.
    """

    kind: str
    user: str
    command: str | None = None
    is_login: bool = False


class ByteSession(Protocol):
    """A session as its server sees it."""

    def feed(self, data: bytes) -> None:
        """Take bytes the client sent. Bounded work: what does not fit a slice is left for `wake`."""
        ...

    def output(self) -> bytes:
        """Take the bytes to send (empty when there are none)."""
        ...

    def effects(self) -> list[Effect]:
        """Take what the server has to do besides writing."""
        ...

    def deadline(self) -> float | None:
        """When to call `wake`, on the clock's monotonic scale; in the past while work is left."""
        ...

    def wake(self) -> None:
        """The deadline has come: do what is due, or one more slice of the work at hand."""
        ...

    def resize(self, columns: int, rows: int) -> None:
        """The client's window changed; 0 means unknown."""
        ...

    def eof(self) -> None:
        """The client will send no more."""
        ...

    def closed(self) -> None:
        """The connection is gone: free what the session holds (locks, private candidates, its terminal)."""
        ...


class Peer(Protocol):
    """The other end of a session, for one that has something to say without being asked."""

    @property
    def reads(self) -> bool:
        """False while what was sent is not taken: nothing more should be sent then."""
        ...

    def rouse(self) -> None:
        """Let the session be woken soon, if its deadline has come and the client reads."""
        ...


class StackedSession(ByteSession, Protocol):
    """A session that may let another one have its terminal meanwhile."""

    @property
    def login(self) -> Login:
        """Whose session it is."""
        ...

    @property
    def directory(self) -> str:
        """Where its user stands in the file tree."""
        ...

    def entered(self) -> Enter | None:
        """Take what is to have the terminal now; nothing is asked of this session until `resume`."""
        ...

    def resume(self, status: int) -> None:
        """The other session has ended."""
        ...
