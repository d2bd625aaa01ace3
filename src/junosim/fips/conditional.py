"""Conditional self-tests: what is proved at the moment something is made, typed or loaded.

That of random numbers is in `module_random`.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

from junosim.errors import SelfTestFailure

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric import rsa

    from junosim.fips.faults import Faults

_MESSAGE = b"pairwise consistency"


def check_rsa_pair(key: rsa.RSAPrivateKey, faults: Faults) -> None:
    """Sign with a new key and verify with its public half. Raises SelfTestFailure; the key is not to be used then."""
    signature = faults.tap("keypair", "rsa")(key.sign(_MESSAGE, padding.PKCS1v15(), hashes.SHA256()))
    try:
        key.public_key().verify(signature, _MESSAGE, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        raise SelfTestFailure("pairwise consistency test, RSA") from None


def check_ecdsa_pair(key: ec.EllipticCurvePrivateKey, faults: Faults) -> None:
    """As `check_rsa_pair`, for an ECDSA key."""
    signature = faults.tap("keypair", "ecdsa")(key.sign(_MESSAGE, ec.ECDSA(hashes.SHA256())))
    try:
        key.public_key().verify(signature, _MESSAGE, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        raise SelfTestFailure("pairwise consistency test, ECDSA") from None


def is_same_entry(first: str, second: str, faults: Faults) -> bool:
    """True when both entries of a key that is typed by hand are the same; takes as long wherever they differ."""
    retyped = faults.tap("key-entry", "retype")(second.encode("utf-8", "surrogateescape"))
    return hmac.compare_digest(first.encode("utf-8", "surrogateescape"), retyped)


def is_signed_software(
    content: bytes, signature: bytes, signer: ec.EllipticCurvePublicKey, faults: Faults
) -> bool:
    """True when the signer signed this content with ECDSA on P-256 and SHA-256, the one method that is taken."""
    if not isinstance(signer.curve, ec.SECP256R1):
        return False
    digest = faults.tap("package", "signature")(hashlib.sha256(content).digest())
    try:
        signer.verify(signature, digest, ec.ECDSA(Prehashed(hashes.SHA256())))
    except InvalidSignature:
        return False
    return True
