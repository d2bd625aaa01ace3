"""Packages as files: what is made is taken, what is bad in any way is refused with a reason."""

from __future__ import annotations

import gzip
import io
import stat
import tarfile
from datetime import UTC, datetime
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junosim.fips.faults import Faults
from junosim.packages import Authority, Defect, Kind, PackageInfo, PackageProblem, build, verified
from junosim.packages.archive import MOST_BYTES, MOST_MEMBERS
from junosim.packages.authority import AuthorityError
from junosim.packages.build import packed
from junosim.packages.certificates import signer_of
from junosim.packages.info import decode
from junosim.packages.problem import Fault
from junosim.platforms import Package
from junosim.slices import finish

NOW = datetime(2020, 7, 8, 7, tzinfo=UTC)
INFO = PackageInfo(
    Kind.ADDITION,
    "jpfe-fips",
    "19.1R3-S7.2",
    "powerpc",
    "",
    ("mx",),
    (Package("jpfe-fips", "FIPS Support", "1"),),
)


@cache
def authority():
    return Authority.create()


@cache
def good():
    return build(INFO, authority())


def verify(data, *, roots=None, now=NOW, faults=None):
    roots = [authority().pem] if roots is None else roots
    return finish(verified(lambda at, size: data[at : at + size], len(data), roots, now, faults or Faults()))


def refusal(data, **options):
    with pytest.raises(PackageProblem) as refused:
        verify(data, **options)
    return refused.value


def members(data):
    with tarfile.open(fileobj=io.BytesIO(data)) as tape:
        return {member.name: tape.extractfile(member).read() for member in tape}


def test_a_package_tells_what_it_is_and_who_signed_it():
    """R-SWAD-011."""
    found = verify(good())
    assert found.info == INFO
    assert found.signer == "PackageProductionECP256_2021"
    assert (INFO.stem, INFO.file_name) == (
        "jpfe-fips-powerpc-19.1R3-S7.2",
        "jpfe-fips-powerpc-19.1R3-S7.2.tgz",
    )
    assert set(members(good())) == {
        "manifest", "manifest.esig", "manifest.ecerts", "contents/package.json", "contents/image.bin",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("defect", "fault", "text"),
    [
        (Defect.UNSIGNED, Fault.UNSIGNED, "manifest.ecerts: no signature"),
        (Defect.TAMPERED, Fault.FINGERPRINT, "contents/image.bin: fingerprint mismatch"),
        (Defect.FORGED, Fault.SIGNATURE, "manifest.esig: invalid signature: /C=US"),
        (Defect.EXPIRED, Fault.CERTIFICATE, "manifest.ecerts: certificate has expired: /C=US"),
        (Defect.NOT_YET_VALID, Fault.CERTIFICATE, "manifest.ecerts: certificate is not yet valid: /C=US"),
        (Defect.UNKNOWN_ISSUER, Fault.CERTIFICATE, "manifest.ecerts: subject issuer mismatch: /C=US"),
        (Defect.TRUNCATED, Fault.DAMAGED, "manifest: truncated archive"),
    ],
)
def test_each_kind_of_bad_package_is_refused(defect, fault, text):
    """R-SWAD-005, R-SWAD-006."""
    problem = refusal(build(INFO, authority(), defect=defect))
    assert problem.fault is fault
    assert str(problem).startswith(text)


def test_the_subject_of_a_refused_certificate_is_written_as_in_the_guide():
    signed = build(INFO, authority(), signer="PackageProductionTestEc_2017_NO_DEFECTS")
    problem = refusal(signed, roots=[])
    assert str(problem) == (
        "manifest.ecerts: subject issuer mismatch: /C=US/ST=CA/L=Sunnyvale/O=Juniper Networks/OU=Juniper CA"
        "/CN=PackageProductionTestEc_2017_NO_DEFECTS/emailAddress=ca@juniper.net"
    )


