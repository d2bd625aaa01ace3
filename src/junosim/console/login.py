"""The way from getty's greeting to a user who may have a session: tries, time, and passwords to be checked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from junosim.access.attempts import Tries
from junosim.access.passwords import verify
from junosim.access.users import ROOT, Accounts
from junosim.config.query import leaf_text
from junosim.console.dialogue import INCORRECT, Again, Attempt, Dialogue, Malformed, Named
from junosim.console.port import port_of
from junosim.device import login_lines
from junosim.device.audit import NAMELESS
from junosim.device.awakening import has_root
from junosim.device.login_attempts import say_who_is_free, wrong_password
from junosim.device.login_hours import lets_in
from junosim.text import unescaped

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.audit.event import Entry
    from junosim.console.dialogue import Outcome
    from junosim.device.device import Device

_GREETING: Final = "\r\nFreeBSD/amd64 ({host}) ({terminal})\r\n\r\n"  # the guides; on every platform
_NOT_NOW: Final = "Logins not available right now"  # FreeBSD, login(1)
_TIMED_OUT: Final = "Login timed out after {seconds} seconds\r\n"  # FreeBSD, login(1)


class ConsoleLogin:
    """Whoever logs in on the console of `device`; `write` shows text on it. It begins with the greeting.

    A password is checked by somebody else: `take_check` gives the work, `checked` takes its result. `press` and
    `checked` return the name of a user who may come in. Nobody is locked out here, but wrong passwords count, and
    their answers are delayed. A login in which all were wrong does not end, in whatever way, before the minimum time
    is over: starting anew is no way around the delays.
    """

    __slots__ = (
        "_accounts", "_answer", "_begun", "_check", "_check_taken", "_device", "_dialogue", "_expires", "_pid",
        "_trial", "_tries", "_write",
    )  # fmt: skip

    def __init__(self, device: Device, accounts: Accounts, write: Callable[[str], None]) -> None:
        self._device = device
        self._accounts = accounts
        self._write = write
        self._greet()

    def _greet(self) -> None:
        """What init does with a line on which nobody is: getty starts."""
        self._trial: Attempt | None = None
        self._check: Callable[[], bool] | None = None  # what tells whether the password of the trial fits
        self._check_taken = False
        self._answer: Callable[[], None] | None = None  # what is said once `_tries.ready` has come
        self._begun: float | None = None  # when the first name was given
        self._expires: float | None = None
        self._pid = 0
        device = self._device
        self._tries = Tries(lambda: device.retry_options, device.clock)
        greeting = _GREETING.format(host=device.host_name or NAMELESS, terminal=device.platform.console[0])
        self._dialogue = Dialogue(_message(device) + greeting, self._write)

    @property
    def pid(self) -> int:
        """The number of the process that asks for the password."""
        if not self._pid:
            self._pid = self._device.next_pid()
        return self._pid

    @property
    def is_busy(self) -> bool:
        """True while a password is being checked or its answer delayed: nothing that is typed is looked at."""
        return self._trial is not None or self._answer is not None

    def press(self, key: int) -> str | None:
        """Take one byte of the terminal."""
        return self._settle(self._dialogue.press(key))

    def take_check(self) -> Callable[[], bool] | None:
        """Take the work that tells whether a password fits, once: milliseconds, on no state of the device."""
        if self._check_taken:
            return None
        self._check_taken = self._check is not None
        return self._check

    def checked(self, check: Callable[[], bool], *, fits: bool) -> str | None:
        """The result of a check, which counts for its own password alone."""
        trial = self._trial
        if trial is None or check is not self._check:
            return None
        self._trial = self._check = None
        exists = trial.user in self._accounts.of(self._device.configuration)  # it may be gone meanwhile
        if fits and exists and not lets_in(self._device, trial.user):
            self._send_away(trial.user)
            return None
        if fits and exists:
            self._succeed(trial.user)
            return trial.user
        self._fail(trial.user, exists=exists)
        return None

    def _succeed(self, user: str) -> None:
        """Somebody comes in, locked out or not; it is said to whom."""
        device = self._device
        device.lockouts.succeeded(user)
        terminal = device.platform.console[0]
        self._say(login_lines.login_information(user, terminal))
        if user == ROOT:
            self._say(login_lines.login_root(terminal))

    def _send_away(self, user: str) -> None:
        """The login class of the user has other hours: he has shown who he is, and is told so."""
        self._say(login_lines.login_refused(user, self._device.platform.console[0], _NOT_NOW))
        self._end(f"{_NOT_NOW}\r\n")

    def _fail(self, user: str, *, exists: bool) -> None:
        """A wrong password: count it, say so in the log, and answer when it is time."""
        device, terminal = self._device, self._device.platform.console[0]
        say_who_is_free(device, login_lines.LOGIN, self.pid)
        delay = self._tries.failed()
        if self._expires is not None:
            self._expires += delay  # which is not the user's time
        self._say(login_lines.console_failed_password(user, exists=exists))
        self._say(login_lines.login_failed(user, terminal))
        if exists:
            wrong_password(device, user, login_lines.LOGIN, self.pid)
        if self._tries.are_over:
            self._say(login_lines.login_failed_limit(user, device.retry_options.tries, terminal))
            self._end(INCORRECT)
        else:
            self._answer = self._dialogue.ask_again
            self.wake()

    def _end(self, text: str) -> None:
        """Begin anew with a greeting, and with `text` before it, once the delay and the minimum time are over."""
        if self._begun is not None and self._tries.count:
            earliest = self._begun + self._device.retry_options.minimum_time
            self._tries.ready = max(self._tries.ready, earliest)

        def begin_anew() -> None:
            self._write(text)
            self._greet()

        self._answer = begin_anew
        self.wake()

    def abort(self) -> None:
        """The client goes away. That is said once login has asked for something; getty goes without a word."""
        if self._begun is not None:
            self._say(login_lines.login_aborted())

    def deadline(self) -> float | None:
        """When to call `wake`, on the clock's monotonic scale; getty waits for ever."""
        return self._expires if self._answer is None else self._tries.ready

    def wake(self) -> None:
        """Give an answer that was delayed, or end a login that takes too long."""
        now = self._device.clock.monotonic()
        if self._answer is not None:
            if self._tries.ready <= now:
                answer, self._answer = self._answer, None
                answer()
        elif self._expires is not None and self._expires <= now:
            seconds = self._device.retry_options.maximum_time
            self._say(login_lines.login_timed_out(seconds))
            self._write(_TIMED_OUT.format(seconds=seconds))
            self._greet()

    def _say(self, line: Entry) -> None:
        self._device.audit.write(line, self.pid)

    def _settle(self, outcome: Outcome | None) -> str | None:
        if isinstance(outcome, Again):
            self.abort()
            self._end("")
        elif isinstance(outcome, Malformed):
            self._say(login_lines.malformed_name(outcome.user))
        elif isinstance(outcome, Named):
            return self._named(outcome.user)
        elif isinstance(outcome, Attempt):
            self._tries.begin()
            self._trial = outcome
            self._check = self._password_check(outcome)
            self._check_taken = False
        return None

    def _named(self, user: str) -> str | None:
        """root of a device without a root password comes in; everybody else is asked for one."""
        tree = self._device.configuration
        if user == ROOT and not has_root(tree) and not port_of(tree).refuses_root:
            self._succeed(user)
            return user
        if self._expires is None:
            self._begun = self._device.clock.monotonic()
            self._expires = self._begun + self._device.retry_options.maximum_time
        self._dialogue.ask_password(user)
        return None

    def _password_check(self, attempt: Attempt) -> Callable[[], bool]:
        """The work costs the same for an unknown user, and for root where he may not log in."""
        tree = self._device.configuration
        account = self._accounts.of(tree).get(attempt.user)
        stored = None if account is None else account.hash
        if attempt.user == ROOT and port_of(tree).refuses_root:
            stored = None
        return partial(verify, stored, attempt.password)


def _message(device: Device) -> str:
    """The login message: before what getty says, as it prints an issue file."""
    text = leaf_text(device.configuration, "system", "login", "message")
    return "" if text is None else "\r\n" + unescaped(text).replace("\n", "\r\n") + "\r\n"
