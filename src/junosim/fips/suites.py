"""The suites of known-answer tests in the order of the guides, and what each test computes: one row a test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from junosim.errors import PlatformError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class SelfTest:
    """One line of the self-tests: all its vectors must give their known answer.

    A test without vectors recomputes the fingerprints of a manifest instead: `covers` is "files" or "crypto".
    """

    name: str
    vectors: tuple[str, ...] = ()
    covers: str = ""


@dataclass(frozen=True, slots=True)
class Suite:
    """Tests under one heading. `name` is the word that platform files and faults use."""

    name: str
    heading: str
    tests: tuple[SelfTest, ...]


def _test(name: str, *vectors: str) -> SelfTest:
    return SelfTest(name, vectors)


_DRBG = _test("NIST 800-90 HMAC DRBG", "hmac-drbg-sha256")
_DES3_CBC = _test("DES3-CBC", "3des-cbc")
_HMAC_SHA1 = _test("HMAC-SHA1", "hmac-sha1")
_HMAC_SHA224 = _test("HMAC-SHA2-224", "hmac-sha224")
_HMAC_SHA256 = _test("HMAC-SHA2-256", "hmac-sha256")
_HMAC_SHA384 = _test("HMAC-SHA2-384", "hmac-sha384")
_HMAC_SHA512 = _test("HMAC-SHA2-512", "hmac-sha512")
_SHA384 = _test("SHA-2-384", "sha384")
_SHA512 = _test("SHA-2-512", "sha512")
_AES128_CMAC = _test("AES128-CMAC", "aes128-cmac")
_AES256_CMAC = _test("AES256-CMAC", "aes256-cmac")
_AES_CBC = _test("AES-CBC", "aes128-cbc", "aes192-cbc", "aes256-cbc")
_AES_ECB = _test("AES-ECB", "aes128-ecb", "aes192-ecb", "aes256-ecb")
_AES_GCM = _test("AES-GCM", "aes128-gcm", "aes192-gcm", "aes256-gcm")
_AES_KEYWRAP = _test("AES-KEYWRAP", "aes128-keywrap", "aes256-keywrap")
_RSA_ENCRYPT = _test("SSH-RSA-ENC", "rsa2048-encrypt")
_RSA_SIGN = _test("SSH-RSA-SIGN", "rsa2048-sign")
_IKE_V1 = _test(
    "KDF-IKE-V1", "kdf-ikev1-signature-sha256", "kdf-ikev1-pre-shared-sha256", "kdf-ikev1-pre-shared-sha1"
)
_IKE_V2 = _test("KDF-IKE-V2", "kdf-ikev2-sha1", "kdf-ikev2-sha256", "kdf-ikev2-sha384")

_HMACS = (_HMAC_SHA1, _HMAC_SHA224, _HMAC_SHA256, _HMAC_SHA384, _HMAC_SHA512)

_KERNEL = Suite(
    "kernel",
    "kernel KATS",
    (_DRBG, _DES3_CBC, _HMAC_SHA1, _HMAC_SHA256, _SHA384, _SHA512, _AES128_CMAC, _AES_CBC),
)
_MACSEC = Suite("macsec", "MACSec KATS", (_AES128_CMAC, _AES256_CMAC, _AES_ECB, _AES_KEYWRAP))
_LIBMD = Suite("libmd", "libmd KATS", (_HMAC_SHA1, _HMAC_SHA256, _SHA512))
_OPENSSL = Suite(
    "openssl",
    "OpenSSL KATS",
    (
        _DRBG,
        _test("FIPS ECDSA", "ecdsa-p256-verify-good", "ecdsa-p256-verify-bad", "ecdsa-p256-sign"),
        _test("FIPS ECDH", "ecdh-p256-cdh"),
        _test("FIPS RSA", "rsa2048-sign", "rsa2048-verify-bad"),
        _DES3_CBC,
        *_HMACS,
        _AES_CBC,
        _AES_GCM,
        _test("ECDSA-SIGN", "ecdsa-p256-sign-rfc6979", "ecdsa-p256-sign"),
        _IKE_V1,
        _test("KDF-SSH-SHA256", "kdf-ssh-sha256"),
        _test("KAS-ECC-EPHEM-UNIFIED-NOKC", "kas-ecc-p256", "kas-ecc-p384", "kas-ecc-p521"),
        _test("KAS-FFC-EPHEM-NOKC", "kas-ffc-2048-256"),
    ),
)
_QUICKSEC_7 = Suite(
    "quicksec-7.0",
    "QuickSec 7.0 KATS",
    (
        _DRBG,
        _DES3_CBC,
        *_HMACS,
        _AES_CBC,
        _AES_GCM,
        _RSA_ENCRYPT,
        _RSA_SIGN,
        _test("SSH-ECDSA-SIGN", "ecdsa-p256-sign-rfc6979", "ecdsa-p384-sign"),
        _IKE_V1,
        _IKE_V2,
    ),
)
_QUICKSEC = Suite(
    "quicksec",
    "QuickSec KATS",
    (_DRBG, _DES3_CBC, *_HMACS, _AES_CBC, _AES_GCM, _RSA_ENCRYPT, _RSA_SIGN, _IKE_V1, _IKE_V2),
)
_SSH_IPSEC = Suite(
    "ssh-ipsec",
    "SSH IPsec KATS",
    (_DRBG, _DES3_CBC, _HMAC_SHA1, _HMAC_SHA256, _AES_CBC, _RSA_ENCRYPT, _RSA_SIGN, _IKE_V1),
)
_FILES = Suite("file-integrity", "file integrity", (SelfTest("File integrity", covers="files"),))
_CRYPTO = Suite("crypto-integrity", "crypto integrity", (SelfTest("Crypto integrity", covers="crypto"),))

# The engine of the MS-MIC. No guide prints its tests: these are the functions of its table in the policy [g].
_XLP = Suite(
    "xlp",
    "XLP KATS",
    (
        _DES3_CBC,
        _HMAC_SHA256,
        _test("SHA-2-256", "sha256"),
        _AES_CBC,
        _AES_GCM,
        _test("ECDSA", "ecdsa-p256-verify-good", "ecdsa-p384-verify-good", "ecdsa-p384-verify-bad"),
        _test("RSA", "rsa2048-sign", "rsa2048-verify-bad"),
    ),
)

ROUTING_ENGINE_SUITES = (
    _KERNEL, _MACSEC, _LIBMD, _OPENSSL, _QUICKSEC_7, _QUICKSEC, _SSH_IPSEC, _FILES, _CRYPTO,
)  # fmt: skip
CARD_SUITES = (_XLP,)

_BY_NAME: Mapping[str, Suite] = {suite.name: suite for suite in (*ROUTING_ENGINE_SUITES, *CARD_SUITES)}


def suites_named(names: Iterable[str]) -> tuple[Suite, ...]:
    """The suites that a platform file lists. Raises PlatformError for one that does not exist."""
    try:
        return tuple(_BY_NAME[name] for name in names)
    except KeyError as error:
        raise PlatformError(f"unknown self-test suite {error}; known are: {', '.join(_BY_NAME)}") from None
