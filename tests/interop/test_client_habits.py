"""What automation clients send when they connect, and on the way: each gets the answer it waits for.

Sources: the clients' code (netmiko 4.8, scrapli 2026.10, ansible.netcommon 8.2), and what they sent to a recorder.
"""

from __future__ import annotations

import re

import pexpect
import pytest
from netmiko import ConnectHandler
from netmiko.exceptions import ConfigInvalidException
from scrapli import AuthOptions, Cli, TransportSsh2Options

from interop_clients import TRUST_ANYBODY

pytestmark = pytest.mark.interop

ANSIBLE_PROMPT = re.compile(rb"({primary:node\d+})?[\r\n]?[\w@+\-\.:\/\[\]]+[>#%] ?$")
ANSIBLE_ERRORS = [re.compile(rb"unknown command"), re.compile(rb"syntax error"), re.compile(rb"[\r\n]error:")]


def login(ssh):
    return {"host": ssh.host, "port": ssh.port, "username": ssh.user, "password": ssh.password}


@pytest.fixture
def netmiko(junos_device):
    with ConnectHandler(device_type="juniper_junos", **login(junos_device.ssh)) as connection:
        yield connection


def test_netmiko_prepares_its_session(netmiko):
    assert netmiko.base_prompt == "crypto-officer@mx480"
    assert netmiko.find_prompt() == "crypto-officer@mx480>"
    settings = netmiko.send_command("show cli")
    assert "CLI screen-length set to 0" in settings
    assert "CLI screen-width set to 511" in settings
    assert "CLI complete-on-space set to off" in settings
    assert netmiko.is_alive()  # it sends a NUL
    assert netmiko.send_command("show cli directory").strip() == "Current directory: /var/home/crypto-officer"


def test_netmiko_goes_through_configuration_mode(netmiko):
    assert not netmiko.check_config_mode()
    assert "Entering configuration mode" in netmiko.config_mode()
    assert netmiko.check_config_mode()
    shown = netmiko.send_config_set(
        ["set system location floor 3", "set system nothing at all"], exit_config_mode=False
    )
    assert "syntax error." in shown
    assert "Exiting configuration mode" in netmiko.exit_config_mode()  # it answers yes to the question
    assert "has been changed but not committed" in netmiko.config_mode()
    assert "+   location floor 3;" in netmiko.send_command("show | compare", expect_string=r"#")
    netmiko.send_command("rollback 0", expect_string=r"#")
    assert "Exiting configuration mode" in netmiko.exit_config_mode()


def test_netmiko_commits_in_every_way_it_knows(netmiko, junos_device):
    netmiko.send_config_set(["set system location floor 3"], exit_config_mode=False)
    assert "configuration check succeeds" in netmiko.commit(check=True)
    assert "commit complete" in netmiko.commit(comment="third floor")
    netmiko.send_config_set(["set system location floor 4"], exit_config_mode=False)
    assert "automatically rolled back in 5 minutes" in netmiko.commit(confirm=True, confirm_delay=5)
    assert "commit complete" in netmiko.commit(and_quit=True)
    assert not netmiko.check_config_mode()
    netmiko.send_config_set(["set system login user x class no-such-class"], exit_config_mode=False)
    with pytest.raises(ValueError, match="not defined"):
        netmiko.commit()
    netmiko.send_command("rollback 0", expect_string=r"#")
    assert "floor 4;" in junos_device.configuration()


def test_netmiko_finds_errors_and_reads_long_answers(netmiko, long_configuration):
    with pytest.raises(ConfigInvalidException, match="system nothing"):
        netmiko.send_config_set(["set system nothing"], error_pattern=r"syntax error")
    netmiko.exit_config_mode()
    assert "unknown command." in netmiko.send_command("shaw version")
    answer = netmiko.send_command("show configuration | display set", read_timeout=30)
    assert answer.count("host-mapping") == long_configuration
    assert netmiko.send_command("show version | count").strip() == "Count: 71 lines"


def test_netmiko_would_detect_what_it_talks_to(junos_device):
    # by the text of `show version`; others that it tries first must not fit
    shown = junos_device.cli("show version")
    assert re.search(r"JUNOS OS Kernel|JUNOS .+ Software", shown, re.IGNORECASE)
    others = r"BiNOS|Fiberstore|ProSAFE|OneOS|Onyx|EdgeSwitch|TierraOS|SLX-OS|NetIron|MLX|EXOS|Ericsson IPOS"
    assert not re.search(others, shown, re.IGNORECASE)
    assert not re.search(r"command not found|% Invalid input|syntax error, expecting|%Error", shown)


@pytest.fixture
def long_configuration(junos_device):
    """A configuration of some thousand lines; how many of them name a host."""
    with junos_device.session(columns=511, rows=1000) as session:
        lines = [
            f"set system static-host-mapping host-{n} inet 10.{n // 250}.{n % 250}.1" for n in range(2000)
        ]
        session.send("configure\rload set terminal\r" + "\r".join(lines) + "\r\x04")
        assert "commit complete" in session.send("commit\r")
    return len(lines)


def scrapli(ssh):
    return Cli(
        ssh.host,
        port=ssh.port,
        definition_file_or_name="juniper_junos",
        auth_options=AuthOptions(username=ssh.user, password=ssh.password),
        transport_options=TransportSsh2Options(),
    )


