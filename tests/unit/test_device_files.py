"""The file tree of a device: what names mean, who may do what, and that the disk can be full."""

import pytest

from crashing_storage import Crash, CrashingStorage
from junosim.clock import ManualClock
from junosim.device import files as files_module
from junosim.device.file_names import FileProblem, Unreachable, absolute, home_of
from junosim.device.files import Directory, Files, Visitor
from junosim.storage import MemoryStorage, StorageError

LAB, EVE, ROOT = Visitor("lab"), Visitor("eve"), Visitor("root", is_superuser=True)


@pytest.fixture
def storage():
    return MemoryStorage()


@pytest.fixture
def files(storage):
    return Files(storage, ManualClock())


def reason(function, *arguments):
    with pytest.raises(FileProblem) as caught:
        function(*arguments)
    return caught.value.reason


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("x", "/var/home/lab/x"),
        ("sub/../x", "/var/home/lab/x"),
        ("~", "/var/home/lab"),
        ("~/x", "/var/home/lab/x"),
        ("~x", "/var/home/lab/~x"),
        (".", "/var/home/lab"),
        ("/var//tmp/./x/", "/var/tmp/x"),
        ("../../../../../etc/passwd", "/etc/passwd"),
        ("/../..", "/"),
        ("/var/root/x", "/root/x"),
        ("/var/root/../x", "/x"),
        ("re0:/var/tmp/x", "/var/tmp/x"),
        ("re0:x", "/var/home/lab/x"),
        ("file:///var/tmp/x", "/var/tmp/x"),
        ("a b\nc", "/var/home/lab/a b\nc"),
        ("ä", "/var/home/lab/ä"),
        ("./a:b", "/var/home/lab/a:b"),
    ],
)
def test_what_a_name_means(name, path):
    assert absolute(name, "/var/home/lab", "/var/home/lab", ["re0"]) == path


@pytest.mark.parametrize(
    ("name", "host"),
    [
        ("scp://admin:secret@192.0.2.1/x", "192.0.2.1"),
        ("ftp://host/x", "host"),
        ("HTTP://host:80/x", "host:80"),
        ("https://host", "host"),
        ("file://host/x", "host"),
        ("re1:/var/tmp/x", "re1"),
        ("admin@host:x", "host"),
    ],
)
def test_what_is_elsewhere_cannot_be_reached_and_no_password_is_repeated(name, host):
    with pytest.raises(Unreachable) as caught:
        absolute(name, "/var/home/lab", "/var/home/lab", ["re0"])
    assert (caught.value.name, caught.value.reason) == (host, "No route to host")


def test_names_have_a_limit():
    assert reason(absolute, "x" * 256, "/", "/") == "File name too long"
    assert reason(absolute, "x/" * 600, "/", "/") == "File name too long"
    assert absolute("x" * 255, "/", "/") == "/" + "x" * 255


def test_root_lives_elsewhere():
    assert (home_of("root"), home_of("lab")) == ("/root", "/var/home/lab")


def test_a_file_is_written_read_appended_to_and_removed(files, storage):
    files.write("/var/tmp/x", b"one\n", LAB)
    files.append("/var/tmp/x", b"two\n", LAB)
    files.append("/var/tmp/y", b"new\n", LAB)
    assert files.read("/var/tmp/x", LAB) == b"one\ntwo\n"
    assert files.read("/var/tmp/y", LAB) == b"new\n"
    status = files.status("/var/tmp/x", LAB)
    assert (status.owner, status.mode, status.size, status.time) == ("lab", 0o644, 8, ManualClock().time())
    files.write("/var/tmp/x", b"three", LAB)
    assert files.read("/var/tmp/x", LAB) == b"three"
    files.remove("/var/tmp/x", LAB)
    assert reason(files.read, "/var/tmp/x", LAB) == "No such file or directory"
    assert len(storage.names("files")) == 2  # the index, and y


def test_no_name_of_a_user_becomes_one_in_the_storage(files, storage):
    files.write("/var/tmp/..\n*secret", b"", LAB)
    assert storage.names() == ("files/",)
    assert storage.names("files") == ("1", "index")


