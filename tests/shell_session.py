"""A session of a user on a fresh device without sockets, as his client has it: the CLI, or root's shell."""

from __future__ import annotations

from cli_session import make_device
from junosim.assemble.front import Front
from junosim.device.sessions import Hangup
from junosim.servers.contract import Origin, Terminal


class Client:
    """One client; `device` may be shared. `ended` is the exit status once the session is over."""

    def __init__(self, user="crypto-officer", device=None, *, command=None, pty=True, columns=80, rows=24):
        self.device = device or make_device()
        terminal = Terminal("vt100", columns, rows) if pty else None
        front = Front(self.device, "r1")
        self.session = front.open_session(user, Origin("192.0.2.9", 50001), terminal, command)
        self.ended = None
        self.greeting = self.read()

    def read(self):
        """What came since the last call, with LF for CR LF."""
        clock, session = self.device.clock, self.session
        shown = session.output()
        while self.ended is None:
            for effect in session.effects():
                assert isinstance(effect, Hangup)
                self.ended = effect.status
                session.closed()
                break
            else:
                deadline = session.deadline()
                if deadline is None or deadline > clock.monotonic():
                    break
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
        return shown.partition("\n")[2].rpartition("\n")[0]

    def wait(self, seconds):
        """Let time pass; what is shown meanwhile."""
        self.device.clock.advance(seconds)
        return self.read()
