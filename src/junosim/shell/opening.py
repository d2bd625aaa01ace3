"""Begins the sessions of a user on one terminal: the CLI or, for root, a login shell; and those within them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from junosim.access.users import ROOT
from junosim.cli.greeting import greeting
from junosim.cli.history import History
from junosim.cli.session import CliSession
from junosim.cli.terminal import Terminal
from junosim.config.query import leaf_text
from junosim.device.sessions import CLI, XML, Enter
from junosim.netconf.asked import asked
from junosim.shell.language.dialect import CSH, DIALECTS
from junosim.shell.language.people import person_of
from junosim.shell.language.shell import Machine, Shell
from junosim.shell.language.stream import PAUSE, Sleep
from junosim.shell.language.tree import bytes_of, text_of
from junosim.shell.programs import PROGRAMS
from junosim.shell.session import ShellSession
from junosim.shell.stack import SessionStack
from junosim.shell.xml_mode import XmlSession

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.clock import Clock
    from junosim.device.device import Device
    from junosim.device.logins import Login
    from junosim.device.sessions import ByteSession, Peer, StackedSession
    from junosim.shell.language.people import Person
    from junosim.shell.language.stream import Items

_PATH: Final = "/sbin:/bin:/usr/sbin:/usr/bin"


@dataclass(frozen=True, slots=True)
class Window:
    """The terminal of a client: its name and size, 0 for unknown; `is_pty` False for a channel without one."""

    kind: str = "unknown"
    columns: int = 0
    rows: int = 0
    is_pty: bool = True


def open_sessions(
    device: Device,
    login: Login,
    window: Window,
    *,
    command: str | None = None,
    confide: Callable[[str], None] | None = None,
    peer: Peer | None = None,
) -> ByteSession:
    """The session of a user who has logged in: root's is a shell, everybody else's the CLI.

    With a command it carries out that alone. `confide` is told of each reply that is not echoed, `peer`
    is the client.
    """
    terminal = Terminal(device.clock, window.columns, window.rows, is_pty=window.is_pty)
    terminal.confide = confide
    opening = _Opening(device, login, window, terminal, peer)
    return SessionStack(opening.outermost(command), opening.inner, device.clock)


@dataclass(slots=True)
class _Opening:
    """What the sessions on one terminal share; `login` is that of the outermost."""

    device: Device
    login: Login
    window: Window
    terminal: Terminal
    peer: Peer | None = None

    def outermost(self, command: str | None) -> StackedSession:
        """The session that the login begins with."""
        if self.login.user != ROOT:
            return self._cli(self.login, command=command)
        person = self._person(ROOT)
        assert person is not None
        if self.window.is_pty and command is None:
            self.terminal.write(greeting(self.device, self.login))
        shell = self._shell(self.login, person, Enter("csh", ROOT, is_login=command is None), person.home)
        return ShellSession(
            shell, self.terminal, command=command, owns_login=True, idle_timeout=self._idle_timeout()
        )

    def inner(self, outer: StackedSession, wanted: Enter) -> StackedSession | None:
        """The session that another one asks for; None when there is no such user any more."""
        person = self._person(wanted.user)
        if person is None:
            return None
        self.terminal.history = History()
        if wanted.kind == XML:
            asked_for = asked(wanted.command or "")
            login = self.device.logins.nest(outer.login, person.name)
            assert asked_for is not None
            return XmlSession(self.device, login, asked_for, self.terminal, outer.directory, self.peer)
        if wanted.kind == CLI:
            login = self.device.logins.nest(outer.login, person.name)
            banner = self.device.platform.cli_banner
            if banner:
                self.terminal.write(f"{banner}\n")
            return self._cli(login, directory=outer.directory, greets=False)
        directory = person.home if wanted.is_login else outer.directory
        shell = self._shell(outer.login, person, wanted, directory)
        return ShellSession(shell, self.terminal, command=wanted.command, idle_timeout=self._idle_timeout())

    def _idle_timeout(self, login: Login | None = None) -> int:
        """Minutes without a key, 0 for ever: those of the login class for its CLI, else those of all sessions.

        For a shell only the latter count. A timeout that is committed later is for those who log in then.
        """
        if login is not None and login.login_class.idle_timeout is not None:
            return login.login_class.idle_timeout
        return int(leaf_text(self.device.configuration, "system", "login", "idle-timeout") or 0)

    def _person(self, name: str) -> Person | None:
        return person_of(self.device, name, self.login.login_class if name == self.login.user else None)

    def _cli(
        self,
        login: Login,
        *,
        command: str | None = None,
        directory: str = "",
        greets: bool = True,
    ) -> CliSession:
        return CliSession(
            self.device, login, term=self.window.kind, pty=self.window.is_pty, command=command,
            idle_timeout=self._idle_timeout(login), terminal=self.terminal,
            greets=greets, directory=directory,
        )  # fmt: skip

    def _shell(self, login: Login, person: Person, wanted: Enter, directory: str) -> Shell:
        dialect = DIALECTS.get(wanted.kind, CSH)
        environment = {
            "HOME": person.home, "LOGNAME": person.name, "PATH": _PATH, "PWD": directory, "SHELL": dialect.path,
            "SHLVL": "1", "TERM": self.window.kind, "USER": person.name,
        }  # fmt: skip
        machine = Machine(self.device, login, PROGRAMS, partial(unattended, self.device, login))
        variables = {
            "home": person.home,
            "path": _PATH.replace(":", " "),
            "shell": dialect.path,
            "user": person.name,
        }
        pid = login.pid if wanted.is_login and login is self.login else self.device.next_pid()
        return Shell(
            dialect, machine, person, directory, pid, environment,
            variables if dialect is CSH else {}, is_login=wanted.is_login, is_interactive=self.window.is_pty,
        )  # fmt: skip


def unattended(device: Device, login: Login, person: Person, command: str | None, items: Items) -> Items:
    """A CLI without a terminal, within the session of `login`: it carries out a command, or the lines of a text."""
    nested = device.logins.nest(login, person.name)
    session = CliSession(device, nested, pty=False, command=command)
    try:
        if command is None:
            for item in items:
                if not isinstance(item, str):
                    yield item
                    continue
                session.feed(bytes_of(item))
                yield from _said(session, device.clock, waits=False)
            session.eof()
        yield from _said(session, device.clock, waits=True)
    finally:
        session.closed()


def _said(session: CliSession, clock: Clock, *, waits: bool) -> Items:
    """What a session says until it has ended, or until it waits for its client (or, with `waits`, for nobody)."""
    while True:
        said = session.output()
        if said:
            yield text_of(said)
        if session.effects():
            return
        if session.entered() is not None:  # without a terminal there is nothing to enter
            session.resume(1)
        deadline = session.deadline()
        if deadline is None or (deadline > clock.monotonic() and not waits):
            return
        delay = deadline - clock.monotonic()
        yield Sleep(delay) if delay > 0 else PAUSE
        session.wake()
