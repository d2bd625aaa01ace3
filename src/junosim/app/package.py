"""`junosim package`: make signed software packages, and keep the root that signs them."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from junosim.errors import JunosimError
from junosim.packages import Authority, Defect, build, fips_package_of, flex_release_of, other, release_of
from junosim.packages.authority import CERTIFICATE_FILE, SIGNER
from junosim.packages.info import WORD, PackageInfo
from junosim.platforms import load_platform

if TYPE_CHECKING:
    from junosim.platforms import Platform

_REFUSED = 2  # exit status for an order that cannot be carried out


def root_folder() -> Path:
    """Where the root of this user is kept unless another folder is named."""
    return platformdirs.user_data_path("junosim") / "root-ca"


def trusted_roots(folder: Path | None) -> tuple[bytes, ...]:
    """The certificate of the root in a folder (default: the user's), in PEM; none while there is none.

    For `Blueprint.roots`: it is looked at when a package is to be installed.
    """
    try:
        certificate = ((folder or root_folder()) / CERTIFICATE_FILE).read_bytes()
    except OSError:
        return ()
    return (certificate,)


@dataclass(frozen=True, slots=True)
class Order:
    """What the command line asked for: one of `release`, `fips` and `name`, with a `version` for the last two.

    `flex` asks for the variant of the release that has no FIPS mode.
    """

    platform: str
    release: str = ""
    fips: bool = False
    flex: bool = False
    name: str = ""
    version: str = ""
    output: Path | None = None
    root_ca: Path | None = None
    defect: str = ""
    size: int = 4096
    signer: str = SIGNER


def make(order: Order) -> int:
    """Write the package and tell its name; returns the exit status."""
    try:
        info = _described(order)
        data = build(
            info,
            _authority(order.root_ca),
            defect=_defect(order.defect),
            size=order.size,
            signer=order.signer,
        )
        path = order.output or Path(info.file_name)
        if path.is_dir():
            path /= info.file_name
        path.write_bytes(data)
    except OSError as problem:
        print(f"junosim: {problem.filename}: {problem.strerror}", file=sys.stderr)
        return _REFUSED
    except JunosimError as problem:
        print(f"junosim: {problem}", file=sys.stderr)
        return _REFUSED
    print(path)
    return 0


def _authority(folder: Path | None) -> Authority:
    """The root in a folder, made on first use. Raises OSError and AuthorityError."""
    folder = folder or root_folder()
    if not (folder / CERTIFICATE_FILE).exists():
        Authority.create().save(folder)
    return Authority.load(folder)


def _defect(name: str) -> Defect | None:
    """Raises JunosimError for a name of none."""
    try:
        return Defect(name) if name else None
    except ValueError:
        known = ", ".join(defect.value for defect in Defect)
        raise JunosimError(f"{name!r} is no defect; there are {known}") from None


def _described(order: Order) -> PackageInfo:
    """Raises JunosimError for an order that describes no package."""
    platform = load_platform(order.platform)
    if sum((bool(order.release), order.fips, bool(order.name))) != 1:
        raise JunosimError("give one of --release, --fips and --name")
    for word in (order.release, order.name, order.version):
        if word and not WORD.fullmatch(word):
            raise JunosimError(f"{word!r} is no name or version of a package")
    if order.flex:
        return _flex(platform, order.release)
    if order.release:
        return release_of(platform, order.release)
    if order.name:
        return other(order.name, order.version or platform.release, platform)
    info = fips_package_of(platform, order.version)
    if info is None:
        raise JunosimError(f"FIPS mode needs no package on {platform.name}")
    return info


def _flex(platform: Platform, version: str) -> PackageInfo:
    """Raises JunosimError without a version, and for a platform that has no flex images."""
    info = flex_release_of(platform, version) if version else None
    if info is None:
        text = f"there are no flex images for {platform.name}" if version else "--flex needs --release"
        raise JunosimError(text)
    return info
