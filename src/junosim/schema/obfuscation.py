"""The `$9$` form in which Junos keeps secrets it must be able to read back (keys of peers, RADIUS secrets …).

It hides a secret from a glance, no more. The scheme is public knowledge (Perl's Crypt::Juniper): each character
is written as the gaps between letters of a fixed alphabet, with weights that change with the position. On a
device the salt is random; here it follows from the secret, so that the same statement gives the same text
(docs/fidelity.md).
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from junosim.schema.node import Node

MAGIC: Final = "$9$"
MALFORMED_SECRET: Final = "invalid encrypted secret"
"""What is said of a text that begins as that form, and cannot be read back [g]."""
_FAMILIES: Final = ("QzF3n6/9CAtpu0O", "B1IREhcSyrleKvMW8LXx", "7N-dVbwsY2g4oaJZGUDj", "iHkq.mPf5T")
_LETTERS: Final = "".join(_FAMILIES)
_PLACE: Final = {letter: place for place, letter in enumerate(_LETTERS)}
_PADDING: Final = {letter: 3 - number for number, family in enumerate(_FAMILIES) for letter in family}
_WEIGHTS: Final = ((1, 4, 32), (1, 16, 32), (1, 8, 32), (1, 64), (1, 32), (1, 4, 16, 128), (1, 32, 64))


def is_obfuscated(text: str) -> bool:
    """True when `text` can be read back by `reveal`."""
    try:
        reveal(text)
    except ValueError:
        return False
    return True


def obfuscate(secret: str) -> str:
    """The `$9$` form of a secret; characters beyond Latin-1 are kept as their UTF-8 bytes."""
    digest = hashlib.sha256(secret.encode()).digest()
    salt = _LETTERS[digest[0] % len(_LETTERS)]
    padding = "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[1 : 1 + _PADDING[salt]])
    out, previous = [MAGIC, salt, padding], salt
    for position, byte in enumerate(secret.encode()):
        for gap in _gaps(byte, _WEIGHTS[position % len(_WEIGHTS)]):
            previous = _LETTERS[(gap + _PLACE[previous] + 1) % len(_LETTERS)]
            out.append(previous)
    return "".join(out)


def reveal(text: str) -> str:
    """The secret behind a `$9$` form. Raises ValueError when the text is none."""
    if not text.startswith(MAGIC) or len(text) <= len(MAGIC):
        raise ValueError("not a $9$ form")
    salt = text[len(MAGIC)]
    if len(text) <= len(MAGIC) + _PADDING.get(salt, 0):
        raise ValueError("cut short")
    rest = text[len(MAGIC) + 1 + _PADDING.get(salt, 0) :]
    if any(letter not in _PLACE for letter in text[len(MAGIC) :]):
        raise ValueError("letter outside the alphabet")
    found, previous, position = bytearray(), salt, 0
    while rest:
        weights = _WEIGHTS[position % len(_WEIGHTS)]
        letters, rest = rest[: len(weights)], rest[len(weights) :]
        if len(letters) < len(weights):
            raise ValueError("cut short")
        total = 0
        for letter, weight in zip(letters, weights, strict=True):
            total += ((_PLACE[letter] - _PLACE[previous]) % len(_LETTERS) - 1) * weight
            previous = letter
        found.append(total % 256)
        position += 1
    return found.decode("utf-8", "replace")


def _gaps(byte: int, weights: tuple[int, ...]) -> list[int]:
    """How often each weight fits into the byte, the smallest weight first."""
    gaps: list[int] = []
    for weight in reversed(weights):
        gaps.insert(0, byte // weight)
        byte %= weight
    return gaps


def stored_form(leaf: Node, value: str) -> str:
    """The form in which a checked value is kept: secrets that must be read back are obfuscated."""
    if not leaf.is_obfuscated or is_obfuscated(value):
        return value
    return obfuscate(value)
