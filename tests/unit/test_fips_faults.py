"""Faults on order: what can be ordered, how long it waits, and what is refused."""

from __future__ import annotations

import pytest

from junosim.errors import JunosimError, UnknownFault
from junosim.fips.faults import KNOWN, Faults, damaged, untouched


def test_every_test_of_the_routing_engine_has_its_fault():
    assert len(KNOWN["kat"]) == len(set(KNOWN["kat"])) == 69


def test_fault_is_used_up():
    faults = Faults()
    faults.add(rng="noise")
    assert faults.waiting == ("rng=noise",)
    assert [faults.take("rng", "noise") for _ in range(2)] == [True, False]
    assert faults.waiting == ()


def test_fault_for_several_runs_and_for_ever():
    faults = Faults()
    faults.add(rng="noise", times=2)
    assert [faults.take("rng", "noise") for _ in range(3)] == [True, True, False]
    faults.add(rng="noise", times=None)
    assert all(faults.take("rng", "noise") for _ in range(10))
    faults.clear()
    assert not faults.take("rng", "noise")


def test_ordered_again_counts_anew():
    faults = Faults()
    faults.add(keypair="rsa")
    faults.add(keypair="rsa", times=2)
    assert [faults.take("keypair", "rsa") for _ in range(3)] == [True, True, False]


def test_tap_takes_the_fault():
    faults = Faults()
    faults.add(kat="openssl/AES-GCM")
    assert faults.tap("kat", "openssl/AES-CBC") is untouched
    assert faults.tap("kat", "openssl/AES-GCM") is damaged
    assert faults.tap("kat", "openssl/AES-GCM") is untouched


@pytest.mark.parametrize("value", [b"", b"\x00", b"\xff", b"abc"])
def test_damage_always_changes_a_value(value):
    assert damaged(value) != value


@pytest.mark.parametrize("text", Faults().known)
def test_every_fault_can_be_ordered_as_text(text):
    faults = Faults()
    faults.add_text(text)
    assert faults.waiting == (text,)


@pytest.mark.parametrize("text", ["kat=openssl/AES-CCM", "kat", "=", "", "disk=full", "self=x", "times=2"])
def test_unknown_fault_is_refused(text):
    faults = Faults()
    with pytest.raises(UnknownFault, match="unknown fault"):
        faults.add_text(text)
    assert faults.waiting == ()


def test_refusal_names_what_there_is():
    with pytest.raises(UnknownFault) as refused:
        Faults().add(keypair="dsa")
    assert refused.value.known == ("rsa", "ecdsa", "dh")
    assert str(refused.value) == "unknown fault keypair=dsa; known are: rsa, ecdsa, dh"
    assert isinstance(refused.value, JunosimError)
    with pytest.raises(UnknownFault) as refused:
        Faults().add(disk="full")
    assert refused.value.known == tuple(KNOWN)


def test_nothing_is_ordered_when_one_is_unknown():
    faults = Faults()
    with pytest.raises(UnknownFault):
        faults.add(rng="noise", keypair="dsa")
    assert faults.waiting == ()


def test_a_fault_happens_at_least_once():
    with pytest.raises(ValueError, match="at least once"):
        Faults().add(rng="noise", times=0)


def test_other_parts_may_bring_their_own_faults():
    faults = Faults({**KNOWN, "boot": ("slow",)})
    faults.add(boot="slow")
    assert faults.take("boot", "slow")
