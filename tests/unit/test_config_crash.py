"""The power fails at every operation of the disk: what was acknowledged is there, or what came next, and whole.

Each script of commits is run once to learn what is acknowledged when, then once more for every operation of the disk
with a crash there; every way in which the disk may be found after that (`crashing_storage`) is opened.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from config_session import SCHEMA, at
from crashing_storage import Crash, CrashingStorage
from junosim.clock import ManualClock
from junosim.config import edit
from junosim.config.archive import Archive
from junosim.config.archive.archive import Limits
from junosim.config.commit import Committer
from junosim.config.failpoints import Point
from junosim.config.formats import set as set_form
from junosim.config.schedule import carry_out_at_boot
from junosim.config.stores import Stores

TEXT = Limits()
LINES = Limits(statements=0, delta=200, share=0.1)  # no texts; the whole again after a few changes


class Device:
    """The configuration of a device on a disk; what it does is done by the user `lab`."""

    def __init__(self, storage, limits, clock=None, failpoint=lambda point: None):
        self.clock = clock or ManualClock()
        self.storage = storage
        self.limits = limits
        self.stores = Stores(SCHEMA, self.clock, archive=Archive(storage, SCHEMA, "small", limits))
        self.committer = Committer(self.stores, [], failpoint=failpoint)

    def set(self, words):
        self.stores.shared.apply(edit.set_, at(words))

    def commit(self, words, within=None, comment=""):
        self.set(words)
        self.committer.commit(self.stores.shared, user="lab", confirm_within=within, comment=comment)

    def put_off(self, words):
        self.set(words)
        self.committer.put_off(self.stores.shared, "lab", "cli", "")
        self.stores.shared.discard()

    def view(self):
        """All that has to survive, as plain values."""
        state = self.stores.state
        waiting = state.confirmation
        return (
            tuple(described(revision) for revision in state.revisions),
            state.rescue and described(state.rescue),
            state.at_boot and described(state.at_boot),
            waiting
            and (
                described(waiting.back),
                round(waiting.deadline - self.clock.monotonic() + self.clock.time()),
            ),
        )


def described(revision):
    lines = tuple(set_form.lines(revision.root))
    return (revision.sequence, revision.time, revision.user, revision.client, revision.comment, lines)


def locations(count, within=None):
    return [lambda device, n=n: device.commit(f"snmp location x{n}", within) for n in range(count)]


def settle(device):
    device.clock.advance(600)
    assert device.committer.settle() is not None


def commit_rollback(device):
    device.stores.shared.rollback(device.stores.revision(1))
    device.committer.commit(device.stores.shared, user="lab")


def grow(device):
    for number in range(6):
        device.set(f"interfaces ge-0/0/{number} description port-number-{number}")
    device.commit("system host-name large")


SCRIPTS = {
    "first commit": locations(1),
    "several commits": [*locations(3), commit_rollback],
    "confirmed in time": [
        *locations(1),
        lambda device: device.commit("snmp location tried", 600),
        lambda device: device.committer.confirm(),
        *locations(1),
    ],
    "confirmed twice, then by a commit": [
        *locations(1, within=600),
        lambda device: device.commit("snmp location again", 300),
        lambda device: device.commit("system host-name last"),
    ],
    "not confirmed": [*locations(1), lambda device: device.commit("snmp location tried", 600), settle, *locations(1)],
    "rescue": [
        *locations(1),
        lambda device: device.committer.save_rescue(),
        *locations(2),
        lambda device: device.committer.save_rescue(),
        lambda device: device.committer.delete_rescue(),
    ],
    "at the boot": [
        *locations(1),
        lambda device: device.put_off("snmp location later"),
        lambda device: device.committer.cancel(),
        lambda device: device.put_off("snmp location later"),
        lambda device: carry_out_at_boot(device.committer, device.stores),
    ],
    "changes, then the whole": [grow, *locations(3), grow, commit_rollback, *locations(4)],
}  # fmt: skip


@dataclass
class Run:
    """How far a script came: what was true after each step that was acknowledged."""

    views: list
    device: Device | None = None
    crashed: bool = False


def run(script, storage, limits, clock=None):
    outcome = Run([])
    try:
        outcome.device = Device(storage, limits, clock)
        outcome.views.append(outcome.device.view())
        for step in script:
            outcome.device.clock.advance(1)
            step(outcome.device)
            outcome.views.append(outcome.device.view())
    except Crash:
        outcome.crashed = True
    return outcome


def crash_everywhere(script, limits, files=None, clock=None):
    """Run the script with a crash at each operation; the number of disks that were opened."""
    start = ManualClock if clock is None else clock
    storage = CrashingStorage(files)
    full = run(script, storage, limits, start())
    assert not full.crashed
    opened = 0
    for index in range(storage.operations):
        crashing = CrashingStorage(files, crash_at=index)
        clock = start()
        part = run(script, crashing, limits, clock)
        assert part.crashed
        done = len(part.views)
        for disk in crashing.outcomes():
            found = view_of(disk, limits, clock)
            assert found in expected(full.views, done), (index, crashing.log[-1])
            opened += 1
    return opened


def expected(views, done):
    """The last state that was acknowledged, and the one after it; what was empty at first starts anew."""
    return views[max(done - 1, 0) : done + 1]


def view_of(disk, limits, clock):
    """What a device finds on a disk; it must be able to go on from there and find that again."""
    device = Device(CrashingStorage(disk), limits, clock)
    view = device.view()
    device.commit("system host-name afterwards")
    after = device.view()
    again = Device(CrashingStorage(device.storage.files()), limits, clock)
    assert again.view() == after
    assert after[0][1:] == view[0][:49]
    return view


@pytest.mark.parametrize(
    ("name", "limits"),
    [
        (name, limits)
        for name in SCRIPTS
        for limits in (TEXT, LINES)
        if limits is LINES or "whole" not in name
    ],
)
def test_nothing_acknowledged_is_lost_and_nothing_is_torn(name, limits):
    assert crash_everywhere(SCRIPTS[name], limits) > 10


@pytest.mark.parametrize("limits", [TEXT, LINES], ids=["text", "lines"])
def test_the_fifty_first_revision_drives_out_the_oldest(limits):
    storage = CrashingStorage()
    device = Device(storage, limits)
    for step in locations(49):
        step(device)
    assert len(device.stores.revisions) == 50
    script = [lambda device: device.committer.save_rescue(), *locations(1 if limits is TEXT else 2)]
    assert crash_everywhere(script, limits, storage.files()) > 10


def test_the_power_fails_again_while_the_rest_of_a_crash_is_cleared_away():
    script = [grow, *locations(2)]
    storage = CrashingStorage()
    assert not run(script, storage, LINES).crashed
    disks = {}
    for index in range(storage.operations):
        crashing = CrashingStorage(crash_at=index)
        run(script, crashing, LINES)
        disks |= {frozenset(disk): disk for disk in crashing.outcomes()}  # one for each set of names
    assert len(disks) > 10
    for disk in disks.values():
        crash_everywhere([lambda device: device.commit("snmp location z")], LINES, disk)


@pytest.mark.parametrize(("point", "survives"), [(point, point is not Point.BEFORE_STORE) for point in Point])
@pytest.mark.parametrize(
    ("prepare", "act"),
    [
        (lambda device: None, lambda device: device.commit("snmp location new")),
        (lambda device: None, lambda device: device.commit("snmp location new", 600)),
        (lambda device: device.commit("snmp location new", 600), lambda device: device.committer.confirm()),
        (lambda device: device.commit("snmp location new", 600), settle),
        (lambda device: None, lambda device: device.committer.save_rescue()),
        (lambda device: device.committer.save_rescue(), lambda device: device.committer.delete_rescue()),
        (lambda device: None, lambda device: device.put_off("snmp location later")),
        (lambda device: device.put_off("snmp location later"), lambda device: device.committer.cancel()),
    ],
    ids=[
        "commit",
        "commit confirmed",
        "confirm",
        "rollback",
        "rescue save",
        "rescue delete",
        "put off",
        "cancel",
    ],
)
def test_every_deed_can_be_cut_off_at_every_point(point, survives, prepare, act):
    armed = []

    def failpoint(reached):
        if armed and reached is point:
            raise Crash(point)

    clock = ManualClock()
    device = Device(CrashingStorage(), TEXT, clock, failpoint)
    prepare(device)
    before = device.view()
    armed.append(point)
    with pytest.raises(Crash):
        act(device)
    armed.clear()
    [disk] = {frozenset(disk.items()) for disk in synced(device.storage)}
    found = Device(CrashingStorage(dict(disk)), TEXT, clock).view()
    assert (found != before) is survives
    if survives:
        assert found == device.view() or point is Point.AFTER_STORE


def synced(storage):
    """What the disk holds once the removals, which nobody waits for, are done."""
    storage.sync_names("config")
    return storage.outcomes()


def test_points_are_passed_in_order():
    passed = []
    device = Device(CrashingStorage(), TEXT, failpoint=passed.append)
    device.committer.witnesses.append(lambda deed, state: passed.append(deed.value))
    device.commit("snmp location a")
    assert passed == [
        Point.BEFORE_STORE,
        Point.AFTER_STORE,
        Point.BEFORE_AUDIT,
        "commit",
        Point.BEFORE_ANSWER,
    ]


def test_crash_1_the_first_revision_is_cut_off_twice():
    """Found by the test above: the second attempt got another number, and looked like a disk without its manifest."""
    disk = {"config/revision-000001.conf": b"##"}
    storage = CrashingStorage(disk, crash_at=2)  # the leftover goes, the file is written, and is not synced
    with pytest.raises(Crash):
        Device(storage, TEXT)
    for found in storage.outcomes():
        assert len(Device(CrashingStorage(found), TEXT).stores.revisions) == 1
