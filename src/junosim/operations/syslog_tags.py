"""The tags of log messages that the guides print or that were seen on the wire, as `help syslog` explains them.

Sources: the FIPS guides, the vendor's system log reference, captures of remote log messages. The help texts and
descriptions are in our own words. Where no source states the facility and severity of a message, both are empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_EVENT: Final = "Event: This message reports an event, not an error"  # [vendor documentation]
_ERROR: Final = "Error: An error occurred"


@dataclass(frozen=True, slots=True)
class SyslogTag:
    """One kind of message: the text with `<arguments>`, what it says in short and in full, and where it is logged."""

    name: str
    message: str
    help: str
    description: str
    severity: str = ""
    facility: str = ""
    type: str = _EVENT


_AUTH = "authorization"
_CHANGE = "change-log"
_INTERACT = "interactive-commands"

TAGS = (
    SyslogTag(
        "LOGIN_ABORTED",
        "Client aborted login",
        "Login was given up",
        "A client went away before it had logged in.",
        "info", _AUTH,
    ),
    SyslogTag(
        "LOGIN_FAILED",
        "Login failed for user <username> from host <hostname>",
        "Login was refused",
        "The user gave a wrong name or password, or may not log in.",
        "notice", _AUTH,
    ),
    SyslogTag(
        "LOGIN_FAILED_LIMIT",
        "Specified number of login failures (<limit>) for user '<username>' reached from '<remote-address>'",
        "Login failed too often",
        "The user failed as often as one connection allows; it was closed.",
        "notice", _AUTH,
    ),
    SyslogTag(
        "LOGIN_INFORMATION",
        "User <username> logged in from host <hostname> on device <tty-name>",
        "User logged in",
        "The user logged in at the terminal named.",
    ),
    SyslogTag(
        "LOGIN_PAM_AUTHENTICATION_ERROR",
        "Failed password for user <username>",
        "Password was wrong",
        "The password of the user was not the right one.",
        type=_ERROR,
    ),
    SyslogTag(
        "LOGIN_ROOT",
        "User root logged in as root from host <hostname> on device <tty-name>",
        "Root logged in",
        "Someone logged in as root at the terminal named.",
    ),
    SyslogTag(
        "SSHD_LOGIN_ATTEMPTS_THRESHOLD",
        "Threshold for unsuccessful authentication attempts (<limit>) reached by user '<username>'",
        "SSH login failed too often",
        "As many logins of this user failed as the configuration allows in a row.",
        "notice", _AUTH,
    ),
    SyslogTag(
        "SSHD_LOGIN_FAILED",
        "Login failed for user '<username>' from host '<source-address>'",
        "SSH login was refused",
        "The SSH server refused a login of this user from this address.",
        "notice", _AUTH,
    ),
    SyslogTag(
        "UI_AUTH_EVENT",
        "Authenticated user '<username>' at permission level '<authentication-level>'",
        "User proved identity",
        "The management process knows the user, and takes the permissions of the login class.",
        "info", _AUTH,
    ),
    SyslogTag(
        "UI_CFG_AUDIT_NEW",
        "User '<username>' <action>: <pathname> <new-name>",
        "Statement was renamed, copied or moved",
        "A user gave a statement of the candidate configuration another name or place, or copied it.",
        "info", _CHANGE,
    ),
    SyslogTag(
        "UI_CFG_AUDIT_OTHER",
        "User '<username>' <action>: <pathname>",
        "Configuration was changed",
        "A user changed the candidate configuration other than by setting a value.",
        "info", _CHANGE,
    ),
    SyslogTag(
        "UI_CFG_AUDIT_SET",
        "User '<username>' <action>: <pathname> <data> -> \"<value>\"",
        "Statement was set",
        "A user gave a statement of the candidate configuration a value.",
        "info", _CHANGE,
    ),
    SyslogTag(
        "UI_CFG_AUDIT_SET_SECRET",
        "User '<username>' <action>: <pathname>",
        "Secret was set",
        "A user gave a secret in the candidate configuration a value, which is not logged.",
    ),
    SyslogTag(
        "UI_CHILD_START",
        "Starting child '<command>'",
        "Management process started a program",
        "The management process runs a program to do what a user asked for.",
    ),
    SyslogTag(
        "UI_CHILD_STATUS",
        "Cleanup child '<command>', PID <pid>, status <status-code>",
        "Program of the management process ended",
        "A program that the management process ran has ended with this status.",
    ),
    SyslogTag(
        "UI_CLI_IDLE_TIMEOUT",
        "Idle timeout for user '<username>' exceeded and session terminated",
        "Idle session was closed",
        "A user typed nothing for as long as the login class or the session allows.",
    ),
    SyslogTag(
        "UI_CMDLINE_READ_LINE",
        "User '<username>', command '<command>'",
        "User gave a command",
        "A user typed this command at the prompt of the CLI.",
        "info", _INTERACT,
    ),
    SyslogTag(
        "UI_COMMIT",
        "User '<username>' requested '<command>' operation (comment: <message>)",
        "User asked for a commit",
        "A user asked to put the candidate configuration into force.",
        "notice", _INTERACT,
    ),
    SyslogTag(
        "UI_COMMIT_COMPLETED",
        "commit complete",
        "Commit succeeded",
        "The candidate configuration is in force.",
        "notice", _INTERACT,
    ),
    SyslogTag(
        "UI_COMMIT_PROGRESS",
        "Commit operation in progress: <message>",
        "Commit took a step",
        "The commit that is being done has come to this step.",
        "info", _INTERACT,
    ),
    SyslogTag(
        "UI_CONFIGURATION_ERROR",
        "Process: <process>, path: <pathname>, statement: <statement>, <message>",
        "Configuration was found wrong",
        "A process found a statement that it cannot work with.",
        "error", _INTERACT, type=_ERROR,
    ),
    SyslogTag(
        "UI_DBASE_LOGIN_EVENT",
        "User '<username>' entering configuration mode",
        "User began to edit",
        "A user entered configuration mode.",
        "notice", _INTERACT,
    ),
    SyslogTag(
        "UI_DBASE_LOGOUT_EVENT",
        "User '<username>' exiting configuration mode",
        "User ended editing",
        "A user left configuration mode.",
        "notice", _INTERACT,
    ),
    SyslogTag(
        "UI_LOAD_EVENT",
        "User '<username>' is performing a '<command>'",
        "User loaded a configuration",
        "A user loaded a text into the candidate configuration.",
        "notice", _INTERACT,
    ),
    SyslogTag(
        "UI_LOGIN_EVENT",
        "User '<username>' login, class '<class-name>' [<pid>], ssh-connection '<ssh-connection>', "
        "client-mode '<client-mode>'",
        "User opened a session",
        "A user began a session of the CLI or of a program.",
        "info", _INTERACT,
    ),
    SyslogTag(
        "UI_LOGOUT_EVENT",
        "User '<username>' logout",
        "User closed a session",
        "A user ended a session.",
    ),
    SyslogTag(
        "UI_NETCONF_CMD",
        "User '<username>' used NETCONF client to run command '<command>'",
        "NETCONF client gave a command",
        "A program gave this command in a NETCONF session.",
        "info", _INTERACT,
    ),
    SyslogTag(
        "UI_REBOOT_EVENT",
        "System <action> by '<username>'",
        "System was rebooted, halted or powered off",
        "A user stopped the system, which goes down now.",
    ),
)  # fmt: skip
"""The tags in alphabetical order."""
