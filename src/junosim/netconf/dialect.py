"""The two protocols of a session: NETCONF, and the Junos XML protocol that is older than it.

They share calls and answers. They differ in what is said first and last, in what a message is, and in the form of
errors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from junosim.device.login_lines import logged_class
from junosim.netconf import asked, junoscript, replies
from junosim.netconf.elements import Elements
from junosim.netconf.framing import EndMarks
from junosim.netconf.hello import farewell, hello, preamble

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from junosim.device.device import Device
    from junosim.device.logins import Login
    from junosim.netconf.asked import Asked
    from junosim.netconf.framing import Framing
    from junosim.netconf.reading import XmlElement
    from junosim.slices import Lines

_TIME: Final = "%Y-%m-%d %H:%M:%S %Z"


class Dialect(Protocol):
    """One protocol.

    name   `client-mode` of the log
    event  the kind of message that is logged for a call
    """

    @property
    def name(self) -> str: ...  # noqa: D102

    @property
    def event(self) -> str: ...  # noqa: D102

    def framing(self) -> Framing:
        """What divides the stream into messages, at first."""
        ...

    def greeting(self, device: Device, login: Login) -> bytes:
        """What is sent first."""
        ...

    def reply(self, call: XmlElement | None, release: str, lines: Iterable[str | None]) -> Lines:
        """The lines of a reply to `call`, None for a message that is none."""
        ...

    def farewell(self, device: Device) -> str:
        """What is sent last, with its line end."""
        ...


class Netconf:
    """NETCONF 1.0, and 1.1 where a platform offers it."""

    __slots__ = ()
    name: Final = asked.NETCONF
    event: Final = "ui-netconf-command"

    def framing(self) -> Framing:
        """See `Dialect`."""
        return EndMarks()

    def greeting(self, device: Device, login: Login) -> bytes:
        """See `Dialect`."""
        said = (
            *preamble(login.user, logged_class(login.user, login.login_class.name)),
            *hello(login.pid, device.platform.netconf_hello),
        )
        return self.framing().framed(_text(said).encode())

    def reply(self, call: XmlElement | None, release: str, lines: Iterable[str | None]) -> Lines:
        """See `Dialect`."""
        return replies.reply(call, release, lines)

    def farewell(self, device: Device) -> str:
        """See `Dialect`."""
        return _text((farewell(f"{device.local_time():{_TIME}}"),))


class JunosXml:
    """The Junos XML protocol."""

    __slots__ = ("_has_trailers",)
    name: Final = asked.JUNOSCRIPT
    event: Final = "ui-junoscript-command"

    def __init__(self, *, has_trailers: bool) -> None:
        self._has_trailers = has_trailers

    def framing(self) -> Framing:
        """See `Dialect`."""
        return Elements(has_trailers=self._has_trailers)

    def greeting(self, device: Device, login: Login) -> bytes:
        """See `Dialect`: no message, but the beginning of the document that all replies are in."""
        said: Iterator[str] = junoscript.opening(
            device.software.release,
            device.host_name or "",
            f"{device.local_time():{_TIME}}",
            preamble(login.user, logged_class(login.user, login.login_class.name)),
        )
        return _text(said).encode()

    def reply(self, call: XmlElement | None, release: str, lines: Iterable[str | None]) -> Lines:
        """See `Dialect`."""
        return junoscript.reply(call, release, lines)

    def farewell(self, device: Device) -> str:
        """See `Dialect`."""
        return _text((farewell(f"{device.local_time():{_TIME}}"), junoscript.CLOSING))


def dialect_of(wanted: Asked) -> Dialect:
    """The protocol that a user asks for."""
    return Netconf() if wanted.protocol == asked.NETCONF else JunosXml(has_trailers=wanted.has_trailers)


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