@pytest.mark.parametrize(
    ("call", "path", "expected"),
    [
        ("read", "/var/tmp", "Is a directory"),
        ("read", "/var/nowhere/x", "No such file or directory"),
        ("read", "/var/tmp/f/x", "Not a directory"),
        ("read", "/root/x", "Permission denied"),
        ("read", "/config/x", "Permission denied"),
        ("remove", "/var/tmp", "Is a directory"),
        ("remove", "/var/tmp/f", "Permission denied"),  # another user's, in a directory for all
        ("listing", "/root", "Permission denied"),
        ("listing", "/var/tmp/f", "Not a directory"),
    ],
)
def test_why_something_is_refused(files, call, path, expected):
    files.write("/var/tmp/f", b"x", EVE)
    assert reason(getattr(files, call), path, LAB) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/var/log/x", "Permission denied"),
        ("/x", "Permission denied"),
        ("/var/home/eve/x", "Permission denied"),
        ("/var/tmp/f", "Permission denied"),
        ("/var/home/lab", "Is a directory"),
        ("/var/tmp/f/x", "Not a directory"),
        ("/var/nowhere/x", "No such file or directory"),
    ],
)
def test_where_a_user_cannot_write(files, path, expected):
    files.write("/var/tmp/f", b"x", EVE)
    files.write("/var/home/eve/f", b"x", EVE)
    assert reason(files.write, path, b"", LAB) == expected
    assert reason(files.append, path, b"", LAB) == expected


def test_a_superuser_goes_everywhere(files):
    for path in ("/var/log/x", "/root/x", "/config/x", "/x"):
        files.write(path, b"x", ROOT)
        assert files.read(path, ROOT) == b"x"
        files.remove(path, ROOT)
    files.write("/var/tmp/f", b"x", EVE)
    files.write("/var/tmp/f", b"y", ROOT)
    assert files.status("/var/tmp/f", LAB).owner == "eve"
    files.remove("/var/tmp/f", ROOT)


def test_a_listing_names_files_and_directories(files):
    files.write("/var/tmp/b", b"x", EVE)
    files.write("/var/tmp/a", b"x", LAB)
    assert [found.path for found in files.listing("/var/tmp", LAB)] == ["/var/tmp/a", "/var/tmp/b"]
    assert [found.path for found in files.listing("/var/home", LAB)] == ["/var/home/lab"]
    names = [found.path for found in files.listing("/", LAB) if isinstance(found, Directory)]
    assert names == ["/config", "/etc", "/root", "/tmp", "/var"]
    assert files.listing("/var/home/lab", LAB) == ()


def test_a_full_disk_refuses_and_leaves_what_is_there(files, monkeypatch):
    monkeypatch.setattr(files_module, "CAPACITY", 10)
    files.write("/var/tmp/x", b"12345678", LAB)
    assert reason(files.write, "/var/tmp/y", b"123", LAB) == "No space left on device"
    assert reason(files.append, "/var/tmp/x", b"123", LAB) == "No space left on device"
    files.write("/var/tmp/x", b"1234567890", LAB)  # its own room counts
    assert (files.read("/var/tmp/x", LAB), files.used) == (b"1234567890", 10)
    files.remove("/var/tmp/x", LAB)
    assert (files.used, files.room("/var/tmp/x")) == (0, 10)


def test_the_number_of_files_has_a_limit(files, monkeypatch):
    monkeypatch.setattr(files_module, "MOST_FILES", 2)
    files.write("/var/tmp/x", b"", LAB)
    files.write("/var/tmp/y", b"", LAB)
    assert reason(files.write, "/var/tmp/z", b"", LAB) == "No space left on device"
    files.write("/var/tmp/y", b"again", LAB)


