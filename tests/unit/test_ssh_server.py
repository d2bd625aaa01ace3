"""The SSH server against real SSH clients on loopback, with a small session of its own."""

from __future__ import annotations

import asyncio
import errno
import gc
import socket
import struct
from collections import deque
from functools import partial

import asyncssh
import pytest

from junosim.clock import ManualClock
from junosim.servers.contract import SshAlgorithms, SshLimits
from junosim.servers.ssh import SshServer
from junosim.servers.workers import Workers
from ssh_device import PASSWORD, FakeDevice, login, shell, until


@pytest.fixture
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
    assert running.connections == 0


async def test_a_keystroke_is_echoed_and_the_window_reported(server, device):
    async with login(server) as connection, shell(connection, term_size=(132, 40)) as process:
        process.stdin.write(b"s")
        assert await process.stdout.readexactly(1) == b"s"
        process.change_terminal_size(511, 1000)
        await until(lambda: device.sessions[0].sizes)
        session = device.sessions[0]
        assert (session.terminal.kind, session.terminal.columns, session.terminal.rows) == ("vt100", 132, 40)
        assert session.sizes == [(511, 1000)]
        assert device.opened[0][0] == "lab"
        assert device.opened[0][1].address == "127.0.0.1"


async def test_a_window_of_no_size_is_passed_on(server, device):
    async with login(server) as connection, shell(connection, term_size=(0, 0)):
        assert device.sessions[0].terminal.columns == 0


async def test_a_shell_without_a_terminal(server, device):
    async with login(server) as connection, shell(connection, term_type=None):
        assert device.sessions[0].terminal is None


async def test_a_command_answers_and_ends_with_its_status(server, device):
    async with login(server) as connection:
        result = await connection.run("show version")
        assert (result.stdout, result.stderr, result.exit_status) == ("ran show version\n", "", 0)
        assert device.opened[0][2] == "show version"
        await until(lambda: device.sessions[0].is_closed)


async def test_hanging_up_sends_the_rest_and_the_status(server, device):
    async with login(server) as connection, shell(connection) as process:
        process.stdin.write(b"q")
        assert await process.stdout.read() == b"bye"
        await process.wait()
        assert process.exit_status == 3
        assert device.sessions[0].is_closed == 1


async def test_end_of_input_reaches_the_session(server, device):
    async with login(server) as connection, shell(connection) as process:
        process.stdin.write_eof()
        await process.wait()
        assert device.sessions[0].saw_eof


async def test_work_in_slices_is_done_between_other_sessions_keys(server, device):
    async with login(server) as connection, shell(connection) as process:
        process.stdin.write(b"w")
        assert await process.stdout.readexactly(5) == b"....."
        assert device.sessions[0].wakes == 5


async def test_a_burst_of_input_is_worked_off_a_piece_a_turn(server, device):
    async with login(server) as connection, shell(connection, max_pktsize=32768) as process:
        session = device.sessions[0]
        loop = asyncio.get_running_loop()

        def tick():
            session.turn += 1
            if not session.is_closed:
                loop.call_soon(tick)

        loop.call_soon(tick)
        for _ in range(8):
            process.stdin.write(b"w" * 1000)
        assert await process.stdout.readexactly(40) == b"." * 40
        assert len(session.fed) == len(set(session.turns)) == 8
        process.stdin.write(b"q")
        await process.wait()


async def test_a_session_that_is_behind_lets_no_more_input_come(workers, device):
    limits = SshLimits(backlog=10_000, window=65536)
    async with (
        SshServer(device, workers, limits=limits) as server,
        login(server) as connection,
        shell(connection) as process,
    ):
        session = device.sessions[0]
        session.slices = 1_000_000
        for _ in range(100):
            process.stdin.write(b"z" * 1000)
        for _ in range(300):
            await asyncio.sleep(0)
        assert len(session.fed) == 12  # the first found it idle, ten are allowed, one went over
        session.slices = 0
        await until(lambda: sum(map(len, session.fed)) == 100_000)


async def test_a_fault_closes_its_channel_only(server, device, caplog):
    async with login(server) as connection, shell(connection) as bad, shell(connection) as good:
        bad.stdin.write(b"x")
        await bad.wait()
        assert bad.exit_status == 1
        assert await bad.stdout.read() == b""
        good.stdin.write(b"a")
        assert await good.stdout.readexactly(1) == b"a"
    assert "the session failed" in caplog.text
    assert "planted" in caplog.text
    assert device.sessions[0].is_closed == 1


async def test_a_session_that_cannot_be_opened_is_refused(server, caplog):
    async with login(server) as connection:
        with pytest.raises(asyncssh.ChannelOpenError):
            await connection.run("refuse")
        assert (await connection.run("after")).stdout == "ran after\n"
    assert "no session could be opened" in caplog.text


