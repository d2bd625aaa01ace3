"""The file of what is installed: one line of JSON with the checksum of the second, which holds the sets."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final, TypeAlias

from junosim.device.software_set import Added, SoftwareSet
from junosim.platforms import Package
from junosim.storage import StorageError

NAME: Final = "software/installed"
_FORMAT: Final = 1

Sets: TypeAlias = tuple[SoftwareSet, SoftwareSet | None, SoftwareSet | None]
"""What runs, what waits for the next boot, what ran before."""


class DamagedSoftware(StorageError):
    """A file that does not hold what was written; nothing is guessed of it."""


def encode(current: SoftwareSet, pending: SoftwareSet | None, previous: SoftwareSet | None) -> bytes:
    """The content of the file."""
    body = json.dumps([_fields(current), _fields(pending), _fields(previous)]).encode() + b"\n"
    head = {"junosim": _FORMAT, "sha256": hashlib.sha256(body).hexdigest()}
    return json.dumps(head).encode() + b"\n" + body


def _fields(software: SoftwareSet | None) -> dict[str, Any] | None:
    if software is None:
        return None
    return {
        "release": software.release,
        "packages": None if software.packages is None else _rows(software.packages),
        "added": [
            [added.name, added.version, _rows(added.packages), added.package] for added in software.added
        ],
        "package": software.package,
    }


def _rows(packages: tuple[Package, ...]) -> list[list[str]]:
    return [[package.name, package.title, package.version] for package in packages]


def decode(data: bytes) -> Sets:
    """The sets that were written. Raises DamagedSoftware."""
    first, _, body = data.partition(b"\n")
    try:
        head = json.loads(first)
        if head["junosim"] != _FORMAT:
            raise DamagedSoftware(NAME, f"is of format {head['junosim']}, not {_FORMAT}")
        if head["sha256"] != hashlib.sha256(body).hexdigest():
            raise DamagedSoftware(NAME, "does not have the checksum that is written in it")
        current, pending, previous = json.loads(body)
        return _set(current), _maybe(pending), _maybe(previous)
    except (ValueError, KeyError, TypeError) as problem:
        raise DamagedSoftware(NAME, f"cannot be read: {problem}") from problem


def _maybe(fields: dict[str, Any] | None) -> SoftwareSet | None:
    return None if fields is None else _set(fields)


def _set(fields: dict[str, Any]) -> SoftwareSet:
    packages = fields["packages"]
    return SoftwareSet(
        fields["release"],
        None if packages is None else _packages(packages),
        tuple(
            Added(name, version, _packages(rows), package) for name, version, rows, package in fields["added"]
        ),
        fields["package"],
    )


def _packages(rows: list[list[str]]) -> tuple[Package, ...]:
    return tuple(Package(name, title, version) for name, title, version in rows)
