"""The random source of the module in FIPS mode: HMAC_DRBG, seeded from the entropy it is given, always tested.

It serves cookies, SPIs, nonces, salts and secrets that the device makes up. SSH, and the making of RSA and
ECDSA keys, use the generator of OpenSSL.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from junosim.errors import SelfTestFailure
from junosim.fips.drbg import (
    NONCE_LENGTH,
    REQUEST_LIMIT,
    RESEED_INTERVAL,
    SECURITY_STRENGTH,
    DrbgError,
    HmacDrbg,
)
from junosim.fips.faults import Faults
from junosim.fips.kats import gives_known_answer
from junosim.fips.vectors import vector

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from junosim.entropy import Entropy

_BLOCK = 32  # bytes that the continuous test compares
HEALTH_VECTORS = ("hmac-drbg-sha256", "hmac-drbg-reseed")


class ContinuousTest:
    """A source of blocks, each compared with the one before it (FIPS 140-2, 4.9.2); the first is never given out."""

    __slots__ = ("_block", "_faults", "_last", "_name")

    def __init__(self, name: str, block: Callable[[], bytes], faults: Faults) -> None:
        self._name = name
        self._block = block
        self._faults = faults
        self._last = block()

    def take(self, count: int) -> bytes:
        """`count` bytes. Raises SelfTestFailure when a block comes twice in a row."""
        given = bytearray()
        while len(given) < count:
            block = self._last if self._faults.take("rng", self._name) else self._block()
            if block == self._last:
                raise SelfTestFailure(f"continuous random number test, {self._name}")
            self._last = block
            given += block
        return bytes(given[:count])


class ModuleRandom:
    """An `Entropy` whose bytes come from a HMAC_DRBG over SHA-256.

    `noise` seeds it, and `personalization` (which need not be secret) makes it that of one device.
    With `prediction_resistance` every request takes fresh entropy. Making one runs the health tests.

    Raises SelfTestFailure when a test fails, from then on at every request: the module is in its error state.
    """

    def __init__(
        self,
        noise: Entropy,
        faults: Faults | None = None,
        personalization: bytes = b"",
        *,
        prediction_resistance: bool = False,
        reseed_interval: int = RESEED_INTERVAL,
    ) -> None:
        faults = faults or Faults()
        run_health_tests(faults)
        self._failure: SelfTestFailure | None = None
        noise_blocks = ContinuousTest("noise", lambda: noise.bytes(_BLOCK), faults)
        seed = noise_blocks.take(SECURITY_STRENGTH)
        nonce = noise_blocks.take(NONCE_LENGTH)
        self._drbg = HmacDrbg(
            seed,
            nonce,
            personalization,
            entropy=noise_blocks.take,
            prediction_resistance=prediction_resistance,
            reseed_interval=reseed_interval,
        )
        self._output = ContinuousTest(
            "output", lambda: self._drbg.generate(_BLOCK, prediction_resistance=prediction_resistance), faults
        )

    @property
    def failure(self) -> SelfTestFailure | None:
        """The test that has put the module into its error state."""
        return self._failure

    def bytes(self, count: int) -> bytes:
        """`count` bytes."""
        with self._working():
            return self._output.take(count)

    def below(self, limit: int) -> int:
        """An integer from 0 up to, not including, `limit`. Raises ValueError for a limit below 1."""
        if limit < 1:
            raise ValueError("the limit is at least 1")
        bits = (limit - 1).bit_length()
        while True:
            number = int.from_bytes(self.bytes((bits + 7) // 8), "big") >> (-bits % 8)
            if number < limit:
                return number

    def reseed(self) -> None:
        """Take fresh entropy now."""
        with self._working():
            self._drbg.reseed()

    def erase(self) -> None:
        """Forget key and value, as a power cycle does; nothing comes from this source any more."""
        self._failure = self._failure or SelfTestFailure("the random number generator has been erased")
        self._drbg.erase()

    @contextmanager
    def _working(self) -> Iterator[None]:
        """Work that is refused in the error state, and enters it when a test fails."""
        if self._failure is not None:
            raise self._failure
        try:
            yield
        except SelfTestFailure as failure:
            self._failure = failure
            self._drbg.erase()
            raise


def run_health_tests(faults: Faults) -> None:
    """The health tests of SP 800-90A, 11.3: known answers of all functions, and the refusal of bad requests.

    Raises SelfTestFailure.
    """
    tap = faults.tap("rng", "health")
    if not all(gives_known_answer(vector(name), tap) for name in HEALTH_VECTORS):
        raise SelfTestFailure("health test of the random number generator, known answer")
    drbg = HmacDrbg(bytes(SECURITY_STRENGTH))
    exhausted = HmacDrbg(bytes(SECURITY_STRENGTH), reseed_interval=0)
    bad_requests: tuple[Callable[[], object], ...] = (
        lambda: HmacDrbg(bytes(SECURITY_STRENGTH - 1)),
        lambda: drbg.reseed(bytes(SECURITY_STRENGTH - 1)),
        lambda: drbg.generate(REQUEST_LIMIT + 1),
        lambda: drbg.generate(1, prediction_resistance=True),
        lambda: exhausted.generate(1),  # the reseed interval is over, and there is no source
    )
    if not all(_is_refused(request) for request in bad_requests):
        raise SelfTestFailure("health test of the random number generator, error handling")


def _is_refused(request: Callable[[], object]) -> bool:
    try:
        request()
    except DrbgError:
        return True
    return False
