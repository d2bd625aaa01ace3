"""Faults on order: what a test of the tests breaks.

A fault damages a computed value, never a verdict, so that the code that finds it is the code that always runs. It
has a kind and a name within the kind:

    kat           SUITE/TEST      a value that this known-answer test computes (or reads, for the integrity tests)
    ms-mic        TEST            the same on the services card
    veriexec      cannot-exec     the kernel finds a fingerprint for the file that must not run
    rng           noise, output   the noise source, or the generator, gives the same block again
                  health          what the health tests of the generator compute
    keypair       rsa, ecdsa, dh  what the new private key computes in the pairwise consistency test
    key-entry     retype          the second entry of a key that is typed by hand
    package       signature       the digest of the software package that is being verified
    boot          slow            the boot has the file system checked first, which takes a minute of real time

A fault of the self-tests (`kat`, `ms-mic`, `veriexec`) stands for software that is broken: once it has hit, every
later run fails in the same place, until the software is installed anew (`repair`). All others pass.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from junosim.errors import UnknownFault
from junosim.fips.suites import CARD_SUITES, ROUTING_ENGINE_SUITES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Tap: TypeAlias = "Callable[[bytes], bytes]"

KNOWN: Mapping[str, tuple[str, ...]] = {
    "kat": tuple(f"{suite.name}/{test.name}" for suite in ROUTING_ENGINE_SUITES for test in suite.tests),
    "ms-mic": tuple(test.name for suite in CARD_SUITES for test in suite.tests),
    "veriexec": ("cannot-exec",),
    "rng": ("noise", "output", "health"),
    "keypair": ("rsa", "ecdsa", "dh"),
    "key-entry": ("retype",),
    "package": ("signature",),
    "boot": ("slow",),
}
LASTING = frozenset({"kat", "ms-mic", "veriexec"})
"""The kinds that stay once they have hit."""


def untouched(value: bytes) -> bytes:
    """The tap of a computation without a fault."""
    return value


def damaged(value: bytes) -> bytes:
    """The tap of a computation with a fault: one bit of the value is turned."""
    return bytes([value[0] ^ 1]) + value[1:] if value else b"\x01"


class Faults:
    """The faults of one device: those that wait for their computation, and those that have hit and stay."""

    __slots__ = ("_known", "_present", "_waiting")

    def __init__(self, known: Mapping[str, tuple[str, ...]] = KNOWN) -> None:
        self._known = known
        self._waiting: dict[tuple[str, str], int | None] = {}
        self._present: set[tuple[str, str]] = set()

    @property
    def known(self) -> tuple[str, ...]:
        """Every fault there is, as `add_text` takes it (`kat=openssl/AES-GCM`)."""
        return tuple(f"{kind}={name}" for kind, names in self._known.items() for name in names)

    @property
    def waiting(self) -> tuple[str, ...]:
        """The faults that have not been used up, in the order they were added."""
        return tuple(f"{kind}={name}" for kind, name in self._waiting)

    @property
    def present(self) -> tuple[str, ...]:
        """The faults that have hit and stay until `repair`, sorted."""
        return tuple(f"{kind}={name}" for kind, name in sorted(self._present))

    def add(self, *, times: int | None = None, lasting: bool = False, **faults: str) -> None:
        """Order faults: `add(kat="openssl/AES-GCM")`; the kind `ms-mic` is written `ms_mic` here.

        Each damages the next run of its computation: with `times` the next so many, and with `lasting` all from
        then on, which is how the kinds of `LASTING` behave when nothing is said. Raises UnknownFault for a kind or
        name that does not exist (nothing is ordered then), ValueError for `times` below 1 or beside `lasting`.
        """
        self._order([(kind.replace("_", "-"), name) for kind, name in faults.items()], times, lasting)

    def add_text(self, text: str, times: int | None = None, *, lasting: bool = False) -> None:
        """Order the fault that a command line names: `KIND=NAME`. Raises as `add` does."""
        kind, _, name = text.partition("=")
        self._order([(kind, name)], times, lasting)

    def _order(self, faults: list[tuple[str, str]], times: int | None, lasting: bool) -> None:
        if times is not None and (times < 1 or lasting):
            raise ValueError("a fault happens at least once, and a lasting one is not counted")
        for kind, name in faults:
            if name not in self._known.get(kind, ()):
                raise UnknownFault(kind, name, self._known.get(kind) or tuple(self._known))
        for kind, name in faults:
            stays = lasting or (times is None and kind in LASTING)
            self._waiting[kind, name] = None if stays else (times or 1)

    def repair(self) -> None:
        """The software is installed anew: what has hit is gone, what waits goes on waiting."""
        self._present.clear()

    def clear(self) -> None:
        """Take back all, what waits and what has hit."""
        self._waiting.clear()
        self._present.clear()

    def take(self, kind: str, name: str) -> bool:
        """True when a fault hits this computation; one that was ordered counts as used."""
        fault = (kind, name)
        if fault not in self._waiting:
            return fault in self._present
        left = self._waiting[fault]
        if left is None:
            self._present.add(fault)
        if left is None or left == 1:
            del self._waiting[fault]
        else:
            self._waiting[fault] = left - 1
        return True

    def tap(self, kind: str, name: str) -> Tap:
        """What the values of one run of a computation pass through; takes the fault that waits for it."""
        return damaged if self.take(kind, name) else untouched
