"""What one SSH client may cost: each bound of a connection and its channels, met by a client that does not care."""

from __future__ import annotations

import asyncio
import gc
import socket
import struct
import sys
from contextlib import asynccontextmanager, suppress

import asyncssh
import pytest
from asyncssh.constants import MSG_GLOBAL_REQUEST, MSG_IGNORE, MSG_KEXINIT, MSG_USERAUTH_REQUEST
from asyncssh.packet import Boolean, String, UInt32

from junosim.servers.bounded_channel import BoundedChannel
from junosim.servers.connection import Connection
from junosim.servers.contract import SshLimits
from junosim.servers.group_exchange import LEAST, MOST
from junosim.servers.login import Login
from junosim.servers.ssh import SshServer
from junosim.servers.workers import Workers
from ssh_device import PASSWORD, FakeDevice, login, shell, until

IGNORE = struct.pack(">IBBI", 12, 6, MSG_IGNORE, 0) + bytes(6)


@pytest.fixture(scope="module")
def workers():
    pool = Workers()
    yield pool
    pool.close()


@pytest.fixture
def device():
    return FakeDevice()


@asynccontextmanager
async def serving(device, workers, **limits):
    async with SshServer(device, workers, limits=SshLimits(**limits)) as server:
        yield server


@pytest.fixture
async def server(device, workers):
    async with serving(device, workers) as running:
        yield running


@asynccontextmanager
async def wire(server, *, greets=True):
    """A client that speaks the protocol up to where it does not."""
    reader, writer = await asyncio.open_connection(*server.address)
    if greets:
        writer.write(b"SSH-2.0-rough\r\n")
    try:
        yield reader, writer
    finally:
        writer.close()


async def ended(reader):
    """Wait until the server has closed the connection; all it sent."""
    data = b""
    async with asyncio.timeout(10):
        try:
            while piece := await reader.read(65536):
                data += piece
        except ConnectionError:
            pass
    return data


async def test_a_client_that_names_no_user_is_cut(device, workers):
    async with serving(device, workers, greeting=0.05) as server:
        async with wire(server) as (reader, _):
            assert (await ended(reader)).startswith(b"SSH-2.0-OpenSSH")
        async with login(server) as connection:  # one that has named a user is not
            await asyncio.sleep(0.1)
            assert not connection.is_closed()


@pytest.mark.parametrize("length", [35_001, 0x7FFFFFFF, 0xFFFFFFFF])
async def test_a_message_before_the_login_is_short(server, length):
    async with wire(server) as (reader, writer):
        writer.write(struct.pack(">IBB", length, 4, MSG_IGNORE) + bytes(10))
        assert b"Max packet size exceeded" in await ended(reader)


async def test_messages_before_the_login_are_few(device, workers):
    async with serving(device, workers, early_messages=50) as server, wire(server) as (reader, writer):
        writer.write(IGNORE * 51)
        assert b"Too many messages before login" in await ended(reader)


@pytest.mark.parametrize(
    "text",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"SSH-1.5-old\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"SSH-2.0-\xff\xfe\r\n",
        b"SSH-2.0-" + b"x" * 300 + b"\r\n",
        b"x" * 9000,
        b"\0" * 9000,
    ],
)
async def test_what_is_no_ssh_ends_at_once(server, text, caplog):
    async with wire(server, greets=False) as (reader, writer):
        writer.write(text)
        if b"\n" not in text and len(text) < 8192:
            writer.write_eof()
        await ended(reader)
    await until(lambda: server.connections == 0)
    assert not [record for record in caplog.records if record.exc_info]


async def test_keys_are_exchanged_once_before_the_login(server):
    class Again(asyncssh.SSHClient):
        def connection_made(self, conn):
            conn.send_service_request = lambda service: conn._send_kexinit()

    with pytest.raises(asyncssh.ProtocolError, match="Key exchange before login"):
        await login(server, client_factory=Again)


# --- who logs in --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["root\x01", "a\nb", "\x1b[2J", "x" * 5000, "\u202enimda", "", "lab\0"], ids=ascii
)
async def test_odd_names_are_refused_as_others(server, device, monkeypatch, name):
    monkeypatch.setattr("asyncssh.connection.saslprep", lambda text: text)
    with pytest.raises(asyncssh.PermissionDenied):
        await login(server, username=name, password="wrong")
    assert device.checks == 1


