"""Commits below `system services ssh` on a device that is served: they count for who comes later, and cut nobody.

R-SSH-014, -017, R-HKEY-001, -003, -004.
"""

from __future__ import annotations

from contextlib import asynccontextmanager

import asyncssh
import pytest

from junosim.assemble.blueprint import draft
from junosim.assemble.lab import User
from junosim.assemble.serve import ServedDevice
from junosim.clock import ManualClock
from junosim.config.load import Form, load
from junosim.entropy import SeededEntropy
from junosim.servers.workers import Workers

OFFICER = User("officer", "Crypto-Officer-1", "super-user")
ROOT_KEY = asyncssh.generate_private_key("ecdsa-sha2-nistp256")
PUBLIC = ROOT_KEY.export_public_key().decode().strip()


@pytest.fixture(scope="module")
def workers():
    pool = Workers()
    yield pool
    pool.close()


@asynccontextmanager
async def serving(workers, *statements, platform="mx480"):
    text = "".join(f"set {statement}\n" for statement in statements)
    blueprint = draft(platform, ManualClock(), SeededEntropy(1), users=(OFFICER,), text=text)
    served = ServedDevice(blueprint, "r1", ManualClock(), SeededEntropy(2), workers)
    await served.start("127.0.0.1", 0)
    try:
        yield served
    finally:
        await served.stop()


@pytest.fixture
async def served(workers):
    async with serving(workers) as running:
        yield running


def commit(served, *lines):
    """Do what somebody at the console would do."""
    candidate = served.device.stores.shared
    assert load(candidate, "".join(f"{line}\n" for line in lines), form=Form.SET).problems == ()
    served.device.committer.commit(candidate, user="officer")


def connect(served, user=OFFICER.name, password=OFFICER.password, **options):
    host, port = served.server.address
    settings = {"client_keys": None, "config": None, "agent_path": None, "known_hosts": None} | options
    return asyncssh.connect(host, port, username=user, password=password, **settings)


async def model(connection):
    return (await connection.run("show version | match Model")).stdout


async def test_other_algorithms_while_a_session_is_there(served):
    async with connect(served, encryption_algs=["aes128-ctr"]) as before:
        commit(
            served,
            "set system services ssh ciphers aes256-ctr",
            "set system services ssh key-exchange ecdh-sha2-nistp521",
        )
        async with connect(served) as after:
            assert after.get_extra_info("send_cipher") == "aes256-ctr"
            assert await model(after) == await model(before) == "Model: mx480\n"
        with pytest.raises(asyncssh.KeyExchangeFailed):
            await connect(served, encryption_algs=["aes128-ctr"])
        with pytest.raises(asyncssh.KeyExchangeFailed):
            await connect(served, kex_algs=["ecdh-sha2-nistp256"])
        log = (await before.run('show log messages | match "Unable to negotiate"')).stdout
        assert [line.partition(": no matching ")[2] for line in log.splitlines()] == [
            "cipher found. Their offer: aes128-ctr",
            "key exchange method found. Their offer: ecdh-sha2-nistp256,ext-info-c,kex-strict-c-v00@openssh.com",
        ]
        commit(served, "delete system services ssh ciphers", "delete system services ssh key-exchange")
        async with connect(served, encryption_algs=["aes128-ctr"]) as again:
            assert await model(again) == "Model: mx480\n"


async def test_the_service_goes_and_comes_back(served):
    address, fingerprints = served.server.address, served.server.fingerprints
    async with connect(served) as session:
        commit(served, "deactivate system services ssh")
        with pytest.raises(ConnectionRefusedError):
            await connect(served)
        assert await model(session) == "Model: mx480\n"
        commit(served, "activate system services ssh")
        assert served.server.address == address
        async with connect(served) as other:
            assert await model(other) == "Model: mx480\n"
        assert served.server.fingerprints["ecdsa"] == fingerprints["ecdsa"]
        commit(
            served,
            "set system services ssh hostkey-algorithm no-ssh-rsa",
            "set system services ssh hostkey-algorithm no-ssh-ecdsa",
        )
        with pytest.raises(ConnectionRefusedError):
            await connect(served)
        assert await model(session) == "Model: mx480\n"