async def test_an_interrupt_signal_is_the_interrupt_key(server, device):
    async with login(server) as connection, shell(connection) as process:
        process.send_signal("INT")
        await until(lambda: device.sessions[0].fed)
        assert device.sessions[0].fed == [b"\x03"]
        process.send_signal("TERM")
        await process.wait()
        assert device.sessions[0].is_closed == 1


async def test_a_client_that_vanishes_leaves_nothing(server, device):
    connection = await login(server)
    async with connection.create_process(encoding=None, term_type="vt100") as process:
        await process.stdout.readexactly(7)
        sock = connection.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.abort()
        await until(lambda: device.sessions[0].is_closed)
    await connection.wait_closed()
    await until(lambda: server.connections == 0)
    assert device.sessions[0].is_closed == 1


async def test_a_client_that_does_not_read_holds_the_session_still(server, device):
    async with login(server) as connection, shell(connection, window=65536) as process:
        process.stdout.channel.pause_reading()
        process.stdin.write(b"f")
        session = device.sessions[0]
        before = -1
        while before != session.wakes < 10_000:
            before = session.wakes
            for _ in range(50):
                await asyncio.sleep(0)
        assert 0 < session.wakes < 200
        for _ in range(10):
            process.stdin.write(b"z" * 1000)
        process.stdout.channel.resume_reading()
        everything = await process.stdout.readexactly(1000 * 8192 + 10_000)
        assert everything.count(b"z") == 10_000


async def test_a_client_with_a_huge_window_whose_socket_is_full_holds_the_session_still(server, device):
    async with login(server) as connection, shell(connection, window=1 << 30) as process:
        session = device.sessions[0]
        connection._transport.pause_reading()
        process.stdin.write(b"f")
        await until(lambda: session.floods)
        session.floods = 100_000  # 800 MB
        before = -1
        while before != session.wakes < 10_000:
            before = session.wakes
            for _ in range(50):
                await asyncio.sleep(0)
        connection.abort()
        assert session.wakes * 8192 < 50_000_000


async def test_a_deadline_wakes_the_session_when_the_clock_is_moved(workers):
    device = FakeDevice(clock=ManualClock())
    async with (
        SshServer(device, workers) as server,
        login(server) as connection,
        shell(connection) as process,
    ):
        process.stdin.write(b"t")
        await until(lambda: device.sessions[0].due)
        device.clock.advance(59)
        server.clock_moved()
        assert device.sessions[0].wakes == 0
        device.clock.advance(1)
        server.clock_moved()
        assert await process.stdout.readexactly(4) == b"ding"


async def test_a_wrong_password_is_refused_and_the_third_ends_the_connection(server, device):
    class Guesser(asyncssh.SSHClient):
        def password_auth_requested(self):
            return guesses.popleft()

    guesses = deque(["one", "two", "three", "four"])

    options = {"password": None, "client_factory": Guesser, "preferred_auth": "password"}
    with pytest.raises(asyncssh.DisconnectError, match="Too many authentication failures") as caught:
        await login(server, **options)
    assert caught.value.code == asyncssh.DISC_PROTOCOL_ERROR
    assert device.checks == 3


async def test_keyboard_interactive_asks_for_the_password(server, device):
    prompts = []

    class Typist(asyncssh.SSHClient):
        def kbdint_auth_requested(self):
            return ""

        def kbdint_challenge_received(self, name, instructions, lang, asked):
            prompts.extend(asked)
            return [PASSWORD for _ in asked]

    options = {"password": None, "client_factory": Typist, "preferred_auth": "keyboard-interactive"}
    async with login(server, **options):
        assert [tuple(prompt) for prompt in prompts] == [("Password:", False)]


async def test_keys_of_the_account_are_taken_and_six_others_end_the_connection(server, device):
    key = asyncssh.generate_private_key("ecdsa-sha2-nistp256")
    device.keys.add(("ecdsa-sha2-nistp256", key.public_data))
    async with login(server, client_keys=[key], password=None):
        assert device.checks == 0
    strangers = [asyncssh.generate_private_key("ecdsa-sha2-nistp256") for _ in range(8)]
    with pytest.raises(asyncssh.DisconnectError, match="Too many authentication failures"):
        await login(server, client_keys=strangers)


async def test_a_key_of_a_kind_that_is_not_on_offer_is_refused(server, device):
    device.offer = SshAlgorithms(user_keys=("rsa-sha2-256",))
    for kind, taken in (("ecdsa-sha2-nistp256", False), ("ssh-rsa", True)):
        key = asyncssh.generate_private_key(kind)
        device.keys.add((kind, key.public_data))
        try:
            async with login(server, client_keys=[key], password=None, preferred_auth="publickey"):
                assert taken
        except asyncssh.PermissionDenied:
            assert not taken


