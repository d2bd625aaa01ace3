"""netmiko against a simulated router: read the version, commit a change, look at it, take it back.

pip install junosim netmiko
python show_and_commit.py
"""

from netmiko import ConnectHandler

import junosim


def main() -> None:
    with junosim.start("mx480") as router:
        ssh = router.ssh
        connection = ConnectHandler(
            device_type="juniper_junos",
            host=ssh.host,
            port=ssh.port,
            username=ssh.user,
            password=ssh.password,
        )
        with connection:
            print(connection.send_command("show version").splitlines()[1])

            connection.send_config_set(["set system host-name edge-1"], exit_config_mode=False)
            print(connection.send_command("show | compare", expect_string=r"#"))
            assert "commit complete" in connection.commit(and_quit=True)

        print(router.cli("show configuration system host-name"), end="")


if __name__ == "__main__":
    main()
