r"""What sshd, login, mgd and cli write into the system log about logins: one function for each line.

`write(device, failed_password("eve", "192.0.2.9", 1673), pid)` writes one. Wordings: the samples of the FIPS guides,
the vendor's system log reference, captures of remote log messages; those marked [g] are from memory or our choice.

A client chooses the name it logs in with. All names are shown as one word that hides nothing, so that they can
neither break a line nor pretend to be a part of its text: `\n`, `\033`, `\040` for a blank, see `shown_name`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from junosim.access.users import ROOT
from junosim.device.log_lines import log

if TYPE_CHECKING:
    from junosim.device.device import Device

SSHD: Final = "sshd"
LOGIN: Final = "login"
MGD: Final = "mgd"
CLI: Final = "cli"
DATE: Final = "date"

UNKNOWN_HOST: Final = "[unknown]"
"""Where a user of the console comes from, as login says it (the guides)."""

AT_LEVEL: Final = "at permission level"
"""How 19.1 says which class a user has; the 20.2 of the switches says `assigned to class` (both the guides)."""

_LONGEST_NAME: Final = 128  # bytes of a name that are shown [g]
_LONGEST_OFFER: Final = 1024  # bytes of a client's algorithms that are shown: the longest message of OpenSSH
_NAMED: Final = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\", "'": "\\'", '"': '\\"'}
_SHOWN: Final = tuple(
    _NAMED.get(chr(byte), chr(byte) if 0x21 <= byte <= 0x7E else f"\\{byte:03o}") for byte in range(256)
)


@dataclass(frozen=True, slots=True)
class LoginLine:
    """One line: the process that says it, its text, and the tag of the message (empty for none).

    `gives_pid` False: the process stands without its number, as the guides print it.
    """

    process: str
    text: str
    tag: str = ""
    gives_pid: bool = True


def write(device: Device, line: LoginLine, pid: int) -> None:
    """Write a line into the system log; `pid` is the number of the process that says it."""
    text = f"{line.tag}: {line.text}" if line.tag else line.text
    log(device, line.process, text, pid if line.gives_pid else None)


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


def failed_password(user: str, address: str, port: int, *, exists: bool = True) -> LoginLine:
    """A wrong password that was asked for as such."""
    return failed("password", user, address, port, exists=exists)


def failed(method: str, user: str, address: str, port: int, *, exists: bool = True) -> LoginLine:
    """A wrong password, given by the method `password` or, as OpenSSH words it, `keyboard-interactive/pam`.

    OpenSSH says so when there is no such account [g].
    """
    who = shown_name(user) if exists else f"invalid user {shown_name(user)}"
    return LoginLine(SSHD, f"Failed {method} for {who} from {address} port {port} ssh2")


def accepted(method: str, user: str, address: str, port: int) -> LoginLine:
    """A user is logged in by `password`, `keyboard-interactive/pam` or `publickey`."""
    return LoginLine(SSHD, f"Accepted {method} for {shown_name(user)} from {address} port {port} ssh2")


def sshd_login_failed(user: str, address: str) -> LoginLine:
    """A login over SSH was refused."""
    text = f"Login failed for user '{shown_name(user)}' from host '{address}'"
    return LoginLine(SSHD, text, "SSHD_LOGIN_FAILED", gives_pid=False)


def attempts_threshold(user: str, tries: int) -> LoginLine:
    """As many attempts as one connection has have failed; `tries` is `tries-before-disconnect`."""
    text = (
        f"Threshold for unsuccessful authentication attempts ({tries}) reached by user '{shown_name(user)}'"
    )
    return LoginLine(SSHD, text, "SSHD_LOGIN_ATTEMPTS_THRESHOLD", gives_pid=False)


def account_locked(user: str, process: str = SSHD) -> LoginLine:
    """The account is locked out from now on [g]."""
    text = f"Account for user '{shown_name(user)}' has been locked out from logins"
    return LoginLine(process, text, "LIBJNX_LOGIN_ACCOUNT_LOCKED")


def account_unlocked(user: str, process: str = SSHD) -> LoginLine:
    """The account is not locked out any more [g]."""
    text = f"Account for user '{shown_name(user)}' has been unlocked for logins"
    return LoginLine(process, text, "LIBJNX_LOGIN_ACCOUNT_UNLOCKED")


def too_many_failures(user: str, address: str, port: int) -> LoginLine:
    """The connection is cut because too much was tried on it; the wording is OpenSSH's [g]."""
    text = f"error: maximum authentication attempts exceeded for {shown_name(user)} from {address} port {port} ssh2"
    return LoginLine(SSHD, f"{text} [preauth]")


def login_grace_over(address: str, port: int) -> LoginLine:
    """Nobody has logged in within the time that there is for it; the wording is OpenSSH's [g]."""
    return LoginLine(SSHD, f"fatal: Timeout before authentication for {address} port {port}")