def test_certificates_hold_at_the_time_of_the_device():
    expired = build(INFO, authority(), defect=Defect.EXPIRED)
    assert verify(expired, now=datetime(2001, 6, 1, tzinfo=UTC)).info == INFO
    assert refusal(good(), now=datetime(2050, 6, 1, tzinfo=UTC)).reason == "certificate has expired"
    assert refusal(good(), now=datetime(1979, 6, 1, tzinfo=UTC)).reason == "certificate is not yet valid"


def test_a_fault_in_the_computation_refuses_a_good_package_once():
    """R-COND-001."""
    faults = Faults()
    faults.add(package="signature")
    assert refusal(good(), faults=faults).fault is Fault.SIGNATURE
    assert verify(good(), faults=faults).info == INFO


def pems(data):
    text = members(data)["manifest.ecerts"]
    return [part + b"-----END CERTIFICATE-----\n" for part in text.split(b"-----END CERTIFICATE-----\n")[:-1]]


def test_a_chain_with_something_wrong_in_it_is_refused():
    leaf, middle = pems(good())
    other_leaf, other_middle = pems(build(INFO, authority()))
    root = [authority().pem]
    assert signer_of(leaf + middle, root, NOW)
    for chain, reason in (
        (leaf, "subject issuer mismatch"),
        (middle + leaf, "subject issuer mismatch"),
        (leaf + other_middle, "certificate signature failure"),
        (middle, "unsupported certificate purpose"),
        (other_leaf + leaf + middle, "subject issuer mismatch"),
        (leaf + middle + authority().pem, "path length constraint exceeded"),
        (b"", "unable to load certificate"),
        (leaf.replace(b"A", b"B"), "unable to load certificate"),
        ((leaf + middle) * 4, "unable to load certificate"),
    ):
        with pytest.raises(PackageProblem) as refused:
            signer_of(chain, root, NOW)
        assert refused.value.reason == reason


def tape(*entries):
    """A tgz of TarInfo fields, each with its content."""
    made = io.BytesIO()
    with tarfile.open(
        fileobj=made, mode="w", format=entries[0].get("format", tarfile.USTAR_FORMAT)
    ) as archive:
        for entry in entries:
            member = tarfile.TarInfo(entry["name"])
            member.type = entry.get("type", tarfile.REGTYPE)
            member.linkname = entry.get("link", "")
            content = entry.get("content", b"")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return gzip.compress(made.getvalue())


