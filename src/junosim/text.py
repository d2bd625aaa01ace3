"""Columns and padding: how rows of words become the fixed-width lines of tables and listings."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import category, east_asian_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


def pad(text: str, width: int) -> str:
    """Return `text` filled with spaces to |width| columns: left-justified, right-justified if width < 0."""
    return text.ljust(width) if width >= 0 else text.rjust(-width)


def columns(cells: Sequence[str], widths: Sequence[int], gap: int = 0) -> str:
    """Return one line: each cell padded to its width (see `pad`), `gap` spaces between cells.

    A longer cell pushes the rest to the right. Cells without a width are not padded; the line has no trailing
    spaces.
    """
    padded = [pad(cell, width) for cell, width in zip(cells, widths, strict=False)]
    return (" " * gap).join([*padded, *cells[len(padded) :]]).rstrip()


def table(rows: Iterable[Sequence[str]], widths: Sequence[int], gap: int = 0) -> Iterator[str]:
    """Yield the lines of a table of fixed widths."""
    for row in rows:
        yield columns(row, widths, gap)


def natural_widths(rows: Iterable[Sequence[str]]) -> list[int]:
    """Return for each column the width of its longest cell."""
    widths: list[int] = []
    for row in rows:
        widths.extend([0] * (len(row) - len(widths)))
        for index, cell in enumerate(row):
            widths[index] = max(widths[index], len(cell))
    return widths


def is_one_column(char: str) -> bool:
    """Say whether a printable character takes exactly one column on every terminal."""
    return char.isascii() or (
        char.isprintable()
        and east_asian_width(char) not in {"W", "F"}
        and category(char) not in {"Mn", "Me", "Mc"}
    )
