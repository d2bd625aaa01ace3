"""Shells and the CLI within each other on one terminal, as one session to the server."""

import pytest

from cli_session import make_device
from junosim.clock import ManualClock
from junosim.device.files import SYSTEM
from junosim.shell.stack import DEEPEST
from shell_session import Client

CSH, CLI = "% ", "crypto-officer@r1> "


@pytest.fixture
def client():
    return Client()


def test_the_way_into_the_shell_and_back(client):
    assert client.send("start shell\r") == "start shell \n% "
    assert client.send("exit\r") == f"exit\nexit\n\n{CLI}"
    assert client.send("start shell csh\r").endswith("% ")
    assert client.send("\x04") == f"exit\n\n{CLI}"
    assert client.send("start shell sh\r").endswith("$ ")
    assert client.send("exit\r") == f"exit\n\n{CLI}"
    assert client.line("show version | match Model") == "Model: mx480\n"


def test_the_cli_is_as_it_was(client):
    client.line("set cli screen-length 10")
    client.line("configure")
    client.line("set system location floor 3")
    assert client.send("run start shell\r").endswith("% ")
    assert client.send("exit\r").endswith("[edit]\ncrypto-officer@r1# ")
    assert "floor 3" in client.line("show | compare")
    assert client.line("run show cli | match length").startswith("CLI screen-length set to 10")


def test_one_command(client):
    assert client.line('start shell command "echo a; ls nope"') == "a\nls: nope: No such file or directory\n"
    once = Client(command='start shell command "echo a"; show version | match Model', pty=False)
    assert (once.greeting, once.ended) == ("a\nModel: mx480\n", 0)


def test_a_shell_without_a_terminal():
    client = Client(pty=False)
    client.session.feed(b"start shell\necho one\nls nope\nexit\nshow version | match Model\n")
    assert client.read() == "one\nls: nope: No such file or directory\nModel: mx480\n"
    client.session.feed(b"start shell\nid -u\n")
    assert client.read() == "2000\n"
    client.session.eof()
    client.read()
    assert client.ended == 0


def test_typed_ahead_keys_reach_the_session_they_are_for(client):
    shown = client.send("start shell\rpwd\rcli\rshow version | match Model\rexit\rexit\rshow cli directory\r")
    assert shown == (
        "start shell \n% pwd\n/var/home/crypto-officer\n% cli\n"
        f"{CLI}show version | match Model \nModel: mx480\n\n{CLI}exit \n% exit\nexit\n\n"
        f"{CLI}show cli directory \nCurrent directory: /var/home/crypto-officer\n\n{CLI}"
    )


def test_the_directory_goes_along(client):
    client.line("set cli directory /var/tmp")
    client.line("start shell")
    assert client.line("pwd") == "/var/tmp"
    assert client.line("cd /var; cd -; cd ..; pwd") == "/var"
    client.line("cli")
    assert client.line("show cli directory") == "Current directory: /var\n"


def test_root_logs_in_to_a_shell():
    """R-SESS-005, R-BOOT-003, R-BOOT-004"""
    root = Client("root")
    assert root.greeting == "--- JUNOS 19.1R2.8 Kernel 64-bit  JNPR-11.0-20190926.ca2fd68_buil\nroot@r1:~ # "
    assert root.send("cli\r") == "cli\nroot@r1> "
    assert root.send("exit\r") == "exit \nroot@r1:~ # "
    assert root.send("cd /var/tmp\r") == "cd /var/tmp\nroot@r1:/var/tmp # "
    root.send("exit\r")
    assert root.ended == 0
    assert len(root.device.logins) == 0


def test_root_says_logout_when_it_leaves():
    root = Client("root")
    assert root.send("logout\r") == "logout\nlogout\n"
    other = Client("root")
    assert other.greeting.endswith("# ")
    assert other.send("\x04") == "logout\n"


def test_a_device_without_a_name_has_none_in_the_prompt(client):
    """R-BOOT-003"""
    for line in ("configure", "delete system host-name", "commit"):
        client.line(line)
    assert Client("root", client.device).greeting.endswith("\nroot@:~ # ")


def test_commands_of_root_over_ssh_run_in_the_shell():
    assert Client("root", command="pwd; exit 3", pty=False).ended == 3
    asked = Client("root", command="cli -c 'show version' | grep Model", pty=False)
    assert (asked.greeting, asked.ended) == ("Model: mx480\n", 0)
    assert Client("root", command="show version", pty=False).greeting == "show: Command not found.\n"


