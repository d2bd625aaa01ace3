"""Integrity of files and of code: fingerprints that are recomputed, and who may run at all.

A `Manifest` is a set of files with the SHA-256 fingerprints they had when it was sealed. The module has two: the
files of the device's image, and the code of its own known-answer tests. The kernel's veriexec looks a program up
in the first one and refuses what it does not find.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from types import CodeType
from typing import TYPE_CHECKING

from junosim.fips.faults import untouched
from junosim.fips.kats import COMPUTATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from junosim.fips.faults import Tap
    from junosim.platforms import Platform

RUN_TESTS = "/sbin/kats/run-tests"
CANNOT_EXEC = "/sbin/kats/cannot-exec"


@dataclass(frozen=True, slots=True)
class Manifest:
    """`read` gives the present content of every file by path; `fingerprints` are those of the sealed ones.

    A file without a fingerprint is no part of the distribution. `read` is called at each run, so that what is
    damaged in between is found.
    """

    read: Callable[[], Mapping[str, bytes]]
    fingerprints: Mapping[str, bytes]

    def changed(self, tap: Tap = untouched) -> tuple[str, ...]:
        """The sealed files that are gone or not what they were, in order; the content of the first passes the tap."""
        files = self.read()
        found = []
        for path, fingerprint in self.fingerprints.items():
            content = files.get(path)
            if content is None or _fingerprint(tap(content)) != fingerprint:
                found.append(path)
            tap = untouched
        return tuple(found)

    def may_run(self, path: str, *, misled: bool = False) -> bool:
        """Veriexec: True when the file has the fingerprint it was sealed with.

        `misled` is the fault of a kernel that takes a file's own fingerprint for the sealed one. Raises KeyError
        when there is no such file.
        """
        fingerprint = _fingerprint(self.read()[path])
        return fingerprint == (fingerprint if misled else self.fingerprints.get(path))


def seal(read: Callable[[], Mapping[str, bytes]], unsigned: frozenset[str] = frozenset()) -> Manifest:
    """A manifest of all files but those that are to stay without a fingerprint."""
    files = read()
    return Manifest(
        read, {path: _fingerprint(content) for path, content in files.items() if path not in unsigned}
    )


@cache
def image_of(platform: Platform) -> Manifest:
    """The image that a platform is delivered with: its packages, its kernel, and the programs of the self-tests.

    The contents stand for the real ones; what counts is that they are the same until somebody changes them.
    """
    files = {f"/packages/db/{package.name}": package.comment.encode() for package in platform.packages}
    files["/boot/kernel/kernel"] = platform.kernel.encode()
    files[RUN_TESTS] = "\n".join(sorted(COMPUTATIONS)).encode()
    files[CANNOT_EXEC] = b"#!/bin/sh\n"
    return seal(lambda: files, frozenset({CANNOT_EXEC}))


@cache
def crypto_code() -> Manifest:
    """The code objects of the known-answer computations, as they were when the module was first asked for them."""
    return seal(_code_of_computations)


def _code_of_computations() -> Mapping[str, bytes]:
    return {f"{c.__module__}.{c.__name__}": b"".join(_octets(c.__code__)) for c in COMPUTATIONS.values()}


def _octets(code: CodeType) -> list[bytes]:
    """What a function does, without where it stands in its file."""
    parts = [code.co_code, repr(code.co_names).encode()]
    for constant in code.co_consts:
        parts += _octets(constant) if isinstance(constant, CodeType) else [repr(constant).encode()]
    return parts


def _fingerprint(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()
