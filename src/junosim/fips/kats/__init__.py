"""The computations of the known-answer tests, one row for each kind of vector."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from junosim.fips.kats import ciphers, derivation, digests, public_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from junosim.fips.faults import Tap
    from junosim.fips.vectors import Vector

Computation: TypeAlias = "Callable[[Vector, Tap], bool]"

COMPUTATIONS: Mapping[str, Computation] = {
    "3des-cbc": ciphers.triple_des_cbc,
    "aes-cbc": ciphers.aes_cbc,
    "aes-ecb": ciphers.aes_ecb,
    "aes-gcm": ciphers.aes_gcm,
    "cmac": ciphers.cmac,
    "dh": public_keys.diffie_hellman,
    "digest": digests.digest,
    "ecdh": public_keys.ecdh,
    "ecdsa-sign": public_keys.ecdsa_sign,
    "ecdsa-sign-deterministic": public_keys.ecdsa_sign_deterministic,
    "ecdsa-verify": public_keys.ecdsa_verify,
    "hmac": digests.message_code,
    "hmac-drbg": digests.generator,
    "ikev1-pre-shared": derivation.ikev1_pre_shared,
    "ikev1-signature": derivation.ikev1_signature,
    "ikev2": derivation.ikev2,
    "key-wrap": ciphers.key_wrap,
    "rsa-encrypt": public_keys.rsa_encrypt,
    "rsa-sign": public_keys.rsa_sign,
    "rsa-verify": public_keys.rsa_verify,
    "ssh-kdf": derivation.ssh,
}


def gives_known_answer(vector: Vector, tap: Tap) -> bool:
    """Compute one vector and compare. Every computed value passes through `tap` before it is looked at."""
    return COMPUTATIONS[vector.kind](vector, tap)
