"""A device of the SSH server's tests: one account, and sessions that echo."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import asyncssh

from junosim.access.attempts import RetryOptions, Tries
from junosim.clock import SystemClock
from junosim.device import host_keys
from junosim.device.sessions import Hangup
from junosim.servers.contract import SshAlgorithms, SshSettings

PASSWORD = "Lab-Secret-1"


class EchoSession:
    """Echoes; `q` hangs up, `x` fails, `w` works in slices, `f` floods, `t` asks for a call in 60 s."""

    def __init__(self, clock, terminal, command):
        self.clock = clock
        self.terminal = terminal
        self.fed = []
        self.sizes = []
        self.slices = 0
        self.floods = 0
        self.wakes = 0
        self.due = None
        self.turn = 0
        self.turns = []
        self.is_closed = 0
        self.saw_eof = False
        self.out = bytearray(b"hello> ")
        self.hangups = []
        if command is not None:
            self.out[:] = b"ran " + command.encode() + b"\n"
            self.hangups.append(Hangup(0))

    def feed(self, data):
        self.fed.append(data)
        if data == b"q":
            self.out += b"bye"
            self.hangups.append(Hangup(3))
        elif data == b"x":
            raise RuntimeError("planted")
        elif data[:1] == b"w":
            self.slices += 5
            self.turns.append(self.turn)
        elif data == b"f":
            self.floods = 1000
        elif data == b"t":
            self.due = self.clock.monotonic() + 60
        else:
            self.out += data

    def output(self):
        data, self.out = bytes(self.out), bytearray()
        return data

    def effects(self):
        effects, self.hangups = self.hangups, []
        return effects

    def deadline(self):
        if self.slices or self.floods:
            return self.clock.monotonic() - 1
        return self.due

    def wake(self):
        self.wakes += 1
        if self.slices:
            self.slices -= 1
            self.out += b"."
        elif self.floods:
            self.floods -= 1
            self.out += bytes(8192)
        elif self.due is not None:
            self.due = None
            self.out += b"ding"

    def resize(self, columns, rows):
        self.sizes.append((columns, rows))

    def eof(self):
        self.saw_eof = True
        self.hangups.append(Hangup(0))

    def closed(self):
        self.is_closed += 1


class KeyStore:
    """Host keys in memory, and a record of those that were made."""

    signs_with_sha1 = True

    def __init__(self):
        self.kept, self.made = {}, []

    def find(self, kind):
        return self.kept.get(kind)

    def generate(self, kind):
        self.made.append(kind)
        return host_keys.generate(kind)

    def keep(self, kind, pair):
        self.kept[kind] = pair.private


class FakeAttempts:
    """Counts wrong passwords as a device does that delays no answer; `events` are what it was told."""

    pid = 6999

    def __init__(self, device):
        self.time_to_log_in = device.time_to_log_in
        self.tries = Tries(lambda: RetryOptions(tries=3, factor=0), device.clock)
        self.events, self.lines = device.events, device.lines

    @property
    def ready(self):
        return self.tries.ready

    @property
    def are_over(self):
        return self.tries.are_over

    def begin(self):
        return self.tries.begin()

    def say(self, line):
        self.lines.append(line.text)

    def settle(self, user, method, *, fits):
        if not fits:
            self.tries.failed()
        return fits

    def may_use_key(self, user):
        return True

    def accepted(self, user, method):
        self.events.append(("accepted", user, method))

    def cut(self, user):
        self.events.append(("cut", user))

    def timed_out(self):
        self.events.append(("timed out",))

    def gone(self, user):
        self.events.append(("gone",))


@dataclass
class FakeDevice:
    """One account, `lab`, and a record of what was asked."""

    name: str = "r1"
    clock: object = field(default_factory=SystemClock)
    sessions: list = field(default_factory=list)
    opened: list = field(default_factory=list)
    keys: set = field(default_factory=set)
    text: str | None = None
    offer: SshAlgorithms = field(default_factory=SshAlgorithms)
    wants: SshSettings = field(default_factory=SshSettings)
    lines: list = field(default_factory=list)
    checks: int = 0
    time_to_log_in: float = 120.0
    events: list = field(default_factory=list)
    host_keys: KeyStore = field(default_factory=KeyStore)

    def missing_keys(self):
        return ()

    def attempts(self, origin):
        return FakeAttempts(self)

    def algorithms(self):
        return self.offer

    def settings(self):
        return self.wants

    def say(self, line):
        self.lines.append(line.text)

    def banner(self):
        return self.text

    def password_check(self, user, password):
        self.checks += 1
        return lambda: (user, password) == ("lab", PASSWORD)

    def accepts_key(self, user, algorithm, key, origin):
        return user == "lab" and (algorithm, key) in self.keys

    def open_transfer(self, user, origin, *, scp):
        raise RuntimeError("planted")

    only_netconf = False

    def speaks_xml(self, command):
        return False

    def open_netconf(self, user, origin, peer, command):
        return None

    def open_session(self, user, origin, terminal, command, peer=None):
        if command == "refuse":
            raise RuntimeError("planted: no session")
        session = EchoSession(self.clock, terminal, command)
        self.opened.append((user, origin, command))
        self.sessions.append(session)
        return session


def login(server, **options):
    host, port = server.address
    settings = {
        "username": "lab", "password": PASSWORD, "known_hosts": None, "client_keys": None, "config": None,
        "agent_path": None,
    }  # fmt: skip
    return asyncssh.connect(host, port, **(settings | options))


@asynccontextmanager
async def shell(connection, **options):
    async with connection.create_process(encoding=None, **({"term_type": "vt100"} | options)) as process:
        assert await process.stdout.readexactly(7) == b"hello> "
        yield process


async def until(condition):
    """Give the loop turns until the condition holds."""
    for _ in range(2000):
        if condition():
            return
        await asyncio.sleep(0)
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - nothing signals what the server has done
            await asyncio.sleep(0.001)
