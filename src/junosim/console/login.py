"""The way from getty's greeting to a user who may have a session: tries, time, and passwords to be checked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from junosim.access.passwords import verify
from junosim.access.users import ROOT, Accounts
from junosim.config.query import leaf_text
from junosim.console.dialogue import INCORRECT, Again, Attempt, Dialogue, Named
from junosim.console.port import port_of, retries_of
from junosim.device.awakening import has_root
from junosim.device.log_lines import NAMELESS
from junosim.text import unescaped

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.console.dialogue import Outcome
    from junosim.device.device import Device

_GREETING: Final = "\r\nFreeBSD/amd64 ({host}) ({terminal})\r\n\r\n"  # the guides; on every platform
_TIMED_OUT: Final = "Login timed out after {seconds:.0f} seconds\r\n"  # FreeBSD, login(1)


class ConsoleLogin:
    """Whoever logs in on the console of `device`; `write` shows text on it. It begins with the greeting.

    A password is checked by somebody else: `take_check` gives the work, `checked` takes its result. `press` and
    `checked` return the name of a user who may come in.
    """

    __slots__ = (
        "_accounts", "_check", "_check_taken", "_device", "_dialogue", "_expires", "_trial", "_write", "_wrong",
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
        self._wrong = 0
        self._expires: float | None = None
        device = self._device
        greeting = _GREETING.format(host=device.host_name or NAMELESS, terminal=device.platform.console[0])
        self._dialogue = Dialogue(_message(device) + greeting, self._write)

    @property
    def is_checking(self) -> bool:
        """True while a password is being checked: nothing that is typed is looked at meanwhile."""
        return self._trial is not None

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
        tree = self._device.configuration
        if fits and trial.user in self._accounts.of(tree):  # which may have lost the user meanwhile
            return trial.user
        self._wrong += 1
        if self._wrong < retries_of(tree).tries:
            self._dialogue.ask_again()
        else:
            self._write(INCORRECT)
            self._greet()
        return None

    def deadline(self) -> float | None:
        """When to call `wake`, on the clock's monotonic scale; getty waits for ever."""
        return self._expires

    def wake(self) -> None:
        """End a login that takes too long."""
        if self._expires is not None and self._expires <= self._device.clock.monotonic():
            self._write(_TIMED_OUT.format(seconds=retries_of(self._device.configuration).seconds))
            self._greet()

    def _settle(self, outcome: Outcome | None) -> str | None:
        if isinstance(outcome, Again):
            self._greet()
        elif isinstance(outcome, Named):
            return self._named(outcome.user)
        elif isinstance(outcome, Attempt):
            self._trial = outcome
            self._check = self._password_check(outcome)
            self._check_taken = False
        return None

    def _named(self, user: str) -> str | None:
        """root of a device without a root password comes in; everybody else is asked for one."""
        tree = self._device.configuration
        if user == ROOT and not has_root(tree) and not port_of(tree).refuses_root:
            return user
        if self._expires is None:
            self._expires = self._device.clock.monotonic() + retries_of(tree).seconds
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
