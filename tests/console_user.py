"""A console without sockets: somebody is plugged in, types, and reads what the line shows."""

from __future__ import annotations

from functools import cache

from junosim.assemble.blueprint import draft
from junosim.assemble.lab import User
from junosim.clock import ManualClock
from junosim.console.line import ConsoleLine
from junosim.device.factory import factory_configuration
from junosim.entropy import SeededEntropy

PASSWORD = "Lab-1234567"
USERS = (User("lab", PASSWORD, "super-user"), User("eve", "Eve-1234567", "read-only"))


class ConsoleUser:
    """What is plugged into the console of a device; `checks` counts the passwords that were looked at."""

    def __init__(self, device):
        self.device = device
        self.line = ConsoleLine(device)
        self.checks = 0
        self._shown = bytearray(device.console.content)
        device.console.listeners.append(self._shown.extend)

    def read(self):
        """What the line has shown since, once the device waits for something; with LF for CR LF."""
        clock, device, line = self.device.clock, self.device, self.line
        while True:
            if (due := device.next_due()) is not None and due <= clock.monotonic():
                device.do_due()
            elif (check := line.take_check()) is not None:
                self.checks += 1
                line.checked(check, fits=check())
            elif (due := line.deadline()) is not None and due <= clock.monotonic():
                line.wake()
            else:
                break
        shown = bytes(self._shown).decode("utf-8", "replace")
        self._shown.clear()
        return shown.replace("\r\n", "\n")

    def send(self, text):
        """Type; what the line then shows."""
        self.line.feed(text.encode())
        return self.read()

    def log_in(self, user="lab", password=PASSWORD):
        """Give a name and a password; what is shown after the password."""
        self.send(f"{user}\r")
        return self.send(f"{password}\r")

    def wait(self, seconds):
        """Let time pass; what the line shows meanwhile."""
        clock, end, shown = self.device.clock, self.device.clock.monotonic() + seconds, self.read()
        while True:
            dues = (self.device.next_due(), self.line.deadline())
            moment = min([end, *(due for due in dues if due is not None)])
            clock.advance(max(0.0, moment - clock.monotonic()))
            shown += self.read()
            if moment >= end:
                return shown


def make_device(platform="mx480", config="", name="r1", pace=0.0, users=USERS):
    """A device that is up, with users of known passwords."""
    return _blueprint(platform, config, users).build(name, ManualClock(), SeededEntropy(2), pace=pace)


def new_device(platform="mx480", pace=0.0):
    """A device as it is delivered, after its boot."""
    device = _blueprint(platform, "", USERS).build(
        None, ManualClock(), SeededEntropy(2), power=False, pace=pace
    )
    device.start_over(factory_configuration(device.platform, device.release))
    device.lifecycle.begin_as(device.state_when_up())
    return device


@cache
def _blueprint(platform, config, users):
    return draft(platform, ManualClock(), SeededEntropy(1), users=users, text=config)
