"""Who has gone leaves nothing behind, for each way to come: no thing that is held, and no ring that waits for the
collector of garbage, which a process that serves hardly ever lets look at everything."""

from __future__ import annotations

import asyncio
import gc
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, replace

import asyncssh
import pytest

from console_user import PASSWORD, USERS
from junosim.assemble.blueprint import draft
from junosim.assemble.serve import ServedDevice
from junosim.clock import SystemClock
from junosim.entropy import SeededEntropy
from junosim.servers.console import MOST_ATTACHED
from junosim.servers.console_address import TcpAddress
from junosim.servers.workers import Workers

REMEMBERED = {"Visit", "EarlierLogin", "Event"}  # what a device knows of what was, up to a bound


@pytest.fixture(scope="module")
def blueprint():
    return draft(
        "mx480", SystemClock(), SeededEntropy(1), users=USERS, fips=False,
        text="system { services { netconf { ssh; } } }",
    )  # fmt: skip


@dataclass
class Router:
    """A router that is served, and where its SSH server and its console are."""

    served: ServedDevice
    ssh: tuple[str, int]
    netconf: tuple[str, int]
    console: tuple[str, int]

    async def is_alone(self):
        """Everybody has gone."""
        async with asyncio.timeout(10):
            while self.served.is_used:  # noqa: ASYNC110 - nothing signals it
                await asyncio.sleep(0.001)
        for _ in range(5):
            await asyncio.sleep(0)


@pytest.fixture
async def router(blueprint):
    workers = Workers()
    device = ServedDevice(blueprint, "r1", SystemClock(), SeededEntropy(1), workers)
    await device.start("127.0.0.1", 0)
    address = await device.console.listen(TcpAddress(0))
    yield Router(device, device.server.address, device.netconf.address, (address.host, address.port))
    await device.stop()
    workers.close()


def connect(router, user=USERS[0].name, password=PASSWORD):
    return asyncssh.connect(
        *router.ssh,
        username=user,
        password=password,
        known_hosts=None,
        client_keys=None,
        config=None,
        agent_path=None,
    )


async def garbage(router):
    for data in (b"\xff" * 5000, b"SSH-2.0-rough\r\n" + b"\xff" * 5000, b"SSH-1.5-old\r\n"):
        reader, writer = await asyncio.open_connection(*router.ssh)
        writer.write(data)
        with suppress(OSError):
            await reader.read()
        writer.close()


async def silence(router):
    for data in (b"", b"SSH-2.0-par", b"SSH-2.0-rough\r\n"):
        reader, writer = await asyncio.open_connection(*router.ssh)
        writer.write(data)
        await reader.readline()
        writer.close()


async def wrong_password(router):
    for user in (USERS[0].name, "nobody"):
        with pytest.raises(asyncssh.PermissionDenied):
            await connect(router, user, "wrong")


async def login(router):
    async with connect(router):
        pass


async def command(router):
    async with connect(router) as connection:
        await connection.run("show version; show chassis hardware | match x; no such command")


async def typing(router):
    """All that a session is built of: help, completion, the pager, configuration, a shell in it, a question."""
    steps = (
        ("show ?", "---(more)---"), ("q", "> show "), ("\x15show ver\t", "show version "),
        ("\r", "---(more)---"), ("q", "> "),
        ("show configuration\r", "---(more)---"), ("q", "> "), ("configure private\r", "# "),
        ("set system location floor 3\r", "# "),
        ("show | compare\r", "# "), ("commit check\r", "# "), ("rollback 0\r", "# "), ("exit\r", "> "),
        ("start shell\r", "% "), ("ls /var/log | wc\r", "% "), ("exit\r", "> "), ("monitor start messages\r", "> "),
        ("monitor stop\r", "> "), ("request system reboot\r", "(no) "), ("no\r", "> "),
    )  # fmt: skip
    async with (
        connect(router) as connection,
        connection.create_process(term_type="vt100", term_size=(80, 24)) as process,
    ):
        for keys, end in steps:
            process.stdin.write(keys)
            shown = ""
            async with asyncio.timeout(5):
                while not shown.endswith(end):
                    shown += await process.stdout.read(9999)
        process.stdin.write("exit\r")
        await process.wait_closed()


async def cut_session(router):
    """A client that is gone in the middle of something."""
    connection = await connect(router)
    process = await connection.create_process(term_type="vt100")
    process.stdin.write("configure private\rset system location floor 4\rshow | no-more\r")
    await process.stdout.readuntil("floor 4")
    connection.abort()
    await connection.wait_closed()


