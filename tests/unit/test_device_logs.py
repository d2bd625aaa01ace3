"""Log files: lines that are appended, followed, archived and cleared."""

from __future__ import annotations

import gzip

import pytest

from cli_session import make_device
from junosim.clock import ManualClock
from junosim.device.file_names import FileProblem
from junosim.device.files import SYSTEM, Files, Visitor
from junosim.device.logs import Archiving, Logs
from junosim.storage import MemoryStorage


@pytest.fixture
def files():
    return Files(MemoryStorage(), ManualClock())


@pytest.fixture
def logs(files):
    return Logs(files)


def names(files):
    return [node.name for node in files.listing("/var/log", SYSTEM)]


def test_lines_are_appended_to_a_file_of_root(files, logs):
    logs.append("messages", "one")
    logs.append("messages", "two")
    found = files.status("/var/log/messages", SYSTEM)
    assert files.read("/var/log/messages", SYSTEM) == b"one\ntwo\n"
    assert (found.owner, found.group, found.mode, found.size) == ("root", "wheel", 0o640, 8)
    with pytest.raises(FileProblem, match="Permission denied"):
        files.read("/var/log/messages", Visitor("lab"))


def test_followers_see_what_comes_until_they_stop(files, logs):
    logs.append("messages", "before")
    seen, others = [], []
    stop = logs.follow("messages", seen.append)
    stop_other = logs.follow("messages", others.append)
    logs.append("messages", "one")
    logs.append("interactive-commands", "elsewhere")
    stop_other()
    stop_other()
    files.append("/var/log/messages", b"two\nthree\n", SYSTEM)
    stop()
    logs.append("messages", "after")
    assert (seen, others) == (["one", "two", "three"], ["one"])


def test_a_follower_may_come_before_the_file_and_outlives_its_archiving(logs):
    seen = []
    logs.follow("new", seen.append)
    for number in range(4):
        logs.append("new", f"line {number}", Archiving(size=15, files=2))
    assert seen == [f"line {number}" for number in range(4)]


def test_a_log_that_is_full_is_archived_and_only_so_many_archives_are_kept(files, logs):
    for number in range(10):
        logs.append("messages", f"line {number}", Archiving(size=14, files=3))
    assert names(files) == ["messages", "messages.0.gz", "messages.1.gz", "messages.2.gz"]
    assert files.read("/var/log/messages", SYSTEM) == b"line 8\nline 9\n"
    packed = files.read("/var/log/messages.0.gz", SYSTEM)
    assert gzip.decompress(packed) == b"line 6\nline 7\n"
    assert files.status("/var/log/messages.0.gz", SYSTEM).mode == 0o640


def test_clearing_leaves_an_empty_file_and_with_all_no_archives(files, logs):
    for number in range(10):
        logs.append("messages", f"line {number}", Archiving(size=14, files=3))
    files.write("/var/log/messages.old", b"", SYSTEM)
    logs.clear("messages", SYSTEM)
    assert files.status("/var/log/messages", SYSTEM).size == 0
    assert logs.archives("messages") == tuple(f"/var/log/messages.{number}.gz" for number in range(3))
    logs.clear("messages", SYSTEM, archives=True)
    assert names(files) == ["messages", "messages.old"]
    with pytest.raises(FileProblem, match="No such file"):
        logs.clear("nothing", SYSTEM)


def test_a_device_has_its_log_files_when_it_has_booted():
    device = make_device()
    device.start_configuration()
    assert names(device.files) == ["interactive-commands", "messages"]
    assert device.files.status("/var/log/messages", SYSTEM).size == 0
