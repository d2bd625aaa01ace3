r"""What sshd, login, mgd and cli write into the system log about logins: one function for each line.

`device.audit.write(failed_password("eve", "192.0.2.9", 1673), pid)` writes one; the words are in the catalogue.

A client chooses the name it logs in with. All names are shown as one word that hides nothing, so that they can
neither break a line nor pretend to be a part of its text: `\n`, `\033`, `\040` for a blank, see `shown_name`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.access.users import ROOT
from junosim.audit.catalog import entry
from junosim.platforms.model import ASSIGNED, AT_LEVEL

if TYPE_CHECKING:
    from junosim.audit.event import Entry

SSHD: Final = "sshd"
LOGIN: Final = "login"
MGD: Final = "mgd"

UNKNOWN_HOST: Final = "[unknown]"
"""Where a user of the console comes from, as login says it (the guides)."""

_GRANTED: Final = {AT_LEVEL: "ui-auth", ASSIGNED: "ui-auth-assigned"}
_UNLOCKED: Final = {
    SSHD: "account-unlocked",
    LOGIN: "account-unlocked-console",
    MGD: "account-unlocked-command",
}
_LONGEST_NAME: Final = 128  # bytes of a name that are shown [g]
_LONGEST_OFFER: Final = 1024  # bytes of a client's algorithms that are shown: the longest message of OpenSSH
_NAMED: Final = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\", "'": "\\'", '"': '\\"'}
_SHOWN: Final = tuple(
    _NAMED.get(chr(byte), chr(byte) if 0x21 <= byte <= 0x7E else f"\\{byte:03o}") for byte in range(256)
)


def shown_name(name: str) -> str:
    r"""A user name as vis(3) shows it: `\n`, `\t`, else the octal number of a byte that is no visible ASCII.

    A backslash and quotes have a backslash before them. A name that is too long is cut.
    """
    return _visible(name.encode("utf-8", "surrogateescape")[:_LONGEST_NAME])


def shown_text(text: str, longest: int) -> str:
    """Words of a client, shown as names are, but with their blanks; `longest` bytes of them at most."""
    words = text.encode("utf-8", "surrogateescape")[:longest].split(b" ")
    return " ".join(map(_visible, words))


def _visible(text: bytes) -> str:
    return "".join(_SHOWN[byte] for byte in text)


def logged_class(user: str, class_name: str) -> str:
    """The login class as log lines name it: `j-operator` (the guides), but `super-user` for root (captures)."""
    return class_name if user == ROOT else f"j-{class_name}"


# --- sshd ---------------------------------------------------------------------------------------------------


def failed_password(user: str, address: str, port: int, *, exists: bool = True) -> Entry:
    """A wrong password that was asked for as such."""
    return failed("password", user, address, port, exists=exists)


def failed(method: str, user: str, address: str, port: int, *, exists: bool = True) -> Entry:
    """A wrong password, given by the method `password` or, as OpenSSH words it, `keyboard-interactive/pam`.

    OpenSSH says so when there is no such account [g].
    """
    key = "ssh-failed" if exists else "ssh-failed-invalid"
    return entry(key, method=method, username=shown_name(user), address=address, port=str(port))


def pam_error(user: str, address: str, *, exists: bool = True) -> Entry:
    """The modules that sshd asks for `keyboard-interactive` have refused; OpenSSH words the other case so [g]."""
    key = "ssh-pam-error" if exists else "ssh-pam-error-invalid"
    return entry(key, username=shown_name(user), address=address)


def accepted(method: str, user: str, address: str, port: int) -> Entry:
    """A user is logged in by `password`, `keyboard-interactive/pam` or `publickey`."""
    return entry("ssh-accepted", method=method, username=shown_name(user), address=address, port=str(port))


def sshd_login_failed(user: str, address: str) -> Entry:
    """A login over SSH was refused."""
    return entry("ssh-login-failed", username=shown_name(user), source_address=address)


def attempts_threshold(user: str, tries: int) -> Entry:
    """As many attempts as one connection has have failed; `tries` is `tries-before-disconnect`."""
    return entry("ssh-attempts-threshold", limit=str(tries), username=shown_name(user))


def account_locked(user: str, process: str = SSHD) -> Entry:
    """The account is locked out from now on [g]."""
    key = "account-locked-console" if process == LOGIN else "account-locked"
    return entry(key, username=shown_name(user))


def account_unlocked(user: str, process: str = SSHD) -> Entry:
    """The account is not locked out any more [g]."""
    return entry(_UNLOCKED[process], username=shown_name(user))


def too_many_failures(user: str, address: str, port: int) -> Entry:
    """The connection is cut because too much was tried on it; the wording is OpenSSH's [g]."""
    return entry("ssh-attempts-exceeded", username=shown_name(user), address=address, port=str(port))