async def test_a_name_that_is_no_text(server, device):
    def request(conn):
        conn.send_packet(
            MSG_USERAUTH_REQUEST,
            String(b"\xff\xfe")
            + String("ssh-connection")
            + String("password")
            + Boolean(False)
            + String("x"),
        )

    assert await answer_before_login(server, request) == "failure"
    assert device.checks == 1


@pytest.mark.parametrize("password", [b"\x07bell-password", b"\xff\xfe", b"\0"], ids=ascii)
async def test_odd_passwords_are_wrong_ones(server, device, password):
    def request(conn):
        conn.send_packet(
            MSG_USERAUTH_REQUEST,
            String("lab") + String("ssh-connection") + String("password") + Boolean(False) + String(password),
        )

    assert await answer_before_login(server, request) == "failure"
    assert device.checks == 1


async def test_a_change_of_the_password_is_a_wrong_try(server, device):
    def request(conn):
        fields = Boolean(True) + String(PASSWORD) + String("New-Secret-22")
        conn.send_packet(
            MSG_USERAUTH_REQUEST, String("lab") + String("ssh-connection") + String("password") + fields
        )

    assert await answer_before_login(server, request) == "failure"
    assert device.checks == 1


async def answer_before_login(server, request):
    """Send one request of one's own in place of a login: `failure`, or what ended the connection."""
    loop = asyncio.get_running_loop()
    answered = loop.create_future()

    class Own(asyncssh.SSHClient):
        def connection_made(self, conn):
            conn.try_next_auth = lambda *, next_method=False: request(conn)
            known = dict(conn._packet_handlers)

            def failed(self, pkttype, pktid, packet):
                if not answered.done():
                    answered.set_result("failure")
                conn.abort()

            def accepted(self, pkttype, pktid, packet):
                request(conn)

            conn._packet_handlers = {**known, 6: accepted, 51: failed}

        def connection_lost(self, exc):
            if not answered.done():
                answered.set_result(str(exc))

    host, port = server.address
    trying = asyncio.ensure_future(
        asyncssh.connect(
            host, port, username="lab", client_factory=Own, known_hosts=None, config=None, agent_path=None
        )
    )
    async with asyncio.timeout(10):
        found = await answered
    with suppress(asyncssh.Error, OSError):
        await trying
    return found


async def test_requests_that_do_not_wait_are_few(server, device):
    def request(conn):
        fields = String("lab") + String("ssh-connection") + String("none")
        for _ in range(600):
            conn.send_packet(MSG_USERAUTH_REQUEST, fields)

    answer = await answer_before_login(server, request)
    assert answer == "failure"
    await until(lambda: server.connections == 0)
    assert device.checks == 0


# --- who does not read ---------------------------------------------------------------------------------------


async def test_a_client_that_does_not_read_is_not_read(server):
    async with login(server) as connection:
        served = one_connection(server)
        for transport, buffer in (
            (connection._transport, socket.SO_RCVBUF),
            (served._transport, socket.SO_SNDBUF),
        ):
            transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, buffer, 4096)
        connection._transport.pause_reading()
        request = String("junk@example.net") + Boolean(True)
        for _ in range(400):
            for _ in range(500):
                connection.send_packet(MSG_GLOBAL_REQUEST, request)
            await asyncio.sleep(0)
            if not served._reads and connection._transport.get_write_buffer_size():
                break
        else:
            pytest.fail("all was taken")
        assert served._transport.get_write_buffer_size() < 512 * 1024
        assert len(served._inpbuf) < 512 * 1024
        connection.abort()


async def test_a_key_exchange_without_end_holds_no_output(device, workers):
    async with serving(device, workers, held_back=100) as server, login(server) as connection:
        process = await connection.create_process(encoding=None, term_type="vt100", window=1 << 30)
        await process.stdout.readexactly(7)
        served = one_connection(server)
        served._send_kexinit()  # as after so many bytes
        served._kexinit_sent = True
        connection._packet_handlers = {
            kind: handler for kind, handler in connection._packet_handlers.items() if kind != MSG_KEXINIT
        }
        process.stdin.write(b"f")  # eight megabytes
        await until(lambda: device.sessions[0].floods)
        await until(lambda: served._deferred_packets)
        before = device.sessions[0].floods
        for _ in range(50):
            await asyncio.sleep(0)
        assert device.sessions[0].floods == before > 900
        for _ in range(200):
            connection.send_packet(MSG_GLOBAL_REQUEST, String("junk@example.net") + Boolean(True))
        await until(lambda: server.connections == 0)


