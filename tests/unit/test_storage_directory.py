"""A device's files in a directory of the host: what they look like there, and that nothing leads out of it."""

import errno
import os
import stat
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from junosim.storage import MemoryStorage, MissingFile, StorageError
from junosim.storage.directory import DirectoryStorage, StorageInUse


@pytest.fixture
def root(tmp_path):
    return tmp_path / "state" / "r1"


@pytest.fixture
def storage(root):
    storage = DirectoryStorage(root)
    yield storage
    storage.close()


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_files_are_plain_files_for_the_owner_alone(storage, root):
    storage.write("var/db/x", b"text\n")
    storage.append("var/log/messages", b"one\n")
    storage.append("var/log/messages", b"two\n")
    assert (root / "var/db/x").read_bytes() == b"text\n"
    assert (root / "var/log/messages").read_bytes() == b"one\ntwo\n"
    assert mode(root / "var/db/x") == mode(root / "var/log/messages") == 0o600
    assert mode(root) == mode(root / "var") == mode(root / "var/db") == 0o700


@pytest.mark.parametrize("kind", [MemoryStorage, None])
def test_parts_are_written_in_place(storage, kind):
    storage = storage if kind is None else kind()
    storage.write("x", b"abcdef")
    storage.write_part("x", 2, b"CD")
    storage.write_part("x", 8, b"ij")
    storage.write_part("x", 100, b"")
    assert storage.read("x") == b"abCDef\0\0ij"
    assert storage.read_part("x", 4, 3) == b"ef\0"
    assert storage.read_part("x", 9, 3) == b"j"
    assert storage.read_part("x", 10, 3) == b""
    storage.truncate("x", 3)
    storage.truncate("x", 5)
    assert storage.read("x") == b"abC\0\0"
    for call in (storage.read_part, storage.write_part):
        with pytest.raises(MissingFile):
            call("no", 0, b"x" if call == storage.write_part else 1)
    with pytest.raises(MissingFile):
        storage.truncate("no", 1)


def test_syncing_waits_for_file_and_directories(storage, root, monkeypatch):
    synced = []
    storage.write("var/db/x", b"text")
    real = os.fsync

    def fsync(descriptor):
        synced.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()).removeprefix(str(root)))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    storage.sync("var/db/x")
    assert synced == ["/var/db/x"]
    synced.clear()
    storage.sync_names("var/db")
    assert synced == ["/var/db", "/var", ""]
    synced.clear()
    storage.sync_names("no/such")
    assert synced == [""]


@pytest.mark.parametrize(
    "name",
    ["../x", "a/../x", "/etc/passwd", "", "a//b", "./a", "a/", "a/.", "nul\0", ".junosim-lock", "a/.junosim-new",
     "\udc80", "x" * 300],
)  # fmt: skip
def test_names_that_are_none_are_refused(storage, root, name):
    before = sorted(root.rglob("*"))
    for call in (
        lambda: storage.write(name, b"x"),
        lambda: storage.append(name, b"x"),
        lambda: storage.read(name),
        lambda: storage.remove(name),
        lambda: storage.sync(name),
        lambda: storage.rename(name, "y"),
    ):
        with pytest.raises(StorageError):
            call()
    storage.write("mine", b"x")
    with pytest.raises(StorageError):
        storage.rename("mine", name)
    assert storage.read("mine") == b"x"
    storage.remove("mine")
    storage.sync_names("")
    assert sorted(root.rglob("*")) == before


@pytest.mark.parametrize("target", ["file", "directory", "inside", "nowhere"])
def test_links_are_never_followed(storage, root, tmp_path, target):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_text("host")
    storage.write("inner", b"mine")
    places = {
        "file": outside / "secret",
        "directory": outside,
        "inside": root / "inner",
        "nowhere": outside / "new",
    }
    (root / "link").symlink_to(places[target])
    for name in ("link", "link/secret", "link/new"):
        for call in (
            lambda name=name: storage.read(name),
            lambda name=name: storage.write(name, b"x"),
            lambda name=name: storage.append(name, b"x"),
            lambda name=name: storage.sync(name),
            lambda name=name: storage.remove(name),
            lambda name=name: storage.rename(name, "mine"),
            lambda name=name: storage.rename("inner", name),
        ):
            with pytest.raises(StorageError):
                call()
    assert storage.names("link") == ()
    assert storage.names() == ("inner",)
    storage.sync_names("link")
    assert (outside / "secret").read_text() == "host"
    assert sorted(path.name for path in outside.iterdir()) == ["secret"]
    assert storage.read("inner") == b"mine"


