"""The module's random source: an `Entropy` that tests itself (R-COND-002, R-CSP-004)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junosim.entropy import SeededEntropy
from junosim.errors import SelfTestFailure
from junosim.fips import module_random
from junosim.fips.faults import Faults
from junosim.fips.module_random import ContinuousTest, ModuleRandom


class CountingEntropy(SeededEntropy):
    """Tells how many bytes were taken."""

    def __init__(self):
        super().__init__(1)
        self.taken = 0

    def bytes(self, count):
        self.taken += count
        return super().bytes(count)


class StuckEntropy(SeededEntropy):
    """Always the same."""

    def bytes(self, count):
        return bytes(count)


@given(st.integers(0, 2**32), st.lists(st.integers(0, 200), max_size=8))
def test_lengths_and_repeatability(seed, counts):
    one, other = ModuleRandom(SeededEntropy(seed)), ModuleRandom(SeededEntropy(seed))
    given_out = [one.bytes(count) for count in counts]
    assert [len(block) for block in given_out] == counts
    assert given_out == [other.bytes(count) for count in counts]


@given(st.integers(1, 2**80))
def test_numbers_are_below_their_limit(limit):
    assert 0 <= ModuleRandom(SeededEntropy(limit)).below(limit) < limit


def test_every_number_comes():
    source = ModuleRandom(SeededEntropy(3))
    assert {source.below(5) for _ in range(100)} == {0, 1, 2, 3, 4}
    with pytest.raises(ValueError, match="at least 1"):
        source.below(0)


def test_outputs_differ_from_each_other_and_between_devices():
    one = ModuleRandom(SeededEntropy(7), personalization=b"r1")
    other = ModuleRandom(SeededEntropy(7), personalization=b"r2")
    blocks = [source.bytes(32) for _ in range(50) for source in (one, other)]
    assert len(set(blocks)) == 100


def test_fresh_entropy_for_every_request_with_prediction_resistance():
    noise = CountingEntropy()
    source = ModuleRandom(noise, prediction_resistance=True)
    before = noise.taken
    source.bytes(32)
    assert noise.taken == before + 32
    plain = CountingEntropy()
    source = ModuleRandom(plain)
    before = plain.taken
    source.bytes(3200)
    assert plain.taken == before
    source.reseed()
    assert plain.taken == before + 32


def test_reseeds_by_itself_when_the_interval_is_over():
    noise = CountingEntropy()
    source = ModuleRandom(noise, reseed_interval=4)
    before = noise.taken
    for _ in range(8):
        source.bytes(32)
    assert noise.taken > before


def test_stuck_noise_is_found_at_once():
    with pytest.raises(SelfTestFailure, match="continuous random number test, noise"):
        ModuleRandom(StuckEntropy())


def test_stuck_output_leads_to_the_error_state():
    faults = Faults()
    source = ModuleRandom(SeededEntropy(1), faults)
    source.bytes(32)
    faults.add(rng="output")
    with pytest.raises(SelfTestFailure, match="continuous random number test, output") as first:
        source.bytes(1)
    assert faults.waiting == ()
    with pytest.raises(SelfTestFailure) as second:
        source.below(10)
    assert second.value is first.value is source.failure
    with pytest.raises(SelfTestFailure):
        source.reseed()


def test_noise_that_fails_later_leads_to_the_error_state():
    faults = Faults()
    source = ModuleRandom(SeededEntropy(1), faults)
    faults.add(rng="noise")
    source.bytes(32)  # needs no noise
    with pytest.raises(SelfTestFailure, match="noise"):
        source.reseed()
    with pytest.raises(SelfTestFailure, match="noise"):
        source.bytes(1)


def test_erased_source_gives_nothing():
    source = ModuleRandom(SeededEntropy(1))
    source.erase()
    with pytest.raises(SelfTestFailure, match="erased"):
        source.bytes(1)


def test_health_tests_find_a_wrong_answer():
    faults = Faults()
    faults.add(rng="health")
    with pytest.raises(SelfTestFailure, match="known answer"):
        ModuleRandom(SeededEntropy(1), faults)
    ModuleRandom(SeededEntropy(1), faults)


def test_health_tests_find_a_generator_that_refuses_nothing(monkeypatch):
    monkeypatch.setattr(module_random, "REQUEST_LIMIT", 10)  # a request of 11 bytes is not refused
    with pytest.raises(SelfTestFailure, match="error handling"):
        ModuleRandom(SeededEntropy(1))


def test_first_block_is_not_given_out():
    blocks = iter([b"a", b"b", b"c"])
    assert ContinuousTest("noise", lambda: next(blocks), Faults()).take(2) == b"bc"


def test_equal_blocks_that_are_not_neighbours_pass():
    blocks = iter([b"a", b"b", b"a"])
    assert ContinuousTest("noise", lambda: next(blocks), Faults()).take(2) == b"ba"
