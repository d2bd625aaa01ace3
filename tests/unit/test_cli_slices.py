"""One session does not delay another: whatever it asks for, it does a bounded piece of work, then others have a turn.

Work is counted, not timed: as calls of functions while a session does one thing. The configuration is so large that
each of these commands would make many times as many if it did its work at once.
"""

import sys

import pytest

from cli_session import Typist, make_device
from junosim.clock import ManualClock

ENTRIES = 300
BOUND = 16_000  # calls; about 3 ms


class HastyClock(ManualClock):
    """Time is up whenever somebody asks for it, so that a session does one thing in a slice."""

    def monotonic(self):
        self.advance(0.01)
        return super().monotonic()


class Meter:
    """Counts the calls of functions made by each slice of the work of a session."""

    def __init__(self, typist):
        self.typist = typist
        self.calls = 0

    def _count(self, _frame, event, _argument):
        if event == "call" or event == "c_call":
            self.calls += 1

    def _measured(self, action, *arguments):
        self.calls = 0
        before = sys.getprofile()
        sys.setprofile(self._count)
        try:
            action(*arguments)
        finally:
            sys.setprofile(before)
        return self.calls

    def run(self, keys):
        """Type the keys; the calls of each slice, and what the terminal shows."""
        session, clock = self.typist.session, self.typist.device.clock
        slices = [self._measured(session.feed, keys.encode())]
        shown = session.output()
        while (deadline := session.deadline()) is not None and deadline <= clock.monotonic():
            slices.append(self._measured(session.wake))
            shown += session.output()
        return slices, shown.decode()


def statements():
    for number in range(ENTRIES):
        yield f"set interfaces ge-0/0/{number} unit 0 family inet address 10.{number // 250}.{number % 250}.1/24"
        yield f"set policy-options prefix-list all 10.{number // 250}.{number % 250}.0/24"
        yield f"set policy-options prefix-list list-{number} 192.0.2.0/24"
        yield f"set firewall family inet filter f term t{number} then accept"
        yield f"set protocols bgp group g neighbor 10.1.{number // 250}.{number % 250} peer-as {number + 1}"


GROUPS = (
    "set groups ports interfaces <*> mtu 9000",
    "set groups ports interfaces <*> unit <*> family inet mtu 1500",
    "set groups peers protocols bgp group <*> neighbor <*> hold-time 90",
    "set apply-groups [ ports peers ]",
)

SEEN = "set chassis network-services enhanced-ip"  # its rules read, from then on, all interfaces


def editor(*texts):
    """A session in configuration mode whose candidate has these statements and more; it is not paged."""
    typist = Typist(make_device(clock=HastyClock()), rows=0)
    typist.lines("set cli screen-length 0", "configure")
    typist.device.stores.shared.load("\n".join((*statements(), *texts)))
    return typist


@pytest.fixture(scope="module", autouse=True)
def known_rules():
    """What a process finds out once of the rules of a language; the many languages of other tests let it forget."""
    assert "succeeds" in editor(SEEN).line("commit check")
    for texts in ((), GROUPS):
        assert "succeeds" in editor(*texts).line("commit check")


@pytest.fixture(scope="module")
def committed():
    """A session whose large configuration is committed, and equal to the candidate."""
    typist = editor(*GROUPS)
    assert "commit complete" in typist.line("commit")
    return typist


def check(typist, keys, shown="", least=3):
    """The work of these keys is done in at least so many slices, none of them too long."""
    slices, text = Meter(typist).run(keys)
    assert shown in text
    assert len(slices) >= least
    assert max(slices) < BOUND, sorted(slices)[-5:]
    return text


FORMS = (
    "", "| display set", "| display xml", "| display json", "| display detail", "| display inheritance",
    "| display changed | display xml", "| count", "| save one",
)  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_show(committed, form):
    check(committed, f"show {form}\r", "")


@pytest.mark.parametrize(
    "command",
    [
        "run show configuration",
        "run show configuration | compare rollback 1",
        "run show system rollback compare 1 0",
        "show | compare rollback 1",
        "save all",
        "save terminal",
        "commit check",
    ],
)
def test_other_ways_to_see_it(committed, command):
    check(committed, f"{command}\r", least=1 if command == "commit check" else 3)


