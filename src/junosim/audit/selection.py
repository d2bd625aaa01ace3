"""Which messages a destination takes: by facility and severity, by a pattern, by words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from junosim.audit.priority import FACILITIES, FACILITY_COUNT, Severity, severity
from junosim.schema.patterns import BadPattern, Pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

    from junosim.audit.event import Kind

ANY: Final = "any"
NONE: Final = "none"
_NOTHING: Final = -1
_NOT: Final = "!"


@dataclass(frozen=True, slots=True)
class Match:
    """`match`: a line is taken when the pattern is found in it, or with a `!` before it when it is not [vendor].

    A pattern that is none takes no line; the type of the statement refuses such ones.
    """

    pattern: Pattern | None
    is_negated: bool

    def holds(self, message: str) -> bool:
        """Say whether the message is taken."""
        return self.pattern is not None and self.pattern.found_in(message) is not self.is_negated


@dataclass(frozen=True, slots=True)
class Selection:
    """What one destination takes.

    `thresholds` has the highest severity number for each number of a facility, -1 where nothing is taken. With
    `match-strings`, one of them has to be in the message; with `match` too, both have to hold [g].
    """

    thresholds: tuple[int, ...]
    match: Match | None = None
    strings: tuple[str, ...] = ()

    def wants(self, kind: Kind) -> bool:
        """Say whether messages of this facility and severity are taken."""
        return kind.severity <= self.thresholds[kind.facility.number]

    @property
    def looks_at_text(self) -> bool:
        """True when it is not enough that it `wants` a kind of message."""
        return self.match is not None or bool(self.strings)

    def takes(self, kind: Kind, message: str) -> bool:
        """Say whether a message is taken; `message` is what `forms.message` gives."""
        if not self.wants(kind):
            return False
        if self.strings and not any(word in message for word in self.strings):
            return False
        return self.match is None or self.match.holds(message)


def thresholds(levels: Mapping[str, str]) -> tuple[int, ...]:
    """The thresholds of `facility severity` statements: what is said of a facility wins over what is said of `any`.

    `any` as severity takes all, `none` nothing. A facility that is not named, with no `any` either, is not taken;
    those that no statement can name go by `any` alone.
    """
    found = [_threshold(levels[ANY]) if ANY in levels else _NOTHING] * FACILITY_COUNT
    for name, level in levels.items():
        if name != ANY:
            found[FACILITIES[name].number] = _threshold(level)
    return tuple(found)


def match(text: str) -> Match:
    """The `match` statement of this text. The case of letters does not matter [vendor]."""
    is_negated = text.startswith(_NOT)
    try:
        return Match(Pattern(text.removeprefix(_NOT)), is_negated)
    except BadPattern:
        return Match(None, is_negated)


def _threshold(level: str) -> int:
    if level == NONE:
        return _NOTHING
    return Severity.DEBUG if level == ANY else severity(level)
