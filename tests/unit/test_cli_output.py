"""Output goes straight to the terminal while it fits on a screen, and through the pager when it does not."""

from junosim.cli.output import CommandOutput
from junosim.cli.terminal import Terminal
from junosim.clock import ManualClock


def make(length=5, width=20, *, hold=False):
    terminal = Terminal(ManualClock(), 80, 24)
    return terminal, CommandOutput(terminal, length, width, hold=hold)


def test_what_fits_is_written_at_the_end_without_a_pager():
    terminal, output = make()
    output.add(["a", "b"])
    output.add(["c", "d"])
    assert output.pager is None
    output.end()
    assert terminal.take_output() == b"a\r\nb\r\nc\r\nd\r\n"
    assert not output.is_full


def test_one_line_more_than_a_screen_opens_the_pager():
    terminal, output = make()
    output.add(["a", "b", "c", "d", "e"])
    output.show()
    assert output.is_full
    assert terminal.take_output() == b"a\r\nb\r\nc\r\nd\r\n---(more)---"


def test_a_line_that_wraps_counts_for_more_than_one():
    _, output = make()
    output.add(["x" * 41, "b", "c"])
    assert output.pager is not None


def test_what_is_shown_before_the_end_goes_through_the_pager():
    terminal, output = make()
    output.add(["a"])
    output.show()
    assert output.pager is not None
    assert terminal.take_output() == b"a\r\n"
    output.add(["b"])
    output.end()
    assert terminal.take_output() == b"b\r\n"
    assert output.pager.finished


def test_without_a_length_nothing_is_paged():
    terminal, output = make(length=0)
    output.add([str(number) for number in range(100)])
    output.show()
    assert output.pager is None
    assert terminal.take_output().count(b"\r\n") == 100


def test_hold_keeps_even_short_output():
    _, output = make(hold=True)
    output.add(["a"])
    output.end()
    assert output.is_full
    assert not output.pager.finished
