"""People and programs on the console: pexpect over both kinds of sockets, and `junosim console` in a terminal."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys

import pexpect
import pytest
from netmiko import ConnectHandler
from pexpect.fdpexpect import fdspawn

pytestmark = pytest.mark.interop

JUNOSIM = [sys.executable, "-m", "junosim"]


@pytest.fixture(params=["tcp", "unix"])
def line(request, make_junos_device, tmp_path):
    """A console as pexpect sees it, and the password of the crypto officer."""
    device = make_junos_device(hostname="r1")
    with contextlib.ExitStack() as ends:
        if request.param == "tcp":
            host, port = device.console.listen().rsplit(":", 1)
            client = ends.enter_context(socket.create_connection((host, int(port))))
        else:
            client = ends.enter_context(socket.socket(socket.AF_UNIX))
            client.connect(device.console.listen(tmp_path / "r1"))
        yield fdspawn(client, timeout=10, encoding="utf-8"), device.ssh.password


def test_pexpect_logs_in_changes_the_configuration_and_leaves(line):
    spawned, password = line
    spawned.expect_exact("FreeBSD/amd64 (r1) (ttyu0)")
    spawned.expect_exact("login: ")
    spawned.sendline("crypto-officer")
    spawned.expect_exact("Password:")
    spawned.sendline("wrong")
    spawned.expect_exact("Login incorrect")
    spawned.expect_exact("login: ")
    spawned.sendline("crypto-officer")
    spawned.expect_exact("Password:")
    spawned.sendline(password)
    spawned.expect_exact("crypto-officer@r1> ")
    spawned.sendline("configure")
    spawned.expect_exact("crypto-officer@r1# ")
    spawned.sendline("set system location floor 7")
    spawned.expect_exact("crypto-officer@r1# ")
    spawned.sendline("commit and-quit")
    spawned.expect_exact("commit complete")
    spawned.expect_exact("crypto-officer@r1> ")
    spawned.sendline("show configuration system location")
    spawned.expect_exact("floor 7;")
    spawned.expect_exact("crypto-officer@r1> ")
    spawned.sendline("exit")
    spawned.expect_exact("login: ")


def test_netmiko_takes_the_console_for_a_telnet_server(junos_device):
    host, port = junos_device.console.listen().rsplit(":", 1)
    ssh = junos_device.ssh
    with ConnectHandler(
        device_type="juniper_junos_telnet",
        host=host,
        port=int(port),
        username=ssh.user,
        password=ssh.password,
    ) as connection:
        assert connection.find_prompt() == "crypto-officer@mx480>"
        assert "Model: mx480" in connection.send_command("show version | match Model")


@pytest.fixture(scope="module")
def runtime(tmp_path_factory):
    """A runtime directory of its own."""
    place = tmp_path_factory.mktemp("runtime")
    place.chmod(0o700)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(place))
        yield place


@pytest.fixture(scope="module")
def router(runtime):
    """A device of a process of its own, and what it says of itself."""
    process = subprocess.Popen(
        [*JUNOSIM, "run", "mx480", "--hostname", "r7", "--port", "0", "--json", "--console", "0"],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())
    finally:
        process.terminate()
        process.communicate(timeout=10)


def test_a_person_attaches_leaves_with_a_tilde_and_finds_the_session_again(router):
    password = router["users"][0]["password"]
    shell = pexpect.spawn("/bin/sh", encoding="utf-8", timeout=15, echo=False)
    command = f"{' '.join(JUNOSIM)} console r7; stty -a > after; cmp before after && echo SA''ME"
    shell.sendline("cd $XDG_RUNTIME_DIR; stty echo; stty -a > before")
    shell.sendline(command)
    shell.expect_exact("login: ")
    shell.send("crypto-officer\r")
    shell.expect_exact("Password:")
    shell.send(f"{password}\r")
    shell.expect_exact("crypto-officer@r7:fips> ")
    shell.send("\x03~?")  # Ctrl-C is for the router; this is not the beginning of a line
    shell.expect_exact("~")
    shell.send("\x15\r")
    shell.expect_exact("crypto-officer@r7:fips> ")
    shell.send("~?")
    shell.expect_exact("leave the console")
    shell.send("~.")
    shell.expect_exact("Detached.")
    shell.expect_exact("SAME")
    shell.sendline(f"{' '.join(JUNOSIM)} console {router['console'][1]}")
    shell.expect_exact("crypto-officer@r7:fips> ")
    shell.send("exit\r")
    shell.expect_exact("login: ")
    shell.send("\r~.")
    shell.expect_exact("Detached.")
    shell.close()


@pytest.mark.usefixtures("router")
def test_the_terminal_is_put_back_when_the_program_is_killed():
    shell = pexpect.spawn("/bin/sh", encoding="utf-8", timeout=15, echo=False)
    shell.sendline("cd $XDG_RUNTIME_DIR; stty echo; stty -a > before")
    shell.sendline(
        f"{' '.join(JUNOSIM)} console r7 & echo PI''D $!; fg; stty -a > after; cmp before after && echo SA''ME"
    )
    shell.expect(r"PID (\d+)")
    pid = int(shell.match[1])
    shell.expect_exact("login: ")
    os.kill(pid, signal.SIGTERM)
    shell.expect_exact("SAME")
    shell.close()


def test_a_script_is_typed_and_its_answer_shown(router):
    password = router["users"][0]["password"]
    done = subprocess.run(
        [*JUNOSIM, "console", "r7"], check=True, capture_output=True, text=True, timeout=15,
        input=f"crypto-officer\n{password}\nshow version | match Model\nexit\n",
    )  # fmt: skip
    assert "Model: mx480" in done.stdout
    assert done.stdout.endswith("login: ")
    assert done.stderr == ""