def set_root_password(client, password):
    client.line("configure")
    client.send("set system root-authentication plain-text-password\r")
    client.send(f"{password}\r")
    client.send(f"{password}\r")
    assert "commit complete" in client.line("commit and-quit")


def test_the_shell_of_root_asks_for_the_password(client):
    set_root_password(client, "Secret-12345")
    assert client.send("start shell user root\r") == "start shell user root \nPassword:"
    assert client.send("wrong\r") == f"\nsu: Sorry\n\n{CLI}"
    client.send("start shell user root\r")
    assert client.send("Secret-12345\r") == "\nroot@r1:/var/home/crypto-officer # "
    assert client.line("whoami") == "root"
    assert client.send("cli\r") == "cli\nroot@r1> "
    client.send("exit\r")
    assert client.send("su crypto-officer\r").endswith("% ")  # root needs no password
    assert client.send("su\r") == "su\nPassword:"
    assert client.send("wrong\r") == "\nsu: Sorry\n% "
    told = [event.text for event in client.device.audit.journal if event.kind.process == "su"]
    assert told == [
        "BAD SU crypto-officer to root on /dev/pts/0",
        "crypto-officer to root on /dev/pts/0",
        "root to crypto-officer on /dev/pts/0",
        "BAD SU crypto-officer to root on /dev/pts/0",
    ]
    assert client.send("su - nobody\r") == "su - nobody\nsu: unknown login: nobody\n% "


def test_unknown_users_have_no_shell(client):
    assert client.line("start shell user nobody") == "su: unknown login: nobody\n"


@pytest.mark.parametrize("permissions", [(), ("shell",), ("maintenance",)])
def test_the_shell_asks_for_two_permissions(permissions):
    """The documentation: shell and maintenance."""
    words = f"[ view configure {' '.join(permissions)} ]"
    officer = Client()
    officer.line("configure")
    officer.line(f"set system login class some permissions {words}")
    officer.line("set system login user eve class some")
    officer.line("commit")
    eve = Client("eve", officer.device)
    assert "%" not in eve.send("start shell\r")


def test_a_nested_cli_edits_on_its_own(client):
    client.line("configure private")
    client.line("run start shell")
    client.line("cli")
    assert "Users currently editing the configuration:" in client.line("configure private")
    assert client.device.logins.on_terminals() == (next(iter(client.device.logins)),)
    client.send("exit\rexit\r")
    client.read()
    assert len(client.device.logins) == 1
    assert client.send("exit\r").endswith("[edit]\ncrypto-officer@r1# ")


def test_a_lost_connection_frees_all_sessions(client):
    client.line("configure exclusive")
    client.line("run start shell")
    client.line("cli")
    client.line("configure")
    client.session.closed()
    assert len(client.device.logins) == 0
    assert client.device.stores.locks.editors == ()


def test_a_message_reaches_the_innermost_session_once(client):
    client.line("start shell")
    client.line("cli")
    other = Client("fips-user", client.device)
    other.line("request message user crypto-officer message hello")
    officer = Client("crypto-officer", client.device)
    officer.line('request message all message "hello there"')
    assert client.read().count("hello there") == 1


def test_logging_a_user_out_ends_all_his_sessions(client):
    client.line("start shell")
    client.line("cli")
    other = Client("crypto-officer", client.device)
    other.line(f"request system logout terminal {next(iter(client.device.logins)).tty}")
    client.read()
    assert client.ended == 1
    assert len(client.device.logins) == 1


