"""What a real client sees of banners, of an idle session's end, and of `exit`."""

from __future__ import annotations

import asyncio
import re

import asyncssh
import pexpect
import pytest

from interop_clients import TRUST_ANYBODY, OpenSshClient
from junosim.clock import ManualClock

MESSAGE = "UNAUTHORIZED USE OF THIS ROUTER\r\n\tIS STRICTLY PROHIBITED!\r\n"
CONFIG = """
    set system login message "UNAUTHORIZED USE OF THIS ROUTER\\n\\tIS STRICTLY PROHIBITED!"
    set system login announcement "for members only"
    set system services ssh sftp-server
"""

pytestmark = pytest.mark.interop


class BannerReader(asyncssh.SSHClient):
    """Keeps what the server says before the login."""

    def __init__(self):
        self.banner = ""

    def auth_banner_received(self, msg, lang):
        self.banner += msg


def logged(device, *texts):
    """What the log says without commands, once all of these are in it: `messages`, then `interactive-commands`."""
    for _ in range(5000):  # each a call on the loop that serves the device
        lines = [
            line
            for name in ("messages", "interactive-commands")
            for line in device.files.read(f"/var/log/{name}").decode().splitlines(keepends=True)
            if "UI_CMDLINE" not in line
        ]
        log = "".join(lines)
        if all(text in log for text in texts):
            return log
    raise AssertionError(f"{texts} are not in {log}")


async def connect(device):
    ssh = device.ssh
    return await asyncssh.create_connection(
        BannerReader, ssh.host, ssh.port, username=ssh.user, password=ssh.password, known_hosts=None, config=None,
        client_keys=None,
    )  # fmt: skip


@pytest.mark.usefixtures("needs_openssh")
def test_a_person_reads_the_message_before_the_password_and_the_announcement_behind_it(make_junos_device):
    """R-BAN-002, R-BAN-003, R-BAN-006"""
    ssh = make_junos_device(config=CONFIG).ssh
    arguments = [*TRUST_ANYBODY, "-o", "LogLevel=INFO", "-p", str(ssh.port), f"{ssh.user}@{ssh.host}"]
    environment = {"PATH": "/usr/bin:/bin", "TERM": "xterm", "HOME": "/nonexistent"}
    client = pexpect.spawn("ssh", arguments, env=environment, timeout=20, encoding="utf-8")
    client.delaybeforesend = None
    try:
        client.expect("assword:")
        assert MESSAGE in client.before.replace("\r\r", "\r")
        client.sendline(ssh.password)
        client.expect("> $")
        greeting = client.before
        assert "UNAUTHORIZED" not in greeting
        assert greeting.index("--- JUNOS") < greeting.index("for members only\r\n")
    finally:
        client.close(force=True)


async def test_programs_get_the_message_before_the_login_and_nothing_else(make_junos_device):
    connection, reader = await connect(make_junos_device(config=CONFIG))
    async with connection:
        assert reader.banner == MESSAGE
        done = await connection.run("show cli directory")
        assert done.stdout == "Current directory: /var/home/crypto-officer\n"
        assert done.stderr == ""
        async with connection.start_sftp_client() as sftp:
            assert await sftp.getcwd() == "/var/home/crypto-officer"
            assert await sftp.listdir(".") == [".", ".."]


async def test_the_message_comes_before_the_first_words_of_netconf(make_junos_device):
    """R-BAN-007, R-NCS-002"""
    connection, reader = await connect(make_junos_device(config=f"{CONFIG}set system services netconf ssh\n"))
    async with connection:
        assert reader.banner == MESSAGE
        process = await connection.create_process(subsystem="netconf")
        first = await process.stdout.readline()
        assert first.startswith("<!-- No zombies were killed")


@pytest.mark.usefixtures("needs_openssh")
def test_an_idle_person_is_warned_and_cut(make_junos_device):
    """R-IDLE-002 to R-IDLE-005"""
    device = make_junos_device(clock=ManualClock())
    with OpenSshClient(device.ssh) as person:
        person.send("set cli idle-timeout 2")
        device.clock.advance(60)
        assert "Warning: session will be closed in 1 minute if there is no activity" in person.type("", "> $")
        person.type("x\b", "\b \b")
        device.clock.advance(119)
        device.clock.advance(1)
        end, status = person.ended()
        assert "Warning: session will be closed in 10 seconds if there is no activity" in end
        assert end.endswith("Idle timeout exceeded: closing session\r\nConnection to 127.0.0.1 closed.\r\r\n")
        assert status == 1
    assert "Users" not in device.cli("show system users | match pts")


@pytest.mark.usefixtures("needs_openssh")
def test_a_person_who_leaves_closes_the_connection(make_junos_device):
    """R-TERM-001, R-TERM-003, R-AUD-013"""
    device = make_junos_device()
    with OpenSshClient(device.ssh) as person:
        end, status = person.leave("exit")
        assert end.endswith("exit \r\nConnection to 127.0.0.1 closed.\r\r\n")
        assert status == 0
    log = logged(device, "UI_LOGOUT_EVENT", "disconnected by user")
    numbers, words = zip(*re.findall(r" (?:sshd|mgd)\[(\d+)\]: (\w+)", log), strict=True)
    assert words == ("Accepted", "UI_AUTH_EVENT", "Received", "UI_LOGIN_EVENT", "UI_LOGOUT_EVENT")
    sshd, mgd = {numbers[0], numbers[2]}, {numbers[1], *numbers[3:]}
    assert (len(sshd), len(mgd), len(sshd & mgd)) == (1, 1, 0)
    assert re.search(r"Received disconnect from 127\.0\.0\.1 port \d+:11: disconnected by user\n", log)


async def test_a_client_says_why_it_goes_and_cannot_forge_a_line(make_junos_device):
    device = make_junos_device()
    connection, _ = await connect(device)
    connection.disconnect(2, "odd\n reason")
    await connection.wait_closed()
    assert await asyncio.to_thread(logged, device, r":2: odd\n reason")


async def test_a_client_that_vanishes_is_noted(make_junos_device):
    device = make_junos_device()
    connection, _ = await connect(device)
    connection.abort()
    assert await asyncio.to_thread(logged, device, "Connection closed by 127.0.0.1 port ")


async def test_a_new_session_has_new_keys(make_junos_device):
    """R-TERM-004: no secret of an exchange is used again."""
    device = make_junos_device()
    identifiers = set()
    for _ in range(2):
        connection, _ = await connect(device)
        async with connection:
            identifiers.add(connection._session_id)  # the hash of the exchange
    assert len(identifiers) == 2
