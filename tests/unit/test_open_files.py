"""Files that are open: parts in place, names that change meanwhile, a full disk, a power loss."""

import pytest

from crashing_storage import Crash, CrashingStorage
from junosim.clock import ManualClock
from junosim.device import files as files_module
from junosim.device.file_names import FileProblem
from junosim.device.file_tree import Visitor
from junosim.device.files import Files
from junosim.device.open_files import Opening
from junosim.storage import MemoryStorage, StorageError

LAB, EVE = Visitor("lab"), Visitor("eve")
READ = Opening(reads=True)
NEW = Opening(reads=True, writes=True, creates=True, truncates=True)
IN_PLACE = Opening(reads=True, writes=True)


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


def test_parts_are_written_in_any_order_and_gaps_are_zeros(files):
    file = files.open("/var/tmp/x", LAB, NEW)
    file.write(4, b"efgh")
    file.write(0, b"ab")
    assert files.read("/var/tmp/x", EVE) == b"ab\0\0efgh"  # others see it grow
    assert file.read(2, 4) == b"\0\0ef"
    assert file.read(8, 4) == file.read(1 << 70, 4) == b""
    file.write(100, b"")  # leaves no gap
    assert file.status().size == 8
    file.truncate(3)
    file.truncate(5)
    file.close()
    assert files.read("/var/tmp/x", LAB) == b"ab\0\0\0"
    status = files.status("/var/tmp/x", LAB)
    assert (status.owner, status.mode, status.size) == ("lab", 0o644, 5)


def test_appending_ignores_the_offset(files):
    files.write("/var/tmp/x", b"one", LAB)
    file = files.open("/var/tmp/x", LAB, Opening(writes=True, appends=True))
    file.write(0, b"two")
    file.close()
    assert files.read("/var/tmp/x", LAB) == b"onetwo"


@pytest.mark.parametrize(
    ("path", "how", "expected"),
    [
        ("/var/tmp", READ, "Is a directory"),
        ("/var/tmp", NEW, "Is a directory"),
        ("/var/tmp/no", READ, "No such file or directory"),
        ("/var/tmp/no", IN_PLACE, "No such file or directory"),
        ("/var/tmp/no/no", NEW, "No such file or directory"),
        ("/var/tmp/eves", IN_PLACE, "Permission denied"),
        ("/var/tmp/eves", Opening(writes=True, truncates=True, creates=True), "Permission denied"),
        ("/var/tmp/secret", READ, "Permission denied"),
        ("/var/log/x", NEW, "Permission denied"),
        ("/var/tmp/eves", Opening(writes=True, creates=True, exclusive=True), "File exists"),
        ("/var/tmp/eves/x", READ, "Not a directory"),
    ],
)
def test_what_may_not_be_opened(files, path, how, expected):
    files.write("/var/tmp/eves", b"x", EVE)
    files.write("/var/tmp/secret", b"x", EVE, mode=0o600)
    assert reason(files.open, path, LAB, how) == expected
    assert files.read("/var/tmp/eves", EVE) == b"x"


def test_a_handle_does_what_it_was_opened_for(files):
    files.write("/var/tmp/x", b"x", LAB)
    reader, writer = files.open("/var/tmp/x", LAB, READ), files.open("/var/tmp/x", LAB, Opening(writes=True))
    assert reason(reader.write, 0, b"y") == reason(reader.truncate, 0) == "Bad file descriptor"
    assert reason(writer.read, 0, 1) == "Bad file descriptor"
    writer.close()
    writer.close()
    assert reason(writer.write, 0, b"y") == "Bad file descriptor"
    assert reader.read(0, 9) == b"x"


