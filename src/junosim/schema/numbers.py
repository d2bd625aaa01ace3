"""Numbers, sizes and times as texts: bounds, stored forms, and what Junos says when one does not fit."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

BOUNDS: dict[str, tuple[int, int]] = {
    **{f"u{bits}": (0, 2**bits - 1) for bits in (8, 16, 32, 64)},
    **{f"i{bits}": (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) for bits in (8, 16, 32, 64)},
}

_INTEGER = re.compile(r"-?\d+", re.ASCII)
_DECIMAL = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_FLOAT = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_SIZE = re.compile(r"\d+(?:\.\d+)?[kKmMgG]?", re.ASCII)
_SIZE_START = re.compile(r"\d+[kKmMgG]?", re.ASCII)
_SPAN = re.compile(r"(\d{1,10})(?:-(\d{1,10}))?", re.ASCII)
_ZONE = r"(?: ?[+-]\d{4})?"
_CLOCK = r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?"
_DATE = r"(?:\d{4}-)?(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12]\d|3[01])"
_COMPACT = r"(?:(?:\d\d){0,2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))?(?:[01]\d|2[0-3])[0-5]\d(?:\.[0-5]\d)?"
_TIME = re.compile(
    rf"(?:{_DATE}(?:[. ]{_CLOCK})?|{_CLOCK}|{_COMPACT}|\+\d{{1,6}}|now){_ZONE}",
    re.ASCII,
)
_TIME_OF_DAY = re.compile(rf"(?:{_CLOCK}|(?:0?[1-9]|1[0-2]):[0-5]\d ?[aApP][mM]){_ZONE}", re.ASCII)
_CIRCUIT = re.compile(r"(?:(\d{1,4})\.)?(\d{1,5})", re.ASCII)

_HIGHEST_VLAN = 4094
_HIGHEST_VPI = 4095
_HIGHEST_VCI = 65535


def integer_text(text: str) -> str | None:
    """An integer without leading zeros."""
    if text.isdigit() and text.isascii():
        return text if text[0] != "0" else text.lstrip("0") or "0"
    if text[:1] == "-" and text[1:].isdigit() and text.isascii():
        return str(int(text)) if len(text) <= 40 else None
    return None


def integer_ranges(base: str, ranges: Sequence[tuple[str, str]]) -> tuple[tuple[int, int], ...]:
    """The ranges of an integer type as numbers; `min` and `max` are the bounds of the type."""
    low, high = BOUNDS[base]
    words = {"min": low, "max": high}
    if not ranges:
        return ((low, high),)
    return tuple((_bound(first, words), _bound(last, words)) for first, last in ranges)


def _bound(text: str, words: dict[str, int]) -> int:
    return words[text] if text in words else int(text)


def range_text(ranges: Sequence[tuple[object, object]]) -> str:
    """Ranges as Junos writes them: `(1..10)`, `(0|10..20)`."""
    return "|".join(str(low) if low == high else f"{low}..{high}" for low, high in ranges)


def number_problem(text: str, ranges: str, form: re.Pattern[str]) -> str:
    """Why a text is not a number of these ranges; `form` matches the numeric beginning of a text."""
    start = form.match(text)
    if start is None:
        return f"Invalid numeric value: '{text}' at '{text}'"
    if start.end() < len(text):
        return f"Invalid trailing data '{text[start.end() :]}' for numeric value: '{text}' at '{text}'"
    return f"Value {text} is not within range ({ranges}) at '{text}'"


def integer_problem(text: str, ranges: str, *, signed: bool) -> str:
    """Why a text is not an integer within the ranges."""
    if not signed and text.startswith("-"):
        return f"Invalid numeric value: '{text}' at '{text}'"
    return number_problem(text, ranges, _INTEGER)


def decimal_problem(text: str, places: int, ranges: str) -> str:
    """Why a text is not a decimal number with so many places within the ranges."""
    whole, _, fraction = text.partition(".")
    if _DECIMAL.fullmatch(text) and len(fraction) > places:
        return number_problem(text, ranges, re.compile(re.escape(f"{whole}.{fraction[:places]}")))
    return number_problem(text, ranges, _DECIMAL)


def float_problem(text: str) -> str:
    """Why a text is not a decimal number that is not negative."""
    return number_problem(text, "", _FLOAT)


def size_problem(text: str) -> str:
    """Why a text is not a size: no digits, or junk behind the number and its suffix."""
    return number_problem(text, "", _SIZE_START)


def decimal(text: str, places: int) -> Decimal | None:
    """A decimal number with at most that many places."""
    if not _DECIMAL.fullmatch(text) or len(text) > 40:
        return None
    number = Decimal(text)
    exponent = number.as_tuple().exponent
    return number if isinstance(exponent, int) and -exponent <= places else None


def size(text: str) -> str | None:
    """A number that may end in k, m or g; kept as typed."""
    return text if _SIZE.fullmatch(text) else None


def unsigned_float(text: str) -> str | None:
    """A decimal number that is not negative."""
    return text if _FLOAT.fullmatch(text) else None


def number_span(text: str) -> str | None:
    """A number, or two with a hyphen in ascending order."""
    return _span(text, 0, 2**32 - 1)


def vlan_span(text: str) -> str | None:
    """A VLAN identifier, or a range of them."""
    return _span(text, 0, _HIGHEST_VLAN)


def _span(text: str, lowest: int, highest: int) -> str | None:
    found = _SPAN.fullmatch(text)
    if not found:
        return None
    low = int(found[1])
    high = int(found[2]) if found[2] else low
    if not lowest <= low <= high <= highest:
        return None
    return f"{low}-{high}" if found[2] else str(low)


def circuit(text: str) -> str | None:
    """An ATM circuit, `vci` or `vpi.vci`."""
    found = _CIRCUIT.fullmatch(text)
    if not found or int(found[1] or 0) > _HIGHEST_VPI or int(found[2]) > _HIGHEST_VCI:
        return None
    return text


def time(text: str) -> str | None:
    """A date with or without a time (`2020-07-08.07:00:00 +0000`, `202007080700.00`), a time, `+MINUTES`, `now`."""
    return text if _TIME.fullmatch(text) else None


def time_of_day(text: str) -> str | None:
    """A time of the day, `23:59`, `23:59:00 +0000` or `11:59PM`."""
    return text if _TIME_OF_DAY.fullmatch(text) else None
