"""Transcripts of the pager."""

from collections.abc import Iterator

import pytest

from junosim.cli.pager import PIECE, Pager
from junosim.cli.pager_keys import PAGER_KEYS
from junosim.cli.pager_text import HELP, WIPE
from junosim.schema.patterns import Pattern
from paged import pull


def numbered(count: int) -> Iterator[str]:
    return (f"line {number}" for number in range(count))


def lines(first: int, end: int) -> str:
    return "".join(f"line {number}\n" for number in range(first, end))


class Session:
    """What a session does with a pager."""

    def __init__(self, stream: Iterator[object], pager: Pager) -> None:
        self.stream = stream
        self.pager = pager
        pull(self.pager, stream)
        self.first = pager.output()

    def press(self, key: str) -> str:
        assert self.pager.key(key)
        pull(self.pager, self.stream)
        return self.pager.output()

    def answer(self, text: str) -> str:
        self.pager.answer(text)
        pull(self.pager, self.stream)
        return self.pager.output()


@pytest.fixture
def session() -> Session:
    return Session(numbered(40), Pager(11))


def test_short_output_is_not_paged() -> None:
    session = Session(numbered(10), Pager(11))
    assert (session.first, session.pager.finished) == (lines(0, 10), True)


def test_no_output() -> None:
    assert Session(numbered(0), Pager(11)).pager.finished


def test_length_zero_shows_all() -> None:
    session = Session(numbered(5000), Pager(0))
    assert (session.first, session.pager.finished) == (lines(0, 5000), True)


def test_screens_percentages_and_the_last_stop(session: Session) -> None:
    assert session.first == lines(0, 10) + "---(more)---"
    assert session.press(" ") == WIPE + lines(10, 20) + "---(more 50%)---"
    assert session.press(" ") == WIPE + lines(20, 30) + "---(more 75%)---"
    assert session.press(" ") == WIPE + lines(30, 40) + "---(more 100%)---"
    assert not session.pager.finished
    assert session.press(" ") == WIPE
    assert session.pager.finished


def test_exactly_one_screen_and_one_line(session: Session) -> None:
    session = Session(numbered(11), Pager(11))
    assert session.first == lines(0, 10) + "---(more)---"
    assert session.press("enter") == WIPE + "line 10\n---(more 100%)---"


def test_only_what_is_needed_is_pulled() -> None:
    made = []

    def endless() -> Iterator[str]:
        number = 0
        while True:
            made.append(number)
            yield f"line {number}"
            number += 1

    session = Session(endless(), Pager(11))
    assert session.first == lines(0, 10) + "---(more)---"
    assert len(made) == 11
    assert session.press("q") == WIPE
    assert session.pager.finished
    assert len(made) == 11


def test_a_pause_of_the_producer_gives_the_turn_back() -> None:
    pause = object()
    stream: Iterator[object] = iter(["a", pause, "b"])
    pager = Pager(11)
    assert pull(pager, stream) is pause
    assert pager.output() == "a\n"
    assert pager.wants
    assert pull(pager, stream) is None
    assert (pager.output(), pager.finished) == ("b\n", True)


def test_length_unknown_on_later_stops_of_a_very_long_output() -> None:
    session = Session(numbered(100_000), Pager(11))
    assert session.press(" ") == WIPE + lines(10, 20) + "---(more)---"


@pytest.mark.parametrize(
    ("keys", "first", "end", "percent"),
    [
        (" j", 20, 21, 52),
        (" d", 20, 25, 62),
        ("  b", 10, 20, 50),
        ("  k", 19, 29, 72),
        ("  u", 15, 25, 62),
        ("  g", 0, 10, 25),
        ("b", 0, 10, 25),
        ("G", 30, 40, 100),
        ("Gb", 20, 30, 75),
        (" \x0c", 10, 20, 50),
    ],
)
def test_movement(session: Session, keys: str, first: int, end: int, percent: int) -> None:
    for key in keys:
        shown = session.press("c-l" if key == "\x0c" else key)
    assert shown == f"{WIPE}{lines(first, end)}---(more {percent}%)---"


def test_search_forward_backward_and_again(session: Session) -> None:
    assert session.press("/") == WIPE
    assert session.pager.question == "/"
    assert session.answer("LINE .5$") == lines(15, 25) + "---(more 62%)---"
    assert session.press("n") == WIPE + lines(25, 35) + "---(more 87%)---"
    session.press("?")
    assert session.answer("line 3$") == lines(3, 13) + "---(more 32%)---"
    session.press("/")
    assert session.answer("nowhere") == "Pattern not found\n---(more 32%)---"
    session.press("?")
    assert session.answer("") == "Pattern not found\n---(more 32%)---"
    session.press("/")
    assert session.answer("[") == (
        "error: invalid regular expression '[': brackets ([ ]) not balanced\n---(more 32%)---"
    )


def test_filters(session: Session) -> None:
    session.press("m")
    assert session.pager.question == "Match for: "
    assert session.answer("[02]$") == (
        "".join(f"line {number}\n" for number in (0, 2, 10, 12, 20, 22, 30, 32))
        + "---(more[filtered] 100%)---"
    )
    session.press("e")
    assert session.answer("2") == "line 0\nline 10\nline 30\n---(more[filtered] 100%)---"
    assert session.press("c") == WIPE + lines(0, 10) + "---(more 25%)---"


