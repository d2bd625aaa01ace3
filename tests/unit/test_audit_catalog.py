"""The catalogue of messages: complete, the words of the guides, and those that the device writes."""

from __future__ import annotations

import pytest

from junosim.audit.catalog import catalog, entry, event, kind, read
from junosim.audit.forms import message
from junosim.audit.priority import FACILITIES, LOCAL, Severity, override_number
from junosim.device import login_lines, ssh_lines
from junosim.operations.syslog_tags import WORDS, syslog_tags


def said(key, pid=4163, **arguments):
    return message(event(key, 0.0, pid, **arguments))


@pytest.mark.parametrize("row", catalog().values(), ids=catalog().keys())
def test_every_kind_says_all_of_its_arguments_or_has_them_in_structured_data(row):
    values = tuple(f"<{number}>" for number in range(len(row.arguments)))
    text = row.text(values)
    assert "{" not in text
    assert "}" not in text
    unsaid = [argument for argument, value in zip(row.arguments, values, strict=True) if value not in text]
    assert all(row.tag and argument.usual is not None for argument in unsaid)
    assert len({argument.field for argument in row.arguments}) == len(row.arguments)
    assert row.tag == row.tag.upper()


def test_help_syslog_explains_every_tag_of_the_catalogue():
    """The text and the class are those of the message; each has words of its own."""
    tags = {row.tag for row in catalog().values() if row.tag}
    assert [known.name for known in syslog_tags()] == sorted(tags)
    assert tags <= set(WORDS)
    explained = {known.name: known for known in syslog_tags()}
    assert explained["UI_LOGIN_EVENT"].message == (
        "User '<username>' login, class '<class-name>' [<pid>], ssh-connection '<ssh-connection>', "
        "client-mode '<client-mode>'"
    )
    assert (explained["UI_CFG_AUDIT_SET"].facility, explained["UI_CFG_AUDIT_SET"].severity) == (
        "change-log",
        "info",
    )


