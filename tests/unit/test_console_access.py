"""The console of a running device for programs: `device.console`."""

from __future__ import annotations

import re
import socket

import pytest

import junosim
from junosim.api.console import ConsoleTimeout
from junosim.clock import ManualClock
from junosim.pytest_plugin import PASSWORDS

PASSWORD = PASSWORDS["crypto-officer"]


def log_in(device):
    device.console.expect("login: ")
    device.console.send("crypto-officer\r")
    device.console.expect("Password:")
    device.console.send(f"{PASSWORD}\r")
    return device.console.expect("> ")


def test_expect_goes_through_what_the_line_shows(junos_device):
    assert junos_device.console.expect("login: ") == "\r\nFreeBSD/amd64 (mx480) (ttyu0)\r\n\r\nlogin: "
    junos_device.console.send("crypto-officer\r")
    assert junos_device.console.expect(re.compile("Pass(word|phrase):")) == "crypto-officer\r\nPassword:"
    junos_device.console.send(f"{PASSWORD}\r".encode())
    assert "--- JUNOS" in junos_device.console.expect("> ")
    assert junos_device.console.is_logged_in
    assert junos_device.console.read() == ""
    junos_device.console.send("show cli directory\r")
    junos_device.console.expect("Current directory")
    assert junos_device.console.expect("> ").startswith(": /var/home/crypto-officer\r\n")
    assert junos_device.console.output().startswith("\r\nFreeBSD/amd64")


def test_what_does_not_come_is_an_error_that_shows_what_was_there(junos_device):
    with pytest.raises(ConsoleTimeout, match=r"did not show 'no such'.*login: "):
        junos_device.console.expect("no such", timeout=0.01)
    junos_device.console.expect("login: ")


def test_a_test_finds_the_console_as_it_was_at_the_start(junos_device):
    assert "login: " not in junos_device.console.output().removesuffix("login: ")
    log_in(junos_device)


def test_a_test_finds_the_console_as_it_was_whatever_the_last_one_did(junos_device):
    assert not junos_device.console.is_logged_in
    log_in(junos_device)


def test_programs_and_clients_share_the_line(junos_device):
    log_in(junos_device)
    assert junos_device.console.address is None
    host, port = junos_device.console.listen().split(":")
    assert junos_device.console.addresses == (f"{host}:{port}",)
    with socket.create_connection((host, int(port))) as client:
        client.settimeout(5)
        shown = b""
        while not shown.endswith(b"> "):
            shown += client.recv(4096)
        client.sendall(b"show system users\r")
        assert "crypto-o u0" in junos_device.console.expect("mx480> ")
        junos_device.console.send("exit\r")
        while not shown.endswith(b"login: "):
            shown += client.recv(4096)


def test_a_unix_socket(make_junos_device, tmp_path):
    device = make_junos_device()
    assert device.console.listen(tmp_path / "c") == str(tmp_path / "c")
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(str(tmp_path / "c"))
        client.settimeout(5)
        assert client.recv(4096).endswith(b"login: ")


def test_the_console_of_a_device_that_boots(make_junos_device):
    device = make_junos_device()
    device.console.expect("login: ")
    device.power_cycle()
    assert "mgd start" in device.console.expect("login: ")


def test_time_that_is_moved_reaches_the_console(make_junos_device):
    device = make_junos_device(clock=ManualClock())
    log_in(device)
    device.console.send("set cli idle-timeout 1\r")
    device.console.expect("mx480> ")
    device.clock.advance(60)
    shown = device.console.expect("login: ")
    assert "10 seconds" in shown
    assert "Idle timeout exceeded" in shown


async def test_on_the_loop_of_the_caller():
    async with junosim.start() as device:
        await device.console.aexpect("login: ")
        device.console.send("nobody\r")
        await device.console.aexpect("Password:")
        device.console.send("x\r")
        assert "Login incorrect" in await device.console.aexpect("login: ")
        with pytest.raises(RuntimeError, match="aexpect"):
            device.console.expect("x")
        with pytest.raises(RuntimeError, match="alisten"):
            device.console.listen()
        with pytest.raises(ConsoleTimeout):
            await device.console.aexpect("no such", timeout=0.01)
        assert (await device.console.alisten()).startswith("127.0.0.1:")
