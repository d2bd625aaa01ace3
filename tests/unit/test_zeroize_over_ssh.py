"""Zeroization of a device that is served: what an SSH client sees, its port, and its keys before and after."""

from __future__ import annotations

import asyncio

import asyncssh
import pytest

from junosim.assemble.blueprint import draft
from junosim.assemble.lab import User
from junosim.assemble.serve import ServedDevice
from junosim.clock import SystemClock
from junosim.device.lifecycle import State
from junosim.entropy import SeededEntropy
from junosim.servers.workers import Workers

USERS = (User("lab", "Lab-1234567", "super-user"), User("eve", "Eve-1234567", "read-only"))
DIALOGUE = (
    "yes \r\n\r\nwarning: ipsec-key-management subsystem not running - not needed by configuration.\r\n"
    "warning: zeroizing re0\r\n"
)


@pytest.fixture
def workers():
    pool = Workers()
    yield pool
    pool.close()


def made(folder, workers):
    blueprint = draft("mx480", SystemClock(), SeededEntropy(1), users=USERS)
    return ServedDevice(blueprint, "r1", SystemClock(), SeededEntropy(1), workers, folder)


def connect(served, user="lab", password="Lab-1234567"):
    return asyncssh.connect(
        *served.server.address,
        username=user,
        password=password,
        known_hosts=None,
        config=None,
        client_keys=None,
    )


async def reaches(served, state):
    async with asyncio.timeout(20):
        while served.device.lifecycle.state is not state:  # noqa: ASYNC110 - the device has watchers, not events
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    ("statement", "kinds"),
    [
        ("ssh-dss; ssh-ecdsa;", ["dsa"]),
        ("ssh-dss { allow; } ssh-ed25519;", ["dsa"]),
        ("ssh-dss { deny; } no-ssh-ed25519; ssh-rsa;", []),
    ],
)
async def test_a_key_that_is_configured_but_not_there_is_an_error_in_the_log(workers, statement, kinds):
    text = f"system {{ services {{ ssh {{ hostkey-algorithm {{ {statement} }} }} }} }}"  # R-HKEY-003
    blueprint = draft("mx480", SystemClock(), SeededEntropy(1), users=USERS, text=text)
    served = ServedDevice(blueprint, "r1", SystemClock(), SeededEntropy(1), workers)
    await served.start("127.0.0.1", 0)
    async with connect(served) as connection:
        lines = (await connection.run("show log messages")).stdout.splitlines()
    await served.stop()
    found = [line.partition("error: ")[2] for line in lines if " error: " in line]
    assert found == [f"Could not load host key: /etc/ssh/ssh_host_{kind}_key" for kind in kinds]


async def test_an_ssh_client_sees_the_progress_and_then_nothing(tmp_path, workers):
    served = made(tmp_path / "r1", workers)
    await served.start("127.0.0.1", 0)
    try:
        async with connect(served) as connection:
            fingerprints = dict(served.server.fingerprints)
            other = await connection.create_process(term_type="vt100", encoding="ascii")
            await other.stdout.readuntil("> ")
            process = await connection.create_process(term_type="vt100", encoding="ascii")
            await process.stdout.readuntil("> ")
            process.stdin.write("request system zeroize\n")
            await process.stdout.readuntil("[yes,no] (no) ")
            process.stdin.write("yes\n")
            assert await process.stdout.read() == DIALOGUE
            await other.stdout.read()
        await reaches(served, State.AMNESIAC)
        with pytest.raises(ConnectionRefusedError):  # R-ZERO-011
            await connect(served)
        assert served.server.fingerprints == {"ecdsa": None, "rsa": None}
        device = served.device
        device.stores.shared.replace(served._blueprint.configuration)
        device.committer.commit(device.stores.shared, user="root")
        assert device.lifecycle.state is State.RUNNING
        async with connect(served) as connection:
            assert (await connection.run("show version | match Model")).stdout == "Model: mx480\n"
        after = served.server.fingerprints
        assert not set(after.values()) & set(fingerprints.values())  # R-ZERO-010
    finally:
        await served.stop()
    again = made(tmp_path / "r1", workers)
    await again.start("127.0.0.1", 0)
    assert again.server.fingerprints == after  # R-HKEY-004
    await again.stop()
