"""Pipes against the obvious Python, and the pager against what it was given."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from junosim.cli.pager import Pager
from junosim.cli.pipes import through
from paged import pull

texts = st.lists(st.text(alphabet="abAB 01-", max_size=12), max_size=30)
patterns = st.sampled_from(["a", "^b", "1$", "a|b", "[01]", "^$", "ab", "b.*a", "a+", "(ab)?1"])
calls = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["match", "except", "find"]), patterns.map(lambda p: {"pattern": p})),
        st.tuples(st.just("last"), st.integers(1, 9).map(lambda n: {"lines": str(n)})),
        st.tuples(st.just("trim"), st.integers(0, 9).map(lambda n: {"columns": str(n)})),
        st.sampled_from([("count", {}), ("last", {}), ("no-more", {}), ("hold", {})]),
    ),
    max_size=4,
)


def model(lines: list[str], name: str, words: dict[str, str], screen: int) -> list[str]:
    found = [bool(re.search(words.get("pattern", ""), line, re.IGNORECASE)) for line in lines]
    match name:
        case "match":
            return [line for line, hit in zip(lines, found, strict=True) if hit]
        case "except":
            return [line for line, hit in zip(lines, found, strict=True) if not hit]
        case "find":
            return lines[found.index(True) :] if any(found) else ["", "Pattern not found"]
        case "last":
            return lines[-int(words.get("lines", screen)) :]
        case "trim":
            return [line[int(words["columns"]) :] for line in lines]
        case "count":
            return [f"Count: {len(lines)} lines"]
    return lines


@given(texts, calls)
@settings(max_examples=200, deadline=None)
def test_pipes_agree_with_a_naive_model(lines: list[str], stages: list[tuple[str, dict[str, str]]]) -> None:
    expected = lines
    for name, words in stages:
        expected = model(expected, name, words, 5)
    assert list(through(lines, stages, 5)) == expected


@given(texts, st.integers(2, 12), st.sampled_from([0, 5, 80]), st.lists(st.sampled_from(" jd"), max_size=60))
@settings(max_examples=200, deadline=None)
def test_paging_down_shows_every_line_once_and_ends(
    lines: list[str], length: int, width: int, keys: list[str]
) -> None:
    pager = Pager(length, width)
    stream = iter(lines)
    pull(pager, stream)
    shown = pager.output()
    for key in [*keys, *" " * (len(lines) + 2)]:
        if pager.finished:
            break
        pager.key(key)
        pull(pager, stream)
        shown += pager.output()
    assert pager.finished
    text = re.sub(r"---\(more( \d+%)?\)---|\r {40}\r", "", shown)
    assert text == "".join(line + "\n" for line in lines)


@given(
    texts, st.lists(st.sampled_from([*" jkdubgGncHNh/?me", "c-l", "x"]), max_size=40), st.sampled_from([0, 6])
)
@settings(max_examples=200, deadline=None)
def test_no_key_sequence_breaks_the_pager(lines: list[str], keys: list[str], width: int) -> None:
    pager = Pager(5, width)
    stream = iter(lines)
    pull(pager, stream)
    for key in keys:
        if pager.question is not None:
            pager.answer("a|[" if key == "x" else "a")
        elif not pager.finished:
            pager.key(key)
        pull(pager, stream)
        waiting = not pager.finished and pager.question is None
        assert not waiting or pager.output().endswith(")---") or key == "x"
    if not pager.finished and pager.question is None:
        assert pager.key("q")
        assert pager.finished
