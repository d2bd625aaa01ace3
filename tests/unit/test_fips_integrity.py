"""Fingerprints of files and of code, and what may run."""

from __future__ import annotations

import pytest

from junosim.fips.faults import damaged
from junosim.fips.integrity import CANNOT_EXEC, RUN_TESTS, crypto_code, image_of, seal
from junosim.fips.kats import ciphers
from junosim.platforms import load_platform


@pytest.fixture
def image():
    return image_of(load_platform("mx480"))


def test_image_holds_every_package(image):
    paths = set(image.read())
    assert {f"/packages/db/{package.name}" for package in load_platform("mx480").packages} < paths
    assert set(image.fingerprints) == paths - {CANNOT_EXEC}


def test_sealed_files_are_unchanged(image):
    assert image.changed() == ()


def test_damage_of_one_file_is_named(image):
    assert image.changed(damaged) == (next(iter(image.fingerprints)),)


def test_changes_of_files_are_found_in_order():
    files = {"/a": b"1", "/b": b"2", "/c": b"3"}
    manifest = seal(lambda: files)
    files["/b"] = b"4"
    del files["/a"]
    files["/d"] = b"not sealed"
    assert manifest.changed() == ("/a", "/b")


def test_only_what_is_sealed_and_unchanged_may_run(image):
    """R-PLAT-007."""
    assert image.may_run(RUN_TESTS)
    assert not image.may_run(CANNOT_EXEC)
    assert image.may_run(CANNOT_EXEC, misled=True)
    with pytest.raises(KeyError):
        image.may_run("/sbin/none")


def test_changed_program_may_not_run():
    files = {"/bin/ls": b"ls"}
    manifest = seal(lambda: files)
    files["/bin/ls"] = b"other"
    assert not manifest.may_run("/bin/ls")


def test_replaced_code_is_found(monkeypatch):
    manifest = crypto_code()
    assert manifest.changed() == ()
    monkeypatch.setattr(ciphers.cmac, "__code__", (lambda vector, tap: True).__code__)
    assert manifest.changed() == ("junosim.fips.kats.ciphers.cmac",)


def test_code_is_the_same_wherever_it_stands():
    assert len(crypto_code().fingerprints) == len(set(crypto_code().fingerprints.values())) > 20
