"""Ranges in the words of `wildcard range`: `ge-0/0/[0-3,!2]` stands for ge-0/0/0, ge-0/0/1 and ge-0/0/3.

Square brackets hold numbers and ranges of numbers, separated by commas; `!` takes numbers out again (vendor
documentation). A word may hold several brackets, which stand for all combinations.
"""

from __future__ import annotations

import re
from itertools import product

LARGEST = 65_536
"""Words that one line may stand for [our choice]: what a typing error asks for stays bounded."""

_BRACKET = re.compile(r"\[([0-9,!-]+)\]")
_PART = re.compile(r"(!?)([0-9]{1,10})(?:-([0-9]{1,10}))?\Z")


def expanded(word: str) -> tuple[str, ...]:
    """The words that a word stands for, in rising order; itself when it holds no range.

    Raises ValueError, with the bracket that is wrong as its text, and OverflowError when there are too many.
    """
    pieces = _BRACKET.split(word)
    fixed, brackets = pieces[::2], pieces[1::2]
    if not brackets:
        return (word,)
    numbers = [_numbers(bracket) for bracket in brackets]
    size = 1
    for choice in numbers:
        size *= len(choice)
        if size > LARGEST:
            raise OverflowError(word)
    return tuple(
        fixed[0] + "".join(f"{number}{rest}" for number, rest in zip(chosen, fixed[1:], strict=True))
        for chosen in product(*numbers)
    )


def _numbers(bracket: str) -> list[int]:
    """The numbers of one bracket; with nothing but exclusions there are none, which is wrong too."""
    wanted: set[int] = set()
    excluded: set[int] = set()
    for part in bracket.split(","):
        found = _PART.match(part)
        low = int(found[2]) if found else 0
        high = int(found[3] or low) if found else -1
        if found is None or high < low:
            raise ValueError(f"[{bracket}]")
        if high - low >= LARGEST:
            raise OverflowError(f"[{bracket}]")
        (excluded if found[1] else wanted).update(range(low, high + 1))
    wanted -= excluded
    if not wanted:
        raise ValueError(f"[{bracket}]")
    return sorted(wanted)
