"""The console of a served device: sockets in, one line out, whoever is attached."""

from __future__ import annotations

import asyncio
import socket
import stat

import pytest

from console_user import USERS
from junosim.assemble.blueprint import draft
from junosim.assemble.serve import ServedDevice
from junosim.clock import ManualClock
from junosim.device import boot
from junosim.device.console import KEPT
from junosim.entropy import SeededEntropy
from junosim.servers.console import MOST_ATTACHED, UNSENT
from junosim.servers.console_address import ConsoleAddressError, TcpAddress, UnixAddress, console_address
from junosim.servers.line_driver import BACKLOG
from junosim.servers.telnet_input import TelnetInput
from junosim.servers.unix_socket import listens
from junosim.servers.workers import Workers

GETTY = b"\r\nFreeBSD/amd64 (r1) (ttyu0)\r\n\r\nlogin: "
_LIMIT = 2**24  # bytes that a client keeps while it looks for a text


@pytest.fixture(scope="module")
def blueprint():
    return draft("mx480", ManualClock(), SeededEntropy(1), users=USERS)


@pytest.fixture
async def served(blueprint):
    workers = Workers()
    device = ServedDevice(blueprint, "r1", ManualClock(), SeededEntropy(1), workers)
    await device.start("127.0.0.1", 0)
    yield device
    await device.stop()
    workers.close()


class Client:
    """Something that is plugged in."""

    def __init__(self, reader, writer):
        self.reader, self.writer = reader, writer

    @classmethod
    async def at(cls, address):
        if isinstance(address, TcpAddress):
            return cls(*await asyncio.open_connection(address.host, address.port, limit=_LIMIT))
        return cls(*await asyncio.open_unix_connection(address.path, limit=_LIMIT))

    async def until(self, text):
        async with asyncio.timeout(5):
            return (await self.reader.readuntil(text.encode())).decode()

    async def end(self):
        async with asyncio.timeout(5):
            try:
                return await self.reader.read()
            except ConnectionError:
                return b""

    def type(self, text):
        self.writer.write(text if isinstance(text, bytes) else text.encode())

    def close(self):
        self.writer.close()


@pytest.fixture
async def attach():
    """Plugs something in, until the test ends."""
    clients = []

    async def plug(address):
        clients.append(await Client.at(address))
        return clients[-1]

    yield plug
    for client in clients:
        client.writer.transport.abort()
    await asyncio.sleep(0)


@pytest.fixture(params=["tcp", "unix"])
async def address(request, served, tmp_path):
    where = TcpAddress(0) if request.param == "tcp" else UnixAddress(tmp_path / "r1.console")
    return await served.console.listen(where)


async def until(condition):
    for _ in range(200_000):
        if condition():
            return
        await asyncio.sleep(0)
    raise AssertionError("it never comes to that")


async def test_a_client_is_greeted_logs_in_and_out_and_is_greeted_again(address, attach):
    client = await attach(address)
    assert await client.until("login: ") == GETTY.decode()
    client.type("lab\r")
    await client.until("Password:")
    client.type("wrong\r")
    assert await client.until("login: ") == "\r\nLogin incorrect\r\nlogin: "
    client.type("lab\r\nLab-1234567\r\n")  # a program that does not wait
    await client.until("lab@r1> ")
    client.type("show version | match Model\n")
    assert "Model: mx480\r\n" in await client.until("lab@r1> ")
    client.type("exit\r")
    await client.until("login: ")
    client.close()


async def test_all_who_are_attached_see_and_type_the_same(served, address, attach):
    first, second = await attach(address), await attach(address)
    for client in (first, second):
        await client.until("login: ")
    first.type("lab\r")
    await second.until("Password:")
    second.type("Lab-1234567\r")
    assert await first.until("> ") == "lab\r\nPassword:" + await second.until("> ")
    first.close()
    await until(lambda: served.console.attached == 1)
    second.close()
    await until(lambda: served.console.attached == 0)
    assert served.console.is_logged_in
    third = await attach(address)
    assert (await third.until("> ")).startswith(GETTY.decode() + "lab\r\nPassword:")
    third.type("exit\r")
    await third.until("login: ")
    fourth = await attach(address)
    assert await fourth.until("login: ") == GETTY.decode()


