"""Columns, padding, sizes and escapes: lines of fixed width, what `\\n` in a message stands for, and text in XML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import category, east_asian_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_SPECIAL = re.compile('[&<>"\t\n\r]')
_REFERENCES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "\t": "&#9;",
    "\n": "&#10;",
    "\r": "&#13;",
}
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


_UNITS = "BKMGTPE"


def human_size(size: int) -> str:
    """A size as people read it, as FreeBSD's humanize_number(3) gives it: `512B`, `1.5K`, `64M`."""
    value, unit = float(size), 0
    while value >= 999.5 and unit < len(_UNITS) - 1:
        value /= 1024
        unit += 1
    digits = 1 if unit and value < 9.95 else 0
    return f"{value:.{digits}f}{_UNITS[unit]}"


def xml_text(text: str, *, lines: bool = False) -> str:
    """Return a text as it stands in an element or an attribute of XML.

    Line ends become references, unless `lines`. A character that XML cannot hold becomes U+FFFD.
    """
    if _NOT_IN_XML.search(text):
        text = _NOT_IN_XML.sub("\ufffd", text)
    if not _SPECIAL.search(text):
        return text
    return _SPECIAL.sub(lambda found: "\n" if lines and found[0] == "\n" else _REFERENCES[found[0]], text)


def unescaped(text: str) -> str:
    r"""The value of a login message or announcement as it is shown: `\'` stands for `'`.

    Of the five escapes of these texts it is the one that quotes do not know; they have made the others of `\n`, `\t`,
    `\"` and `\\` already.
    """
    return text.replace("\\'", "'")


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
