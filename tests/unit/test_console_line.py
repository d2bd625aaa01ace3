"""The console as a line: getty, login, sessions, and the device going down under them."""

from __future__ import annotations

import pytest

from cli_session import Typist
from console_user import ConsoleUser, make_device, new_device
from junosim.config.load import Form, load
from junosim.config.workspace import Workspace
from junosim.device import boot
from junosim.device.lifecycle import State
from junosim.platforms import load_platform, platform_names

GETTY = "\nFreeBSD/amd64 (r1) (ttyu0)\n\nlogin: "
BANNER = "--- JUNOS 19.1R2.8 Kernel 64-bit  JNPR-11.0-20190926.ca2fd68_buil\n"


def console(config="", **options):
    user = ConsoleUser(make_device(config=config, **options))
    assert user.read().endswith("login: ")
    return user


# ---------------------------------------------------------------------- getty and login


def test_getty_greets_with_the_host_name():
    """R-BOOT-010."""
    assert ConsoleUser(make_device()).read() == GETTY


def test_name_and_password_lead_to_the_cli_and_exit_back_to_getty():
    """R-SESS-001, R-SESS-003, R-SESS-005."""
    user = console()
    assert user.send("lab\r") == "lab\nPassword:"
    assert user.send("Lab-1234567\r") == f"\n\n{BANNER}lab@r1> "
    assert "lab      u0       -" in user.send("show system users\r")
    assert user.send("exit\r") == f"exit \n{GETTY}"
    assert len(user.device.logins) == 0


def test_the_last_login_stands_without_its_year():
    """R-BOOT-011."""
    user = console()
    user.device.logins.close(user.device.logins.open("lab", "10.224.33.70"))
    assert user.log_in() == f"\nLast login: Wed Jul  8 07:00:00 from 10.224.33.70\n\n{BANNER}lab@r1> "
    user.send("exit\r")
    assert user.log_in().startswith("\nLast login: Wed Jul  8 07:00:00 on ttyu0\n\n---")


def test_a_wrong_password_and_an_unknown_user_are_told_apart_by_nothing():
    """R-SESS-004."""
    user = console()
    assert user.log_in("lab", "wrong") == "\nLogin incorrect\nlogin: "
    assert user.log_in("nobody", "wrong") == "\nLogin incorrect\nlogin: "
    assert user.checks == 2
    assert user.log_in().endswith("lab@r1> ")


def test_after_three_wrong_passwords_getty_begins_anew():
    user = console()
    for _ in range(2):
        assert user.log_in("lab", "no") == "\nLogin incorrect\nlogin: "
    assert user.log_in("lab", "no") == "\n"
    assert user.wait(20) == f"Login incorrect\n{GETTY}"
    assert user.log_in("lab", "no") == "\nLogin incorrect\nlogin: "


def test_the_number_of_tries_is_configured():
    user = console("set system login retry-options tries-before-disconnect 2")
    user.log_in("lab", "no")
    assert user.log_in("lab", "no") + user.wait(20) == f"\nLogin incorrect\n{GETTY}"


def test_a_login_has_its_time():
    user = console()
    assert user.wait(1000) == ""  # getty waits for ever
    user.send("lab\r")
    assert user.wait(119) == ""
    assert user.wait(1) == f"Login timed out after 120 seconds\n{GETTY}"
    user = console("set system login retry-options maximum-time 30")
    user.log_in("lab", "no")
    assert user.wait(30) == f"Login timed out after 30 seconds\n{GETTY}"


def test_names_are_edited_and_an_empty_one_greets_again():
    user = console()
    assert user.send("labx\x7f") == "labx\b \b"
    assert user.send("\x15") == "\b \b" * 3
    assert user.send("l\x03\x1bab\r") == "lab\nPassword:"
    assert user.send("xx\x15Lab-12345678\x08\r").endswith("lab@r1> ")
    user = console()
    assert user.send("\r") == f"\n{GETTY}"
    assert user.send("\x04") == GETTY
    assert user.send("-f\r") == f"-f\nuser names may not start with '-'.\n{GETTY}"
    user.log_in("lab", "no")
    assert user.send("\r") == "\nlogin: "
    assert user.send("-f\r") == "-f\nlogin names may not start with '-'.\nlogin: "