async def test_hanging_up_is_a_logout_where_the_port_says_so(served, address, attach):
    client = await attach(address)
    client.type("lab\rLab-1234567\rconfigure\rset system ports console log-out-on-disconnect\rcommit\r")
    await client.until("commit complete")
    client.close()
    await until(lambda: not served.console.is_logged_in)
    assert served.device.console.content == GETTY
    assert len(served.device.logins) == 0


async def test_the_console_works_while_the_ssh_port_refuses_and_sees_the_boot(served, address, attach):
    """No management port is needed, and none is there while the device boots."""
    client = await attach(address)
    await client.until("login: ")
    boot.power_off(served.device)
    with pytest.raises(OSError):
        await asyncio.open_connection(*served.server.address)
    boot.power_on(served.device)
    shown = await client.until("login: ")
    assert "Junos boot loader" in shown
    assert "mgd start" in shown


async def test_a_halted_device_is_booted_by_a_key(served, address, attach):
    client = await attach(address)
    served.device.begin(boot.halt(served.device))
    served.device.alarm()
    await client.until("press any key")
    await until(lambda: served.device.lifecycle.is_settled)
    client.type("x")
    assert "Junos boot loader" in await client.until("login: ")


async def test_idle_sessions_end_at_their_time(served, address, attach):
    client = await attach(address)
    client.type("lab\rLab-1234567\rset cli idle-timeout 2\r")
    await client.until("2 minutes")
    await client.until("> ")
    for _ in range(12):
        served.device.clock.advance(10)
        served.device.alarm()
        await asyncio.sleep(0)
    assert "Idle timeout exceeded" in await client.until("login: ")


async def test_what_a_telnet_client_negotiates_is_passed_over(address, attach):
    client = await attach(address)
    client.type(b"\xff\xfb\x1f\xff\xfd\x03\xff\xfa\x1f\x00\x50\xff\xff\x18\xff\xf0l\xff\xf1ab\r\0")
    assert (await client.until("Password:")).endswith("login: lab\r\nPassword:")


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_commands_of_telnet_may_be_cut_anywhere(size):
    data = b"a\xff\xfd\x01b\xff\xfa\x18\x00x\xff\xffy\xff\xf0c\xff\xf3d\xff\xffe"
    stream = TelnetInput()
    assert b"".join(stream.text(data[at : at + size]) for at in range(0, len(data), size)) == b"abcde"


async def test_a_client_that_never_reads_neither_stops_the_device_nor_grows(served, address, attach):
    lazy, eager = await attach(address), await attach(address)
    lazy.writer.transport.pause_reading()
    await eager.until("login: ")
    await until(lambda: served.console.attached == 2)
    line = "x" * 1000 + "\n"
    for _ in range(30):
        for _ in range(100):
            served.device.console.print(line)
        served.device.console.print("END\n")
        await eager.until("END\r\n")
    buffers = [found._transport.get_write_buffer_size() for found in served.console._attached]
    assert max(buffers) <= 2 * UNSENT
    assert len(served.device.console.content) == KEPT


async def test_a_session_waits_for_the_only_client_and_loses_nothing(served, address, attach):
    client = await attach(address)
    client.type("lab\rLab-1234567\rset cli screen-length 0\r")
    await client.until("length set to 0")
    await client.until("> ")
    client.writer.transport.pause_reading()
    client.type("help apropos interface\r")
    attachment = next(iter(served.console._attached))
    served_bytes = []
    served.device.console.listeners.append(lambda data: served_bytes.append(data))
    await until(lambda: attachment.is_full or (served_bytes and served_bytes[-1].endswith(b"> ")))
    client.writer.transport.resume_reading()
    shown = (await client.until("lab@r1> ")).encode()
    assert shown == b"".join(served_bytes)


async def test_too_much_input_waits_in_the_client(served, address, attach):
    client = await attach(address)
    await client.until("login: ")
    client.type("lab\rLab-1234567\r")
    await client.until("> ")
    client.type("configure\r")
    await client.until("# ")
    lines = [f"set policy-options prefix-list p{number} 10.0.0.0/8\r" for number in range(1500)]
    client.type("".join(lines) + "show policy-options | display set | count\r")
    assert sum(map(len, lines)) > BACKLOG
    await client.until("Count: ")
    assert await client.until(" lines") == "1500 lines"


