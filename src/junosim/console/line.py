"""The console of a device as one terminal line, without I/O: getty, login and a user's session in turn.

All who are attached to the line share it: what any of them types goes to `ConsoleLine.feed`, what they all see is
what `device.console` shows.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, ParamSpec

from junosim.access.passwords import verify
from junosim.access.users import ROOT, Accounts
from junosim.config.query import leaf_text
from junosim.console.dialogue import INCORRECT, Again, Attempt, Dialogue, Named
from junosim.console.port import COLUMNS, port_of, retries_of
from junosim.device import boot
from junosim.device.awakening import has_root
from junosim.device.lifecycle import State
from junosim.shell.opening import Window, sessions_of_class
from junosim.text import unescaped

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.console.dialogue import Outcome
    from junosim.console.port import Port
    from junosim.device.device import Device
    from junosim.device.sessions import ByteSession

P = ParamSpec("P")

UNNAMED: Final = "Amnesiac"
"""How getty calls a device without a host name."""

_GREETING: Final = "\r\nFreeBSD/amd64 ({host}) ({terminal})\r\n\r\n"  # the guides; on every platform
_TIMED_OUT: Final = "Login timed out after {seconds:.0f} seconds\r\n"  # FreeBSD, login(1)
_NOBODY: Final = "unauthorized"


class ConsoleLine:
    """The console of `device`, from now on; it follows the device through its states.

    While the device is down it is silent, but for what the device itself prints, and swallows keys; a key boots one
    that was halted. While it is up somebody may log in, by a password that a server checks: `take_check` gives the
    work, `checked` takes its result. A logout empties what is kept for those who attach later.
    """

    __slots__ = (
        "_accounts", "_ahead", "_check", "_check_taken", "_device", "_dialogue", "_expires", "_is_inside", "_left",
        "_line_ended", "_session", "_trial", "_wrong",
    )  # fmt: skip

    def __init__(self, device: Device) -> None:
        self._device = device
        self._accounts = Accounts()
        self._dialogue: Dialogue | None = None
        self._session: ByteSession | None = None
        self._left: ByteSession | None = None  # a session that was ended while it worked
        self._is_inside = False  # a method of the session runs
        self._ahead = bytearray()  # typed while a password is being checked
        self._line_ended = False  # the last byte was a carriage return
        self._check: Callable[[], bool] | None = None  # what tells whether the password of `_trial` fits
        self._check_taken = False
        self._trial: Attempt | None = None
        self._wrong = 0
        self._expires: float | None = None
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
        return self._expires

    def wake(self) -> None:
        """Do what is due: a slice of the session's work, or the end of a login that took too long."""
        if self._session is not None:
            self._work(self._session, self._session.wake)
            return
        self._follow_port()
        if self._expires is not None and self._expires <= self._device.clock.monotonic():
            self._write(_TIMED_OUT.format(seconds=retries_of(self._device.configuration).seconds))
            self._greet()

    def take_check(self) -> Callable[[], bool] | None:
        """Take the work that tells whether a password fits, if there is one: milliseconds, on no state of the device.

        Until `checked` is called nothing that is typed is looked at.
        """
        if self._check_taken:
            return None
        self._check_taken = self._check is not None
        return self._check

    def checked(self, check: Callable[[], bool], *, fits: bool) -> None:
        """The result of a check; it counts for its own password alone, as the device may have gone down since."""
        trial = self._trial
        if trial is None or self._dialogue is None or check is not self._check:
            return
        self._check = self._trial = None
        if fits:
            self._log_in(trial.user)
        else:
            self._wrong += 1
            if self._wrong >= retries_of(self._device.configuration).tries:
                self._write(INCORRECT)
                self._greet()
            else:
                self._dialogue.ask_again()
        self._advance()

    def hang_up(self) -> None:
        """The last who was attached is gone: as on a real line, that ends a session only if it is configured so."""
        if self._is_up and self._port.ends_with_carrier:
            self.restart()

    def restart(self) -> None:
        """Begin anew, as the state of the device asks for: with a greeting, or with silence."""
        self._end_session()
        self._forget()
        self._follow_port()

    # ------------------------------------------------------------------ the device

    @property
    def _is_up(self) -> bool:
        return self._device.lifecycle.state.is_up

    @property
    def _port(self) -> Port:
        return port_of(self._device.configuration)

    def _state_changed(self, state: State) -> None:
        if state.is_up and (self._session is not None or self._dialogue is not None):
            return  # it got its root password, and goes on
        self.restart()
        if state is State.ZEROIZING:
            self._device.console.clear()

    @property
    def _is_stale(self) -> bool:
        """True when the port was switched on or off by a commit, and nobody is logged in."""
        if self._session is not None or not self._is_up:
            return False
        return self._port.is_disabled != (self._dialogue is None)

    def _follow_port(self) -> None:
        if not self._is_stale:
            return
        self._forget()
        if not self._port.is_disabled:
            self._greet()

    def _greet(self) -> None:
        """What init does with a line on which nobody is: getty starts."""
        self._forget()
        device = self._device
        message = _message(device)
        greeting = _GREETING.format(host=device.host_name or UNNAMED, terminal=device.platform.console[0])
        self._dialogue = Dialogue(message + greeting, self._write)

    def _forget(self) -> None:
        """Nobody is logging in."""
        self._dialogue = None
        self._ahead.clear()
        self._check = self._trial = self._expires = None
        self._wrong = 0

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
        """Let getty, login and the session have what was typed."""
        while self._ahead and self._trial is None:
            if self._session is not None:
                data = bytes(self._ahead)
                self._ahead.clear()
                self._work(self._session, self._session.feed, data)
            elif self._dialogue is not None:
                self._settle(self._dialogue.press(self._ahead.pop(0)))
            else:
                self._ahead.clear()

    def _settle(self, outcome: Outcome | None) -> None:
        """Go on with the login."""
        if isinstance(outcome, Again):
            ahead = bytes(self._ahead)
            self._greet()
            self._ahead += ahead
        elif isinstance(outcome, Named):
            self._named(outcome.user)
        elif isinstance(outcome, Attempt):
            self._trial = outcome
            self._check = self._password_check(outcome)
            self._check_taken = False

    def _named(self, user: str) -> None:
        tree = self._device.configuration
        if user == ROOT and not has_root(tree) and not self._port.refuses_root:
            self._log_in(user)
            return
        if self._expires is None:
            self._expires = self._device.clock.monotonic() + retries_of(tree).seconds
        assert self._dialogue is not None
        self._dialogue.ask_password(user)

    def _password_check(self, attempt: Attempt) -> Callable[[], bool]:
        """The work costs the same for an unknown user, and for root where he may not log in."""
        account = self._accounts.of(self._device.configuration).get(attempt.user)
        stored = None if account is None else account.hash
        if attempt.user == ROOT and self._port.refuses_root:
            stored = None
        return partial(verify, stored, attempt.password)

    # ------------------------------------------------------------------ sessions

    def _log_in(self, user: str) -> None:
        ahead = bytes(self._ahead)
        self._forget()
        self._ahead += ahead
        device, port = self._device, self._port
        account = self._accounts.of(device.configuration).get(user)
        login = device.logins.open(user, console=device.platform.console[1])
        window = Window(port.terminal, COLUMNS, port.rows)
        self._session = sessions_of_class(
            device, login, account.class_name if account is not None else _NOBODY, window
        )
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
        self._device.console.write(text.encode())


def _message(device: Device) -> str:
    """The login message: before what getty says, as it prints an issue file."""
    text = leaf_text(device.configuration, "system", "login", "message")
    return "" if text is None else "\r\n" + unescaped(text).replace("\n", "\r\n") + "\r\n"
