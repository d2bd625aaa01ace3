"""The handle of a running device that programs and tests hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from junosim.api.files import FileAccess
from junosim.api.session import DeviceSession
from junosim.assemble.local import run_commands
from junosim.clock import ManualClock

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from junosim.api.background import LoopThread
    from junosim.assemble.lab import User
    from junosim.assemble.serve import ServedDevice
    from junosim.clock import Clock

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SshAccess:
    """How to log in over SSH. `fingerprints` are those of the host keys, by kind; RSA may be None at first."""

    host: str
    port: int
    user: str
    password: str
    fingerprints: dict[str, str | None]


class RunningDevice:
    """A device that runs and listens. Get one from `junosim.start`.

    Started by `with`, its methods may be called from any thread; started by `async with`, from the event loop it
    was started on. `users` are the accounts whose passwords are known, the crypto officer first.
    """

    def __init__(self, served: ServedDevice, thread: LoopThread | None) -> None:
        self._served = served
        self._thread = thread
        self._address = served.server.address
        self._sessions: list[DeviceSession] = []

    @property
    def name(self) -> str:
        """The host name it was started with."""
        return self._served.name

    @property
    def platform(self) -> str:
        """The name of its platform."""
        return self._served.device.platform.name

    @property
    def clock(self) -> Clock:
        """The clock it was given."""
        return self._served.device.clock

    @property
    def users(self) -> tuple[User, ...]:
        """The accounts whose passwords are known, the crypto officer first."""
        return self._served.users

    @property
    def ssh(self) -> SshAccess:
        """How the crypto officer logs in over SSH."""
        host, port = self._address
        officer = self.users[0]
        return SshAccess(host, port, officer.name, officer.password, self._served.server.fingerprints)

    def cli(self, commands: str, *, user: str | None = None) -> str:
        """What CLI commands print; several are separated by `;`. No socket is involved.

        `user` is the crypto officer unless given. Output ends its lines with `\\n`; a question gets no answer.
        Raises ValueError for a user whom the committed configuration does not have.
        """
        return self._call(lambda: run_commands(self._served.front, self._known(user), commands))

    def session(self, *, user: str | None = None, columns: int = 80, rows: int = 24) -> DeviceSession:
        """An interactive session on a terminal of that size, without a socket; 0 rows mean no paging.

        `user` is the crypto officer unless given. Raises ValueError for one the configuration does not have.
        """
        name = self._call(lambda: self._known(user))
        session = DeviceSession(self._call, self._served.front, name, columns, rows)
        self._sessions = [*(known for known in self._sessions if not known.is_closed), session]
        return session

    @property
    def files(self) -> FileAccess:
        """The files of the device, as the crypto officer may use them; no session is involved."""
        return self.files_of(self.users[0].name)

    def files_of(self, user: str) -> FileAccess:
        """The files of the device, as this user may use them.

        Raises ValueError for a user whom the committed configuration does not have.
        """
        return FileAccess(self._call, self._served.front, self._call(lambda: self._known(user)))

    def advance(self, seconds: float) -> None:
        """Let the device's time pass: what is due by then happens. Only with a `ManualClock`."""
        clock = self.clock
        if not isinstance(clock, ManualClock):
            raise TypeError("only a device that was started with a ManualClock can be moved in time")
        self._call(lambda: self._pass(clock, seconds))

    def record(self, path: Path) -> None:
        """Write what all sessions exchange that begin from now on into a file, as each of them ends.

        Everything that is typed is in it, passwords too. Raises OSError when the file cannot be written.
        """
        self._call(lambda: self._served.record(path))

    def configuration(self) -> str:
        """The committed configuration in text form, as `load override` takes it."""
        return self._call(self._served.configuration)

    def reset(self) -> None:
        """Cut every session and go back to the configuration of the start. For devices started by `with`."""
        thread = self._background()
        self._cut_sessions()
        thread.run(self._served.reset())

    def stop(self) -> None:
        """Stop the device; its port is free afterwards. For devices started by `with`. May be repeated."""
        self._background().run(self._served.stop())

    async def areset(self) -> None:
        """As `reset`, for devices started by `async with`."""
        self._cut_sessions()
        await self._served.reset()

    async def astop(self) -> None:
        """As `stop`, for devices started by `async with`."""
        await self._served.stop()

    def _known(self, user: str | None) -> str:
        name = self.users[0].name if user is None else user
        if not self._served.front.has_user(name):
            raise ValueError(f"{self.name} has no user {name!r}")
        return name

    def _cut_sessions(self) -> None:
        for session in self._sessions:
            session.close()
        self._sessions = []

    def _pass(self, clock: ManualClock, seconds: float) -> None:
        clock.advance(seconds)
        self._served.device.alarm()

    def _call(self, function: Callable[[], T]) -> T:
        return function() if self._thread is None else self._thread.call(function)

    def _background(self) -> LoopThread:
        if self._thread is None:
            raise RuntimeError("this device runs on the caller's event loop: await areset() or astop()")
        return self._thread
