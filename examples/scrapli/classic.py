"""Classic scrapli (the releases before 2026.3) against a simulated router.

pip install junosim "scrapli<2026.3"
python classic.py
"""

import asyncio

from scrapli.driver.core import AsyncJunosDriver

import junosim


async def main() -> None:
    async with junosim.start("mx480") as router:
        ssh = router.ssh
        connection = AsyncJunosDriver(
            host=ssh.host,
            port=ssh.port,
            auth_username=ssh.user,
            auth_password=ssh.password,
            auth_strict_key=False,
            transport="asyncssh",
        )
        async with connection:
            answer = await connection.send_command("show version")
            print(answer.result.splitlines()[1])
            changes = await connection.send_configs(
                ["set system host-name edge-1", "show | compare", "commit"]
            )
            assert not changes.failed
            print(changes[1].result)

        assert "host-name edge-1;" in router.configuration()


if __name__ == "__main__":
    asyncio.run(main())
