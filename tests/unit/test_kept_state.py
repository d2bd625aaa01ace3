"""What a device keeps over a stop and a kill besides its configuration: logins, clock, keys, logs, files."""

from __future__ import annotations

import pytest

from cli_session import Typist, blueprint
from junosim.assemble.serve import ServedDevice, StateError
from junosim.clock import ManualClock
from junosim.device import host_keys, kept_clock
from junosim.device.files import SYSTEM, Visitor
from junosim.device.lifecycle import State
from junosim.device.login_records import MOST_VISITS, LoginRecords
from junosim.device.logins import Logins
from junosim.entropy import SeededEntropy
from junosim.servers.workers import Workers
from junosim.storage import MemoryStorage, StorageError, layout
from junosim.storage.directory import DirectoryStorage

LAB = Visitor("lab", is_superuser=True)


def build(storage, clock=None):
    return blueprint().build("r1", clock or ManualClock(), SeededEntropy(2), storage)


def test_a_person_finds_everything_in_the_directory(tmp_path):
    storage = DirectoryStorage(tmp_path / "r1")
    device = build(storage)
    device.logs.append("messages", "a line of the log")
    device.files.write("/var/home/lab/notes.txt", b"mine", LAB)
    device.host_keys.keep(host_keys.ECDSA, host_keys.generate(host_keys.ECDSA))
    Typist(device)
    device.set_time(2_000_000_000, "console")
    found = {str(path.relative_to(tmp_path / "r1")).partition("@")[0]: path for path in tmp_path.rglob("*")}
    assert found["files/var/log/messages"].read_text().startswith("a line of the log\n")
    assert found["files/var/home/lab/notes.txt"].read_text() == "mine"
    assert b"PRIVATE KEY" in found["files/etc/ssh/ssh_host_ecdsa_key"].read_bytes()
    assert found["layout"].read_text() == "junosim device 2\n"
    assert '"user": "lab"' in found["logins"].read_text()
    assert float(found["clock"].read_text()) == pytest.approx(2_000_000_000 - ManualClock().time())
    assert all(path.stat().st_mode & 0o077 == 0 for path in tmp_path.rglob("r1/*"))
    storage.close()


@pytest.mark.parametrize(
    "path",
    ["/var/tmp/a b", "/var/tmp/ä", "/var/tmp/.hidden", "/var/tmp/-x", "/var/tmp/" + "x" * 200, "/var/tmp/x@7",
     "/var/tmp/a/b/c/d/e/f/g/h/i", "/index", "/index/x", "/index.new"],
)  # fmt: skip
def test_names_that_do_not_suit_the_host_do_no_harm(tmp_path, path):
    storage = DirectoryStorage(tmp_path)
    device = build(storage)
    parents = [path[:end] for end, letter in enumerate(path) if letter == "/" and end]
    for parent in parents:
        if parent not in ("/var", "/var/tmp"):
            device.files.make_directory(parent, SYSTEM)
    device.files.write(path, b"content", SYSTEM)
    storage.close()
    storage = DirectoryStorage(tmp_path)
    assert build(storage).files.read(path, SYSTEM) == b"content"
    storage.close()


def test_files_of_the_layout_before_are_found():
    storage = MemoryStorage()
    device = build(storage)
    device.files.write("/var/tmp/x", b"content", LAB)
    lines = storage.read("files/index").decode().splitlines()
    place = next(name for name in storage.names("files/var/tmp"))
    number = place.partition("@")[2]
    storage.write(f"files/{number}", storage.read(f"files/var/tmp/{place}"))
    storage.write(
        "files/index", "\n".join(line.replace(', "kept": "/var/tmp/x"', "") for line in lines).encode()
    )
    storage.remove("layout")
    again = build(storage)
    assert again.files.read("/var/tmp/x", LAB) == b"content"
    assert storage.read("layout") == b"junosim device 2\n"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "layout",
            b"junosim device 3\n",
            "layout: is 3, and this program knows 2: a later one has kept the state",
        ),
        ("layout", b"other\n", "layout: does not tell how the state of the device is kept"),
        ("thesis.txt", b"x", "thesis.txt: is nothing of a device; take a directory of its own"),
        ("src/main.c", b"x", "src: is nothing of a device; take a directory of its own"),
    ],
)
def test_what_is_no_state_is_refused_and_left_alone(tmp_path, name, content, message):
    file = tmp_path / "state" / name
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    workers = Workers()
    with pytest.raises(StateError) as caught:
        ServedDevice(blueprint(), None, ManualClock(), SeededEntropy(1), workers, tmp_path / "state")
    workers.close()
    assert str(caught.value) == f"{tmp_path}/state/{message}"
    assert file.read_bytes() == content


