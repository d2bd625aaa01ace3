"""The source of randomness that every part is given: the system's, or a seeded one for tests."""

from __future__ import annotations

import random
import secrets
from typing import Protocol


class Entropy(Protocol):
    """Random bytes and choices."""

    def bytes(self, count: int) -> bytes:
        """`count` random bytes."""
        ...

    def below(self, limit: int) -> int:
        """A random integer from 0 up to, not including, `limit`."""
        ...


class SystemEntropy:
    """The operating system's cryptographic generator."""

    __slots__ = ()

    def bytes(self, count: int) -> bytes:
        """`count` random bytes."""
        return secrets.token_bytes(count)

    def below(self, limit: int) -> int:
        """A random integer from 0 up to, not including, `limit`."""
        return secrets.randbelow(limit)


class SeededEntropy:
    """The same sequence for the same seed; for tests only, never for a key that a network sees."""

    __slots__ = ("_generator",)

    def __init__(self, seed: int = 0) -> None:
        self._generator = random.Random(seed)

    def bytes(self, count: int) -> bytes:
        """The next `count` bytes of the sequence."""
        return self._generator.randbytes(count)

    def below(self, limit: int) -> int:
        """The next integer of the sequence from 0 up to, not including, `limit`."""
        return self._generator.randrange(limit)
