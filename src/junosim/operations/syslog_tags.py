"""The tags of log messages that the guides print or that were seen on the wire, as `help syslog` explains them.

Sources: the FIPS guides, the vendor's system log reference, captures of remote log messages. The help texts are in
our own words. Where no source states the facility and severity of a message, both are empty.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SyslogTag:
    """One kind of message: the text with `<arguments>`, what it says, and where it is logged."""

    name: str
    message: str
    help: str
    severity: str = ""
    facility: str = ""


_AUTH = "authorization"
_CHANGE = "change-log"
_INTERACT = "interactive-commands"

TAGS = (
    SyslogTag("LOGIN_ABORTED", "Client aborted login", "Login was given up", "info", _AUTH),
    SyslogTag(
        "LOGIN_FAILED",
        "Login failed for user <username> from host <hostname>",
        "Login was refused", "notice", _AUTH,
    ),
    SyslogTag(
        "LOGIN_FAILED_LIMIT",
        "Specified number of login failures (<limit>) for user '<username>' reached from '<remote-address>'",
        "Login failed too often", "notice", _AUTH,
    ),
    SyslogTag(
        "LOGIN_INFORMATION",
        "User <username> logged in from host <hostname> on device <tty-name>",
        "User logged in",
    ),
    SyslogTag(
        "LOGIN_PAM_AUTHENTICATION_ERROR",
        "Failed password for user <username>",
        "Password was wrong",
    ),
    SyslogTag(
        "LOGIN_ROOT",
        "User root logged in as root from host <hostname> on device <tty-name>",
        "Root logged in",
    ),
    SyslogTag(
        "SSHD_LOGIN_ATTEMPTS_THRESHOLD",
        "Threshold for unsuccessful authentication attempts (<limit>) reached by user '<username>'",
        "SSH login failed too often", "notice", _AUTH,
    ),
    SyslogTag(
        "SSHD_LOGIN_FAILED",
        "Login failed for user '<username>' from host '<source-address>'",
        "SSH login was refused", "notice", _AUTH,
    ),
    SyslogTag(
        "UI_AUTH_EVENT",
        "Authenticated user '<username>' at permission level '<authentication-level>'",
        "User proved identity", "info", _AUTH,
    ),
    SyslogTag(
        "UI_CFG_AUDIT_NEW",
        "User '<username>' <action>: <pathname> <new-name>",
        "Statement was renamed, copied or moved", "info", _CHANGE,
    ),
    SyslogTag(
        "UI_CFG_AUDIT_OTHER",
        "User '<username>' <action>: <pathname>",
        "Configuration was changed", "info", _CHANGE,
    ),
    SyslogTag(
        "UI_CFG_AUDIT_SET",
        "User '<username>' <action>: <pathname> <data> -> \"<value>\"",
        "Statement was set", "info", _CHANGE,
    ),
    SyslogTag(
        "UI_CFG_AUDIT_SET_SECRET",
        "User '<username>' <action>: <pathname>",
        "Secret was set",
    ),
    SyslogTag("UI_CHILD_START", "Starting child '<command>'", "Management process started a program"),
    SyslogTag(
        "UI_CHILD_STATUS",
        "Cleanup child '<command>', PID <pid>, status <status-code>",
        "Program of the management process ended",
    ),
    SyslogTag(
        "UI_CLI_IDLE_TIMEOUT",
        "Idle timeout for user '<username>' exceeded and session terminated",
        "Idle session was closed",
    ),
    SyslogTag(
        "UI_CMDLINE_READ_LINE",
        "User '<username>', command '<command>'",
        "User gave a command", "info", _INTERACT,
    ),
    SyslogTag(
        "UI_COMMIT",
        "User '<username>' requested '<command>' operation (comment: <message>)",
        "User asked for a commit", "notice", _INTERACT,
    ),
    SyslogTag("UI_COMMIT_COMPLETED", "commit complete", "Commit succeeded", "notice", _INTERACT),
    SyslogTag(
        "UI_COMMIT_PROGRESS",
        "Commit operation in progress: <message>",
        "Commit took a step", "info", _INTERACT,
    ),
    SyslogTag(
        "UI_CONFIGURATION_ERROR",
        "Process: <process>, path: <pathname>, statement: <statement>, <message>",
        "Configuration was found wrong", "error", _INTERACT,
    ),
    SyslogTag(
        "UI_DBASE_LOGIN_EVENT",
        "User '<username>' entering configuration mode",
        "User began to edit", "notice", _INTERACT,
    ),
    SyslogTag(
        "UI_DBASE_LOGOUT_EVENT",
        "User '<username>' exiting configuration mode",
        "User ended editing", "notice", _INTERACT,
    ),
    SyslogTag(
        "UI_LOAD_EVENT",
        "User '<username>' is performing a '<command>'",
        "User loaded a configuration", "notice", _INTERACT,
    ),
    SyslogTag(
        "UI_LOGIN_EVENT",
        "User '<username>' login, class '<class-name>' [<pid>], ssh-connection '<ssh-connection>', "
        "client-mode '<client-mode>'",
        "User opened a session", "info", _INTERACT,
    ),
    SyslogTag("UI_LOGOUT_EVENT", "User '<username>' logout", "User closed a session"),
    SyslogTag(
        "UI_NETCONF_CMD",
        "User '<username>' used NETCONF client to run command '<command>'",
        "NETCONF client gave a command", "info", _INTERACT,
    ),
    SyslogTag("UI_REBOOT_EVENT", "System <action> by '<username>'", "System was rebooted, halted or powered off"),
)  # fmt: skip
"""The tags in alphabetical order."""
