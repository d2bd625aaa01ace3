"""scrapli 2 (the releases from 2026.10 on) against a simulated router.

pip install junosim "scrapli>=2026.10"
python show_and_commit.py
"""

from scrapli import AuthOptions, Cli, TransportSsh2Options

import junosim


def main() -> None:
    with junosim.start("mx480") as router:
        ssh = router.ssh
        connection = Cli(
            ssh.host,
            port=ssh.port,
            definition_file_or_name="juniper_junos",
            auth_options=AuthOptions(username=ssh.user, password=ssh.password),
            transport_options=TransportSsh2Options(),
        )
        with connection:
            print(connection.send_input("show version").result.splitlines()[1])

            connection.send_input("set system host-name edge-1", requested_mode="configuration")
            print(connection.send_input("show | compare", requested_mode="configuration").result)
            assert "commit complete" in connection.send_input("commit", requested_mode="configuration").result

        print(router.cli("show configuration system host-name"), end="")


if __name__ == "__main__":
    main()
