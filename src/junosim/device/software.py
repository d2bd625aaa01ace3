"""What is installed on a device: the software that runs, what becomes active at the next boot, and what was before.

    software/installed    all of it, in the storage of the device; missing while nothing was ever installed

The file is replaced by a rename, so that what is found after a power loss is the state before or behind a change.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from junosim.device.software_file import NAME, DamagedSoftware, decode, encode
from junosim.device.software_set import Added, SoftwareSet
from junosim.storage import MissingFile, clear

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from junosim.platforms import Package, Platform
    from junosim.storage import Storage

__all__ = ["Added", "DamagedSoftware", "Installed", "Software", "SoftwareSet"]

_DIRECTORY: Final = NAME.rpartition("/")[0]
_NEW: Final = f"{NAME}.new"


@dataclass(frozen=True, slots=True)
class Installed:
    """The sets that a device has: what runs, what takes its place at the next boot, and what ran before."""

    current: SoftwareSet
    pending: SoftwareSet | None = None
    previous: SoftwareSet | None = None


class Software:
    """The software of one device.

    A change is on the disk when its method returns. `roots` gives the certificates, in PEM, of those whose packages
    are taken, beside what the image brings, and `trusted` are those known last; `is_busy` while a package is being
    worked on.

    Raises DamagedSoftware, when it is made, for a file that cannot be trusted, and StorageError for what cannot be
    read or written.
    """

    __slots__ = ("_installed", "_platform", "_storage", "is_busy", "roots", "trusted")

    def __init__(self, platform: Platform, storage: Storage) -> None:
        self._platform = platform
        self._storage = storage
        self._installed = self._read()
        self.is_busy = False
        self.roots: Callable[[], Sequence[bytes]] = tuple
        self.trusted: tuple[bytes, ...] = ()

    @property
    def installed(self) -> Installed:
        """All sets."""
        return self._installed

    @property
    def current(self) -> SoftwareSet:
        """What runs."""
        return self._installed.current

    @property
    def pending(self) -> SoftwareSet | None:
        """What takes its place at the next boot."""
        return self._installed.pending

    @property
    def previous(self) -> SoftwareSet | None:
        """What a rollback goes back to."""
        return self._installed.previous

    @property
    def release(self) -> str:
        """The version that runs (`19.1R2.8`)."""
        return self._installed.current.release

    def packages(self, *, fips: bool) -> tuple[Package, ...]:
        """What `show version` lists, in order; `fips`: in FIPS mode."""
        return listed(self._platform, self._installed.current, fips)

    def has(self, name: str) -> bool:
        """True when a package of this name (`jpfe-fips`) is installed, by itself or as a part of the release."""
        current = self._installed.current
        return current.adds(name) or any(
            package.name == name for package in listed(self._platform, current, False)
        )

    @property
    def is_ready_for_fips(self) -> bool:
        """True when the package that FIPS mode needs on this platform is installed; without a need always.

        A flex image is never ready.
        """
        needs = self._platform.fips.needs
        return not self.is_flex(self.current) and (not needs or self.has(needs))

    def is_flex(self, software: SoftwareSet) -> bool:
        """True for a release in the variant that has no FIPS mode."""
        name = self._platform.flex_package[0]
        return bool(name) and software.package.startswith(f"{name}-")

    def install_fips(self) -> None:
        """Install what FIPS mode needs, as the release brings it: for devices that begin in FIPS mode."""
        needs = self._platform.fips.needs
        if needs and not self.has(needs):
            fips = Added(needs, self.release, self._platform.fips.packages, f"{needs}-{self.release}")
            self.put(replace(self._installed, current=self.current.with_added(fips)))

    def put(self, installed: Installed) -> None:
        """Have these sets from now on."""
        self._storage.write(_NEW, encode(installed.current, installed.pending, installed.previous))
        self._storage.sync(_NEW)
        self._storage.rename(_NEW, NAME)
        self._storage.sync_names(_DIRECTORY)
        self._installed = installed

    def activate(self) -> None:
        """What a boot does: the pending set is the current one, and what ran before can be gone back to."""
        self.is_busy = False
        found = self._installed
        if found.pending is not None:
            self.put(Installed(found.pending, previous=found.current))

    def deliver(self) -> None:
        """Have what the platform is delivered with, and nothing else: an installation medium was booted from."""
        clear(self._storage, _DIRECTORY)
        self._storage.sync_names(_DIRECTORY)
        self._installed = Installed(_delivered(self._platform))

    def _read(self) -> Installed:
        try:
            data = self._storage.read(NAME)
        except MissingFile:
            return Installed(_delivered(self._platform))
        return Installed(*decode(data))


@cache
def _delivered(platform: Platform) -> SoftwareSet:
    """The platform's own release, one object for all its devices."""
    return SoftwareSet(platform.release)


@lru_cache(maxsize=64)
def listed(platform: Platform, software: SoftwareSet, fips: bool) -> tuple[Package, ...]:
    """What `show version` lists of a set, in or outside FIPS mode.

    A release that brings no list has that of the platform, with its own version in the place of the platform's.
    """
    if software.packages is None:
        rows = platform.packages_listed(fips=fips or software.adds(platform.fips.needs))
        shown = [_of_release(package, platform.release, software.release) for package in rows]
    else:
        shown = [*software.packages, *(platform.fips.packages if fips else ())]
    added = {package.name: package for each in software.added for package in each.packages}
    return (
        *(added.get(package.name, package) for package in shown),
        *(package for package in added.values() if all(package.name != there.name for there in shown)),
    )


def _of_release(package: Package, old: str, new: str) -> Package:
    return replace(package, version=package.version.replace(old, new))
