"""A commit of many statements is done in slices: what other sessions may do meanwhile, and how it is broken off."""

import gc

import pytest

from cli_session import Typist, make_device
from junosim.app.garbage import GarbageCollector
from junosim.clock import ManualClock
from junosim.slices import UNITS, Beat, collected, finish, without_pauses

LOCKED = "error: configuration database locked by:"
MANY = "".join(f"set snmp community c{number} clients 192.0.2.0/24\n" for number in range(1000))


class HastyClock(ManualClock):
    """Time is up whenever somebody asks for it, so that a session does one thing in a slice."""

    def monotonic(self):
        self.advance(0.001)
        return super().monotonic()


@pytest.fixture
def device():
    return make_device(clock=HastyClock())


def at_work(device, mode=""):
    typist = Typist(device)
    typist.line(f"configure {mode}".strip())
    return typist


@pytest.fixture
def committing(device):
    """A session whose commit has begun and is not done."""
    typist = at_work(device)
    device.stores.shared.load(MANY)
    begin(typist)
    return typist


def begin(typist, command="commit"):
    typist.session.feed(f"{command}\r".encode())
    for _ in range(3):
        typist.session.wake()
    assert "commit complete" not in typist.session.output().decode()


def communities(device):
    snmp = device.configuration.children.get("snmp")
    return len(snmp.children["community"].entries) if snmp else 0


def test_nothing_is_seen_of_it_before_it_is_done(device, committing):
    other = Typist(device)
    assert other.line("show configuration snmp") == ""
    assert communities(device) == 0
    assert "commit complete" in committing.read()
    assert communities(device) == 1000


@pytest.mark.parametrize(
    "command", ["set snmp location here", "commit", "commit check", "rollback 0", "load factory-default"]
)
def test_others_neither_edit_nor_commit_meanwhile(device, command):
    other, typist = at_work(device), at_work(device)
    device.stores.shared.load(MANY)
    begin(typist)
    assert LOCKED in other.line(command)
    assert f"(pid {typist.login.pid})" in other.line(command)
    assert "commit complete" in typist.read()
    assert communities(device) == 1000
    assert LOCKED not in other.line(command)


def test_a_private_session_edits_on_and_commits_later(device):
    private, typist = at_work(device, "private"), at_work(device, "private")
    typist.session._context.editing.candidate.load(MANY)
    begin(typist)
    assert private.line("set snmp location here") == ""
    assert LOCKED in private.line("commit")
    assert "commit complete" in typist.read()
    assert "commit complete" in private.line("commit")
    assert communities(device) == 1000
    assert device.configuration.children["snmp"].children["location"].value == "here"


def test_ctrl_c_breaks_it_off_and_changes_nothing(device, committing):
    before = device.stores.revisions
    assert "[edit]" in committing.send("\x03")
    assert device.stores.revisions == before
    assert not device.stores.locks.is_committing
    assert "commit complete" in committing.line("commit")
    assert communities(device) == 1000


def test_a_session_that_dies_lets_go_of_the_lock(device, committing):
    committing.session.closed()
    assert "commit complete" in at_work(device).line("commit")


def test_the_time_to_confirm_is_not_over_while_the_commit_that_confirms_is_being_done(device):
    typist = at_work(device)
    typist.lines("set snmp location here", "commit confirmed 1")
    device.stores.shared.load(MANY)
    begin(typist)
    device.clock.advance(120)
    other = Typist(device)
    assert "location here" in other.line("show configuration snmp")
    assert "commit complete" in typist.read()
    assert communities(device) == 1000
    assert device.stores.confirmation is None


def test_a_refused_commit_lets_go_of_the_lock(device):
    typist = at_work(device)
    device.stores.shared.load(MANY + "set interfaces ge-0/0/0 unit 0 family inet filter input missing")
    begin(typist)
    assert "error: configuration check-out failed" in typist.read()
    assert not device.stores.locks.is_committing
    assert at_work(device).line("set snmp location here") == ""


# ---------------------------------------------------------------------- the idiom itself


def test_slices():
    def work():
        yield
        yield
        return "done"

    assert finish(work()) == "done"
    assert list(without_pauses([1, None, 2])) == [1, 2]
    beat = Beat()
    assert sum(beat.due() for _ in range(3 * UNITS)) == 3
    assert finish(collected([1, None, 2])) == [1, 2]


def test_the_collector_looks_at_everything_only_when_nobody_is_at_work():
    busy = True
    collector = GarbageCollector(lambda: busy)
    collector.start()
    try:
        frozen = gc.get_freeze_count()
        ring = []
        ring.append(ring)
        gc.collect()
        assert gc.get_freeze_count() > frozen
        collector.tidy()
        put_aside = gc.get_freeze_count()
        assert put_aside > 0
        del ring
        busy = False
        collector.tidy()
        assert gc.get_freeze_count() < put_aside
    finally:
        collector.stop()
    assert gc.get_freeze_count() == 0
    assert gc.get_threshold() == (700, 10, 10)