def test_an_answer_of_nothing_changes_nothing(session: Session) -> None:
    session.press("m")
    assert session.answer("") == "---(more)---"
    assert session.press("n") == WIPE + "---(more)---"


def test_hold_and_no_hold() -> None:
    held = Session(numbered(3), Pager(11, hold=True))
    assert held.first == lines(0, 3) + "---(more 100%)---"
    assert held.press(" ") == WIPE + "---(more 100%)---"
    assert not held.pager.finished
    held.press("q")
    assert held.pager.finished
    loose = Session(numbered(15), Pager(11))
    assert loose.press("N") == WIPE + "---(more)---"
    assert loose.press(" ") == WIPE + lines(10, 15)
    assert loose.pager.finished


def test_save(session: Session) -> None:
    assert not session.pager.question
    assert session.press("s") == WIPE + "---(more)---"
    saved: dict[str, int] = {}

    def save(name: str, text: object) -> str:
        saved[name] = len(list(text))  # type: ignore[call-overload]
        return f"Wrote {saved[name]} lines of output to '{name}'"

    session = Session(numbered(40), Pager(11, save=save))
    session.press("s")
    assert session.pager.question == "Filename: "
    assert session.answer("out") == "Wrote 40 lines of output to 'out'\n---(more 25%)---"
    assert saved == {"out": 40}


def test_help_names_every_key_and_unknown_keys_do_nothing(session: Session) -> None:
    assert session.press("h") == WIPE + "".join(line + "\n" for line in HELP) + "---(more)---"
    for key in PAGER_KEYS:
        if len(key) == 1 and key not in " h":
            assert any(key in line.split("  ")[-1].replace(",", " ").replace("pattern", "") for line in HELP)
    assert not session.pager.key("x")
    assert session.pager.output() == ""


def test_wide_lines_take_several_rows_and_never_stick() -> None:
    stream = iter(["a" * 25, "b" * 9, "c" * 30, "d" * 100, "e"])
    session = Session(stream, Pager(5, 10))
    assert session.first == "a" * 25 + "\n" + "b" * 9 + "\n---(more)---"
    assert session.press("j") == WIPE + "c" * 30 + "\n---(more 60%)---"
    assert session.press("j") == WIPE + "d" * 100 + "\n---(more 80%)---"
    assert session.press("j") == WIPE + "e\n---(more 100%)---"


def test_keys_before_the_stop_wait_for_it_but_leaving_does_not() -> None:
    pager = Pager(5)
    pager.feed("line 0")
    assert pager.key(" ")
    assert pager.output() == "line 0\n"
    for line in numbered(9):
        pager.feed(line)
    pager.end()
    assert pager.output() == lines(0, 3) + "---(more)---" + WIPE + lines(3, 7) + ("---(more 80%)---")
    slow = Pager(5)
    slow.feed("line 0")
    assert slow.key("c-c")
    assert slow.finished
    assert not slow.wants


def long_pager():
    pager = Pager(24)
    for number in range(20_000):
        if not pager.wants:
            pager.key("G")
        pager.feed(f"line {number}")
    pager.end()
    pager.output()
    return pager


@pytest.mark.parametrize(
    ("keys", "answer", "shown"),
    [
        ("g/", "zzz", "Pattern not found\n---(more 0%)---"),
        ("?", "zzz", "Pattern not found\n---(more 100%)---"),
        ("?", "line 9$", "line 9\nline 10\n"),
        ("m", "line 1999[89]", "line 19998\nline 19999\n---(more[filtered] 100%)---"),
        ("e", "line", "---(more[filtered] 100%)---"),
    ],
)
def test_searching_and_filtering_long_outputs_is_done_in_pieces(keys, answer, shown, monkeypatch):
    pager = long_pager()
    looked = []
    found_in = Pattern.found_in
    monkeypatch.setattr(Pattern, "found_in", lambda self, line: looked.append(line) or found_in(self, line))
    for key in keys:
        pager.key(key)
    pager.answer(answer)
    pieces = 0
    while pager.is_working:
        assert len(looked) <= 2 * PIECE
        looked.clear()
        pager.go_on()
        pieces += 1
    assert pieces > 100
    assert shown in pager.output()


def test_lines_that_come_while_a_filter_works_are_filtered_too():
    pager = Pager(5)
    for number in range(1000):
        if pager.wants:
            pager.feed(f"line {number}")
    pager.key("m")
    pager.answer("7$")
    for number in range(4, 1000):
        while pager.is_working:
            pager.go_on()
        if not pager.wants:
            pager.key(" ")
        pager.feed(f"line {number}")
    pager.end()
    while not pager.finished:
        pager.key(" ") if not pager.is_working else pager.go_on()
    assert pager.output().count("7\n") == 100


def test_a_new_size_counts_from_the_next_key_on(session: Session) -> None:
    session.pager.resize(5, 80)
    assert session.press(" ") == WIPE + lines(10, 14) + "---(more 35%)---"
    session.pager.resize(21, 80)
    assert session.press("b").startswith(WIPE + lines(0, 20))


def test_a_narrower_terminal_wraps_more_lines() -> None:
    session = Session(iter(["x" * 60] * 9), Pager(5))
    session.pager.resize(5, 40)
    assert session.press(" ") == WIPE + ("x" * 60 + "\n") * 2 + "---(more 66%)---"
