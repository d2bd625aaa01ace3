"""The pipes that work on the text of a command's output, line by line.

A stage is a function from (stream, arguments) to a stream. What is in a stream besides lines (a pause of the
command that makes it) passes through at once, so that long work stays in slices. Adding a pipe: one function
and one row in `STAGES`.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

from junosim.schema.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

Other = TypeVar("Other")

PATTERN_NOT_FOUND: Final = "Pattern not found"


@dataclass(frozen=True, slots=True)
class Arguments:
    """The words after the name of a pipe, by name, and the lines of a screen."""

    words: Mapping[str, str]
    screen: int

    def pattern(self) -> Pattern:
        """Return argument `pattern`. Raises BadPattern."""
        return Pattern(self.words["pattern"])

    def number(self, name: str, default: int = 0) -> int:
        """Return a numeric argument, or the default where it was not given."""
        return int(self.words.get(name, default))


def match(stream: Iterable[str | Other], arguments: Arguments) -> Iterator[str | Other]:
    """`match PATTERN`: lines that match."""
    pattern = arguments.pattern()
    return (item for item in stream if not isinstance(item, str) or pattern.found_in(item))


def except_(stream: Iterable[str | Other], arguments: Arguments) -> Iterator[str | Other]:
    """`except PATTERN`: lines that do not match."""
    pattern = arguments.pattern()
    return (item for item in stream if not isinstance(item, str) or not pattern.found_in(item))


def find(stream: Iterable[str | Other], arguments: Arguments) -> Iterator[str | Other]:
    """`find PATTERN`: everything from the first line that matches."""
    return _find(stream, arguments.pattern())


def _find(stream: Iterable[str | Other], pattern: Pattern) -> Iterator[str | Other]:
    found = False
    for item in stream:
        if isinstance(item, str):
            found = found or pattern.found_in(item)
            if not found:
                continue
        yield item
    if not found:
        yield ""
        yield PATTERN_NOT_FOUND


def count(stream: Iterable[str | Other], _arguments: Arguments) -> Iterator[str | Other]:
    """`count`: the number of lines."""
    lines = 0
    for item in stream:
        if isinstance(item, str):
            lines += 1
        else:
            yield item
    yield f"Count: {lines} lines"


def last(stream: Iterable[str | Other], arguments: Arguments) -> Iterator[str | Other]:
    """`last [LINES]`: the end of the output, by default one screen."""
    kept: deque[str] = deque(maxlen=arguments.number("lines", arguments.screen))
    for item in stream:
        if isinstance(item, str):
            kept.append(item)
        else:
            yield item
    yield from kept


def trim(stream: Iterable[str | Other], arguments: Arguments) -> Iterator[str | Other]:
    """`trim COLUMNS`: lines without their first columns."""
    columns = arguments.number("columns")
    return (item[columns:] if isinstance(item, str) else item for item in stream)


def unchanged(stream: Iterable[str | Other], _arguments: Arguments) -> Iterator[str | Other]:
    """`no-more`, `hold`: pipes that speak to the pager alone."""
    return iter(stream)


Stage: TypeAlias = "Callable[[Iterable[object], Arguments], Iterator[object]]"

STAGES: Final[Mapping[str, Stage]] = {
    "match": match,
    "grep": match,
    "except": except_,
    "find": find,
    "count": count,
    "last": last,
    "trim": trim,
    "no-more": unchanged,
    "hold": unchanged,
}
"""Name of a pipe -> stage; `grep` is a hidden name of `match` [captures].

Argument names: pattern (match, except, find), lines (last), columns (trim)."""


def through(
    stream: Iterable[str | Other],
    calls: Iterable[tuple[str, Mapping[str, str]]],
    screen: int,
    stages: Mapping[str, Stage] = STAGES,
) -> Iterator[str | Other]:
    """Return the stream after the pipes, given as (name, arguments), from left to right.

    `screen` is the number of lines of a screen. Raises BadPattern at once; KeyError for a pipe that is not among
    the `stages`.
    """
    piped: Iterator[object] = iter(stream)
    for name, words in calls:
        piped = stages[name](piped, Arguments(words, screen))
    return piped  # type: ignore[return-value]
