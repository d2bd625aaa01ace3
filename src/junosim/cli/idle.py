"""The idle timeout of a session: warnings, then the end.

Wordings: the guides; that of five minutes stands in the vendor documentation, without the word before it.
"""

from __future__ import annotations

from typing import Final

_MINUTE: Final = 60.0
WARNINGS: Final = (
    (300.0, "Session will be closed in 5 minutes if there is no activity."),
    (60.0, "Warning: session will be closed in 1 minute if there is no activity"),
    (10.0, "Warning: session will be closed in 10 seconds if there is no activity"),
)
CLOSING: Final = "Idle timeout exceeded: closing session"


class IdleTimer:
    """Counts from the last input. `timeout` is in minutes, 0 = never; times are on the monotonic scale.

    It counts while the session waits for its user, not while a command works: `hold`, `go_on`. `warnings` are the
    texts given that many seconds before the end.
    """

    __slots__ = ("_active", "_is_held", "_timeout", "_warned", "_warnings")

    def __init__(self, timeout: int, now: float, warnings: tuple[tuple[float, str], ...] = WARNINGS) -> None:
        self._timeout = timeout * _MINUTE
        self._active = now
        self._warned = 0.0
        self._is_held = False
        self._warnings = warnings

    def touch(self, now: float, timeout: int) -> None:
        """There was input; the timeout may have been changed since."""
        self._timeout = timeout * _MINUTE
        self._active = now
        self._warned = 0.0

    def hold(self) -> None:
        """A command works: nobody is idle."""
        self._is_held = True

    def go_on(self, now: float) -> None:
        """The session waits for its user again: if the count was held, it starts anew."""
        if self._is_held:
            self._is_held = False
            self._active, self._warned = now, 0.0

    def deadline(self) -> float | None:
        """When the next warning or the end is due; None while there is no timeout, or the count is held."""
        if not self._timeout or self._is_held:
            return None
        for before, _ in self._pending():
            return self._active + self._timeout - before
        return self._active + self._timeout

    def due(self, now: float) -> tuple[str | None, bool]:
        """What to print at `now` (None: nothing), and whether the session ends."""
        if not self._timeout or self._is_held:
            return None, False
        if now >= self._active + self._timeout:
            return CLOSING, True
        text = None
        for before, warning in self._pending():
            if now < self._active + self._timeout - before:
                break
            self._warned, text = before, warning
        return text, False

    def _pending(self) -> list[tuple[float, str]]:
        """The warnings still to come: those shorter than the timeout, and than the last one given."""
        last = self._warned or self._timeout
        return [(before, text) for before, text in self._warnings if before < last]
