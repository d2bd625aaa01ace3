"""Messages between the users of a device, and telling a session to end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from junosim.device.device import Device
    from junosim.device.logins import Login

MOST_LINES: Final = 1000
"""Lines of a message; the rest is left out."""
MOST_WAITING: Final = 100
"""Messages that wait for a terminal whose client does not read; of more, the last."""
NO_SUCH_USER: Final = "no such user"


def others(device: Device, sender: Login) -> tuple[Login, ...]:
    """Everybody else who has a terminal."""
    return tuple(login for login in device.logins.on_terminals() if login not in sender.chain())


def at_terminals(device: Device, user: str, terminal: str = "") -> tuple[Login, ...]:
    """The sessions of a user that have a terminal, or the one on this terminal.

    Raises ConfigurationError when there is none.
    """
    found = tuple(
        login
        for login in device.logins.on_terminals()
        if login.user == user and terminal in ("", login.tty, f"tty{login.tty}")
    )
    if not found:
        raise ConfigurationError(NO_SUCH_USER)
    return found


def send(device: Device, sender: Login, to: Iterable[Login], lines: Iterable[str]) -> None:
    """Show the lines on other terminals, as the message of `sender` [layout: vendor documentation]."""
    now = device.local_time()
    host = f"@{device.host_name}" if device.host_name else ""
    where = f" on {sender.tty}" if sender.tty else ""
    head = f"Message from {sender.user}{host}{where} at {now:%H:%M} ..."
    text = "\n".join((head, *lines, "EOF"))
    show(device, to, text)


def show(device: Device, to: Iterable[Login], text: str) -> None:
    """Show a text on terminals; of those that wait for one that does not read, the last are kept."""
    for login in to:
        while len(login.inbox) >= MOST_WAITING:
            login.inbox.popleft()
        login.inbox.append(text)
    device.alarm()


def expel(device: Device, chosen: Callable[[Login], bool]) -> bool:
    """Tell the sessions that `chosen` accepts to end, with those within them, and free their locks at once.

    False when there is none.
    """
    found = [login for login in device.logins if any(chosen(entered) for entered in login.chain())]
    for login in found:
        login.expelled = True
        device.leave_configuration(login)
    if found:
        device.alarm()
    return bool(found)