@pytest.mark.parametrize("enter", ["\r", "\n", "\r\n", "\r\0"])
@pytest.mark.parametrize("cut", [False, True])
def test_whatever_a_program_sends_for_enter_is_one_enter(enter, cut):
    user = console()
    shown = ""
    for text in (f"lab{enter}Lab-1234567{enter}show system users{enter}exit{enter}",):
        for piece in text if cut else [text]:
            shown += user.send(piece)
    assert shown.count("Password:") == 1
    assert shown.count("lab@r1> ") == 2
    assert shown.endswith(GETTY)


def test_what_is_typed_ahead_of_a_check_waits_for_it():
    user = console()
    user.line.feed(b"lab\rLab-1234567\rshow cli directory\r")
    check = user.line.take_check()
    assert user.line.take_check() is None
    user.line.feed(b"exit\r")
    assert not user.line.is_logged_in
    user.line.checked(check, fits=True)
    assert "Current directory: /var/home/lab" in user.read()


def test_names_and_passwords_are_bounded():
    user = console()
    assert len(user.send("x" * 5000)) == 255
    user.send("\r")
    assert user.send("y" * 5000 + "\r") == "\nLogin incorrect\nlogin: "


def test_root_may_log_in_here_whatever_ssh_says():
    """R-ROOT-006, R-SESS-005."""
    config = (
        "set system root-authentication encrypted-password "
        '"$6$salt1234$XgltYEyfJ6Rxy6l6UuVh9MMrTDfmqYkS9iPMdNS.3M6XJB3xoGYCRHTdCW.rVJA1q/RUUVLFJ0B5q5iGXvH7m."\n'
        "set system services ssh root-login deny"
    )
    user = console(config)
    user.send("root\r")
    user.line.feed(b"anything\r")
    check = user.line.take_check()
    assert check is not None
    assert check.args[0].startswith("$6$salt1234$")
    user.line.checked(check, fits=True)
    assert user.read().endswith("root@r1:~ # ")


# ---------------------------------------------------------------------- messages


def test_message_before_and_announcement_after_the_login():
    """R-BAN-002, R-BAN-003, R-BAN-006."""
    user = ConsoleUser(
        make_device(
            config=(
                'set system login message "UNAUTHORIZED USE OF THIS ROUTER\\n\\tIS STRICTLY PROHIBITED!"\n'
                'set system login announcement "Maintenance at noon"'
            )
        )
    )
    assert user.read() == f"\nUNAUTHORIZED USE OF THIS ROUTER\n\tIS STRICTLY PROHIBITED!\n{GETTY}"
    assert user.log_in().endswith(f"{BANNER}Maintenance at noon\nlab@r1> ")


def test_the_idle_timeout_of_a_class_ends_a_session_and_getty_greets():
    """R-IDLE-005."""
    user = console(
        "set system login class short idle-timeout 2 permissions view\n"
        "set system login user tom class short authentication encrypted-password "
        '"$6$salt1234$NtIz4rwBpwAVaGCvV2PEDjSjwI4HPSIvmHYFAlhxfYFI2pkSLEpYPjNzwNkBzSITfWgQe4RhYQx3ChrQ6YjQS."'
    )
    user.send("tom\r")
    user.line.feed(b"?\r")
    user.line.checked(user.line.take_check(), fits=True)
    shown = user.wait(120)
    assert "in 1 minute" in shown
    assert shown.endswith(f"Idle timeout exceeded: closing session\n{GETTY}")


# ---------------------------------------------------------------------- the port


def test_an_insecure_port_refuses_root_with_any_password():
    user = console("set system ports console insecure")
    user.send("root\r")
    user.line.feed(b"x\r")
    check = user.line.take_check()
    assert check.args[0] is None
    user.line.checked(check, fits=False)
    assert user.read() == "\nLogin incorrect\nlogin: "
    assert user.log_in().endswith("lab@r1> ")


def test_a_port_is_switched_off_and_on_by_commits():
    user = console()
    user.log_in()
    alarms = []
    user.device.alarms.append(lambda: alarms.append(1))
    user.send("configure\rset system ports console disable\rcommit and-quit\r")
    assert alarms
    assert user.send("exit\r") == "exit \n"  # and no getty
    assert user.send("lab\r") == ""
    other = Typist(user.device)
    other.lines("configure", "delete system ports console", "commit")
    assert user.read() == GETTY
    other.lines("set system ports console disable", "commit")
    assert user.read() == ""
    assert user.send("lab\r") == ""


def test_the_terminal_type_of_the_port():
    user = console("set system ports console type xterm")
    user.log_in()
    shown = user.send("show cli\r")
    assert "CLI screen-length set to 65\n" in shown
    assert "CLI screen-width set to 80\n" in shown
    assert "CLI terminal is 'xterm'\n" in shown
    user = console()
    user.log_in()
    assert "CLI screen-length set to 24\n" in user.send("show cli\r")


