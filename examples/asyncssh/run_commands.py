"""asyncssh against a simulated router: commands without a terminal, as `ssh host "command"` runs them.

pip install junosim
python run_commands.py
"""

import asyncio

import asyncssh

import junosim


async def main() -> None:
    async with junosim.start("mx480") as router:
        ssh = router.ssh
        async with asyncssh.connect(
            ssh.host, ssh.port, username=ssh.user, password=ssh.password, known_hosts=None
        ) as connection:
            version = await connection.run("show version | match Model")
            print(version.stdout, end="")
            change = await connection.run("configure ; set system host-name edge-1 ; show | compare ; commit")
            print(change.stdout, end="")

        print(router.cli("show configuration system host-name"), end="")


if __name__ == "__main__":
    asyncio.run(main())
