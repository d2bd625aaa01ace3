"""netmiko 4.8, method by method; how it opens a session is in `test_client_habits.py`."""

from __future__ import annotations

import pytest
from netmiko import ConnectHandler, SSHDetect, file_transfer

pytestmark = pytest.mark.interop

PROMPT = "crypto-officer@mx480>"


def login(ssh):
    return {"host": ssh.host, "port": ssh.port, "username": ssh.user, "password": ssh.password}


@pytest.fixture
def netmiko(junos_device):
    with ConnectHandler(device_type="juniper_junos", **login(junos_device.ssh)) as connection:
        yield connection


@pytest.mark.slow
def test_detects_the_kind_of_device(junos_device):
    # it waits for seconds of silence after each command
    assert SSHDetect(device_type="autodetect", **login(junos_device.ssh)).autodetect() == "juniper_junos"


@pytest.mark.parametrize(
    "options", [{"device_type": "juniper"}, {"fast_cli": False}, {"global_cmd_verify": False}]
)
def test_connects_with_other_options(junos_device, tmp_path, options):
    log = tmp_path / "session.log"
    arguments = {"device_type": "juniper_junos", **login(junos_device.ssh), **options}
    with ConnectHandler(session_log=str(log), **arguments) as connection:
        assert connection.find_prompt() == PROMPT
        assert "Model: mx480" in connection.send_command("show version | match Model")
    assert "set cli screen-length 0 \nScreen length set to 0\n" in log.read_text()
    assert log.read_text().rstrip().endswith("exit")


def test_sends_by_time_and_in_many_lines(netmiko):
    shown = netmiko.send_command_timing("show version | match Model", last_read=0.3)
    assert shown.strip() == "Model: mx480"
    shown = netmiko.send_multiline(
        [["configure", "# "], ["delete", r"\(no\) "], ["no", "# "], ["rollback 0", "# "], ["exit", "> "]]
    )
    assert "Delete everything under this level? [yes,no] (no) no" in shown
    assert netmiko.find_prompt() == PROMPT


def test_commits_a_file_with_a_comment_until_it_is_confirmed(netmiko, junos_device, tmp_path):
    path = tmp_path / "change.txt"
    path.write_text('set system location floor 3\nset system location building "The Tower"\n')
    netmiko.send_config_from_file(str(path), exit_config_mode=False)
    shown = netmiko.commit(confirm=True, confirm_delay=3, comment="two lines", and_quit=True)
    assert "automatically rolled back in 3 minutes unless confirmed\ncommit complete\nExiting" in shown
    assert netmiko.find_prompt() == PROMPT
    assert "two lines" in netmiko.send_command("show system commit")
    netmiko.config_mode()
    assert "commit complete" in netmiko.commit(and_quit=True)
    assert "rollback in" not in netmiko.send_command("show system commit")
    assert 'building "The Tower";' in junos_device.configuration()


@pytest.mark.parametrize("mode", ["configure private", "configure exclusive"])
def test_edits_privately_and_exclusively(netmiko, junos_device, mode):
    shown = netmiko.send_config_set(
        ["set system location floor 3", "show | compare"], config_mode_command=mode, exit_config_mode=False
    )
    assert "+   location floor 3;" in shown
    assert "commit complete" in netmiko.commit(and_quit=True)
    assert "floor 3;" in junos_device.configuration()


def test_transfers_files_both_ways(netmiko, junos_device, tmp_path):
    there, back = tmp_path / "there.txt", tmp_path / "back.txt"
    there.write_text("set system location floor 3\n" * 100)
    sent = file_transfer(netmiko, str(there), "copy.txt", direction="put")
    assert sent == {"file_exists": True, "file_transferred": True, "file_verified": True}
    again = file_transfer(netmiko, str(there), "copy.txt", direction="put", overwrite_file=True)
    assert not again["file_transferred"]  # by its size and digest it is there already
    file_transfer(netmiko, "copy.txt", str(back), direction="get")
    assert back.read_text() == there.read_text()
    assert junos_device.files.read("/var/tmp/copy.txt") == there.read_bytes()
    assert netmiko.find_prompt() == PROMPT


def test_a_reader_may_look_and_not_edit(junos_device):
    reader = junos_device.users[1]
    arguments = {**login(junos_device.ssh), "username": reader.name, "password": reader.password}
    with ConnectHandler(device_type="juniper_junos", **arguments) as connection:
        assert "Junos: 19.1R2.8" in connection.send_command("show version")
        assert "unknown command" in connection.send_command("configure")
