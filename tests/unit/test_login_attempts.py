"""What a device makes of attempts to log in, over SSH and on the console: delays, lockouts, and their log lines."""

from __future__ import annotations

import pytest

from cli_session import Typist
from console_user import PASSWORD, ConsoleUser, make_device
from junosim.assemble.front import Front
from junosim.device.files import SYSTEM
from junosim.device.login_attempts import KEYBOARD, PUBLIC_KEY
from junosim.device.login_attempts import PASSWORD as BY_PASSWORD
from junosim.servers.contract import Origin

MINUTE = 60
LOCKOUT = "set system login retry-options lockout-period 5"
GETTY = "\nFreeBSD/amd64 (r1) (ttyu0)\n\nlogin: "


def device_with(*config):
    return make_device(config="\n".join(config))


def logged(device):
    """The lines of the log, from the process on."""
    text = device.files.read("/var/log/messages", SYSTEM).decode()
    return [line.partition(" r1 ")[2] for line in text.splitlines() if " r1 " in line]


class Client:
    """One connection over SSH that tries passwords, without sockets, as `servers.login` drives it."""

    def __init__(self, device, port=1673):
        self.device = device
        self.front = Front(device, "r1")
        self.attempts = self.front.attempts(Origin("192.0.2.9", port))

    def tries(self, user, password, method=BY_PASSWORD):
        """Whether he comes in, and seconds until he is told."""
        assert self.attempts.begin()
        fits = self.front.password_check(user, password)()
        answer = self.attempts.settle(user, method, fits=fits)
        return answer, self.attempts.ready - self.device.clock.monotonic()


# ---------------------------------------------------------------------- SSH


def test_answers_are_delayed_on_each_connection_by_itself():
    """R-LOCK-001."""
    device = device_with("set system login retry-options tries-before-disconnect 7")
    client, other = Client(device), Client(device)
    delays = []
    for _ in range(7):
        delays.append(client.tries("lab", "no")[1])
        device.clock.advance(delays[-1])
    assert delays == [0, 0, 5, 10, 15, 20, 25]
    assert client.attempts.are_over
    assert other.tries("lab", "no") == (False, 0)


def test_all_ways_to_give_a_password_share_one_count():
    client = Client(device_with())
    delays = [client.tries("lab", "no", method)[1] for method in (BY_PASSWORD, KEYBOARD, BY_PASSWORD)]
    assert delays == [0, 0, 5]
    assert not client.attempts.begin()


def test_the_lines_of_an_attempt_that_fails_and_of_one_that_does_not():
    """R-AUD-007, R-AUD-011, R-AUD-012."""
    device = device_with()
    client = Client(device)
    before = len(logged(device))
    client.tries("lab", "no")
    client.tries("lab", "no", KEYBOARD)
    assert client.tries("lab", PASSWORD)[0]
    client.attempts.accepted("lab", BY_PASSWORD)
    client.attempts.gone("lab")
    pid = client.attempts.pid
    assert logged(device)[before:] == [
        "sshd: SSHD_LOGIN_FAILED: Login failed for user 'lab' from host '192.0.2.9'",
        f"sshd[{pid}]: Failed password for lab from 192.0.2.9 port 1673 ssh2",
        f"sshd[{pid}]: error: PAM: authentication error for lab from 192.0.2.9",
        "sshd: SSHD_LOGIN_FAILED: Login failed for user 'lab' from host '192.0.2.9'",
        f"sshd[{pid}]: Failed keyboard-interactive/pam for lab from 192.0.2.9 port 1673 ssh2",
        f"sshd[{pid}]: Accepted password for lab from 192.0.2.9 port 1673 ssh2",
    ]


def test_the_lines_of_an_account_that_there_is_not():
    """OpenSSH says so in its own words."""
    device = device_with()
    client = Client(device)
    before = len(logged(device))
    client.tries("nobody", "no", KEYBOARD)
    pid = client.attempts.pid
    assert logged(device)[before:] == [
        f"sshd[{pid}]: error: PAM: authentication error for illegal user nobody from 192.0.2.9",
        "sshd: SSHD_LOGIN_FAILED: Login failed for user 'nobody' from host '192.0.2.9'",
        f"sshd[{pid}]: Failed keyboard-interactive/pam for invalid user nobody from 192.0.2.9 port 1673 ssh2",
    ]


