"""Links, directories and attributes in the file tree of a device."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junosim.clock import ManualClock
from junosim.device import files as files_module
from junosim.device.file_names import FileProblem
from junosim.device.files import SYSTEM, Directory, File, Files, Link, Visitor
from junosim.storage import MemoryStorage, StorageError

LAB, EVE = Visitor("lab"), Visitor("eve")


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def storage():
    return MemoryStorage()


@pytest.fixture
def files(storage, clock):
    files = Files(storage, clock)
    files.make_directory("/var/tmp/d", LAB)
    files.write("/var/tmp/d/f", b"content", LAB)
    return files


def reason(call, *arguments, **options):
    with pytest.raises(FileProblem) as caught:
        call(*arguments, **options)
    return caught.value.reason


@pytest.mark.parametrize("target", ["/var/tmp/d/f", "d/f", "./d/../d//f", "../../../../var/tmp/d/f"])
def test_a_symbolic_link_stands_for_what_it_leads_to(files, target):
    files.make_link(target, "/var/tmp/l", EVE)
    assert files.read("/var/tmp/l", EVE) == b"content"
    assert isinstance(files.status("/var/tmp/l", EVE), File)
    link = files.link_status("/var/tmp/l", EVE)
    assert isinstance(link, Link)
    assert (link.target, link.size, link.owner) == (target, len(target), "eve")
    assert files.resolve("/var/tmp/l", EVE) == "/var/tmp/d/f"
    files.write("/var/tmp/l", b"new", LAB)
    assert files.read("/var/tmp/d/f", LAB) == b"new"
    assert reason(files.write, "/var/tmp/l", b"x", EVE) == "Permission denied"
    files.remove("/var/tmp/l", EVE)
    assert files.read("/var/tmp/d/f", LAB) == b"new"


def test_a_link_to_a_directory_is_a_way_and_its_dots_go_up_from_where_it_led(files):
    files.make_link("/var/tmp/d", "/var/home/lab/l", LAB)
    assert [node.path for node in files.listing("/var/home/lab/l", LAB)] == ["/var/tmp/d/f"]
    files.write("/var/home/lab/l/../beside", b"x", LAB)
    assert files.read("/var/tmp/beside", LAB) == b"x"
    assert reason(files.remove_directory, "/var/home/lab/l", LAB) == "Not a directory"


def test_nothing_is_outside(files):
    files.make_link("../../../../../../etc/passwd", "/var/tmp/l", LAB)
    assert reason(files.read, "/var/tmp/l", SYSTEM) == "No such file or directory"
    assert files.resolve("/../../..", LAB) == "/"
    assert reason(files.write, "/var/tmp/l", b"", LAB) == "Permission denied"  # this /etc is the device's


def test_links_in_a_circle_are_an_error_of_the_system(files):
    files.make_link("b", "/var/tmp/a", LAB)
    files.make_link("a", "/var/tmp/b", LAB)
    files.make_link("self/x", "/var/tmp/self", LAB)
    for path in ("/var/tmp/a", "/var/tmp/b/x", "/var/tmp/self"):
        for call in (files.read, files.status, files.listing, files.check_write):
            assert reason(call, path, SYSTEM) == "Too many levels of symbolic links"
    assert isinstance(files.link_status("/var/tmp/a", LAB), Link)
    files.remove("/var/tmp/a", LAB)


def test_a_link_opens_no_door(files):
    files.write("/root/secret", b"x", SYSTEM)
    files.make_link("/root/secret", "/var/tmp/l", LAB)
    assert reason(files.read, "/var/tmp/l", LAB) == "Permission denied"
    files.make_link("/var/log", "/var/tmp/log", LAB)
    assert reason(files.write, "/var/tmp/log/x", b"", LAB) == "Permission denied"


def test_writing_through_a_link_that_leads_nowhere_makes_the_file(files):
    files.make_link("/var/tmp/later", "/var/tmp/l", LAB)
    assert reason(files.read, "/var/tmp/l", LAB) == "No such file or directory"
    files.write("/var/tmp/l", b"x", LAB)
    assert files.read("/var/tmp/later", LAB) == b"x"


def test_hard_links_are_one_file_until_the_last_is_gone(files, storage):
    files.link("/var/tmp/d/f", "/var/tmp/second", LAB)
    assert files.links(files.status("/var/tmp/second", LAB), LAB) == 2
    assert files.used == len(b"content")
    files.append("/var/tmp/second", b"!", LAB)
    files.change_mode("/var/tmp/d/f", 0o600, LAB)
    files = Files(storage, ManualClock())
    assert files.read("/var/tmp/d/f", LAB) == b"content!"
    assert files.status("/var/tmp/second", LAB).mode == 0o600
    files.write("/var/tmp/d/f", b"new", LAB)
    assert files.read("/var/tmp/second", LAB) == b"new"
    files.remove("/var/tmp/d/f", LAB)
    assert files.read("/var/tmp/second", LAB) == b"new"
    files.remove("/var/tmp/second", LAB)
    assert (files.used, [name for name in storage.names("files") if name != "index"]) == (0, [])
    assert reason(files.link, "/var/tmp/d", "/var/tmp/e", LAB) == "Operation not permitted"


def test_directories_are_made_and_removed_when_they_are_empty(files, clock):
    clock.advance(60)
    files.make_directory("/var/tmp/d/e", LAB, mode=0o700)
    made = files.status("/var/tmp/d/e", LAB)
    assert isinstance(made, Directory)
    assert (made.owner, made.mode, made.time) == ("lab", 0o700, clock.time())
    assert files.status("/var/tmp/d", LAB).time == clock.time()
    assert files.links(files.status("/var/tmp/d", LAB), LAB) == 3
    assert reason(files.listing, "/var/tmp/d/e", EVE) == "Permission denied"
    assert reason(files.make_directory, "/var/tmp/d", LAB) == "File exists"
    assert reason(files.make_directory, "/var/tmp/x/y", LAB) == "No such file or directory"
    assert reason(files.make_directory, "/var/log/x", LAB) == "Permission denied"
    assert reason(files.remove_directory, "/var/tmp/d", LAB) == "Directory not empty"
    assert reason(files.remove_directory, "/var/tmp", SYSTEM) == "Directory not empty"
    assert reason(files.remove_directory, "/var/crash", SYSTEM) == "Device busy"
    assert reason(files.remove_directory, "/var/tmp/d/f", LAB) == "Not a directory"
    files.remove("/var/tmp/d/f", LAB)
    files.remove_directory("/var/tmp/d/e", LAB)
    files.remove_directory("/var/tmp/d", LAB)
    assert files.listing("/var/tmp", LAB) == ()


def test_a_rename_moves_all_below_at_once_and_replaces_what_was_there(files, storage):
    files.make_link("f", "/var/tmp/d/l", LAB)
    files.write("/var/tmp/x", b"x", LAB)
    files.rename("/var/tmp/d", "/var/tmp/e", LAB)
    files.rename("/var/tmp/x", "/var/tmp/e/f", LAB)
    files = Files(storage, ManualClock())
    assert files.read("/var/tmp/e/l", LAB) == b"x"
    assert [node.name for node in files.listing("/var/tmp", LAB)] == ["e"]
    assert len(storage.names("files")) == 2  # the index, and x
    assert reason(files.rename, "/var/tmp/e", "/var/tmp/e/in/itself", LAB) == "No such file or directory"
    assert reason(files.rename, "/var/tmp/e", "/var/tmp/e/f/x", LAB) == "Not a directory"
    assert reason(files.rename, "/var/tmp/e", "/var/tmp/e/g", LAB) == "Invalid argument"
    assert reason(files.rename, "/var/tmp/e/f", "/var/tmp/e", LAB) == "Is a directory"
    assert reason(files.rename, "/var/tmp/e", "/var/tmp/e/f", LAB) == "Not a directory"
    assert reason(files.rename, "/var/tmp/e", "/var/tmp/z", EVE) == "Permission denied"
    assert reason(files.rename, "/var/log", "/var/tmp/z", SYSTEM) == "Device busy"


def test_owner_and_mode_are_for_those_who_may(files):
    files.change_mode("/var/tmp/d/f", 0o100600, LAB)  # only the bits count
    assert files.status("/var/tmp/d/f", LAB).mode == 0o600
    assert reason(files.read, "/var/tmp/d/f", EVE) == "Permission denied"
    assert reason(files.change_mode, "/var/tmp/d/f", 0o666, EVE) == "Operation not permitted"
    assert reason(files.change_owner, "/var/tmp/d/f", LAB, owner="eve") == "Operation not permitted"
    files.change_owner("/var/tmp/d/f", SYSTEM, owner="eve", group="staff")
    found = files.status("/var/tmp/d/f", EVE)
    assert (found.owner, found.group) == ("eve", "staff")
    files.change_mode("/var/tmp", 0o700, SYSTEM)  # also of a directory that is always there
    assert reason(files.read, "/var/tmp/d/f", EVE) == "Permission denied"


def test_times_go_by_the_clock_of_the_device(files, clock):
    start = clock.time()
    clock.advance(10)
    files.read("/var/tmp/d/f", EVE)
    found = files.status("/var/tmp/d/f", EVE)
    assert (found.time, found.accessed, found.changed) == (start, start + 10, start)
    clock.advance(10)
    files.change_mode("/var/tmp/d/f", 0o600, LAB)
    files.change_times("/var/tmp/d/f", 1.0, 2.0, LAB)
    found = files.status("/var/tmp/d/f", LAB)
    assert (found.time, found.accessed, found.changed) == (2.0, 1.0, start + 20)


def test_links_and_directories_count_as_files(files, monkeypatch):
    monkeypatch.setattr(files_module, "MOST_FILES", 2)
    for call, path in ((files.make_directory, "/var/tmp/x"), (files.link, "/var/tmp/d/f")):
        arguments = (path, LAB) if call == files.make_directory else (path, "/var/tmp/x", LAB)
        assert reason(call, *arguments) == "No space left on device"
    assert reason(files.make_link, "x", "/var/tmp/x", LAB) == "No space left on device"


def test_a_disk_that_fails_leaves_names_as_they_were(clock):
    class Failing(MemoryStorage):
        fails = False

        def append(self, name, data):
            if self.fails:
                raise StorageError(name, "Input/output error")
            super().append(name, data)

    storage = Failing()
    files = Files(storage, clock)
    files.make_directory("/var/tmp/d", LAB)
    files.write("/var/tmp/d/f", b"x", LAB)
    files.write("/var/tmp/g", b"y", LAB)
    before = {node.path: node for node in files.listing("/var/tmp", LAB)}
    storage.fails = True
    assert reason(files.rename, "/var/tmp/d", "/var/tmp/e", LAB) == "Input/output error"
    storage.fails = False
    assert {node.path: node for node in files.listing("/var/tmp", LAB)} == before
    assert files.read("/var/tmp/d/f", LAB) == b"x"
    assert {node.path for node in Files(storage, clock).listing("/var/tmp", LAB)} == set(before)


PARTS = st.sampled_from(["a", "b", "..", ".", "", "var", "tmp", "x" * 300, "é", "\udc80", "a\n"])
PATHS = st.lists(PARTS, max_size=5).map("/".join)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["link", "hard", "dir", "write", "rename", "remove", "rmdir"]), PATHS, PATHS
        )
    )
)
def test_whatever_is_named_stays_inside_and_is_the_same_after_a_restart(deeds):
    storage = MemoryStorage()
    files = Files(storage, ManualClock())
    calls = {
        "link": lambda one, two: files.make_link(one, f"/var/tmp/{two}", SYSTEM),
        "hard": lambda one, two: files.link(f"/var/tmp/{one}", f"/var/tmp/{two}", SYSTEM),
        "dir": lambda one, _two: files.make_directory(f"/var/tmp/{one}", SYSTEM),
        "write": lambda one, _two: files.write(f"/var/tmp/{one}", b"x", SYSTEM),
        "rename": lambda one, two: files.rename(f"/var/tmp/{one}", f"/var/tmp/{two}", SYSTEM),
        "remove": lambda one, _two: files.remove(f"/var/tmp/{one}", SYSTEM),
        "rmdir": lambda one, _two: files.remove_directory(f"/var/tmp/{one}", SYSTEM),
    }
    for deed, one, two in deeds:
        with suppress(FileProblem):
            calls[deed](one, two)
    assert everything(files) == everything(Files(storage, ManualClock()))
    assert files.used == sum(
        len(storage.read(f"files/{name}")) for name in storage.names("files") if name.isdigit()
    )


def everything(files, path="/"):
    """All nodes below a directory, without their times, and what the files hold."""
    found = {}
    for node in files.listing(path, SYSTEM):
        found[node.path] = (type(node), node.owner, node.mode, getattr(node, "target", None))
        if isinstance(node, Directory):
            found |= everything(files, node.path)
        elif isinstance(node, File):
            found[node.path] += (files.read(node.path, SYSTEM),)
    return found
