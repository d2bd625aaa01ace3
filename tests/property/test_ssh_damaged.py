"""Messages of a handshake, damaged at random: the connection ends or waits, and nothing of it is a fault."""

from __future__ import annotations

import asyncio
import logging
import struct
from contextlib import suppress

import pytest
from asyncssh.constants import MSG_KEXINIT, MSG_SERVICE_REQUEST, MSG_USERAUTH_REQUEST
from asyncssh.packet import Boolean, Byte, NameList, String, UInt32

from junosim.servers.ssh import SshServer
from junosim.servers.workers import Workers
from junosim.testing import SeededEntropy
from ssh_device import FakeDevice, until

SEED = 20190926
_KEXINIT = b"".join(
    (
        Byte(MSG_KEXINIT), bytes(16), NameList([b"ecdh-sha2-nistp256"]), NameList([b"ecdsa-sha2-nistp256"]),
        NameList([b"aes128-ctr"]), NameList([b"aes128-ctr"]), NameList([b"hmac-sha2-256"]),
        NameList([b"hmac-sha2-256"]), NameList([b"none"]), NameList([b"none"]), NameList([]), NameList([]),
        Boolean(False), UInt32(0),
    )
)  # fmt: skip
_MESSAGES = [
    _KEXINIT,
    _KEXINIT.replace(b"ecdh-sha2-nistp256", b"diffie-hellman-group-exchange-sha256"),
    _KEXINIT.replace(b"ecdh-sha2-nistp256", b"curve25519-sha256"),
    Byte(30) + String(b"\x04" + bytes(64)),
    Byte(30) + String(bytes(32)),
    Byte(34) + UInt32(2048) + UInt32(2048) + UInt32(4096),
    Byte(32) + String(b"\x01"),
    Byte(21),
    Byte(MSG_SERVICE_REQUEST) + String("ssh-userauth"),
    Byte(MSG_USERAUTH_REQUEST) + String("lab") + String("ssh-connection") + String("none"),
    Byte(1) + UInt32(2) + String("bye") + String(""),
]


def framed(payload):
    padding = -(5 + len(payload)) % 8 + 8
    return struct.pack(">IB", 1 + len(payload) + padding, padding) + payload + bytes(padding)


def damaged(source):
    """A handshake in which bytes are changed, dropped or doubled; of every fourth message the frame as well."""
    stream = b"SSH-2.0-damaged\r\n"
    for number in range(2 + source.below(4)):
        payload = bytearray(
            _MESSAGES[0] if number == 0 and source.below(4) else _MESSAGES[source.below(len(_MESSAGES))]
        )
        for _ in range(source.below(3)):
            place = source.below(len(payload))
            payload[place : place + source.below(5)] = source.bytes(source.below(5))
            payload = payload or bytearray(1)
        frame = bytearray(framed(bytes(payload)))
        if not source.below(4):
            frame[source.below(len(frame))] = source.below(256)
        stream += frame
    return stream


@pytest.mark.parametrize("part", range(4))
async def test_no_damage_is_a_fault(part, caplog):
    source = SeededEntropy(SEED + part)
    workers = Workers()
    try:
        async with SshServer(FakeDevice(), workers) as server:
            for _ in range(10):
                await asyncio.gather(*(send(server, damaged(source)) for _ in range(20)))
            await until(lambda: server.connections == 0)
    finally:
        workers.close()
    assert not [record for record in caplog.records if record.exc_info or record.levelno >= logging.ERROR]


async def send(server, data):
    reader, writer = await asyncio.open_connection(*server.address)
    with suppress(OSError):
        writer.write(data)
        await writer.drain()
        writer.write_eof()
        while await reader.read(4096):
            pass
    writer.close()