SFR = {
    "FIA_UIA_EXT.1 local success": (
        ("login-information", {"username": "root", "hostname": "[unknown]", "tty_name": "ttyu0"}),
        "login[4163]: LOGIN_INFORMATION: User root logged in from host [unknown] on device ttyu0",
    ),
    "FIA_UIA_EXT.1 local success of root": (
        ("login-root", {"hostname": "[unknown]", "tty_name": "ttyu0"}),
        "login[4163]: LOGIN_ROOT: User root logged in as root from host [unknown] on device ttyu0",
    ),
    "FIA_UIA_EXT.1 local failure": (
        ("login-failed-password", {"username": "root"}),
        "login[4163]: LOGIN_PAM_AUTHENTICATION_ERROR: Failed password for user root",
    ),
    "FIA_UIA_EXT.1 local failure of the login": (
        ("login-failed", {"username": "root", "hostname": "ttyu0"}),
        "login[4163]: LOGIN_FAILED: Login failed for user root from host ttyu0",
    ),
    "FIA_UIA_EXT.1 remote success": (
        ("ui-auth-assigned", {"username": "test1", "authentication_level": "j-read-only"}),
        "mgd[4163]: UI_AUTH_EVENT: Authenticated user 'test1' assigned to class 'j-read-only'",
    ),
    "FIA_UIA_EXT.1 remote session": (
        (
            "ui-login",
            {
                "username": "test1", "class_name": "j-read-only", "session_pid": "4163",
                "ssh_connection": "192.0.2.9 4163 192.0.2.1 22",
            },
        ),
        "mgd[4163]: UI_LOGIN_EVENT: User 'test1' login, class 'j-read-only' [4163], "
        "ssh-connection '192.0.2.9 4163 192.0.2.1 22', client-mode 'cli'",
    ),
    "FIA_UIA_EXT.1 remote failure": (
        ("ssh-login-failed", {"username": "test1", "source_address": "10.1.5.153"}),
        "sshd: SSHD_LOGIN_FAILED: Login failed for user 'test1' from host '10.1.5.153'",
    ),
    "FMT_MOF.1/ManualUpdate, FPT_TUD_EXT.1": (
        ("ui-command", {"username": "root", "command": "request vmhost software add x.tgz no-validate "}),
        "mgd[4163]: UI_CMDLINE_READ_LINE: User 'root', "
        "command 'request vmhost software add x.tgz no-validate '",
    ),
    "FPT_TST_EXT.1": (
        ("fips-test-passed", {"test": "  DES3-CBC Known Answer Test:                "}),
        "mgd:   DES3-CBC Known Answer Test:                Passed",
    ),
    "FPT_STM_EXT.1": (
        ("ui-command", {"username": "root", "command": "set date 201904221532.00 "}),
        "mgd[4163]: UI_CMDLINE_READ_LINE: User 'root', command 'set date 201904221532.00 '",
    ),
    "FTA_SSL_EXT.1, FTA_SSL.3": (
        ("ui-idle-timeout", {"username": "root"}),
        "cli: UI_CLI_IDLE_TIMEOUT: Idle timeout for user 'root' exceeded and session terminated",
    ),
    "FTA_SSL.4 local": (
        ("ui-logout", {"username": "root"}),
        "mgd[4163]: UI_LOGOUT_EVENT: User 'root' logout",
    ),
    "FTA_SSL.4 remote, end of FTP_ITC.1": (
        ("ssh-disconnect", {"address": "10.1.5.153", "port": "1673", "code": "11", "reason": "disconnected by user"}),
        "sshd[4163]: Received disconnect from 10.1.5.153 port 1673:11: disconnected by user",
    ),
    "FTP_ITC.1, FTP_TRP.1/Admin": (
        (
            "ssh-accepted",
            {"method": "keyboard-interactive/pam", "username": "root", "address": "10.1.5.153", "port": "1673"},
        ),
        "sshd[4163]: Accepted keyboard-interactive/pam for root from 10.1.5.153 port 1673 ssh2",
    ),
    "FCS_SSHS_EXT.1": (
        (
            "ssh-no-match",
            {
                "address": "10.1.5.153", "port": "1673", "missing": "key exchange method",
                "offer": "diffie-hellman-group1-sha1",
            },
        ),
        "sshd[4163]: Unable to negotiate with 10.1.5.153 port 1673: no matching key exchange method found. "
        "Their offer: diffie-hellman-group1-sha1",
    ),
    "FIA_X509_EXT.1/Rev, FPT_TUD_EXT.2": (
        (
            "veriexec-refused-subject",
            {
                "what": "/packages/db/pkginst.9286/manifest.ecerts", "reason": "subject issuer mismatch",
                "subject": "/C=US/O=Juniper Networks/CN=PackageProductionTestEc_2017_NO_DEFECTS",
            },
        ),
        "veriexec[4163]: cannot validate /packages/db/pkginst.9286/manifest.ecerts: subject issuer mismatch: "
        "/C=US/O=Juniper Networks/CN=PackageProductionTestEc_2017_NO_DEFECTS",
    ),
    "FIA_AFL.1": (
        ("ssh-attempts-threshold", {"limit": "2", "username": "test1"}),
        "sshd: SSHD_LOGIN_ATTEMPTS_THRESHOLD: "
        "Threshold for unsuccessful authentication attempts (2) reached by user 'test1'",
    ),
}  # fmt: skip


@pytest.mark.parametrize("row", SFR.values(), ids=SFR.keys())
def test_auditable_events_of_the_guide(row):
    """R-AUD-018: a line for each row of the guide's table of auditable events."""
    (key, arguments), line = row
    assert said(key, **arguments) == line


def test_loads_of_the_guides():
    """R-LOAD-001 to R-LOAD-004."""
    path = "[system radius-server 1.2.3.4 secret]"
    prefix = "mgd[4163]: UI_CFG_AUDIT"
    assert said("ui-set-secret", username="admin", pathname=path) == (
        f"{prefix}_SET_SECRET: User 'admin' set: {path}"
    )
    assert said("ui-set-secret", username="admin", action="replace", pathname=path) == (
        f"{prefix}_SET_SECRET: User 'admin' replace: {path}"
    )
    assert said("ui-change", username="admin", action="override", pathname="CC_config2.txt") == (
        f"{prefix}_OTHER: User 'admin' override: CC_config2.txt"
    )
    assert said("ui-change-mark", username="admin", action="deactivate", pathname=path) == (
        f"{prefix}_OTHER: User 'admin' deactivate: {path} \"\""
    )
    assert said("ui-load", username="admin", command="load override") == (
        "mgd[4163]: UI_LOAD_EVENT: User 'admin' is performing a 'load override'"
    )


