"""The arithmetic of the idle timeout (R-IDLE-002…004, R-IDLE-007)."""

from junosim.cli.idle import CLOSING, IdleTimer

FIVE, ONE, TEN = (
    f"Warning: session will be closed in {left} if there is no activity"
    for left in ("5 minutes", "1 minute", "10 seconds")
)


def told(timer):
    """(when, text) of everything the timer says, with time standing at each of its deadlines."""
    said = []
    while True:
        now = timer.deadline()
        text, ends = timer.due(now)
        said.append((now, text))
        if ends:
            return said


def test_a_long_timeout_warns_three_times():
    assert told(IdleTimer(10, 0.0)) == [(300.0, FIVE), (540.0, ONE), (590.0, TEN), (600.0, CLOSING)]


def test_two_minutes_warn_twice():
    assert told(IdleTimer(2, 100.0)) == [(160.0, ONE), (210.0, TEN), (220.0, CLOSING)]


def test_one_minute_warns_of_the_last_seconds_only():
    assert told(IdleTimer(1, 0.0)) == [(50.0, TEN), (60.0, CLOSING)]


def test_input_starts_the_count_again():
    timer = IdleTimer(2, 0.0)
    assert timer.due(60.0) == (ONE, False)
    timer.touch(70.0, 2)
    assert timer.deadline() == 130.0
    assert timer.due(120.0) == (None, False)


def test_a_late_look_gives_only_the_last_warning():
    assert IdleTimer(10, 0.0).due(595.0) == (TEN, False)


def test_without_a_timeout_there_is_no_deadline():
    timer = IdleTimer(0, 0.0)
    assert timer.deadline() is None
    assert timer.due(1e9) == (None, False)