CALLS = (
    "<hello/>",
    "<rpc><get-system-information/></rpc>",
    "<rpc><command>show version</command></rpc>",
    "<rpc><unknown/></rpc>",
    "<rpc><lock><target><candidate/></target></lock></rpc>",
    "<rpc><edit-config><target><candidate/></target><config><configuration><system><location><floor>5</floor></location>"
    "</system></configuration></config></edit-config></rpc>",
    "<rpc><load-configuration format='text'><configuration-text>system { location floor 6; }</configuration-text>"
    "</load-configuration></rpc>",
    "<rpc><get-config><source><candidate/></source></get-config></rpc>",
    "<rpc><validate><source><candidate/></source></validate></rpc>",
    "<rpc><discard-changes/></rpc>",
    "<rpc><close-session/></rpc>",
)


async def netconf(router):
    await called(router, CALLS)


async def netconf_of_its_own(router):
    """On the port that is for it alone."""
    await called(replace(router, ssh=router.netconf), CALLS)


async def cut_netconf(router):
    """A client that is gone while events are sent to it, and one that holds a lock and a configuration of its own."""
    for call in (
        "<rpc><get-syslog-events><stream>messages</stream></get-syslog-events></rpc>",
        "<rpc><open-configuration><private/></open-configuration></rpc>",
        "<rpc><lock><target><candidate/></target></lock></rpc>",
    ):
        connection = await connect(router)
        process = await connection.create_process(subsystem="netconf", encoding=None)
        await process.stdout.readuntil(b"]]>]]>")
        process.stdin.write(call.encode() + b"]]>]]>")
        await process.stdout.readuntil(b"<rpc-reply")
        connection.abort()
        await connection.wait_closed()


async def called(router, calls):
    async with (
        connect(router) as connection,
        connection.create_process(subsystem="netconf", encoding=None) as process,
    ):
        for call in calls:
            process.stdin.write(call.encode() + b"]]>]]>")
            await process.stdout.readuntil(b"]]>]]>")


async def hostile_netconf(router):
    async with (
        connect(router) as connection,
        connection.create_process(subsystem="netconf", encoding=None) as process,
    ):
        process.stdin.write(b"<!DOCTYPE a [<!ENTITY b 'c'>]><rpc/>]]>]]>")
        await process.stdout.read()


async def transfer(router):
    async with connect(router) as connection, connection.start_sftp_client() as files:
        async with files.open("left", "w") as file:
            await file.write("text")
        await files.listdir("/var/log")
        await files.remove("left")


async def console(router):
    clients = [await asyncio.open_connection(*router.console) for _ in range(MOST_ATTACHED + 1)]
    reader, writer = clients[0]
    writer.write(f"{USERS[0].name}\r{PASSWORD}\r".encode())
    await asyncio.wait_for(reader.readuntil(b"> "), 10)
    writer.write(b"exit\r")
    await asyncio.wait_for(reader.readuntil(b"login: "), 10)
    for _, writer in clients:
        writer.close()


def counted():
    """How many objects of ours there are, by their types."""
    found = Counter(
        type(each).__qualname__
        for each in gc.get_objects()
        if str(type(each).__module__).startswith("junosim.")
    )
    for name in REMEMBERED:
        found.pop(name, None)
    return found


def sockets(*addresses):
    """How many transports there are of connections that somebody has made to these addresses."""
    return sum(
        type(each).__name__ == "_SelectorSocketTransport" and each.get_extra_info("sockname") in addresses
        for each in gc.get_objects()
    )


VISITS = (
    garbage, silence, wrong_password, login, command, typing, cut_session, netconf, netconf_of_its_own, cut_netconf,
    hostile_netconf, transfer,
    console,
)  # fmt: skip


async def test_who_has_gone_leaves_nothing(router):
    """Neither held nor in a ring: the collector is off meanwhile. What was there before is not looked at."""
    gc.collect()
    gc.freeze()
    try:
        left = {visit.__name__: found for visit in VISITS if (found := await grown_by(visit, router))}
    finally:
        gc.unfreeze()
    assert left == {}


async def grown_by(visit, router):
    """What each further visit leaves; the first ones may fill what is kept up to a bound."""
    for _ in range(5):
        gc.collect()
        gc.disable()
        try:
            before = counted()
            await visit(router)
            await router.is_alone()
            grown, ends = counted() - before, sockets(router.ssh, router.netconf, router.console)
        finally:
            gc.enable()
        if not grown:
            break
    return grown + Counter({"socket": ends})
