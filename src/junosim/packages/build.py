"""Making packages: good ones, and each kind of bad one for training."""

from __future__ import annotations

import gzip
import hashlib
import io
import tarfile
from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from junosim.packages import info as infos
from junosim.packages.archive import CERTIFICATES, MANIFEST, SIGNATURE
from junosim.packages.authority import FROM, SIGNER, UNTIL, Authority

if TYPE_CHECKING:
    from collections.abc import Mapping

    from junosim.packages.info import PackageInfo

IMAGE: Final = "contents/image.bin"
_QUICK: Final = 1  # level of gzip


class Defect(Enum):
    """What may be wrong with a package.

    UNSIGNED         it has no signature
    TAMPERED         a file was changed after it was signed
    FORGED           the manifest was changed after it was signed
    EXPIRED          the signer's certificate has expired
    NOT_YET_VALID    the signer's certificate does not hold yet
    UNKNOWN_ISSUER   the certificates come from a root that nobody trusts
    TRUNCATED        the end of the file is missing
    """

    UNSIGNED = "unsigned"
    TAMPERED = "tampered"
    FORGED = "forged"
    EXPIRED = "expired"
    NOT_YET_VALID = "not-yet-valid"
    UNKNOWN_ISSUER = "unknown-issuer"
    TRUNCATED = "truncated"


_VALID: Final[Mapping[Defect | None, tuple[datetime, datetime]]] = {
    Defect.EXPIRED: (datetime(2001, 1, 1, tzinfo=UTC), datetime(2002, 1, 1, tzinfo=UTC)),
    Defect.NOT_YET_VALID: (datetime(2048, 1, 1, tzinfo=UTC), UNTIL),
}


def build(
    info: PackageInfo,
    authority: Authority,
    *,
    defect: Defect | None = None,
    size: int = 4096,
    signer: str = SIGNER,
) -> bytes:
    """The file of a package, signed by a new signer of that name; `size` are the bytes of the image in it."""
    image = hashlib.shake_256(info.stem.encode()).digest(size)
    files = {infos.FILE: info.encode(), IMAGE: image}
    manifest = _manifest(files)
    if defect is Defect.UNKNOWN_ISSUER:
        authority = Authority.create()
    who = authority.signer(signer, _VALID.get(defect, (FROM, UNTIL)))
    signature = who.key.sign(manifest, ec.ECDSA(hashes.SHA256()))
    if defect is Defect.TAMPERED:
        files[IMAGE] = image + b"\0"
    elif defect is Defect.FORGED:
        files[IMAGE] = image + b"\0"
        manifest = _manifest(files)
    members = {MANIFEST: manifest, SIGNATURE: signature, CERTIFICATES: who.certificates, **files}
    if defect is Defect.UNSIGNED:
        del members[SIGNATURE], members[CERTIFICATES]
    data = packed(members)
    return data[: len(data) // 2] if defect is Defect.TRUNCATED else data


def packed(members: Mapping[str, bytes]) -> bytes:
    """A tgz of these files."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.USTAR_FORMAT) as tape:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(content), 0o444
            tape.addfile(member, io.BytesIO(content))
    return gzip.compress(made.getvalue(), _QUICK, mtime=0)


def _manifest(files: Mapping[str, bytes]) -> bytes:
    lines = (f"{name} sha256={hashlib.sha256(content).hexdigest()}\n" for name, content in files.items())
    return "".join(lines).encode()