def login_grace_over(address: str, port: int) -> Entry:
    """Nobody has logged in within the time that there is for it; the wording is OpenSSH's [g]."""
    return entry("ssh-grace-over", address=address, port=str(port))


def received_disconnect(
    address: str,
    port: int,
    code: int = 11,
    reason: str = "disconnected by user",
    *,
    before_login: bool = False,
) -> Entry:
    """The client has ended the connection; it gives the reason, and OpenSSH the one of the guides."""
    shown = shown_text(reason, _LONGEST_NAME)
    key = "ssh-disconnect-before-login" if before_login else "ssh-disconnect"
    return entry(key, address=address, port=str(port), code=str(code), reason=shown)


def connection_closed(address: str, port: int) -> Entry:
    """The connection of a user who was logged in is gone without a word; the wording is OpenSSH's [g]."""
    return entry("ssh-closed", address=address, port=str(port))


def unable_to_negotiate(address: str, port: int, missing: str, offer: str) -> Entry:
    """No algorithm of a kind is common: `key exchange method`, `cipher`, `MAC`, `host key type`."""
    shown = shown_text(offer, _LONGEST_OFFER)
    return entry("ssh-no-match", address=address, port=str(port), missing=missing, offer=shown)


def no_host_key(path: str) -> Entry:
    """A host key is configured, and there is no such file."""
    return entry("ssh-no-host-key", path=path)


# --- login, on the console ----------------------------------------------------------------------------------


def console_failed_password(user: str, *, exists: bool = True) -> Entry:
    """A wrong password on the console, or one for an account that there is not."""
    key = "login-failed-password" if exists else "login-user-unknown"
    return entry(key, username=shown_name(user))


def malformed_name(user: str) -> Entry:
    """Login was given a name that none can be."""
    return entry("login-malformed-user", username=shown_name(user))


def login_aborted() -> Entry:
    """A client went away after login had begun to ask it."""
    return entry("login-aborted")


def login_failed(user: str, host: str) -> Entry:
    """A login was refused; on the console `host` is its terminal."""
    return entry("login-failed", username=shown_name(user), hostname=host)


def login_failed_limit(user: str, tries: int, host: str) -> Entry:
    """As many logins as are allowed in a row have failed."""
    return entry("login-failed-limit", limit=str(tries), username=shown_name(user), remote_address=host)


def login_timed_out(seconds: int) -> Entry:
    """Nobody has logged in within the time that there is for it."""
    return entry("login-timed-out", seconds=str(seconds))


def login_information(user: str, terminal: str, host: str = UNKNOWN_HOST) -> Entry:
    """A user is logged in at a terminal."""
    return entry("login-information", username=shown_name(user), hostname=host, tty_name=terminal)


def login_root(terminal: str, host: str = UNKNOWN_HOST) -> Entry:
    """root is logged in at a terminal."""
    return entry("login-root", hostname=host, tty_name=terminal)


def login_refused(user: str, terminal: str, reason: str, host: str = UNKNOWN_HOST) -> Entry:
    """A user with the right password may not log in at a terminal."""
    who = shown_name(user)
    return entry("login-refused", username=who, hostname=host, tty_name=terminal, reason=reason)


# --- mgd and cli --------------------------------------------------------------------------------------------


def auth_event(user: str, class_name: str, granted: str = AT_LEVEL) -> Entry:
    """The management process takes the rights of the login class; `granted` is how the release says it."""
    level = logged_class(user, class_name)
    return entry(_GRANTED[granted], username=shown_name(user), authentication_level=level)


def login_event(user: str, class_name: str, pid: int, connection: str = "", mode: str = "cli") -> Entry:
    """A session begins in process `pid`; `connection`: address and port of the client, then ours, or empty."""
    return entry(
        "ui-login",
        username=shown_name(user),
        class_name=logged_class(user, class_name),
        session_pid=str(pid),
        ssh_connection=connection,
        client_mode=mode,
    )


def logout_event(user: str) -> Entry:
    """A session is over."""
    return entry("ui-logout", username=shown_name(user))


def idle_timeout(user: str) -> Entry:
    """A session was closed because its user did nothing for too long."""
    return entry("ui-idle-timeout", username=shown_name(user))


# --- the clock --------------------------------------------------------------------------------------------------


def date_set(user: str) -> Entry:
    """A user has set the clock; the wording is that of date(1) of FreeBSD [g]."""
    return entry("date-set", username=shown_name(user))
