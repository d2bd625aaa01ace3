"""The console of a device as one terminal line, without I/O: a login and a user's session in turn.

All who are attached to the line share it: what any of them types goes to `ConsoleLine.feed`, what they all see is
what `device.console` shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ParamSpec

from junosim.access.users import Accounts
from junosim.console.login import ConsoleLogin
from junosim.console.port import COLUMNS, port_of
from junosim.device import boot
from junosim.device.lifecycle import State
from junosim.shell.opening import Window, open_sessions

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.console.port import Port
    from junosim.device.device import Device
    from junosim.device.sessions import ByteSession

P = ParamSpec("P")


class ConsoleLine:
    """The console of `device`, from now on; it follows the device through its states.

    While the device is down it is silent, but for what the device itself prints, and swallows keys; a key boots one
    that was halted. While it is up somebody may log in, by a password that a server checks: `take_check` gives the
    work, `checked` takes its result. A logout empties what is kept for those who attach later.
    """

    __slots__ = ("_accounts", "_ahead", "_device", "_is_inside", "_left", "_line_ended", "_login", "_session")

    def __init__(self, device: Device) -> None:
        self._device = device
        self._accounts = Accounts()
        self._login: ConsoleLogin | None = None  # neither this nor a session: nobody is asked
        self._session: ByteSession | None = None
        self._left: ByteSession | None = None  # a session that was ended while it worked
        self._is_inside = False  # a method of the session runs
        self._ahead = bytearray()  # typed, and not looked at while a password is being checked
        self._line_ended = False  # the last byte was a carriage return
        device.lifecycle.watchers.append(self._state_changed)
        self.restart()

    # ------------------------------------------------------------------ what a server does

    @property
    def is_logged_in(self) -> bool:
        """True while somebody has a session."""
        return self._session is not None

    def feed(self, data: bytes) -> None:
        """Take what was typed on the line."""
        data = self._one_enter(data)
        if not data:
            return
        if self._device.lifecycle.state is State.HALTED and self._device.lifecycle.is_settled:
            self._device.begin(boot.boot(self._device))
            return
        self._follow_port()
        self._ahead += data
        self._advance()

    def deadline(self) -> float | None:
        """When to call `wake`, on the clock's monotonic scale; in the past while work is left."""
        if self._session is not None:
            return self._session.deadline()
        if self._is_stale:
            return self._device.clock.monotonic()
        return None if self._login is None else self._login.deadline()

    def wake(self) -> None:
        """Do what is due: a slice of the session's work, or the end of a login that takes too long."""
        if self._session is not None:
            self._work(self._session, self._session.wake)
            return
        self._follow_port()
        if self._login is not None:
            self._login.wake()
            self._advance()

    @property
    def is_busy(self) -> bool:
        """True while what is typed has to wait: a password is being checked, or its answer is delayed."""
        return self._login is not None and self._login.is_busy

    def take_check(self) -> Callable[[], bool] | None:
        """Take the work that tells whether a password fits, if there is one: milliseconds, on no state of the device.

        Until `checked` is called nothing that is typed is looked at.
        """
        return None if self._login is None else self._login.take_check()

    def checked(self, check: Callable[[], bool], *, fits: bool) -> None:
        """The result of a check; it counts for its own password alone, as the device may have gone down since."""
        if self._login is not None:
            self._admit(self._login.checked(check, fits=fits))
            self._advance()

    def hang_up(self) -> None:
        """The last who was attached is gone: as on a real line, that ends a session only if it is configured so."""
        if self._is_up and self._port.ends_with_carrier:
            if self._login is not None:
                self._login.abort()
            self.restart()

    def restart(self) -> None:
        """Begin anew, as the state of the device asks for: with a greeting, or with silence."""
        self._end_session()
        self._login = None
        self._ahead.clear()
        self._follow_port()

    # ------------------------------------------------------------------ the device

    @property
    def _is_up(self) -> bool:
        return self._device.lifecycle.state.is_up

    @property
    def _port(self) -> Port:
        return port_of(self._device.configuration)

    def _state_changed(self, state: State) -> None:
        if state.is_up and (self._session is not None or self._login is not None):
            return  # it got its root password, and goes on
        if self._session is not None and state is State.SHUTTING_DOWN and not self._is_inside:
            self._work(self._session, self._session.wake)  # it may have a message for its user
        self.restart()
        if state is State.ZEROIZING:
            self._device.console.clear()

    @property
    def _is_stale(self) -> bool:
        """True when the port was switched on or off by a commit, and nobody is logged in."""
        if self._session is not None or not self._is_up:
            return False
        return self._port.is_disabled != (self._login is None)

    def _follow_port(self) -> None:
        if self._is_stale:
            self._ahead.clear()
            self._login = (
                None if self._port.is_disabled else ConsoleLogin(self._device, self._accounts, self._write)
            )

    # ------------------------------------------------------------------ what is typed

    def _one_enter(self, data: bytes) -> bytes:
        """The bytes with one carriage return for what programs send for Enter: CR, LF, CR LF or CR NUL."""
        if self._line_ended and data[:1] in (b"\n", b"\0"):
            data = data[1:]
            self._line_ended = False
        if data:
            self._line_ended = data[-1:] == b"\r"
        return data.replace(b"\r\n", b"\r").replace(b"\r\0", b"\r")

    def _advance(self) -> None:
        """Let the login and the session have what was typed."""
        while self._ahead:
            if self._session is not None:
                data = bytes(self._ahead)
                self._ahead.clear()
                self._work(self._session, self._session.feed, data)
            elif self._login is None:
                self._ahead.clear()
            elif self._login.is_busy:
                return
            else:
                self._admit(self._login.press(self._ahead.pop(0)))

    # ------------------------------------------------------------------ sessions

    def _admit(self, user: str | None) -> None:
        """Begin the session of a user, if there is one."""
        if user is None or self._login is None:
            return
        pid = self._login.pid
        self._login = None
        device, port = self._device, self._port
        login = device.logins.open(user, console=device.platform.console[1], server=pid)
        window = Window(port.terminal, COLUMNS, port.rows)
        self._session = open_sessions(device, login, window)
        self._flush(self._session)

    def _work(
        self, session: ByteSession, action: Callable[P, None], *arguments: P.args, **named: P.kwargs
    ) -> None:
        """Let the session do something, and show what came of it."""
        self._is_inside = True
        try:
            action(*arguments, **named)
        finally:
            self._is_inside = False
            left, self._left = self._left, None
            if left is not None:
                left.closed()
        if self._session is session:
            self._flush(session)

    def _flush(self, session: ByteSession) -> None:
        self._device.console.write(session.output())
        if session.effects():
            self.restart()

    def _end_session(self) -> None:
        """The session is over, whatever it was doing; nobody must read later what it has shown."""
        session, self._session = self._session, None
        if session is None:
            return
        self._device.console.write(session.output())
        self._device.console.clear()
        if self._is_inside:  # it ends the device itself: it is closed as soon as it comes back
            self._left = session
        else:
            session.closed()

    def _write(self, text: str) -> None:
        self._device.console.write(text.encode("utf-8", "replace"))