def test_other_kinds_of_files_keep_nobody_waiting(storage, root):
    os.mkfifo(root / "pipe")
    for call in (storage.read, storage.sync, storage.remove, lambda name: storage.write(name, b"x")):
        with pytest.raises(StorageError, match=r"Not a regular file|No such device"):
            call("pipe")
    assert storage.names() == ()


def test_a_directory_is_no_file_and_a_file_no_directory(storage):
    storage.write("d/x", b"1")
    with pytest.raises(MissingFile):
        storage.read("d")
    with pytest.raises(StorageError, match="Is a directory"):
        storage.write("d", b"2")
    with pytest.raises(StorageError, match="Not a directory"):
        storage.write("d/x/y", b"2")
    with pytest.raises(StorageError, match="Is a directory"):
        storage.append("d", b"2")
    with pytest.raises(MissingFile):
        storage.read("d/x/y")


def test_only_one_may_use_a_directory(root):
    first = DirectoryStorage(root)
    with pytest.raises(StorageInUse, match="in use by another running device"):
        DirectoryStorage(root)
    first.close()
    first.close()
    DirectoryStorage(root).close()


def test_a_path_that_is_no_directory(tmp_path):
    (tmp_path / "file").write_text("x")
    for path in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(StorageError, match="Not a directory"):
            DirectoryStorage(path)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (errno.ENOSPC, "No space left on device"),
        (errno.EROFS, "Read-only file system"),
        (errno.EIO, "Input/output"),
    ],
)
def test_a_disk_that_fails_says_why_and_keeps_the_old_content(storage, root, monkeypatch, code, reason):
    storage.write("d/x", b"old")

    def fail(*_args, **_more):
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", fail)
        for call in (storage.write, storage.append):
            with pytest.raises(StorageError, match=reason) as caught:
                call("d/x", b"new")
            assert caught.value.name == "d/x"
        with pytest.raises(StorageError, match=reason):
            storage.write("new/y", b"new")
        patch.setattr(os, "fsync", fail)
        for sync in (lambda: storage.sync("d/x"), lambda: storage.sync_names("d")):
            with pytest.raises(StorageError, match=reason):
                sync()
    assert storage.read("d/x") == b"old"
    assert sorted(path.name for path in root.rglob("*")) == [".junosim-lock", "d", "x"]


def test_a_write_that_was_cut_off_leaves_the_old_file_and_is_written_over(storage, root):
    storage.write("x", b"old")
    (root / ".junosim-new").write_bytes(b"half of the n")
    assert storage.names() == ("x",)
    assert storage.read("x") == b"old"
    storage.write("x", b"new")
    storage.sync_names("")
    assert sorted(path.name for path in root.iterdir()) == [".junosim-lock", "x"]


def watched(path):
    """An open file sees what is written over its content when its name is gone."""
    return path.open("rb")


def erased(file):
    content = file.read()
    file.close()
    return content.strip(b"\0") == b""


GONE = {
    "replaced": lambda storage: storage.write("d/x", b"new"),
    "removed": lambda storage: storage.remove("d/x"),
    "replaced by another": lambda storage: (storage.write("d/y", b"new"), storage.rename("d/y", "d/x")),
    "cut": lambda storage: storage.truncate("d/x", 0),
    "erased": lambda storage: storage.erase("d/x"),
}


