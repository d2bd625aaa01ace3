"""The file commands that make and change: rights, errors, long work in slices."""

from __future__ import annotations

import base64

import pytest

from cli_session import Typist, make_device
from junosim.clock import ManualClock
from junosim.device import files as files_module
from junosim.device.files import SYSTEM, Visitor
from junosim.operations.file_attributes import new_mode

LAB = Visitor("lab")
USERS = (
    "set system login class files permissions [ maintenance view ]",
    "set system login user eve class files",
    "set system login user lab class super-user",
)


@pytest.fixture
def device():
    device = make_device(clock=ManualClock())
    Typist(device).lines("configure", *USERS, "commit and-quit")
    return device


@pytest.fixture
def lab(device):
    return Typist(device)


@pytest.fixture
def eve(device):
    return Typist(device, user="eve", permissions=("maintenance", "view"))


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("644", 0o777, 0o644), ("1777", 0, 0o1777), ("-w", 0o666, 0o466),
         ("u+x", 0o644, 0o744), ("go-r", 0o644, 0o600), ("a=r", 0o777, 0o444),
        ("+w", 0o444, 0o644), ("=r", 0o777, 0o444), ("u=rwx,g=rx,o=", 0, 0o750), ("g+s", 0o755, 0o2755),
        ("+X", 0o644, 0o644), ("+X", 0o744, 0o755), ("u+w-x", 0o500, 0o600), ("o+t", 0o777, 0o1777),
    ],
)  # fmt: skip
def test_permissions_as_chmod_takes_them(text, before, after):
    assert new_mode(text, before, is_directory=False) == after


@pytest.mark.parametrize("text", ["", "8", "77777", "u", "u+q", "x+r", "u+r,,g+r", "+r,"])
def test_what_is_no_permission(text):
    assert new_mode(text, 0o644, is_directory=False) is None


def test_only_owners_change_permissions_and_only_superusers_owners(device, lab, eve):
    device.files.write("/var/tmp/f", b"x", LAB)
    refused = "/var/tmp/f: Operation not permitted"
    assert eve.line("file change-permission /var/tmp/f 666") == f"error: chmod: {refused}"
    assert eve.line("file change-owner /var/tmp/f user eve") == f"error: chown: {refused}"
    assert lab.line("file change-owner /var/tmp/f user eve:staff") == ""
    assert eve.line("file change-permission /var/tmp/f 600") == ""
    assert "-rw-------  1 eve  staff " in lab.line("file list detail /var/tmp")
    assert lab.line("file change-owner /var/tmp/f") == "error: missing mandatory argument: user"
    assert lab.line("file change-owner /var/tmp/f group x") == "error: chown: x: illegal group name"


def test_changing_owners_below_a_directory_takes_links_themselves(device, lab):
    device.files.make_directory("/var/tmp/d", LAB)
    device.files.write("/var/tmp/d/f", b"x", LAB)
    device.files.make_link("/var/log/messages", "/var/tmp/d/l", LAB)
    assert lab.line("file change-owner /var/tmp/d user eve recurse") == ""
    owners = [device.files.link_status(f"/var/tmp/d/{name}", SYSTEM).owner for name in "fl"]
    assert owners == ["eve", "eve"]
    assert device.files.status("/var/log/messages", SYSTEM).owner == "root"


def test_a_copy_has_the_mode_of_the_file_and_the_owner_of_the_copier(device, eve):
    device.files.write("/var/tmp/f", b"x", LAB, mode=0o775)
    assert eve.line("file copy /var/tmp/f mine") == ""
    found = device.files.status("/var/home/eve/mine", SYSTEM)
    assert (found.owner, found.mode) == ("eve", 0o755)


def test_a_directory_is_deleted_with_all_below_in_slices_unless_something_forbids_it(device, lab, eve):
    files = device.files
    for path in ("/var/tmp/d", "/var/tmp/d/e"):
        files.make_directory(path, LAB)
    for number in range(50):
        files.write(f"/var/tmp/d/e/{number}", b"", LAB)
    files.make_link("/var/log", "/var/tmp/d/l", LAB)
    answer = eve.line("file delete-directory /var/tmp/d recurse")
    assert answer.startswith("error: rm: /var/tmp/d/e/")
    assert answer.endswith("Permission denied")
    assert lab.line("file delete-directory /var/tmp/d recurse") == ""
    assert lab.line("file list /var/tmp") == "/var/tmp/:"
    assert "messages" in lab.line("file list /var/log")


def test_patterns_find_names_that_are_there(device, lab):
    for name in ("a1", "a2", "b1", ".hidden", "a*"):
        device.files.write(f"/var/tmp/{name}", b"", LAB)
    assert lab.line("file list /var/tmp/a[12]").splitlines() == ["/var/tmp/a1", "/var/tmp/a2"]
    assert lab.line('file list "/var/tmp/?1"').splitlines() == ["/var/tmp/a1", "/var/tmp/b1"]
    assert lab.line("file list /var/tmp/a*") == "/var/tmp/a*"  # the name itself
    assert lab.line("file list /v*/tmp/b*") == "/var/tmp/b1"
    assert ".hidden" not in lab.line("file list /var/tmp/*")
    assert lab.line("file list /var/tmp/c*") == "/var/tmp/c*: No such file or directory"
    assert lab.line("file delete /var/tmp/a*") == ""
    assert lab.line('file list "/var/tmp/?1"').splitlines() == ["/var/tmp/a1", "/var/tmp/b1"]


