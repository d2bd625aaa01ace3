"""Sessions that nobody types in: who is warned and cut, when, and what counts as being idle."""

from __future__ import annotations

import pytest

from cli_session import Typist
from console_user import ConsoleUser, make_device
from junosim.device.files import SYSTEM
from shell_session import Client

FIVE = "\aSession will be closed in 5 minutes if there is no activity.\n"
ONE = "\aWarning: session will be closed in 1 minute if there is no activity\n"
TEN = "\aWarning: session will be closed in 10 seconds if there is no activity\n"
CLOSING = "\aIdle timeout exceeded: closing session\n"

SHORT = """
    set system login class short idle-timeout 2 permissions all
    set system login user lab class short
"""


def client(config=SHORT, user="lab", **options):
    return Client(user, make_device(config=config), **options)


def wait(session, seconds):
    """Let time pass, and do what is due at its time; what is shown meanwhile."""
    clock = session.device.clock
    end, shown = clock.monotonic() + seconds, session.read()
    while session.ended is None and (due := session.session.deadline()) is not None and due <= end:
        shown += session.wait(max(0.0, due - clock.monotonic()))
    return shown + session.wait(end - clock.monotonic())


def log(device):
    return device.files.read("/var/log/interactive-commands", SYSTEM).decode()


def test_the_class_says_how_long():
    """R-IDLE-001 to R-IDLE-004, R-IDLE-006"""
    user = client()
    assert "CLI idle-timeout set to 2 minutes" in user.line("show cli")
    assert wait(user, 59.5) == ""
    assert wait(user, 1) == f"\n{ONE}lab@r1> "
    assert wait(user, 50) == f"\n{TEN}lab@r1> "
    assert user.ended is None
    assert wait(user, 10) == f"\n{CLOSING}"
    assert user.ended == 1
    lines = log(user.device).splitlines()[-2:]
    assert lines[0].endswith(
        "  r1 cli: UI_CLI_IDLE_TIMEOUT: Idle timeout for user 'lab' exceeded and session terminated"
    )
    assert lines[1].endswith("UI_LOGOUT_EVENT: User 'lab' logout")
    assert len(user.device.logins) == 0


def test_more_than_five_minutes_are_announced_five_minutes_before_the_end():
    user = client(SHORT.replace("idle-timeout 2", "idle-timeout 6"))
    assert wait(user, 360) == f"\n{FIVE}lab@r1> \n{ONE}lab@r1> \n{TEN}lab@r1> \n{CLOSING}"


@pytest.mark.parametrize("key", ["x", "\x03", " ", "\x1b"])
def test_any_key_starts_the_count_again(key):
    """R-IDLE-007"""
    user = client()
    for _ in range(5):
        wait(user, 115)
        user.send(key)
    assert user.ended is None
    wait(user, 120)
    assert user.ended == 1


def test_configuration_mode_counts_too_and_an_exclusive_candidate_is_lost():
    """The sample of the documentation stands at a prompt of that mode."""
    user = client()
    user.line("configure exclusive")
    user.line("set system location floor 3")
    assert f"\n{ONE}lab@r1# " in wait(user, 60)
    wait(user, 60)
    assert user.ended == 1
    assert not user.device.stores.locks.editors
    other = Typist(user.device)
    assert other.lines("configure", "show system location") == ""


def test_a_question_and_a_full_screen_wait_for_the_user():
    asked = client()
    asked.line("request system reboot")
    assert ONE in wait(asked, 60)
    wait(asked, 60)
    assert asked.ended == 1
    assert asked.device.lifecycle.state.is_up
    reading = client()
    reading.send("show configuration\r")
    assert f"{ONE}---(more" in wait(reading, 60)
    wait(reading, 60)
    assert reading.ended == 1


def test_nobody_is_idle_while_a_command_works():
    """The documentation names telnet and `monitor`; the count starts anew at the prompt."""
    user = client()
    user.send("monitor traffic interface fxp0\r")
    assert wait(user, 3600) == ""
    user.send("\x03")
    assert ONE in wait(user, 60)
    user.send("ping 192.0.2.99 count 300\r")
    assert "closed" not in wait(user, 250)


def test_a_display_that_is_refreshed_keeps_nobody_logged_in():
    user = client()
    user.send("show system uptime | refresh 5\r")
    assert ONE in wait(user, 61)
    wait(user, 60)
    assert user.ended == 1


def test_a_log_that_is_monitored_does_not_either():
    user = client()
    user.line("monitor start messages")
    for _ in range(3):
        wait(user, 29)
        user.device.logs.append("messages", "something happens")
    wait(user, 33)
    assert user.ended == 1


def test_the_system_says_how_long_for_those_whose_class_does_not():
    config = (
        SHORT
        + """
        set system login idle-timeout 4
        set system login class endless idle-timeout 0 permissions view
        set system login user joe class endless
    """
    )
    device = make_device(config=config)
    times = {
        user: Client(user, device).line("show cli | match idle").strip() for user in ("lab", "eve", "joe")
    }
    assert times == {
        "lab": "CLI idle-timeout set to 2 minutes",
        "eve": "CLI idle-timeout set to 4 minutes",
        "joe": "CLI idle-timeout disabled",
    }


def test_the_system_cuts_shells_too_and_the_class_does_not():
    device = make_device(config=f"{SHORT}set system login idle-timeout 4\n")
    root = Client("root", device)
    root.send("sleep 1000\r")
    assert wait(root, 999) == ""  # a program works
    assert wait(root, 239) == "root@r1:~ # "
    assert wait(root, 2) == "auto-logout\n"
    assert root.ended == 1
    shell = client()
    shell.line("start shell")
    assert wait(shell, 3600) == ""
    shell.line("exit")
    assert ONE in wait(shell, 60)


def test_the_cli_of_root_ends_and_its_shell_goes_on():
    root = client(f"{SHORT}set system login idle-timeout 4\n", "root")
    root.line("cli")
    shown = wait(root, 240)
    assert shown.endswith(f"{CLOSING}root@r1:~ # ")
    assert "UI_CLI_IDLE_TIMEOUT: Idle timeout for user 'root' exceeded and session terminated" in log(
        root.device
    )
    assert wait(root, 240) == "auto-logout\n"


def test_a_commit_counts_for_those_who_log_in_afterwards():
    device = make_device(config=SHORT)
    before = Client("lab", device)
    admin = Typist(device)
    admin.lines("configure", "set system login class short idle-timeout 1", "commit")
    after = Client("lab", device)
    assert wait(after, 60).endswith(CLOSING)
    assert before.ended is None
    before.read()
    assert before.line("show cli | match idle").strip() == "CLI idle-timeout set to 2 minutes"


def test_commands_without_a_terminal_are_never_idle():
    script = client(pty=False)
    assert wait(script, 3600) == ""
    assert script.ended is None


def test_time_that_is_set_cuts_nobody():
    """R-TIME-002: idle times are on a scale of their own."""
    device = make_device(config=SHORT)
    user, admin = Client("lab", device), Typist(device)
    admin.line("set date 203001010000")
    assert user.read() == ""
    assert user.ended is None
    users = admin.line("show system users").splitlines()
    assert users[2].split()[4] == "-"


def test_console_and_ssh_alike():
    """R-IDLE-005"""
    console = ConsoleUser(make_device(config=SHORT))
    console.read()
    console.log_in()
    shown = console.wait(120)
    assert shown == f"\n{ONE}lab@r1> \n{TEN}lab@r1> \n{CLOSING}\nFreeBSD/amd64 (r1) (ttyu0)\n\nlogin: "
