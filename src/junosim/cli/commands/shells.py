"""`start shell`: a shell takes the terminal until it ends; so does a session for programs (`junoscript`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.access.passwords import verify
from junosim.access.users import ROOT, Accounts
from junosim.cli import messages
from junosim.cli.context import Ask
from junosim.device import su_log
from junosim.device.sessions import XML, Enter

if TYPE_CHECKING:
    from junosim.cli.command import Command
    from junosim.cli.context import Context, Routine

_DEFAULT: Final = "csh"


def start_shell(context: Context, command: Command) -> Routine:
    """`start shell [csh|sh] [user NAME] [command TEXT]`; another user's shell asks for his password, but not root."""
    arguments, device, login = command.arguments, context.device, context.login
    user = arguments.get("user", login.user)
    if user != login.user:
        account = Accounts().of(device.configuration).get(user)
        if account is None:
            yield messages.unknown_login(user)
            return
        granted = True
        if login.user != ROOT:
            password = yield Ask(messages.SU_PASSWORD, hidden=True)
            granted = verify(account.hash, password)
        su_log.tell(device, login, login.user, user, granted=granted)
        if not granted:
            yield messages.SU_REFUSED
            return
    context.entering = Enter(arguments.get("shell", _DEFAULT), user, arguments.get("command"))


def speak_xml(context: Context, command: Command) -> Routine:
    """`junoscript`, `netconf` and `xml-mode` with their options; the session ends with that (documentation)."""
    words = (command.line, *command.arguments)
    context.entering = Enter(XML, context.login.user, " ".join(words))
    context.ended = True
    yield from ()
