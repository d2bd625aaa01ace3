"""The lines a pager has, those that pass its filters, and how many rows of the screen they take."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from junosim.schema.patterns import Pattern


class View:
    """Lines on a screen of `rows` rows and `width` columns (0: lines are never wrapped).

    `lines` are all lines so far, `shown` those that pass the filters; positions are indices into `shown`. Filtering
    is done by `sift`, piece by piece, so that a hundred thousand lines do not keep other sessions waiting.
    """

    __slots__ = ("_filters", "_sifted", "lines", "rows", "shown", "width")

    def __init__(self, rows: int, width: int) -> None:
        self.rows = rows
        self.width = width
        self.lines: list[str] = []
        self.shown: list[str] = self.lines
        self._filters: list[tuple[Pattern, bool]] = []
        self._sifted = 0

    @property
    def is_filtered(self) -> bool:
        """Whether some lines may be hidden."""
        return bool(self._filters)

    @property
    def is_sifted(self) -> bool:
        """Whether all lines so far have gone through the filters."""
        return not self._filters or self._sifted == len(self.lines)

    def add(self, line: str) -> None:
        """Add a line behind the others."""
        self.lines.append(line)

    def sift(self, count: int) -> None:
        """Let so many more lines go through the filters."""
        if not self._filters:
            return
        end = min(self._sifted + count, len(self.lines))
        self.shown += [line for line in self.lines[self._sifted : end] if self._passes(line)]
        self._sifted = end

    def add_filter(self, pattern: Pattern, *, keep: bool) -> None:
        """Show, of what is shown, only the lines that match (`keep`) or do not match."""
        self._filters.append((pattern, keep))
        self.shown = []
        self._sifted = 0

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

    def _passes(self, line: str) -> bool:
        return all(pattern.found_in(line) is keep for pattern, keep in self._filters)
