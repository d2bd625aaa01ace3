"""nornir with nornir-netmiko: ten workers at once."""

from __future__ import annotations

import pytest
from nornir.core import Nornir
from nornir.core.inventory import Defaults, Groups, Host, Hosts, Inventory
from nornir.core.plugins.connections import ConnectionPluginRegister
from nornir.plugins.runners import ThreadedRunner
from nornir_netmiko.tasks import netmiko_commit, netmiko_send_command, netmiko_send_config

WORKERS = 10


@pytest.fixture
def nornir(junos_device):
    """Ten hosts that are one router."""
    ConnectionPluginRegister.auto_register()
    ssh = junos_device.ssh
    hosts = Hosts(
        {
            f"host-{n}": Host(
                name=f"host-{n}", hostname=ssh.host, port=ssh.port, username=ssh.user, password=ssh.password,
                platform="juniper_junos", data={"number": n},
            )
            for n in range(WORKERS)
        }
    )  # fmt: skip
    nornir = Nornir(Inventory(hosts, Groups(), Defaults()), runner=ThreadedRunner(num_workers=WORKERS))
    yield nornir
    nornir.close_connections()


def test_ten_workers_ask_at_once(nornir):
    answers = nornir.run(netmiko_send_command, command_string="show version", use_textfsm=True)
    assert not answers.failed
    assert {answer[0].result[0]["junos_version"] for answer in answers.values()} == {"19.1R2.8"}


def test_ten_workers_commit_privately_at_once(nornir, junos_device):
    def describe(task):
        task.run(
            netmiko_send_config,
            config_commands=[f"set interfaces ge-0/0/{task.host['number']} description {task.host.name}"],
            config_mode_command="configure private",
            exit_config_mode=False,
        )
        task.run(netmiko_commit, and_quit=True)

    answers = nornir.run(describe)
    assert not answers.failed, {name: str(answer[-1].result) for name, answer in answers.items()}
    configuration = junos_device.configuration()
    assert [n for n in range(WORKERS) if f"description host-{n};" not in configuration] == []