async def test_a_device_without_the_service_listens_nowhere(workers):
    async with serving(workers, "system location floor 3") as served:
        commit(served, "delete system services ssh")
        with pytest.raises(ConnectionRefusedError):
            await connect(served)
        await served.reset()
        async with connect(served) as session:  # it is as it was at the start
            assert await model(session) == "Model: mx480\n"


async def test_who_may_come_is_looked_up_at_each_login(served):
    commit(served, f'set system root-authentication ssh-ecdsa "{PUBLIC}"')
    root = {"user": "root", "password": None, "client_keys": [ROOT_KEY]}
    with pytest.raises(asyncssh.PermissionDenied):  # documented: an MX lets root in on the console alone
        await connect(served, **root)
    for word, comes in (("allow", True), ("deny-password", True), ("deny", False)):
        commit(served, f"set system services ssh root-login {word}")
        try:
            async with connect(served, **root) as session:
                assert (await session.run("whoami")).stdout == "root\n"
                assert comes
        except asyncssh.PermissionDenied:
            assert not comes
    commit(served, "set system services ssh root-login allow", "set system services ssh no-public-keys")
    with pytest.raises(asyncssh.PermissionDenied):
        await connect(served, **root)
    commit(served, "set system services ssh no-passwords", "set system authentication-order radius")
    with pytest.raises(asyncssh.PermissionDenied):
        await connect(served)
    commit(served, "delete system services ssh no-passwords")
    async with connect(served) as session:  # no server answers: the local password counts
        assert await model(session) == "Model: mx480\n"


async def test_a_switch_lets_root_in_with_a_key(workers):
    key = f'system root-authentication ssh-ecdsa "{PUBLIC}"'
    async with (
        serving(workers, key, platform="qfx5120-48t") as served,
        connect(served, "root", None, client_keys=[ROOT_KEY]) as session,
    ):
        assert (await session.run("whoami")).stdout == "root\n"


async def test_a_key_of_another_kind_is_made_when_it_is_configured(served):
    async with connect(served) as session:
        commit(served, "set system services ssh hostkey-algorithm ssh-ed25519")
        async with connect(served, server_host_key_algs=["ssh-ed25519"]) as other:
            kept = other.get_server_host_key().get_fingerprint()
        files = (await session.run("file list /etc/ssh")).stdout.split()
        assert "ssh_host_ed25519_key" in files
        commit(served, "delete system services ssh hostkey-algorithm")
        with pytest.raises(asyncssh.KeyExchangeFailed):
            await connect(served, server_host_key_algs=["ssh-ed25519"])
        commit(served, "set system services ssh hostkey-algorithm ssh-ed25519")
        async with connect(served, server_host_key_algs=["ssh-ed25519"]) as other:
            assert other.get_server_host_key().get_fingerprint() == kept


async def test_the_port_that_is_configured_is_shown_and_not_taken(served):
    port = served.server.address[1]
    commit(served, "set system services ssh port 2022")
    async with connect(served) as session:
        shown = (await session.run("show system connections inet")).stdout
    assert served.server.address[1] == port
    lines = [line.split() for line in shown.splitlines()]
    assert ["tcp4", "0", "0", "*.2022", "*.*", "LISTEN"] in lines
    assert [line[3].rpartition(".")[2] for line in lines if line[-1:] == ["ESTABLISHED"]] == ["2022"]


async def test_limits_count_what_the_configuration_says(served):
    commit(
        served,
        "set system services ssh rate-limit 2",
        "set system services ssh max-sessions-per-connection 1",
    )
    async with connect(served) as session:
        async with session.create_process(term_type="vt100"):
            with pytest.raises(asyncssh.ChannelOpenError):
                await session.run("show version")
        async with connect(served):
            pass
        with pytest.raises((OSError, asyncssh.Error)):
            await connect(served)
        served.device.clock.advance(61)
        async with connect(served) as other:
            assert await model(other) == "Model: mx480\n"
        text = (await session.run("show log messages | match exceeded")).stdout
    assert "inetd[" in text
    assert "ssh from 127.0.0.1 exceeded counts/min (limit 2/min)" in text
