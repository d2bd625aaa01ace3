"""The files of an archive: what a person sees, when they are read, and what happens when they or the disk are bad."""

import errno
import os

import pytest

from config_session import SCHEMA, at
from junosim.clock import ManualClock
from junosim.config import edit
from junosim.config.archive import Archive, DamagedArchive
from junosim.config.archive.archive import Limits
from junosim.config.commit import Committer
from junosim.config.formats import set as set_form
from junosim.config.stores import Stores
from junosim.errors import CommitError
from junosim.storage import MemoryStorage, StorageError

DB = "config"
LINES = Limits(statements=0, delta=200, share=0.1)


class Device:
    def __init__(self, storage=None, limits=None, platform="small", clock=None):
        self.storage = MemoryStorage() if storage is None else storage
        self.clock = clock or ManualClock()
        archive = Archive(self.storage, SCHEMA, platform, limits)
        self.stores = Stores(SCHEMA, self.clock, archive=archive)
        self.committer = Committer(self.stores, [])
        self.applied = []
        self.committer.subscribe(self)

    def prepare(self, transition):
        return ()

    def apply(self, transition):
        self.applied.append(transition.new)

    def commit(self, *words, **more):
        for line in words:
            self.stores.shared.apply(edit.set_, at(line))
        return self.committer.commit(self.stores.shared, user="lab", **more).revision

    def again(self, **more):
        return Device(self.storage, **more)

    def view(self):
        state = self.stores.state
        waiting = state.confirmation
        return (
            [(each.sequence, each.comment, list(set_form.lines(each.root))) for each in state.revisions],
            state.rescue and state.rescue.sequence,
            waiting and (waiting.back.sequence, round(waiting.deadline)),
        )


class FailingStorage(MemoryStorage):
    """Refuses the operation of one index, or all from there on; `late` when it does it and then fails."""

    def __init__(self, fail_at, last=None, *, late=False):
        super().__init__()
        self.fails = range(fail_at, fail_at + 1 if last is None else last)
        self.late = late
        self.operations = -1_000_000  # none fails before `arm`

    def arm(self):
        self.operations = 0

    def _count(self, what):
        self.operations += 1
        if self.operations - 1 in self.fails:
            raise StorageError(what, os.strerror(errno.ENOSPC))

    def _do(self, name, call):
        if not self.late:
            self._count(name)
        call()
        if self.late:
            self._count(name)

    def write(self, name, data):
        self._do(name, lambda: MemoryStorage.write(self, name, data))

    def sync(self, name):
        self._do(name, lambda: MemoryStorage.sync(self, name))

    def rename(self, old, new):
        self._do(new, lambda: MemoryStorage.rename(self, old, new))

    def remove(self, name):
        self._do(name, lambda: MemoryStorage.remove(self, name))

    def sync_names(self, directory):
        self._do(directory, lambda: MemoryStorage.sync_names(self, directory))


# ---------------------------------------------------------------------- what a person sees


def test_a_small_revision_is_text():
    device = Device()
    device.commit("system host-name r1", "snmp location here", comment="why")
    assert device.storage.names(DB) == ("manifest", "revision-000001.conf", "revision-000002.conf")
    assert device.storage.read(f"{DB}/revision-000002.conf").decode() == (
        "## Last commit: 2020-07-08 07:00:00 UTC by lab\n"
        "system {\n    host-name r1;\n}\nsnmp {\n    location here;\n}\n"
    )
    manifest = device.storage.read(f"{DB}/manifest").decode().splitlines()
    assert manifest[0].startswith('{"junosim": 1, "platform": "small", "sha256": "')
    assert manifest[-2].startswith('{"kind": "revision", "sequence": 1, ')
    assert '"comment": "why", "file": "revision-000002.conf"}' in manifest[-2]


def test_a_large_revision_is_lines_and_its_successors_are_changes():
    device = Device(limits=LINES)
    device.commit(*(f"interfaces ge-0/0/{n} description port-{n}" for n in range(20)))
    device.commit("snmp location here")
    assert device.storage.names(DB)[1:] == (
        "revision-000001.tree",
        "revision-000002.tree",
        "revision-000003.delta",
    )
    assert (
        device.storage.read(f"{DB}/revision-000003.delta")
        == b'{"at": ["snmp"], "is": {"location": "here"}}\n'
    )
    assert device.again(limits=LINES).view() == device.view()


def test_changes_that_outweigh_the_whole_are_followed_by_the_whole():
    device = Device(limits=LINES)
    device.commit(*(f"interfaces ge-0/0/{n} description port-{n}" for n in range(20)))
    for number in range(6):
        device.commit(f"interfaces ge-0/0/{number} description another-text-for-{number}")
    kinds = [name.rpartition(".")[2] for name in device.storage.names(DB)[1:]]
    assert kinds == ["tree", "tree", "delta", "delta", "tree", "delta", "delta", "tree"]
    assert device.again(limits=LINES).view() == device.view()


