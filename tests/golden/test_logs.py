"""Each `log.txt` below `logs/` is what the log of a router has after a script, and the guide's lines stand in it.

`pytest tests/golden --update-golden` writes the files anew: read the difference before you commit it. A file begins
with what it shows (`# …`), where the script is from (`# source: …`) and where it departs from the guide's own lines
(`# differs: …`).
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from evidence import FILE, SECRET, Evidence

FOLDER = Path(__file__).parent / "logs"
HASH = "$6$rounds=5000$aaaaaaaaaaaaaaaa$" + 86 * "a"
_HEADER = re.compile(r"[A-Z][a-z]{2} [ \d]\d [\d:]{8}  \S+ (?P<said>.*)")
_NUMBERS = re.compile(r" ?\[\d+\]|(?<=PID) \d+")


# --- the scripts -----------------------------------------------------------------------------------------------

CC_CONFIG = """\
system {{
    {tag}radius-server {{
        1.2.3.4 secret "s3cret";
    }}
    login {{
        user admin {{
            uid 2000;
            class super-user;
            authentication {{
                encrypted-password "{hash}";
            }}
        }}
        user {other} {{
            uid 2001;
            class read-only;
            authentication {{
                encrypted-password "{hash}";
            }}
        }}
    }}
}}
"""


def load(kind, time, other="admin2", tag=""):
    """What `load KIND CC_config2.txt` of a super-user leaves in the log; whoever it was, he looks at it."""
    evidence = Evidence("router1", time, {"admin": "super-user"})
    evidence.put("admin", "CC_config2.txt", CC_CONFIG.format(hash=HASH, other=other, tag=tag))
    admin = evidence.typist("admin")
    admin.line("configure")
    assert "load complete" in admin.line(f"load {kind} CC_config2.txt")
    return evidence


def load_merge():
    return load("merge", "2019-07-24 17:43:28")


def load_replace():
    return load("replace", "2019-07-24 18:29:09", tag="replace: ")


def load_override():
    return load("override", "2019-07-25 14:25:51")


def load_update():
    return load("update", "2019-07-25 14:31:03", other="test")


def ssh_login():
    """Two wrong passwords, the right one, a look around, and away."""
    evidence = Evidence("bilbo", "2018-12-20 23:17:35", {"op": "operator"})
    op = evidence.client("172.17.58.45", 1673)
    assert not op.password("op", "wrong")
    evidence.until("23:17:42")
    assert not op.password("op", "wrong again")
    evidence.until("23:17:53")
    assert op.password("op")
    op.shell()
    evidence.until("23:17:56")
    op.line("quit")
    op.leave()
    return evidence


def audit_startup():
    """The process that writes the log is restarted."""
    evidence = Evidence("bilbo", "2018-12-20 23:17:35", {"op": "super-user"})
    op = evidence.typist("op")
    op.line("restart event-processing")
    return evidence


def reboot():
    """The whole device is."""
    evidence = Evidence("bilbo", "2018-12-20 23:17:35", {"op": "super-user"})
    op = evidence.typist("op")
    op.send("request system reboot\ryes\r")
    evidence.settle()
    return evidence


def officer_at_the_console():
    evidence = Evidence("bm-a", "2018-02-27 02:33:04", {"security-officer": "super-user"})
    console = evidence.console()
    assert "security-officer@bm-a> " in console.log_in("security-officer", SECRET)
    evidence.until("02:33:49")
    console.send("configure\r")
    evidence.until("02:38:29")
    assert "UI_LOGIN_EVENT" in console.send(f"run show log {FILE} | grep LOGIN\r")
    return evidence


def officer_over_ssh():
    """A switch that is to have a host key that nobody makes; an administrator comes and commits."""
    more = (
        "system { services { ssh { hostkey-algorithm { ssh-dss; } } }"
        " login { class administrator { permissions all; } } }"
    )
    evidence = Evidence(
        "starfire", "2021-01-20 17:04:51", {"sec-admin": "administrator"}, platform="qfx5120-48y", more=more
    )
    client = evidence.client("10.209.11.24", 55571)
    evidence.until("17:04:53")
    assert client.password("sec-admin")
    client.shell()
    evidence.until("17:09:30")
    for line in ("configure", "set system location floor 3", "commit and-quit", "exit"):
        client.line(line)
    client.leave()
    return evidence


# --- and the lines of the guides that stand in the log after them, without times and numbers of processes ----------

SET = "mgd: UI_CFG_AUDIT_SET_SECRET: User 'admin' {}: [system {}]"
OTHER = "mgd: UI_CFG_AUDIT_OTHER: User 'admin' {}"
RADIUS, ADMIN, ADMIN2, TEST = (
    "radius-server 1.2.3.4 secret",
    *(f"login user {name} authentication encrypted-password" for name in ("admin", "admin2", "test")),
)
FAILED = "sshd: Failed password for op from 172.17.58.45 port 1673 ssh2"

CASES = {
    load_merge: [SET.format("set", path) for path in (RADIUS, ADMIN, ADMIN2)],
    load_replace: [SET.format("replace", RADIUS)],
    load_override: [
        "mgd: UI_LOAD_EVENT: User 'admin' is performing a 'load override'",
        OTHER.format("override: CC_config2.txt"),
        *(SET.format("set", path) for path in (RADIUS, ADMIN)),
    ],
    load_update: [
        "mgd: UI_LOAD_EVENT: User 'admin' is performing a 'load update'",
        OTHER.format("update: CC_config2.txt"),
        *(
            line
            for path in (RADIUS, ADMIN, TEST)
            for line in (SET.format("set", path), OTHER.format(f'deactivate: [system {path}] ""'))
        ),
    ],
    ssh_login: [
        FAILED,
        FAILED,
        "sshd: Accepted password for op from 172.17.58.45 port 1673 ssh2",
        "mgd: UI_AUTH_EVENT: Authenticated user 'op' at permission level 'j-operator'",
        "mgd: UI_LOGIN_EVENT: User 'op' login, class 'j-operator', ssh-connection '172.17.58.45 1673 192.0.2.10 22', "
        "client-mode 'cli'",
        "mgd: UI_CMDLINE_READ_LINE: User 'op', command 'quit '",
        "mgd: UI_LOGOUT_EVENT: User 'op' logout",
    ],
    audit_startup: [
        "syslogd: exiting on signal 14",
        "syslogd: restart",
        "syslogd /kernel: Dec 20 23:17:35 init: syslogd (PID) exited with status=1",
        "/kernel: Dec 20 23:17:35 init: syslogd (PID) started",
    ],
    reboot: [
        "syslogd: exiting on signal 14",
        "syslogd: restart",
        "syslogd /kernel: Dec 20 23:17:35 init: syslogd (PID) exited with status=1",
        "/kernel: Dec 20 23:17:35 init: syslogd (PID) started",
    ],
    officer_at_the_console: [
        "mgd: UI_LOGIN_EVENT: User 'security-officer' login, class 'j-super-user', ssh-connection '', "
        "client-mode 'cli'",
        "mgd: UI_DBASE_LOGIN_EVENT: User 'security-officer' entering configuration mode",
        f"mgd: UI_CMDLINE_READ_LINE: User 'security-officer', command 'run show log {FILE} | grep LOGIN '",
    ],
    officer_over_ssh: [
        "sshd: error: Could not load host key: /etc/ssh/ssh_host_dsa_key",
        "sshd: Accepted password for sec-admin from 10.209.11.24 port 55571 ssh2",
        "mgd: UI_LOGIN_EVENT: User 'sec-admin' login, class 'j-administrator', ssh-connection "
        "'10.209.11.24 55571 192.0.2.10 22', client-mode 'cli'",
        "mgd: UI_COMMIT_PROGRESS: Commit operation in progress: Redundancy interface management process checking new "
        "configuration",
        "mgd: UI_CHILD_START: Starting child '/usr/sbin/rdd'",
        "mgd: UI_CHILD_STATUS: Cleanup child '/usr/sbin/rdd', PID, status 0",
        "mgd: UI_COMMIT_PROGRESS: Commit operation in progress: Dynamic flow capture service checking new "
        "configuration",
        "mgd: UI_CHILD_START: Starting child '/usr/sbin/dfcd'",
        "mgd: UI_CHILD_STATUS: Cleanup child '/usr/sbin/dfcd', PID, status 0",
        "mgd: UI_COMMIT_PROGRESS: Commit operation in progress: Connectivity fault management process checking new "
        "configuration",
    ],
}


def said(line):
    """A line without what differs from one router to the next: its time, the host, the numbers of processes."""
    found = _HEADER.fullmatch(line)
    assert found is not None, line
    return _NUMBERS.sub("", found["said"])


@pytest.mark.parametrize("script", CASES, ids=lambda script: script.__name__)
def test_the_log_is_that_of_the_file_and_has_the_lines_of_the_guide(script, request):
    path = FOLDER / f"{script.__name__.replace('_', '-')}.txt"
    lines = script().log()
    text = path.read_text(encoding="utf-8")
    head = [line for line in text.splitlines() if line.startswith("#")]
    assert any(line.startswith("# source: ") for line in head)
    new = "".join(f"{line}\n" for line in [*head, *lines])
    if request.config.getoption("--update-golden"):
        path.write_text(new, encoding="utf-8", newline="\n")
    else:
        assert new == text
    rest = iter(map(said, lines))
    missing = [line for line in CASES[script] if line not in rest]
    assert missing == [], list(map(said, lines))
