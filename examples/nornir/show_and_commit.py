"""nornir with nornir-netmiko against two simulated routers.

pip install junosim nornir nornir-netmiko
python show_and_commit.py
"""

from nornir.core import Nornir
from nornir.core.inventory import Defaults, Groups, Host, Hosts, Inventory
from nornir.core.plugins.connections import ConnectionPluginRegister
from nornir.core.task import Task
from nornir.plugins.runners import ThreadedRunner
from nornir_netmiko.tasks import netmiko_commit, netmiko_send_command, netmiko_send_config

import junosim


def rename(task: Task) -> None:
    lines = [f"set system host-name {task.host.name}-new"]
    task.run(netmiko_send_config, config_commands=lines, exit_config_mode=False)
    task.run(netmiko_commit, and_quit=True)


def main() -> None:
    with junosim.start("mx480", hostname="edge-1") as one, junosim.start("mx480", hostname="edge-2") as two:
        hosts = Hosts()
        for router in (one, two):
            ssh = router.ssh
            hosts[router.name] = Host(
                name=router.name, hostname=ssh.host, port=ssh.port, username=ssh.user, password=ssh.password,
                platform="juniper_junos",
            )  # fmt: skip
        ConnectionPluginRegister.auto_register()
        nornir = Nornir(Inventory(hosts, Groups(), Defaults()), runner=ThreadedRunner(num_workers=2))

        for name, answers in nornir.run(netmiko_send_command, command_string="show version").items():
            print(name, answers[0].result.splitlines()[1])
        assert not nornir.run(rename).failed
        nornir.close_connections()

        for router in (one, two):
            print(router.cli("show configuration system host-name"), end="")


if __name__ == "__main__":
    main()
