"""Clients that attack the SSH server of a router, as a program: `python -m attackers NAME COUNT HOST PORT USER PASS`.

Each attack opens `count` connections at once. The program prints `ready` when the attack has begun, holds what
it holds until its standard input ends, and prints how the connections ended as JSON.
"""

from __future__ import annotations

import asyncio
import json
import struct
import sys
from collections import Counter
from contextlib import suppress

import asyncssh

from junosim.testing import SeededEntropy

SEED = 20190926
VERSION = b"SSH-2.0-rough\r\n"
_READ = 4096
_WAVE = 250  # connections at once: fewer than may wait for a login


class Attack:
    """Where it goes, and how its connections ended."""

    def __init__(self, host, port, user="", password=""):
        self.host, self.port, self.user, self.password = host, port, user, password
        self.ends = Counter()
        self.over = asyncio.Event()
        self.source = SeededEntropy(SEED)

    async def open(self, data, *, holds=False, gate=None):
        """Send these bytes and wait for the end of the connection; with `holds` until the attack is over.

        Behind a gate nobody sends before all are connected: each round costs the router as much memory at once.
        """
        try:
            reader, writer = await asyncio.open_connection(self.host, self.port)
        except OSError:
            self.ends["refused"] += 1
            return
        finally:
            if gate is not None:
                await gate.wait()
        with suppress(OSError):
            writer.write(data)
            await writer.drain()
            if holds:
                await self.over.wait()
            else:
                while await reader.read(_READ):
                    pass
        self.ends["closed"] += 1
        writer.close()

    async def log_in(self, user, password):
        """One login with one password."""
        end = "in"
        options = {
            "known_hosts": None, "client_keys": None, "config": None, "agent_path": None, "login_timeout": 120,
            "connect_timeout": 120, "preferred_auth": "password",
        }  # fmt: skip
        try:
            async with asyncssh.connect(self.host, self.port, username=user, password=password, **options):
                pass
        except (asyncssh.Error, OSError) as problem:
            end = type(problem).__name__
        self.ends[end] += 1


async def random_bytes(attack, count):
    """Garbage: at once, behind a version, behind something like a length."""
    heads = (b"", VERSION, VERSION + struct.pack(">I", 300), b"\0" * 9000)
    source = attack.source
    garbage = [heads[source.below(4)] + source.bytes(1 + source.below(3000)) for _ in range(count)]
    for begin in range(0, count, _WAVE):
        wave = garbage[begin : begin + _WAVE]
        gate = asyncio.Barrier(len(wave))
        await asyncio.gather(*(attack.open(each + bytes(9000), gate=gate) for each in wave))


async def silence(attack, count):
    """Nothing, or a part of a version, or a version alone."""
    heads = (b"", b"SSH-2.0-par", VERSION)
    await asyncio.gather(*(attack.open(heads[number % 3], holds=True) for number in range(count)))


async def oversized(attack, count):
    """Messages that say they are long, and long ones."""
    lengths = (0xFFFFFFFF, 0x7FFFFFFF, 35_001, 0)
    await asyncio.gather(
        *(
            attack.open(VERSION + struct.pack(">I", lengths[number % 4]) + bytes(200_000))
            for number in range(count)
        )
    )


async def logins(attack, count):
    """Right passwords, all at once."""
    await asyncio.gather(*(attack.log_in(attack.user, attack.password) for _ in range(count)))


async def wrong_passwords(attack, count):
    """Against one account, on so many connections, twice on each."""

    async def one(number):
        for turn in range(2):
            await attack.log_in(attack.user, f"wrong-{number}-{turn}")

    await asyncio.gather(*map(one, range(count)))


async def odd_names(attack, count):
    """Names with control characters, and some of great length."""
    names = (
        "root\x01", "a\nb", "\x1b[2J\x1b[H", "x" * 30_000, "lab\0", "\u202enimda", "%s%n", "../../etc", "\x7f", "-rf"
    )  # fmt: skip
    passwords = ("wrong", "wrong\x07")
    await asyncio.gather(
        *(attack.log_in(names[number % len(names)], passwords[number % 2]) for number in range(count))
    )


ENDED_BY_THE_DEVICE = (
    b'<!DOCTYPE a [<!ENTITY b "'
    + b"b" * 1000
    + b'"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><rpc><a>&c;</a></rpc>',
    b"<rpc>" + b"<a>" * 100_000,
    b"<rpc><a " + b" ".join(b'a%d="1"' % number for number in range(10_000)),
    b"<rpc><a " + b"b" * 500_000,
)
WITHOUT_END = (
    b"<rpc><!-- " + b"c" * 500_000,
    b"<rpc><get-syslog-events><stream>messages</stream></get-syslog-events></rpc>]]>]]>",
    b"<rpc><command>show version</command></rpc>]]>]]>" * 500,  # whose answers nobody reads
)
_SESSIONS = 10  # on one connection


async def hostile_xml(attack, count):
    """Sessions for programs, in both protocols, that are sent what no parser should see; some never end it."""

    async def one(connection, number):
        texts = ENDED_BY_THE_DEVICE + WITHOUT_END
        text = texts[number % len(texts)]
        older = number % 2
        process = await connection.create_process(
            *(("junoscript",) if older else ()), subsystem=None if older else "netconf", encoding=None
        )
        if older:
            process.stdin.write(b'<?xml version="1.0"?><junoscript version="1.0">')
        process.stdin.write(text)
        if text in ENDED_BY_THE_DEVICE:
            await process.stdout.read()
            attack.ends["ended"] += 1
        else:
            await attack.over.wait()
            attack.ends["held"] += 1

    async def several(first):
        options = {"known_hosts": None, "client_keys": None, "config": None, "agent_path": None}
        async with asyncssh.connect(
            attack.host, attack.port, username=attack.user, password=attack.password, **options
        ) as connection:
            numbers = range(first, min(first + _SESSIONS, count))
            await asyncio.gather(*(one(connection, number) for number in numbers))

    await asyncio.gather(*map(several, range(0, count, _SESSIONS)))


ATTACKS = {
    attack.__name__: attack
    for attack in (random_bytes, silence, oversized, logins, wrong_passwords, odd_names, hostile_xml)
}


async def main(name, count, *target):
    """Attack until standard input ends; an attack that is over before has held nothing."""
    asyncssh.connection.saslprep = lambda text: text  # names go out as they are
    attack = Attack(target[0], int(target[1]), *target[2:])
    attacking = asyncio.ensure_future(ATTACKS[name](attack, count))
    await asyncio.sleep(0.05)
    print("ready", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    attack.over.set()
    await attacking
    print(json.dumps(attack.ends), flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:]))