def test_old_files_are_dated_with_their_year(device, lab):
    device.files.write("/var/tmp/f", b"x", LAB)
    device.clock.advance(200 * 86400)
    assert "Jul  8  2020 f" in lab.line("file list detail /var/tmp")


def test_archives_say_what_is_wrong(device, lab, eve, monkeypatch):
    device.files.write("/root/x", b"x" * 5000, SYSTEM)
    assert eve.line("file archive source /root/x destination y") == "error: tar: /root/x: Permission denied"
    assert eve.line("file archive source /var/tmp destination /var/log/y") == (
        "error: tar: /var/log/y.tar: Permission denied"
    )
    assert eve.line("file extract /root/x").startswith("error: tar: /root/x: Permission")
    monkeypatch.setattr(files_module, "CAPACITY", device.files.used + 2_000)
    assert lab.line("file archive source /root destination y").endswith(
        "error: tar: /var/home/lab/y.tar: No space left on device"
    )
    assert lab.line("file compress /root/x") == ""
    assert lab.line("file copy /root/x.gz /root/x") == ""
    assert lab.line("file compress /root/x") == "error: gzip: /root/x.gz: File exists"
    assert lab.line("file compress /var/tmp") == "error: gzip: /var/tmp: Is a directory"


def test_comparing_binary_large_and_missing_files(device, lab, eve):
    files = device.files
    files.write("/var/tmp/a", b"a\0b", LAB)
    files.write("/var/tmp/b", b"a\0c", LAB)
    files.write("/var/tmp/big", bytes(17 * 1024 * 1024), LAB)
    files.write("/root/x", b"x", SYSTEM)
    assert lab.line("file compare files /var/tmp/a /var/tmp/b") == (
        "Binary files /var/tmp/a and /var/tmp/b differ"
    )
    assert lab.line("file compare files /var/tmp/a /var/tmp/a") == ""
    assert (
        lab.line("file compare files /var/tmp/a /var/tmp/big") == "error: diff: /var/tmp/big: File too large"
    )
    assert lab.line("file compare files /var/tmp/a /var/tmp") == "error: diff: /var/tmp: Is a directory"
    assert eve.line("file compare files /root/x /var/tmp/a") == "error: diff: /root/x: Permission denied"


def test_a_comparison_of_the_last_line_without_its_end(device, lab):
    device.files.write("/var/tmp/a", b"a\nb", LAB)
    device.files.write("/var/tmp/b", b"a\nb\n", LAB)
    device.files.write("/var/tmp/c", b"", LAB)
    answer = lab.line("file compare files /var/tmp/a /var/tmp/b")
    assert answer == "2c2\n< b\n\\ No newline at end of file\n---\n> b"
    assert lab.line("file compare files /var/tmp/a /var/tmp/b ignore-white-space") == ""
    assert lab.line("file compare files /var/tmp/c /var/tmp/b") == "0a1,2\n> a\n> b"


class SlowClock(ManualClock):
    """Time passes whenever somebody looks, so that the work takes many slices."""

    def monotonic(self):
        self.advance(0.003)
        return super().monotonic()


def wakes(typist, line):
    """In how many slices a line is worked off."""
    typist.session.feed(f"{line}\r".encode())
    count = 0
    while (due := typist.session.deadline()) is not None and due <= typist.device.clock.monotonic():
        typist.session.wake()
        typist.session.output()
        count += 1
    return count


@pytest.mark.parametrize(
    ("line", "least"),
    [
        ("file list /var/tmp/d | count", 20),
        ("file list detail /var/tmp/d | count", 20),
        ("file list recursive /var/tmp | count", 20),
        ("file change-owner /var/tmp/d user root recurse", 500),
        ("file archive source /var/tmp/d destination /var/tmp/a", 500),
        ("file delete-directory /var/tmp/d recurse", 500),
    ],
)
def test_what_concerns_many_files_is_done_in_slices(line, least):
    typist = Typist(make_device(clock=SlowClock()))
    files = typist.device.files
    files.make_directory("/var/tmp/d", SYSTEM)
    for number in range(500):
        files.write(f"/var/tmp/d/{number}", b"", SYSTEM)
    assert wakes(typist, line) >= least


def test_control_c_ends_a_long_comparison():
    typist = Typist(make_device(clock=SlowClock()))
    for name, step in (("a", 1), ("b", 7)):
        content = b"".join(b"%d\n" % (number * step % 1001) for number in range(3000))
        typist.device.files.write(f"/var/tmp/{name}", content, LAB)
    typist.session.feed(b"file compare files /var/tmp/a /var/tmp/b | count\r")
    for _ in range(10):
        typist.session.wake()
    assert typist.session.deadline() <= typist.device.clock.monotonic()  # there is more to do
    typist.session.output()
    assert typist.send("\x03") == "^C\n\nlab@r1> "


def test_a_file_is_shown_in_base64_in_slices(device, lab):
    device.files.write("/var/tmp/f", b"x" * 200_000, LAB)
    shown = lab.line("file show /var/tmp/f encoding base64 | no-more").split()
    assert len(shown) == -(-200_000 // 57)
    assert base64.b64decode("".join(shown)) == b"x" * 200_000
    assert lab.line("file show /var/tmp/f encoding raw | no-more") == "x" * 200_000