async def test_many_clients_are_bounded(served, address, attach):
    clients = [await attach(address) for _ in range(MOST_ATTACHED)]
    await until(lambda: served.console.attached == MOST_ATTACHED)
    refused = await attach(address)
    assert await refused.end() == b""
    clients.pop().close()
    await until(lambda: served.console.attached == MOST_ATTACHED - 1)
    welcome = await attach(address)
    await welcome.until("login: ")
    for client in [*clients, welcome]:
        client.close()


async def test_a_session_that_fails_is_closed_and_getty_greets(served, address, monkeypatch, caplog, attach):
    client = await attach(address)
    client.type("lab\rLab-1234567\r")
    await client.until("> ")
    session = served.console._line._session
    monkeypatch.setattr(type(session), "feed", lambda *_: 1 / 0)
    client.type("x")
    await client.until("login: ")
    assert "the session on the console failed" in caplog.text
    assert len(served.device.logins) == 0


async def test_a_reset_ends_the_session_and_lets_go_of_clients_and_addresses(served, address, attach):
    client = await attach(address)
    client.type("lab\rLab-1234567\rconfigure exclusive\rset system location floor 9\r")
    await client.until("floor 9")
    await served.reset()
    await client.end()
    assert served.console.addresses == ()
    assert len(served.device.logins) == 0
    assert served.device.console.content == GETTY
    client = await attach(await served.console.listen(TcpAddress(0)))
    client.type("lab\rLab-1234567\rconfigure\r")
    assert "users are currently editing" not in await client.until("# ")


async def test_stopping_lets_go_of_everything(blueprint, tmp_path, attach):
    workers = Workers()
    device = ServedDevice(blueprint, "r1", ManualClock(), SeededEntropy(1), workers)
    await device.start("127.0.0.1", 0)
    path = tmp_path / "c"
    await device.console.listen(UnixAddress(path))
    client = await attach(UnixAddress(path))
    await client.until("login: ")
    client.type("lab\rLab-1234567\r")  # a check may be under way
    await device.stop()
    await client.end()
    assert not path.exists()
    await device.stop()
    workers.close()


# ---------------------------------------------------------------------- addresses


async def test_a_unix_socket_is_for_its_owner_and_replaces_only_a_dead_one(served, tmp_path):
    path = tmp_path / "c"
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(path))
    assert not listens(path)
    await served.console.listen(UnixAddress(path))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert listens(path)
    with pytest.raises(OSError, match="in use"):
        await served.console.listen(UnixAddress(path))
    file = tmp_path / "file"
    file.write_text("mine")
    with pytest.raises(OSError, match="in use"):
        await served.console.listen(UnixAddress(file))
    assert file.read_text() == "mine"
    with pytest.raises((OSError, ConsoleAddressError), match="too long"):
        await served.console.listen(UnixAddress(tmp_path / ("x" * 200)))
    with pytest.raises(OSError):
        await served.console.listen(UnixAddress(tmp_path / "missing" / "c"))


async def test_a_socket_that_somebody_else_put_there_meanwhile_stays(served, tmp_path):
    path = tmp_path / "c"
    await served.console.listen(UnixAddress(path))
    path.unlink()
    path.write_text("mine")
    await served.console.stop()
    assert path.read_text() == "mine"


async def test_a_tcp_console_is_for_this_host_alone_unless_told_otherwise(served):
    address = await served.console.listen(console_address("0"))
    assert address.host == "127.0.0.1"
    assert address.port > 0
    with pytest.raises(OSError):
        await served.console.listen(address)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("2300", TcpAddress(2300)),
        ("0.0.0.0:2300", TcpAddress(2300, "0.0.0.0")),
        ("[::1]:2300", TcpAddress(2300, "::1")),
        ("host:1", TcpAddress(1, "host")),
    ],
)
def test_ports_as_users_write_them(text, address):
    assert console_address(text) == address
    assert console_address(str(address)) == address


def test_paths_as_users_write_them(tmp_path):
    for text in ("r1.sock", "./2300", str(tmp_path / "a:1")):
        assert str(console_address(text)).endswith(text.removeprefix("./"))
        assert isinstance(console_address(text), UnixAddress)


@pytest.mark.parametrize("text", ["", "65536", "host:99999"])
def test_what_is_no_address(text):
    with pytest.raises(ConsoleAddressError):
        console_address(text)
