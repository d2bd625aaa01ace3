"""`file copy`, `rename`, `checksum`: what they do to the files of the device, and to whom they are refused."""

from __future__ import annotations

import pytest

from cli_session import Typist, make_device
from junosim.clock import ManualClock
from junosim.device.files import CAPACITY, Visitor

ROOT = Visitor("root", is_superuser=True)
USERS = (
    "set system login class files permissions [ maintenance view ]",
    "set system login user bob class files",
    "set system login user eve class files",
    "set system login user lab class super-user",
)


@pytest.fixture
def device():
    device = make_device(clock=ManualClock())
    Typist(device).lines("configure", *USERS, "commit and-quit")
    return device


def on(device, user="lab"):
    return Typist(device, user=user, permissions=("all",) if user == "lab" else ("maintenance", "view"))


def test_files_of_others_can_be_read_but_not_changed(device):
    bob, eve = on(device, "bob"), on(device, "eve")
    assert "Wrote" in bob.line("show cli directory | save mine")
    assert eve.line("file show /var/home/bob/mine") == "Current directory: /var/home/bob"
    assert "/var/home/bob/mine: Permission denied" in eve.line("file rename /var/home/bob/mine x")
    assert "Permission denied" in eve.line("file copy /var/home/bob/mine /var/home/bob/other")
    assert on(device).line("file rename /var/home/bob/mine /var/tmp") == ""
    assert on(device).line("file list /var/tmp").split() == ["/var/tmp/:", "mine"]


def test_a_file_can_be_renamed_onto_itself_and_over_another(device):
    lab = on(device)
    lab.lines("show cli directory | save one", "show version | save two")
    assert lab.line("file rename one one") == ""
    assert lab.line("file rename one two") == ""
    assert lab.line("file show two") == "Current directory: /var/home/lab"
    assert "could not resolve file: one" in lab.line("file show one")


def test_a_copy_for_which_there_is_no_room_is_refused_and_leaves_the_source(device):
    device.files.write("/var/tmp/big", b"x" * (CAPACITY // 2 + 1), ROOT)
    lab = on(device)
    assert lab.line("file copy /var/tmp/big /var/tmp/again") == (
        "error: cp: /var/tmp/again: No space left on device"
    )
    assert lab.line("file list /var/tmp").split() == ["/var/tmp/:", "big"]


@pytest.mark.parametrize(
    "line",
    [
        "file copy scp://h/x y",
        "file copy /var/tmp/a ftp://h/y",
        "file show other-host:/x",
        "file list http://h/",
    ],
)
def test_nothing_leaves_the_host(device, line):
    assert "No route to host" in on(device).line(line)


@pytest.mark.parametrize(
    ("method", "shown"),
    [("md5", "MD5 (/var/tmp/x) = 900150983cd24fb0"), ("sha1", "SHA1 (/var/tmp/x) = a9993e364706816aba3e"),
     ("sha-256", "SHA256 (/var/tmp/x) = ba7816bf8f01cfea414140de5dae2223")],
)  # fmt: skip
def test_checksums(device, method, shown):
    device.files.write("/var/tmp/x", b"abc", ROOT)
    lab = on(device)
    assert lab.line(f"file checksum {method} /var/tmp/x").startswith(shown)
    assert lab.line(f"file checksum {method} y") == "error: could not open 'y': No such file or directory"
