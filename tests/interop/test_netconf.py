"""NETCONF over real sockets: the subsystem, and what ncclient makes of hello, calls and errors."""

from __future__ import annotations

import asyncssh
import pytest
from ncclient import manager
from ncclient.operations.rpc import RPCError

COMMIT = "configure ; {} system services netconf ssh ; commit and-quit"


@pytest.fixture
async def connection(junos_device):
    ssh = junos_device.ssh
    async with asyncssh.connect(
        ssh.host, ssh.port, username=ssh.user, password=ssh.password, known_hosts=None
    ) as connection:
        yield connection


@pytest.fixture
def client(junos_device):
    """A session of ncclient on a device as it is started, which has NETCONF switched on."""
    ssh = junos_device.ssh
    with manager.connect(
        host=ssh.host, port=ssh.port, username=ssh.user, password=ssh.password,
        hostkey_verify=False, allow_agent=False, look_for_keys=False, device_params={"name": "junos"}, timeout=20,
    ) as client:  # fmt: skip
        yield client


async def test_the_subsystem_is_there_while_it_is_configured(connection):
    """R-NCS-001."""
    await connection.run(COMMIT.format("delete"))
    with pytest.raises(asyncssh.ChannelOpenError):
        await connection.create_process(subsystem="netconf", encoding=None)
    await connection.run(COMMIT.format("set"))
    process = await connection.create_process(subsystem="netconf", encoding=None)
    assert b"<hello " in await process.stdout.readuntil(b"]]>]]>")
    await connection.run(COMMIT.format("delete"))
    with pytest.raises(asyncssh.ChannelOpenError):
        await connection.create_process(subsystem="netconf", encoding=None)


@pytest.mark.parametrize("terminal", [None, "xterm"])
async def test_a_terminal_makes_no_difference(connection, terminal):
    process = await connection.create_process(
        subsystem="netconf", encoding=None, term_type=terminal, term_size=(256, 80)
    )
    await process.stdout.readuntil(b"]]>]]>\n")
    process.stdin.write(b'<rpc message-id="1"><get-nothing/></rpc>]]>]]><rpc><close-session/></rpc>]]>]]>')
    sent = await process.stdout.read()
    assert sent.startswith(b"<rpc-reply xmlns=")
    assert b"\r" not in sent
    assert sent.count(b"]]>]]>") == 2
    assert (await process.wait()).exit_status == 0


def test_ncclient_reads_hello_answers_and_errors(client):
    assert client.session_id.isdigit()
    assert ":candidate" in client.server_capabilities
    assert client.rpc("<get-software-information/>").xpath("//junos-version")[0].text.strip() == "19.1R2.8"
    assert "Model: mx480" in client.command("show version", format="text").xpath("//output")[0].text
    with pytest.raises(RPCError, match="syntax error") as problem:
        client.rpc("<get-nothing/>")
    assert problem.value.tag == "operation-failed"
    assert "get-nothing" in problem.value.info
