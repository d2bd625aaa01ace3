"""What an attempt to log in means for the device: it is counted, may lock the account out, and is logged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.access.attempts import Tries
from junosim.device import login_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.audit.event import Entry
    from junosim.device.device import Device

PASSWORD: Final = "password"
KEYBOARD: Final = "keyboard-interactive/pam"
PUBLIC_KEY: Final = "publickey"


def wrong_password(device: Device, user: str, process: str, pid: int) -> bool:
    """Count a wrong password of an account that exists; True when that locks it out. `process` is who says so."""
    is_locked = device.lockouts.failed(user, device.retry_options)
    if is_locked:
        device.audit.write(login_lines.account_locked(user, process), pid)
    return is_locked


def say_who_is_free(device: Device, process: str, pid: int) -> None:
    """Log whose lockout has ended by itself: the next process that looks says so [g]."""
    for user in device.lockouts.take_ended():
        device.audit.write(login_lines.account_unlocked(user, process), pid)


class SshAttempts:
    """What one client of the SSH server tries until it is logged in. `exists` tells whether there is such an account.

    A password that arrives is announced (`begin`), may be looked at once `ready` has come, and is then settled; a
    refusal is told when `ready`, which is later by then, has come again. A user who is locked out is refused as with
    a wrong password, whatever he shows.
    """

    __slots__ = ("_address", "_device", "_exists", "_failed", "_pid", "_port", "_told", "_tries")

    def __init__(self, device: Device, exists: Callable[[str], bool], address: str, port: int) -> None:
        self._device = device
        self._exists = exists
        self._address = address
        self._port = port
        self._pid = 0
        self._failed = False  # the last password that there may be was wrong
        self._told = False  # that it was
        self._tries = Tries(lambda: device.retry_options, device.clock)

    @property
    def pid(self) -> int:
        """The number of the process that serves the connection."""
        if not self._pid:
            self._pid = self._device.next_pid()
        return self._pid

    @property
    def time_to_log_in(self) -> float:
        """Seconds for the user to prove who he is; delays do not count."""
        return self._device.retry_options.maximum_time

    @property
    def ready(self) -> float:
        """When the next password may be looked at and the last one answered, on the clock's monotonic scale."""
        return self._tries.ready

    @property
    def are_over(self) -> bool:
        """True when the connection is to be cut."""
        return self._tries.are_over

    def say(self, line: Entry) -> None:
        """Write a line about the connection into the system log."""
        self._device.audit.write(line, self.pid)

    def begin(self) -> bool:
        """A password arrives; False when there were enough."""
        return self._tries.begin()

    def settle(self, user: str, method: str, *, fits: bool) -> bool:
        """Whether the user may come in, whose password `fits` as was found out meanwhile; else it is a failure."""
        device = self._device
        say_who_is_free(device, login_lines.SSHD, self.pid)
        exists = self._exists(user)
        if fits and exists and not device.lockouts.is_locked(user):
            return True
        self._tries.failed()
        self._failed = self._tries.are_over
        if method == KEYBOARD:
            self.say(login_lines.pam_error(user, self._address, exists=exists))
        self.say(login_lines.sshd_login_failed(user, self._address))
        self.say(login_lines.failed(method, user, self._address, self._port, exists=exists))
        if exists and wrong_password(device, user, login_lines.SSHD, self.pid):
            self._tell_limit(user)
        return False

    def may_use_key(self, user: str) -> bool:
        """False while the user is locked out."""
        return not self._device.lockouts.is_locked(user)

    def accepted(self, user: str, method: str) -> None:
        """The user is logged in."""
        self.say(login_lines.accepted(method, user, self._address, self._port))
        self._device.lockouts.succeeded(user)

    def cut(self, user: str) -> None:
        """The connection is cut, as too much was tried on it."""
        self.gone(user)
        self.say(login_lines.too_many_failures(user, self._address, self._port))

    def gone(self, user: str) -> None:
        """The connection has ended; a client that does not wait for its last answer is noted all the same."""
        if self._failed:
            self._tell_limit(user)

    def timed_out(self) -> None:
        """The connection is cut, as nobody has logged in."""
        self.say(login_lines.login_grace_over(self._address, self._port))

    def _tell_limit(self, user: str) -> None:
        if not self._told:
            self._told = True
            self.say(login_lines.attempts_threshold(user, self._device.retry_options.tries))