def test_audit_startup_of_the_guides():
    """R-AUD-020."""
    stamp = "Dec 20 23:17:35"
    assert said("syslogd-exiting", signal="14") == "syslogd: exiting on signal 14"
    assert said("syslogd-restart") == "syslogd: restart"
    assert said("kernel-process-exited", stamp=stamp, daemon="syslogd", daemon_pid="19128", status="1") == (
        "syslogd /kernel: Dec 20 23:17:35 init: syslogd (PID 19128) exited with status=1"
    )
    assert said("kernel-process-started", stamp=stamp, daemon="syslogd", daemon_pid="19200") == (
        "/kernel: Dec 20 23:17:35 init: syslogd (PID 19200) started"
    )


WHERE = {"address": "192.0.2.9", "port": "1673"}
WRITTEN = [
    (
        login_lines.failed_password("eve", "192.0.2.9", 1673),
        "ssh-failed",
        {"method": "password", "username": "eve", **WHERE},
    ),
    (
        login_lines.failed_password("eve", "192.0.2.9", 1673, exists=False),
        "ssh-failed-invalid",
        {"method": "password", "username": "eve", **WHERE},
    ),
    (
        login_lines.accepted("publickey", "eve", "192.0.2.9", 1673),
        "ssh-accepted",
        {"method": "publickey", "username": "eve", **WHERE},
    ),
    (
        login_lines.sshd_login_failed("eve", "192.0.2.9"),
        "ssh-login-failed",
        {"username": "eve", "source_address": "192.0.2.9"},
    ),
    (login_lines.attempts_threshold("eve", 3), "ssh-attempts-threshold", {"username": "eve", "limit": "3"}),
    (login_lines.account_locked("eve"), "account-locked", {"username": "eve"}),
    (login_lines.account_locked("eve", "login"), "account-locked-console", {"username": "eve"}),
    (login_lines.account_unlocked("eve"), "account-unlocked", {"username": "eve"}),
    (login_lines.account_unlocked("eve", "login"), "account-unlocked-console", {"username": "eve"}),
    (login_lines.account_unlocked("eve", "mgd"), "account-unlocked-command", {"username": "eve"}),
    (
        login_lines.too_many_failures("eve", "192.0.2.9", 1673),
        "ssh-attempts-exceeded",
        {"username": "eve", **WHERE},
    ),
    (login_lines.login_grace_over("192.0.2.9", 1673), "ssh-grace-over", WHERE),
    (
        login_lines.received_disconnect("192.0.2.9", 1673),
        "ssh-disconnect",
        {"code": "11", "reason": "disconnected by user", **WHERE},
    ),
    (
        login_lines.received_disconnect("192.0.2.9", 1673, 2, "x", before_login=True),
        "ssh-disconnect-before-login",
        {"code": "2", "reason": "x", **WHERE},
    ),
    (login_lines.connection_closed("192.0.2.9", 1673), "ssh-closed", WHERE),
    (
        login_lines.unable_to_negotiate("192.0.2.9", 1673, "MAC", "hmac-md5"),
        "ssh-no-match",
        {"missing": "MAC", "offer": "hmac-md5", **WHERE},
    ),
    (login_lines.no_host_key("/etc/ssh/x"), "ssh-no-host-key", {"path": "/etc/ssh/x"}),
    (login_lines.console_failed_password("eve"), "login-failed-password", {"username": "eve"}),
    (login_lines.login_failed("eve", "ttyu0"), "login-failed", {"username": "eve", "hostname": "ttyu0"}),
    (
        login_lines.login_failed_limit("eve", 3, "ttyu0"),
        "login-failed-limit",
        {"username": "eve", "limit": "3", "remote_address": "ttyu0"},
    ),
    (login_lines.login_timed_out(60), "login-timed-out", {"seconds": "60"}),
    (
        login_lines.login_information("eve", "ttyu0"),
        "login-information",
        {"username": "eve", "hostname": "[unknown]", "tty_name": "ttyu0"},
    ),
    (login_lines.login_root("ttyu0"), "login-root", {"hostname": "[unknown]", "tty_name": "ttyu0"}),
    (
        login_lines.login_refused("eve", "ttyu0", "no"),
        "login-refused",
        {"username": "eve", "hostname": "[unknown]", "tty_name": "ttyu0", "reason": "no"},
    ),
    (
        login_lines.auth_event("eve", "operator"),
        "ui-auth",
        {"username": "eve", "authentication_level": "j-operator"},
    ),
    (
        login_lines.auth_event("eve", "operator", "assigned to class"),
        "ui-auth-assigned",
        {"username": "eve", "authentication_level": "j-operator"},
    ),
    (
        login_lines.login_event("eve", "operator", 4163),
        "ui-login",
        {"username": "eve", "class_name": "j-operator", "session_pid": "4163"},
    ),
    (login_lines.logout_event("eve"), "ui-logout", {"username": "eve"}),
    (login_lines.idle_timeout("eve"), "ui-idle-timeout", {"username": "eve"}),
    (login_lines.date_set("eve"), "date-set", {"username": "eve"}),
    (
        ssh_lines.versions_differ("192.0.2.9", 1673, "SSH-1.5-x"),
        "ssh-versions-differ",
        {"own": f"SSH-2.0-{ssh_lines.VERSION}", "version": "SSH-1.5-x", **WHERE},
    ),
    (ssh_lines.bad_version("192.0.2.9", 1673, "GET /"), "ssh-bad-version", {"line": "GET /", **WHERE}),
    (ssh_lines.too_many_packets("192.0.2.9", 1673), "ssh-too-many-packets", WHERE),
    (
        ssh_lines.over_limit("192.0.2.9", "connection-limit", 5),
        "ssh-connection-limit",
        {"address": "192.0.2.9", "limit": "5"},
    ),
    (
        ssh_lines.over_limit("192.0.2.9", "rate-limit", 5),
        "ssh-rate-limit",
        {"address": "192.0.2.9", "limit": "5"},
    ),
    (ssh_lines.no_more_sessions(), "ssh-no-more-sessions", {}),
    (ssh_lines.not_responding("192.0.2.9", 1673), "ssh-not-responding", WHERE),
    (
        ssh_lines.key_added("eve", "ssh-rsa", "SHA256:x"),
        "key-added",
        {"username": "eve", "algorithm": "ssh-rsa", "fingerprint": "SHA256:x"},
    ),
    (
        ssh_lines.key_removed("eve", "ssh-rsa", "SHA256:x"),
        "key-removed",
        {"username": "eve", "algorithm": "ssh-rsa", "fingerprint": "SHA256:x"},
    ),
]


