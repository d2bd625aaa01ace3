"""Who was logged in on a terminal, kept on the disk so that it outlives the program (the wtmp of a device).

logins    a JSON object a line: a login `{"user": …, "tty": …, "origin": …, "since": …}`, or the end of the last
          one on a terminal `{"tty": …, "until": …}`; times in seconds since the epoch
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from junosim.storage import MissingFile, StorageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from junosim.storage import Storage

NAME: Final = "logins"
MOST_VISITS: Final = 1000
"""Logins on terminals that a device remembers, with those that are over [our choice]."""
_MOST_LINES: Final = 4 * MOST_VISITS


@dataclass(slots=True)
class Visit:
    """That somebody was logged in on a terminal: from when (seconds since the epoch) and, once it is over, until."""

    user: str
    tty: str
    origin: str
    since: float
    until: float | None = None


class LoginRecords:
    """The file of one device. Nobody waits for the disk, and a full or broken one keeps nobody out."""

    __slots__ = ("_lines", "_storage")

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._lines = 0

    def load(self) -> tuple[Visit, ...]:
        """The visits that were kept, the first first; those that a power loss has ended are over."""
        visits: list[Visit] = []
        open_on: dict[str, Visit] = {}
        last = 0.0
        for line in self._read():
            visit = _visit(line)
            tty, until = line.get("tty"), line.get("until")
            if visit is not None:
                _close(open_on.pop(visit.tty, None), visit.since)
                visits.append(visit)
                open_on[visit.tty] = visit
                last = max(last, visit.since)
            elif isinstance(tty, str) and isinstance(until, int | float):
                _close(open_on.pop(tty, None), until)
                last = max(last, until)
        for visit in open_on.values():
            _close(visit, last)
        return tuple(visits[-MOST_VISITS:])

    def begun(self, visit: Visit, all_visits: Iterable[Visit]) -> None:
        """Somebody has logged in; `all_visits` are what is remembered by now, with this one."""
        if self._lines >= _MOST_LINES:
            self._rewrite(all_visits)
        else:
            self._append({key: value for key, value in asdict(visit).items() if key != "until"})

    def ended(self, visit: Visit) -> None:
        """Somebody's session is over."""
        self._append({"tty": visit.tty, "until": visit.until})

    def clear(self) -> None:
        """Forget all."""
        self._lines = 0
        with suppress(StorageError):
            self._storage.remove(NAME)

    def _read(self) -> Iterator[dict[str, Any]]:
        """The lines that are whole; a power loss may have torn the last one."""
        try:
            text = self._storage.read(NAME).decode("utf-8", "replace")
        except MissingFile:
            return
        if text and not text.endswith("\n"):
            self._append_bytes(b"\n")
        for line in text.splitlines():
            self._lines += 1
            with suppress(ValueError):
                found = json.loads(line)
                if isinstance(found, dict):
                    yield found

    def _append(self, line: dict[str, object]) -> None:
        self._lines += 1
        self._append_bytes(json.dumps(line).encode() + b"\n")

    def _append_bytes(self, data: bytes) -> None:
        with suppress(StorageError):
            self._storage.append(NAME, data)

    def _rewrite(self, visits: Iterable[Visit]) -> None:
        """Drop what nobody remembers any more."""
        lines: list[dict[str, object]] = []
        for visit in visits:
            lines.append({"user": visit.user, "tty": visit.tty, "origin": visit.origin, "since": visit.since})
            if visit.until is not None:
                lines.append({"tty": visit.tty, "until": visit.until})
        self._lines = len(lines)
        with suppress(StorageError):
            self._storage.write(NAME, b"".join(json.dumps(line).encode() + b"\n" for line in lines))


def _close(visit: Visit | None, until: float) -> None:
    if visit is not None:
        visit.until = max(until, visit.since)


def _visit(line: dict[str, Any]) -> Visit | None:
    """The login that a line tells of, None when it tells of none."""
    user, tty, origin, since = (line.get(key) for key in ("user", "tty", "origin", "since"))
    if (
        isinstance(user, str)
        and isinstance(tty, str)
        and isinstance(origin, str)
        and isinstance(since, int | float)
    ):
        return Visit(user, tty, origin, float(since))
    return None
