"""Software packages as files: made, signed, read and verified, without any device.

    NAME.tgz
        manifest            a line for each file below: its path and SHA-256 fingerprint
        manifest.esig       ECDSA signature (P-256, SHA-256) over the manifest, in DER
        manifest.ecerts     certificates in PEM: the signer's, then those above it up to one that a root has issued
        contents/…          what is in it; `contents/package.json` says what it is

Whoever reads one takes nothing from it before all of it was verified.
"""

from junosim.packages.authority import Authority, image_authority
from junosim.packages.build import Defect, build
from junosim.packages.certificates import subjects
from junosim.packages.described import fips_package_of, flex_release_of, other, release_of
from junosim.packages.info import Kind, PackageInfo
from junosim.packages.problem import PackageProblem
from junosim.packages.verify import Verified, verified

__all__ = [
    "Authority",
    "Defect",
    "Kind",
    "PackageInfo",
    "PackageProblem",
    "Verified",
    "build",
    "fips_package_of",
    "flex_release_of",
    "image_authority",
    "other",
    "release_of",
    "subjects",
    "verified",
]