def test_a_tree_that_no_text_gives_back_is_lines():
    device = Device()
    device.stores.shared.apply(edit.set_, at("snmp location here"))
    device.stores.shared.root.children["snmp"].comment = "ends */ early"
    device.commit()
    assert device.storage.names(DB)[2:] == ("revision-000002.tree",)
    assert device.again().view() == device.view()


def test_a_commit_that_changes_nothing_shares_its_file():
    device = Device()
    device.commit("snmp location here")
    device.commit()
    device.commit("snmp location there", confirm_within=60)
    device.clock.advance(60)
    device.committer.settle()
    assert len(device.storage.names(DB)) == 1 + 3
    assert len(device.stores.revisions) == 5
    assert device.again(clock=device.clock).view() == device.view()


def test_files_that_nobody_needs_go():
    device = Device()
    for number in range(60):
        device.commit(f"snmp location x{number}")
        if number == 2:
            device.committer.save_rescue()
    assert len(device.storage.names(DB)) == 1 + 50 + 1
    assert device.again().stores.rescued().children["snmp"].children["location"].value == "x2"
    device.committer.delete_rescue()
    assert len(device.storage.names(DB)) == 1 + 50


def test_what_a_pending_confirmation_goes_back_to_stays_however_many_commits_come():
    device = Device()
    device.commit("snmp location good")
    for number in range(55):
        device.commit(f"snmp location x{number}", confirm_within=600)
    again = device.again(clock=device.clock)
    device.clock.advance(600)
    assert again.committer.settle().root.children["snmp"].children["location"].value == "good"
    assert Device(device.storage, clock=device.clock).view() == again.view()


# ---------------------------------------------------------------------- reading


def test_only_the_active_revision_is_read_at_the_start():
    device = Device()
    for number in range(5):
        device.commit(f"snmp location x{number}")
    read = []

    class Watched(MemoryStorage):
        def read(self, name):
            read.append(name.rpartition("/")[2])
            return device.storage.read(name)

        names = device.storage.names

    again = Device(Watched())
    assert read == ["manifest", "revision-000006.conf"]
    assert again.stores.revision(3).root.children["snmp"].children["location"].value == "x1"
    again.stores.revision(3).root  # noqa: B018 - asked for again
    assert read == ["manifest", "revision-000006.conf", "revision-000003.conf"]


def test_changes_go_on_from_the_whole_that_is_there_already():
    device = Device(limits=LINES)
    device.commit(*(f"interfaces ge-0/0/{n} description port-{n}" for n in range(20)))
    device.commit("snmp location a")
    again = device.again(limits=LINES)
    again.commit("snmp location b")
    assert device.storage.names(DB)[-1] == "revision-000004.delta"
    assert (
        again.stores.revision(1).root.children["interfaces"]
        is again.stores.committed.root.children["interfaces"]
    )
    assert again.again(limits=LINES).view() == again.view()


# ---------------------------------------------------------------------- damage


def damaged(change, name=f"{DB}/revision-000002.conf"):
    device = Device()
    device.commit("snmp location a")
    device.commit("snmp location b")
    content = change(device.storage.read(name))
    if content is None:
        device.storage.remove(name)
    else:
        device.storage.write(name, content)
    return device.storage


@pytest.mark.parametrize(
    "change", [lambda data: data[:-1], lambda data: data.replace(b"a;", b"c;"), lambda data: b""]
)
def test_a_damaged_revision_is_named_when_it_is_wanted(change):
    again = Device(damaged(change))
    assert again.stores.committed.root.children["snmp"].children["location"].value == "b"
    with pytest.raises(DamagedArchive, match=r"revision-000002\.conf: does not have the checksum"):
        again.stores.revision(1).root  # noqa: B018
    again.commit("snmp location c")
    assert len(again.again().stores.revisions) == 4


def test_a_missing_revision_is_named():
    with pytest.raises(DamagedArchive, match=r"config/revision-000002\.conf: is missing"):
        Device(damaged(lambda data: None)).stores.revision(1).root  # noqa: B018


def test_a_damaged_active_revision_stops_the_start():
    with pytest.raises(DamagedArchive, match=r"revision-000003\.conf"):
        Device(damaged(lambda data: data + b" ", f"{DB}/revision-000003.conf"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda data: data[:-20], "does not have the checksum"),
        (lambda data: b"", "cannot be read"),
        (lambda data: b"[]\n", "cannot be read"),
        (lambda data: data.replace(b'"junosim": 1', b'"junosim": 7'), "is of format 7, not 1"),
        (lambda data: data.replace(b"small", b"large"), "is of large, not of small"),
        (lambda data: None, "is missing"),
    ],
)
def test_a_damaged_manifest_stops_the_start_and_nothing_is_touched(change, message):
    storage = damaged(change, f"{DB}/manifest")
    before = {name: storage.read(f"{DB}/{name}") for name in storage.names(DB)}
    with pytest.raises(DamagedArchive, match=f"manifest: {message}"):
        Device(storage)
    assert {name: storage.read(f"{DB}/{name}") for name in storage.names(DB)} == before