def test_who_hangs_up_stays_logged_in_unless_the_port_says_otherwise():
    user = console()
    user.log_in()
    user.line.hang_up()
    assert user.line.is_logged_in
    user = console("set system ports console log-out-on-disconnect")
    user.log_in()
    user.line.hang_up()
    assert not user.line.is_logged_in
    assert user.read() == GETTY
    assert len(user.device.logins) == 0


# ---------------------------------------------------------------------- what is kept


def test_a_logout_empties_what_is_kept():
    user = console()
    user.log_in()
    user.send("show version | no-more\r")
    assert b"mx480" in user.device.console.content
    user.send("exit\r")
    assert user.device.console.content.decode().replace("\r\n", "\n") == GETTY


def test_zeroizing_empties_what_is_kept():
    user = console()
    user.send("my-password-by-mistake")
    user.device.lifecycle.enter(State.ZEROIZING)
    assert user.device.console.content == b""


# ---------------------------------------------------------------------- the device


def test_a_new_device_lets_root_in_without_a_password():
    """R-BOOT-001 to R-BOOT-004, R-BOOT-006."""
    user = ConsoleUser(new_device())
    assert user.read() == "\nFreeBSD/amd64 (Amnesiac) (ttyu0)\n\nlogin: "
    assert user.send("root\r") == f"root\n\n{BANNER}root@:~ # "
    assert user.send("cli\r") == "cli\nroot> "
    assert user.send("edit\r") == "edit \nEntering configuration mode\n\n[edit]\nroot# "


def test_an_insecure_port_does_not_even_let_a_new_root_in():
    device = new_device()
    work = Workspace(device.written_configuration)
    load(work, "set system ports console insecure", form=Form.SET)
    device.start_over(work.root)
    user = ConsoleUser(device)
    assert user.send("root\r").endswith("Password:")
    assert user.send("\r") == "\nLogin incorrect\nlogin: "


def test_the_first_password_of_root_ends_the_amnesiac_state_and_not_the_session():
    """R-ROOT-001, R-ROOT-002."""
    user = ConsoleUser(new_device())
    user.send("root\rcli\rconfigure\rset system root-authentication plain-text-password\r")
    user.send("Abc123xyz9\rAbc123xyz9\r")
    assert user.device.lifecycle.state is State.AMNESIAC
    assert "commit complete" in user.send("commit\r")
    assert user.device.lifecycle.state is State.RUNNING
    assert user.send("exit\rexit\rexit\r").endswith("(Amnesiac) (ttyu0)\n\nlogin: ")
    assert user.send("root\r") == "root\nPassword:"
    assert user.send("Abc123xyz9\r").endswith("root@:~ # ")


def test_a_reboot_is_seen_from_the_first_to_the_last_line_and_ends_the_session():
    user = console(pace=1.0)
    user.log_in()
    shown = user.send("request system reboot\r") + user.send("yes\r")
    assert "Shutdown NOW!" in shown
    shown = user.wait(30)
    assert "All buffers synced.\nRebooting...\n" in shown
    assert not user.line.is_logged_in
    assert user.send("lab\rx\r") == ""  # keys are swallowed while it boots
    shown = user.wait(200)
    assert "mgd start\nCreating initial configuration: ...\n" in shown
    assert shown.endswith(GETTY)
    assert user.log_in().endswith("lab@r1> ")


def test_a_message_reaches_the_console_before_its_session_is_cut():
    user = console()
    user.log_in()
    other = Typist(user.device)
    other.send("request system reboot\ryes\r")
    device = user.device
    while device.lifecycle.state is State.RUNNING:  # nothing wakes the session meanwhile
        device.do_due()
    assert "System going down IMMEDIATELY" in user.read()


def test_a_device_that_panics_for_ever_never_asks_for_a_name():
    """R-KFAIL-002, R-BOOT-012."""
    user = console(pace=1.0)
    user.log_in()
    user.device.lifecycle.enter(State.PANIC)
    for _ in range(3):
        for state in (State.BOOTING, State.SELF_TEST, State.PANIC):
            user.device.lifecycle.enter(state)
            assert user.send("lab\rLab-1234567\r") == ""
            assert user.line.deadline() is None
    assert len(user.device.logins) == 0


