"""What automation clients do in the shell of the device. Sources: the code of netmiko 4.8 and PyEZ 2.8."""

from __future__ import annotations

import pytest
from netmiko import ConnectHandler

pytestmark = pytest.mark.interop


@pytest.fixture
def netmiko(junos_device):
    ssh = junos_device.ssh
    login = {"host": ssh.host, "port": ssh.port, "username": ssh.user, "password": ssh.password}
    with ConnectHandler(device_type="juniper_junos", **login) as connection:
        yield connection


def test_netmiko_enters_and_leaves_the_shell(netmiko):
    netmiko._enter_shell()
    shown = netmiko._send_command_str("/bin/ls -l /var/tmp/nothing", expect_string=r"[\$#]")
    assert "No such file or directory" in shown
    assert "Filesystem" in netmiko._send_command_str("/bin/df -k /var/tmp", expect_string=r"[\$#]")
    netmiko._return_cli()
    assert netmiko.find_prompt() == "crypto-officer@mx480>"
    assert "Model: mx480" in netmiko.send_command("show version")


def test_netmiko_sends_commands_with_expected_prompts(netmiko):
    netmiko.send_command("start shell", expect_string=r"%\s*$")
    assert netmiko.send_command("uname -n", expect_string=r"%\s*$").split() == ["mx480", "%"]
    netmiko.send_command("cli", expect_string=r">\s*$")
    netmiko.send_command("exit", expect_string=r"%\s*$")
    netmiko.send_command("exit", expect_string=r">\s*$")
    assert netmiko.find_prompt() == "crypto-officer@mx480>"


def test_pyez_reads_the_status_of_a_command(netmiko):
    """Its StartShell asks for csh, and looks for the status on a line of its own."""
    netmiko.write_channel("start shell csh\n")
    netmiko.read_until_pattern(r"(%|#|\$)\s\s?$")
    for command, status in (("ls /var/tmp", "0"), ("ls /nowhere", "1")):
        netmiko.write_channel(f"{command}\n")
        netmiko.read_until_pattern(r"(%|#|\$)\s\s?$")
        netmiko.write_channel("echo $?\n")
        assert f"\n{status}\n" in netmiko.read_until_pattern(r"(%|#|\$)\s\s?$").replace("\r", "")
    netmiko.write_channel("exit\n")
    netmiko.read_until_pattern(r"> $")
