"""An outbox that is fed as a device feeds it, for tests of what waits for remote log hosts and of who sends it."""

from __future__ import annotations

from datetime import UTC

from junosim.audit.catalog import event
from junosim.audit.forms import Origin
from junosim.audit.route import Routing
from junosim.config.formats.read_set import SetReader
from junosim.config.tree import Branch
from junosim.config.workspace import Workspace
from junosim.device.outbox import Outbox
from junosim.schema import release

AT = 1156163790.401  # 2006-08-21 12:36:30.401 UTC
ORIGIN = Origin("r1", UTC, 25)
LOGOUT = event("ui-logout", AT, 7, username="op")
FAILED = event("ssh-failed", AT, 9, method="password", username="op", address="192.0.2.9", port="1673")


def tree(*lines, static=""):
    work = Workspace(Branch(release.load("mx19").configuration))
    reader = SetReader(work)
    for text in lines:
        reader.line(f"set system syslog {text}")
    if static:
        reader.line(f"set system static-host-mapping {static}")
    assert reader.problems == []
    return work.root


class Net:
    """A carrier that reaches all hosts but those `unplugged`, and counts how often it was told."""

    def __init__(self, *unplugged):
        self.unplugged = unplugged
        self.told = 0

    def reaches(self, host, _tree):
        return host.name not in self.unplugged

    def ready(self):
        self.told += 1


class Log:
    """Emits into an outbox, as a device does."""

    def __init__(self, *lines, net=None):
        self.said = []
        self.routing = Routing()
        self.net = net or Net()
        self.outbox = Outbox(self.say)
        self.outbox.attach(self.net)
        self.commit(*lines)

    def commit(self, *lines, static=""):
        self.tree = tree(*lines, static=static)

    def say(self, key, **arguments):
        self.said.append((key, arguments))
        self.take(event(key, AT, **arguments))

    def take(self, *events):
        for happened in events:
            self.outbox.take(happened, self.routing.of(self.tree).hosts, ORIGIN, self.tree)

    def lines(self, name):
        (waiting,) = (waiting for waiting in self.outbox.waiting if waiting.host.name == name)
        found = []
        while (data := waiting.first) is not None:
            found.append(data.decode())
            waiting.sent()
        return found

    def first_after(self, happened):
        self.take(happened)
        return self.first()

    def first(self):
        return self.outbox.waiting[0]