@pytest.mark.parametrize("waits", [True, False])
def test_the_last_failure_is_noted_whether_the_client_waits_for_it_or_not(waits):
    """R-LOCK-010."""
    device = device_with()
    client = Client(device)
    for _ in range(3):
        client.tries("nobody\n", "no")
    before = len(logged(device))
    if waits:
        client.attempts.cut("nobody\n")
    client.attempts.gone("nobody\n")
    lines = logged(device)[before:]
    assert lines[0] == (
        "sshd: SSHD_LOGIN_ATTEMPTS_THRESHOLD: Threshold for unsuccessful authentication attempts (3) reached by "
        "user 'nobody\\n'"
    )
    pid = client.attempts.pid
    cut = f"sshd[{pid}]: error: maximum authentication attempts exceeded for nobody\\n from 192.0.2.9 port 1673 ssh2"
    assert lines[1:] == ([f"{cut} [preauth]"] if waits else [])


def test_an_account_is_locked_out_over_all_connections_for_the_period():
    """R-LOCK-007, R-LOCK-008, R-LOCK-010."""
    device = device_with(LOCKOUT)
    for port in (1, 2, 3):
        Client(device, port).tries("eve", "no")
    lines = logged(device)
    assert lines[-2].endswith(
        "LIBJNX_LOGIN_ACCOUNT_LOCKED: Account for user 'eve' has been locked out from logins"
    )
    assert "SSHD_LOGIN_ATTEMPTS_THRESHOLD" in lines[-1]
    assert Client(device).tries("eve", "Eve-1234567") == (False, 0)
    assert Client(device).tries("lab", PASSWORD)[0]
    device.clock.advance(5 * MINUTE - 0.5)
    assert not Client(device).tries("eve", "Eve-1234567")[0]
    device.clock.advance(0.5)
    client = Client(device)
    assert client.tries("eve", "Eve-1234567")[0]
    assert logged(device)[-1] == (
        f"sshd[{client.attempts.pid}]: LIBJNX_LOGIN_ACCOUNT_UNLOCKED: Account for user 'eve' has been unlocked "
        "for logins"
    )


def test_who_is_locked_out_is_refused_as_one_who_is_unknown():
    """The same text in the log but for OpenSSH's word about unknown users, the same delay; any method."""
    device = device_with(LOCKOUT)
    for _ in range(3):
        Client(device).tries("eve", "no")
    known, unknown = Client(device), Client(device)
    for _ in range(3):
        assert known.tries("eve", "Eve-1234567") == unknown.tries("nobody", "Eve-1234567")
    assert not known.attempts.may_use_key("eve")
    assert unknown.attempts.may_use_key("nobody")
    assert [found.user for found in device.lockouts.current()] == ["eve"]


def test_a_lockout_that_begins_while_a_password_is_looked_at_counts():
    device = device_with(LOCKOUT)
    waiting = Client(device)
    waiting.attempts.begin()
    fits = waiting.front.password_check("eve", "Eve-1234567")()
    for _ in range(3):
        Client(device).tries("eve", "no")
    assert fits
    assert not waiting.attempts.settle("eve", BY_PASSWORD, fits=fits)


def test_an_account_that_goes_while_its_password_is_looked_at_lets_nobody_in():
    device = device_with(LOCKOUT)
    waiting = Client(device)
    waiting.attempts.begin()
    Typist(device).lines("configure", "delete system login user eve", "commit")
    assert not waiting.attempts.settle("eve", BY_PASSWORD, fits=True)


def test_a_login_ends_the_row_of_failures():
    device = device_with(LOCKOUT)
    for method in (BY_PASSWORD, KEYBOARD, PUBLIC_KEY):
        for _ in range(2):
            Client(device).tries("eve", "no")
        Client(device).attempts.accepted("eve", method)
    Client(device).tries("eve", "no")
    assert device.lockouts.current() == ()


def test_unknown_users_fill_no_table():
    device = device_with(LOCKOUT)
    for number in range(100):
        Client(device).tries(f"nobody{number}", "no")
    assert device.lockouts.current() == ()
    assert not device.lockouts._failures


def test_root_is_locked_out_as_any_other():
    device = device_with(LOCKOUT)
    for _ in range(3):
        Client(device).tries("root", "no")
    assert device.lockouts.is_locked("root")


