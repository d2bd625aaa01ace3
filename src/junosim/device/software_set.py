"""One set of software: a release and the packages that were added to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from junosim.platforms import Package


@dataclass(frozen=True, slots=True)
class Added:
    """A package that was installed beside the release.

    `packages` are its rows of `show version`, `package` is its full name (`jpfe-fips-powerpc-19.1R3-S7.2`).
    """

    name: str
    version: str
    packages: tuple[Package, ...]
    package: str


@dataclass(frozen=True, slots=True, eq=False)
class SoftwareSet:
    """A release (`19.1R2.8`), what it consists of, None for what the platform says, and what was added.

    `package` is the full name of the package that brought it (`junos-install-mx-x86-64-19.4R1.10`), empty for the
    release that the platform is delivered with. Sets are told apart by identity, as they are keys of what is derived
    from them.
    """

    release: str
    packages: tuple[Package, ...] | None = None
    added: tuple[Added, ...] = ()
    package: str = ""

    def adds(self, name: str) -> bool:
        """True when a package of this name was added."""
        return any(added.name == name for added in self.added)

    def with_added(self, package: Added) -> SoftwareSet:
        """The set with one more package, in the place of one of the same name."""
        return replace(self, added=(*self.without(package.name).added, package))

    def without(self, name: str) -> SoftwareSet:
        """The set without an added package."""
        return replace(self, added=tuple(added for added in self.added if added.name != name))