def test_the_processes_of_the_console():
    user = console()

    def shown():
        return [
            (process.command, process.tty)
            for process in user.device.processes.all(user.device.clock.monotonic())
            if process.tty == "u0" or process.word == "login"
        ]

    assert shown() == [("/usr/libexec/getty.junos 3wire ttyu0", "u0")]
    user.log_in()
    assert shown() == [("login [pam] (login)", "u0"), ("-cli (cli)", "u0")]
    user.send("exit\r")
    assert shown() == [("/usr/libexec/getty.junos 3wire ttyu0", "u0")]


def test_a_key_boots_a_halted_device():
    user = console()
    user.log_in()
    user.send("request system halt\r")
    assert user.send("yes\r").endswith("Please press any key to reboot.\n\n")
    assert user.device.lifecycle.state is State.HALTED
    assert user.send("x").endswith(GETTY)
    assert user.send("y") == "y"


def test_without_power_the_line_is_dead():
    user = console()
    user.log_in()
    boot.power_off(user.device)
    user.read()
    assert user.send("\r\r") == ""
    assert user.line.deadline() is None
    boot.power_on(user.device)
    assert user.read().endswith(GETTY)


def test_a_device_that_dies_while_its_session_works_takes_the_session_along():
    user = console()
    user.log_in()
    device = user.device

    def fail(event):
        if event.kind.key == "time-changed":
            device.lifecycle.enter(State.PANIC)
            device.console.print("panic: x\n")

    device.audit.listen(fail)
    user.send("set date 202001010000\r")
    assert not user.line.is_logged_in
    assert len(device.logins) == 0
    assert device.console.content == b"panic: x\r\n"


def test_a_password_that_is_checked_while_the_device_dies_logs_nobody_in():
    user = console()
    user.line.feed(b"lab\rLab-1234567\r")
    check = user.line.take_check()
    boot.power_off(user.device)
    user.line.checked(check, fits=True)
    assert not user.line.is_logged_in
    boot.power_on(user.device)
    user.device.lifecycle.settle()
    user.line.feed(b"eve\rwrong\r")
    user.line.checked(check, fits=True)  # it was somebody else's
    assert not user.line.is_logged_in
    assert user.read().endswith("Login incorrect\nlogin: ")


def test_a_user_who_is_deleted_while_his_password_is_checked_does_not_get_in():
    user = console()
    user.line.feed(b"eve\rEve-1234567\r")
    check = user.line.take_check()
    Typist(user.device).lines("configure", "delete system login user eve", "commit")
    user.line.checked(check, fits=check())
    assert user.read().endswith("Login incorrect\nlogin: ")
    assert not user.line.is_logged_in


def test_another_user_ends_the_session_of_the_console():
    user = console()
    user.log_in()
    other = Typist(user.device)
    assert "logout-user: done" in other.line("request system logout terminal u0")
    assert user.read().endswith(GETTY)


# ---------------------------------------------------------------------- every platform


@pytest.mark.parametrize("name", platform_names())
def test_the_forms_of_every_platform(name):
    """R-BOOT-005 for the switches: `cli` prints the banner, root's login does not."""
    platform = load_platform(name)
    user = ConsoleUser(new_device(name))
    assert user.read() == f"\nFreeBSD/amd64 (Amnesiac) ({platform.console[0]})\n\nlogin: "
    shell = platform.shell_prompt.format(host="", directory="~")
    above = f"{platform.context}\n" if platform.context else ""
    shown = user.send("root\r")
    if platform.cli_banner:
        assert shown == f"root\n{shell}"
        assert user.send("cli\r") == f"cli\n{platform.cli_banner}\n{above}root> "
    else:
        assert shown == f"root\n\n{platform.login_banner(platform.release)}\n{shell}"
        assert user.send("cli\r") == f"cli\n{above}root> "


@pytest.mark.parametrize("platform", ["mx480", "qfx5120-48t"])
def test_no_key_stops_a_boot_and_the_root_password_is_asked_for_behind_it(platform):
    """R-BOOT-008: neither a loader's prompt nor a single-user shell is a way past the password."""
    user = ConsoleUser(make_device(platform, pace=1.0))
    user.device.begin(boot.reboot(user.device))
    shown = user.wait(5)
    for keys in (" ", "boot -s\r", "\x03", "\r", " recovery\r") * 12:
        shown += user.send(keys) + user.wait(2)
    shown += user.wait(600)
    assert "Booting [/kernel]..." in shown
    assert shown.endswith("login: ")
    for prompt in ("loader>", "# ", "% ", "single"):
        assert prompt not in shown
    for password in ("", "wrong"):
        assert user.log_in("root", password).endswith("Login incorrect\nlogin: ")