def test_commits_reach_who_is_locked_out():
    device = device_with(LOCKOUT)
    typist = Typist(device)
    typist.line("configure")
    for user in ("eve", "lab"):
        for _ in range(3):
            Client(device).tries(user, "no")
    typist.lines("set system login retry-options lockout-period 9", "commit")
    assert [found.end for found in device.lockouts.current()] == [5 * MINUTE] * 2
    typist.lines("delete system login user eve", "commit")
    assert [found.user for found in device.lockouts.current()] == ["lab"]
    typist.lines("set system location floor 1", "commit")
    assert device.lockouts.is_locked("lab")
    typist.lines("delete system login retry-options lockout-period", "commit")
    assert device.lockouts.current() == ()


def test_a_device_that_starts_over_forgets_them():
    device = device_with(LOCKOUT)
    for _ in range(3):
        Client(device).tries("eve", "no")
    device.start_over(device.written_configuration)
    assert device.lockouts.current() == ()


# ---------------------------------------------------------------------- commands


def test_the_table_of_lockouts_and_how_to_end_them():
    """R-LOCK-013, R-ROLE-016."""
    device = device_with(LOCKOUT, "set system login retry-options tries-before-disconnect 2")
    typist = Typist(device)
    for user in ("lab", "eve"):
        for _ in range(2):
            Client(device).tries(user, "no")
        device.clock.advance(7)
    header = "User                     Lockout start                Lockout end\n"
    eve = "eve                      2020-07-08 07:00:07 UTC      2020-07-08 07:05:07 UTC"
    lab = "lab                      2020-07-08 07:00:00 UTC      2020-07-08 07:05:00 UTC"
    assert typist.line("show system login lockout") == f"{header}{eve}\n{lab}"
    assert typist.line("show system login lockout user lab") == f"{header}{lab}"
    assert typist.line("show system login lockout user nobody") == ""
    assert typist.line("clear system login lockout user lab") == ""
    assert logged(device)[-1] == (
        f"mgd[{typist.login.pid}]: LIBJNX_LOGIN_ACCOUNT_UNLOCKED: Account for user 'lab' has been unlocked for logins"
    )
    assert Client(device).tries("lab", PASSWORD)[0]
    assert typist.line("show system login lockout") == f"{header}{eve}"
    device.set_time(device.clock.time() + 3600, "")
    assert "08:05:07 UTC" in typist.line("show system login lockout")
    assert typist.line("clear system login lockout all") == ""
    assert typist.line("show system login lockout") == ""
    assert Client(device).tries("eve", "Eve-1234567")[0]


def test_who_may_see_and_end_lockouts():
    reader = Typist(permissions=("view",))
    assert reader.line("show system login lockout") == ""
    assert "unknown command." in reader.line("clear system login lockout all")
    operator = Typist(permissions=("view", "clear"))
    assert operator.line("clear system login lockout all") == ""


# ---------------------------------------------------------------------- the console


def at_the_console(*config):
    user = ConsoleUser(device_with(*config))
    assert user.read() == GETTY
    return user


def test_answers_on_the_console_are_delayed():
    """R-LOCK-012."""
    user = at_the_console("set system login retry-options tries-before-disconnect 5")
    for delay in (0, 0, 5, 10):
        shown = user.log_in("lab", "no")
        if delay:
            assert shown == "\n"
            assert user.wait(delay - 0.5) == ""
            shown += user.wait(0.5)
        assert shown == "\nLogin incorrect\nlogin: "
    assert user.log_in().endswith("lab@r1> ")


def test_what_is_typed_during_a_delay_is_looked_at_behind_it():
    user = at_the_console("set system login retry-options backoff-threshold 1 tries-before-disconnect 5")
    user.log_in("lab", "no")
    assert user.send("lab\rno\rlab\rLab-1234567\r") == "lab\nPassword:\n"
    assert user.line.is_busy
    assert user.checks == 2
    shown = user.wait(5)
    assert shown.startswith("Login incorrect\nlogin: lab\nPassword:\n")
    assert shown.endswith("lab@r1> ")
    assert not user.line.is_busy


def test_a_login_that_fails_takes_the_minimum_time_however_it_ends():
    user = at_the_console("set system login retry-options minimum-time 30")
    user.log_in("lab", "no")
    user.wait(10)
    assert user.send("\x04") == ""
    assert user.wait(19) == ""
    assert user.wait(1) == GETTY
    assert user.send("\x04") == GETTY  # nothing has failed yet
    for _ in range(3):
        user.log_in("lab", "no")
    assert user.wait(29.5) == ""
    assert user.wait(0.5) == f"Login incorrect\n{GETTY}"


