"""The terminal as a session uses it: events, modes, long lines, output."""

import time
import tracemalloc

import pytest

from junosim.cli.history import History
from junosim.cli.terminal import Terminal
from junosim.cli.terminal_events import (
    Answer,
    EndOfInput,
    Enter,
    Event,
    Interrupt,
    Key,
    Mode,
    Question,
    Space,
    Tab,
)
from junosim.clock import ManualClock

PROMPT = "user@host> "


def new(columns: int = 80, *, is_pty: bool = True, on_space: bool = False) -> Terminal:
    terminal = Terminal(ManualClock(), columns, 24, is_pty=is_pty)
    terminal.complete_on_space = on_space
    terminal.start_line(PROMPT)
    terminal.take_output()
    return terminal


def events(terminal: Terminal, data: bytes) -> list[Event]:
    terminal.queue(data)
    found = []
    while (event := terminal.next()) is not None or terminal.has_input:
        if event is not None:
            found.append(event)
        elif terminal.take_output() == b"":
            break
    return found


def test_prompt_is_painted_and_lines_before_it_are_output() -> None:
    terminal = Terminal(ManualClock())
    terminal.start_line("\n[edit]\nuser@host# ", "set sys", 3)
    assert terminal.take_output() == b"\r\n[edit]\r\nuser@host# set sys\b\b\b\b"
    assert (terminal.text, terminal.cursor) == ("set sys", 3)


def test_enter_leaves_the_echo_to_the_session() -> None:
    terminal = new()
    assert events(terminal, b"show version\r") == [Enter("show version")]
    assert terminal.take_output() == b"show version"
    terminal.finish_line(" ")
    assert terminal.take_output() == b" \r\n"
    assert terminal.mode is Mode.BUSY
    assert [entry.text for entry in terminal.history] == ["show version"]


def test_enter_in_the_middle_of_the_line_ends_it_behind_its_last_character() -> None:
    terminal = new()
    assert events(terminal, b"abc\x01\r") == [Enter("abc")]
    terminal.take_output()
    terminal.finish_line()
    assert terminal.take_output() == b"abc\r\n"


def test_history_carries_the_time_and_is_the_one_of_the_mode() -> None:
    clock = ManualClock(start=1000.0)
    terminal = Terminal(clock)
    terminal.start_line(PROMPT)
    configuration = History()
    terminal.history = configuration
    terminal.insert("set x")
    clock.advance(5)
    terminal.finish_line()
    assert [(entry.text, entry.time) for entry in configuration] == [("set x", 1005.0)]


def test_space_is_an_event_only_while_it_completes_and_outside_quotes() -> None:
    terminal = new(on_space=True)
    terminal.queue(b'sh ver "a b ')
    assert terminal.next() == Space("sh", 2)
    terminal.insert("ow ")
    assert terminal.next() == Space("show ver", 8)
    terminal.replace(5, 8, "version ")
    assert terminal.next() is None
    assert terminal.text == 'show version "a b '
    assert terminal.take_output() == b"show ver" + b'sion "a b '


def test_escaped_quotes_do_not_close_a_string() -> None:
    terminal = new()
    assert events(terminal, b'a "b\\"?" ?') == [Question('a "b\\"?" ', 9)]


@pytest.mark.parametrize(("key", "event"), [(b"?", Question("sh", 2)), (b"\t", Tab("sh", 2))])
def test_help_keys_are_events_and_insert_nothing(key: bytes, event: Event) -> None:
    terminal = new()
    assert events(terminal, b"sh" + key) == [event]
    assert terminal.take_output() == b"sh"
    assert terminal.text == "sh"


def test_keys_after_an_event_wait_until_the_session_asks() -> None:
    terminal = new()
    terminal.queue(b"one\rtwo\r")
    assert terminal.next() == Enter("one")
    terminal.finish_line()
    assert terminal.next() is None
    assert terminal.queued == 4
    terminal.start_line(PROMPT)
    assert terminal.has_input
    assert terminal.next() == Enter("two")


def test_ctrl_c_interrupts_a_busy_session_and_drops_what_was_typed_ahead() -> None:
    terminal = new()
    terminal.finish_line()
    assert events(terminal, b"show version\r\x03x") == [Interrupt()]
    assert terminal.queued == 1


def test_long_line_is_redrawn_with_dots_and_never_reaches_the_last_column() -> None:
    terminal = new(columns=40)
    terminal.queue(b"a" * 28)
    terminal.next()
    assert terminal.take_output() == b"a" * 28
    terminal.queue(b"b")
    terminal.next()
    shown = b"..." + b"a" * 14 + b"b"
    assert terminal.take_output() == b"\r" + PROMPT.encode() + shown + b" " * 10 + b"\b" * 10
    terminal.queue(b"c")
    terminal.next()
    assert terminal.take_output() == b"c"
    terminal.queue(b"\x01")
    terminal.next()
    assert terminal.take_output() == b"\r" + PROMPT.encode() + b"a" * 28 + b"\b" * 28


