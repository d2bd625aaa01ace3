"""Conditional self-tests on a device: new keys, and the known answers after a new key."""

from __future__ import annotations

import asyncssh
import pytest

from cli_session import Typist, make_device
from junosim.assemble.blueprint import draft
from junosim.assemble.lab import User
from junosim.assemble.serve import ServedDevice
from junosim.clock import ManualClock
from junosim.device.files import SYSTEM
from junosim.device.host_keys import ECDSA, RSA
from junosim.device.lifecycle import State
from junosim.entropy import SeededEntropy
from junosim.errors import SelfTestFailure
from junosim.servers.workers import Workers

FAILED = "FIPS error: self-test failure: pairwise consistency test, "


def messages(device):
    return device.files.read("/var/log/messages", SYSTEM).decode()


def settle(device):
    while (due := device.next_due()) is not None and due <= device.clock.monotonic():
        device.do_due()


@pytest.mark.parametrize("kind", [ECDSA, RSA])
def test_a_pair_that_does_not_fit_is_no_key(kind):
    """R-COND-003"""
    device = make_device(fips=True)
    device.faults.add(keypair=kind)
    with pytest.raises(SelfTestFailure, match=f"pairwise consistency test, {kind.upper()}"):
        device.host_keys.generate(kind)
    assert device.host_keys.find(kind) is None
    device.host_keys.keep(kind, device.host_keys.generate(kind))
    assert device.host_keys.find(kind)


class Serving:
    """A device in FIPS mode, or outside it, with its SSH port."""

    def __init__(self, *, fips=True):
        users = (User("lab", "Lab-1234567", "super-user"),)
        blueprint = draft("mx480", ManualClock(), SeededEntropy(1), users=users, fips=fips)
        self.workers = Workers()
        self.served = ServedDevice(blueprint, "r1", ManualClock(), SeededEntropy(1), self.workers)

    async def __aenter__(self):
        await self.served.start("127.0.0.1", 0)
        return self.served

    async def __aexit__(self, *_):
        await self.served.stop()
        self.workers.close()


def connect(served):
    return asyncssh.connect(*served.server.address, username="lab", password="Lab-1234567", known_hosts=None)


@pytest.mark.parametrize("kind", [ECDSA, RSA])
async def test_a_host_key_that_does_not_fit_stops_a_device_in_fips_mode(kind):
    """R-COND-003: the client learns nothing, the device panics, boots, and makes another key."""
    async with Serving() as served:
        served.device.faults.add(keypair=kind)
        with pytest.raises((OSError, asyncssh.Error)):
            await connect(served)
        settle(served.device)
        assert served.device.lifecycle.state is State.PANIC
        assert f"mgd: {FAILED}{kind.upper()}\n" in messages(served.device)
        served.device.clock.advance(1.0)
        settle(served.device)
        async with connect(served) as connection:
            assert "r1" in (await connection.run("show version")).stdout


async def test_outside_fips_mode_the_next_client_gets_another_key():
    async with Serving(fips=False) as served:
        served.device.faults.add(keypair="ecdsa")
        assert served.server.fingerprints == {"ecdsa": None, "rsa": None}
        assert served.device.lifecycle.state is State.RUNNING
        assert f"mgd: {FAILED}ECDSA\n" in messages(served.device)
        async with connect(served):
            assert served.server.fingerprints["ecdsa"]


@pytest.mark.parametrize(("word", "runs"), [("enable", 1), ("disable", 0)])
def test_known_answers_after_a_key_was_made(word, runs):
    """[the schema: `self-test after-key-generation`]"""
    device = make_device(fips=True)
    user = Typist(device)
    user.lines("configure", f"set system fips self-test after-key-generation {word}", "commit")
    device.host_keys.keep(ECDSA, device.host_keys.generate(ECDSA))
    settle(device)
    assert messages(device).count("mgd: FIPS Self-tests Passed\n") == runs


def test_the_run_after_a_key_can_fail():
    device = make_device(fips=True)
    user = Typist(device)
    user.lines("configure", "set system fips self-test after-key-generation enable", "commit")
    device.faults.add(kat="openssl/FIPS ECDSA")
    device.host_keys.keep(ECDSA, device.host_keys.generate(ECDSA))
    settle(device)
    assert device.lifecycle.state is State.PANIC
