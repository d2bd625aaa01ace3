"""The arithmetic of the idle timeout (R-IDLE-002…004, R-IDLE-007)."""

from junosim.cli.idle import CLOSING, IdleTimer

FIVE = "Session will be closed in 5 minutes if there is no activity."
ONE, TEN = (
    f"Warning: session will be closed in {left} if there is no activity"
    for left in ("1 minute", "10 seconds")
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


def test_nobody_is_idle_while_a_command_works_and_the_count_starts_anew_behind_it():
    timer = IdleTimer(2, 0.0)
    timer.hold()
    assert timer.deadline() is None
    assert timer.due(500.0) == (None, False)
    timer.go_on(500.0)
    assert told(timer) == [(560.0, ONE), (610.0, TEN), (620.0, CLOSING)]


def test_what_was_not_held_goes_on_as_it_was():
    timer = IdleTimer(2, 0.0)
    timer.go_on(50.0)
    assert timer.deadline() == 60.0


def test_without_a_timeout_there_is_no_deadline():
    timer = IdleTimer(0, 0.0)
    assert timer.deadline() is None
    assert timer.due(1e9) == (None, False)
