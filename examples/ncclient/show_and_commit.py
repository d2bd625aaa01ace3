"""ncclient against a simulated router: read the version, commit a change, look at it, take it back if it is wrong.

pip install junosim ncclient
python show_and_commit.py
"""

from ncclient import manager

import junosim

CHANGE = """
<config>
  <configuration>
    <system>
      <host-name>edge-1</host-name>
    </system>
  </configuration>
</config>
"""


def main() -> None:
    with junosim.start("mx480") as router:
        ssh = router.ssh
        with manager.connect(
            host=ssh.host,
            port=ssh.port,
            username=ssh.user,
            password=ssh.password,
            hostkey_verify=False,
            device_params={"name": "junos"},
        ) as connection:
            version = connection.command("show version", format="text")
            print(version.xpath("//output")[0].text.strip().splitlines()[1])

            with connection.locked("candidate"):
                connection.edit_config(target="candidate", config=CHANGE)
                print(connection.compare_configuration().xpath("//configuration-output")[0].text)
                connection.validate()
                connection.commit()

        print(router.cli("show configuration system host-name"), end="")


if __name__ == "__main__":
    main()
