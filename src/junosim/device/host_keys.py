"""The SSH host keys of a device: files that only root reads, made when first needed, gone with a zeroization.

FIPS mode has keys of its own beside the others. Which names are in use follows the mode.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from junosim.device.file_names import FileProblem
from junosim.device.file_tree import SYSTEM

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from junosim.device.files import Files

ECDSA: Final = "ecdsa"
RSA: Final = "rsa"
FOLDER: Final = "/etc/ssh"

_PRIVATE, _PUBLIC = 0o600, 0o644
_RSA_BITS: Final = 2048
_EXPONENT: Final = 65537
_ANNOUNCED: Final[Mapping[str, str]] = {"": "RSA", RSA: "RSA2", ECDSA: "ECDSA"}
"""Keys that the transition to FIPS mode names, with what it calls them (the first is that of SSH version 1, which no
server uses)."""


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A key as the files hold it: in the format of OpenSSH."""

    private: bytes
    public: bytes


def generate(kind: str) -> KeyPair:
    """A new key: P-256 for `ecdsa`, in 0.1 ms, 2,048 bits for `rsa`, in 20 to 200 ms. Any thread may call it.

    A network sees these keys: they come from the generator of the host's library, never from a seed of a test.
    """
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey = ec.generate_private_key(ec.SECP256R1())
    if kind == RSA:
        key = rsa.generate_private_key(_EXPONENT, _RSA_BITS)
    public = key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    return KeyPair(key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()), public + b"\n")


class HostKeys:
    """The host keys of one device, in its files. `in_fips` tells which names are in use now."""

    __slots__ = ("_files", "_in_fips")

    def __init__(self, files: Files, in_fips: Callable[[], bool]) -> None:
        self._files = files
        self._in_fips = in_fips

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
        """A new key, which nobody keeps yet; any thread may call it."""
        return generate(kind)

    def keep(self, kind: str, pair: KeyPair, *, fips: bool | None = None) -> None:
        """Put a key into its files. On a disk that is full or broken it lasts as long as those who hold it."""
        path = self.path(kind, fips=fips)
        with suppress(FileProblem):
            self._files.write(path, pair.private, SYSTEM, mode=_PRIVATE)
            self._files.write(f"{path}.pub", pair.public, SYSTEM, mode=_PUBLIC)

    def missing_in_fips(self) -> list[str]:
        """What the commit that asks for FIPS mode says of the keys that it makes: one line for each."""
        if self._has(self.path(ECDSA, fips=True)):
            return []
        return [f"Generating {name} key {self.path(kind, fips=True)}" for kind, name in _ANNOUNCED.items()]

    def prepare_fips(self) -> None:
        """Make the keys of FIPS mode that are not there.

        The RSA key costs too long to be made in a commit; it follows when a client needs it.
        """
        if not self._has(self.path(ECDSA, fips=True)):
            self.keep(ECDSA, generate(ECDSA), fips=True)

    def _has(self, path: str) -> bool:
        try:
            self._files.link_status(path, SYSTEM)
        except FileProblem:
            return False
        return True
