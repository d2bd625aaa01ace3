"""Key pairs, keys typed by hand and signed software: their conditional tests (R-COND-001, R-COND-003, R-COND-004)."""

from __future__ import annotations

from functools import partial

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from junosim.entropy import SeededEntropy
from junosim.errors import SelfTestFailure
from junosim.fips.conditional import is_same_entry, is_signed_software
from junosim.fips.faults import Faults
from junosim.fips.keys import GROUP_14, make_dh, make_ecdsa, make_rsa

MAKERS = {
    "rsa": partial(make_rsa, 2048),
    "ecdsa": partial(make_ecdsa, "P-256"),
    "dh": partial(make_dh, SeededEntropy(1)),
}


@pytest.mark.parametrize("kind", MAKERS)
def test_pair_that_does_not_fit_is_not_given_out(kind):
    faults = Faults()
    faults.add(keypair=kind)
    with pytest.raises(SelfTestFailure, match=f"pairwise consistency test, {kind.upper()}"):
        MAKERS[kind](faults)
    assert faults.waiting == ()


def test_rsa_key():
    key = make_rsa(2048, Faults())
    assert (key.key_size, key.public_key().public_numbers().e) == (2048, 65537)


@pytest.mark.parametrize("bits", [512, 1024, 2047, 8192])
def test_rsa_sizes_that_fips_mode_lacks(bits):
    with pytest.raises(ValueError, match="RSA key"):
        make_rsa(bits, Faults())


@pytest.mark.parametrize(("curve", "bits"), [("P-256", 256), ("P-384", 384), ("P-521", 521)])
def test_ecdsa_key(curve, bits):
    assert make_ecdsa(curve, Faults()).key_size == bits


def test_unknown_curve():
    with pytest.raises(ValueError, match="unknown curve 'P-192'"):
        make_ecdsa("P-192", Faults())


def test_both_sides_share_a_secret():
    one, other = make_dh(SeededEntropy(1), Faults()), make_dh(SeededEntropy(2), Faults())
    assert one.public != other.public
    assert one.shared_with(other.public) == other.shared_with(one.public)
    for outside in (0, 1, GROUP_14 - 1, GROUP_14):
        with pytest.raises(ValueError, match="public key"):
            one.shared_with(outside)


def test_group_is_that_of_the_rfc():
    """RFC 3526: p = 2^2048 - 2^1984 - 1 + 2^64 * (floor(2^1918 pi) + 124476)."""
    assert 2**2048 - 2**1984 - 1 + 2**64 * (pi_times_power_of_two(1918) + 124476) == GROUP_14


def pi_times_power_of_two(bits: int) -> int:
    """floor(2^bits pi) by Machin's formula."""
    unit = 1 << (bits + 64)

    def arctan(inverse: int) -> int:
        total, term, number = 0, unit // inverse, 1
        while term:
            total += term // number if number % 4 == 1 else -(term // number)
            term //= inverse * inverse
            number += 2
        return total

    return (16 * arctan(5) - 4 * arctan(239)) >> 64


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("abc", "abc", True),
        ("abc", "abd", False),
        ("abc", "ab", False),
        ("", "", True),
        ("\udcff", "\udcff", True),
    ],
)
def test_manual_key_entry(first, second, same):
    assert is_same_entry(first, second, Faults()) is same


def test_manual_key_entry_with_a_fault():
    faults = Faults()
    faults.add(key_entry="retype")
    assert [is_same_entry("abc", "abc", faults) for _ in range(2)] == [False, True]


def test_signed_software():
    signer = make_ecdsa("P-256", Faults())
    signature = signer.sign(b"manifest", ec.ECDSA(hashes.SHA256()))
    faults = Faults()
    assert is_signed_software(b"manifest", signature, signer.public_key(), faults)
    assert not is_signed_software(b"Manifest", signature, signer.public_key(), faults)
    assert not is_signed_software(b"manifest", b"no signature", signer.public_key(), faults)
    assert not is_signed_software(b"manifest", signature, make_ecdsa("P-256", faults).public_key(), faults)
    faults.add(package="signature")
    assert not is_signed_software(b"manifest", signature, signer.public_key(), faults)
    assert is_signed_software(b"manifest", signature, signer.public_key(), faults)


def test_other_methods_of_signing_are_refused():
    signer = make_ecdsa("P-384", Faults())
    signature = signer.sign(b"manifest", ec.ECDSA(hashes.SHA256()))
    assert not is_signed_software(b"manifest", signature, signer.public_key(), Faults())