def test_who_logged_in_is_known_after_a_kill():
    storage, clock = MemoryStorage(), ManualClock()
    device = build(storage, clock)
    first = Typist(device)
    clock.advance(60)
    Typist(device, user="eve")
    clock.advance(60)
    device.disconnect(first.login)
    clock.advance(3600)
    again = build(storage, clock)
    shown = Typist(again).line("show log user")
    assert shown.splitlines()[1:] == [
        "eve       pts/1    192.0.2.9        Wed Jul  8 07:01 - 07:02  (00:01)",
        "lab       pts/0    192.0.2.9        Wed Jul  8 07:00 - 07:02  (00:02)",
    ]
    assert "still logged in" in shown.splitlines()[0]
    assert again.logins.open("eve").earlier.time == 1594191660


def test_the_record_of_logins_does_not_grow_for_ever():
    storage = MemoryStorage()
    logins = Logins(ManualClock(), lambda _server: (1, 2, 3), LoginRecords(storage))
    for _ in range(5 * MOST_VISITS):
        logins.close(logins.open("lab"))
    assert storage.read("logins").count(b"\n") <= 4 * MOST_VISITS + 2
    assert len(LoginRecords(storage).load()) == MOST_VISITS


@pytest.mark.parametrize(
    "torn", [b'{"user": "lab", "tty"', b"[]\n", b"{}\n", b"\xff\n", b'{"tty": 7, "until": 1}\n']
)
def test_a_torn_record_of_logins_is_passed_over(torn):
    storage = MemoryStorage()
    logins = Logins(ManualClock(), lambda _server: (1, 2, 3), LoginRecords(storage))
    logins.open("lab")
    storage.append("logins", torn)
    records = LoginRecords(storage)
    assert [visit.user for visit in records.load()] == ["lab"]
    Logins(ManualClock(), lambda _server: (1, 2, 3), records).open("eve")
    assert [visit.user for visit in LoginRecords(storage).load()][-1] == "eve"


def test_the_clock_goes_on_as_it_was_set():
    storage, clock = MemoryStorage(), ManualClock()
    device = build(storage, clock)
    device.set_time(1_900_000_000, "console")
    clock.advance(5)
    again = build(storage, clock)
    assert again.clock.time() == 1_900_000_005
    blueprint().restore(again, "r1")
    assert build(storage, clock).clock.time() == clock.time()


@pytest.mark.parametrize("damaged", [b"", b"soon", b"nan\n", b"inf\n", b"1e300\n"])
def test_a_damaged_clock_goes_as_that_of_the_host(damaged):
    storage, clock = MemoryStorage(), ManualClock()
    storage.write("clock", damaged)
    kept_clock.restore(storage, clock)
    assert clock.offset == 0


def test_a_disk_that_fails_keeps_nobody_out():
    class Full(MemoryStorage):
        def append(self, name, data):
            raise StorageError(name, "No space left on device")

        def write(self, name, data):
            raise StorageError(name, "No space left on device")

    logins = Logins(ManualClock(), lambda _server: (1, 2, 3), LoginRecords(Full()))
    logins.close(logins.open("lab"))
    assert len(list(logins.visits())) == 1
    kept_clock.keep(Full(), ManualClock())


def test_a_device_that_was_halted_starts():
    storage = MemoryStorage()
    device = build(storage)
    Typist(device).send("request system halt\r")
    device.lifecycle.begin_as(State.HALTED)
    assert build(storage).lifecycle.state is State.RUNNING


def test_the_layout_is_written_once():
    storage = MemoryStorage()
    layout.claim(storage)
    layout.claim(storage)
    assert storage.names() == ("layout",)