def test_sessions_are_not_stacked_without_end(client):
    for _ in range(DEEPEST // 2 + 2):
        client.send("start shell\r")
        client.send("cli\r")
    assert len(client.device.logins) <= DEEPEST
    assert "Model: mx480" in client.send("show version | match Model\rcli -c 'show version | match Model'\r")


def test_no_idle_timeout_in_the_shell(client):
    """The documentation: the time runs while the CLI waits for a command."""
    client.line("set cli idle-timeout 5")
    client.line("start shell")
    assert client.wait(3600) == ""
    client.line("exit")
    assert "Idle timeout exceeded" in client.wait(400)


def test_interrupt(client):
    client.line("start shell")
    assert client.send("half a line\x03") == "half a line^C\n% "
    client.send("sleep 100; echo never\r")
    assert client.send("\x03") == "^C\n% "
    assert client.line("cat") == ""
    assert client.send("typed\r") == "typed\ntyped\n"
    assert client.send("\x03") == "^C\n% "


def test_programs_read_the_terminal_to_its_end(client):
    client.line("start shell")
    client.send("cat > notes\r")
    client.send("one?\r")
    client.send("two\r")
    assert client.send("\x04") == "^D\b\b% "
    assert client.line("cat notes") == "one?\ntwo"


def test_the_end_of_the_input_is_that_of_a_program_first():
    root = Client("root", command="cat > notes; wc -l notes; cat", pty=False)
    root.session.feed(b"one\ntwo\n")
    root.session.eof()
    assert root.read() == "       2 notes\n"
    assert root.ended == 0
    client = Client(pty=False)
    client.session.feed(b"start shell\ncat\nstill read by cat\n")
    client.session.eof()
    assert client.read() == "still read by cat\n"
    assert client.ended == 0


def test_following_a_file(client):
    files = client.device.files
    files.write("/var/tmp/log", b"old\n", SYSTEM)
    client.line("start shell")
    assert client.send("tail -f /var/tmp/log\r").endswith("old\n")
    files.append("/var/tmp/log", b"new\n", SYSTEM)
    assert client.wait(1) == "new\n"
    files.write("/var/tmp/log", b"a\n", SYSTEM)
    assert client.wait(1) == "a\n"
    files.remove("/var/tmp/log", SYSTEM)
    assert client.wait(2) == ""
    assert client.send("\x03") == "^C\n% "


def test_more_stops_at_a_full_screen(client):
    client.device.files.write("/var/tmp/f", b"".join(b"%d\n" % n for n in range(50)), SYSTEM)
    client.line("start shell")
    shown = client.send("more /var/tmp/f; echo done\r")
    assert shown.endswith("22\n---(more)---")
    assert client.send(" ").endswith("---")
    assert client.send("q").endswith("done\n% ")
    assert client.line("more /var/tmp/f | tail -1") == "49"
    assert client.line("less /var/home/nothing").endswith("No such file or directory")
    client.send("more /var/tmp/f\r")
    assert client.send("\x03").endswith("% ")


def test_tab_completes_programs_and_files(client):
    client.line("start shell")
    client.line("mkdir folder; touch folder/file.txt .hidden")
    assert client.send("who\t") == "who\a"  # who, whoami
    assert client.send("a\t") == "ami "
    client.send("\x15")
    assert client.send("cat fo\t").endswith("lder/")
    assert client.send("\t") == "file.txt "
    client.send("\x15")
    assert client.send("ls .h\t").endswith("idden ")
    assert client.send("nope\t").endswith("\a")


def test_a_question_mark_is_an_ordinary_character(client):
    client.line("start shell")
    assert client.send("echo $?") == "echo $?"
    assert client.send("\r") == "\n0\n% "


def test_the_history_is_that_of_the_shell(client):
    client.line("show version | match Model")
    client.line("start shell")
    assert client.send("\x10").endswith("\a")  # nothing yet
    client.send("pwd\r")
    assert client.send("\x10") == "pwd"
    client.send("\x15")
    assert client.line("history 1").split()[-2:] == ["history", "1"]
    client.line("cli")
    assert client.send("\x10").endswith("\a")
    client.send("exit\rexit\r")
    assert client.send("\x10").endswith("start shell")


def test_the_window_changes_meanwhile(client):
    client.line("start shell")
    client.session.resize(120, 50)
    client.line("exit")
    settings = client.line("show cli")
    assert "CLI screen-length set to 50" in settings
    assert "CLI screen-width set to 120" in settings


def test_a_wide_line_is_echoed_whole_for_clients_that_asked_for_it(client):
    client.line("set cli screen-width 511")
    client.line("start shell sh")
    line = "/bin/ls -l /var/tmp/" + "x" * 100 + " 2> /dev/null"
    assert client.send(line) == line


def test_a_fault_is_an_internal_error_and_no_more(client, monkeypatch, caplog):
    client.line("start shell")
    monkeypatch.setattr(type(client.device.files), "read", None)
    assert "internal error" in client.line("cat x")
    assert client.line("echo on") == "on"
    assert "internal error" in caplog.text


class TickingClock(ManualClock):
    """Time passes whenever somebody looks at it."""

    def monotonic(self):
        self.advance(0.0005)
        return super().monotonic()


def test_work_is_done_in_slices():
    device = make_device(clock=TickingClock())
    device.files.write("/var/tmp/f", b"some line of text\n" * 20_000, SYSTEM)
    client = Client(device=device)
    client.send("start shell\r")
    client.session.feed(b"cat /var/tmp/f | grep -v line | wc -l\r")
    client.session.output()
    wakes = 0
    while (deadline := client.session.deadline()) is not None and deadline <= device.clock.monotonic():
        client.session.wake()
        wakes += 1
    assert client.session.output().endswith(b"0\r\n% ")
    assert wakes > 5
