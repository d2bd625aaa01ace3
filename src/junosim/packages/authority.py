"""Who may sign packages: a root, the authority for packages below it, and the signers that this one certifies."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Final, TypeVar

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from junosim.errors import JunosimError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

T = TypeVar("T")

FROM: Final = datetime(1980, 1, 1, tzinfo=UTC)
UNTIL: Final = datetime(2049, 12, 31, 23, 59, 59, tzinfo=UTC)
"""From when to when certificates hold unless something else is asked for: as far as clocks of devices can be set."""

SIGNER: Final = "PackageProductionECP256_2021"
"""The name of the signer in the guides."""

CERTIFICATE_FILE: Final = "root.pem"
KEY_FILE: Final = "root.key"

_ROOT: Final = "junosim Root CA"
_PACKAGE_AUTHORITY: Final = "junosim Package CA"


class AuthorityError(JunosimError):
    """A folder that holds no usable root; the message names the file and the reason."""


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that signs packages, and the certificates that go into them, in PEM."""

    key: ec.EllipticCurvePrivateKey
    certificates: bytes


@dataclass(frozen=True, slots=True)
class Authority:
    """A root that issues what is needed to sign packages."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @classmethod
    def create(cls) -> Authority:
        """A new root."""
        key = _new_key()
        name = _name(f"{_ROOT} {_mark(key)}")
        return cls(_certificate(name, name, key.public_key(), key, authority=1), key)

    @property
    def pem(self) -> bytes:
        """Its certificate: what a device has to know to trust it."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def signer(self, name: str = SIGNER, valid: tuple[datetime, datetime] = (FROM, UNTIL)) -> Signer:
        """A new signer of that name, with a certificate that holds for that time."""
        middle, key = _new_key(), _new_key()
        issued = (
            _certificate(_name(name), _name(_PACKAGE_AUTHORITY), key.public_key(), middle, valid=valid),
            _certificate(
                _name(_PACKAGE_AUTHORITY),
                self.certificate.subject,
                middle.public_key(),
                self.key,
                authority=0,
            ),
        )
        return Signer(key, b"".join(each.public_bytes(serialization.Encoding.PEM) for each in issued))

    def save(self, folder: Path) -> None:
        """Keep it in a folder of the host that only its owner can look into. Raises OSError; nothing is replaced."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        secret = self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        with os.fdopen(os.open(folder / KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secret)
        with (folder / CERTIFICATE_FILE).open("xb") as file:
            file.write(self.pem)

    @classmethod
    def load(cls, folder: Path) -> Authority:
        """What `save` has kept. Raises OSError and AuthorityError."""
        key = _read(folder / KEY_FILE, lambda data: serialization.load_pem_private_key(data, None))
        certificate = _read(folder / CERTIFICATE_FILE, x509.load_pem_x509_certificate)
        if not isinstance(key, ec.EllipticCurvePrivateKey) or certificate.public_key() != key.public_key():
            raise AuthorityError(f"{folder / KEY_FILE}: is not the key of {CERTIFICATE_FILE}")
        return cls(certificate, key)


@cache
def image_authority() -> Authority:
    """Who signs what the image of a device brings (`optional://…`), and the packages that tests make.

    It lasts as long as the process, and every device of the process trusts it.
    """
    return Authority.create()


def _read(path: Path, load: Callable[[bytes], T]) -> T:
    try:
        return load(path.read_bytes())
    except (ValueError, TypeError) as problem:
        raise AuthorityError(f"{path}: cannot be read") from problem


def _new_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _mark(key: ec.EllipticCurvePrivateKey) -> str:
    """Some digits that tell this key from others."""
    return x509.SubjectKeyIdentifier.from_public_key(key.public_key()).digest.hex()[:8]


def _name(common: str) -> x509.Name:
    """A name in the form of the guides' certificates."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "US"),
            x509.NameAttribute(NameOID.STATE_OR_PROVINCE_NAME, "CA"),
            x509.NameAttribute(NameOID.LOCALITY_NAME, "Sunnyvale"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Juniper Networks"),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "Juniper CA"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
            x509.NameAttribute(NameOID.EMAIL_ADDRESS, "ca@juniper.net"),
        ]
    )


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    public: ec.EllipticCurvePublicKey,
    key: ec.EllipticCurvePrivateKey,
    *,
    authority: int | None = None,
    valid: tuple[datetime, datetime] = (FROM, UNTIL),
) -> x509.Certificate:
    """A certificate signed with `key`; `authority`: how many authorities may stand below it, None for a signer."""
    signs = authority is not None
    usage = x509.KeyUsage(
        digital_signature=not signs, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=signs, crl_sign=signs, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(valid[0])
        .not_valid_after(valid[1])
        .add_extension(x509.BasicConstraints(ca=signs, path_length=authority), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
