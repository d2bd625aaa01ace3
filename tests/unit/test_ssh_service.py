"""The settings of the SSH service at work, against real clients on loopback: who gets in, who stays, what is logged.

R-SSH-013, -014, -015, -017; texts of OpenSSH 7.5.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from contextlib import asynccontextmanager, suppress

import asyncssh
import pytest
from asyncssh.packet import String

from junosim.clock import ManualClock
from junosim.device.login_lines import unable_to_negotiate
from junosim.servers.contract import SshAlgorithms, SshLimits, SshSettings
from junosim.servers.negotiation import mismatch
from junosim.servers.ssh import SshServer
from junosim.servers.workers import Workers
from ssh_device import FakeDevice, login, shell, until


@pytest.fixture(scope="module")
def workers():
    pool = Workers()
    yield pool
    pool.close()


@pytest.fixture
def device():
    return FakeDevice()


@pytest.fixture
async def server(device, workers):
    async with SshServer(device, workers) as running:
        yield running


async def is_let_in(server):
    try:
        async with login(server):
            return True
    except (OSError, asyncssh.Error):
        return False


# --- how many -----------------------------------------------------------------------------------------------


async def test_no_more_connections_than_configured(server, device):
    device.wants = SshSettings(connections=2)
    async with login(server):
        async with login(server):
            assert not await is_let_in(server)
            assert device.lines == ["ssh from 127.0.0.1 exceeded max connections (limit 2)"]
            device.wants = SshSettings(connections=3)  # a commit counts at once
            assert await is_let_in(server)
        device.wants = SshSettings(connections=2)
        await until(lambda: server.connections == 1)
        assert await is_let_in(server)


async def test_a_connection_that_is_cut_before_it_begins_counts_no_more(device, workers):
    device.wants = SshSettings(connections=1)
    async with SshServer(device, workers) as server:
        with socket.create_connection(server.address):
            server._accept()
            assert server.connections == 1
            await server.stop()
        await server.start()
        assert await is_let_in(server)


def complaints(device):
    """What the server says of clients, but for their farewells."""
    return [line for line in device.lines if not line.startswith("Received disconnect")]


async def test_no_more_attempts_in_a_minute_than_configured(workers):
    device = FakeDevice(clock=ManualClock(), wants=SshSettings(attempts=2))
    async with SshServer(device, workers) as server:
        assert [await is_let_in(server) for _ in range(4)] == [True, True, False, False]
        assert complaints(device) == ["ssh from 127.0.0.1 exceeded counts/min (limit 2/min)"] * 2
        device.clock.advance(59)
        assert not await is_let_in(server)
        device.clock.advance(1)
        assert [await is_let_in(server) for _ in range(3)] == [True, True, False]


async def test_who_must_not_be_kept_out_by_the_configuration(device, workers):
    device.wants = SshSettings(connections=1, attempts=1)
    async with SshServer(device, workers, limits=SshLimits(heeds=False)) as server, login(server):
        assert await is_let_in(server)


async def test_sessions_of_one_connection(server, device):
    device.wants = SshSettings(sessions=2)
    async with login(server) as connection, shell(connection), shell(connection):
        with pytest.raises(asyncssh.ChannelOpenError) as caught:
            await connection.create_session(asyncssh.SSHClientSession)
        assert caught.value.code == asyncssh.OPEN_CONNECT_FAILED
        assert device.lines == ["error: no more sessions"]


async def test_messages_before_the_login(server, device):
    device.wants = SshSettings(packets=8)
    assert await is_let_in(server)  # an ordinary login needs fewer
    device.wants = SshSettings(packets=4)
    assert not await is_let_in(server)
    assert [line.rpartition(" port ")[0] for line in complaints(device)] == [
        "error: Too many packets before authentication from 127.0.0.1"
    ]


# --- which methods ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wants", "methods"),
    [
        (SshSettings(), {"publickey", "keyboard-interactive", "password"}),
        (SshSettings(password=False), {"publickey", "keyboard-interactive"}),
        (SshSettings(keyboard_interactive=False), {"publickey", "password"}),
        (SshSettings(password=False, keyboard_interactive=False), {"publickey"}),
        (SshSettings(public_key=False), {"keyboard-interactive", "password"}),
    ],
)
async def test_methods_on_offer(server, device, wants, methods):
    device.wants = wants
    host, port = server.address
    offered = await asyncssh.get_server_auth_methods(host, port, "lab", config=None)
    assert set(offered) == methods
    taken = {"password", "keyboard-interactive"} & methods
    for method in ("password", "keyboard-interactive"):
        with suppress(asyncssh.PermissionDenied):
            async with login(server, preferred_auth=method):
                taken.discard(method)
                assert method in methods
    assert not taken


# --- who stays ----------------------------------------------------------------------------------------------


async def test_a_commit_counts_for_those_who_come_later(server, device):
    async with login(server, encryption_algs=["aes128-ctr"]) as before, shell(before) as process:
        device.offer = SshAlgorithms(ciphers=("aes256-ctr",), host_keys=("ecdsa",))
        device.wants = SshSettings(sessions=1, rekey_seconds=0.001)
        with pytest.raises(asyncssh.KeyExchangeFailed):
            await login(server, encryption_algs=["aes128-ctr"])
        async with login(server) as after:
            assert after.get_extra_info("send_cipher") == "aes256-ctr"
            assert after.get_server_host_key().get_algorithm() == "ecdsa-sha2-nistp256"
        process.stdin.write(b"abc")
        assert await process.stdout.readexactly(3) == b"abc"
        assert (await before.run("show")).stdout == "ran show\n"
        assert before.get_extra_info("send_cipher") == "aes128-ctr"


async def test_a_client_that_is_dead_is_left(server, device):
    device.wants = SshSettings(alive_interval=0.03, alive_count=2)
    async with login(server) as alive, login(server) as dead:
        dead._transport.pause_reading()  # it is there, and says nothing
        await until(lambda: device.lines)
        assert device.lines[0].startswith("Timeout, client not responding from 127.0.0.1 port ")
        await until(lambda: server.connections == 1)
        assert (await alive.run("show")).stdout == "ran show\n"
        dead._transport.resume_reading()


@pytest.mark.parametrize("wants", [SshSettings(rekey_bytes=1500), SshSettings(rekey_seconds=0.3)])
async def test_session_keys_are_made_anew(server, device, wants, monkeypatch):
    made = []
    newkeys = asyncssh.SSHServerConnection.send_newkeys
    monkeypatch.setattr(
        asyncssh.SSHServerConnection, "send_newkeys", lambda *args: made.append(0) or newkeys(*args)
    )
    device.wants = wants
    async with login(server) as connection, shell(connection) as process:
        while len(made) < 2:  # the first one began the connection
            process.stdin.write(b"some keys")
            assert await process.stdout.readexactly(9) == b"some keys"


async def test_an_idle_client_gets_new_keys_when_it_is_asked_whether_it_is_there(server, device, monkeypatch):
    made = []
    newkeys = asyncssh.SSHServerConnection.send_newkeys
    monkeypatch.setattr(
        asyncssh.SSHServerConnection, "send_newkeys", lambda *args: made.append(0) or newkeys(*args)
    )
    device.wants = SshSettings(alive_interval=0.05, rekey_seconds=0.2)
    async with login(server) as connection:
        await until(lambda: len(made) > 1)
        assert (await connection.run("show")).stdout == "ran show\n"


@pytest.mark.parametrize("extra", [b"\x02\0\0\0\0", b"\x04\0\0\0\0\0\0\0\0\0"], ids=["IGNORE", "DEBUG"])
async def test_the_first_key_exchange_is_strict(server, extra):
    """A message slipped into it ends the connection: CVE-2023-48795. A client that is not strict may send one."""
    for strict in (True, False):
        async with wire(server) as (reader, writer):
            names = b"ecdh-sha2-nistp256" + (b",kex-strict-c-v00@openssh.com" if strict else b"")
            lists = (
                names,
                b"ecdsa-sha2-nistp256",
                *[b"aes256-ctr"] * 2,
                *[b"hmac-sha2-256"] * 2,
                *[b"none"] * 2,
            )
            offer = b"\x14" + bytes(16) + b"".join(map(String, (*lists, b"", b""))) + bytes(5)
            writer.write(b"SSH-2.0-rough\r\n" + packet(offer) + packet(extra))
            await writer.drain()
            try:
                said = await asyncio.wait_for(reader.read(), 0.3)
            except TimeoutError:
                assert not strict
            else:
                assert strict
                assert b"Strict key exchange violation" in said


def packet(payload):
    """A message that is not encrypted."""
    padding = 8 - (len(payload) + 5) % 8 + 8
    return struct.pack(">IB", 1 + len(payload) + padding, padding) + payload + bytes(padding)


# --- who speaks something else ------------------------------------------------------------------------------


@asynccontextmanager
async def wire(server):
    reader, writer = await asyncio.open_connection(*server.address)
    try:
        assert await reader.readline() == b"SSH-2.0-OpenSSH_7.5\r\n"
        yield reader, writer
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


@pytest.mark.parametrize(
    ("spoken", "answer", "said"),
    [
        (
            b"SSH-1.5-old\r\n",
            b"Protocol major versions differ.\n",
            "Protocol major versions differ for 127.0.0.1 port {}: SSH-2.0-OpenSSH_7.5 vs. SSH-1.5-old",
        ),
        (
            b"GET / HTTP/1.0\r\n",
            b"Protocol mismatch.\n",
            "Bad protocol version identification 'GET / HTTP/1.0' from 127.0.0.1 port {}",
        ),
        (
            b"\x16\x03\x01\n",
            b"Protocol mismatch.\n",
            "Bad protocol version identification '\\026\\003\\001' from 127.0.0.1 port {}",
        ),
        (
            b"SSH-2.0-\xff\n",
            b"Protocol mismatch.\n",
            "Bad protocol version identification 'SSH-2.0-\\377' from 127.0.0.1 port {}",
        ),
        (
            b"\x9b2J\xe2\x80\xae\n",  # what a terminal that shows the log would obey
            b"Protocol mismatch.\n",
            "Bad protocol version identification '\\2332J\\342\\200\\256' from 127.0.0.1 port {}",
        ),
    ],
)
async def test_a_client_that_speaks_no_ssh_2_is_told_so(server, device, spoken, answer, said):  # R-SSH-014
    async with wire(server) as (reader, writer):
        writer.write(spoken)
        assert await reader.read() == answer
        port = writer.get_extra_info("sockname")[1]
    assert device.lines == [said.format(port)]


@pytest.mark.parametrize(
    ("options", "missing", "offer"),
    [
        (
            {"kex_algs": ["curve448-sha512", "diffie-hellman-group1-sha1"]},
            "key exchange method",
            "curve448-sha512,diffie-hellman-group1-sha1,ext-info-c,kex-strict-c-v00@openssh.com",
        ),
        ({"encryption_algs": ["arcfour"]}, "cipher", "arcfour"),
        ({"mac_algs": ["hmac-md5"], "encryption_algs": ["aes256-ctr"]}, "MAC", "hmac-md5"),
        ({"server_host_key_algs": ["ssh-dss", "ssh-ed25519"]}, "host key type", "ssh-dss,ssh-ed25519"),
    ],
)
async def test_a_failed_negotiation_is_logged_with_the_offer(
    server, device, options, missing, offer
):  # R-SSH-013
    device.offer = SshAlgorithms(key_exchange=("ecdh-sha2-nistp256",), macs=("hmac-sha2-256",))
    with pytest.raises((asyncssh.KeyExchangeFailed, asyncssh.ConnectionLost)):
        await login(server, **options)
    await until(lambda: device.lines)
    (line,) = device.lines
    assert line.startswith("Unable to negotiate with 127.0.0.1 port ")
    assert line.endswith(f": no matching {missing} found. Their offer: {offer}")


def test_an_offer_is_shown_as_far_as_it_is_one():
    reason = "No matching key exchange algorithm found, sent ecdh-sha2-nistp256 and received {}"
    assert mismatch(reason.format("<None>"), b"") == ("key exchange method", "")
    line = unable_to_negotiate("192.0.2.9", 1, "cipher", "\x1b[2J" + "x" * 5000)
    assert line.text.endswith(" Their offer: \\033[2J" + "x" * 1020)


async def test_a_list_of_which_the_library_knows_nothing_keeps_all_out(server, device, caplog):
    device.offer = SshAlgorithms(macs=("hmac-ripemd160",))
    assert not await is_let_in(server)
    assert "the library knows none" in caplog.text
    device.offer = SshAlgorithms(macs=("hmac-ripemd160", "hmac-sha2-512"))
    assert await is_let_in(server)


@pytest.mark.parametrize("kind", ["rsa", "ecdsa", "ed25519"])
async def test_a_host_key_of_each_kind_alone(server, device, kind):
    device.offer = SshAlgorithms(host_keys=(kind,))
    async with login(server) as connection:
        algorithm = connection.get_server_host_key().get_algorithm()
        assert algorithm == {"rsa": "ssh-rsa", "ecdsa": "ecdsa-sha2-nistp256", "ed25519": "ssh-ed25519"}[kind]
    assert device.host_keys.made == [kind]
