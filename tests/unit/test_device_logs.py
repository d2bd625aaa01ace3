"""Log files: lines that are appended, followed, turned over and cleared."""

from __future__ import annotations

import gzip

import pytest

from cli_session import make_device
from junosim.audit.rotate import READABLE, Limits
from junosim.clock import ManualClock
from junosim.device.file_names import FileProblem
from junosim.device.files import SYSTEM, Files, Visitor
from junosim.device.logs import Logs
from junosim.storage import MemoryStorage

SMALL = Limits(size=20, files=3)
TURNED = b"- - newsyslog[0]: logfile turned over due to size>0K\n"


@pytest.fixture
def storage():
    return MemoryStorage()


@pytest.fixture
def files(storage):
    return Files(storage, ManualClock())


@pytest.fixture
def logs(files):
    return Logs(files, ManualClock())


def names(files):
    return [node.name for node in files.listing("/var/log", SYSTEM)]


def read(files, name):
    return files.read(f"/var/log/{name}", SYSTEM)


def pack(logs):
    while logs.is_packing:
        logs.pack()


def fill(logs, count, limits=SMALL):
    for number in range(count):
        logs.append("messages", f"line {number}", limits)
        logs.look()
    pack(logs)


def test_lines_are_appended_to_a_file_of_root(files, logs):
    logs.append("messages", "one")
    logs.append("messages", "two")
    found = files.status("/var/log/messages", SYSTEM)
    assert read(files, "messages") == b"one\ntwo\n"
    assert (found.owner, found.group, found.mode, found.size) == ("root", "wheel", 0o640, 8)
    with pytest.raises(FileProblem, match="Permission denied"):
        files.read("/var/log/messages", Visitor("lab"))


def test_lines_go_to_whatever_file_has_the_name(files, logs):
    logs.append("messages", "one")
    files.rename("/var/log/messages", "/var/log/old", SYSTEM)
    logs.append("messages", "two")
    files.write("/var/log/messages", b"other\n", SYSTEM)
    logs.append("messages", "three")
    files.link("/var/log/messages", "/var/log/second", SYSTEM)
    logs.append("messages", "four")
    assert read(files, "old") == b"one\n"
    assert read(files, "messages") == read(files, "second") == b"other\nthree\nfour\n"
    assert files.status("/var/log/second", SYSTEM).size == 17
    files.remove("/var/log/messages", SYSTEM)
    logs.append("messages", "five")
    assert read(files, "messages") == b"five\n"
    assert files.used == sum(node.size for node in files.listing("/var/log", SYSTEM))


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
    logs.follow("messages", seen.append)
    fill(logs, 8)
    assert [line for line in seen if "newsyslog" not in line] == [f"line {number}" for number in range(8)]
    assert any("newsyslog" in line for line in seen)


def test_a_log_that_is_too_long_is_turned_over_at_the_next_look(files, logs):
    """R-LOG-005: only so many archives are kept, each begins and ends with the line of the one that does it."""
    for number in range(4):
        logs.append("messages", f"line {number}", SMALL)
    assert names(files) == ["messages"]
    assert logs.full
    logs.look()
    assert not logs.full
    assert read(files, "messages") == TURNED
    assert read(files, "messages.0") == b"line 0\nline 1\nline 2\nline 3\n" + TURNED
    pack(logs)
    assert names(files) == ["messages", "messages.0.gz"]
    assert gzip.decompress(read(files, "messages.0.gz")) == b"line 0\nline 1\nline 2\nline 3\n" + TURNED
    assert files.status("/var/log/messages.0.gz", SYSTEM).mode == 0o640


def test_no_more_archives_are_kept_than_wanted_and_nothing_between_is_lost(files, logs):
    fill(logs, 30, Limits(size=60, files=3))
    assert names(files) == ["messages", "messages.0.gz", "messages.1.gz", "messages.2.gz"]
    kept = b"".join(gzip.decompress(read(files, f"messages.{number}.gz")) for number in (2, 1, 0))
    lines = (kept + read(files, "messages")).decode().splitlines()
    numbers = [int(line.split()[1]) for line in lines if line.startswith("line")]
    assert numbers == list(range(numbers[0], 30))
    fill(logs, 20, Limits(size=60, files=1))
    assert names(files) == ["messages", "messages.0.gz"]


def test_a_flood_does_not_wait_for_the_next_look(files, logs):
    limits = Limits(size=1000, files=2)
    for number in range(2000):
        logs.append("messages", f"line {number}", limits)
    assert max(node.size for node in files.listing("/var/log", SYSTEM)) <= limits.utmost + 100


