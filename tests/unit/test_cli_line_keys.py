"""Golden byte streams: every editing key, what it does to the line and what it sends."""

import pytest

from junosim.cli.history import History
from junosim.cli.terminal import Terminal
from junosim.cli.terminal_events import EndOfInput, Enter, Interrupt
from junosim.clock import ManualClock

ABC = b"abc def ghi"


def terminal_with(text: bytes) -> Terminal:
    terminal = Terminal(ManualClock(), 80, 24)
    terminal.complete_on_space = False
    terminal.start_line("> ")
    terminal.queue(text)
    assert terminal.next() is None
    terminal.take_output()
    return terminal


@pytest.mark.parametrize(
    ("before", "typed", "sent", "text", "cursor"),
    [
        pytest.param(b"", b"s", b"s", "s", 1, id="a key costs one byte"),
        pytest.param(b"", b" ", b" ", " ", 1, id="space"),
        pytest.param(b"ab", b"\x7f", b"\b \b", "a", 1, id="backspace"),
        pytest.param(b"ab", b"\x08", b"\b \b", "a", 1, id="ctrl-h"),
        pytest.param(b"", b"\x7f", b"\a", "", 0, id="backspace on nothing"),
        pytest.param(ABC, b"\x01", b"\b" * 11, "abc def ghi", 0, id="ctrl-a"),
        pytest.param(ABC, b"\x01\x05", b"\b" * 11 + ABC, "abc def ghi", 11, id="ctrl-a ctrl-e"),
        pytest.param(ABC, b"\x02\x02", b"\b\b", "abc def ghi", 9, id="ctrl-b"),
        pytest.param(ABC, b"\x02\x02\x06", b"\b\bh", "abc def ghi", 10, id="ctrl-f"),
        pytest.param(ABC, b"\x1b[D\x1b[C", b"\bi", "abc def ghi", 11, id="arrows"),
        pytest.param(ABC, b"\x06", b"\a", "abc def ghi", 11, id="ctrl-f at the end"),
        pytest.param(ABC, b"\x01\x02", b"\b" * 11 + b"\a", "abc def ghi", 0, id="ctrl-b at the start"),
        pytest.param(ABC, b"\x1bf", b"\a", "abc def ghi", 11, id="esc-f at the end"),
        pytest.param(ABC, b"\x04", b"\a", "abc def ghi", 11, id="ctrl-d at the end"),
        pytest.param(b"", b"\x0b\x15\x17\x19\x01\x05", b"", "", 0, id="nothing to kill or yank"),
        pytest.param(ABC, b"\x1bb", b"\b\b\b", "abc def ghi", 8, id="esc-b"),
        pytest.param(ABC, b"\x1bb\x1bb\x1bf", b"\b" * 7 + b"def", "abc def ghi", 7, id="esc-f"),
        pytest.param(ABC, b"\x02X", b"\bXi\b", "abc def ghXi", 11, id="insert in the middle"),
        pytest.param(ABC, b"\x02\x7f", b"\b\bi \b\b", "abc def gi", 9, id="backspace in the middle"),
        pytest.param(ABC, b"\x02\x04", b"\b \b", "abc def gh", 10, id="ctrl-d"),
        pytest.param(ABC, b"\x02\x02\x1b[3~", b"\b\bi \b\b", "abc def gi", 9, id="delete"),
        pytest.param(ABC, b"\x1bb\x0b", b"\b\b\b   \b\b\b", "abc def ", 8, id="ctrl-k"),
        pytest.param(b"abc", b"\x15", b"\b\b\b   \b\b\b", "", 0, id="ctrl-u"),
        pytest.param(b"abc", b"\x18", b"\b\b\b   \b\b\b", "", 0, id="ctrl-x"),
        pytest.param(ABC, b"\x17", b"\b\b\b   \b\b\b", "abc def ", 8, id="ctrl-w"),
        pytest.param(ABC, b"\x1b\x7f", b"\b\b\b   \b\b\b", "abc def ", 8, id="esc-backspace"),
        pytest.param(b"ab cd", b"\x01\x1bd", b"\b" * 5 + b" cd  " + b"\b" * 5, " cd", 0, id="esc-d"),
        pytest.param(b"ab cd", b"\x17\x19\x19", b"\b\b  \b\bcdcd", "ab cdcd", 7, id="ctrl-w ctrl-y"),
        pytest.param(b"ab", b"\x14", b"\b\bba", "ba", 2, id="ctrl-t at the end"),
        pytest.param(b"abc", b"\x02\x14", b"\b\bcb", "acb", 3, id="ctrl-t in the middle"),
        pytest.param(b"a", b"\x14", b"\a", "a", 1, id="ctrl-t on one character"),
        pytest.param(ABC, b"\x1bt", b"\b" * 7 + b"ghi def", "abc ghi def", 11, id="esc-t at the end"),
        pytest.param(
            ABC,
            b"\x01\x1bf\x1bt",
            b"\b" * 11 + b"abc\b\b\bdef abc",
            "def abc ghi",
            7,
            id="esc-t between two words",
        ),
        pytest.param(ABC, b"\x01\x1bt", b"\b" * 11 + b"\a", "abc def ghi", 0, id="esc-t on the first word"),
        pytest.param(b"", b"\x07\x1bz", b"\a\a", "", 0, id="keys without a meaning"),
        pytest.param(ABC, b"\x1bb\x1bu", b"\b\b\bGHI", "abc def GHI", 11, id="esc-u"),
        pytest.param(b"ABC", b"\x01\x1bl", b"\b\b\babc", "abc", 3, id="esc-l"),
        pytest.param(b"abc", b"\x01\x1bc", b"\b\b\bAbc", "Abc", 3, id="esc-c"),
        pytest.param(b"", b"\x1b3x", b"xxx", "xxx", 3, id="esc-3"),
        pytest.param(b"", b"\x1b12x", b"x" * 12, "x" * 12, 12, id="esc-1 2"),
        pytest.param(ABC, b"\x1b2\x1bb", b"\b" * 7, "abc def ghi", 4, id="esc-2 esc-b"),
        pytest.param(b"abc", b"\x0c", b"\r> abc", "abc", 3, id="ctrl-l"),
        pytest.param(b"abc", b"\x02\x0c", b"\b\r> abc\b", "abc", 2, id="ctrl-l in the middle"),
        pytest.param(b"", b"\x16?", b"?", "?", 1, id="ctrl-v ?"),
        pytest.param(b"", b"\x16\x01", b"\a", "", 0, id="ctrl-v ctrl-a"),
        pytest.param(b'"a', b'?"', b'?"', '"a?"', 4, id="? in quotes"),
        pytest.param(b"abc", b"\x1a", b"", "abc", 3, id="ctrl-z"),
        pytest.param(b"abc", b"\x1b[99~\x1bO\x1d", b"\a", "abc", 3, id="unknown keys"),
        pytest.param(b"", "é".encode(), "é".encode(), "é", 1, id="one column"),
        pytest.param(b"", "日\u200b\u202e".encode(), b"\a\a\a", "", 0, id="two columns, none, and a trick"),
        pytest.param(b"a", b"\x00", b"", "a", 1, id="nul"),
        pytest.param(b"a", b"\xff", b"\a", "a", 1, id="not utf-8"),
        pytest.param(b"a", b"\x10\x0e", b"\a\a", "a", 1, id="no history"),
        pytest.param(b"a", b"\x1b.", b"\a", "a", 1, id="no last word"),
    ],
)
def test_key(before: bytes, typed: bytes, sent: bytes, text: str, cursor: int) -> None:
    terminal = terminal_with(before)
    terminal.queue(typed)
    assert terminal.next() is None
    assert terminal.take_output() == sent
    assert (terminal.text, terminal.cursor) == (text, cursor)


