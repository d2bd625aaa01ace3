"""Who calls: the login of a session, and what its calls share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from junosim.cli.context import Context
from junosim.device.file_names import home_of
from junosim.operations.cli_settings import CliSettings

if TYPE_CHECKING:
    from junosim.device.device import Device
    from junosim.device.logins import Login


@dataclass(slots=True)
class Caller:
    """One session as its calls see it.

    context   that of a CLI of the same user, whose rights are those of the calls
    ended     set by the call that ends the session, whose reply is still sent
    opened_itself  true while the shared candidate is open because a call wanted it, not as the client has asked
    until     when the call that is carried out goes on, on the clock's monotonic scale; None for at once
    """

    context: Context
    ended: bool = False
    until: float | None = None
    opened_itself: bool = False

    @property
    def device(self) -> Device:
        """The device that is called."""
        return self.context.device

    @property
    def login(self) -> Login:
        """Who calls."""
        return self.context.login


def caller_of(device: Device, login: Login) -> Caller:
    """Whoever has logged in with this."""
    settings = CliSettings(screen_length=0, screen_width=0, directory=home_of(login.user))
    return Caller(Context(device, login, settings, interactive=False, client="netconf"))