@pytest.mark.parametrize("width", [511, 1024, 0])
def test_robots_are_echoed_literally(width: int) -> None:
    terminal = new()
    terminal.width = width
    assert terminal.columns == width
    command = b"set interfaces ge-0/0/0 description " + b"x" * 400
    terminal.queue(command)
    terminal.next()
    assert terminal.take_output() == command


def test_window_of_unknown_size_is_80_by_24() -> None:
    terminal = Terminal(ManualClock(), 0, 0)
    assert (terminal.columns, terminal.rows) == (80, 24)
    terminal.resize(132, 50)
    assert (terminal.columns, terminal.rows) == (132, 50)
    terminal.width = 511
    terminal.resize(0, 0)
    assert terminal.columns == 511


@pytest.mark.parametrize("columns", [1, 2, 5, 12, 20])
def test_absurdly_narrow_windows_do_no_harm(columns: int) -> None:
    terminal = new(columns)
    assert events(terminal, b"show configuration interfaces\x01\x05\x15ok\r") == [Enter("ok")]


def test_a_line_over_the_limit_is_refused_with_one_bell() -> None:
    terminal = new(1024)
    terminal.queue(b"x" * 70_000 + b" more? \t")
    assert terminal.next() is None
    output = terminal.take_output()
    assert output.count(b"\a") == 1
    terminal.queue(b"y\r")
    assert terminal.next() == Enter("x" * 65536, overlong=True)
    assert terminal.take_output() == b""
    terminal.finish_line(remember=False)
    terminal.start_line(PROMPT)
    assert events(terminal, b"next\r") == [Enter("next")]


def test_ctrl_u_takes_back_an_overlong_line() -> None:
    terminal = new()
    assert events(terminal, b"x" * 70_000 + b"\x15show\r") == [Enter("show")]


def test_a_megabyte_without_line_end_is_bounded_in_time_and_memory() -> None:
    terminal = new(80)
    started = time.perf_counter()
    for _ in range(1024):
        terminal.queue(b"z" * 1024)
        while terminal.next() is not None or terminal.has_input:
            terminal.take_output()
        terminal.take_output()
    assert len(terminal.text) == 65536
    assert terminal.queued == 0
    assert time.perf_counter() - started < 3


def test_question_and_hidden_answer() -> None:
    terminal = new()
    terminal.ask("Exit? [yes,no] (yes) ")
    assert terminal.take_output() == b"Exit? [yes,no] (yes) "
    assert events(terminal, b"y\t \x7f?\r") == [Answer("y?")]
    terminal.finish_line()
    terminal.ask("Password:", hidden=True)
    terminal.take_output()
    assert events(terminal, b"s3 ?cret\x02\x02\x17ab\x0c\x10\r") == [Answer("s3 abet")]
    assert terminal.take_output() == b"\a"
    terminal.finish_line()
    assert terminal.take_output() == b"\r\n"
    terminal.start_line(PROMPT)
    assert events(terminal, b"\x19\x1b.\x10\r") == [Enter("")]


def test_text_mode_takes_every_character_literally() -> None:
    terminal = new(on_space=True)
    terminal.start_text()
    assert events(terminal, b'a ? "\tb') == []
    assert terminal.text == 'a ? " b'
    assert events(terminal, b"\r") == [Enter('a ? " b')]
    terminal.finish_line()
    assert len(terminal.history) == 0
    terminal.start_text()
    assert events(terminal, b"\x04") == [EndOfInput()]


def test_single_keys() -> None:
    terminal = new()
    terminal.finish_line()
    terminal.take_output()
    terminal.read_keys()
    keys = [Key(name) for name in (" ", "enter", "b", "down", "c-f", "/", "c-c")]
    assert events(terminal, b" \r\nb\x1b[B\x06\xff/\x03") == keys
    assert terminal.take_output() == b""


def test_output_has_crlf_and_nothing_that_acts_on_the_terminal() -> None:
    terminal = new()
    terminal.write("a\nb\r\nc\x1b[2J\x9b\x00\td\x7f\n\a\r \b")
    assert terminal.take_output() == b"a\r\nb\r\nc?[2J??\td?\r\n\a\r \b"


def test_announcement_stands_above_the_line_being_typed() -> None:
    terminal = new()
    events(terminal, b"show ver\x02")
    terminal.take_output()
    terminal.announce("\aWarning\n")
    assert terminal.take_output() == b"r\r\n\aWarning\r\nuser@host> show ver\b"


def test_without_a_terminal_nothing_is_echoed_or_edited() -> None:
    terminal = new(is_pty=False, on_space=True)
    assert events(terminal, b"show version ?\x01\ta\nnext\r\n\x04") == [
        Enter("show version ?\ta"),
        Enter("next"),
        EndOfInput(),
    ]
    terminal.bell()
    terminal.write("x\n")
    terminal.finish_line(" ")
    assert terminal.take_output() == b"x\n"


def test_script_without_a_last_line_end_and_end_of_input() -> None:
    terminal = new(is_pty=False)
    terminal.queue_eof()
    assert events(terminal, b"show version") == [Enter("show version"), EndOfInput(final=True)]
    assert terminal.next() is None


