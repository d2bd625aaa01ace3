"""A whole device whose power fails at every operation of its disk, and every way in which the disk is found then.

Each script is run once for every operation with a crash there. For all outcomes the promises are looked at in the
files; from the extreme ones (all that was not synced is there, or none of it) and some of the others a device is
started, which has to have the last state that was acknowledged or the next.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache

import pytest

from cli_session import blueprint
from crashing_storage import Crash, CrashingStorage, Fate
from junosim.audit.rotate import Limits
from junosim.clock import ManualClock
from junosim.config import edit
from junosim.config.formats import set as set_form
from junosim.device import erasure, host_keys, zeroize
from junosim.device.audit_journal import AuditJournal
from junosim.device.file_names import FileProblem
from junosim.device.files import SYSTEM, Visitor
from junosim.device.lifecycle import State
from junosim.device.package_files import FOLDER, opened
from junosim.device.software import Installed
from junosim.entropy import SeededEntropy
from junosim.operations import installing
from junosim.operations.installing import Wishes
from junosim.packages import build, image_authority, release_of
from junosim.schema import walk
from junosim.slices import without_pauses

LAB = Visitor("lab", is_superuser=True)
KEYS = host_keys.generate(host_keys.ECDSA)
ARCHIVING = Limits(size=80, files=3)
SECRETS = (b"walnut", KEYS.private.split(b"\n")[2], b"crypto-officer", b"$6$")
PACKAGE = "/var/tmp/new.tgz"
SAMPLES = 3  # outcomes between the extremes that are started


def start(storage):
    return blueprint().build("r1", ManualClock(), SeededEntropy(2), storage)


def commit(device, text):
    (path,) = walk.resolve(device.stores.schema, f"snmp location {text}".split())
    device.stores.shared.apply(edit.set_, path)
    device.committer.commit(device.stores.shared, user="lab")


def content(device, path):
    try:
        return device.files.read(path, SYSTEM)
    except FileProblem:
        return None


def after_boot(installed):
    """What is installed once the device has booted, as any that is started has."""
    if installed.pending is None:
        return installed
    return Installed(installed.pending, previous=installed.current)


def view(device):
    """What has to survive whole: revisions, files, keys, software."""
    return (
        device.lifecycle.state,
        tuple("".join(set_form.lines(revision.root)) for revision in device.stores.revisions),
        content(device, "/var/tmp/x"),
        content(device, "/var/tmp/y"),
        device.host_keys.find(host_keys.ECDSA),
        repr(after_boot(device.software.installed)),
        device.clock.offset,
    )


def add_release(device):
    source = opened(device.files, PACKAGE, LAB)
    list(without_pauses(installing.add(device, source, Wishes(validates=False), LAB)))
    source.close()


@cache
def package():
    return build(release_of(blueprint().platform, "19.4R1.10"), image_authority(), size=64)


@cache
def with_package():
    """The disk of a device to which a release was copied."""
    storage = CrashingStorage()
    start(storage).files.write(PACKAGE, package(), LAB)
    return storage.files()


SCRIPTS = {
    "commits": [lambda device, n=n: commit(device, f"place-{n}") for n in range(2)],
    "files": [
        lambda device: device.files.write("/var/tmp/x", b"one", LAB),
        lambda device: device.files.write("/var/tmp/x", b"two", LAB),
        lambda device: device.files.rename("/var/tmp/x", "/var/tmp/y", LAB),
        lambda device: device.files.remove("/var/tmp/y", LAB),
    ],
    "software": [lambda device: device.software.install_fips()],
    "a release": [
        add_release,
        lambda device: device.software.activate(),
        lambda device: device.files.remove(PACKAGE, LAB),
    ],
    "the clock": [lambda device: device.set_time(1_600_000_000, "console")],
}  # fmt: skip


@cache
def prepared():
    """The disk of a device that was used, every name on it safe; hardly anything goes into its log files."""
    storage = CrashingStorage()
    device = start(storage)
    (path,) = walk.resolve(device.stores.schema, ["system", "syslog", "file", "messages", "any", "emergency"])
    device.stores.shared.apply(edit.delete, path[:2])
    device.stores.shared.apply(edit.set_, path)
    commit(device, "walnut-old")
    commit(device, "walnut-now")
    device.committer.save_rescue()
    device.files.write("/var/tmp/w", b"walnut-file", LAB)
    device.logs.append("messages", "walnut-log")
    device.host_keys.keep(host_keys.ECDSA, KEYS)
    device.software.install_fips()
    device.logins.open("lab", "192.0.2.9")
    return storage.files()


@dataclass
class Run:
    """How far a script came; `views` were true after each step that was acknowledged."""

    views: list
    crashed: bool = False


def run(script, storage):
    outcome = Run([])
    try:
        device = start(storage)
        outcome.views.append(view(device))
        for step in script:
            step(device)
            outcome.views.append(view(device))
    except Crash:
        outcome.crashed = True
    return outcome


def crashes(work, files):
    """Each crash on the way of some work, with the storage that it left: what the work gave, and the storage."""
    index = 0
    while True:
        storage = CrashingStorage(files, crash_at=index)
        given = work(storage)
        if len(storage.log) == storage.operations:  # the last one was not broken off
            return
        yield given, storage
        index += 1


def found(storage):
    """The disks to start from: the extremes, and some between."""
    outcomes = storage.outcomes()
    extremes = [storage.reopened(tuple(fate for _ in storage._pending)) for fate in (Fate.KEPT, Fate.LOST)]
    step = max(1, len(outcomes) // SAMPLES)
    return [*extremes, *outcomes[::step][:SAMPLES]]


DISKS = {"commits": prepared, "the clock": prepared, "a release": with_package}


def kept_packages(device):
    """The packages behind what is installed, as they lie in the file tree."""
    listed = device.files.listing(FOLDER, SYSTEM)
    return [content(device, f"{FOLDER}/{entry.name}") for entry in listed if entry.name.endswith(".tgz")]


def commits_told(device):
    """How many commits are in the journal on the disk, with their end."""
    lines = device.audit.kept.lines()
    ends = sum(" UI_COMMIT_COMPLETED " in line for line in lines)
    assert sum(" UI_COMMIT " in line for line in lines) >= ends
    return ends


@pytest.mark.parametrize("name", SCRIPTS)
def test_what_was_acknowledged_is_there_or_what_came_next(name):
    script = SCRIPTS[name]
    files = DISKS.get(name, dict)()
    all_views = run(script, CrashingStorage(files)).views
    told = commits_told(start(CrashingStorage(files)))
    count = 0
    for done, storage in crashes(lambda storage: run(script, storage), files):
        assert done.crashed
        allowed = all_views[max(0, len(done.views) - 1) : len(done.views) + 1]
        for disk in found(storage):
            device = start(CrashingStorage(disk))
            assert view(device) in allowed
            if name == "commits" and done.views:
                assert commits_told(device) >= told + len(done.views) - 1
            assert not device.software.current.package or kept_packages(device) == [package()]
            count += 1
    assert count > 10


def test_an_acknowledged_commit_has_its_line_in_the_journal_of_the_audit_trail():
    def work(storage):
        told = 0
        try:
            device = start(storage)
            for number in range(2):
                commit(device, f"place-{number}")
                told = number + 1
        except Crash:
            pass
        return told

    before = sum("UI_COMMIT_COMPLETED" in line for line in AuditJournal(CrashingStorage(prepared())).lines())
    for told, storage in crashes(work, prepared()):
        for disk in storage.outcomes():
            lines = AuditJournal(CrashingStorage(disk)).lines()
            assert sum("UI_COMMIT_COMPLETED" in line for line in lines) - before in (told, told + 1)


def test_the_first_boot_may_be_broken_off_at_any_time():
    for _, storage in crashes(lambda storage: run([], storage), {}):
        for disk in found(storage):
            device = start(CrashingStorage(disk))
            assert device.lifecycle.state is State.RUNNING
            assert device.host_name == "r1"


def turn_over(device):
    """Turn over what is too long, and pack it."""
    was_full = device.logs.full
    device.logs.look()
    while device.logs.is_packing:
        device.logs.pack()
    return was_full


def numbers(device, name):
    data = content(device, f"/var/log/{name}") or b""
    text = gzip.decompress(data) if name.endswith(".gz") and data else data  # raises what is torn
    return [
        int(line.split()[1])
        for line in text.decode("utf-8", "replace").splitlines()
        if line.startswith("line ")
    ]


def test_a_log_that_is_turned_over_stays_whole_and_nothing_is_there_twice():
    def work(storage):
        told = [0]
        try:
            device = start(storage)
            for number in range(1, 13):
                device.logs.append("messages", f"line {number:03}", ARCHIVING)
                if turn_over(device):
                    told[0] = number  # which is safe from now on
        except Crash:
            pass
        return told[0]

    archives = [f"messages.{number}.gz" for number in range(ARCHIVING.files - 1, -1, -1)]
    files = CrashingStorage()
    start(files)
    for told, storage in crashes(work, files.files()):
        for disk in found(storage):
            device = start(CrashingStorage(disk))
            while device.logs.is_packing:
                device.logs.pack()
            kept = [number for name in archives for number in numbers(device, name)]
            assert kept == list(range(kept[0], kept[-1] + 1)) if kept else True
            assert (kept[-1] if kept else 0) >= told
            device.logs.append("messages", "after")
            assert content(device, "/var/log/messages").endswith(b"after\n")


def leaks(files):
    return [(name, word) for name, data in files.items() for word in SECRETS if word in data]


def erased(storage):
    """Zeroize up to the end, or to the crash; whether that was acknowledged."""
    acknowledged = False
    try:
        device = start(storage)
        progress = zeroize.begin(device, device.logins.open("lab"))
        acknowledged = True
        while device.lifecycle.state is State.ZEROIZING:
            device.lifecycle.wake()
            progress.is_heard = True
    except Crash:
        pass
    return acknowledged


def test_after_zeroization_was_acknowledged_no_secret_is_ever_found():
    assert leaks(prepared())
    before = view(start(CrashingStorage(prepared())))
    states = set()
    for acknowledged, storage in crashes(erased, prepared()):
        for disk in storage.outcomes():  # the next start erases first, or nothing is left to erase
            assert erasure.MARKER in disk or not acknowledged or not leaks(disk)
        for disk in found(storage):
            reopened = CrashingStorage(disk)
            device = start(reopened)
            states.add(device.lifecycle.state)
            if device.lifecycle.state is State.AMNESIAC:
                assert not leaks(reopened.files())
                assert view(device)[-2:] == before[-2:]
                assert view(start(CrashingStorage(reopened.files()))) == view(device)
            else:
                assert not acknowledged
                assert view(device) == before
    assert states == {State.RUNNING, State.AMNESIAC}


def test_the_start_that_goes_on_with_it_may_be_broken_off_as_well():
    storage = CrashingStorage(prepared())
    erasure.begin(storage)
    for _, broken in crashes(lambda storage: run([], storage), storage.files()):
        for disk in found(broken):
            assert erasure.MARKER in disk or not leaks(disk)
            reopened = CrashingStorage(disk)
            assert start(reopened).lifecycle.state is State.AMNESIAC
            assert not leaks(reopened.files())
