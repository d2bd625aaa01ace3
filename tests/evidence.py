"""A router whose log is looked at: its clock is moved by hand, its users come over SSH, to the console, or just so.

Over SSH they come as the server lets them come (`assemble/front.py`), without sockets: so they have the addresses and
ports of the samples in the guides.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from cli_session import Typist
from console_user import ConsoleUser
from junosim.assemble.blueprint import draft
from junosim.assemble.front import Front
from junosim.assemble.lab import User
from junosim.clock import ManualClock
from junosim.device.file_names import home_of
from junosim.device.files import SYSTEM
from junosim.device.login_attempts import KEYBOARD, PASSWORD
from junosim.device.login_lines import received_disconnect
from junosim.device.logs import path_of
from junosim.entropy import SeededEntropy
from junosim.servers.contract import Origin, Terminal

SECRET = "Lab-Secret-1"
"""The password of every user here."""
FILE = "Audit-File"
"""The log that takes everything."""
CONFIGURATION = "system {{ syslog {{ file {file} {{ any any; }} }} }} {more}"


class Evidence:
    """A router with these users (name -> login class), at a time such as `2018-12-20 23:17:35` UTC."""

    def __init__(self, host, time, users, platform="mx480", more="", *, fips=False):
        self.clock = ManualClock(datetime.fromisoformat(time).replace(tzinfo=UTC).timestamp())
        text = CONFIGURATION.format(file=FILE, more=more)
        self.device = _blueprint(platform, tuple(users.items()), text, fips).build(
            host, self.clock, SeededEntropy(2)
        )
        self.front = Front(self.device, host)
        self._passed = self.clock.monotonic()

    def log(self, name=FILE):
        """The lines of a log."""
        return self.device.files.read(path_of(name), SYSTEM).decode().splitlines()

    def until(self, time):
        """Let time pass up to this moment of the day (`23:17:53`)."""
        hour, minute, second = map(int, time.split(":"))
        now = datetime.fromtimestamp(self.clock.time(), UTC)
        self.clock.advance((now.replace(hour=hour, minute=minute, second=second) - now).total_seconds())

    def place(self, path, data):
        """A file anywhere on the device."""
        self.device.files.write(path, data, SYSTEM)

    def settle(self):
        """Let the device do what is due by now: all that a boot does, where boots take no time."""
        device, clock = self.device, self.clock
        while (due := device.next_due()) is not None and due <= clock.monotonic():
            device.do_due()

    def typist(self, user, **options):
        """A session of a user, with the class that the configuration gives him."""
        return Typist(self.device, user, permissions=None, **options)

    def console(self):
        """Somebody is plugged into the console."""
        user = ConsoleUser(self.device)
        user.read()
        return user

    def client(self, address, port):
        """A client of the SSH server."""
        return Client(self, address, port)

    def put(self, user, name, text):
        """A file in the home of a user."""
        self.device.files.write(f"{home_of(user)}/{name}", text.encode(), self.front.visitor(user))


class Client:
    """One connection: what an SSH server does for it, in the order in which it does it (`servers/login.py`)."""

    def __init__(self, evidence, address, port):
        self.evidence, self.address, self.port = evidence, address, port
        self.attempts = evidence.front.attempts(Origin(address, port))
        for line in evidence.front.missing_keys():
            self.attempts.say(line)
        self.user, self.session = "", None

    def password(self, user, password=SECRET, method=PASSWORD):
        """Try a password; True when that lets the user in. The delay of an answer is waited for."""
        attempts, clock = self.attempts, self.evidence.clock
        self.user = user
        assert attempts.begin()
        clock.advance(max(0.0, attempts.ready - clock.monotonic()))
        if attempts.settle(user, method, fits=self.evidence.front.password_check(user, password)()):
            attempts.accepted(user, method)
            return True
        clock.advance(max(0.0, attempts.ready - clock.monotonic()))
        if attempts.are_over:
            attempts.cut(user)
        return False

    def asked(self, user, password=SECRET):
        """The same, for a client that lets itself be asked."""
        return self.password(user, password, KEYBOARD)

    def shell(self):
        """Begin a session on a terminal."""
        origin = Origin(self.address, self.port, self.attempts.pid)
        self.session = self.evidence.front.open_session(self.user, origin, Terminal("vt100", 200, 1000), None)
        return self.read()

    def read(self):
        """What the session shows until it waits for something."""
        clock, session = self.evidence.clock, self.session
        shown = session.output()
        while (due := session.deadline()) is not None and due <= clock.monotonic():
            session.wake()
            shown += session.output()
        return shown.decode()

    def line(self, text):
        """Type a line; the session ends when it says so."""
        self.session.feed(f"{text}\r".encode())
        shown = self.read()
        if any(True for _ in self.session.effects()):
            self.session.closed()
            self.session = None
        return shown

    def leave(self, *, says=True):
        """The client goes: with OpenSSH's word, or without one."""
        if self.session is not None:
            self.session.closed()
        self.attempts.gone(self.user)
        if says:
            self.attempts.say(received_disconnect(self.address, self.port))


@cache
def _blueprint(platform, users, text, fips):
    accounts = tuple(User(name, SECRET, group) for name, group in users)
    return draft(platform, ManualClock(), SeededEntropy(1), users=accounts, text=text, fips=fips)
