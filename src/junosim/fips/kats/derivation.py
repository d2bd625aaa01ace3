"""Known answers of the key derivations of SP 800-135: SSH, IKEv1 and IKEv2, written out as the RFCs state them."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from junosim.fips.faults import Tap
    from junosim.fips.vectors import Vector


def ssh(vector: Vector, tap: Tap) -> bool:
    """RFC 4253, 7.2: the keys `a` to `f` from `shared-secret` (an mpint), `exchange-hash` and `session`."""
    start = vector.octets("shared-secret") + vector.octets("exchange-hash")
    session = vector.octets("session")
    return all(
        tap(_ssh_key(vector.text("hash"), start, letter.upper().encode(), session, len(expected))) == expected
        for letter in "abcdef"
        if (expected := vector.octets(letter))
    )


def _ssh_key(hash_name: str, start: bytes, letter: bytes, session: bytes, length: int) -> bytes:
    key = hashlib.new(hash_name, start + letter + session).digest()
    while len(key) < length:
        key += hashlib.new(hash_name, start + key).digest()
    return key[:length]


def ikev1_pre_shared(vector: Vector, tap: Tap) -> bool:
    """RFC 2409, 5: `skeyid` from the pre-shared `key` and both nonces."""
    nonces = vector.octets("nonce-i") + vector.octets("nonce-r")
    return tap(hmac.digest(vector.octets("key"), nonces, vector.text("hash"))) == vector.octets("skeyid")


def ikev1_signature(vector: Vector, tap: Tap) -> bool:
    """RFC 2409, 5: `skeyid` and the three keys behind it, from nonces, cookies and the shared `secret`."""
    name, secret = vector.text("hash"), vector.octets("secret")
    cookies = vector.octets("cookie-i") + vector.octets("cookie-r")
    key = tap(hmac.digest(vector.octets("nonce-i") + vector.octets("nonce-r"), secret, name))
    if key != vector.octets("skeyid"):
        return False
    previous = b""
    for number, field in enumerate(("skeyid-d", "skeyid-a", "skeyid-e")):
        previous = tap(hmac.digest(key, previous + secret + cookies + bytes([number]), name))
        if previous != vector.octets(field):
            return False
    return True


def ikev2(vector: Vector, tap: Tap) -> bool:
    """RFC 7296, 2.13 to 2.18: `skeyseed`, the key material `dkm`, and `next-skeyseed` of a rekeyed association."""
    name = vector.text("hash")
    nonces = vector.octets("nonce-i") + vector.octets("nonce-r")
    seed = tap(hmac.digest(nonces, vector.octets("secret"), name))
    if seed != vector.octets("skeyseed"):
        return False
    expected = vector.octets("dkm")
    material = tap(
        _prf_plus(name, seed, nonces + vector.octets("spi-i") + vector.octets("spi-r"), len(expected))
    )
    derivation_key = material[: len(seed)]
    following = tap(hmac.digest(derivation_key, vector.octets("next-secret") + nonces, name))
    return material == expected and following == vector.octets("next-skeyseed")


def _prf_plus(hash_name: str, key: bytes, seed: bytes, length: int) -> bytes:
    material = block = b""
    number = 1
    while len(material) < length:
        block = hmac.digest(key, block + seed + bytes([number]), hash_name)
        material += block
        number += 1
    return material[:length]