def test_files_outlive_the_device(files, storage):
    files.write("/var/tmp/x", b"x", LAB)
    files.write("/var/tmp/gone", b"x", LAB)
    files.remove("/var/tmp/gone", LAB)
    again = Files(storage, ManualClock())
    assert again.read("/var/tmp/x", LAB) == b"x"
    assert [found.path for found in again.listing("/var/tmp", LAB)] == ["/var/tmp/x"]


def test_an_index_that_was_cut_off_loses_its_last_line_only(files, storage):
    files.write("/var/tmp/x", b"x", LAB)
    files.write("/var/tmp/y", b"y", LAB)
    storage.write("files/index", storage.read("files/index")[:-5])
    again = Files(storage, ManualClock())
    assert [found.path for found in again.listing("/var/tmp", LAB)] == ["/var/tmp/x"]
    again.write("/var/tmp/z", b"z", LAB)
    assert [found.path for found in Files(storage, ManualClock()).listing("/var/tmp", LAB)] == [
        "/var/tmp/x",
        "/var/tmp/z",
    ]


def test_the_index_does_not_grow_with_every_write(files, storage):
    for number in range(1000):
        files.write("/var/tmp/x", b"%d" % number, LAB)
    assert storage.read("files/index").count(b"\n") < 200
    assert Files(storage, ManualClock()).read("/var/tmp/x", LAB) == b"999"
    assert len(storage.names("files")) == 2


# ---------------------------------------------------------------------- power losses, bad disks

DEEDS = [
    lambda files: files.write("/var/tmp/a", b"first", LAB),
    lambda files: files.write("/var/tmp/b", b"other", EVE),
    lambda files: files.write("/var/tmp/a", b"second content", LAB),
    lambda files: files.append("/var/tmp/b", b" and more", EVE),
    lambda files: files.remove("/var/tmp/a", LAB),
    lambda files: files.write("/var/tmp/c", b"third", LAB),
]


def contents(files):
    found = files.listing("/var/tmp", ROOT)
    return {file.path: (files.read(file.path, ROOT), file.owner) for file in found}


def carried_out(storage):
    """What was there after each deed, as far as they came."""
    seen = [{}]
    try:
        files = Files(storage, ManualClock())
        for deed in DEEDS:
            deed(files)
            seen.append(contents(files))
    except Crash:
        pass
    return seen


def test_a_power_loss_at_any_operation_loses_no_file_that_was_saved_and_mixes_none_up():
    storage = CrashingStorage()
    full = carried_out(storage)
    assert len(full) == len(DEEDS) + 1
    for index in range(storage.operations):
        crashing = CrashingStorage(crash_at=index)
        done = len(carried_out(crashing))
        for disk in crashing.outcomes():
            found = contents(Files(CrashingStorage(disk), ManualClock()))
            if done == 4:  # the end of what is being added may come in part
                assert found.pop("/var/tmp/b")[0].startswith(b"other")
                assert found == {"/var/tmp/a": (b"second content", "lab")}
            else:
                assert found in full[done - 1 : done + 1], (index, crashing.log[-1])


@pytest.mark.parametrize("broken", range(8))
def test_a_disk_that_fails_says_so_of_the_file_and_goes_on_afterwards(broken):
    class Failing(MemoryStorage):
        left = broken

        def _count(self):
            self.left -= 1
            if self.left == -1:
                raise StorageError("files/1", "No space left on device")

        def write(self, name, data):
            self._count()
            super().write(name, data)

        def append(self, name, data):
            super().append(name, data[:5])  # half of it comes
            self._count()
            super().append(name, data[5:])

        def sync(self, name):
            self._count()

        def sync_names(self, directory):
            self._count()

    storage = Failing()
    files = Files(storage, ManualClock())
    failed = 0
    for number, name in enumerate(("/var/tmp/a", "/var/tmp/b", "/var/tmp/a", "/var/tmp/c")):
        try:
            files.write(name, b"%d" % number, LAB)
        except FileProblem as problem:
            failed += 1
            assert (problem.name, problem.reason) == (name, "No space left on device")  # noqa: PT017 - one of many
    assert failed == 1
    again = Files(storage, ManualClock())
    assert contents(again) == contents(files)