def test_lines_that_do_not_fit_the_language_are_damage():
    import hashlib

    device = Device(limits=LINES)
    name = f"{DB}/revision-000001.tree"
    for content in (b'{"at": ["no-such"], "is": null}\n', b'{"at": ["snmp"], "is": 5}\n', b"nonsense\n"):
        manifest = device.storage.read(f"{DB}/manifest").splitlines()[1:]
        old = hashlib.sha256(device.storage.read(name)).hexdigest().encode()
        device.storage.write(name, content)
        body = b"\n".join(manifest).replace(old, hashlib.sha256(content).hexdigest().encode()) + b"\n"
        head = f'{{"junosim": 1, "platform": "small", "sha256": "{hashlib.sha256(body).hexdigest()}"}}\n'.encode()
        device.storage.write(f"{DB}/manifest", head + body)
        with pytest.raises(DamagedArchive, match=r"revision-000001\.tree: cannot be read"):
            device.again(limits=LINES)


# ---------------------------------------------------------------------- a disk that fails

DEEDS = {
    "commit": lambda device: device.commit("snmp location new"),
    "confirmed": lambda device: device.commit("snmp location new", confirm_within=60),
    "confirm": lambda device: device.committer.confirm(),
    "save": lambda device: device.committer.save_rescue(),
    "delete": lambda device: device.committer.delete_rescue(),
}


def refusal(act):
    """Why it was refused; None when it was not."""
    try:
        act()
    except CommitError as problem:
        return problem.reason
    return None


@pytest.mark.parametrize("late", [False, True], ids=["refused", "done and then failed"])
@pytest.mark.parametrize("last", [None, 10_000], ids=["once", "from then on"])
@pytest.mark.parametrize("deed", DEEDS)
def test_a_failed_operation_refuses_the_deed_and_leaves_what_the_disk_shows(deed, last, late):
    refused = 0
    for index in range(12):
        storage = FailingStorage(index, last and index + last, late=late)
        device = Device(storage, LINES)
        device.commit("snmp location old")
        device.committer.save_rescue()
        device.commit("system host-name r9", confirm_within=600)
        device.stores.shared.apply(edit.set_, at("snmp location edited"))
        before, applied = device.view(), len(device.applied)
        storage.arm()
        reason = refusal(lambda device=device: DEEDS[deed](device))
        if reason is not None:
            refused += 1
            assert reason.endswith("No space left on device")
        if reason is not None and "may be lost when the power fails" not in reason:
            assert device.view() == before
            assert len(device.applied) == applied
            assert device.stores.shared.root is not device.stores.committed.root
        storage.fails = range(0)
        again = device.again(limits=LINES, clock=device.clock)
        assert again.view() == device.view()
        device.commit("snmp location afterwards")
        assert device.again(limits=LINES, clock=device.clock).view() == device.view()
    assert refused >= 4


def test_what_was_not_safe_is_made_safe_when_it_is_asked_for_again():
    storage = FailingStorage(4)  # written, synced, names synced, renamed: the sync of the new name fails
    device = Device(storage)
    storage.arm()
    assert "may be lost" in refusal(device.committer.save_rescue)
    operations = storage.operations
    assert refusal(device.committer.save_rescue) is None
    assert storage.operations > operations


def test_a_disk_that_fails_at_the_start_refuses_the_device():
    storage = FailingStorage(0)
    storage.arm()
    with pytest.raises(StorageError, match="No space left on device"):
        Device(storage)


def test_a_rollback_that_cannot_be_stored_happens_and_happens_again_after_the_next_start():
    storage = FailingStorage(0, 10_000)
    device = Device(storage)
    device.commit("snmp location old")
    device.commit("snmp location tried", confirm_within=60)
    storage.arm()
    device.clock.advance(90)
    assert device.committer.settle().time == device.clock.time() - 30
    assert device.committer.settle() is None
    assert device.applied[-1] is device.stores.committed.root
    assert device.stores.committed.root.children["snmp"].children["location"].value == "old"
    storage.fails = range(0)
    again = device.again(clock=device.clock)
    assert again.stores.committed.root.children["snmp"].children["location"].value == "tried"
    again.committer.settle()
    assert again.view() == device.view()
    device.commit("snmp location last")
    assert device.again(clock=device.clock).view() == device.view()


def test_in_memory_nothing_is_written_as_lines_or_text(monkeypatch):
    stores = Stores(SCHEMA, ManualClock())
    monkeypatch.setattr("junosim.config.archive.files.as_text", None)
    monkeypatch.setattr("junosim.config.archive.records.lines", None)
    stores.shared.apply(edit.set_, at("snmp location here"))
    assert Committer(stores, []).commit(stores.shared, user="lab").revision is stores.committed