def test_scrapli_tells_failures_from_answers(junos_device, long_configuration):
    with scrapli(junos_device.ssh) as connection:
        assert connection.get_prompt().result == "crypto-officer@mx480>"
        assert "CLI screen-width set to 511" in connection.send_input("show cli").result
        assert connection.send_input("shaw version").failed
        assert connection.send_input("show nothing").failed
        assert not connection.send_input("show version | match Model").failed
        assert connection.send_input("re").failed  # ambiguous
        lines = ["set system location floor 3", "show | compare", "rollback 0"]
        changed = connection.send_inputs(lines, requested_mode="configuration")
        assert "+   location floor 3;" in changed.result
        assert (
            connection.send_input("show cli directory").result
            == "Current directory: /var/home/crypto-officer"
        )
        answer = connection.send_input("show configuration | display set").result
        assert answer.count("host-mapping") == long_configuration


async def test_scrapli_works_asynchronously(junos_device):
    connection = scrapli(junos_device.ssh)
    await connection.open_async()
    try:
        assert (await connection.get_prompt_async()).result == "crypto-officer@mx480>"
        done = await connection.send_inputs_async(
            ["set system location floor 3", "commit check", "rollback 0"], requested_mode="configuration"
        )
        assert not done.failed
        assert "configuration check succeeds" in done.result
        assert (await connection.send_input_async("show nothing")).failed
    finally:
        await connection.close_async()


@pytest.fixture
def ansible(junos_device):
    """A channel as ansible's network_cli has it, and a function that sends a command and reads to the prompt."""
    import paramiko

    ssh = junos_device.ssh
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
    client.connect(ssh.host, ssh.port, ssh.user, ssh.password, look_for_keys=False, allow_agent=False)
    channel = client.invoke_shell("xterm", 80, 24)
    channel.settimeout(20)

    def send(command=b""):
        if command:
            channel.sendall(command + b"\r")
        answer = b""
        while not ANSIBLE_PROMPT.search(answer.replace(b"\r", b"").rstrip(b" ")[-200:] + b" "):
            answer += channel.recv(65536)
        return answer

    yield send
    client.close()


def test_ansible_network_cli(ansible):
    assert b"JUNOS" in ansible()
    for command in (b"set cli timestamp disable", b"set cli screen-length 0", b"set cli screen-width 1024"):
        answer = ansible(command)
        assert not [error for error in ANSIBLE_ERRORS if error.search(answer)], answer
    about = ansible(b"show version")
    assert re.search(rb"Junos: (\S+)", about)
    assert re.search(rb"Model: (\S+)", about)
    assert re.search(rb"Hostname: (\S+)", about)
    assert b"[edit]" in ansible(b"configure")
    ansible(b"set system location floor 3")
    assert b"+   location floor 3;" in ansible(b"show | compare")
    assert b"commit complete" in ansible(b"commit comment by_ansible and-quit")
    ansible(b"configure")
    assert re.sub(rb"\s", b"", ansible(b"show | compare")) == b"show|compare[edit]crypto-officer@mx480#"
    assert b"Exiting" in ansible(b"exit")
    assert any(error.search(ansible(b"show nothing")) for error in ANSIBLE_ERRORS)


@pytest.fixture
def person(junos_device, needs_openssh):
    ssh = junos_device.ssh
    child = pexpect.spawn(
        "ssh", [*TRUST_ANYBODY, "-p", str(ssh.port), f"{ssh.user}@{ssh.host}"],
        env={"PATH": "/usr/bin:/bin", "TERM": "vt100", "HOME": "/nonexistent"},
        timeout=20, dimensions=(24, 80), encoding="utf-8",
    )  # fmt: skip
    child.delaybeforesend = None
    child.expect("assword:")
    child.sendline(ssh.password)
    child.expect("> $")
    yield child
    child.close(force=True)


def test_pexpect_scripts(person):
    person.send("show version ?")
    person.expect_exact("Possible completions:")
    person.expect("show version $")
    person.send("\r")
    person.expect_exact("---(more)---")
    person.send(" ")
    person.expect(r"---\(more \d+%\)---")
    person.send("q")
    person.expect("> $")
    person.send("configure\rload set terminal\r")
    person.expect_exact("[Type ^D at a new line to end input]")
    person.send("set system location floor 3\r\x04")
    person.expect_exact("load complete")
    person.expect("# $")
    person.send("delete\r")
    person.expect_exact("Delete everything under this level? [yes,no] (no) ")
    person.send("\x03")
    person.expect("# $")
    person.send("rollback 0\rexit\r")
    person.expect("> $")
    person.send("show system uptime | refresh\r")
    person.expect(r"---\(refreshed at .*\)---")
    person.send("\x03")
    person.expect("> $")
    person.send("quit\r")
    person.expect(pexpect.EOF)


async def test_a_window_without_a_size(junos_device):
    import asyncssh

    ssh = junos_device.ssh
    async with asyncssh.connect(
        ssh.host, ssh.port, username=ssh.user, password=ssh.password, known_hosts=None
    ) as connection:
        process = await connection.create_process(term_type="xterm", term_size=(0, 0), encoding=None)
        shown = await process.stdout.readuntil(b"> ")
        for line in (
            b"set cli screen-length 0",
            b"set cli screen-width 511",
            b"set cli complete-on-space off",
        ):
            process.stdin.write(line)  # classic scrapli waits for the echo before it sends the Enter
            assert line in await process.stdout.readuntil(line)
            process.stdin.write(b"\n")
            shown += await process.stdout.readuntil(b"> ")
        assert b"Disabling complete-on-space" in shown
        assert b"\x1b" not in shown
