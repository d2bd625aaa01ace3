"""What a package says of itself: its name, its version, for which devices it is and what it brings."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import Enum
from typing import Final

from junosim.packages.problem import Fault, PackageProblem
from junosim.platforms import Package

FILE: Final = "contents/package.json"

WORD: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9+._-]{0,79}")
"""The form of names and versions."""

_SUFFIX: Final = re.compile(r"[A-Za-z0-9._-]{0,40}")
_MOST_ROWS: Final = 500
_LONGEST_TITLE: Final = 200


class Kind(Enum):
    """A release replaces what runs, at the next boot; an addition comes beside it, at once."""

    RELEASE = "release"
    ADDITION = "addition"


@dataclass(frozen=True, slots=True)
class PackageInfo:
    """One package.

    name, architecture, version, suffix   parts of its full name (`jpfe-fips`, `powerpc`, `19.1R3-S7.2`, ``)
    platforms   traits of the devices it is for (`mx`, `mx480`, `vmhost`); none: all
    packages    rows of `show version`; of a release None leaves those that the platform names
    """

    kind: Kind
    name: str
    version: str
    architecture: str = ""
    suffix: str = ""
    platforms: tuple[str, ...] = ()
    packages: tuple[Package, ...] | None = None

    @property
    def stem(self) -> str:
        """Its full name, as the signer's line tells it (`jpfe-fips-powerpc-19.1R3-S7.2`)."""
        return "-".join(filter(None, (self.name, self.architecture, self.version)))

    @property
    def file_name(self) -> str:
        """How its file is called where nobody has renamed it."""
        return f"{self.stem}{self.suffix}.tgz"

    def suits(self, traits: frozenset[str]) -> bool:
        """True for a device with these traits."""
        return not self.platforms or not traits.isdisjoint(self.platforms)

    def encode(self) -> bytes:
        """The content of its file."""
        fields = {
            "kind": self.kind.value,
            "name": self.name,
            "version": self.version,
            "architecture": self.architecture,
            "suffix": self.suffix,
            "platforms": list(self.platforms),
            "packages": None
            if self.packages is None
            else [[package.name, package.title, package.version] for package in self.packages],
        }
        return json.dumps(fields, indent=1).encode() + b"\n"


def decode(data: bytes) -> PackageInfo:
    """What a file tells. Raises PackageProblem for one that does not hold what it should."""
    try:
        fields = json.loads(data)
        info = PackageInfo(
            Kind(fields["kind"]),
            _text(fields["name"], WORD),
            _text(fields["version"], WORD),
            _text(fields["architecture"], _SUFFIX),
            _text(fields["suffix"], _SUFFIX),
            tuple(_text(trait, WORD) for trait in fields["platforms"][:_MOST_ROWS]),
            _rows(fields["packages"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise PackageProblem(Fault.CONTENT, FILE, "invalid package description") from None
    return info


def _text(value: object, pattern: re.Pattern[str]) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise ValueError("not of this form")
    return value


def _rows(rows: object) -> tuple[Package, ...] | None:
    if rows is None:
        return None
    if not isinstance(rows, list) or len(rows) > _MOST_ROWS:
        raise ValueError("no list of rows")
    return tuple(
        Package(_text(name, WORD), _title(title), _text(version, WORD)) for name, title, version in rows
    )


def _title(value: object) -> str:
    if not isinstance(value, str) or not value.isprintable() or len(value) > _LONGEST_TITLE:
        raise ValueError("no title")
    return value
