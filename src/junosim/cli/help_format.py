"""The layout of `?` listings and of the caret line under an error."""

from __future__ import annotations

from enum import Enum
from heapq import merge
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from junosim.text import pad

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from junosim.slices import Slices

HEADING: Final = "Possible completions:"
NO_COMPLETIONS: Final = "No valid completions"
ENTER: Final = "<[Enter]>"
PIPE: Final = "|"
NAME_WIDTH: Final = 19
_AT_ONCE: Final = 1000  # rows that are sorted between two pauses: about 1 ms


class Marker(Enum):
    """What stands in column 0 of a listing; operational mode knows only PLAIN."""

    PLAIN = " "
    CONTAINER = ">"
    LIST = "+"


class Row(NamedTuple):
    """One line of a listing: a word, a placeholder like `<name>`, `<[Enter]>` or `|`, and its help text.

    There may be many thousands of them, and tuples are made fastest.
    """

    name: str
    help: str = ""
    marker: Marker = Marker.PLAIN


ENTER_ROW: Final = Row(ENTER, "Execute this command")
PIPE_ROW: Final = Row(PIPE, "Pipe through a command")


def row_order(row: Row) -> tuple[int, int, str]:
    """Sort key: `<[Enter]>`, placeholders, numbers, words in ASCII order, `|`."""
    name = row.name
    if name == ENTER:
        return 0, 0, name
    if name == PIPE:
        return 4, 0, name
    if name.isascii() and name.isdigit():
        return 2, int(name), name
    return (1 if name.startswith("<") else 3), 0, name


def row_line(row: Row) -> str:
    """Return one line: marker, space, name in 19 columns, two spaces, help; a longer name pushes the help."""
    head = f"{row.marker.value} {row.name}"
    return f"{pad(head, NAME_WIDTH + 2)}  {row.help}" if row.help else head


def listing(rows: Sequence[Row]) -> Slices[Iterator[str]]:
    """The lines of a `?` listing without line ends; `No valid completions` when nothing fits.

    Rows are sorted in pieces, which come together as the lines are read.
    """
    pieces = []
    for start in range(0, len(rows), _AT_ONCE):
        pieces.append(sorted(rows[start : start + _AT_ONCE], key=row_order))
        yield
    heading = HEADING if rows else NO_COMPLETIONS
    return chain((heading,), map(row_line, merge(*pieces, key=row_order)))


def caret_line(column: int) -> str:
    """Return the line with `^` under screen column `column` (0 is the left edge, the prompt counts)."""
    return " " * column + "^"
