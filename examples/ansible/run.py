"""An Ansible playbook against a simulated router.

pip install junosim ansible ansible-pylibssh
python run.py
"""

import os
import subprocess
from pathlib import Path

import junosim

HERE = Path(__file__).parent


def main() -> None:
    with junosim.start("mx480") as router:
        ssh = router.ssh
        environment = {
            **os.environ,
            "ANSIBLE_HOST_KEY_CHECKING": "False",
            "ROUTER_HOST": ssh.host,
            "ROUTER_PORT": str(ssh.port),
            "ROUTER_USER": ssh.user,
            "ROUTER_PASSWORD": ssh.password,
        }
        command = ["ansible-playbook", "-i", "inventory.yml", "playbook.yml"]
        subprocess.run(command, cwd=HERE, env=environment, check=True)
        print(router.cli("show configuration system host-name"), end="")


if __name__ == "__main__":
    main()
