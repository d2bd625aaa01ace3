"""`request message` and `request system logout`: what one user does to the sessions of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.device import user_messages
from junosim.errors import ConfigurationError
from junosim.operations.model import Element
from junosim.operations.operation import Context, Operation, output

if TYPE_CHECKING:
    from collections.abc import Iterable

    from junosim.device.logins import Login

_MISSING_MESSAGE = "missing mandatory argument: message"
_MISSING_USER = "missing mandatory argument: user"


def message(context: Context) -> None:
    """`request message user NAME [terminal TTY] message TEXT`; the sender sees nothing."""
    arguments = context.arguments
    to = user_messages.at_terminals(context.device, arguments["user"], arguments.get("terminal", ""))
    _send(context, to)


def message_all(context: Context) -> None:
    """`request message all message TEXT`."""
    _send(context, user_messages.others(context.device, context.login))


def _send(context: Context, to: Iterable[Login]) -> None:
    text = context.arguments.get("message")
    if text is None:
        raise ConfigurationError(_MISSING_MESSAGE)
    user_messages.send(context.device, context.login, to, text.splitlines())


def logout(context: Context) -> Element:
    """`request system logout`: end the sessions of a user, of a terminal or of a process number, or all others."""
    arguments = context.arguments
    user, terminal, pid = (arguments.get(name) for name in ("user", "terminal", "pid"))
    everybody = "all" in arguments
    if user is terminal is pid is None and not everybody:
        raise ConfigurationError(_MISSING_USER)

    def chosen(login: Login) -> bool:
        if everybody and login is context.login:
            return False
        return (
            user in (None, login.user)
            and terminal in (None, login.tty, f"tty{login.tty}")
            and pid in (None, str(login.pid))
        )

    if not user_messages.expel(context.device, chosen):
        raise ConfigurationError(user_messages.NO_SUCH_USER)
    return Element("logout-user", Element("output", "logout-user: done"))


OPERATIONS = (
    Operation("message", message, output),
    Operation("message-all", message_all, output),
    Operation("logout", logout, output),
)
