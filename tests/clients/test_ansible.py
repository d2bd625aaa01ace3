"""Ansible over network_cli, with libssh and with paramiko, over netconf, and over an exec channel."""

from __future__ import annotations

from pathlib import Path

import pytest

PLAYBOOKS = Path(__file__).parent / "playbooks"


@pytest.fixture
def inventory(junos_device, tmp_path):
    """The inventory file of a router, with the connection that a playbook wants."""
    ssh = junos_device.ssh

    def inventory(connection):
        path = tmp_path / "inventory.ini"
        path.write_text(
            f"router ansible_host={ssh.host} ansible_port={ssh.port} ansible_user={ssh.user} "
            f"ansible_password={ssh.password} ansible_connection={connection} "
            "ansible_network_os=junipernetworks.junos.junos ansible_python_interpreter=auto_silent\n"
        )
        return str(path)

    return inventory


@pytest.fixture
def play(run):
    def play(playbook, inventory, **environment):
        done = run(
            "ansible-playbook", "-i", inventory, playbook, folder=PLAYBOOKS,
            ANSIBLE_HOST_KEY_CHECKING="False", ANSIBLE_DEPRECATION_WARNINGS="False", **environment,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr

    return play


@pytest.mark.parametrize("library", ["libssh", "paramiko"])
def test_network_cli(play, inventory, junos_device, library):
    play("network_cli.yml", inventory("ansible.netcommon.network_cli"), ANSIBLE_NETWORK_CLI_SSH_TYPE=library)
    assert "floor 12;" in junos_device.configuration()


@pytest.mark.parametrize("name", ["netconf", "netconf_resources"])
def test_netconf(play, inventory, junos_device, name):
    play(f"{name}.yml", inventory("ansible.netcommon.netconf"))
    texts = {
        "netconf": ["floor 21;"],
        "netconf_resources": [
            "host-name edge-7;",
            'description "to the lab";',
            "user guest {",
            "route 10.9.0.0/16",
        ],
    }
    configuration = junos_device.configuration()
    assert [text for text in texts[name] if text not in configuration] == []


def test_raw_commands(play, inventory):
    play("raw.yml", inventory("paramiko"))
