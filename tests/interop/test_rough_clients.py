"""Clients that misbehave: whatever they send, they get an answer or an end, and others notice nothing."""

from __future__ import annotations

import asyncio

import asyncssh
import pytest

from junosim.testing import SeededEntropy

pytestmark = pytest.mark.interop

SEED = 20190926


@pytest.fixture
async def connect(junos_device):
    ssh = junos_device.ssh

    async def connect():
        return await asyncssh.connect(
            ssh.host, ssh.port, username=ssh.user, password=ssh.password, known_hosts=None
        )

    return connect


async def shell(connection):
    process = await connection.create_process(term_type="vt100", term_size=(511, 0), encoding=None)
    await until(process, b"> ")
    return process


async def until(process, end):
    data = b""
    while not data.endswith(end):
        piece = await asyncio.wait_for(process.stdout.read(65536), 20)
        assert piece, data[-500:]
        data += piece
    return data


async def test_a_line_of_a_megabyte(connect):
    async with await connect() as first, await connect() as second:
        rough, calm = await shell(first), await shell(second)
        for _ in range(16):
            rough.stdin.write(b"x" * 65536)
        rough.stdin.write(b"\r")
        calm.stdin.write(b"show version | match Model\r")
        assert b"Model: mx480" in await until(calm, b"> ")
        answer = b""
        while b"error: " not in answer and b"unknown command" not in answer:
            answer += await until(rough, b"> ")
        rough.stdin.write(b"\x15show version | match Model\r")
        assert b"Model: mx480" in await until(rough, b"mx480> ")


async def test_any_bytes(connect):
    source = SeededEntropy(SEED)
    async with await connect() as first, await connect() as second:
        calm = await shell(second)
        for _ in range(10):
            # Ctrl-D and the words that leave would end the session, as they may.
            noise = bytes(byte for byte in source.bytes(2000) if byte != 4)
            rough = await shell(first)
            rough.stdin.write(noise)
            rough.close()
        calm.stdin.write(b"show system users | match pts\r")
        assert b"pts/" in await until(calm, b"> ")


async def test_a_client_that_vanishes_in_the_middle_of_a_line(connect, junos_device):
    async with await connect() as second:
        calm = await shell(second)
        first = await connect()
        rough = await shell(first)
        rough.stdin.write(b"configure\r")
        await until(rough, b"# ")
        rough.stdin.write(b"set system host-na")
        first.abort()
        for _ in range(100):
            calm.stdin.write(b"show system users | match pts | count\r")
            if b"Count: 1 lines" in await until(calm, b"> "):
                break
        else:
            pytest.fail("the session is still there")
        assert "Users currently" not in junos_device.cli("configure")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"shaw version", b"unknown command."),
        (b"show virsion", b"syntax error, expecting <command>."),
        (b"show system", b"syntax error, expecting <command>."),
        (b"set cli screen-length many", b"'many'"),
        (b"set cli screen-length 100001", b"is not within range (0..100000)"),
        (b'show version | match "abc', b"yntax error"),
        (b"re", b"'re' is ambiguous."),
    ],
)
async def test_bad_lines_get_their_message(connect, line, message):
    async with await connect() as connection:
        process = await shell(connection)
        process.stdin.write(b"set cli complete-on-space off\r")
        await until(process, b"> ")
        process.stdin.write(line + b"\r")
        answer = b""
        while message not in answer:
            answer += await until(process, b"> ")
        assert b"\n" + b" " * 20 in answer  # the caret line
        assert b"^" in answer
        assert b"Traceback" not in answer
