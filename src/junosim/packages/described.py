"""The usual packages of a platform: a release for it, and the package that its FIPS mode needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.packages.info import Kind, PackageInfo
from junosim.platforms import Package

if TYPE_CHECKING:
    from junosim.platforms import Platform


def release_of(platform: Platform, version: str) -> PackageInfo:
    """A release for the chassis of a platform; it lists what the platform's own release does."""
    name, architecture, suffix = platform.release_package
    return PackageInfo(Kind.RELEASE, name, version, architecture, suffix, (platform.chassis_name,))


def flex_release_of(platform: Platform, version: str) -> PackageInfo | None:
    """A release in the variant that has no FIPS mode; None for a platform without one."""
    name, architecture, suffix = platform.flex_package
    if not name:
        return None
    return PackageInfo(Kind.RELEASE, name, version, architecture, suffix, (platform.chassis_name,))


def fips_package_of(platform: Platform, version: str = "") -> PackageInfo | None:
    """The package that FIPS mode needs, by default of the platform's own release; None where it needs none."""
    name, architecture, suffix = platform.fips_package
    if not name:
        return None
    version = version or platform.release
    rows = tuple(
        Package(row.name, row.title, row.version.replace(platform.release, version))
        for row in platform.fips.packages
    )
    return PackageInfo(Kind.ADDITION, name, version, architecture, suffix, (platform.fips.rules,), rows)


def other(name: str, version: str, platform: Platform) -> PackageInfo:
    """Any package beside a release, listed under its own name."""
    row = Package(name, f"JUNOS {name}", version)
    return PackageInfo(Kind.ADDITION, name, version, platforms=(platform.fips.rules,), packages=(row,))
