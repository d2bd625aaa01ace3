"""The lines a pager has, those that pass its filters, and how many rows of the screen they take."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from junosim.cli.patterns import Pattern


class View:
    """Lines on a screen of `rows` rows and `width` columns (0: lines are never wrapped).

    `lines` are all lines so far, `shown` those that pass the filters; positions are indices into `shown`.
    """

    __slots__ = ("_filters", "lines", "rows", "shown", "width")

    def __init__(self, rows: int, width: int) -> None:
        self.rows = rows
        self.width = width
        self.lines: list[str] = []
        self.shown: list[str] = self.lines
        self._filters: list[tuple[Pattern, bool]] = []

    @property
    def is_filtered(self) -> bool:
        """Whether some lines may be hidden."""
        return bool(self._filters)

    def add(self, line: str) -> None:
        """Add a line behind the others."""
        self.lines.append(line)
        if self._filters and self._passes(line):
            self.shown.append(line)

    def add_filter(self, pattern: Pattern, *, keep: bool) -> None:
        """Show, of what is shown, only the lines that match (`keep`) or do not match."""
        self._filters.append((pattern, keep))
        self.shown = [line for line in self.lines if self._passes(line)]

    def clear_filters(self) -> None:
        """Show all lines."""
        self._filters.clear()
        self.shown = self.lines

    def height(self, position: int) -> int:
        """Return the rows that a line takes."""
        return -(-len(self.shown[position]) // self.width) or 1 if self.width > 0 else 1

    def page_start(self, end: int) -> int:
        """Return the first line of the screen whose last line is the one before `end`."""
        rows = 0
        while end > 0:
            rows += self.height(end - 1)
            if rows > self.rows:
                break
            end -= 1
        return end

    def find_before(self, pattern: Pattern, end: int) -> int | None:
        """Return the last line before `end` that matches."""
        return next((at for at in range(end - 1, -1, -1) if pattern.found_in(self.shown[at])), None)

    def _passes(self, line: str) -> bool:
        return all(pattern.found_in(line) is keep for pattern, keep in self._filters)
