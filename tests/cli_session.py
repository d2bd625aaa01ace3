"""A CLI session on a fresh device without sockets: type, and read what the terminal shows."""

from __future__ import annotations

from functools import cache

from junosim.access.classes import LoginClass
from junosim.assemble.blueprint import draft
from junosim.cli.session import CliSession
from junosim.clock import ManualClock
from junosim.entropy import SeededEntropy


@cache
def blueprint(platform="mx480", *, fips=False):
    return draft(platform, ManualClock(), SeededEntropy(1), fips=fips)


class Typist:
    """One user at one session; `device` may be shared with other typists.

    The session has these permissions, or this login class; with None for both it has the class that the user has in
    the configuration.
    """

    def __init__(self, device=None, user="lab", permissions=("all",), login_class=None, **options):
        self.device = device or make_device()
        self.login = self.device.logins.open(user, "192.0.2.9", terminal=options.get("pty", True))
        if login_class is not None:
            self.login.login_class = login_class
        elif permissions is not None:
            self.login.login_class = LoginClass(user, frozenset(permissions))
        options.setdefault("columns", 200)
        options.setdefault("rows", 1000)
        self.session = CliSession(self.device, self.login, **options)
        self.greeting = self.read()

    def read(self):
        """What came since the last call, with LF for CR LF."""
        clock, session = self.device.clock, self.session
        shown = session.output()
        while (deadline := session.deadline()) is not None and deadline <= clock.monotonic():
            session.wake()
            shown += session.output()
        return shown.decode().replace("\r\n", "\n")

    def send(self, text):
        """Feed keys; what the terminal then shows."""
        self.session.feed(text.encode())
        return self.read()

    def line(self, text):
        """Type a line and Enter; the output between the echoed line and the next prompt."""
        shown = self.send(f"{text}\r")
        _, _, rest = shown.partition("\n")
        head, _, _prompt = rest.rpartition("\n")
        if self.login.is_editing:
            head = head.rpartition("[edit")[0]
        return head.rstrip("\n")

    def lines(self, *texts):
        """Type several lines; the output of the last."""
        return [self.line(text) for text in texts][-1]


def make_device(platform="mx480", clock=None, *, fips=False):
    clock = clock or ManualClock()
    return blueprint(platform, fips=fips).build("r1", clock, SeededEntropy(2))