@pytest.mark.parametrize(("line", "key", "arguments"), WRITTEN, ids=[row[1] for row in WRITTEN])
def test_what_the_device_writes_is_of_its_kind(line, key, arguments):
    assert line == entry(key, **arguments)


def test_arguments_are_those_of_the_kind():
    with pytest.raises(TypeError, match="ui-logout: argument 'username' is missing"):
        event("ui-logout", 0.0)
    with pytest.raises(TypeError, match="ui-logout: there is no argument user"):
        event("ui-logout", 0.0, username="op", user="op")
    with pytest.raises(KeyError):
        event("no-such-kind", 0.0)


def test_a_file_that_is_wrong_is_not_read():
    good = 'process = "mgd"\nfacility = "user"\nseverity = "info"\n'
    assert read(f'[a]\n{good}text = "x"\n')["a"].text(()) == "x"
    with pytest.raises(ValueError, match="a: the template names 'who'"):
        read(f'[a]\n{good}text = "{{who}}"\n')
    with pytest.raises(ValueError, match="a: unknown field colour"):
        read(f'[a]\n{good}text = "x"\ncolour = "red"\n')
    with pytest.raises(KeyError):
        read('[a]\nprocess = "mgd"\nfacility = "user"\nseverity = "loud"\ntext = "x"\n')


def test_numbers_of_facilities_and_severities():
    """[captures: 37 and 38 of sshd, 182 of changes, 187, 189 and 190 of sessions; 4 of restarts and reboots]"""
    rows = {
        "ssh-login-failed": 37, "ssh-accepted": 38, "ui-set": 182, "ui-configuration-error": 187,
        "ui-commit": 189, "ui-command": 190,
    }  # fmt: skip
    assert {key: kind(key).facility.number * 8 + kind(key).severity for key in rows} == rows
    assert kind("ui-restart").severity == kind("ui-reboot").severity == Severity.WARNING
    assert [override_number(word) for word in ("local0", "local7", "daemon")] == [16, 23, 3]
    assert len({facility.number for facility in FACILITIES.values()}) == len(FACILITIES)
    assert set(LOCAL.values()) == set(range(16, 24))
    assert Severity.EMERGENCY < Severity.ERROR < Severity.INFO