def test_a_delay_is_not_taken_from_the_time_to_log_in():
    options = "set system login retry-options"
    user = at_the_console(
        f"{options} maximum-time 20", f"{options} tries-before-disconnect 10", f"{options} backoff-factor 10"
    )
    for delay in (0, 0, 10, 20, 30):
        user.log_in("lab", "no")
        user.wait(delay)
    assert user.send("lab\r") == "lab\nPassword:"
    assert user.wait(19) == ""
    assert user.wait(1) == f"Login timed out after 20 seconds\n{GETTY}"
    assert logged(user.device)[-1].endswith("LOGIN_TIMED_OUT: Login attempt timed out after 20 seconds")


def test_lines_of_the_console():
    """R-AUD-008, R-AUD-009."""
    user = at_the_console("set system root-authentication encrypted-password " + "'*'")
    before = len(logged(user.device))
    for name in ("lab", "nobody", "lab"):
        user.log_in(name, "no")
    user.wait(20)
    user.log_in()
    lines = [line for line in logged(user.device)[before:] if not line.startswith("mgd[")]
    first, second = (line.partition("]")[0] + "]" for line in (lines[0], lines[-1]))
    assert first.startswith("login[")
    assert second.startswith("login[")
    assert first != second
    wrong = (
        f"{first}: LOGIN_PAM_AUTHENTICATION_ERROR: Failed password for user lab",
        f"{first}: LOGIN_FAILED: Login failed for user lab from host ttyu0",
    )
    assert lines == [
        *wrong,
        f"{first}: LOGIN_PAM_USER_UNKNOWN: Attempt to authenticate unknown user nobody",
        f"{first}: LOGIN_FAILED: Login failed for user nobody from host ttyu0",
        *wrong,
        f"{first}: LOGIN_FAILED_LIMIT: Specified number of login failures (3) for user 'lab' reached from 'ttyu0'",
        f"{second}: LOGIN_INFORMATION: User lab logged in from host [unknown] on device ttyu0",
    ]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("lab\r\x04", ["LOGIN_ABORTED: Client aborted login"]),
        ("\x04", []),  # getty goes without a word
        (
            "lab\rno\r-x y\r",
            [
                "LOGIN_PAM_AUTHENTICATION_ERROR: Failed password for user lab",
                "LOGIN_FAILED: Login failed for user lab from host ttyu0",
                "LOGIN_MALFORMED_USER: Invalid username: -x\\040y",
            ],
        ),
        ("-x\r", []),  # getty
    ],
)
def test_who_goes_away_and_who_is_nobody_at_all(typed, said):
    user = at_the_console("set system syslog file messages any any")
    before = len(logged(user.device))
    user.send(typed)
    lines = logged(user.device)[before:]
    assert [line.partition(": ")[2] for line in lines] == said
    assert all(line.startswith("login[") for line in lines)


@pytest.mark.parametrize(("typed", "count"), [("", 0), ("lab", 0), ("lab\r", 1), ("lab\rno\r", 1)])
def test_a_console_that_is_unplugged_ends_a_login(typed, count):
    user = at_the_console(
        "set system ports console log-out-on-disconnect", "set system syslog file messages any any"
    )
    user.send(typed)
    user.line.hang_up()
    assert sum("LOGIN_ABORTED" in line for line in logged(user.device)) == count


def test_the_console_counts_for_a_lockout_and_lets_in_who_is_locked_out():
    """R-LOCK-009, R-LOCK-012."""
    user = at_the_console(LOCKOUT)
    Client(user.device).tries("lab", "no")
    for _ in range(2):
        user.log_in("lab", "no")
    assert user.device.lockouts.is_locked("lab")
    assert not Client(user.device).tries("lab", PASSWORD)[0]
    assert user.log_in().endswith("lab@r1> ")
    assert user.device.lockouts.is_locked("lab")
    assert user.send("clear system login lockout user lab\r").endswith("\nlab@r1> ")
    assert Client(user.device).tries("lab", PASSWORD)[0]


def test_a_login_on_the_console_ends_the_row_of_failures():
    user = at_the_console(LOCKOUT)
    for _ in range(2):
        Client(user.device).tries("lab", "no")
    user.log_in()
    Client(user.device).tries("lab", "no")
    assert user.device.lockouts.current() == ()
