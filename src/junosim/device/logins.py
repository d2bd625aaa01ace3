"""Who is logged in: the live session table behind `show system users`."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING, Final

from junosim.access.classes import UNAUTHORIZED, LoginClass
from junosim.device.login_records import MOST_VISITS, LoginRecords, Visit
from junosim.storage import MemoryStorage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from junosim.clock import Clock
    from junosim.config.locks import Editor


CLI: Final = "cli"
SSH_PORT: Final = 22
NETCONF_PORT: Final = 830

_PSEUDO: Final = "pts/"  # terminals of the network
_NO_CLASS: Final = LoginClass(UNAUTHORIZED)


@dataclass(frozen=True, slots=True)
class EarlierLogin:
    """When somebody logged in, in seconds since the epoch, and where from (empty for the console)."""

    time: float
    origin: str


@dataclass(slots=True, eq=False)
class Login:
    """One session.

    tty          terminal (`pts/0`, `u0` for the console), None for a session without one (exec, NETCONF, SFTP)
    program      what runs instead of the CLI, as `ps` shows it: the other end of a transfer; empty for the CLI
    origin       address the user came from, empty for the console; `port` is that of the client, 0 for none
    pid          number of the management process; `sshd` and `cli` those of the two others that serve the session
    since        time of login, seconds since the epoch
    active       time of the last input, on the clock's monotonic scale; `opened` is that of the login
    earlier      the login of the same user on a terminal before this one, None for the first
    editor       what the configuration database knows of it while it is in configuration mode
    expelled     True once the session was told to end
    inbox        texts for the user's terminal that the session has not shown yet
    visit        what is remembered of it when it is over, None for a session without a terminal
    foreground   what has the terminal instead of the CLI, as `w` shows it; empty for the CLI
    outer        the session whose terminal this one has until it ends (`cli` in a shell), None for most
    mode         what the user speaks: the CLI, or a protocol for programs (`netconf`, `junoscript`)
    service      the port of the device that the user came to, 22 for SSH
    login_class  that of the user at the login; a commit changes it for those who log in afterwards
    """

    user: str
    tty: str | None
    origin: str
    pid: int
    since: float
    active: float
    sshd: int = 0
    cli: int = 0
    port: int = 0
    opened: float = 0.0
    program: str = ""
    earlier: EarlierLogin | None = None
    editor: Editor | None = None
    expelled: bool = False
    inbox: deque[str] = field(default_factory=deque)
    visit: Visit | None = None
    foreground: str = ""
    outer: Login | None = None
    mode: str = CLI
    service: int = SSH_PORT
    login_class: LoginClass = _NO_CLASS

    def chain(self) -> Iterator[Login]:
        """This session, and those in which it was started."""
        login: Login | None = self
        while login is not None:
            yield login
            login = login.outer

    def runs(self, program: str) -> None:
        """Note what has the terminal now: a program as `w` shows it, "" for the CLI that the login began with."""
        for login in self.chain():
            login.foreground = program

    @property
    def is_on_console(self) -> bool:
        """True on the serial line, False on a terminal of the network and without one."""
        return self.tty is not None and not self.tty.startswith(_PSEUDO)

    @property
    def is_editing(self) -> bool:
        """True in configuration mode."""
        return self.editor is not None


class Logins:
    """The session table of one device.

    `next_pids` gives the process ids of a new session: sshd, cli, mgd; the first is the one it is given, unless that
    is 0. `class_of` gives the login class that a user has by now. Logins on terminals are kept in `records`; those
    that are there already were before this boot.
    """

    __slots__ = ("_class_of", "_clock", "_earlier", "_next_pids", "_records", "_sessions", "_visits")

    def __init__(
        self,
        clock: Clock,
        next_pids: Callable[[int], tuple[int, int, int]],
        records: LoginRecords | None = None,
        class_of: Callable[[str], LoginClass] = LoginClass,
    ) -> None:
        self._class_of = class_of
        self._clock = clock
        self._next_pids = next_pids
        self._sessions: dict[int, Login] = {}
        self._records = LoginRecords(MemoryStorage()) if records is None else records
        self._visits = list(self._records.load())  # an empty list is small, a deque is not
        self._earlier = {visit.user: EarlierLogin(visit.since, visit.origin) for visit in self._visits}

    def open(
        self,
        user: str,
        origin: str = "",
        *,
        port: int = 0,
        terminal: bool = True,
        console: str = "",
        program: str = "",
        server: int = 0,
        service: int = SSH_PORT,
    ) -> Login:
        """Enter a session: with the lowest free `pts/N`, on the named console, or without a terminal.

        `server` is the process that let the user in, if it has a number already; `service` the port of the device.
        """
        now = self._clock
        tty = console or (self._free_terminal() if terminal else None)
        sshd, cli, pid = self._next_pids(server)
        moment = now.monotonic()
        login = Login(user, tty, origin, pid, now.time(), moment, sshd, cli, port, moment, program)
        login.service = service
        login.login_class = self._class_of(user)
        self._sessions[login.pid] = login
        if tty is not None:
            login.earlier = self._earlier.get(user)
            self._earlier[user] = EarlierLogin(login.since, origin)
            login.visit = Visit(user, tty, origin, login.since)
            self._visits.append(login.visit)
            del self._visits[:-MOST_VISITS]
            self._records.begun(login.visit, self._visits)
        return login

    def nest(self, outer: Login, user: str) -> Login:
        """Enter a session that was started within another one, on the same terminal: it is no login of its own."""
        _, cli, pid = self._next_pids(0)
        login_class = outer.login_class if user == outer.user else self._class_of(user)
        login = replace(
            outer, user=user, cli=cli, pid=pid, editor=None, expelled=False, visit=None, outer=outer, mode=CLI,
            login_class=login_class,
        )  # fmt: skip
        self._sessions[login.pid] = login
        return login

    def forget(self) -> None:
        """Nobody has ever logged in: a device starts over. Of those who are in the end is not remembered either."""
        for login in self:
            login.visit = None
        self._earlier.clear()
        self._visits.clear()
        self._records.clear()

    def visits(self) -> Iterator[Visit]:
        """Who was logged in on a terminal, the last first."""
        return reversed(self._visits)

    def close(self, login: Login) -> None:
        """Take a session out; harmless when it is out already."""
        if self._sessions.pop(login.pid, None) is not None and login.visit is not None:
            login.visit.until = self._clock.time()
            self._records.ended(login.visit)

    def touch(self, login: Login) -> None:
        """The session had input: its idle time starts again."""
        for entered in login.chain():
            entered.active = self._clock.monotonic()

    def idle(self, login: Login) -> float:
        """Seconds since the session's last input."""
        return self._clock.monotonic() - login.active

    def on_terminals(self) -> tuple[Login, ...]:
        """The sessions that have a terminal, in the order of login."""
        return tuple(login for login in self if login.tty is not None and login.outer is None)

    def shown(self) -> tuple[Login, ...]:
        """The sessions that users see of each other: those on terminals, and those of programs [g]."""
        return tuple(
            login for login in self if login.outer is None and (login.tty is not None or login.mode != CLI)
        )

    def broadcast(self, text: str) -> None:
        """Give all who have a terminal a text to be shown there."""
        for login in self.on_terminals():
            login.inbox.append(text)

    def find(self, pid: int) -> Login | None:
        """The session with this process id, if it is still there."""
        return self._sessions.get(pid)

    def __iter__(self) -> Iterator[Login]:
        return iter(tuple(self._sessions.values()))

    def __len__(self) -> int:
        return len(self._sessions)

    def _free_terminal(self) -> str:
        taken = {login.tty for login in self._sessions.values()}
        return next(name for number in count() if (name := f"{_PSEUDO}{number}") not in taken)