@pytest.mark.parametrize(
    "keys", ["set policy-options prefix-list ?", "delete policy-options prefix-list list-\t"]
)
def test_help(committed, keys):
    check(committed, keys, "list-299", least=2)
    committed.send("\x15")


@pytest.fixture(scope="module")
def many_names():
    typist = Typist(make_device(clock=HastyClock()), rows=0)
    typist.lines("set cli screen-length 0", "configure")
    names = (f"set policy-options prefix-list list-{number}" for number in range(6000))
    typist.device.stores.shared.load("\n".join(names))
    return typist


@pytest.mark.parametrize("key", "?\t")
def test_help_on_many_names(many_names, key):
    shown = check(many_names, f"set policy-options prefix-list {key}", "list-5999", least=10)
    names = [line for line in shown.split() if line.startswith("list-")]
    assert names == sorted(f"list-{number}" for number in range(6000))
    many_names.send("\x15")


def test_completion_among_many_names(many_names):
    check(many_names, "delete policy-options prefix-list list-599\t", "list-5999", least=5)
    many_names.send("\x15")


def test_keys_typed_meanwhile_come_after(many_names):
    shown = many_names.send("edit policy-options prefix-list lis\t5999\r")
    assert shown.endswith("[edit policy-options prefix-list list-5999]\nlab@r1# ")
    many_names.line("top")


def test_a_reader_who_may_not_see_all(committed):
    reader = Typist(committed.device, "guest", ("view", "view-configuration"), rows=0)
    reader.lines(
        "set cli screen-length 0", "show configuration system"
    )  # what a class may see is found out once
    check(reader, "show configuration\r", "SECRET-DATA")
    check(reader, "show configuration | compare rollback 1\r", "+")


def test_compare_and_first_commit():
    typist = editor()
    check(typist, "show | compare\r", "+")
    check(typist, "commit check\r", "configuration check succeeds")
    check(typist, "commit\r", "commit complete")
    typist.lines(*GROUPS)
    check(typist, "commit\r", "commit complete")
    typist.line("delete apply-groups")
    check(typist, "commit\r", "commit complete")
    typist.line("delete groups")
    check(typist, "commit\r", "commit complete")


def test_the_same_text_once_more(committed):
    """Trees that share nothing are compared statement by statement."""
    committed.line("save all")
    check(committed, "load override all\r", "load complete")
    check(committed, "show | compare\r")
    check(committed, "commit\r", "commit complete")
    check(committed, "load update all\r", "load complete")
    check(committed, "rollback 1\r", "load complete", least=1)


def test_changes_of_many_statements():
    typist = editor()
    typist.line("commit")
    check(typist, "wildcard delete interfaces ge-\ryes\r", f"Delete {ENTRIES} objects?")
    check(typist, "show | compare\r", "-")
    check(typist, "commit\r", "commit complete")
    check(typist, "replace pattern list- with prefixes-\r")
    check(typist, "commit\r", "commit complete")
    check(typist, "rollback 2\r", "load complete")  # which is logged statement by statement
    check(typist, "show | compare\r", "+")
    check(typist, "commit\r", "commit complete")


@pytest.mark.parametrize(
    "command",
    [
        "show",
        "show | display set",
        "show | compare",
        "save all",
        "wildcard delete policy-options prefix-list l",
        "commit check",
    ],
)
def test_others_edit_meanwhile_and_it_is_about_what_was_there(command):
    """The edits of the shared candidate are done in place, between any two slices."""
    typist = editor()
    other = Typist(typist.device)
    other.line("configure")
    session, clock = typist.session, typist.device.clock
    session.feed(f"{command}\r".encode())
    number, shown = 0, session.output()
    while (deadline := session.deadline()) is not None and deadline <= clock.monotonic():
        number += 1
        if number > 6:  # the command has begun
            assert other.line(f"set policy-options prefix-list late-{number}") == ""
        session.wake()
        shown += session.output()
    assert number > 9
    assert b"internal error" not in shown
    assert b"late-" not in shown
