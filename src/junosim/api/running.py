"""The handle of a running device that programs and tests hold."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from junosim.api.console import ConsoleAccess
from junosim.api.device_clock import DeviceClock
from junosim.api.faults import DeviceFaults
from junosim.api.files import FileAccess
from junosim.api.front_panel import FrontPanel
from junosim.api.life import Watch, start_from, states_of
from junosim.api.session import DeviceSession
from junosim.assemble.lab import CRYPTO_OFFICER, User
from junosim.assemble.local import run_commands
from junosim.device import boot
from junosim.device.lifecycle import LifecycleError, State
from junosim.fips.csp import parameters_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from junosim.api.background import LoopThread
    from junosim.api.life import Wanted
    from junosim.assemble.serve import ServedDevice
    from junosim.fips.csp import Parameter

T = TypeVar("T")

_ROOT = User("root", "", CRYPTO_OFFICER[1])


@dataclass(frozen=True, slots=True)
class SshAccess:
    """How to log in over SSH. `fingerprints` are those of the host keys, by kind; RSA may be None at first."""

    host: str
    port: int
    user: str
    password: str
    fingerprints: dict[str, str | None]


@dataclass(frozen=True, slots=True)
class NetconfAccess:
    """How to log in over SSH at the port of NETCONF, whose subsystem is `netconf`; the host keys are those of SSH."""

    host: str
    port: int
    user: str
    password: str


class RunningDevice:
    """A device that runs and listens. Get one from `junosim.start`.

    Started by `with`, its methods may be called from any thread; started by `async with`, from the event loop it
    was started on. `users` are the accounts whose passwords are known, the crypto officer first.
    """

    def __init__(self, served: ServedDevice, thread: LoopThread | None) -> None:
        self._served = served
        self._thread = thread
        self._address = served.server.address
        self._netconf = served.netconf.address
        self._sessions: list[DeviceSession] = []
        self._console: ConsoleAccess | None = None

    @property
    def name(self) -> str:
        """The host name it was started with."""
        return self._served.name

    @property
    def platform(self) -> str:
        """The name of its platform."""
        return self._served.device.platform.name

    @property
    def clock(self) -> DeviceClock:
        """Its clock; `clock.advance(60)` lets a minute pass on a device that was started with a `ManualClock`."""
        return DeviceClock(self._served, self._call, self._deadlines)

    @property
    def state(self) -> State:
        """What it is doing: a member of `State`, equal to its text (`device.state == "fips"`)."""
        return self._served.device.lifecycle.state

    @property
    def random_source(self) -> str:
        """Where its random numbers come from: `hmac-drbg`, the module of FIPS mode, or `system`."""
        return self._served.device.entropy.adapter

    @property
    def security_parameters(self) -> tuple[Parameter, ...]:
        """The critical security parameters it can hold now, each with what ends it; none outside FIPS mode."""
        if not self._served.device.fips_mode:
            return ()
        return parameters_in(recovery=self.state is State.FIPS_RECOVERY)

    @property
    def faults(self) -> DeviceFaults:
        """What is broken on order: `faults.add(kat="openssl/AES-GCM")`."""
        return DeviceFaults(self._call, self._served.device.faults)

    @property
    def panel(self) -> FrontPanel:
        """Its front panel: LEDs to look at and buttons to press."""
        return FrontPanel(self._call, self._served.panel)

    @property
    def console(self) -> ConsoleAccess:
        """Its console line: what it shows, keys, and waiting for a text. It works whatever the device is doing."""
        if self._console is None:
            self._console = ConsoleAccess(self._served, self._call, self._thread)
        return self._console

    @property
    def users(self) -> tuple[User, ...]:
        """The accounts whose passwords are known, the crypto officer first; none on a device as delivered."""
        return self._served.users

    @property
    def ssh(self) -> SshAccess:
        """How the crypto officer logs in over SSH; root, once he has a password, on a device as delivered."""
        host, port = self._address
        officer = self._officer
        return SshAccess(host, port, officer.name, officer.password, self._served.server.fingerprints)

    @property
    def netconf(self) -> NetconfAccess:
        """How a program gets a NETCONF session as the crypto officer; the subsystem is on the port of SSH as well.

        Both refuse unless `system services netconf ssh` is committed, as it is in the lab configuration.
        """
        host, port = self._netconf
        officer = self._officer
        return NetconfAccess(host, port, officer.name, officer.password)

    def cli(self, commands: str, *, user: str | None = None) -> str:
        """What CLI commands print; several are separated by `;`. No socket is involved.

        `user` is the crypto officer unless given. Output ends its lines with `\\n`; a question gets no answer.
        Raises ValueError for a user whom the committed configuration does not have, and LifecycleError while nobody
        can log in.
        """
        return self._call(lambda: run_commands(self._served.front, self._known(user), commands))

    def session(self, *, user: str | None = None, columns: int = 80, rows: int = 24) -> DeviceSession:
        """An interactive session on a terminal of that size, without a socket; 0 rows count as 24, as on the device.

        `user` is the crypto officer unless given. Raises as `cli` does.
        """
        name = self._call(lambda: self._known(user))
        session = DeviceSession(self._call, self._served.front, name, columns, rows)
        self._sessions = [*(known for known in self._sessions if not known.is_closed), session]
        return session

    @property
    def files(self) -> FileAccess:
        """The files of the device, as the crypto officer may use them; no session is involved."""
        return self.files_of(self._officer.name)

    def files_of(self, user: str) -> FileAccess:
        """The files of the device, as this user may use them.

        Raises ValueError for a user whom the committed configuration does not have.
        """
        return FileAccess(self._call, self._served.front, self._call(lambda: self._known(user)))

    def advance(self, seconds: float) -> None:
        """Let the device's time pass, as `clock.advance` does."""
        self.clock.advance(seconds)

    def record(self, path: Path) -> None:
        """Write what all sessions exchange that begin from now on into a file, as each of them ends.

        Everything that is typed is in it, passwords too. Raises OSError when the file cannot be written.
        """
        self._call(lambda: self._served.record(path))

    def configuration(self) -> str:
        """The committed configuration in text form, as `load override` takes it."""
        return self._call(self._served.configuration)

    # --- power and state --------------------------------------------------------------------------------

    def power_off(self) -> None:
        """Take the power away, whatever it is doing: sessions are cut, the SSH port refuses."""
        self._call(lambda: boot.power_off(self._served.device))

    def power_on(self, media: str = boot.DISK) -> None:
        """Give it power again, and let it boot; `wait_for` tells when it is up.

        Raises LifecycleError when it has power already.
        """
        self._call(lambda: boot.power_on(self._served.device, media))

    def boot(self, media: str = boot.DISK) -> None:
        """Let it boot from its `disk`, or from an installation medium (`usb`), which makes it as it was delivered.

        What is on loses its power first. Returns at once; `wait_for` tells when it is up. Raises LifecycleError for
        another medium.
        """
        self._call(lambda: start_from(self._served, media))

    def power_cycle(self) -> None:
        """Take the power away and give it back. Returns at once; `wait_for` tells when it is up."""
        self.boot()

    def wait_for(self, state: Wanted = None, timeout: float = 30.0) -> State:
        """Wait until it is in this state, or one of several; None means one in which users can log in.

        Returns the state; a state that it has only passed through counts. `timeout` is in seconds of the host, and
        the clock of the device goes on by itself only without a `ManualClock`. Raises LifecycleTimeout, and
        ValueError for a state that does not exist. For devices started by `with`.
        """
        self._background()
        wanted = states_of(state)
        watch = self._call(lambda: Watch(self._served, wanted))
        try:
            return watch.reached.result(timeout)
        except TimeoutError:
            raise watch.timeout() from None
        finally:
            self._call(watch.end)

    async def await_for(self, state: Wanted = None, timeout: float = 30.0) -> State:  # noqa: ASYNC109
        """As `wait_for`, for devices started by `async with`."""
        watch = Watch(self._served, states_of(state))
        try:
            return await asyncio.wait_for(asyncio.wrap_future(watch.reached), timeout)
        except TimeoutError:
            raise watch.timeout() from None
        finally:
            watch.end()

    # --- back to the start, and the end -----------------------------------------------------------------

    def reset(self) -> None:
        """Make it as it was at the start, whatever it is doing: every session is cut, nothing else is left.

        It does not boot for that. For devices started by `with`.
        """
        thread = self._background()
        self._cut_sessions()
        thread.run(self._served.reset())
        self._follow_console()

    def stop(self) -> None:
        """Stop the device; its ports are free afterwards. For devices started by `with`. May be repeated."""
        self._background().run(self._served.stop())

    async def areset(self) -> None:
        """As `reset`, for devices started by `async with`."""
        self._cut_sessions()
        await self._served.reset()
        self._follow_console()

    async def astop(self) -> None:
        """As `stop`, for devices started by `async with`."""
        await self._served.stop()

    @property
    def _officer(self) -> User:
        return self.users[0] if self.users else _ROOT

    def _known(self, user: str | None) -> str:
        name = self._officer.name if user is None else user
        if not self.state.is_up:
            raise LifecycleError(f"{self.name} is {self.state}: nobody can log in")
        if not self._served.front.has_user(name):
            raise ValueError(f"{self.name} has no user {name!r}")
        return name

    def _cut_sessions(self) -> None:
        for session in self._sessions:
            session.close()
        self._sessions = []

    def _follow_console(self) -> None:
        if self._console is not None:
            self._call(self._console.begin_anew)

    def _deadlines(self) -> Iterator[float | None]:
        """When time does something to the device or a session; those of this handle do what is due by now."""
        for session in self._sessions:
            session.work()
            yield session.deadline()
        yield from self._served.server.deadlines()
        yield from self._served.netconf.deadlines()
        yield self._served.console.deadline()
        yield self._served.device.next_due()

    def _call(self, function: Callable[[], T]) -> T:
        return function() if self._thread is None else self._thread.call(function)

    def _background(self) -> LoopThread:
        if self._thread is None:
            raise RuntimeError("this device runs on the caller's event loop: areset(), astop(), await_for()")
        return self._thread
