"""Is this file a package that somebody trusted has signed, and as it was signed?"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.asymmetric import ec

from junosim.fips.conditional import is_signed_software
from junosim.packages import info
from junosim.packages.archive import CERTIFICATES, MANIFEST, SIGNATURE, scanned
from junosim.packages.certificates import common_name, one_line, signer_of
from junosim.packages.problem import Fault, PackageProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from junosim.fips.faults import Faults
    from junosim.packages.info import PackageInfo
    from junosim.slices import Slices

METHOD: Final = "ECDSA256+SHA256"
NOT_SIGNED: Final = "no signature"
BAD_SIGNATURE: Final = "invalid signature"
MISMATCH: Final = "fingerprint mismatch"
NO_FINGERPRINT: Final = "no fingerprint"

_LINE: Final = re.compile(r"(\S+) sha256=([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Verified:
    """A package that may be installed: what it says of itself, who signed it, and the SHA-256 of its file."""

    info: PackageInfo
    signer: str
    digest: bytes


def verified(
    read: Callable[[int, int], bytes], size: int, roots: Sequence[bytes], now: datetime, faults: Faults
) -> Slices[Verified]:
    """Read and verify all of a file before anything in it is believed.

    `read(offset, size)` gives its bytes; `roots` are the trusted certificates in PEM; `now` has its zone. Raises
    PackageProblem.
    """
    found = yield from scanned(read, size)
    for part in (CERTIFICATES, SIGNATURE):
        if part not in found.kept:
            raise PackageProblem(Fault.UNSIGNED, part, NOT_SIGNED)
    if MANIFEST not in found.kept:
        raise PackageProblem(Fault.DAMAGED, MANIFEST, NO_FINGERPRINT)
    manifest = found.kept[MANIFEST]
    signer = signer_of(found.kept[CERTIFICATES], roots, now)
    yield
    key = signer.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)  # `signer_of` takes no other
    if not is_signed_software(manifest, found.kept[SIGNATURE], key, faults):
        raise PackageProblem(Fault.SIGNATURE, SIGNATURE, BAD_SIGNATURE, one_line(signer.subject))
    _check_fingerprints(manifest, found.fingerprints)
    if info.FILE not in found.kept:
        raise PackageProblem(Fault.CONTENT, info.FILE, NO_FINGERPRINT)
    return Verified(info.decode(found.kept[info.FILE]), common_name(signer), found.digest)


def _check_fingerprints(manifest: bytes, found: Mapping[str, str]) -> None:
    """Every file has the fingerprint of the manifest, and none is missing. Raises PackageProblem."""
    sealed = {}
    for line in manifest.decode("utf-8", "replace").splitlines():
        match = _LINE.fullmatch(line)
        if match is None or match[1] in sealed:
            raise PackageProblem(Fault.DAMAGED, MANIFEST, "invalid manifest")
        sealed[match[1]] = match[2]
    for path in {*found, *sealed} - {MANIFEST, SIGNATURE, CERTIFICATES}:
        if path not in sealed:
            raise PackageProblem(Fault.FINGERPRINT, path, NO_FINGERPRINT)
        if not hmac.compare_digest(found.get(path, ""), sealed[path]):
            raise PackageProblem(Fault.FINGERPRINT, path, MISMATCH)