def test_a_terminal_that_goes_away_executes_no_partial_line() -> None:
    terminal = new()
    terminal.queue_eof()
    assert events(terminal, b"request system zero") == [EndOfInput(final=True)]


def test_overlong_line_of_a_script() -> None:
    terminal = new(is_pty=False)
    assert events(terminal, b"x" * 100_000 + b"\n") == [Enter("x" * 65536, overlong=True)]


def test_thousand_pasted_lines_cost_the_same_each() -> None:
    terminal = new(511)
    terminal.queue(b"".join(b"set system host-name host%d\r" % number for number in range(1000)))
    started = time.perf_counter()
    for number in range(1000):
        assert terminal.next() == Enter(f"set system host-name host{number}")
        terminal.finish_line(" ")
        terminal.start_line(PROMPT)
        terminal.take_output()
    assert terminal.next() is None
    assert time.perf_counter() - started < 1


def test_idle_terminal_is_small() -> None:
    new()
    tracemalloc.start()
    kept = [new() for _ in range(50)]
    size = tracemalloc.get_traced_memory()[0] / len(kept)
    tracemalloc.stop()
    assert size < 16 * 1024


def test_prompts_and_completed_values_cannot_smuggle_controls_in() -> None:
    terminal = Terminal(ManualClock(), 80, 24)
    terminal.start_line("\x1b[2Jhost\a> ")
    terminal.insert("a\x1bb\tc")
    terminal.finish_line()
    assert terminal.take_output() == b"?[2Jhost?> a?b?c\r\n"


def test_editing_the_start_of_a_very_long_line_sends_a_bounded_amount() -> None:
    terminal = new(0)
    terminal.width = 0
    terminal.queue(b"a" * 60_000 + b"\x01")
    while terminal.next() is not None or terminal.has_input:
        terminal.take_output()
    terminal.take_output()
    terminal.queue(b"b")
    terminal.next()
    assert len(terminal.take_output()) < 20_000


def test_ctrl_s_holds_the_output_until_ctrl_q_or_ctrl_c() -> None:
    terminal = new()
    assert events(terminal, b"ab\x13c") == []
    assert terminal.is_held
    assert terminal.take_output() == b""
    terminal.queue(b"\x11d")
    terminal.next()
    assert terminal.take_output() == b"abcd"
    assert events(terminal, b"\x13e\x03") == [Interrupt()]
    assert terminal.take_output() == b"e"
    terminal.queue(b"\x13")
    terminal.write("x" * (1 << 20))
    assert len(terminal.take_output()) == 1 << 20


@pytest.mark.parametrize("width", [0, 80, 511])
def test_a_very_long_line_sends_a_bounded_amount(width: int) -> None:
    terminal = new()
    terminal.width = width
    terminal.queue(b"a" * 60_000)
    sent = 0
    while terminal.next() is not None or terminal.has_input:
        sent += len(terminal.take_output())
    assert sent + len(terminal.take_output()) < 1_200_000


def screen(columns: int, output: bytes) -> tuple[str, int]:
    """What the last line of a terminal shows, and where the cursor stands in it."""
    cells, column = [" "] * columns, 0
    for char in output.rpartition(b"\n")[2].decode():
        if char == "\r":
            column = 0
        elif char == "\b":
            column = max(column - 1, 0)
        else:
            cells[column] = char  # behind the last column: an IndexError
            column += 1
    return "".join(cells).rstrip(), column


@pytest.mark.parametrize(("before", "after"), [(80, 40), (40, 80), (132, 60), (60, 61)])
@pytest.mark.parametrize("keys", [b"", b"\x01", b"\x1bb\x1bb"], ids=["end", "start", "middle"])
def test_a_line_is_shown_anew_when_the_window_does_not_hold_it_any_more(
    before: int, after: int, keys: bytes
) -> None:
    terminal = new(before)
    terminal.queue(b"set interfaces ge-0/0/0 unit 0 description something " + keys)
    terminal.next()
    terminal.take_output()
    terminal.resize(after, 24)
    shown, column = screen(max(before, after), terminal.take_output() or b"\r")
    terminal.queue(b"\x0c")
    terminal.next()
    again = screen(max(before, after), terminal.take_output())
    assert not shown or (shown, column) == again
    assert column == 0 or column < after


def test_a_short_line_is_left_alone_when_the_window_changes() -> None:
    terminal = new(80)
    terminal.queue(b"show version")
    terminal.next()
    terminal.take_output()
    terminal.resize(132, 50)
    terminal.resize(60, 20)
    assert terminal.take_output() == b""


def test_a_secret_stays_hidden_when_the_window_changes() -> None:
    terminal = new(80)
    terminal.ask("New password:", hidden=True)
    terminal.queue(b"a" * 100)
    terminal.next()
    terminal.take_output()
    terminal.resize(20, 20)
    assert b"a" not in terminal.take_output()


def test_a_search_goes_on_when_the_window_changes() -> None:
    terminal = new(80)
    terminal.history.add("show version and more")
    terminal.queue(b"\x12ver")
    terminal.next()
    terminal.take_output()
    terminal.resize(60, 20)
    shown, _ = screen(60, terminal.take_output())
    assert shown.startswith("(history-search)'ver': ")
