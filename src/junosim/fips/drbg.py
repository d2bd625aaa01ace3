"""HMAC_DRBG of NIST SP 800-90A Rev. 1, section 10.1.2: a deterministic generator over SHA-256.

`HmacDrbg` is the mechanism with the envelope of section 9: instantiate (the constructor), reseed, generate, their
limits, and prediction resistance. What the module does with it is in `module_random`.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

from junosim.errors import JunosimError

if TYPE_CHECKING:
    from collections.abc import Callable

# Table 2 of the standard, for every hash; lengths in bytes.
RESEED_INTERVAL = 1 << 48
REQUEST_LIMIT = 1 << 16
INPUT_LIMIT = 1 << 32

SECURITY_STRENGTH = 32  # bytes; also the least entropy of a seed
NONCE_LENGTH = SECURITY_STRENGTH // 2


class DrbgError(JunosimError):
    """A request that the standard forbids: too long, too little entropy, or no source where one is needed."""


class HmacDrbg:
    """One instantiation. `entropy` gives fresh bytes from the noise source, or is None for a generator that can
    only be reseeded by hand.

    `nonce` and `personalization` go into the first seed. With `prediction_resistance` each generate may ask for
    fresh entropy first. Raises DrbgError when a length is outside the limits.
    """

    __slots__ = ("_entropy", "_hash", "_key", "_limit", "_prediction_resistance", "_reseed_counter", "_value")

    def __init__(
        self,
        seed: bytes,
        nonce: bytes = b"",
        personalization: bytes = b"",
        *,
        entropy: Callable[[int], bytes] | None = None,
        prediction_resistance: bool = False,
        hash_name: str = "sha256",
        reseed_interval: int = RESEED_INTERVAL,
    ) -> None:
        _check_seed(seed)
        _check_input(personalization)
        if prediction_resistance and entropy is None:
            raise DrbgError("prediction resistance needs a source of entropy")
        self._hash = hash_name
        size = hashlib.new(hash_name).digest_size
        self._key, self._value = bytes(size), b"\x01" * size
        self._entropy = entropy
        self._prediction_resistance = prediction_resistance
        self._limit = min(reseed_interval, RESEED_INTERVAL)
        self._update(seed + nonce + personalization)
        self._reseed_counter = 1

    @property
    def reseed_counter(self) -> int:
        """Requests since the last seed, plus one."""
        return self._reseed_counter

    def reseed(self, seed: bytes | None = None, additional: bytes = b"") -> None:
        """Mix in fresh entropy: `seed`, or what the source gives. Raises DrbgError without either."""
        if seed is None:
            if self._entropy is None:
                raise DrbgError("reseed required, and there is no source of entropy")
            seed = self._entropy(SECURITY_STRENGTH)
        _check_seed(seed)
        _check_input(additional)
        self._update(seed + additional)
        self._reseed_counter = 1

    def generate(self, count: int, additional: bytes = b"", *, prediction_resistance: bool = False) -> bytes:
        """`count` bytes. Reseeds first when prediction resistance is asked for or the reseed interval is over.

        Raises DrbgError for a request over the limit, for prediction resistance that was not instantiated, and
        when a reseed is due and there is no source.
        """
        if not 0 <= count <= REQUEST_LIMIT:
            raise DrbgError(f"a request is for at most {REQUEST_LIMIT} bytes")
        _check_input(additional)
        if prediction_resistance and not self._prediction_resistance:
            raise DrbgError("this generator was made without prediction resistance")
        if prediction_resistance or self._reseed_counter > self._limit:
            self.reseed(additional=additional)
            additional = b""
        if additional:
            self._update(additional)
        output = bytearray()
        while len(output) < count:
            self._value = hmac.digest(self._key, self._value, self._hash)
            output += self._value
        self._update(additional)
        self._reseed_counter += 1
        return bytes(output[:count])

    def erase(self) -> None:
        """Uninstantiate: the working state is gone, and every later call gives nothing of it."""
        self._key, self._value, self._entropy = b"", b"", None
        self._reseed_counter = self._limit + 1

    def _update(self, provided: bytes) -> None:
        for mark in (b"\x00", b"\x01") if provided else (b"\x00",):
            self._key = hmac.digest(self._key, self._value + mark + provided, self._hash)
            self._value = hmac.digest(self._key, self._value, self._hash)


def _check_seed(seed: bytes) -> None:
    if not SECURITY_STRENGTH <= len(seed) <= INPUT_LIMIT:
        raise DrbgError(f"a seed has at least {SECURITY_STRENGTH} bytes of entropy")


def _check_input(provided: bytes) -> None:
    if len(provided) > INPUT_LIMIT:
        raise DrbgError(f"an input has at most {INPUT_LIMIT} bytes")
