"""The lines in which two texts differ, as diff(1) finds them: a shortest script, where that is not too dear.

Lines that only one text has are set aside first. What is left is compared with the algorithm of Myers ("An O(ND)
Difference Algorithm", 1986); after so many differences it keeps the furthest way so far and goes on from its end, so
that the work grows with the length of the texts and not with its square. At last each change is moved down as far as
it can be, and joined with the next, as diff does.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

_DEAREST: Final = 256  # differences that are looked for at once: the memory is their square, in machine words
_STEPS: Final = 2000  # steps between two pauses: about 1 ms

_AT_ONCE: Final = 5000  # lines between two pauses

Marks: TypeAlias = bytearray


@dataclass(frozen=True, slots=True)
class Change:
    """Lines `old_from:old_to` of the first text were replaced by `new_from:new_to` of the second (from 0)."""

    old_from: int
    old_to: int
    new_from: int
    new_to: int


def changes(old: Sequence[str], new: Sequence[str]) -> Generator[None, None, list[Change]]:
    """The changes from one text to another, in order; pauses now and then (yields None)."""
    gone, come = bytearray(len(old) + 1), bytearray(len(new) + 1)  # one more: ends a run
    names: dict[str, int] = {}
    numbered_old = yield from _numbered(old, names)
    numbered_new = yield from _numbered(new, names)
    in_old, in_new = set(numbered_old), set(numbered_new)
    yield
    kept_old, first = yield from _aside(numbered_old, in_new, gone)
    kept_new, second = yield from _aside(numbered_new, in_old, come)
    yield from _compare(first, second, kept_old, kept_new, gone, come)
    yield from _settle(old, gone, come)
    yield from _settle(new, come, gone)
    return (yield from _runs(gone, come))


def _numbered(lines: Sequence[str], names: dict[str, int]) -> Generator[None, None, array[int]]:
    """A number for each line, the same for the same lines."""
    numbers = array("q")
    for start in range(0, len(lines), _AT_ONCE):
        numbers.extend(names.setdefault(line, len(names)) for line in lines[start : start + _AT_ONCE])
        yield
    return numbers


def _aside(
    numbers: array[int], other: set[int], marks: Marks
) -> Generator[None, None, tuple[array[int], array[int]]]:
    """The lines that the other text has too: their places, and their numbers; the rest is marked as changed."""
    places, kept = array("q"), array("q")
    for at, number in enumerate(numbers):
        if number in other:
            places.append(at)
            kept.append(number)
        else:
            marks[at] = 1
        if at % _AT_ONCE == 0:
            yield
    return places, kept


def _compare(
    first: array[int],
    second: array[int],
    kept_old: array[int],
    kept_new: array[int],
    gone: Marks,
    come: Marks,
) -> Generator[None, None, None]:
    """Mark what is not common to both sequences."""
    x, y, end_x, end_y = 0, 0, len(first), len(second)
    while end_x and end_y and first[end_x - 1] == second[end_y - 1]:
        end_x, end_y = end_x - 1, end_y - 1
    while x < end_x or y < end_y:
        to_x, to_y, edits = yield from _stretch(first, second, (x, y), (end_x, end_y))
        for is_gone, at in edits:
            if is_gone:
                gone[kept_old[at]] = 1
            else:
                come[kept_new[at]] = 1
        x, y = to_x, to_y


def _stretch(
    first: array[int], second: array[int], start: tuple[int, int], end: tuple[int, int]
) -> Generator[None, None, tuple[int, int, list[tuple[bool, int]]]]:
    """Go on from `start` towards `end` for so many differences: how far, and what was left out on the way."""
    (x0, y0), (end_x, end_y) = start, end
    reach = {1: x0}
    trace: list[dict[int, int]] = []
    steps = 0
    for differences in range(_DEAREST + 1):
        trace.append(dict(reach) if differences else {1: x0})
        for k in range(-differences, differences + 1, 2):
            down = k == -differences or (k != differences and reach.get(k - 1, -1) < reach.get(k + 1, -1))
            x = reach.get(k + 1, x0) if down else reach.get(k - 1, x0) + 1
            y = x - x0 - k + y0
            while x < end_x and y < end_y and first[x] == second[y]:
                x, y = x + 1, y + 1
                steps += 1
            reach[k] = x
            steps += 1
            if x >= end_x and y >= end_y:
                return end_x, end_y, _edits(trace, k, start, end_x)
            if steps > _STEPS:
                steps = 0
                yield
    k = max(
        (k for k in reach if reach[k] <= end_x and reach[k] - x0 - k + y0 <= end_y and abs(k) <= _DEAREST
         and (k - _DEAREST) % 2 == 0),
        key=lambda k: 2 * reach[k] - k,
    )  # fmt: skip
    x = reach[k]
    return x, x - x0 - k + y0, _edits(trace, k, start, x)


def _edits(trace: list[dict[int, int]], k: int, start: tuple[int, int], x: int) -> list[tuple[bool, int]]:
    """What was left out (of the first: True) on the way that ended on diagonal `k` at `x`."""
    x0, y0 = start
    found = []
    for differences in range(len(trace) - 1, 0, -1):
        reach = trace[differences]
        down = k == -differences or (k != differences and reach.get(k - 1, -1) < reach.get(k + 1, -1))
        if down:
            k += 1
            x = reach[k]
            found.append((False, x - x0 - k + y0))
        else:
            k -= 1
            x = reach[k]
            found.append((True, x))
    return found


def _settle(lines: Sequence[str], marks: Marks, other: Marks) -> Generator[None, None, None]:
    """Move each run of marked lines up, where it may meet another one, then down as far as its place is open.

    A place is open while the line behind the run is the same as its first one. Of all places the lowest counts where
    the run stands beside one of the other text, else the lowest of all (diffutils has this order).
    """
    run = _Run(lines, marks, other)
    looked = 0
    while run.find():
        length = -1
        while length != run.end - run.start:
            length = run.end - run.start
            run.climb()
            run.sink()
            looked += run.end - run.start + 1
        run.meet()
        if looked > _STEPS:
            looked = 0
            yield


class _Run:
    """A run of marked lines, `start:end`; `beside` is the place in the other text that it corresponds to."""

    __slots__ = ("_lines", "_marks", "_met", "_other", "beside", "end", "start")

    def __init__(self, lines: Sequence[str], marks: Marks, other: Marks) -> None:
        self._lines, self._marks, self._other = lines, marks, other
        self.start = self.end = self.beside = 0
        self._met = 0

    def find(self) -> bool:
        """Go to the next run; False when there is none."""
        marks, other, last = self._marks, self._other, len(self._lines)
        at, beside = self.end, self.beside
        while at < last and not marks[at]:
            while other[beside]:
                beside += 1
            at, beside = at + 1, beside + 1
        if at >= last:
            return False
        self.start = at
        while marks[at]:
            at += 1
        while other[beside]:
            beside += 1
        self.end, self.beside = at, beside
        return True

    def climb(self) -> None:
        """Up, while the line before it is the same as its last one; a run that it meets becomes part of it."""
        marks, lines = self._marks, self._lines
        while self.start and lines[self.start - 1] == lines[self.end - 1]:
            self._up()
            while marks[self.start - 1]:
                self.start -= 1
        self._met = self.end if self._other[self.beside - 1] else len(lines) + 1

    def sink(self) -> None:
        """Down, likewise; remembers the lowest place beside a run of the other text."""
        marks, other, lines = self._marks, self._other, self._lines
        while self.end < len(lines) and lines[self.start] == lines[self.end]:
            marks[self.start], marks[self.end] = 0, 1
            self.start, self.end, self.beside = self.start + 1, self.end + 1, self.beside + 1
            while marks[self.end]:
                self.end += 1
            while other[self.beside]:
                self._met = self.end
                self.beside += 1

    def meet(self) -> None:
        """Back up to the run of the other text, if there was one."""
        while self._met < self.end:
            self._up()

    def _up(self) -> None:
        self.start, self.end, self.beside = self.start - 1, self.end - 1, self.beside - 1
        self._marks[self.start], self._marks[self.end] = 1, 0
        while self._other[self.beside]:
            self.beside -= 1


def _runs(gone: Marks, come: Marks) -> Generator[None, None, list[Change]]:
    """The marked lines as changes."""
    found = []
    x = y = 0
    while x < len(gone) - 1 or y < len(come) - 1:
        if gone[x] or come[y]:
            from_x, from_y = x, y
            while gone[x]:
                x += 1
            while come[y]:
                y += 1
            found.append(Change(from_x, x, from_y, y))
        else:
            x, y = x + 1, y + 1
            if x % _AT_ONCE == 0:
                yield
    return found
