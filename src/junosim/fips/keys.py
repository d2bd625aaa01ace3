"""Making key pairs. Each one passes its pairwise consistency test before anybody gets it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric import ec, rsa

from junosim.errors import SelfTestFailure
from junosim.fips.conditional import check_ecdsa_pair, check_rsa_pair

if TYPE_CHECKING:
    from collections.abc import Mapping

    from junosim.entropy import Entropy
    from junosim.fips.faults import Faults

RSA_SIZES = (2048, 3072, 4096)
_PUBLIC_EXPONENT = 65537
_CURVES: Mapping[str, ec.EllipticCurve] = {
    "P-256": ec.SECP256R1(),
    "P-384": ec.SECP384R1(),
    "P-521": ec.SECP521R1(),
}

# Group 14 of RFC 3526: a safe prime of 2048 bits, generator 2. Private keys have 256 bits (policy, Table 10).
GROUP_14 = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"
    "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510"
    "15728E5A8AACAA68FFFFFFFFFFFFFFFF",
    16,
)
_GENERATOR = 2
_PRIVATE_LENGTH = 32
_PUBLIC_LENGTH = 256


@dataclass(frozen=True, slots=True)
class DhPair:
    """A key pair of group 14."""

    private: int
    public: int

    def shared_with(self, public: int) -> bytes:
        """The secret shared with the owner of another public key. Raises ValueError for one outside the group."""
        if not 1 < public < GROUP_14 - 1:
            raise ValueError("a public key lies between 2 and p - 2")
        return pow(public, self.private, GROUP_14).to_bytes(_PUBLIC_LENGTH, "big")


def make_rsa(bits: int, faults: Faults) -> rsa.RSAPrivateKey:
    """A new RSA key. Raises ValueError for a size that FIPS mode lacks, SelfTestFailure when the pair does not fit.

    Takes from a tenth of a second (2048 bits) to seconds: not on an event loop.
    """
    if bits not in RSA_SIZES:
        raise ValueError(f"an RSA key has one of {RSA_SIZES} bits")
    key = rsa.generate_private_key(_PUBLIC_EXPONENT, bits)
    check_rsa_pair(key, faults)
    return key


def make_ecdsa(curve: str, faults: Faults) -> ec.EllipticCurvePrivateKey:
    """A new key on "P-256", "P-384" or "P-521". Raises ValueError for another curve, else as `make_rsa`."""
    if curve not in _CURVES:
        raise ValueError(f"unknown curve {curve!r}; known are: {', '.join(_CURVES)}")
    key = ec.generate_private_key(_CURVES[curve])
    check_ecdsa_pair(key, faults)
    return key


def make_dh(random: Entropy, faults: Faults) -> DhPair:
    """A new key pair of group 14 from the module's random source.

    Raises SelfTestFailure when the public key is not that of the private one (SP 800-56A, 5.6.2.1.4).
    """
    private = int.from_bytes(random.bytes(_PRIVATE_LENGTH), "big") | 1 << (_PRIVATE_LENGTH * 8 - 1)
    computed = pow(_GENERATOR, private, GROUP_14).to_bytes(_PUBLIC_LENGTH, "big")
    public = int.from_bytes(faults.tap("keypair", "dh")(computed), "big")
    if public != pow(_GENERATOR, private, GROUP_14):
        raise SelfTestFailure("pairwise consistency test, DH")
    return DhPair(private, public)
