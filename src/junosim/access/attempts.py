"""How often somebody may try to log in, and how long an answer takes: `system login retry-options`.

A wrong password is counted on its connection (or its login on the console), whatever it was asked for with. The
answer to the n-th is delayed by the back-off factor for each one beyond the threshold; with the defaults the first
seven take 0, 0, 5, 10, 15, 20 and 25 seconds (the FIPS guides), in which the password is looked at: how long that
took is no part of the answer. Who may not come in at all: `access.lockout`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from junosim.config.query import branch, leaf_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.clock import Clock
    from junosim.config.tree import Branch

_MINUTE: Final = 60


@dataclass(frozen=True, slots=True)
class RetryOptions:
    """The options, with the defaults of the model; times in seconds.

    tries           wrong passwords on one connection until it is closed, and in a row until an account is locked out
    threshold       wrong passwords that are answered at once
    factor          seconds that each further one adds to the delay of its answer
    minimum_time    a login on the console that fails does not end before
    maximum_time    for name and password together; delays do not count
    lockout         how long an account is locked out; 0: never
    """

    tries: int = 3
    threshold: int = 2
    factor: int = 5
    minimum_time: int = 20
    maximum_time: int = 120
    lockout: int = 0

    def delay(self, failures: int) -> int:
        """Seconds until the answer to that many wrong passwords on a connection."""
        return self.factor * max(0, failures - self.threshold)


_NAMES: Final = {
    "tries": "tries-before-disconnect",
    "threshold": "backoff-threshold",
    "factor": "backoff-factor",
    "minimum_time": "minimum-time",
    "maximum_time": "maximum-time",
}
_NONE: Final = RetryOptions()


def retry_options(tree: Branch) -> RetryOptions:
    """The options in a configuration; `tree` is its root."""
    options = branch(tree, "system", "login", "retry-options")
    if options is None:
        return _NONE
    texts = ((name, leaf_text(options, statement)) for name, statement in _NAMES.items())
    minutes = leaf_text(options, "lockout-period")
    return RetryOptions(
        **{name: int(text) for name, text in texts if text is not None},
        lockout=_MINUTE * int(minutes) if minutes is not None else 0,
    )


class Tries:
    """The passwords of one connection. `options` are asked anew each time, so that a commit counts at once.

    count    passwords that have arrived, however many of them were looked at
    ready    when the last answer may be given, and the next password looked at, on the clock's monotonic scale
    """

    __slots__ = ("_begun", "_clock", "_options", "count", "ready")

    def __init__(self, options: Callable[[], RetryOptions], clock: Clock) -> None:
        self._options = options
        self._clock = clock
        self.count = 0
        self.ready = self._begun = clock.monotonic()

    @property
    def are_over(self) -> bool:
        """True when no further password is taken."""
        return self.count >= self._options().tries

    def begin(self) -> bool:
        """A password arrives: False when there were enough.

        It counts now: a client that does not wait for answers gains nothing.
        """
        if self.are_over:
            return False
        self.count += 1
        self._begun = max(self._clock.monotonic(), self.ready)
        return True

    def failed(self) -> float:
        """The password was wrong: seconds from when it could be looked at until the answer."""
        delay = self._options().delay(self.count)
        self.ready = self._begun + delay
        return delay
