"""The known answers: every vector is computed, and each damage of what it computes is seen (R-KAT-012)."""

from __future__ import annotations

import dataclasses

import pytest

from junosim.errors import PlatformError
from junosim.fips.faults import damaged, untouched
from junosim.fips.kats import COMPUTATIONS, gives_known_answer
from junosim.fips.module_random import HEALTH_VECTORS
from junosim.fips.suites import CARD_SUITES, ROUTING_ENGINE_SUITES, suites_named
from junosim.fips.vectors import all_vectors, vector

VECTORS = [known for known in all_vectors().values() if known.kind != "rsa-key"]
USED = {
    name for suite in (*ROUTING_ENGINE_SUITES, *CARD_SUITES) for test in suite.tests for name in test.vectors
}
# What a valid signature over other data, or none, is to be answered with: the answer is the same for damaged data.
REFUSED = {known.name for known in VECTORS if known.fields.get("valid") == "00"}


@pytest.mark.parametrize("known", VECTORS, ids=lambda known: known.name)
def test_known_answer(known):
    assert gives_known_answer(known, untouched)


@pytest.mark.parametrize("known", VECTORS, ids=lambda known: known.name)
def test_damaged_value_is_seen(known):
    assert gives_known_answer(known, damaged) == (known.name in REFUSED)


@pytest.mark.parametrize("known", VECTORS, ids=lambda known: known.name)
def test_every_single_value_matters(known):
    """Of a computation with several values, damage to any one of them is found."""
    count = 0

    def counted(value: bytes) -> bytes:
        nonlocal count
        count += 1
        return value

    gives_known_answer(known, counted)
    assert count
    for number in range(count):
        seen = iter(range(count))
        only_one = lambda value, seen=seen, number=number: damaged(value) if next(seen) == number else value  # noqa: E731
        assert gives_known_answer(known, only_one) == (known.name in REFUSED)


@pytest.mark.parametrize("known", VECTORS, ids=lambda known: known.name)
def test_other_expectation_fails(known):
    """The published answer is compared in full: another last digit is another answer."""
    answers = ("output", "s", "skeyid", "skeyid-e", "next-skeyseed", "dkm", "f")
    for field in ("valid",) if "valid" in known.fields else answers:
        if field in known.fields:
            digits = known.fields[field]
            other = digits[:-1] + ("0" if digits[-1] != "0" else "1")
            changed = dataclasses.replace(known, fields={**known.fields, field: other})
            assert not gives_known_answer(changed, untouched), field


def test_every_vector_is_used_and_has_its_source():
    assert {known.name for known in VECTORS} == USED | set(HEALTH_VECTORS)
    assert {known.kind for known in VECTORS} == set(COMPUTATIONS)
    assert all(known.source for known in all_vectors().values())


def test_unknown_vector():
    with pytest.raises(KeyError):
        vector("aes512-cbc")


def test_public_key_that_is_not_that_of_the_private_one_fails():
    known = vector("ecdsa-p256-sign")
    other = vector("ecdsa-p256-verify-good")
    changed = dataclasses.replace(known, fields={**known.fields, "x": other.text("x"), "y": other.text("y")})
    assert not gives_known_answer(changed, untouched)


def test_number_of_tests():
    """R-KAT-002: nine suites with 8, 4, 3, 17, 14, 13, 8, 1 and 1 tests."""
    assert [len(suite.tests) for suite in ROUTING_ENGINE_SUITES] == [8, 4, 3, 17, 14, 13, 8, 1, 1]


def test_unknown_suite():
    with pytest.raises(PlatformError, match="unknown self-test suite 'xyz'; known are: kernel, macsec"):
        suites_named(["kernel", "xyz"])
