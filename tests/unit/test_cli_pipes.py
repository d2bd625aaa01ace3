"""The text pipes and the patterns they take."""

import time

import pytest

from junosim.cli.pipes import through
from junosim.schema.patterns import BadPattern, Pattern

TEXT = ["Hostname: r1", "Model: mx480", "", "JUNOS OS Kernel [20]", "junos libs"]


def piped(*calls: tuple[str, dict[str, str]], text: list[str] | None = None) -> list[str]:
    return list(through(TEXT if text is None else text, calls, 3))


@pytest.mark.parametrize(
    ("name", "words", "lines"),
    [
        ("match", {"pattern": "junos"}, ["JUNOS OS Kernel [20]", "junos libs"]),
        ("match", {"pattern": "^Host|480$"}, ["Hostname: r1", "Model: mx480"]),
        ("match", {"pattern": "nothing"}, []),
        ("except", {"pattern": "JUNOS|^$"}, ["Hostname: r1", "Model: mx480"]),
        ("find", {"pattern": "kernel"}, ["JUNOS OS Kernel [20]", "junos libs"]),
        ("find", {"pattern": "nothing"}, ["", "Pattern not found"]),
        ("count", {}, ["Count: 5 lines"]),
        ("last", {}, TEXT[-3:]),
        ("last", {"lines": "1"}, TEXT[-1:]),
        ("last", {"lines": "1000000000"}, TEXT),
        ("trim", {"columns": "7"}, ["e: r1", "mx480", "", "S Kernel [20]", "ibs"]),
        ("no-more", {}, TEXT),
        ("hold", {}, TEXT),
    ],
)
def test_pipe(name: str, words: dict[str, str], lines: list[str]) -> None:
    assert piped((name, words)) == lines


def test_pipes_chain_from_left_to_right() -> None:
    assert piped(("match", {"pattern": "junos"}), ("count", {})) == ["Count: 2 lines"]
    assert piped(("count", {}), ("match", {"pattern": "junos"})) == []


def test_stages_pull_line_by_line_and_let_pauses_through() -> None:
    pause = object()
    taken = []

    def stream() -> object:
        for item in ("no", pause, "yes", "never taken"):
            taken.append(item)
            yield item

    calls = [("match", {"pattern": "yes"}), ("trim", {"columns": "1"}), ("find", {"pattern": "es"})]
    result = through(stream(), calls, 24)  # type: ignore[arg-type]
    assert next(result) is pause
    assert next(result) == "es"
    assert "never taken" not in taken


@pytest.mark.parametrize("name", ["count", "last", "find", "except"])
def test_every_stage_lets_pauses_through(name: str) -> None:
    pause = object()
    assert pause in list(through(["a", pause], [(name, {"pattern": "x"})], 24))


def test_what_is_no_pipe_of_the_text_alone_is_not_taken() -> None:
    with pytest.raises(KeyError):
        piped(("save", {"file": "x"}))


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("[a", "brackets ([ ]) not balanced"),
        ("(a", "parentheses not balanced"),
        (")", "parentheses not balanced"),
        ("*a", "repetition-operator operand invalid"),
        (r"(a)\1", "invalid backreference number"),
        ("[z-a]", "invalid character range"),
        ("[[:foo:]]", "invalid character class"),
        ("a\\", "trailing backslash (\\)"),
        ("a{9999}", "invalid repetition count(s)"),
        ("", "empty (sub)expression"),
        ("a|", "empty (sub)expression"),
        ("a||b", "empty (sub)expression"),
        ("x(|a)", "empty (sub)expression"),
        ("(a|)", "empty (sub)expression"),
    ],
)
def test_bad_patterns_are_refused_before_any_line_is_read(pattern: str, reason: str) -> None:
    with pytest.raises(BadPattern) as caught:
        through(iter(TEXT), [("match", {"pattern": pattern})], 24)
    assert (caught.value.pattern, caught.value.reason) == (pattern, reason)


@pytest.mark.parametrize(
    ("pattern", "line", "found"),
    [
        ("ge-0/0/[0-9]+", "ge-0/0/12", True),
        (r"10\.0\.0\.1", "10a0b0c1", False),
        ("[[:digit:]]{3}", "a123", True),
        (r"[\.]", "\\", True),
        ("a{,2}b", "b", True),
        (r"\<x", "<x", True),
        ("up|down", "is DOWN", True),
        ("é", "É", True),
        ("a()b", "ab", True),
        (r"a\|", "a|", True),
        ("[|]", "a", False),
        (r"\d", "a5", False),
        (r"\d", "d", True),
        (r"[\d]", "\\", True),
        (r"\\d", r"\d", True),
    ],
)
def test_patterns_are_posix_extended_and_ignore_case(pattern: str, line: str, found: bool) -> None:
    assert Pattern(pattern).found_in(line) is found


def test_case_can_matter() -> None:
    assert not Pattern("up", case_sensitive=True).found_in("UP")


def test_no_pattern_takes_exponential_time() -> None:
    started = time.perf_counter()
    assert not Pattern("(a+)+$").found_in("a" * 10_000 + "b")
    assert time.perf_counter() - started < 1
