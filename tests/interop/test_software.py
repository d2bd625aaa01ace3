"""A package reaches a router with scp, is installed over SSH, and runs after its reboot."""

from __future__ import annotations

import pexpect
import pytest
from netmiko import ConnectHandler, NetmikoTimeoutException, ReadException
from paramiko import SSHException

from interop_clients import TRUST_ANYBODY
from junosim.packages import build, image_authority, release_of
from junosim.platforms import load_platform

NEW = "19.4R1.10"
FILE = f"junos-install-mx-x86-64-{NEW}.tgz"


@pytest.fixture
def copied(needs_openssh, junos_device, tmp_path):
    """The package is in `/var/tmp` of the router."""
    info = release_of(load_platform("mx480"), NEW)
    (tmp_path / FILE).write_bytes(build(info, image_authority(), size=300_000))
    where = f"crypto-officer@{junos_device.ssh.host}:/var/tmp/"
    command = [*TRUST_ANYBODY, "-o", "LogLevel=ERROR", "-P", str(junos_device.ssh.port), FILE, where]
    child = pexpect.spawn("scp", command, cwd=str(tmp_path), encoding="utf-8", timeout=20)
    child.delaybeforesend = None
    child.expect("assword:")
    child.sendline(junos_device.users[0].password)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def connect(device):
    user = device.users[0]
    return ConnectHandler(
        device_type="juniper_junos", host=device.ssh.host, port=device.ssh.port, username=user.name,
        password=user.password,
    )  # fmt: skip


def test_a_package_is_copied_installed_and_runs_after_the_reboot(copied, junos_device):
    with connect(junos_device) as session:
        shown = session.send_command(f"request system software add /var/tmp/{FILE}", read_timeout=30)
        assert "Validation succeeded" in shown
        assert "'pending' set will be activated" in shown
        assert "Junos: 19.1R2.8" in session.send_command("show version")
        session.write_channel("request system reboot\n")
        session.read_until_pattern(r"\(no\)")
        session.write_channel("yes\n")
        session.read_until_pattern("Shutdown NOW!")
    assert version(junos_device) == f"Junos: {NEW}"


def version(device):
    """What a new login is told, once the router lets somebody in again."""
    while True:
        try:
            with connect(device) as session:
                return session.send_command("show version | match Junos:").strip()
        except (NetmikoTimeoutException, ReadException, SSHException, OSError):
            continue