def test_a_full_disk_does_not_stop_the_lines_and_is_not_tried_with_each(files, logs, monkeypatch):
    tried = []

    def full(*arguments, **_options):
        tried.append(arguments)
        raise FileProblem("x", "No space left on device")

    monkeypatch.setattr(Files, "rename", full)
    for number in range(100):
        logs.append("messages", f"line {number:03}", SMALL)
    assert 10 < len(tried) <= 900 // SMALL.size
    assert read(files, "messages") == b"".join(b"line %03d\n" % number for number in range(100))


def test_packing_is_done_in_slices(files, logs):
    logs.append("messages", "x" * 300_000, Limits(size=1000))
    assert logs.is_packing
    steps = 0
    while logs.is_packing:
        logs.pack()
        steps += 1
    assert steps == 6


@pytest.mark.parametrize("state", ["nothing", "packed", "another"])
def test_what_was_broken_off_is_ended_by_the_next_boot(storage, files, logs, state):
    """The power fails between the steps: `messages.0` is there, and its archive perhaps."""
    files.write("/var/log/messages.0", b"before\n", SYSTEM)
    if state == "packed":
        files.write("/var/log/messages.0.gz", gzip.compress(b"before\n"), SYSTEM)
    elif state == "another":
        files.write("/var/log/messages.0.gz", gzip.compress(b"earlier\n" * 100_000), SYSTEM)
    files = Files(storage, ManualClock())
    logs = Logs(files, ManualClock())
    logs.create([("messages", SMALL)])
    pack(logs)
    archives = ["messages.0.gz", "messages.1.gz"] if state == "another" else ["messages.0.gz"]
    assert names(files) == ["messages", *archives]
    assert gzip.decompress(read(files, "messages.0.gz")) == b"before\n"


def test_an_archive_that_is_none_or_far_too_big_harms_nobody(files, logs):
    files.write("/var/log/messages.0", b"before\n", SYSTEM)
    files.write("/var/log/messages.0.gz", gzip.compress(b"\0" * 50_000_000), SYSTEM)
    logs.create([("messages", SMALL)])
    pack(logs)
    files.write("/var/log/messages.0", b"again\n", SYSTEM)
    files.write("/var/log/messages.0.gz", b"no archive", SYSTEM)
    logs.create([("messages", SMALL)])
    pack(logs)
    assert gzip.decompress(read(files, "messages.0.gz")) == b"again\n"
    assert read(files, "messages.1.gz") == b"no archive"


def test_the_length_of_a_log_is_found_out_when_the_device_was_broken_off(storage, files, logs):
    logs.append("messages", "one")
    storage.append(files.status("/var/log/messages", SYSTEM).place, b"two\nthr")
    files = Files(storage, ManualClock())
    logs = Logs(files, ManualClock())
    logs.create([("messages", SMALL)])
    assert files.status("/var/log/messages", SYSTEM).size == 12
    logs.append("messages", "four")
    assert read(files, "messages") == b"one\ntwo\nthr\nfour\n"
    assert files.used == 17


def test_clearing_leaves_a_line_and_with_all_no_archives(files, logs):
    fill(logs, 30)
    files.write("/var/log/messages.old", b"", SYSTEM)
    logs.clear("messages", SYSTEM)
    assert read(files, "messages") == b"- - clear-log[0]: logfile cleared\n"
    assert logs.archives("messages") == tuple(f"/var/log/messages.{number}.gz" for number in range(3))
    logs.clear("messages", SYSTEM, archives=True)
    assert names(files) == ["messages", "messages.old"]
    with pytest.raises(FileProblem, match="No such file"):
        logs.clear("nothing", SYSTEM)


def test_files_and_their_archives_may_be_for_everybody(files, logs):
    limits = Limits(size=20, mode=READABLE)
    logs.append("messages", "one")
    logs.set_modes([("messages", limits), ("nothing", limits)])
    assert files.status("/var/log/messages", SYSTEM).mode == READABLE
    fill(logs, 5, limits)
    assert {node.mode for node in files.listing("/var/log", SYSTEM)} == {READABLE}


def test_a_device_has_its_log_files_when_it_has_booted():
    device = make_device()
    device.start_configuration()
    assert names(device.files) == ["interactive-commands", "messages"]
    assert device.files.status("/var/log/messages", SYSTEM).size == 0
