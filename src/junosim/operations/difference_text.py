"""The differences of two texts as diff(1) prints them: its usual form, in context, unified."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from junosim.operations.differences import Change

_AROUND: Final = 3  # lines shown on both sides of a change
_NO_END: Final = "\\ No newline at end of file"


@dataclass(frozen=True, slots=True)
class Text:
    """One of two texts: its name and date as the head shows them, its lines without their ends.

    `ends` is False when its last line has no line end.
    """

    name: str
    date: str
    lines: Sequence[str]
    ends: bool = True

    def shown(self, sign: str, start: int, stop: int) -> Iterator[str]:
        """Some of the lines, each behind a sign."""
        for at in range(start, stop):
            yield f"{sign}{self.lines[at]}"
        if not self.ends and start < stop == len(self.lines):
            yield _NO_END


def usual(old: Text, new: Text, changes: Iterable[Change]) -> Iterator[str]:
    """`2,3c2`, the lines of the first text behind `<`, those of the second behind `>`."""
    for change in changes:
        kind = "a" if change.old_from == change.old_to else "d" if change.new_from == change.new_to else "c"
        yield f"{_numbers(change.old_from, change.old_to)}{kind}{_numbers(change.new_from, change.new_to)}"
        yield from old.shown("< ", change.old_from, change.old_to)
        if kind == "c":
            yield "---"
        yield from new.shown("> ", change.new_from, change.new_to)


def unified(old: Text, new: Text, changes: Sequence[Change]) -> Iterator[str]:
    """Both texts in one, `-` before lines of the first, `+` before those of the second."""
    if not changes:
        return
    yield f"--- {old.name}\t{old.date}"
    yield f"+++ {new.name}\t{new.date}"
    for hunk in _hunks(changes):
        old_from, old_to, new_from, new_to = _extent(hunk, old, new)
        yield f"@@ -{_range(old_from, old_to)} +{_range(new_from, new_to)} @@"
        at = old_from
        for change in hunk:
            yield from old.shown(" ", at, change.old_from)
            yield from old.shown("-", change.old_from, change.old_to)
            yield from new.shown("+", change.new_from, change.new_to)
            at = change.old_to
        yield from old.shown(" ", at, old_to)


def context(old: Text, new: Text, changes: Sequence[Change]) -> Iterator[str]:
    """Each text for itself: `!` before lines that changed, `-` before those that are gone, `+` before new ones."""
    if not changes:
        return
    yield f"*** {old.name}\t{old.date}"
    yield f"--- {new.name}\t{new.date}"
    for hunk in _hunks(changes):
        old_from, old_to, new_from, new_to = _extent(hunk, old, new)
        yield "***************"
        yield f"*** {_numbers(old_from, old_to)} ****"
        if any(change.old_from < change.old_to for change in hunk):
            yield from _side(
                old,
                old_from,
                old_to,
                [(change.old_from, change.old_to, _sign(change, "-")) for change in hunk],
            )
        yield f"--- {_numbers(new_from, new_to)} ----"
        if any(change.new_from < change.new_to for change in hunk):
            yield from _side(
                new,
                new_from,
                new_to,
                [(change.new_from, change.new_to, _sign(change, "+")) for change in hunk],
            )


def _side(text: Text, at: int, end: int, marked: Iterable[tuple[int, int, str]]) -> Iterator[str]:
    for start, stop, sign in marked:
        yield from text.shown("  ", at, start)
        yield from text.shown(sign, start, stop)
        at = stop
    yield from text.shown("  ", at, end)


def _sign(change: Change, sign: str) -> str:
    replaces = change.old_from < change.old_to and change.new_from < change.new_to
    return "! " if replaces else f"{sign} "


def _hunks(changes: Sequence[Change]) -> Iterator[list[Change]]:
    """The changes that are shown together, as no more lines lie between them than are shown around each."""
    hunk = [changes[0]]
    for change in changes[1:]:
        if change.old_from - hunk[-1].old_to > 2 * _AROUND:
            yield hunk
            hunk = []
        hunk.append(change)
    yield hunk


def _extent(hunk: Sequence[Change], old: Text, new: Text) -> tuple[int, int, int, int]:
    """What is shown of both texts, from and to."""
    first, last = hunk[0], hunk[-1]
    before = min(_AROUND, first.old_from)
    behind = min(_AROUND, len(old.lines) - last.old_to)
    return first.old_from - before, last.old_to + behind, first.new_from - before, last.new_to + behind


def _numbers(start: int, stop: int) -> str:
    """Lines as the usual and the context form count them: from 1; of none, the line before."""
    return f"{start + 1},{stop}" if stop - start > 1 else str(stop)


def _range(start: int, stop: int) -> str:
    """Lines as the unified form counts them: the first, and how many unless it is one."""
    count = stop - start
    return f"{start + 1}" if count == 1 else f"{start + 1 if count else start},{count}"