# --- who has logged in ---------------------------------------------------------------------------------------


def one_connection(server):
    (served,) = server._logins
    return served._connection


async def test_a_flood_of_small_messages_gives_way(server, monkeypatch):
    """The messages of one client are worked off in slices, with others between them."""
    monkeypatch.setattr("junosim.servers.connection._SLICE", 0.0)
    async with login(server) as connection:
        served = one_connection(server)
        turns = []
        handled = served.process_packet

        def counted(pkttype, seq, packet):
            turns.append(asyncio.current_task())
            return handled(pkttype, seq, packet)

        served.process_packet = counted
        for _ in range(50):
            connection.send_packet(MSG_IGNORE, String(b""))
        await until(lambda: len(turns) >= 50)
        assert len(set(turns)) > 40


async def test_variables_are_not_kept(server):
    async with login(server) as connection:
        channel, _ = await connection.create_session(
            asyncssh.SSHClientSession, term_type="vt100", env={"A": "1"}
        )
        for number in range(1100):
            channel._send_request(b"env", String(f"NAME{number}") + String("x" * 1000))
        (served,) = one_connection(server)._channels.values()
        assert await channel._make_request(b"env", String("B") + String("2")) is False
        assert served.get_environment() == {}
        assert served._request_queue == []


async def test_terminals_and_windows_of_any_size(server, device):
    async with login(server) as connection:
        size = (0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF)
        channel, _ = await connection.create_session(
            asyncssh.SSHClientSession, term_type="x" * 20_000, term_size=size
        )
        for _ in range(1100):
            channel.change_terminal_size(*size)
            channel._send_request(b"pty-req", String("vt100") + UInt32(80) * 4 + String(b""))
        assert (
            await channel._make_request(b"pty-req", String("vt100") + UInt32(80) * 4 + String(b"")) is False
        )
        assert len(device.sessions) == 1


@pytest.mark.parametrize(
    "name",
    [
        b"tcpip-forward",
        b"cancel-tcpip-forward",
        b"streamlocal-forward@openssh.com",
        b"hostkeys-prove-00@openssh.com",
    ],
)
async def test_global_requests_are_answered_at_once(server, name):
    async with login(server) as connection:
        for _ in range(1100):
            connection.send_packet(
                MSG_GLOBAL_REQUEST, String(name) + Boolean(False) + String("x") + UInt32(1)
            )
        assert (await connection._make_global_request(name, String("x"), UInt32(1)))[0] == 82
        assert one_connection(server)._global_request_queue == []


@pytest.mark.parametrize("name", [b"x11-req", b"auth-agent-req@openssh.com"])
async def test_requests_of_a_channel_are_answered_at_once(server, name):
    async with login(server) as connection:
        channel, _ = await connection.create_session(asyncssh.SSHClientSession, term_type="vt100")
        for _ in range(1100):
            channel._send_request(name, Boolean(False) + String("MIT") + String("00") + UInt32(0))
        assert await channel._make_request(name) is False
        assert not connection.is_closed()


async def test_input_before_a_shell_is_kept_in_few_pieces(server):
    async with login(server) as connection:
        channel = connection._channels  # a channel that never asks for a shell
        opened = asyncssh.SSHClientChannel(
            connection, asyncio.get_running_loop(), False, None, "strict", 1 << 20, 32768
        )
        await opened._open(b"session")
        opened._send_window = 256 * 1024
        for _ in range(5_000):
            opened.send_packet(94, String(b"x"))
        assert await opened._make_request(b"env", String("A") + String("1")) is False
        (served,) = one_connection(server)._channels.values()
        assert sum(len(data) for data, _ in served._recv_buf) == 5_000
        assert sum(map(sys.getsizeof, served._recv_buf)) < 20_000
        channel.clear()


