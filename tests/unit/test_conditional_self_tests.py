"""Conditional self-tests on a device: new keys, keys typed by hand, and the known answers after a new key."""

from __future__ import annotations

import asyncssh
import pytest

from cli_session import Typist, make_device
from junosim.assemble.blueprint import draft
from junosim.assemble.lab import User
from junosim.assemble.serve import ServedDevice
from junosim.cli import faults
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


def test_the_commit_for_fips_mode_is_refused_without_a_key():
    """R-COND-003: nothing is stored, and the next commit makes another key."""
    device = make_device()
    device.software.install_fips()
    user = Typist(device)
    user.lines("configure", "set system fips chassis level 1")
    device.faults.add(keypair="ecdsa")
    told = user.line("commit")
    assert "error: self-test failure: pairwise consistency test, ECDSA" in told
    assert "commit complete" not in told
    assert device.host_keys.missing_in_fips()
    assert not device.fips_wanted()
    assert f"mgd: {FAILED}ECDSA\n" in messages(device)
    settle(device)
    assert device.lifecycle.state is State.RUNNING  # it is not in the mode yet
    assert user.line("commit").endswith("commit complete")
    assert not device.host_keys.missing_in_fips()


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


def test_keys_that_are_typed_twice_are_compared():
    """R-COND-004: what was typed the second time is damaged, and nothing is stored."""
    user = Typist(make_device(fips=True))
    device = user.device
    user.lines("configure", "edit system login user ntc")
    device.faults.add(key_entry="retype", times=2)
    for keys in ("set authentication plain-text-password\r", "Abc123xyz9!\r"):
        user.send(keys)
    assert "error: Passwords are not equal; aborting" in user.send("Abc123xyz9!\r")
    assert "encrypted-password" not in user.line("show | compare")
    user.line("top")
    for keys in ("prompt system radius-server 192.0.2.1 secret\r", "secret-of-ten-1\r"):
        user.send(keys)
    told = user.send("secret-of-ten-1\r")
    assert "not equal" in told or "error" in told
    assert user.line("show | compare") == ""
    assert device.faults.waiting == ()
    assert device.lifecycle.state is State.FIPS


def test_a_fault_of_the_program_is_reported_without_random_numbers(caplog):
    """R-COND-002: in its error state the module gives none, not even for the number of a report."""
    device = make_device(fips=True)
    device.faults.add(rng="output")
    with pytest.raises(SelfTestFailure):
        device.entropy.bytes(4)
    seen = []
    for text in ("one", "two"):
        try:
            int(text)
        except ValueError:
            seen.append(faults.report(device, "lab"))
    with pytest.raises(SelfTestFailure):
        device.entropy.bytes(4)
    assert all(line.startswith("error: internal error (") for line in seen)
    assert seen[0] != seen[1]
    assert all(line.partition("(")[2].rstrip(")\n") in caplog.text for line in seen)
