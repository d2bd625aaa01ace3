"""The randomness of a device: what it is given, and in FIPS mode the module's generator, which is seeded from that.

Salts, cookies, nonces and secrets that the device makes up come from here. SSH, and the making of RSA and ECDSA keys,
use the generator of OpenSSL.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from junosim.errors import SelfTestFailure
from junosim.fips.module_random import ModuleRandom

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.entropy import Entropy
    from junosim.fips.faults import Faults

T = TypeVar("T")

_USUAL: Final = "system"
_MODULE: Final = "hmac-drbg"


class RandomSource:
    """An `Entropy` over `noise`. `personalization` makes the module's generator that of one device.

    `on_failure` is called when a test of random numbers fails, before the SelfTestFailure is raised to who asked; who
    asks later gets the same one, until the next boot.
    """

    __slots__ = ("_boots", "_module", "_noise", "_on_failure", "_personalization")

    def __init__(
        self, noise: Entropy, personalization: bytes, on_failure: Callable[[SelfTestFailure], None]
    ) -> None:
        self._noise = noise
        self._personalization = personalization
        self._on_failure = on_failure
        self._module: ModuleRandom | None = None
        self._boots = 0

    @property
    def adapter(self) -> str:
        """What is active: `hmac-drbg`, the module's generator, or `system`, what the device was given."""
        return _USUAL if self._module is None else _MODULE

    def bytes(self, count: int) -> bytes:
        """`count` random bytes. Raises SelfTestFailure."""
        return self._ask(lambda source: source.bytes(count))

    def below(self, limit: int) -> int:
        """A random integer from 0 up to, not including, `limit`. Raises SelfTestFailure."""
        return self._ask(lambda source: source.below(limit))

    def boot(self, faults: Faults, *, boots_twice: bool = False) -> None:
        """Start the module's generator, at the end of the self-tests of a boot. Raises SelfTestFailure.

        Where the platform `boots_twice`, it is tested at the first boot into FIPS mode, and active from the second.
        """
        module = ModuleRandom(self._noise, faults, self._personalization)
        self._boots += 1
        if self._boots > 1 or not boots_twice:
            self._module = module

    def skip_first_boot(self) -> None:
        """The device has come into FIPS mode before: its next boot is not the first one in the mode."""
        self._boots = 1

    def stop(self) -> None:
        """The end of a boot: key and value of the generator are gone."""
        if self._module is not None:
            self._module.erase()
            self._module = None

    def forget(self) -> None:
        """The device begins anew: the next boot into FIPS mode is its first."""
        self.stop()
        self._boots = 0

    def _ask(self, question: Callable[[Entropy], T]) -> T:
        module = self._module
        if module is None:
            return question(self._noise)
        worked = module.failure is None
        try:
            return question(module)
        except SelfTestFailure as failure:
            if worked:
                self._on_failure(failure)
            raise