async def test_the_banner_is_shown_before_the_login(server, device):
    device.text = "Authorised users only\r\n"
    shown = []

    class Reader(asyncssh.SSHClient):
        def auth_banner_received(self, msg, lang):
            shown.append(msg)

    async with login(server, client_factory=Reader):
        assert shown == ["Authorised users only\r\n"]


async def test_it_looks_like_a_device(server):
    async with login(server) as connection:
        assert connection.get_extra_info("server_version") == "SSH-2.0-OpenSSH_7.5"
        assert connection.get_extra_info("send_compression") == "none"
    found = {}
    for algorithm, kind in (("rsa-sha2-256", "rsa"), ("ecdsa-sha2-nistp256", "ecdsa")):
        host, port = server.address
        key = await asyncssh.get_server_host_key(host, port, server_host_key_algs=[algorithm], config=None)
        found[kind] = key.get_fingerprint()
    assert found == server.fingerprints


async def test_only_the_algorithms_of_the_device_are_on_offer(server, device):
    device.offer = SshAlgorithms(("ecdh-sha2-nistp256",), ("aes128-ctr",), ("hmac-sha2-256",))
    async with login(server) as connection:
        assert connection.get_extra_info("send_cipher") == "aes128-ctr"
    with pytest.raises(asyncssh.KeyExchangeFailed):
        await login(server, encryption_algs=["aes256-ctr"])
    with pytest.raises(asyncssh.KeyExchangeFailed):
        await login(server, server_host_key_algs=["ssh-rsa-sha256@ssh.com"])


async def test_forwarding_and_transfers_that_cannot_begin_are_refused(server, caplog):
    async with login(server) as connection:
        with pytest.raises(asyncssh.ChannelOpenError) as refusal:
            await connection.open_connection("127.0.0.1", 1)
        assert refusal.value.code == asyncssh.OPEN_ADMINISTRATIVELY_PROHIBITED
        with pytest.raises(asyncssh.ChannelOpenError) as refusal:
            await connection.open_unix_connection("/tmp/socket")
        assert refusal.value.code == asyncssh.OPEN_ADMINISTRATIVELY_PROHIBITED
        with pytest.raises(asyncssh.ChannelListenError):
            await connection.forward_remote_port("127.0.0.1", 0, "127.0.0.1", 1)
        with pytest.raises(asyncssh.ChannelOpenError):
            await connection.start_sftp_client()
        assert caplog.text.count("no transfer could be started") == 1
        with pytest.raises(asyncssh.ChannelOpenError):
            await connection.open_session(subsystem="other")


async def test_channels_of_one_connection_are_bounded(workers, device):
    async with (
        SshServer(device, workers, limits=SshLimits(channels=2)) as server,
        login(server) as connection,
    ):
        async with shell(connection), shell(connection):
            with pytest.raises(asyncssh.ChannelOpenError):
                await connection.create_session(asyncssh.SSHClientSession)
        await until(lambda: all(session.is_closed for session in device.sessions))
        async with shell(connection):
            pass


async def test_the_login_has_to_be_done_in_time(workers, device):
    device.time_to_log_in = 0.05
    async with SshServer(device, workers) as server:
        reader, writer = await asyncio.open_connection(*server.address)
        assert (await reader.read()).startswith(b"SSH-2.0-OpenSSH_7.5\r\n")
        writer.close()
        await writer.wait_closed()


async def test_a_full_door_evicts_the_oldest_silent_client_and_still_lets_people_in(workers, device):
    limits = SshLimits(waiting=3, silence=0.0)
    async with SshServer(device, workers, limits=limits) as server:
        strangers = [await asyncio.open_connection(*server.address) for _ in range(3)]
        await until(lambda: server.connections == 3)
        async with login(server) as connection:
            assert (await connection.run("x")).exit_status == 0
            await strangers[0][0].read()  # to the end of the stream
            assert server.connections == 3
        for _, writer in strangers:
            writer.close()


async def test_running_out_of_descriptors_makes_clients_wait_not_fail(server, monkeypatch, caplog):
    real = socket.socket.accept
    refusals = [OSError(errno.EMFILE, "Too many open files")] * 2

    def accept(listener):
        if refusals:
            raise refusals.pop()
        return real(listener)

    monkeypatch.setattr(socket.socket, "accept", accept)
    monkeypatch.setattr("junosim.servers.ssh._RETRY", 0)
    async with login(server) as connection:
        assert (await connection.run("x")).exit_status == 0
    assert caplog.text.count("Too many open files") == 2


