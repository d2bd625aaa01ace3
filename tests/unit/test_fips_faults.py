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


def test_fault_for_several_runs():
    faults = Faults()
    faults.add(rng="noise", times=2)
    assert [faults.take("rng", "noise") for _ in range(3)] == [True, True, False]


def test_ordered_again_counts_anew():
    faults = Faults()
    faults.add(keypair="rsa")
    faults.add(keypair="rsa", times=2)
    assert [faults.take("keypair", "rsa") for _ in range(3)] == [True, True, False]


@pytest.mark.parametrize(
    "order",
    [
        {"kat": "kernel/AES-CBC"},
        {"ms_mic": "RSA"},
        {"veriexec": "cannot-exec"},
        {"rng": "noise", "lasting": True},
    ],
)
def test_fault_of_a_self_test_stays_until_the_software_is_installed_anew(order):
    """R-KFAIL-002, R-KFAIL-003: what makes a device loop is not over after one run."""
    faults = Faults()
    faults.add(**order)
    ordered = faults.waiting
    kind, _, name = ordered[0].partition("=")
    assert faults.present == ()
    assert all(faults.take(kind, name) for _ in range(10))
    assert (faults.waiting, faults.present) == ((), ordered)
    faults.repair()
    assert not faults.take(kind, name)


def test_fault_of_a_self_test_can_pass_too():
    faults = Faults()
    faults.add(kat="kernel/AES-CBC", times=1)
    assert [faults.take("kat", "kernel/AES-CBC") for _ in range(2)] == [True, False]
    assert faults.present == ()


def test_a_repair_leaves_what_waits_and_clearing_takes_all():
    faults = Faults()
    faults.add(kat="kernel/AES-CBC", ms_mic="RSA")
    assert faults.take("kat", "kernel/AES-CBC")
    faults.repair()
    assert faults.waiting == ("ms-mic=RSA",)
    assert faults.take("ms-mic", "RSA")
    faults.clear()
    assert not faults.take("ms-mic", "RSA")


def test_tap_takes_the_fault():
    faults = Faults()
    faults.add(kat="openssl/AES-GCM")
    assert faults.tap("kat", "openssl/AES-CBC") is untouched
    assert faults.tap("kat", "openssl/AES-GCM") is damaged
    assert faults.tap("kat", "openssl/AES-GCM") is damaged
    faults.add(rng="health")
    assert faults.tap("rng", "health") is damaged
    assert faults.tap("rng", "health") is untouched


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
    for wrong in ({"times": 0}, {"times": 2, "lasting": True}):
        with pytest.raises(ValueError, match="at least once"):
            Faults().add(rng="noise", **wrong)


def test_other_parts_may_bring_their_own_faults():
    faults = Faults({**KNOWN, "fan": ("stuck",)})
    faults.add(fan="stuck")
    assert faults.take("fan", "stuck")
