"""The SSH host keys of a device: files that only root reads, made when first needed, gone with a zeroization.

FIPS mode has keys of its own beside the others. Which names are in use follows the mode.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from junosim.device.file_names import FileProblem
from junosim.device.file_tree import SYSTEM
from junosim.fips.faults import Faults
from junosim.fips.keys import make_ecdsa, make_rsa

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    from junosim.device.files import Files
    from junosim.errors import SelfTestFailure

ECDSA: Final = "ecdsa"
RSA: Final = "rsa"
ED25519: Final = "ed25519"
FOLDER: Final = "/etc/ssh"

_PRIVATE, _PUBLIC = 0o600, 0o644
_RSA_BITS: Final = 2048
_CURVE: Final = "P-256"
_ANNOUNCED: Final[Mapping[str, str]] = {"": "RSA", RSA: "RSA2", ECDSA: "ECDSA"}
"""Keys that the transition to FIPS mode names, with what it calls them (the first is that of SSH version 1, which no
server uses)."""


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A key as the files hold it: in the format of OpenSSH."""

    private: bytes
    public: bytes


def generate(kind: str, faults: Faults | None = None) -> KeyPair:
    """A new key: P-256 for `ecdsa` and one for `ed25519`, in 0.1 ms, 2,048 bits for `rsa`, in 20 to 200 ms.

    Any thread may call it. A network sees these keys: they come from the generator of the host's library, never from
    a seed of a test. `faults` may hit its making. Raises SelfTestFailure for a pair that does not fit.
    """
    key = _new_key(kind, faults or Faults())
    public = key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    return KeyPair(key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()), public + b"\n")


def _new_key(kind: str, faults: Faults) -> ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | Ed25519PrivateKey:
    if kind == ED25519:  # never in FIPS mode, whose tests it would lack
        return Ed25519PrivateKey.generate()
    return make_rsa(_RSA_BITS, faults) if kind == RSA else make_ecdsa(_CURVE, faults)


@dataclass(frozen=True, slots=True)
class Making:
    """How keys are made on one device.

    faults    what may hit it
    made      called when a key was made and kept
    failed    called when a new pair did not fit
    """

    faults: Faults
    made: Callable[[], None]
    failed: Callable[[SelfTestFailure], None]


class HostKeys:
    """The host keys of one device, in its files. `in_fips` tells which names are in use now."""

    __slots__ = ("_files", "_in_fips", "_making")

    def __init__(self, files: Files, in_fips: Callable[[], bool], making: Making | None = None) -> None:
        self._files = files
        self._in_fips = in_fips
        self._making = making or Making(Faults(), lambda: None, lambda _failure: None)

    def path(self, kind: str, *, fips: bool | None = None) -> str:
        """The file of a private key, by default in the mode of now; `.pub` stands behind it for the public one."""
        in_fips = self._in_fips() if fips is None else fips
        middle = f"_{kind}" if kind else ""
        return f"{FOLDER}/{'fips_' if in_fips else ''}ssh_host{middle}_key"

    @property
    def signs_with_sha1(self) -> bool:
        """True when RSA keys also make signatures with SHA-1, as they do outside FIPS mode."""
        return not self._in_fips()

    def find(self, kind: str) -> bytes | None:
        """The private key of a kind, None when there is none yet, or when it cannot be read."""
        try:
            return self._files.read(self.path(kind), SYSTEM) or None
        except FileProblem:
            return None

    def generate(self, kind: str) -> KeyPair:
        """A new key, which nobody keeps yet; any thread may call it. Raises SelfTestFailure: tell `failed` then."""
        return generate(kind, self._making.faults)

    def failed(self, failure: SelfTestFailure) -> None:
        """A new pair did not fit and is not used."""
        self._making.failed(failure)

    def keep(self, kind: str, pair: KeyPair, *, fips: bool | None = None) -> None:
        """Put a key into its files. On a disk that is full or broken it lasts as long as those who hold it."""
        path = self.path(kind, fips=fips)
        with suppress(FileProblem):
            self._files.write(path, pair.private, SYSTEM, mode=_PRIVATE)
            self._files.write(f"{path}.pub", pair.public, SYSTEM, mode=_PUBLIC)
        self._making.made()

    def missing_in_fips(self) -> list[str]:
        """What the commit that asks for FIPS mode says of the keys that it makes: one line for each."""
        if self._has(self.path(ECDSA, fips=True)):
            return []
        return [f"Generating {name} key {self.path(kind, fips=True)}" for kind, name in _ANNOUNCED.items()]

    def pair_for_fips(self) -> KeyPair | None:
        """The key that the commit which asks for FIPS mode makes; None when it is there. Raises SelfTestFailure.

        The RSA key costs too long to be made in a commit; it follows when a client needs it.
        """
        return None if self._has(self.path(ECDSA, fips=True)) else self.generate(ECDSA)

    def _has(self, path: str) -> bool:
        try:
            self._files.link_status(path, SYSTEM)
        except FileProblem:
            return False
        return True