async def test_connections_beyond_the_limit_are_closed_at_once(workers, device):
    async with SshServer(device, workers, limits=SshLimits(connections=1)) as server:
        async with login(server) as connection:
            with pytest.raises((OSError, asyncssh.DisconnectError)):
                await login(server)
            assert (await connection.run("x")).exit_status == 0
        await until(lambda: server.connections == 0)
        async with login(server):
            assert server.connections == 1


async def test_a_user_cannot_become_another_one_on_the_way(server, device):
    class Fickle(asyncssh.SSHClient):
        def connection_made(self, conn):
            self.conn = conn

        def password_auth_requested(self):
            self.conn._username = "root"
            return PASSWORD

    with pytest.raises(asyncssh.ProtocolError, match="Change of username"):
        await login(server, password=None, client_factory=Fickle, preferred_auth="password")
    assert device.checks == 0


async def test_a_refusal_takes_its_time(workers, device):
    limits = SshLimits(refusal=0.05)
    async with SshServer(device, workers, limits=limits) as server:
        loop = asyncio.get_running_loop()
        begun = loop.time()
        with pytest.raises(asyncssh.PermissionDenied):
            await login(server, password="wrong", preferred_auth="password")
        assert loop.time() - begun >= 0.05


async def test_stopping_closes_every_connection_and_frees_the_port(workers, device):
    server = SshServer(device, workers)
    await server.start()
    host, port = server.address
    reader, writer = await asyncio.open_connection(host, port)
    connection = await login(server)
    process = await connection.create_process(encoding=None, term_type="vt100")
    await process.stdout.readexactly(7)
    await server.stop()
    await connection.wait_closed()
    assert device.sessions[0].is_closed == 1
    await reader.read()  # to the end of the stream
    writer.close()
    await writer.wait_closed()
    await until(lambda: asyncio.all_tasks() == {asyncio.current_task()})
    again = SshServer(device, workers)
    await again.start(host, port)
    await again.stop()
    await again.stop()
    gc.collect()  # a socket left open would be a ResourceWarning here


async def test_many_servers_listen_at_once_and_the_rsa_key_is_made_for_the_first_client(workers):
    devices = [FakeDevice() for _ in range(50)]
    servers = [SshServer(device, workers) for device in devices]
    assert servers[7].fingerprints == {"ecdsa": None, "rsa": None}  # its network is not up
    for server in servers:
        await server.start()
    assert len({server.address[1] for server in servers}) == 50
    assert servers[7].fingerprints["ecdsa"].startswith("SHA256:")
    assert servers[7].fingerprints["rsa"] is None
    assert devices[7].host_keys.made == ["ecdsa"]
    await asyncio.gather(*(_visit(servers[7]) for _ in range(5)))
    assert devices[7].host_keys.made == ["ecdsa", "rsa"]
    assert servers[7].fingerprints["rsa"].startswith("SHA256:")
    assert not devices[8].host_keys.made
    for server in servers:
        await server.stop()


async def _visit(server):
    async with login(server) as connection:
        await connection.run("x")


async def test_fifty_sessions_at_once(server, device):
    connections = await asyncio.gather(*(login(server) for _ in range(50)))
    results = await asyncio.gather(*map(partial(_run, "show"), connections))
    assert results == ["ran show\n"] * 50
    for connection in connections:
        connection.close()
        await connection.wait_closed()


async def _run(command, connection):
    return (await connection.run(command)).stdout


async def test_keys_outlive_the_server_and_are_read_anew_when_the_network_comes_up(workers, device):
    async with SshServer(device, workers, limits=SshLimits()) as server:
        await _visit(server)
        first = server.fingerprints
        server.suspend()
        server.resume()
        assert server.fingerprints == first
        await _visit(server)
        device.host_keys.kept["ecdsa"] = b"no key"
        del device.host_keys.kept["rsa"]
        assert server.fingerprints == first  # until it boots
        server.suspend()
        server.resume()
        await _visit(server)
        assert not set(server.fingerprints.values()) & set(first.values())
    assert device.host_keys.made == ["ecdsa", "rsa"] * 2


async def test_rsa_keys_sign_with_sha1_only_where_the_device_does(workers, device):
    device.host_keys.signs_with_sha1 = False
    async with SshServer(device, workers) as server:
        host, port = server.address
        for algorithm in ("rsa-sha2-256", "rsa-sha2-512", "ecdsa-sha2-nistp256"):
            await asyncssh.get_server_host_key(host, port, server_host_key_algs=[algorithm], config=None)
        with pytest.raises(asyncssh.KeyExchangeFailed):
            await asyncssh.get_server_host_key(host, port, server_host_key_algs=["ssh-rsa"], config=None)