def test_what_is_removed_lives_until_it_is_closed_and_counts_as_used(files, storage):
    first, second = files.open("/var/tmp/x", LAB, NEW), files.open("/var/tmp/x", LAB, READ)
    first.write(0, b"1234")
    files.remove("/var/tmp/x", LAB)
    files.write("/var/tmp/x", b"other", LAB)
    first.write(4, b"56")
    assert second.read(0, 9) == b"123456"
    assert files.used == 6 + 5
    first.close()
    assert second.read(0, 9) == b"123456"
    second.close()
    assert files.used == 5
    assert files.read("/var/tmp/x", LAB) == b"other"
    assert len(storage.names("files")) == 2  # the index, and the other


def test_a_file_is_followed_to_its_new_name(files):
    file = files.open("/var/tmp/x", LAB, NEW)
    files.rename("/var/tmp/x", "/var/tmp/y", LAB)
    file.write(0, b"moved")
    file.close()
    assert files.read("/var/tmp/y", LAB) == b"moved"
    assert file.is_closed


def test_what_does_not_fit_on_the_disk_is_refused_and_what_is_there_stays(files, monkeypatch):
    monkeypatch.setattr(files_module, "CAPACITY", 10)
    file = files.open("/var/tmp/x", LAB, NEW)
    file.write(0, b"12345678")
    assert reason(file.write, 8, b"123") == "No space left on device"
    assert reason(file.write, 1 << 80, b"1") == "No space left on device"
    assert reason(file.truncate, 11) == "No space left on device"
    file.write(6, b"7890")
    file.close()
    assert files.read("/var/tmp/x", LAB) == b"1234567890"


def test_closed_files_outlive_the_device_and_so_do_cut_off_ones(files, storage):
    file = files.open("/var/tmp/x", LAB, NEW)
    file.write(0, b"whole")
    file.close()
    assert Files(storage, ManualClock()).read("/var/tmp/x", LAB) == b"whole"
    cut = files.open("/var/tmp/y", LAB, NEW)
    cut.write(0, b"begun")
    assert Files(storage, ManualClock()).status("/var/tmp/y", LAB).size == 0
    cut.sync()
    assert Files(storage, ManualClock()).read("/var/tmp/y", LAB) == b"begun"


def uploaded(storage):
    files = Files(storage, ManualClock())
    files.write("/var/tmp/kept", b"kept", LAB)
    storage.log.append("kept")
    file = files.open("/var/tmp/x", LAB, NEW)
    for offset in range(0, 12, 4):
        file.write(offset, b"abcd")
    file.sync()
    storage.log.append("synced")
    file.close()
    files.write("/var/tmp/other", b"other", LAB)


def test_a_power_loss_during_an_upload_harms_no_other_file():
    storage = CrashingStorage()
    uploaded(storage)
    for index in range(storage.operations):
        crashing = CrashingStorage(crash_at=index)
        with pytest.raises(Crash):
            uploaded(crashing)
        for disk in crashing.outcomes():
            files = Files(CrashingStorage(disk), ManualClock())
            found = {node.path for node in files.listing("/var/tmp", LAB)}
            if "kept" in crashing.log:
                assert files.read("/var/tmp/kept", LAB) == b"kept"
            if "synced" in crashing.log:
                assert files.read("/var/tmp/x", LAB) == b"abcd" * 3
            if "/var/tmp/x" in found:
                files.read("/var/tmp/x", LAB)
                file = files.open("/var/tmp/x", LAB, IN_PLACE)
                assert len(file.read(0, 99)) <= 12
                file.write(0, b"again")
                file.close()


def test_a_disk_that_fails_says_so_of_the_file(files, storage, monkeypatch):
    file = files.open("/var/tmp/x", LAB, NEW)

    def broken(*_):
        raise StorageError("files/1", "Input/output error")

    for name in ("read_part", "write_part", "truncate", "sync"):
        monkeypatch.setattr(MemoryStorage, name, broken)
    for call in ((file.write, 0, b"x"), (file.truncate, 4), (file.sync,)):
        with pytest.raises(FileProblem, match=r"^/var/tmp/x: Input/output error$"):
            call[0](*call[1:])