@pytest.mark.parametrize("how", GONE)
def test_what_is_gone_is_overwritten_once_that_is_safe(storage, root, how):
    storage.write("d/x", b"secret" * 300_000)
    file = watched(root / "d/x")
    GONE[how](storage)
    storage.sync_names("d")
    assert erased(file)
    assert not [path for path in root.rglob("*") if path.is_file() and b"secret" in path.read_bytes()]
    assert not list(root.glob(".junosim-old-*"))


def test_until_its_name_is_safely_gone_a_content_stays_whole(storage, root):
    storage.write("d/x", b"secret")
    with watched(root / "d/x") as file:
        storage.remove("d/x")
        storage.sync_names("other")
        assert file.read() == b"secret"
    assert storage.names() == ()


def test_what_a_killed_process_has_buried_is_overwritten_at_the_next_start(storage, root):
    storage.write("d/x", b"secret")
    storage.write("d/y", b"kept")
    file = watched(root / "d/x")
    storage.remove("d/x")
    os.link(
        root / "d/y", root / ".junosim-old-77"
    )  # the name of the other one was lost, its content is in use
    os.close(storage._lock)
    storage._lock = os.open(root / ".junosim-lock", os.O_RDWR)
    again = DirectoryStorage(root)
    assert erased(file)
    assert again.read("d/y") == b"kept"
    assert not list(root.glob(".junosim-old-*"))
    again.close()


def test_closing_overwrites_what_is_still_buried(root):
    storage = DirectoryStorage(root)
    storage.write("x", b"secret")
    file = watched(root / "x")
    storage.write("x", b"new")
    storage.close()
    storage.close()
    assert erased(file)


NAMES = st.sampled_from(["a", "b", "d/a", "d/e/a", "d/e/b", "f/a"])
CONTENTS = st.binary(max_size=4)


class AsInMemory(RuleBasedStateMachine):
    """Whatever is done with it, a directory holds what the storage in memory holds."""

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.real, self.model = DirectoryStorage(Path(self.folder.name)), MemoryStorage()

    def teardown(self):
        self.real.close()
        self.folder.cleanup()

    def both(self, call):
        outcomes = []
        for storage in (self.real, self.model):
            try:
                outcomes.append(call(storage))
            except MissingFile as problem:
                outcomes.append(str(problem))
        assert outcomes[0] == outcomes[1]

    @rule(name=NAMES, data=CONTENTS)
    def write(self, name, data):
        self.both(lambda storage: storage.write(name, data))

    @rule(name=NAMES, data=CONTENTS)
    def append(self, name, data):
        self.both(lambda storage: storage.append(name, data))

    @rule(name=NAMES, offset=st.integers(0, 6), data=CONTENTS)
    def write_part(self, name, offset, data):
        self.both(lambda storage: storage.write_part(name, offset, data))

    @rule(name=NAMES, size=st.integers(0, 6))
    def truncate(self, name, size):
        self.both(lambda storage: storage.truncate(name, size))

    @rule(name=NAMES, offset=st.integers(0, 6), size=st.integers(0, 6))
    def read_part(self, name, offset, size):
        self.both(lambda storage: storage.read_part(name, offset, size))

    @rule(old=NAMES, new=NAMES)
    def rename(self, old, new):
        self.both(lambda storage: storage.rename(old, new))

    @rule(name=NAMES)
    def remove(self, name):
        self.both(lambda storage: storage.remove(name))

    @rule(name=NAMES)
    def erase(self, name):
        self.both(lambda storage: storage.erase(name))

    @rule(directory=st.sampled_from(["", "d", "d/e", "f"]))
    def sync_names(self, directory):
        self.both(lambda storage: storage.sync_names(directory))

    @rule(name=NAMES)
    def sync(self, name):
        self.both(lambda storage: storage.sync(name))

    @invariant()
    def the_same_files(self):
        for directory in ("", "d", "d/e", "f", "g"):
            self.both(lambda storage, directory=directory: storage.names(directory))
        for name in ("a", "b", "d/a", "d/e/a", "d/e/b", "f/a"):
            self.both(lambda storage, name=name: storage.read(name))


TestAsInMemory = AsInMemory.TestCase
TestAsInMemory.settings = settings(max_examples=25, stateful_step_count=20, deadline=None, database=None)
