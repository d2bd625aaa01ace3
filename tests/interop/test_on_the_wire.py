"""Ways in which programs use an SSH connection: each is served, or refused as OpenSSH's server refuses it."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess

import asyncssh
import paramiko
import pytest

from interop_clients import TRUST_ANYBODY

pytestmark = pytest.mark.interop

SCRIPT = (
    "set cli screen-length 0", "configure", "set system location floor 3", "show | compare", "commit and-quit",
    "show version | count", "exit",
)  # fmt: skip


@pytest.fixture
async def connection(junos_device):
    async with connect(junos_device.ssh) as connection:
        yield connection


def connect(ssh, **options):
    return asyncssh.connect(
        ssh.host, ssh.port, username=ssh.user, password=ssh.password, known_hosts=None, **options
    )


async def shell(connection):
    process = await connection.create_process(term_type="vt100", term_size=(80, 24), encoding=None)
    await until(process, b"> ")
    return process


async def until(process, end):
    data = b""
    while not data.endswith(end):
        piece = await asyncio.wait_for(process.stdout.read(65536), 20)
        assert piece, data[-500:]
        data += piece
    return data


# --- how lines are typed ----------------------------------------------------------------------------------


@pytest.mark.parametrize("enter", ["\n", "\r", "\r\n", "\r\0"])
async def test_a_whole_script_at_once(connection, enter):
    process = await connection.create_process(term_type="vt100", term_size=(80, 24), encoding=None)
    process.stdin.write("".join(line + enter for line in SCRIPT).encode())
    shown = await asyncio.wait_for(process.stdout.read(), 20)
    assert b"+   location floor 3;" in shown
    assert b"commit complete\r\nExiting configuration mode" in shown
    assert b"Count: 71 lines" in shown
    assert shown.count(b"crypto-officer@mx480") == len(SCRIPT)  # no Enter counts twice
    assert (await process.wait()).exit_status == 0


@pytest.mark.parametrize("enter", ["\n", "\r", "\r\n", "\r\0"])
async def test_a_byte_at_a_time(connection, enter):
    process = await shell(connection)
    for _ in range(2):
        shown = b""
        for key in f"show version | match Model{enter}".encode():
            process.stdin.write(bytes([key]))
            if chr(key).isprintable():
                shown += await process.stdout.readexactly(1)
        assert shown == b"show version | match Model"  # each key is echoed before the next one is typed
        assert await until(process, b"> ") == b" \r\nModel: mx480\r\n\r\ncrypto-officer@mx480> "


async def test_a_script_without_a_terminal(connection):
    done = await connection.run(input="\n".join(SCRIPT))
    assert "commit complete\nExiting configuration mode\n" in done.stdout
    assert done.stdout.endswith("Count: 71 lines\n")
    assert "\r" not in done.stdout
    assert "crypto-officer@" not in done.stdout
    assert done.exit_status == 0


async def test_a_list_of_commands(connection, junos_device):
    done = await connection.run("configure ; set system location floor 3 ; show | compare ; commit")
    assert done.stdout.splitlines() == [
        "Entering configuration mode", "[edit system]", "+   location floor 3;", "commit complete",
    ]  # fmt: skip
    assert "floor 3;" in junos_device.configuration()
    done = await connection.run('show version | match "Model;" ; show version | match Model;;')
    assert done.stdout == "Model: mx480\n"


async def test_a_list_of_commands_goes_on_after_an_error(connection):
    done = await connection.run("shaw version ; show version | match Model")
    assert done.stdout.splitlines() == ["^", "unknown command.", "Model: mx480"]
    assert done.exit_status == 0


async def test_text_for_a_command_of_a_list(connection):
    lines = "set system location floor 3\nset system location building 4\n"
    done = await connection.run("configure ; load set terminal ; show | compare", input=lines)
    assert (
        "load complete\n[edit system]\n+   location {\n+       building 4;\n+       floor 3;\n+   }\n"
        in done.stdout
    )


async def test_a_long_answer_to_one_command_on_a_terminal(connection):
    done = await connection.run("show version", term_type="xterm", term_size=(80, 24))
    assert "---(more)---" not in done.stdout
    assert done.stdout.count("\r\n") == 71


# --- many at once ------------------------------------------------------------------------------------------


async def test_many_sessions_on_one_connection(connection):
    process = await shell(connection)
    answers = await asyncio.gather(*(connection.run("show version | count") for _ in range(9)))
    assert {answer.stdout for answer in answers} == {"Count: 71 lines\n"}
    process.stdin.write(b"show cli directory\n")
    assert b"Current directory" in await until(process, b"> ")


async def test_a_storm_of_clients_that_vanish(junos_device):
    async def visit(number):
        connection = await connect(junos_device.ssh)
        if number % 3:
            process = await connection.create_process(term_type="vt100", encoding=None)
            if number % 3 == 2:
                await until(process, b"> ")
                process.stdin.write(b"configure exclusive\nset system loca")
        connection.abort()

    await asyncio.gather(*(visit(number) for number in range(30)))
    async with connect(junos_device.ssh) as connection:
        for _ in range(100):
            users = (await connection.run("show system users | match pts | count")).stdout
            if users == "Count: 0 lines\n":
                break
        assert users == "Count: 0 lines\n"
        done = await connection.run("configure exclusive ; show | compare")
        assert "locked" not in done.stdout
        assert "location" not in done.stdout


def test_sockets_that_speak_no_ssh(junos_device):
    ssh = junos_device.ssh
    sockets = [socket.create_connection((ssh.host, ssh.port), timeout=20) for _ in range(10)]
    for number, each in enumerate(sockets):
        if number % 2:
            each.sendall(b"GET / HTTP/1.0\r\n\r\n")
        else:
            each.shutdown(socket.SHUT_WR)
    for each in sockets:
        with each, each.makefile("rb") as file:
            assert file.read().startswith(b"SSH-2.0-OpenSSH_7.5\r\n")  # and then the end
    assert "Model: mx480" in junos_device.cli("show version")


async def test_a_client_that_says_no_more_but_listens(connection):
    process = await shell(connection)
    process.stdin.write(b"show version | count\n")
    process.stdin.write_eof()
    assert b"Count: 71 lines" in await asyncio.wait_for(process.stdout.read(), 20)
    assert (await process.wait()).exit_status == 0


async def test_a_slow_reader_gets_everything(connection):
    process = await connection.create_process(term_type="vt100", term_size=(80, 24), encoding=None)
    process.channel.pause_reading()
    process.stdin.write(b"set cli screen-length 0\n" + b"show version\n" * 300 + b"exit\n")
    other = await connection.run("show version | count")
    assert other.stdout == "Count: 71 lines\n"
    process.channel.resume_reading()
    shown = await asyncio.wait_for(process.stdout.read(), 20)
    assert shown.count(b"Hostname: mx480") == 300


# --- what SSH has beside sessions -----------------------------------------------------------------------------


async def test_keepalives_are_answered(junos_device):
    async with connect(junos_device.ssh, keepalive_interval=0.02, keepalive_count_max=1) as connection:
        await asyncio.sleep(0.2)  # ten times the interval after which the client would hang up
        assert (await connection.run("show version | count")).stdout == "Count: 71 lines\n"


@pytest.fixture
def paramiko_client(junos_device):
    ssh = junos_device.ssh
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
    client.connect(
        ssh.host, ssh.port, ssh.user, ssh.password, look_for_keys=False, allow_agent=False, compress=True
    )
    yield client
    client.close()


def test_new_keys_between_answers_and_within_them(paramiko_client):
    # In one session: paramiko waits for itself when the end of a channel crosses the exchange of keys.
    transport = paramiko_client.get_transport()
    shell = paramiko_client.invoke_shell("vt100", 511, 1000)
    shell.settimeout(20)
    shown = b""
    for number in range(1, 4):
        shell.sendall(b"show version\n" * 20)
        transport.renegotiate_keys()
        while shown.count(b"Hostname: mx480") < 20 * number or not shown.endswith(b"> "):
            shown += shell.recv(65536)


def test_what_is_not_on_offer_is_refused_and_nothing_else(paramiko_client):
    transport = paramiko_client.get_transport()
    with pytest.raises(paramiko.ChannelException) as refusal:
        transport.open_channel("direct-tcpip", ("127.0.0.1", 22), ("127.0.0.1", 1))
    assert refusal.value.code == paramiko.common.OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED
    with pytest.raises(paramiko.SSHException, match="denied"):
        transport.request_port_forward("", 0)
    for request in (
        lambda channel: channel.invoke_subsystem("no-such-thing"),
        lambda channel: channel.request_x11(),
    ):
        with transport.open_session() as channel, pytest.raises(paramiko.SSHException):
            request(channel)
    with transport.open_session() as channel:
        channel.set_environment_variable("LC_ALL", "C")
        channel.request_forward_agent(lambda _: None)
        channel.exec_command("show version | count")
        assert channel.makefile().read() == b"Count: 71 lines\n"


# --- OpenSSH -------------------------------------------------------------------------------------------------


@pytest.fixture
def openssh(junos_device, needs_openssh, tmp_path):
    """Runs `ssh OPTIONS… user@router COMMAND`; OpenSSH asks a program for the password."""
    ssh = junos_device.ssh
    askpass = tmp_path / "askpass"
    askpass.write_text(f"#!/bin/sh\necho '{ssh.password}'\n")
    askpass.chmod(0o700)
    environment = {
        "PATH": os.environ["PATH"], "SSH_ASKPASS": str(askpass), "SSH_ASKPASS_REQUIRE": "force", "LANG": "C",
    }  # fmt: skip

    def run(*options, command="show version | match Model", script=""):
        return subprocess.run(
            ["ssh", *TRUST_ANYBODY, "-p", str(ssh.port), *options, f"{ssh.user}@{ssh.host}", *command.splitlines()],
            env=environment, input=script, capture_output=True, text=True, timeout=20, check=False,
        )  # fmt: skip

    return run


@pytest.mark.parametrize(
    "options",
    [
        ("-C",), ("-A",), ("-X",), ("-o", "SendEnv=PATH", "-o", "SetEnv=LC_ALL=C"), ("-o", "RekeyLimit=16"),
        ("-o", "ServerAliveInterval=1"), ("-R", "0:127.0.0.1:22"), ("-T",),
    ],
)  # fmt: skip
def test_options_of_openssh_do_no_harm(openssh, options):
    done = openssh(*options)
    assert (done.returncode, done.stdout) == (0, "Model: mx480\n"), done.stderr


def test_a_script_through_openssh_with_and_without_a_terminal(openssh):
    done = openssh(command="", script="\n".join([*SCRIPT, ""]))
    assert done.returncode == 0
    assert done.stdout.endswith("Count: 71 lines\n")
    done = openssh("-tt", command="", script="\n".join([*SCRIPT, ""]))  # its window has no size
    assert done.returncode == 0
    assert "Count: 71 lines\n" in done.stdout.replace("\r", "")


def test_new_keys_within_a_long_answer_to_openssh(openssh):
    done = openssh("-o", "RekeyLimit=16K", command=";".join(["show version"] * 60))
    assert done.returncode == 0
    assert done.stdout.count("Hostname: mx480") == 60


def test_openssh_is_told_why_forwarding_fails(openssh):
    done = openssh("-W", "127.0.0.1:22", command="")
    assert "administratively prohibited" in done.stderr
    done = openssh("-s", command="no-such-thing")
    assert "subsystem request failed" in done.stderr


def test_openssh_shares_a_connection(openssh, tmp_path):
    share = ("-o", f"ControlPath={tmp_path / 'c'}", "-o", "ControlMaster=auto")
    assert openssh(*share, "-o", "ControlPersist=yes", "-f", "-N", command="").returncode == 0
    try:
        done = openssh(*share, "-o", "NumberOfPasswordPrompts=0")
        assert (done.returncode, done.stdout) == (0, "Model: mx480\n"), done.stderr
    finally:
        assert openssh(*share, "-O", "exit", command="").returncode == 0
