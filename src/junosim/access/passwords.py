"""Password hashes as the configuration holds them: make one, and tell whether a password fits one.

Checking costs milliseconds, the same for a wrong password, an unknown user and a hash that never matches; it
frees the interpreter lock, so a server runs it in a worker thread.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from junosim.access.libcrypt import find_crypt

if TYPE_CHECKING:
    from junosim.entropy import Entropy

LONGEST_PASSWORD = 128  # bytes; more is refused before it is hashed
MOST_ROUNDS = 50_000  # a hash with more would let one login attempt cost a quarter of a second [g]
REFUSAL = 0.1  # seconds that the answer to a wrong password takes at least: more than the dearest check does

_SALT_LENGTH = 8  # as seen in public Junos configurations
_SALT_ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_DES_HASH = re.compile(r"[./0-9A-Za-z]{13}")  # two characters of salt, and the digest of eight characters
_HASH = re.compile(r"\$(?P<kind>1|5|6|sha1)\$(?:(?:rounds=)?(?P<rounds>\d+)\$)?[^$]*\$[./0-9A-Za-z]+")

# Hashed in place of a hash that is absent or can never match, so that the answer takes as long.
_DUMMY = "$6$......../$"


class HashKind(Enum):
    """How a password is hashed; the value is the word in `set system login password format`."""

    DES = "des"
    MD5 = "md5"
    SHA1 = "sha1"
    SHA256 = "sha256"
    SHA512 = "sha512"


_SETTINGS = {
    HashKind.DES: "{:.2}",
    HashKind.MD5: "$1${}$",
    HashKind.SHA1: "$sha1$20000${}$",
    HashKind.SHA256: "$5${}$",
    HashKind.SHA512: "$6${}$",
}
_MADE = {"1": HashKind.MD5, "sha1": HashKind.SHA1, "5": HashKind.SHA256, "6": HashKind.SHA512}


def kind_of(stored: str) -> HashKind | None:
    """The kind of a hash; None for `*`, the empty text, `*0` and all else that no password fits."""
    found = _HASH.fullmatch(stored)
    if found:
        return _MADE[found["kind"]]
    return HashKind.DES if _DES_HASH.fullmatch(stored) else None


def costs_too_much(stored: str) -> bool:
    """True for a hash with more rounds than is accepted: a login attempt would cost too much."""
    found = _HASH.fullmatch(stored)
    return found is not None and int(found["rounds"] or 0) > MOST_ROUNDS


@dataclass(frozen=True, slots=True)
class PasswordCheck:
    """The work that tells whether a password is right: hash `secret` with `setting`, and look at what comes out.

    It is the same work for a password that cannot be right (`counts` is False then).
    """

    secret: bytes = field(repr=False)
    setting: bytes = field(repr=False)
    counts: bool

    def __call__(self) -> bool:
        """Do the work here and now."""
        return self.fits(find_crypt()(self.secret, self.setting))

    def fits(self, computed: bytes | None) -> bool:
        """True when this hash, which was computed elsewhere, says that the password is right."""
        # Only the digests: a library may leave out a number of rounds that is the default.
        fits = hmac.compare_digest(_digest(computed or b""), _digest(self.setting))
        return fits and computed is not None and self.counts


def check_of(stored: str | None, password: str) -> PasswordCheck:
    """How to tell whether the password fits the hash. None stands for an account or a hash that does not exist."""
    secret = password.encode("utf-8", "surrogateescape")
    is_possible = len(secret) <= LONGEST_PASSWORD and b"\0" not in secret
    usable = stored is not None and kind_of(stored) is not None and not costs_too_much(stored)
    setting = stored if usable and stored is not None else _DUMMY
    return PasswordCheck(secret if is_possible else b"", setting.encode("ascii"), usable and is_possible)


def verify(stored: str | None, password: str) -> bool:
    """True when the password fits the hash; see `check_of`."""
    return check_of(stored, password)()


def make_hash(password: str, entropy: Entropy, kind: HashKind = HashKind.SHA512) -> str:
    """The hash of a password with a new salt. DES looks at its first eight characters alone.

    Raises ValueError when it is too long or holds a NUL, or nobody here can make that kind.
    """
    secret = password.encode("utf-8", "surrogateescape")
    if len(secret) > LONGEST_PASSWORD or b"\0" in secret:
        raise ValueError("the password cannot be hashed")
    salt = "".join(_SALT_ALPHABET[entropy.below(len(_SALT_ALPHABET))] for _ in range(_SALT_LENGTH))
    made = find_crypt()(secret, _SETTINGS[kind].format(salt).encode("ascii"))
    if made is None:
        raise ValueError(f"this host cannot make {kind.value} hashes")
    return made.decode("ascii")


def _digest(stored: bytes) -> bytes:
    return stored.rpartition(b"$")[2]