HOSTILE = {
    "link": tape({"name": "contents/a", "type": tarfile.SYMTYPE, "link": "/etc/passwd"}),
    "hard link": tape({"name": "contents/a", "type": tarfile.LNKTYPE, "link": "manifest"}),
    "device": tape({"name": "contents/a", "type": tarfile.CHRTYPE}),
    "pipe": tape({"name": "contents/a", "type": tarfile.FIFOTYPE}),
    "absolute": tape({"name": "/etc/passwd"}),
    "above": tape({"name": "contents/../../x"}),
    "only above": tape({"name": ".."}),
    "empty part": tape({"name": "contents//x"}),
    "control character": tape({"name": "contents/a\nb"}),
    "elsewhere": tape({"name": "other"}),
    "twice": tape({"name": "manifest"}, {"name": "manifest"}),
    "long name": tape({"name": "contents/" + "x/" * 200 + "y", "format": tarfile.GNU_FORMAT}),
    "long name, pax": tape({"name": "contents/" + "x/" * 200 + "y", "format": tarfile.PAX_FORMAT}),
    "many": tape(*({"name": f"contents/{number}"} for number in range(MOST_MEMBERS + 1))),
    "large manifest": tape({"name": "manifest", "content": bytes(300_000)}),
    "gzip in gzip": gzip.compress(good()),
    "tar without gzip": gzip.decompress(good()),
    "empty": b"",
    "zeros": bytes(2000),
    "no archive": gzip.compress(b"hello"),
    "text": b"hello",
    "trailing": good() + b"x",
    "trailing far away": good() + bytes(200_000) + b"x",
    "empty archive": packed({}),
    "no manifest": packed({"manifest.esig": b"", "manifest.ecerts": b""}),
    "empty signature": packed({**members(good()), "manifest.esig": b""}),
    "no description": packed({name: data for name, data in members(good()).items() if "package" not in name}),
    "a file more": packed({**members(good()), "contents/more": b""}),
    "odd manifest": packed({**members(good()), "manifest": b"contents/package.json sha256=0\n"}),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_files_are_refused(kind):
    problem = refusal(HOSTILE[kind])
    assert problem.part
    assert problem.reason.isprintable()


def test_a_bomb_is_given_up_at_the_limit_and_takes_no_memory():
    """A file of 64 MiB of zeros costs 64 KiB: many of them in one stream stay below the limit of a file."""
    head = tarfile.TarInfo("contents/a")
    head.size = MOST_BYTES
    block = gzip.compress(head.tobuf() + bytes(1024 * 1024))

    def read(at, size):
        return (block * 300)[at : at + size]

    work = verified(read, len(block) * 300, [], NOW, Faults())
    with pytest.raises(PackageProblem, match="trailing data"):
        finish(work)
    head.size = MOST_BYTES + 1
    assert refusal(gzip.compress(head.tobuf())).reason == "file too large"


def test_a_stream_that_is_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr("junosim.packages.archive.MOST_BYTES", 1_000_000)
    entries = ({"name": f"contents/{number}", "content": bytes(300_000)} for number in range(4))
    assert refusal(tape(*entries)).reason == "file too large"


@pytest.mark.parametrize(
    "change", [b"[]", b"{}", b"[" * 100_000, b'{"kind": "release"}', INFO.encode()[:-9], b"\xff"]
)
def test_a_description_that_is_none_is_refused(change):
    with pytest.raises(PackageProblem, match="invalid package description"):
        decode(change)


@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_a_file_with_other_bytes_in_it_is_refused_or_the_same(changes):
    data = bytearray(good())
    for place, byte in changes:
        data[place % len(data)] = byte
    try:
        found = verify(bytes(data))
    except PackageProblem:
        return
    assert found.info == INFO


@given(st.data())
@settings(max_examples=80, deadline=None)
def test_members_with_other_bytes_in_them_are_refused(data):
    """Beneath the checksum of gzip: what decides are the signature and the fingerprints."""
    parts = members(good())
    name = data.draw(st.sampled_from(sorted(parts)))
    content = bytearray(parts[name])
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= 1 << data.draw(st.integers(0, 7))
    try:
        found = verify(packed({**parts, name: bytes(content)}))
    except PackageProblem as problem:
        assert problem.reason  # noqa: PT017 - either is right
        return
    assert name == "manifest.ecerts"  # a line end of the PEM
    assert found.info == INFO


@given(st.binary(max_size=2000), st.booleans())
@settings(max_examples=60, deadline=None)
def test_noise_is_refused(noise, is_packed):
    assert refusal(gzip.compress(noise) if is_packed else noise)


def test_every_piece_of_a_large_file_leaves_room_for_others():
    data = build(INFO, authority(), size=3_000_000)
    work, pauses = (
        verified(lambda at, size: data[at : at + size], len(data), [authority().pem], NOW, Faults()),
        0,
    )
    while True:
        try:
            next(work)
        except StopIteration as end:
            outcome = end.value
            break
        pauses += 1
    assert outcome.info == INFO
    assert pauses > 40


def test_an_authority_is_kept_for_its_owner_alone(tmp_path):
    folder = tmp_path / "deep" / "ca"
    made = Authority.create()
    made.save(folder)
    assert stat.S_IMODE((folder / "root.key").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    again = Authority.load(folder)
    assert again.pem == made.pem
    assert verify(build(INFO, again), roots=[made.pem]).info == INFO
    with pytest.raises(FileExistsError):
        made.save(folder)
    (folder / "root.pem").write_bytes(authority().pem)
    with pytest.raises(AuthorityError, match="is not the key"):
        Authority.load(folder)
    (folder / "root.pem").write_bytes(b"x")
    with pytest.raises(AuthorityError, match="cannot be read"):
        Authority.load(folder)