async def test_a_client_that_takes_only_crumbs_gets_no_channel(server):
    async with login(server) as connection:
        with pytest.raises(asyncssh.ChannelOpenError, match="too small"):
            await connection.create_session(asyncssh.SSHClientSession, max_pktsize=255)
        (known,) = server._logins
        await until(lambda: not known.channels)
        await connection.create_session(asyncssh.SSHClientSession, max_pktsize=256)


@pytest.mark.filterwarnings("ignore:Diffie-Hellman")
@pytest.mark.parametrize(
    ("least", "wanted", "most", "bits"),
    [(1024, 2048, 8192, 2048), (2048, 8192, 8192, 4096), (1024, 1024, 4096, 2048), (1024, 3000, 8192, 3072)],
)
async def test_groups_are_neither_weak_nor_dear(server, monkeypatch, least, wanted, most, bits):
    assert LEAST <= bits <= MOST
    set_sizes(monkeypatch, least, wanted, most)
    async with login(server, kex_algs=["diffie-hellman-group-exchange-sha256"]) as connection:
        assert connection.get_extra_info("send_cipher")


@pytest.mark.parametrize("sizes", [(1024, 1024, 1024), (8192, 8192, 8192), (4096, 3000, 2048)])
async def test_other_groups_are_refused(server, monkeypatch, sizes):
    set_sizes(monkeypatch, *sizes)
    with pytest.raises(asyncssh.KeyExchangeFailed, match="No matching group"):
        await login(server, kex_algs=["diffie-hellman-group-exchange-sha256"])


def set_sizes(monkeypatch, least, wanted, most):
    for name, size in (("MIN", least), ("PREFERRED", wanted), ("MAX", most)):
        monkeypatch.setattr(f"asyncssh.kex_dh.KEX_DH_GEX_{name}_SIZE", size)


# --- who has gone --------------------------------------------------------------------------------------------


async def garbage(server):
    async with wire(server) as (reader, writer):
        writer.write(b"\xff" * 5000)
        await ended(reader)


async def nothing(server):
    async with wire(server, greets=False) as (reader, _):
        await reader.readline()


async def wrong_password(server):
    with pytest.raises(asyncssh.PermissionDenied):
        await login(server, password="wrong")


async def work(server):
    async with login(server) as connection:
        await connection.run("show version")


@pytest.mark.parametrize("visit", [garbage, nothing, wrong_password, work])
async def test_a_connection_that_has_ended_waits_for_no_collector(server, visit):
    await visit(server)  # what the first one leaves for good
    await until(lambda: server.connections == 0)
    gc.collect()
    gc.disable()
    try:
        await visit(server)
        await until(lambda: server.connections == 0)
        await asyncio.sleep(0)
        left = [type(each) for each in gc.get_objects() if isinstance(each, Connection | Login)]
    finally:
        gc.enable()
    assert left == []


# --- what is sent ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cipher", "has_fillers"),
    [("aes128-ctr", False), ("chacha20-poly1305@openssh.com", False), ("aes128-cbc", True)],
)
async def test_an_answer_is_one_message_unless_the_cipher_chains_its_blocks(
    server, monkeypatch, cipher, has_fillers
):
    found = []
    handlers = {
        **asyncssh.SSHClientConnection._packet_handlers,
        MSG_IGNORE: lambda *_: found.append(1) or True,
    }
    monkeypatch.setattr(asyncssh.SSHClientConnection, "_packet_handlers", handlers)
    async with login(server, encryption_algs=[cipher]) as connection, shell(connection) as process:
        found.clear()
        process.stdin.write(b"ping")
        assert await process.stdout.readexactly(4) == b"ping"
    assert bool(found) is has_fillers


async def test_no_message_is_written_to_the_log_of_the_library(server, monkeypatch):
    """There they would stand with the passwords in them."""
    loggers = set()
    monkeypatch.setattr(
        "asyncssh.packet.SSHPacketLogger._log_packet", lambda self, *_: loggers.add(type(self))
    )
    async with login(server) as connection, shell(connection) as process:
        process.stdin.write(b"ping")
        assert await process.stdout.readexactly(4) == b"ping"
    assert asyncssh.SSHClientConnection in loggers
    assert loggers.isdisjoint({Connection, BoundedChannel})
