"""The tags of log messages as `help syslog` explains them.

What a message says, and how it is classed, is in the catalogue; the help texts and descriptions here are in our own
words. A tag that several kinds of messages have is explained by the first of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from junosim.audit.catalog import catalog

if TYPE_CHECKING:
    from collections.abc import Mapping

    from junosim.audit.event import Kind

_EVENT: Final = "Event: This message reports an event, not an error"  # [vendor documentation]
_ERROR: Final = "Error: An error occurred"


@dataclass(frozen=True, slots=True)
class SyslogTag:
    """One kind of message: the text with `<arguments>`, what it says in short and in full, and how it is classed."""

    name: str
    message: str
    help: str
    description: str
    type: str
    severity: str
    facility: str


@cache
def syslog_tags() -> tuple[SyslogTag, ...]:
    """All tags in alphabetical order."""
    first: dict[str, Kind] = {}
    for kind in catalog().values():
        if kind.tag:
            first.setdefault(kind.tag, kind)
    return tuple(_explained(first[name]) for name in sorted(first))


def _explained(kind: Kind) -> SyslogTag:
    text, description = WORDS.get(kind.tag, (f"Message of {kind.process}", ""))
    return SyslogTag(
        kind.tag,
        kind.text(tuple(f"<{argument.field}>" for argument in kind.arguments)),
        text,
        description,
        _ERROR if kind.tag in _ERRORS else _EVENT,
        kind.severity.name.lower(),
        kind.facility.name,
    )


_ERRORS: Final = frozenset({"LOGIN_PAM_AUTHENTICATION_ERROR", "UI_CONFIGURATION_ERROR"})

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "LIBJNX_LOGIN_ACCOUNT_LOCKED": (
        "Account was locked out",
        "Too many passwords for this account were wrong; it is locked for a while.",
    ),
    "LIBJNX_LOGIN_ACCOUNT_UNLOCKED": (
        "Account was let in again",
        "The time of the lockout is over, or somebody has cleared it.",
    ),
    "LOGIN_ABORTED": ("Login was given up", "A client went away before it had logged in."),
    "LOGIN_FAILED": ("Login was refused", "The user gave a wrong name or password, or may not log in."),
    "LOGIN_FAILED_LIMIT": (
        "Login failed too often",
        "The user failed as often as one connection allows; it was closed.",
    ),
    "LOGIN_INFORMATION": ("User logged in", "The user logged in at the terminal named."),
    "LOGIN_MALFORMED_USER": (
        "Name of a user was no name",
        "The name that was given at the login cannot be that of a user.",
    ),
    "LOGIN_PAM_AUTHENTICATION_ERROR": (
        "Password was wrong",
        "The password of the user was not the right one.",
    ),
    "LOGIN_PAM_MAX_RETRIES": ("Login failed too often", "The user failed as often as one login allows."),
    "LOGIN_PAM_NONLOCAL_USER": (
        "User has no account here",
        "The user proved identity, and no account of the device belongs to the name.",
    ),
    "LOGIN_PAM_USER_UNKNOWN": (
        "User is unknown",
        "Somebody tried to log in with a name that no account has.",
    ),
    "LOGIN_PASSWORD_EXPIRED": (
        "Password has expired",
        "The password was used for as long as it may be; the user has to change it.",
    ),
    "LOGIN_REFUSED": (
        "Login was not allowed",
        "The password was right, and something else keeps the user out.",
    ),
    "LOGIN_ROOT": ("Root logged in", "Someone logged in as root at the terminal named."),
    "LOGIN_TIMED_OUT": ("Login took too long", "Nobody logged in within the time that there is for it."),
    "SSHD_LOGIN_ATTEMPTS_THRESHOLD": (
        "SSH login failed too often",
        "As many logins of this user failed as the configuration allows in a row.",
    ),
    "SSHD_LOGIN_FAILED": (
        "SSH login was refused",
        "The SSH server refused a login of this user from this address.",
    ),
    "UI_AUTH_EVENT": (
        "User proved identity",
        "The management process knows the user, and takes the permissions of the login class.",
    ),
    "UI_CFG_AUDIT_NEW": (
        "Statement was renamed, copied or moved",
        "A user gave a statement of the candidate configuration another name or place, or copied it.",
    ),
    "UI_CFG_AUDIT_OTHER": (
        "Configuration was changed",
        "A user changed the candidate configuration other than by setting a value.",
    ),
    "UI_CFG_AUDIT_SET": (
        "Statement was set",
        "A user gave a statement of the candidate configuration a value.",
    ),
    "UI_CFG_AUDIT_SET_SECRET": (
        "Secret was set",
        "A user gave a secret in the candidate configuration a value, which is not logged.",
    ),
    "UI_CHILD_EXITED": (
        "Program of the management process failed",
        "A program that the management process ran has ended with this status.",
    ),
    "UI_CHILD_START": (
        "Management process started a program",
        "The management process runs a program to do what a user asked for.",
    ),
    "UI_CHILD_STATUS": (
        "Program of the management process ended",
        "A program that the management process ran has ended with this status.",
    ),
    "UI_CLI_IDLE_TIMEOUT": (
        "Idle session was closed",
        "A user typed nothing for as long as the login class or the session allows.",
    ),
    "UI_CMDLINE_READ_LINE": ("User gave a command", "A user typed this command at the prompt of the CLI."),
    "UI_COMMIT": ("User asked for a commit", "A user asked to put the candidate configuration into force."),
    "UI_COMMIT_COMPLETED": ("Commit succeeded", "The candidate configuration is in force."),
    "UI_COMMIT_CONFIRMED": ("Commit was confirmed", "A commit that had to be confirmed stays in force."),
    "UI_COMMIT_CONFIRMED_REMINDER": (
        "Commit has to be confirmed",
        "Unless the commit is confirmed in this time, the configuration before it comes back.",
    ),
    "UI_COMMIT_NOT_CONFIRMED": (
        "Commit was not confirmed",
        "The time to confirm a commit is over; this became of it.",
    ),
    "UI_COMMIT_PROGRESS": ("Commit took a step", "The commit that is being done has come to this step."),
    "UI_CONFIGURATION_ERROR": (
        "Configuration was found wrong",
        "A process found a statement that it cannot work with.",
    ),
    "UI_DBASE_LOGIN_EVENT": ("User began to edit", "A user entered configuration mode."),
    "UI_DBASE_LOGOUT_EVENT": ("User ended editing", "A user left configuration mode."),
    "UI_JUNOSCRIPT_CMD": (
        "Junos XML client gave a command",
        "A program gave this command in a session of the Junos XML protocol.",
    ),
    "UI_LOAD_EVENT": (
        "User loaded a configuration",
        "A user loaded a text into the candidate configuration.",
    ),
    "UI_LOGIN_EVENT": ("User opened a session", "A user began a session of the CLI or of a program."),
    "UI_LOGOUT_EVENT": ("User closed a session", "A user ended a session."),
    "UI_NETCONF_CMD": (
        "NETCONF client gave a command",
        "A program gave this command in a NETCONF session.",
    ),
    "UI_REBOOT_EVENT": (
        "System was rebooted, halted or powered off",
        "A user stopped the system, which goes down now.",
    ),
    "UI_RESTART_EVENT": ("Process was restarted", "A user asked for a daemon to be started anew."),
}
"""What a message says in short, and in full."""
