"""Long work in slices: what may take long is a generator that yields None wherever others may have their turn.

A routine of this kind (`Slices`) gives its outcome with `return`, and uses others with `yield from`. A stream of
things, such as lines, has None among them. Who has the time says `finish`. There is no other way to share the
processor here: no threads, and nothing that is interrupted where it does not expect it.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from typing import Final, TypeAlias, TypeVar

T = TypeVar("T")

Slices: TypeAlias = Generator[None, None, T]
Lines: TypeAlias = Iterator[str | None]
"""Lines of text without their ends, and pauses."""

UNITS: Final = 128
"""Units of work between two pauses; a unit (a statement looked at) takes about 10 µs: about 1 ms in all."""


class Beat:
    """Counts units of work, of which the routines that make up one long work each do some."""

    __slots__ = ("_left",)

    def __init__(self) -> None:
        self._left = UNITS

    def due(self, units: int = 1) -> bool:
        """Note so much work; True when it is time for a pause."""
        self._left -= units
        if self._left > 0:
            return False
        self._left = UNITS
        return True


def finish(work: Slices[T]) -> T:
    """Do all of it at once."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            outcome: T = end.value
            return outcome


def without_pauses(stream: Iterable[T | None]) -> Iterator[T]:
    """The things of a stream, all at once."""
    return (item for item in stream if item is not None)


def collected(stream: Iterable[T | None]) -> Slices[list[T]]:
    """The things of a stream in a list, with its pauses."""
    found: list[T] = []
    for item in stream:
        if item is None:
            yield
        else:
            found.append(item)
    return found
