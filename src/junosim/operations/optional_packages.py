"""The packages that the image of a device brings without installing them: `optional://NAME.tgz`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.packages import Kind, PackageInfo, build, image_authority

if TYPE_CHECKING:
    from junosim.device.device import Device
    from junosim.platforms import Package


def optional_package(device: Device, file: str) -> bytes | None:
    """The file of that name in the image; None when there is none. It is of the release that runs."""
    package = next(
        (package for package in device.platform.fips.packages if f"{package.name}.tgz" == file), None
    )
    return None if package is None else build(_described(device, package), image_authority())


def _described(device: Device, package: Package) -> PackageInfo:
    """The package that FIPS mode needs brings all that belongs to the mode, another one itself alone."""
    fips = device.platform.fips
    brings = fips.packages if package.name == fips.needs else (package,)
    return PackageInfo(
        Kind.ADDITION, package.name, device.software.release, platforms=(fips.rules,), packages=brings
    )
