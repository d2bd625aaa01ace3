"""POSIX patterns on RE2: where the two languages differ, and patterns that are refused."""

from __future__ import annotations

import pytest

from junosim.schema import posix


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("^[a-zA-Z0-9:_+-/,\\.]{3,}$", "a\\b", True),
        ("^[a-zA-Z0-9:_+-/,\\.]{3,}$", "a b", False),
        ("(^(all|.{64,}|.{,1})$)", "x", True),
        ("(^(all|.{64,}|.{,1})$)", "xy", False),
        ("^[[:alnum:]_-]+$", "a_b-1", True),
        ("^[[:alnum:]_-]+$", "a.b", False),
        ("^.{1,3}$", "a\nb", True),
        ("^[^]a]$", "]", False),
        ("^[]a]$", "]", True),
        ("master", "the master instance", True),
        ("^a$", "a\n", False),
        ("[/ %]", "a/b", True),
        ("^\\{[$]a\\}$", "{$a}", True),
    ],
)
def test_search(pattern: str, text: str, found: bool) -> None:
    assert (posix.compiled(pattern).search(text) is not None) is found


@pytest.mark.parametrize("pattern", ["(", "[a", "[[:alnum:", "(a)\\1", "a{2000}", "*", "[[:nope:]]"])
def test_bad_patterns(pattern: str) -> None:
    with pytest.raises(posix.BadPattern):
        posix.compiled(pattern)


def test_patterns_take_linear_time() -> None:
    assert posix.compiled("^(a+)+$").search("a" * 50000 + "b") is None
