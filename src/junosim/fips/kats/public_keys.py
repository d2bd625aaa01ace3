"""Known answers of RSA, ECDSA and the Diffie-Hellman primitives."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import (
    Prehashed,
    decode_dss_signature,
    encode_dss_signature,
)

from junosim.fips.vectors import vector as vector_named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from junosim.fips.faults import Tap
    from junosim.fips.vectors import Vector

_HASHES: Mapping[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
}
_CURVES: Mapping[str, ec.EllipticCurve] = {
    "P-256": ec.SECP256R1(),
    "P-384": ec.SECP384R1(),
    "P-521": ec.SECP521R1(),
}
# The orders of the groups (FIPS 186-4, D.1.2), which the library shows in newer versions only.
_ORDERS: Mapping[str, int] = {
    "P-256": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    "P-384": 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
}


def ecdsa_sign(vector: Vector, tap: Tap) -> bool:
    """A signature with a known ephemeral key: `d` signs `input` with `k`, which gives `r` and `s`; `x` and `y`
    are the public key.

    The library keeps the ephemeral key to itself, so the last step (FIPS 186-4, 6.4) is written out.
    """
    curve, order = _CURVES[vector.text("curve")], _ORDERS[vector.text("curve")]
    private, ephemeral = vector.number("d"), vector.number("k")
    public = ec.derive_private_key(private, curve).public_key().public_numbers()
    if (public.x, public.y) != (vector.number("x"), vector.number("y")):
        return False
    digest = hashlib.new(vector.text("hash"), vector.octets("input")).digest()
    shortened = int.from_bytes(digest, "big") >> max(0, len(digest) * 8 - order.bit_length())
    r = ec.derive_private_key(ephemeral, curve).public_key().public_numbers().x % order
    s = pow(ephemeral, -1, order) * (shortened + r * private) % order
    return _pair(r, s, tap, order) == (vector.number("r"), vector.number("s"))


def ecdsa_sign_deterministic(vector: Vector, tap: Tap) -> bool:
    """A signature as RFC 6979 makes it: `d` signs `input`, which gives `r` and `s`."""
    key = ec.derive_private_key(vector.number("d"), _CURVES[vector.text("curve")])
    algorithm = ec.ECDSA(_HASHES[vector.text("hash")], deterministic_signing=True)
    r, s = decode_dss_signature(key.sign(vector.octets("input"), algorithm))
    return _pair(r, s, tap, _ORDERS[vector.text("curve")]) == (vector.number("r"), vector.number("s"))


def ecdsa_verify(vector: Vector, tap: Tap) -> bool:
    """`r` and `s` over `input` under the public key `x`, `y` are a signature, or none where `valid` is 00."""
    numbers = ec.EllipticCurvePublicNumbers(
        vector.number("x"), vector.number("y"), _CURVES[vector.text("curve")]
    )
    signature = encode_dss_signature(vector.number("r"), vector.number("s"))
    digest = tap(hashlib.new(vector.text("hash"), vector.octets("input")).digest())
    try:
        numbers.public_key().verify(signature, digest, ec.ECDSA(Prehashed(_HASHES[vector.text("hash")])))
    except InvalidSignature:
        return vector.number("valid") == 0
    return vector.number("valid") == 1


def ecdh(vector: Vector, tap: Tap) -> bool:
    """ECC CDH (SP 800-56A, 5.7.1.2): `output` is shared by `d` and the other side's `peer-x`, `peer-y`."""
    curve = _CURVES[vector.text("curve")]
    peer = ec.EllipticCurvePublicNumbers(vector.number("peer-x"), vector.number("peer-y"), curve).public_key()
    shared = tap(ec.derive_private_key(vector.number("d"), curve).exchange(ec.ECDH(), peer))
    return shared == vector.octets("output").rjust(len(shared), b"\x00")


def diffie_hellman(vector: Vector, tap: Tap) -> bool:
    """FFC DH (SP 800-56A, 5.7.1.1) modulo `p`: `output` is shared by `x` and the other side's `peer-y`.

    A plain power: the library gives finite-field groups up.
    """
    p = vector.number("p")
    shared = pow(vector.number("peer-y"), vector.number("x"), p).to_bytes((p.bit_length() + 7) // 8, "big")
    return tap(shared) == vector.octets("output")


def rsa_sign(vector: Vector, tap: Tap) -> bool:
    """RSASSA-PKCS1-v1_5: the key named by `key` signs `input`, which gives `output`, and the signature is valid."""
    key, algorithm = _rsa_key(vector), _HASHES[vector.text("hash")]
    signature = tap(key.sign(vector.octets("input"), padding.PKCS1v15(), algorithm))
    return signature == vector.octets("output") and _is_signed(key.public_key(), vector, signature)


def rsa_verify(vector: Vector, tap: Tap) -> bool:
    """`signature` over `input` under the key named by `key` is one, or none where `valid` is 00."""
    signature = tap(vector.octets("signature"))
    return _is_signed(_rsa_key(vector).public_key(), vector, signature) == (vector.number("valid") == 1)


def rsa_encrypt(vector: Vector, tap: Tap) -> bool:
    """RSAES-PKCS1-v1_5 with a fixed `padding`: `input` becomes `output`, which the private key opens again."""
    key = _rsa_key(vector)
    public = key.public_key().public_numbers()
    block = b"\x00\x02" + vector.octets("padding") + b"\x00" + vector.octets("input")
    encrypted = pow(int.from_bytes(block, "big"), public.e, public.n).to_bytes(key.key_size // 8, "big")
    encrypted = tap(encrypted)
    return encrypted == vector.octets("output") and key.decrypt(
        encrypted, padding.PKCS1v15()
    ) == vector.octets("input")


def _is_signed(key: rsa.RSAPublicKey, vector: Vector, signature: bytes) -> bool:
    try:
        key.verify(signature, vector.octets("input"), padding.PKCS1v15(), _HASHES[vector.text("hash")])
    except InvalidSignature:
        return False
    return True


def _rsa_key(vector: Vector) -> rsa.RSAPrivateKey:
    return _rsa_key_named(vector.text("key"))


@cache
def _rsa_key_named(name: str) -> rsa.RSAPrivateKey:
    """A private key of the vectors. Its primes are published, so they are not tested again (37 ms)."""
    numbers = vector_named(name)
    p, q, d = numbers.number("p"), numbers.number("q"), numbers.number("d")
    public = rsa.RSAPublicNumbers(numbers.number("e"), numbers.number("n"))
    private = rsa.RSAPrivateNumbers(
        p, q, d, rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q), rsa.rsa_crt_iqmp(p, q), public
    )
    return private.private_key(unsafe_skip_rsa_key_validation=True)


def _pair(r: int, s: int, tap: Tap, order: int) -> tuple[int, int]:
    size = (order.bit_length() + 7) // 8
    both = tap(r.to_bytes(size, "big") + s.to_bytes(size, "big"))
    return int.from_bytes(both[:size], "big"), int.from_bytes(both[size:], "big")