def received_disconnect(
    address: str,
    port: int,
    code: int = 11,
    reason: str = "disconnected by user",
    *,
    before_login: bool = False,
) -> LoginLine:
    """The client has ended the connection; it gives the reason, and OpenSSH the one of the guides."""
    shown = shown_text(reason, _LONGEST_NAME)
    stage = " [preauth]" if before_login else ""
    return LoginLine(SSHD, f"Received disconnect from {address} port {port}:{code}: {shown}{stage}")


def connection_closed(address: str, port: int) -> LoginLine:
    """The connection of a user who was logged in is gone without a word; the wording is OpenSSH's [g]."""
    return LoginLine(SSHD, f"Connection closed by {address} port {port}")


def unable_to_negotiate(address: str, port: int, missing: str, offer: str) -> LoginLine:
    """No algorithm of a kind is common: `key exchange method`, `cipher`, `MAC`, `host key type`."""
    text = f"Unable to negotiate with {address} port {port}: no matching {missing} found."
    return LoginLine(SSHD, f"{text} Their offer: {shown_text(offer, _LONGEST_OFFER)}")


def no_host_key(path: str) -> LoginLine:
    """A host key is configured, and there is no such file."""
    return LoginLine(SSHD, f"error: Could not load host key: {path}")


# --- login, on the console ----------------------------------------------------------------------------------


def console_failed_password(user: str) -> LoginLine:
    """A wrong password on the console."""
    return LoginLine(LOGIN, f"Failed password for user {shown_name(user)}", "LOGIN_PAM_AUTHENTICATION_ERROR")


def login_failed(user: str, host: str) -> LoginLine:
    """A login was refused; on the console `host` is its terminal."""
    return LoginLine(LOGIN, f"Login failed for user {shown_name(user)} from host {host}", "LOGIN_FAILED")


def login_failed_limit(user: str, tries: int, host: str) -> LoginLine:
    """As many logins as are allowed in a row have failed."""
    text = f"Specified number of login failures ({tries}) for user '{shown_name(user)}' reached from '{host}'"
    return LoginLine(LOGIN, text, "LOGIN_FAILED_LIMIT")


def login_timed_out(seconds: int) -> LoginLine:
    """Nobody has logged in within the time that there is for it."""
    return LoginLine(LOGIN, f"Login attempt timed out after {seconds} seconds", "LOGIN_TIMED_OUT")


def login_information(user: str, terminal: str, host: str = UNKNOWN_HOST) -> LoginLine:
    """A user is logged in at a terminal."""
    text = f"User {shown_name(user)} logged in from host {host} on device {terminal}"
    return LoginLine(LOGIN, text, "LOGIN_INFORMATION")


def login_root(terminal: str, host: str = UNKNOWN_HOST) -> LoginLine:
    """root is logged in at a terminal."""
    return LoginLine(
        LOGIN, f"User root logged in as root from host {host} on device {terminal}", "LOGIN_ROOT"
    )


def login_refused(user: str, terminal: str, reason: str, host: str = UNKNOWN_HOST) -> LoginLine:
    """A user with the right password may not log in at a terminal."""
    text = f"Login of user {shown_name(user)} from host {host} on {terminal} was refused: {reason}"
    return LoginLine(LOGIN, text, "LOGIN_REFUSED")


# --- mgd and cli --------------------------------------------------------------------------------------------


def auth_event(user: str, class_name: str, granted: str = AT_LEVEL) -> LoginLine:
    """The management process takes the rights of the login class; `granted` is how the release says it."""
    text = f"Authenticated user '{shown_name(user)}' {granted} '{logged_class(user, class_name)}'"
    return LoginLine(MGD, text, "UI_AUTH_EVENT")


def login_event(user: str, class_name: str, pid: int, connection: str = "", mode: str = "cli") -> LoginLine:
    """A session begins in process `pid`; `connection`: address and port of the client, then ours, or empty."""
    text = (
        f"User '{shown_name(user)}' login, class '{logged_class(user, class_name)}' [{pid}], "
        f"ssh-connection '{connection}', client-mode '{mode}'"
    )
    return LoginLine(MGD, text, "UI_LOGIN_EVENT")


def logout_event(user: str) -> LoginLine:
    """A session is over."""
    return LoginLine(MGD, f"User '{shown_name(user)}' logout", "UI_LOGOUT_EVENT")


def idle_timeout(user: str) -> LoginLine:
    """A session was closed because its user did nothing for too long."""
    text = f"Idle timeout for user '{shown_name(user)}' exceeded and session terminated"
    return LoginLine(CLI, text, "UI_CLI_IDLE_TIMEOUT", gives_pid=False)


# --- the clock --------------------------------------------------------------------------------------------------


def date_set(user: str) -> LoginLine:
    """A user has set the clock; the wording is that of date(1) of FreeBSD [g]."""
    return LoginLine(DATE, f"date set by {shown_name(user)}")
