"""A session for programs on a terminal, within the CLI or a shell: `junoscript`, `xml-mode netconf need-trailer`.

It is a session of `netconf` with what a terminal needs: an Enter is a line end both ways, and what is typed is shown
if that was asked for. A Ctrl-D at the beginning of a line ends it, as does Ctrl-C [our choice].
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.device.sessions import Hangup
from junosim.netconf.session import NetconfSession

if TYPE_CHECKING:
    from junosim.cli.terminal import Terminal
    from junosim.device.device import Device
    from junosim.device.logins import Login
    from junosim.device.sessions import Effect, Enter, Peer
    from junosim.netconf.asked import Asked

_INTERRUPT: Final = b"\x03"
_END_OF_INPUT: Final = b"\x04"


class XmlSession:
    """The session of `login`, which was entered from another one, on the terminal of both."""

    __slots__ = ("_asked", "_at_start", "_is_over", "_login", "_session", "_shown", "_terminal", "directory")

    def __init__(
        self,
        device: Device,
        login: Login,
        asked: Asked,
        terminal: Terminal,
        directory: str,
        peer: Peer | None,
    ) -> None:
        self._login = login
        self._asked = asked
        self._terminal = terminal
        self._session = NetconfSession(device, login, asked, peer)
        self._shown = bytearray()  # what was typed and is to be shown
        self._at_start = True
        self._is_over = False
        self.directory = directory

    @property
    def login(self) -> Login:
        """Whose session it is."""
        return self._login

    def feed(self, data: bytes) -> None:
        """Take bytes the client sent."""
        if self._terminal.is_pty:
            data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
            if _INTERRUPT in data or (self._at_start and data.startswith(_END_OF_INPUT)):
                self._is_over = True
                return
            self._at_start = data.endswith(b"\n") if data else self._at_start
        if self._asked.echoes:
            self._shown += data
        self._session.feed(data)

    def output(self) -> bytes:
        """Take the bytes to send."""
        said = bytes(self._shown) + self._session.output()
        self._shown.clear()
        if self._terminal.is_pty:
            said = said.replace(b"\n", b"\r\n")
        return self._terminal.take_output() + said

    def effects(self) -> list[Effect]:
        """Take what the server has to do."""
        if self._is_over:
            return [Hangup(1)]
        effects = self._session.effects()
        for effect in effects:
            self._terminal.write(self._rest())
            return [effect]
        return effects

    def _rest(self) -> str:
        """What has not been sent when the session ends: the terminal is another one's from here on."""
        rest = bytes(self._shown) + self._session.output()
        self._shown.clear()
        return rest.decode("utf-8", "replace")

    def deadline(self) -> float | None:
        """When to call `wake`."""
        return self._session.deadline()

    def wake(self) -> None:
        """Do one more slice of work."""
        self._session.wake()

    def resize(self, columns: int, rows: int) -> None:
        """The size of the window makes no difference, but to the session around this one."""
        self._terminal.resize(columns, rows)

    def eof(self) -> None:
        """The client sends no more."""
        self._session.eof()

    def closed(self) -> None:
        """It is over: free what the session holds."""
        self._session.closed()

    def entered(self) -> Enter | None:
        """Nothing else takes the terminal."""
        return None

    def resume(self, status: int) -> None:
        """Nothing else took the terminal."""