def with_history(*commands: str) -> Terminal:
    terminal = terminal_with(b"")
    history = History()
    for command in commands:
        history.add(command)
    terminal.history = history
    terminal.start_line("> ")
    terminal.take_output()
    return terminal


@pytest.mark.parametrize(
    ("typed", "sent", "text"),
    [
        pytest.param(b"\x10", b"three x", "three x", id="ctrl-p"),
        pytest.param(b"ty\x10\x10\x0e\x0e", None, "ty", id="back to what was typed"),
        pytest.param(b"\x10\x10\x10\x10", None, "one", id="no further than the oldest"),
        pytest.param(b"a \x1b.", b"a x", "a x", id="esc-."),
        pytest.param(b"a \x1b.\x1b.", b"a x\by", "a y", id="esc-. twice"),
        pytest.param(b"a \x1b.b\x1b.", None, "a xbx", id="esc-. is not esc-. again behind another key"),
        pytest.param(b"ab\x1b<", None, "one", id="esc-<"),
        pytest.param(b"\x1b<\x1b<", b"one\a", "one", id="esc-< at the oldest"),
        pytest.param(b"ab\x10\x1b<\x1b>", None, "ab", id="esc->"),
        pytest.param(b"ab\x1b>", b"ab\a", "ab", id="esc-> at the newest"),
        pytest.param(b"a t\x1b/", b"a three", "a three", id="esc-/"),
        pytest.param(b"a t\x1b/\x1b/", None, "a two", id="esc-/ twice"),
        pytest.param(b"a t\x1b/\x1b/\x1b/", None, "a two", id="no more words for esc-/"),
        pytest.param(b"tw b\x02\x02\x1b/", None, "two b", id="esc-/ within the line"),
        pytest.param(b"q\x1b/", b"q\a", "q", id="no word for esc-/"),
        pytest.param(b"a \x1b/", b"a \a", "a ", id="no beginning for esc-/"),
        pytest.param(b"\x12o\x12\r", None, None, id="search and run"),
    ],
)
def test_history_key(typed: bytes, sent: bytes | None, text: str | None) -> None:
    terminal = with_history("one", "two y", "three x")
    terminal.queue(typed)
    event = terminal.next()
    if b"\r" in typed:
        assert event == Enter("one")
    if sent is not None and text is not None:
        assert terminal.take_output() == sent
    if text is not None:
        assert terminal.text == text


