"""Known answers of hashes, of message authentication by them, and of the generator that is built on it."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

from junosim.fips.drbg import HmacDrbg

if TYPE_CHECKING:
    from junosim.fips.faults import Tap
    from junosim.fips.vectors import Vector


def digest(vector: Vector, tap: Tap) -> bool:
    """A hash: `hash`, `input`, `output`."""
    return tap(hashlib.new(vector.text("hash"), vector.octets("input")).digest()) == vector.octets("output")


def message_code(vector: Vector, tap: Tap) -> bool:
    """An HMAC: `hash`, `key`, `input`, `output`."""
    code = hmac.digest(vector.octets("key"), vector.octets("input"), vector.text("hash"))
    return tap(code) == vector.octets("output")


def generator(vector: Vector, tap: Tap) -> bool:
    """HMAC_DRBG: `entropy`, `nonce` and `personalization` make the seed, `reseed` (if any) the second one; `output`
    is that of the last of `calls`.
    """
    drbg = HmacDrbg(
        vector.octets("entropy"),
        vector.octets("nonce"),
        vector.octets("personalization"),
        hash_name=vector.text("hash"),
    )
    if "reseed" in vector.fields:
        drbg.reseed(vector.octets("reseed"))
    expected = vector.octets("output")
    for _ in range(vector.number("calls") - 1):
        drbg.generate(len(expected))
    return tap(drbg.generate(len(expected))) == expected
