"""Archives of the device: what is packed comes back, and a hostile one does no harm."""

from __future__ import annotations

import gzip
import io
import tarfile

import pytest

from junosim.clock import ManualClock
from junosim.device import archives
from junosim.device.file_names import FileProblem
from junosim.device.files import CAPACITY, SYSTEM, Files, Link, Visitor
from junosim.storage import MemoryStorage

LAB = Visitor("lab")


def done(work):
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


@pytest.fixture
def files():
    return Files(MemoryStorage(), ManualClock())


def archive_of(*members, mode="w"):
    """A tar archive with these members: (TarInfo, content)."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode) as archive:
        for member, content in members:
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return stream.getvalue()


def member(name, kind=tarfile.REGTYPE, target=""):
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def extracted(files, data, who=LAB):
    done(archives.extract(files, data, "/var/tmp", who))
    return [node.name for node in files.listing("/var/tmp", SYSTEM)]


def test_what_was_packed_comes_back_with_modes_times_and_links(files):
    files.make_directory("/var/tmp/d", LAB)
    files.write("/var/tmp/d/" + "n" * 200, b"x" * 1000, LAB, mode=0o640)
    files.make_link("../elsewhere", "/var/tmp/d/link", LAB)
    files.make_directory("/var/home/lab/out", LAB)
    data = done(archives.tar(files, ["/var/tmp/d"], LAB))
    assert len(data) % 10240 == 0
    done(archives.extract(files, data, "/var/home/lab/out", LAB))
    below = "/var/home/lab/out/var/tmp/d"
    found = files.status(below + "/" + "n" * 200, LAB)
    assert (found.mode, found.size, found.time) == (0o640, 1000, ManualClock().time())
    link = files.link_status(below + "/link", LAB)
    assert isinstance(link, Link)
    assert link.target == "../elsewhere"
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:  # another program reads it too
        read = archive.extractfile("var/tmp/d/" + "n" * 200)
        assert read is not None
        assert read.read() == b"x" * 1000


def test_names_lead_nowhere_but_below(files):
    absolute = archive_of((member("/etc/x"), b"a"), (member("./y"), b"b"))
    assert extracted(files, absolute) == ["etc", "y"]
    with pytest.raises(archives.ArchiveProblem, match="Path contains"):
        extracted(files, archive_of((member("a/../../x"), b"a")))
    with pytest.raises(archives.ArchiveProblem, match="Path contains"):
        extracted(files, archive_of((member("l", tarfile.LNKTYPE, "../../root/x"), b"")))


def test_nothing_is_written_through_a_link_of_the_archive(files):
    files.write("/var/home/lab/mine", b"mine", LAB)
    way = archive_of(
        (member("l", tarfile.SYMTYPE, "/var/home/lab"), b""),
        (member("l/mine"), b"changed"),
        (member("m", tarfile.SYMTYPE, "/var/home/lab/mine"), b""),
        (member("m"), b"changed"),
    )
    extracted(files, way)
    assert files.read("/var/home/lab/mine", LAB) == b"mine"
    assert files.read("/var/tmp/l/mine", LAB) == b"changed"
    assert files.read("/var/tmp/m", LAB) == b"changed"


def test_devices_are_left_out_and_hard_links_made(files):
    data = archive_of(
        (member("a/f"), b"x"),
        (member("a/null", tarfile.CHRTYPE), b""),
        (member("a/g", tarfile.LNKTYPE, "a/f"), b""),
    )
    extracted(files, data)
    assert [node.name for node in files.listing("/var/tmp/a", LAB)] == ["f", "g"]
    assert files.status("/var/tmp/a/f", LAB).number == files.status("/var/tmp/a/g", LAB).number


def test_a_member_for_which_there_is_no_room_is_refused_before_it_is_read(files):
    info = member("big")
    info.size = CAPACITY + 1
    with pytest.raises(FileProblem, match="No space left"):
        extracted(files, info.tobuf() + b"x" * 1024)


@pytest.mark.parametrize("data", [b"", b"no archive", b"\0" * 1024, b"x" * 600])
def test_what_is_no_archive_is_said(files, data):
    if not data.strip(b"\0") and data:  # an empty archive
        assert extracted(files, data) == []
        return
    with pytest.raises(archives.ArchiveProblem, match="Unrecognized archive format"):
        extracted(files, data)


def test_the_rights_of_the_user_count(files):
    data = archive_of((member("x"), b"a"))
    with pytest.raises(FileProblem, match="Permission denied"):
        done(archives.extract(files, data, "/var/log", LAB))
    files.write("/root/x", b"secret", SYSTEM)
    with pytest.raises(FileProblem, match="Permission denied"):
        done(archives.tar(files, ["/root"], LAB))


def test_gzip_both_ways_and_damaged():
    data = bytes(range(256)) * 3000
    packed = done(archives.packed(data))
    assert gzip.decompress(packed) == data
    assert done(archives.unpacked(packed, len(data))) == data
    assert done(archives.unpacked(packed + packed, 2 * len(data))) == 2 * data
    assert done(archives.unpacked(packed + b"\0\0", len(data))) == data
    with pytest.raises(archives.ArchiveProblem, match="No space"):
        done(archives.unpacked(packed, len(data) - 1))
    with pytest.raises(archives.ArchiveProblem, match="Truncated"):
        done(archives.unpacked(packed[:-9], len(data)))
    with pytest.raises(archives.ArchiveProblem, match="decompression failed"):
        done(archives.unpacked(packed[:20] + b"????" + packed[24:], len(data)))


def test_a_bomb_stops_at_the_limit():
    bomb = gzip.compress(bytes(10_000_000))
    steps = []
    with pytest.raises(archives.ArchiveProblem):
        steps.extend(archives.unpacked(bomb, 1_000_000))
    assert len(steps) < 10