def test_search_shows_its_own_prompt_and_puts_the_prompt_back() -> None:
    terminal = with_history("show version", "show route")
    terminal.queue(b"\x12v")
    assert terminal.next() is None
    first = b"\r(history-search)'': "
    assert terminal.take_output() == first + b"\r(history-search)'v': show version" + b"\b" * 7
    terminal.queue(b"\x01")
    terminal.next()
    wiped = len("(history-search)'v': ") - len("> ")
    head = b"\r> show version" + b" " * wiped + b"\b" * wiped + b"\b" * 7
    assert terminal.take_output() == head + b"\b" * 5
    assert (terminal.text, terminal.cursor) == ("show version", 0)


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        (b"\x12zzz", "typed"),
        (b"\x12ro\x07", "typed"),
        (b"\x12ro\x7f\x7f\x05", "typed"),
        (b"\x12show\x12\x05", "show version"),
        (b"\x12show\x12\x12\x05", "show version"),
        (b"\x12shox\x05", "show route"),
    ],
)
def test_search_results(keys: bytes, text: str) -> None:
    terminal = with_history("show version", "show route")
    terminal.queue(b"typed" + keys)
    terminal.next()
    assert terminal.text == text


def test_ctrl_c_and_ctrl_d_are_events() -> None:
    terminal = terminal_with(b"abc")
    terminal.queue(b"\x03")
    assert terminal.next() == Interrupt()
    terminal.finish_line("^C", remember=False)
    assert terminal.take_output() == b"^C\r\n"
    assert len(terminal.history) == 0
    terminal.start_line("> ")
    terminal.queue(b"\x04")
    assert terminal.next() == EndOfInput()


def test_history_keeps_a_hundred_and_equal_neighbours_once() -> None:
    history = History()
    for number in range(150):
        history.add(f"command {number}", float(number))
        history.add(f"command {number}", float(number))
    history.add("  ")
    entries = list(history)
    assert len(entries) == 100
    assert (entries[0].text, entries[0].time) == ("command 50", 50.0)
    assert history.last_word(1) == "149"
    assert history.last_word(101) == ""
