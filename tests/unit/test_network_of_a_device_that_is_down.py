"""The SSH port while the device boots, stops and stands still: it refuses, and stays the device's own."""

from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager

import asyncssh
import pytest

from junosim.assemble.blueprint import draft
from junosim.assemble.lab import User
from junosim.assemble.serve import ServedDevice
from junosim.clock import ManualClock
from junosim.device import boot
from junosim.device.lifecycle import State
from junosim.entropy import SeededEntropy
from junosim.servers.workers import Workers

USERS = (User("lab", "Lab-1234567", "super-user"), User("eve", "Eve-1234567", "read-only"))


@asynccontextmanager
async def serving(*, pace=0.0, fips=False):
    blueprint = draft("mx480", ManualClock(), SeededEntropy(1), users=USERS, fips=fips)
    workers = Workers()
    device = ServedDevice(blueprint, "r1", ManualClock(), SeededEntropy(1), workers, pace=pace)
    await device.start("127.0.0.1", 0)
    yield device
    await device.stop()
    workers.close()


@pytest.fixture
async def served():
    async with serving(pace=1.0) as device:
        yield device


async def pass_time(served, seconds):
    served.device.clock.advance(seconds)
    served.device.alarm()
    await settled(served.device)


async def settled(device):
    for _ in range(1000):
        due = device.next_due()
        if due is None or due > device.clock.monotonic():
            return
        await asyncio.sleep(0)
    raise AssertionError("it never comes to rest")


def connect(served):
    return asyncssh.connect(*served.server.address, username="lab", password="Lab-1234567", known_hosts=None)


async def test_a_rebooting_device_cuts_its_clients_refuses_new_ones_and_comes_back(served):
    async with connect(served) as connection:
        process = await connection.create_process(term_type="vt100", encoding="ascii")
        await process.stdout.readuntil("> ")
        process.stdin.write("request system reboot\n")
        await process.stdout.readuntil("(no) ")
        process.stdin.write("yes\n")
        await process.stdout.readuntil("[pid ")
        await pass_time(served, 3.0)
        assert served.device.lifecycle.state is State.SHUTTING_DOWN
        async with asyncio.timeout(5):
            assert await process.stdout.read() is not None  # to its end
            await connection.wait_closed()
    with pytest.raises(OSError):
        await asyncio.open_connection(*served.server.address)
    with socket.socket() as other, pytest.raises(OSError):
        other.bind(served.server.address)
    for _ in range(30):
        await pass_time(served, 5.0)
    assert served.device.lifecycle.state is State.RUNNING
    async with connect(served) as connection:
        result = await connection.run("show system uptime")
        assert "System booted" in result.stdout


async def test_without_power_nobody_answers_and_a_reset_helps(served):
    boot.power_off(served.device)
    with pytest.raises(OSError):
        await asyncio.open_connection(*served.server.address)
    await served.reset()
    async with connect(served) as connection:
        result = await connection.run("show version")
        assert "Hostname: r1" in result.stdout


async def test_a_looping_device_answers_nobody_until_it_is_installed_anew():
    """R-KFAIL-002 to R-KFAIL-005: the session is cut, the port refuses, the console goes on."""
    async with serving(fips=True) as served:
        device = served.device
        device.faults.add(kat="ssh-ipsec/SSH-RSA-SIGN")
        async with connect(served) as connection, asyncio.timeout(10):
            told = await connection.run("request system fips self-test")
            assert f"{'mgd:   SSH-RSA-SIGN Known Answer Test:':<56}Failed" in told.stdout
            await connection.wait_closed()
        for cycle in range(3):
            await settled(device)
            assert device.lifecycle.state is State.PANIC
            assert device.console.content.count(b"panic: FIPS error: self-test failure") == cycle + 1
            with pytest.raises(OSError):
                await asyncio.open_connection(*served.server.address)
            await pass_time(served, 1.0)
        boot.power_off(device)
        boot.power_on(device, boot.USB)
        await settled(device)
        assert device.lifecycle.state is State.AMNESIAC
        assert device.faults.present == ()
