"""The chain of certificates of a package, judged at a time, up to a root that the device trusts.

Reasons are those that OpenSSL gives, as veriexec logs them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtensionOID, NameOID

from junosim.packages.archive import CERTIFICATES
from junosim.packages.problem import Fault, PackageProblem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

MISMATCH: Final = "subject issuer mismatch"
EXPIRED: Final = "certificate has expired"
TOO_EARLY: Final = "certificate is not yet valid"
BAD_SIGNATURE: Final = "certificate signature failure"
BAD_AUTHORITY: Final = "invalid CA certificate"
TOO_LONG: Final = "path length constraint exceeded"
BAD_PURPOSE: Final = "unsupported certificate purpose"
UNHANDLED: Final = "unhandled critical extension"
UNREADABLE: Final = "unable to load certificate"

_MOST: Final = 4  # certificates in a chain, without the root
_LONGEST_SUBJECT: Final = 512
_KNOWN: Final = frozenset({ExtensionOID.BASIC_CONSTRAINTS, ExtensionOID.KEY_USAGE})
_SHORT: Final = {
    NameOID.COUNTRY_NAME: "C",
    NameOID.STATE_OR_PROVINCE_NAME: "ST",
    NameOID.LOCALITY_NAME: "L",
    NameOID.ORGANIZATION_NAME: "O",
    NameOID.ORGANIZATIONAL_UNIT_NAME: "OU",
    NameOID.COMMON_NAME: "CN",
    NameOID.EMAIL_ADDRESS: "emailAddress",
}


def signer_of(pem: bytes, roots: Sequence[bytes], now: datetime) -> x509.Certificate:
    """The signer's certificate, the first of the chain in `pem`, when all of it holds at `now` (with its zone).

    `roots` are trusted certificates in PEM. Raises PackageProblem.
    """
    chain = _loaded(pem)
    try:
        root = _root_of(chain, roots)
        for place, (certificate, issuer) in enumerate(zip(chain, (*chain[1:], root), strict=True)):
            _check_issued(certificate, issuer)
            _check_time(certificate, now)
            if place:
                _check_authority(certificate, place - 1)
        _check_time(root, now)
        _check_authority(root, len(chain) - 1)
        _check_signer(chain[0])
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.DuplicateExtension) as problem:
        raise PackageProblem(Fault.CERTIFICATE, CERTIFICATES, UNREADABLE) from problem
    return chain[0]


def common_name(certificate: x509.Certificate) -> str:
    """The name of a signer, as `Verified … signed by` tells it."""
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return _plain(str(names[0].value)) if names else ""


def subjects(pem: bytes) -> tuple[str, ...]:
    """The names of the certificates in a file; none for what is no such file."""
    try:
        return tuple(one_line(certificate.subject) for certificate in _loaded(pem))
    except PackageProblem:
        return ()


def one_line(name: x509.Name) -> str:
    """A distinguished name as OpenSSL writes it on one line: `/C=US/…/CN=…`."""
    parts = (f"/{_SHORT.get(part.oid, part.oid.dotted_string)}={_plain(str(part.value))}" for part in name)
    return "".join(parts)[:_LONGEST_SUBJECT]


def _plain(text: str) -> str:
    """A text that stays on its line."""
    return "".join(letter if letter.isprintable() else f"\\x{ord(letter):02X}" for letter in text)


def _loaded(pem: bytes) -> list[x509.Certificate]:
    try:
        chain = x509.load_pem_x509_certificates(pem)
        for certificate in chain:  # what is read late is read here
            certificate.subject, certificate.issuer, certificate.extensions  # noqa: B018
    except (
        ValueError,
        TypeError,
        UnsupportedAlgorithm,
        x509.InvalidVersion,
        x509.DuplicateExtension,
    ) as problem:
        raise PackageProblem(Fault.CERTIFICATE, CERTIFICATES, UNREADABLE) from problem
    if not 0 < len(chain) <= _MOST:
        raise PackageProblem(Fault.CERTIFICATE, CERTIFICATES, UNREADABLE)
    return chain


def _refused(certificate: x509.Certificate, reason: str) -> PackageProblem:
    return PackageProblem(Fault.CERTIFICATE, CERTIFICATES, reason, one_line(certificate.subject))


def _root_of(chain: Sequence[x509.Certificate], roots: Sequence[bytes]) -> x509.Certificate:
    """The trusted root that has issued the last certificate; the first of that name with the right key."""
    named = [
        root
        for pem in roots
        for root in x509.load_pem_x509_certificates(pem)
        if root.subject == chain[-1].issuer
    ]
    for root in named:
        try:
            chain[-1].verify_directly_issued_by(root)
        except (InvalidSignature, ValueError, TypeError):
            continue
        return root
    raise _refused(chain[0], BAD_SIGNATURE if named else MISMATCH)


def _check_issued(certificate: x509.Certificate, issuer: x509.Certificate) -> None:
    if certificate.issuer != issuer.subject:
        raise _refused(certificate, MISMATCH)
    if not _is_p256(issuer):
        raise _refused(certificate, BAD_SIGNATURE)
    try:
        certificate.verify_directly_issued_by(issuer)
    except (InvalidSignature, ValueError, TypeError):
        raise _refused(certificate, BAD_SIGNATURE) from None


def _check_time(certificate: x509.Certificate, now: datetime) -> None:
    if now < certificate.not_valid_before_utc:
        raise _refused(certificate, TOO_EARLY)
    if now > certificate.not_valid_after_utc:
        raise _refused(certificate, EXPIRED)


def _check_authority(certificate: x509.Certificate, below: int) -> None:
    """One that may issue others, with so many authorities below it."""
    _check_critical(certificate)
    try:
        constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        raise _refused(certificate, BAD_AUTHORITY) from None
    if not (constraints.ca and usage.key_cert_sign):
        raise _refused(certificate, BAD_AUTHORITY)
    if constraints.path_length is not None and below > constraints.path_length:
        raise _refused(certificate, TOO_LONG)


def _check_signer(certificate: x509.Certificate) -> None:
    _check_critical(certificate)
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        raise _refused(certificate, BAD_PURPOSE) from None
    if not usage.digital_signature or usage.key_cert_sign or not _is_p256(certificate):
        raise _refused(certificate, BAD_PURPOSE)


def _check_critical(certificate: x509.Certificate) -> None:
    if any(extension.critical and extension.oid not in _KNOWN for extension in certificate.extensions):
        raise _refused(certificate, UNHANDLED)


def _is_p256(certificate: x509.Certificate) -> bool:
    key = certificate.public_key()
    return isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1)
