"""The inventory of what must stay secret: critical security parameters and public keys, as the guides list them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Ending(Enum):
    """What erases a parameter."""

    ZEROIZE = "zeroize"
    POWER_CYCLE = "power cycle"
    SESSION = "end of the session, or power cycle"
    NOT_STORED = "not stored"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One critical security parameter. `ipsec` parameters do not exist in FIPS Recovery Mode.

    `kinds` are the algorithms and sizes it is made for.
    """

    name: str
    kinds: tuple[str, ...]
    ending: Ending
    ipsec: bool = False


@dataclass(frozen=True, slots=True)
class PublicKey:
    """One public key of the module."""

    name: str
    kinds: tuple[str, ...]
    ipsec: bool = False


_CURVES = ("P-256", "P-384", "P-521")
_PEER_CURVES = ("P-256", "P-384")
_CIPHERS = ("3DES", "AES-128", "AES-192", "AES-256")

# Table 11 of the security policy of the MX104, with what erases each of them from the guides' tables.
PARAMETERS = (
    Parameter("DRBG seed", ("HMAC_DRBG",), Ending.NOT_STORED),
    Parameter("DRBG state", ("V", "key"), Ending.POWER_CYCLE),
    Parameter("entropy input", ("256 bits",), Ending.POWER_CYCLE),
    Parameter("DH shared secret", ("256 bits",), Ending.SESSION),
    Parameter("ECDH shared secret", ("256 bits", "384 bits", "521 bits"), Ending.SESSION),
    Parameter("SSH private host key", ("ECDSA P-256", "RSA 2048"), Ending.ZEROIZE),
    Parameter("SSH ephemeral key", _CURVES, Ending.SESSION),
    Parameter("SSH session keys", (*_CIPHERS, "HMAC"), Ending.SESSION),
    Parameter("ESP session keys", (*_CIPHERS, "HMAC"), Ending.SESSION, ipsec=True),
    Parameter("IKE pre-shared key", (), Ending.ZEROIZE, ipsec=True),
    Parameter("IKE private key", ("RSA 2048", "ECDSA P-256", "ECDSA P-384"), Ending.ZEROIZE, ipsec=True),
    Parameter("IKE SKEYID", (), Ending.SESSION, ipsec=True),
    Parameter("IKE session keys", (*_CIPHERS, "HMAC"), Ending.SESSION, ipsec=True),
    Parameter("IKE DH private key", ("DH 2048", *_PEER_CURVES), Ending.SESSION, ipsec=True),
    Parameter("HMAC key of libmd", (), Ending.POWER_CYCLE),
    Parameter("user password", ("SHA-256", "SHA-512"), Ending.ZEROIZE),
    Parameter("crypto officer password", ("SHA-256", "SHA-512"), Ending.ZEROIZE),
)

# Table 12.
PUBLIC_KEYS = (
    PublicKey("SSH host key", ("ECDSA P-256", "RSA 2048", "RSA 3072", "RSA 4096")),
    PublicKey("SSH ECDH key", _CURVES),
    PublicKey("IKE key", ("ECDSA P-256", "ECDSA P-384", "RSA 2048"), ipsec=True),
    PublicKey("IKE DH key", ("DH 2048", *_PEER_CURVES), ipsec=True),
    PublicKey("user authentication key", (*_CURVES, "RSA 2048", "RSA 4096")),
    PublicKey("crypto officer authentication key", (*_CURVES, "RSA 2048", "RSA 4096")),
    PublicKey("root CA certificate", ("ECDSA P-256",)),
    PublicKey("package CA certificate", ("ECDSA P-256",)),
)


def parameters_in(*, recovery: bool) -> tuple[Parameter, ...]:
    """The parameters of FIPS Standard Mode, or of FIPS Recovery Mode, which has no IPsec."""
    return tuple(parameter for parameter in PARAMETERS if not (recovery and parameter.ipsec))
