"""`system login retry-options`: the options, the delays of one connection, and lockouts against a naive model."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from cli_session import Typist, make_device
from junosim.access.attempts import RetryOptions, Tries, retry_options
from junosim.access.lockout import NAME, Lockouts
from junosim.clock import ManualClock
from junosim.storage import MemoryStorage

MINUTE = 60
OPTIONS = RetryOptions(lockout=5 * MINUTE)
EDIT = "edit system login retry-options"
RANGES = [  # statement, least, most, default; the model
    ("tries-before-disconnect", 2, 10, "tries", 3),
    ("backoff-threshold", 1, 3, "threshold", 2),
    ("backoff-factor", 5, 10, "factor", 5),
    ("minimum-time", 20, 60, "minimum_time", 20),
    ("maximum-time", 20, 300, "maximum_time", 120),
    ("lockout-period", 1, 43200, "lockout", 0),
]


# ---------------------------------------------------------------------- the options


@pytest.mark.parametrize(("statement", "least", "most", "name", "default"), RANGES)
def test_an_option_has_its_range_and_counts_with_the_commit(statement, least, most, name, default):
    """R-LOCK-003 to -006."""
    typist = Typist()
    assert getattr(typist.device.retry_options, name) == default
    typist.lines("configure", EDIT)
    for wrong in (least - 1, most + 1):
        assert f"'{wrong}'" in typist.line(f"set {statement} {wrong}")
    for value in (least, most):
        assert typist.lines(f"set {statement} {value}", "commit") == "commit complete"
        seconds = value * MINUTE if statement == "lockout-period" else value
        assert getattr(typist.device.retry_options, name) == seconds
    typist.lines(f"delete {statement}", "commit")
    assert typist.device.retry_options == RetryOptions()


def test_the_defaults_are_those_of_the_model():
    device = make_device()
    options = device.release.configuration
    for part in ("system", "login", "retry-options"):
        options = options.by_name[part]
    assert retry_options(device.configuration) == RetryOptions()
    for statement, _, _, name, default in RANGES:
        if name != "lockout":
            assert str(options.by_name[statement].default) == str(default)


# ---------------------------------------------------------------------- one connection


def test_delays_with_the_defaults():
    """R-LOCK-001, R-LOCK-011: the series that the guides print."""
    assert [RetryOptions().delay(failures) for failures in range(1, 8)] == [0, 0, 5, 10, 15, 20, 25]


@pytest.mark.parametrize(("threshold", "factor"), [*product(range(1, 4), range(5, 11))])
def test_delays_with_all_options(threshold, factor):
    """R-LOCK-011."""
    options = RetryOptions(tries=10, threshold=threshold, factor=factor)
    delays = [options.delay(failures) for failures in range(1, 11)]
    assert delays[:threshold] == [0] * threshold
    assert [
        late - early for early, late in zip(delays[threshold - 1 :], delays[threshold:], strict=False)
    ] == [factor] * (10 - threshold)


def test_seven_passwords_in_the_first_minute():
    """R-LOCK-002."""
    clock = ManualClock()
    tries = Tries(lambda: RetryOptions(tries=10), clock)
    moments = []
    while tries.begin():
        moments.append(clock.monotonic())
        tries.failed()
        clock.advance(tries.ready - clock.monotonic())
    assert moments == [0, 0, 0, 5, 15, 30, 50, 75, 105, 140]
    assert sum(moment < MINUTE for moment in moments) == 7


def test_the_time_that_a_password_is_looked_at_is_a_part_of_its_delay():
    """Else the answer would tell what kind of hash an account has."""
    clock = ManualClock()
    tries = Tries(lambda: RetryOptions(threshold=1), clock)
    tries.begin()
    clock.advance(0.1)
    tries.failed()
    assert tries.ready == 0
    tries.begin()
    clock.advance(0.2)
    tries.failed()
    assert tries.ready == pytest.approx(0.1 + 5)
    tries.begin()  # not waiting for the answer: the password is looked at when it was due
    clock.advance(7)
    tries.failed()
    assert tries.ready == pytest.approx(0.1 + 5 + 10)


@pytest.mark.parametrize("most", range(2, 11))
def test_there_are_as_many_tries_as_configured(most):
    """R-LOCK-005."""
    tries = Tries(lambda: RetryOptions(tries=most), ManualClock())
    for count in range(most):
        assert not tries.are_over, count
        assert tries.begin()
    assert tries.are_over
    assert not tries.begin()


def test_other_options_count_at_once():
    options = [RetryOptions()]
    tries = Tries(lambda: options[0], ManualClock())
    for _ in range(3):
        tries.begin()
    options[0] = RetryOptions(tries=5, factor=10, threshold=1)
    assert not tries.are_over
    assert tries.failed() == 20


# ---------------------------------------------------------------------- accounts


def lockouts(clock=None, storage=None):
    return Lockouts(clock or ManualClock(), storage or MemoryStorage())


def lock(table, user="eve", options=OPTIONS):
    """Wrong passwords until the account is locked out."""
    while not table.failed(user, options):
        pass


def test_an_account_is_locked_out_to_the_minute():
    """R-LOCK-007, R-LOCK-008."""
    clock = ManualClock()
    table = lockouts(clock)
    assert [table.failed("eve", OPTIONS) for _ in range(3)] == [False, False, True]
    clock.advance(5 * MINUTE - 0.001)
    assert table.is_locked("eve")
    assert not table.is_locked("lab")
    assert table.take_ended() == ()
    clock.advance(0.001)
    assert not table.is_locked("eve")
    assert table.current() == ()
    assert table.take_ended() == ("eve",)
    assert table.take_ended() == ()


def test_without_a_period_nothing_is_counted():
    table = lockouts()
    assert not any(table.failed("eve", RetryOptions()) for _ in range(20))
    assert not table.failed("eve", OPTIONS)


def test_a_login_forgets_what_was_wrong_but_ends_no_lockout():
    table = lockouts()
    for _ in range(5):
        assert not table.failed("eve", OPTIONS)
        assert not table.failed("eve", OPTIONS)
        table.succeeded("eve")
    lock(table)
    table.succeeded("eve")
    assert table.is_locked("eve")


def test_wrong_passwords_of_who_is_locked_out_make_it_no_longer():
    clock = ManualClock()
    table = lockouts(clock)
    lock(table)
    clock.advance(MINUTE)
    assert not any(table.failed("eve", OPTIONS) for _ in range(10))
    clock.advance(4 * MINUTE)
    assert [table.failed("eve", OPTIONS) for _ in range(3)] == [False, False, True]


def test_a_lockout_outlives_the_program_and_no_clock_that_is_set_changes_it():
    clock, storage = ManualClock(), MemoryStorage()
    lock(lockouts(clock, storage))
    clock.advance(MINUTE)
    (found,) = lockouts(clock, storage).current()
    assert (found.user, found.end - clock.monotonic()) == ("eve", 4 * MINUTE)
    back = ManualClock(clock.time() - 86400.0)  # it is restarted with a clock that was wrong
    assert lockouts(back, storage).current()[0].end == 5 * MINUTE
    clock.set_time(clock.time() + 86400.0)
    table = lockouts(clock, storage)  # that it was set while the program ran was not written down
    assert table.take_ended() == ("eve",)
    assert lockouts(clock, storage).take_ended() == ()


@pytest.mark.parametrize(
    "text",
    [b"", b"{", b"[1]\n", b'{"user": 1, "start": 2, "end": 3}\n', b'{"user": "x"}\n', b"\xff\n", b"1e999\n"],
)
def test_a_file_that_is_no_table_locks_nobody_out(text):
    storage = MemoryStorage()
    storage.write(NAME, text)
    assert lockouts(storage=storage).current() == ()


class Table(RuleBasedStateMachine):
    """Any order of passwords, commits, clears and time; the model is a list of what happened."""

    users = st.sampled_from(["lab", "eve", "root"])

    def __init__(self):
        super().__init__()
        self.clock, self.storage = ManualClock(), MemoryStorage()
        self.table = lockouts(self.clock, self.storage)
        self.options = RetryOptions()
        self.wrong = {}  # user -> in a row
        self.until = {}  # user -> when his lockout ends
        self.existing = {"lab", "eve", "root"}

    def is_locked(self, user):
        return self.until.get(user, 0.0) > self.clock.monotonic()

    @rule(user=users)
    def fail(self, user):
        if user not in self.existing:
            return
        locks = False
        if self.options.lockout and not self.is_locked(user):
            self.wrong[user] = self.wrong.get(user, 0) + 1
            locks = self.wrong[user] >= self.options.tries
        if locks:
            del self.wrong[user]
            self.until[user] = self.clock.monotonic() + self.options.lockout
        assert self.table.failed(user, self.options) == locks

    @rule(user=users)
    def succeed(self, user):
        self.wrong.pop(user, None)
        self.table.succeeded(user)

    @rule(user=users)
    def clear(self, user):
        expected = (user,) if self.is_locked(user) else ()
        self.wrong.pop(user, None)
        self.until.pop(user, None)
        assert self.table.clear(user) == expected

    @rule()
    def clear_all(self):
        expected = tuple(user for user in sorted(self.until) if self.is_locked(user))
        self.wrong, self.until = {}, {}
        assert self.table.clear() == expected

    @rule(tries=st.integers(2, 10), period=st.integers(1, 5))
    def commit(self, tries, period):
        self.options = RetryOptions(tries=tries, lockout=period * MINUTE)

    @rule(user=users)
    @precondition(lambda self: len(self.existing) > 1)
    def delete(self, user):
        self.existing.discard(user)
        self.wrong.pop(user, None)
        self.until.pop(user, None)
        self.table.keep_only(self.existing)

    @rule(user=users)
    def create(self, user):
        self.existing.add(user)

    @rule(seconds=st.sampled_from([1.0, 30.0, 60.0, 299.5]))
    def wait(self, seconds):
        self.clock.advance(seconds)

    @rule(seconds=st.integers(-100_000, 100_000))
    def set_the_clock(self, seconds):
        self.clock.set_time(self.clock.time() + seconds)

    @rule()
    def look_who_is_free(self):
        ended = {user for user in self.until if not self.is_locked(user)}
        assert set(self.table.take_ended()) <= ended
        for user in ended:
            del self.until[user]

    @invariant()
    def the_same_users_are_locked_out(self):
        locked = {user: end for user, end in self.until.items() if self.is_locked(user)}
        assert {found.user: found.end for found in self.table.current()} == locked
        assert len(self.table._failures) + len(self.table._locked) <= 3


TestTable = Table.TestCase
TestTable.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
