"""One set of software: a release and the packages that were added to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from junosim.platforms import Package


@dataclass(frozen=True, slots=True)
class Added:
    """A package that was installed beside the release; `packages` are its rows of `show version`."""

    name: str
    version: str
    packages: tuple[Package, ...]


@dataclass(frozen=True, slots=True, eq=False)
class SoftwareSet:
    """A release (`19.1R2.8`), what it consists of, None for what the platform says, and what was added.

    Told apart by identity, so that it can be the key of what is derived from it.
    """

    release: str
    packages: tuple[Package, ...] | None = None
    added: tuple[Added, ...] = ()

    def adds(self, name: str) -> bool:
        """True when a package of this name was added."""
        return any(added.name == name for added in self.added)

    def with_added(self, package: Added) -> SoftwareSet:
        """The set with one more package, in the place of one of the same name."""
        return replace(self, added=(*self.without(package.name).added, package))

    def without(self, name: str) -> SoftwareSet:
        """The set without an added package."""
        return replace(self, added=tuple(added for added in self.added if added.name != name))
