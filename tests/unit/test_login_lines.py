"""Wordings of the log lines about logins, and user names that want to be more than a name."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli_session import make_device
from junosim.clock import ManualClock
from junosim.device import login_lines
from junosim.device.files import SYSTEM
from junosim.operations.syslog_tags import syslog_tags

ADDRESS, PORT = "192.0.2.9", 1673

LINES = [  # the guides, where no other source is named
    (
        login_lines.failed_password("op", ADDRESS, PORT),
        "sshd[16645]: Failed password for op from 192.0.2.9 port 1673 ssh2",
    ),
    (  # OpenSSH
        login_lines.failed_password("op", ADDRESS, PORT, exists=False),
        "sshd[16645]: Failed password for invalid user op from 192.0.2.9 port 1673 ssh2",
    ),
    (
        login_lines.accepted("keyboard-interactive/pam", "root", ADDRESS, PORT),
        "sshd[16645]: Accepted keyboard-interactive/pam for root from 192.0.2.9 port 1673 ssh2",
    ),
    (
        login_lines.sshd_login_failed("test1", "10.1.5.153"),
        "sshd: SSHD_LOGIN_FAILED: Login failed for user 'test1' from host '10.1.5.153'",
    ),
    (
        login_lines.attempts_threshold("test1", 2),
        "sshd: SSHD_LOGIN_ATTEMPTS_THRESHOLD: Threshold for unsuccessful authentication attempts (2) reached by "
        "user 'test1'",
    ),
    (  # from memory
        login_lines.account_locked("op"),
        "sshd[16645]: LIBJNX_LOGIN_ACCOUNT_LOCKED: Account for user 'op' has been locked out from logins",
    ),
    (
        login_lines.account_unlocked("op", login_lines.MGD),
        "mgd[16645]: LIBJNX_LOGIN_ACCOUNT_UNLOCKED: Account for user 'op' has been unlocked for logins",
    ),
    (  # OpenSSH
        login_lines.too_many_failures("op", ADDRESS, PORT),
        "sshd[16645]: error: maximum authentication attempts exceeded for op from 192.0.2.9 port 1673 ssh2 [preauth]",
    ),
    (
        login_lines.received_disconnect("10.1.5.153", 36784),
        "sshd[16645]: Received disconnect from 10.1.5.153 port 36784:11: disconnected by user",
    ),
    (
        login_lines.unable_to_negotiate("10.1.5.153", 1, "key exchange method", "diffie-hellman-group1-sha1"),
        "sshd[16645]: Unable to negotiate with 10.1.5.153 port 1: no matching key exchange method found. "
        "Their offer: diffie-hellman-group1-sha1",
    ),
    (
        login_lines.no_host_key("/etc/ssh/ssh_host_dsa_key"),
        "sshd[16645]: error: Could not load host key: /etc/ssh/ssh_host_dsa_key",
    ),
    (
        login_lines.console_failed_password("root"),
        "login[16645]: LOGIN_PAM_AUTHENTICATION_ERROR: Failed password for user root",
    ),
    (
        login_lines.login_failed("root", "ttyu0"),
        "login[16645]: LOGIN_FAILED: Login failed for user root from host ttyu0",
    ),
    (  # the vendor's reference
        login_lines.login_failed_limit("op", 3, "ttyu0"),
        "login[16645]: LOGIN_FAILED_LIMIT: Specified number of login failures (3) for user 'op' reached from 'ttyu0'",
    ),
    (  # public templates of these lines
        login_lines.login_timed_out(120),
        "login[16645]: LOGIN_TIMED_OUT: Login attempt timed out after 120 seconds",
    ),
    (
        login_lines.login_information("root", "ttyu0"),
        "login[16645]: LOGIN_INFORMATION: User root logged in from host [unknown] on device ttyu0",
    ),
    (
        login_lines.login_root("ttyu0"),
        "login[16645]: LOGIN_ROOT: User root logged in as root from host [unknown] on device ttyu0",
    ),
    (
        login_lines.auth_event("op", "operator"),
        "mgd[16645]: UI_AUTH_EVENT: Authenticated user 'op' at permission level 'j-operator'",
    ),
    (
        login_lines.auth_event("test1", "read-only", "assigned to class"),
        "mgd[16645]: UI_AUTH_EVENT: Authenticated user 'test1' assigned to class 'j-read-only'",
    ),
    (
        login_lines.login_event("test1", "read-only", 47035, "10.1.5.153 36784 10.1.2.68 22"),
        "mgd[16645]: UI_LOGIN_EVENT: User 'test1' login, class 'j-read-only' [47035], ssh-connection "
        "'10.1.5.153 36784 10.1.2.68 22', client-mode 'cli'",
    ),
    (
        login_lines.logout_event("root"),
        "mgd[16645]: UI_LOGOUT_EVENT: User 'root' logout",
    ),
    (
        login_lines.idle_timeout("root"),
        "cli: UI_CLI_IDLE_TIMEOUT: Idle timeout for user 'root' exceeded and session terminated",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("line", "text"), LINES, ids=[text[:60] for _, text in LINES])
def test_a_line_of_the_log(line, text):
    """R-AUD-003, -008 to -013; R-LOCK-010; R-IDLE-006; R-TERM-002 and -003."""
    device = make_device(clock=ManualClock(1608506255.0))
    device.audit.write(line, 16645)
    name = line.kind.facility.name
    file = name if name == "interactive-commands" else "messages"
    written = device.files.read(f"/var/log/{file}", SYSTEM).decode().splitlines()[-1]
    assert written == f"Dec 20 23:17:35  r1 {text}"


def test_tagged_lines_are_worded_as_help_syslog_has_them():
    known = {tag.name: tag.message for tag in syslog_tags()}
    for line, _ in LINES:
        tag = line.kind.tag
        if tag in known and "assigned to class" not in line.text:
            pattern = re.sub(r"<[a-z-]+>", ".*", re.escape(known[tag]).replace("\\-", "-"))
            assert re.fullmatch(pattern, line.text), tag


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("op", "op"),
        ("a\nb", "a\\nb"),
        ("\x1b[2J\x00\x7f", "\\033[2J\\000\\177"),
        ("root from 10.0.0.1", "root\\040from\\04010.0.0.1"),
        ("x' logged \"in", "x\\'\\040logged\\040\\\"in"),
        ("back\\slash", "back\\\\slash"),
        ("müller\u202e", "m\\303\\274ller\\342\\200\\256"),
        ("a" * 1000, "a" * 128),
    ],
)
def test_a_name_hides_nothing(name, shown):
    assert login_lines.shown_name(name) == shown


@given(st.text(max_size=60))
def test_a_name_is_one_word_of_visible_letters_and_ends_no_quote(name):
    shown = login_lines.shown_name(name)
    assert re.fullmatch(r"(?:[!#-&(-\[\]-~]|\\.)*", shown)


@given(st.text(max_size=20), st.text(max_size=20))
def test_two_names_are_never_shown_alike(one, other):
    assert (one == other) == (login_lines.shown_name(one) == login_lines.shown_name(other))
