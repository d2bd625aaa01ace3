"""Which passwords accounts had, and since when they have theirs: what rules about reuse and age need to know.

passwords    on the disk: a JSON object, for each account `{"since": seconds since the epoch, "hashes": [the one in
             force, the one before …]}`

What is kept are hashes, as in the configuration, and no more of them than `minimum-reuse` can ask for.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from junosim.access.users import ROOT
from junosim.config.query import branch, entries, leaf_text
from junosim.storage import StorageError, put

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from junosim.clock import Clock
    from junosim.config.transition import Transition
    from junosim.config.tree import Branch
    from junosim.errors import Problem
    from junosim.storage import Storage

NAME: Final = "passwords"
_MOST: Final = 21  # hashes of one account: the one in force, and the 20 that `minimum-reuse` goes up to
_DAY: Final = 86400.0


@dataclass(frozen=True, slots=True)
class Record:
    """The passwords of one account: since when it has the present one (seconds since the epoch), and all hashes."""

    since: float
    hashes: tuple[str, ...]


class PasswordRecords:
    """The records of one device; a subscriber of its commits. A full or broken disk keeps nobody from a commit."""

    __slots__ = ("_clock", "_records", "_storage")

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock
        self._records: dict[str, Record] | None = None

    def prepare(self, _transition: Transition) -> Iterable[Problem]:
        """Nothing stands against it."""
        return ()

    def apply(self, transition: Transition) -> None:
        """Take note of the passwords that are new, and forget the accounts that are gone."""
        old, new = (branch(tree, "system") for tree in (transition.old, transition.new))
        if old is new or new is None:
            return
        records, now = self._known, self._clock.time()
        before = dict(_hashes(old))
        found = {
            user: _noted(records.get(user), before.get(user), stored, now) for user, stored in _hashes(new)
        }
        if found != records:
            self._records = found
            self._keep(found)

    def earlier(self, user: str, present: str | None) -> tuple[str, ...]:
        """The hashes that an account had and has, the latest first; `present` is the one it has."""
        record = self._known.get(user)
        hashes = () if record is None else record.hashes
        return hashes if present is None or present in hashes[:1] else (present, *hashes)

    def days(self, user: str, present: str) -> float | None:
        """How many days an account has had its password; None when that is not known."""
        record = self._known.get(user)
        if record is None or record.hashes[:1] != (present,):
            return None
        return (self._clock.time() - record.since) / _DAY

    def forget(self) -> None:
        """Know nothing any more, in memory and on the disk."""
        self._records = {}
        with suppress(StorageError):
            self._storage.remove(NAME)

    @property
    def _known(self) -> dict[str, Record]:
        if self._records is None:
            self._records = self._read()
        return self._records

    def _read(self) -> dict[str, Record]:
        try:
            found = json.loads(self._storage.read(NAME))
        except (StorageError, ValueError):  # nothing was kept, or a power loss has torn it
            return {}
        return {user: _record(row) for user, row in found.items()} if isinstance(found, dict) else {}

    def _keep(self, records: dict[str, Record]) -> None:
        rows = {user: {"since": record.since, "hashes": record.hashes} for user, record in records.items()}
        with suppress(StorageError):
            put(self._storage, NAME, json.dumps(rows).encode())


def _noted(record: Record | None, before: str | None, stored: str, now: float) -> Record:
    """The record of an account whose hash is `stored` from now on, and was `before`."""
    if record is None:
        return Record(now, (stored,) if before in (None, stored) else (stored, str(before)))
    if record.hashes[:1] == (stored,):
        return record
    return Record(now, (stored, *record.hashes)[:_MOST])


def _record(row: object) -> Record:
    """A record as it was written; an empty one of what is none."""
    since, hashes = (row.get("since"), row.get("hashes")) if isinstance(row, dict) else (0.0, [])
    if not isinstance(since, int | float) or not isinstance(hashes, list):
        return Record(0.0, ())
    return Record(float(since), tuple(text for text in hashes if isinstance(text, str)))


def _hashes(system: Branch | None) -> Iterator[tuple[str, str]]:
    """The accounts of the stanza that have a password, with its hash."""
    for user in entries(system, "login", "user"):
        stored = leaf_text(user, "authentication", "encrypted-password")
        if stored is not None:
            yield user.keys[0], stored
    stored = leaf_text(system, "root-authentication", "encrypted-password")
    if stored is not None:
        yield ROOT, stored
