"""Accounts that are locked out after too many wrong passwords: `lockout-period` in `system login retry-options`.

Here, and nowhere else, wrong passwords are counted for an account, over all connections and the console. Whether an
account is locked out is asked after its password was looked at: of many connections that try at a time none slips
past. Only accounts that exist are counted, so the table cannot grow beyond them.

lockouts    a JSON object a line: `{"user": …, "start": …, "end": …}`, times in seconds since the epoch
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from junosim.storage import MissingFile, StorageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from junosim.access.attempts import RetryOptions
    from junosim.clock import Clock
    from junosim.storage import Storage

NAME: Final = "lockouts"


@dataclass(frozen=True, slots=True)
class Lockout:
    """One account that is locked out; times on the clock's monotonic scale."""

    user: str
    start: float
    end: float


class Lockouts:
    """The table of one device. Lockouts are kept in `storage`, counts are not [g].

    A lockout is a span of time: setting the clock of the device makes it neither shorter nor longer.
    """

    __slots__ = ("_clock", "_failures", "_locked", "_storage")

    def __init__(self, clock: Clock, storage: Storage) -> None:
        self._clock = clock
        self._storage = storage
        self._failures: dict[str, int] = {}
        self._locked = {lockout.user: lockout for lockout in self._load()}

    def failed(self, user: str, options: RetryOptions) -> bool:
        """A password of an account that exists was wrong; True when that locks it out."""
        if not options.lockout or self.is_locked(user):
            return False
        failures = self._failures.get(user, 0) + 1
        if failures < options.tries:
            self._failures[user] = failures
            return False
        self._failures.pop(user, None)
        now = self._clock.monotonic()
        self._locked[user] = Lockout(user, now, now + options.lockout)
        self._keep()
        return True

    def succeeded(self, user: str) -> None:
        """The user is logged in: his wrong passwords are forgotten. A lockout goes on: the console let him in."""
        self._failures.pop(user, None)

    def is_locked(self, user: str) -> bool:
        """True while the user may not log in over the network, with whatever he proves who he is."""
        lockout = self._locked.get(user)
        return lockout is not None and self._clock.monotonic() < lockout.end

    def current(self) -> tuple[Lockout, ...]:
        """Who is locked out, by name."""
        return tuple(self._locked[user] for user in sorted(self._locked) if self.is_locked(user))

    def take_ended(self) -> tuple[str, ...]:
        """The users whose lockout has ended by itself, each told once."""
        ended = tuple(user for user in sorted(self._locked) if not self.is_locked(user))
        if ended:
            self._drop(ended)
        return ended

    def clear(self, user: str | None = None) -> tuple[str, ...]:
        """Let one user, or all, log in again as if nothing had happened; who was locked out."""
        names = tuple(lockout.user for lockout in self.current() if user in (None, lockout.user))
        if user is None:
            self._failures.clear()
        else:
            self._failures.pop(user, None)
        if names:
            self._drop(names)
        return names

    def keep_only(self, users: Collection[str]) -> None:
        """There are no other accounts any more."""
        self._failures = {user: count for user, count in self._failures.items() if user in users}
        gone = tuple(user for user in self._locked if user not in users)
        if gone:
            self._drop(gone)

    def forget(self) -> None:
        """Nobody has ever tried: a device starts over."""
        self._failures.clear()
        self._locked.clear()
        with suppress(StorageError):
            self._storage.remove(NAME)

    def _drop(self, users: Collection[str]) -> None:
        for user in users:
            del self._locked[user]
        self._keep()

    def _keep(self) -> None:
        """Nobody waits for the disk; one that is full or broken forgets who is locked out, the memory does not."""
        offset = self._clock.time() - self._clock.monotonic()
        lines = (
            {"user": lockout.user, "start": lockout.start + offset, "end": lockout.end + offset}
            for lockout in self._locked.values()
        )
        new = f"{NAME}.new"
        with suppress(StorageError):
            self._storage.write(new, b"".join(json.dumps(line).encode() + b"\n" for line in lines))
            self._storage.rename(new, NAME)

    def _load(self) -> Iterator[Lockout]:
        """What is left of the lockouts that were kept, each as long as it was at most."""
        offset = self._clock.time() - self._clock.monotonic()
        try:
            text = self._storage.read(NAME).decode("utf-8", "replace")
        except MissingFile:
            return
        for line in text.splitlines():
            with suppress(ValueError):
                found = json.loads(line)
                lockout = _lockout(found) if isinstance(found, dict) else None
                if lockout is not None:
                    end = min(lockout.end - offset, self._clock.monotonic() + lockout.end - lockout.start)
                    yield Lockout(lockout.user, end - (lockout.end - lockout.start), end)


def _lockout(line: dict[str, object]) -> Lockout | None:
    """The lockout that a line tells of, None when it tells of none."""
    user, start, end = (line.get(key) for key in ("user", "start", "end"))
    if isinstance(user, str) and isinstance(start, int | float) and isinstance(end, int | float):
        return Lockout(user, float(start), float(end))
    return None
